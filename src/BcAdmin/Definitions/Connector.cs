using System.Text.Json.Nodes;

namespace BcAdmin.Definitions;

/// <summary>The two files of a custom connector for Power Automate and Power Apps.</summary>
/// <param name="Api">AdminCenter or Automation.</param>
/// <param name="ClientId">The client ID of a Microsoft Entra app with <see cref="RedirectUrl"/> as a web redirect URI.</param>
/// <param name="TenantId">Null to use the tenant of the user who signs in.</param>
/// <param name="Environment">Null to make the environment a parameter of each operation.</param>
/// <param name="RedirectMode">Global or GlobalPerConnector.</param>
internal sealed record Connector(string Api, Guid ClientId, string? TenantId, string? Environment, string RedirectMode)
{
    public const string DefinitionName = "apiDefinition.swagger.json";
    public const string PropertiesName = "apiProperties.json";

    private const string LoginUrl = "https://login.microsoftonline.com";
    private const string Resource = "https://api.businesscentral.dynamics.com";
    private const string RedirectUrl = "https://global.consent.azure-apim.net/redirect";

    private static readonly string[] DynamicKinds = ["x-ms-dynamic-values", "x-ms-dynamic-list"];

    private string SignInTenant => TenantId ?? "common";

    /// <summary>Creates apiDefinition.swagger.json with the selected operations and the definitions that they need.</summary>
    public JsonObject Definition(Func<string, bool> isChosen)
    {
        var definition = DefinitionFile.Swagger(Api);
        Choose(definition, isChosen);
        FixTenant(definition);
        FixEnvironment(definition);
        DropLostLists(definition);
        DropUnused(definition);
        definition["securityDefinitions"] = new JsonObject
        {
            ["oauth2-auth"] = new JsonObject
            {
                ["type"] = "oauth2",
                ["flow"] = "accessCode",
                ["authorizationUrl"] = $"{LoginUrl}/{SignInTenant}/oauth2/authorize",
                ["tokenUrl"] = $"{LoginUrl}/{SignInTenant}/oauth2/token",
                ["scopes"] = new JsonObject(),
            },
        };
        definition["security"] = new JsonArray(new JsonObject { ["oauth2-auth"] = new JsonArray() });
        return definition;
    }

    /// <summary>Creates apiProperties.json. The secret is entered in the portal and is not part of the file.</summary>
    public JsonObject Properties(JsonObject definition) => new()
    {
        ["properties"] = new JsonObject
        {
            ["connectionParameters"] = new JsonObject
            {
                ["token"] = new JsonObject
                {
                    ["type"] = "oauthSetting",
                    ["oAuthSettings"] = new JsonObject
                    {
                        ["identityProvider"] = "aad",
                        ["clientId"] = ClientId.ToString(),
                        ["scopes"] = new JsonArray(),
                        ["redirectMode"] = RedirectMode,
                        ["redirectUrl"] = RedirectUrl,
                        ["properties"] = new JsonObject { ["IsFirstParty"] = "False", ["AzureActiveDirectoryResourceId"] = Resource },
                        ["customParameters"] = new JsonObject
                        {
                            ["loginUri"] = new JsonObject { ["value"] = LoginUrl },
                            ["tenantId"] = new JsonObject { ["value"] = SignInTenant },
                            ["resourceUri"] = new JsonObject { ["value"] = Resource },
                        },
                    },
                },
            },
            ["iconBrandColor"] = "#0b6a75",
            ["capabilities"] = new JsonArray("actions"),
            ["policyTemplateInstances"] = NextLinkPolicies(definition),
        },
    };

    /// <summary>Policies that replace the next link of paged lists, because the link of the service would bypass the connector.</summary>
    private static JsonArray NextLinkPolicies(JsonObject definition)
    {
        var lists = DefinitionFile.Operations(definition)
            .Where(found => found.Operation["x-ms-pageable"]?["nextLinkName"] is not null)
            .GroupBy(
                found => found.Operation["x-ms-pageable"]!["nextLinkName"]!.ToString(),
                found => found.Operation["operationId"]!.ToString(), StringComparer.Ordinal);
        return new([.. lists.Select(list => new JsonObject
        {
            ["templateId"] = "updatenextlink",
            ["title"] = "Update the link to the next page",
            ["parameters"] = new JsonObject
            {
                ["x-ms-apimTemplateParameter.nextLinkPropertyName"] = list.Key,
                ["x-ms-apimTemplate-operationName"] = new JsonArray([.. list.Select(operationId => (JsonNode)operationId)]),
            },
        })]);
    }

    private static void Choose(JsonObject definition, Func<string, bool> isChosen)
    {
        var paths = definition["paths"]!.AsObject();
        foreach (var (path, method, operation) in DefinitionFile.Operations(definition).ToList())
        {
            var chosen = new[] { operation["operationId"] }.Concat(operation["tags"]!.AsArray()).Any(name => isChosen(name!.ToString()));
            operation.Remove("tags"); // The portal adds its own tags and rejects duplicates.
            if (!chosen)
                paths[path]!.AsObject().Remove(method);
        }

        foreach (var empty in paths.Where(path => path.Value!.AsObject().Count == 0).Select(path => path.Key).ToList())
            paths.Remove(empty);
    }

    /// <summary>Sets the tenant in the paths of the Automation API, so that delegated administrators can use the connector for a customer.</summary>
    private void FixTenant(JsonObject definition)
    {
        if (!definition["parameters"]!.AsObject().ContainsKey("tenantId"))
            return;
        if (TenantId is not null)
        {
            Fix(definition, "tenantId", TenantId);
            return;
        }

        var paths = definition["paths"]!.AsObject();
        foreach (var (path, item) in paths.ToList())
        {
            paths.Remove(path);
            paths[path.Replace("/{tenantId}/", "/", StringComparison.Ordinal)] = item;
        }

        foreach (var (_, _, operation) in DefinitionFile.Operations(definition))
        {
            var parameters = operation["parameters"]!.AsArray();
            parameters.Remove(parameters.First(used => used!["$ref"]?.ToString() == "#/parameters/tenantId"));
        }

        foreach (var arguments in Arguments(definition))
            arguments.Remove("tenantId");
    }

    private void FixEnvironment(JsonObject definition)
    {
        if (Environment is not null)
            Fix(definition, "environmentName", Environment);
    }

    /// <summary>
    /// Hides a parameter and sets its value. A hidden parameter cannot be referenced, so its value is also set in the lists that use it.
    /// </summary>
    private static void Fix(JsonObject definition, string name, string value)
    {
        var parameter = definition["parameters"]![name]!.AsObject();
        parameter["default"] = value;
        parameter["x-ms-visibility"] = "internal";
        foreach (var kind in DynamicKinds)
            parameter.Remove(kind);
        foreach (var arguments in Arguments(definition).Where(arguments => arguments.ContainsKey(name)))
            arguments[name] = arguments[name]!.AsObject().ContainsKey("parameter") ? value : new JsonObject { ["value"] = value };
    }

    /// <summary>Removes value lists whose operation is not part of the connector.</summary>
    private static void DropLostLists(JsonObject definition)
    {
        var operations = DefinitionFile.Operations(definition)
            .Select(found => found.Operation["operationId"]!.ToString())
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (node, kind) in ValueLists(definition).ToList())
        {
            if (!operations.Contains(node[kind]!["operationId"]!.ToString()))
                node.Remove(kind);
        }
    }

    /// <summary>The arguments of the operations that return value lists.</summary>
    private static IEnumerable<JsonObject> Arguments(JsonObject definition) =>
        ValueLists(definition).Select(list => list.Node[list.Kind]!["parameters"]!.AsObject()).ToList();

    private static IEnumerable<(JsonObject Node, string Kind)> ValueLists(JsonNode? node) => node switch
    {
        JsonObject known => DynamicKinds.Where(known.ContainsKey).Select(kind => (known, kind))
            .Concat(known.SelectMany(member => ValueLists(member.Value))),
        JsonArray items => items.SelectMany(ValueLists),
        _ => [],
    };

    private static void DropUnused(JsonObject definition)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        Follow(definition["paths"]);
        foreach (var section in new[] { "parameters", "responses", "definitions" })
        {
            var members = definition[section]!.AsObject();
            foreach (var name in members.Select(member => member.Key).Where(name => !used.Contains($"#/{section}/{name}")).ToList())
                members.Remove(name);
        }

        void Follow(JsonNode? node)
        {
            foreach (var reference in References(node))
            {
                if (used.Add(reference))
                    Follow(definition[reference.Split('/')[1]]![reference.Split('/')[2]]);
            }
        }
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject known =>
            known.SelectMany(member => member.Key == "$ref" && member.Value is JsonValue ? [member.Value.ToString()] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
