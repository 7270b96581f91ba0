using System.Text.Json.Nodes;

namespace BcAdmin.Definitions;

/// <summary>The two files of a custom connector for Power Automate and Power Apps.</summary>
/// <param name="Api">AdminCenter or Automation.</param>
/// <param name="ClientId">Entra app with a web redirect to <see cref="RedirectUrl"/>.</param>
/// <param name="TenantId">Null: the tenant of whoever signs in.</param>
/// <param name="Environment">Null: a parameter of each operation.</param>
/// <param name="RedirectMode">Global or GlobalPerConnector.</param>
internal sealed record Connector(string Api, Guid ClientId, string? TenantId, string? Environment, string RedirectMode)
{
    public const string DefinitionName = "apiDefinition.swagger.json";
    public const string PropertiesName = "apiProperties.json";

    private const string LoginUrl = "https://login.microsoftonline.com";
    private const string Resource = "https://api.businesscentral.dynamics.com";
    private const string RedirectUrl = "https://global.consent.azure-apim.net/redirect";

    private string SignInTenant => TenantId ?? "common";

    /// <summary>apiDefinition.swagger.json with the chosen operations and what they need.</summary>
    public JsonObject Definition(Func<string, bool> isChosen)
    {
        var definition = DefinitionFile.Swagger(Api);
        Choose(definition, isChosen);
        FixTenant(definition);
        FixEnvironment(definition);
        DropLostChoices(definition);
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

    /// <summary>apiProperties.json. The secret is typed in at the portal and stands in no file.</summary>
    public JsonObject Properties() => new()
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
            ["policyTemplateInstances"] = new JsonArray(),
        },
    };

    private static void Choose(JsonObject definition, Func<string, bool> isChosen)
    {
        var paths = definition["paths"]!.AsObject();
        foreach (var (path, method, operation) in DefinitionFile.Operations(definition).ToList())
        {
            var chosen = new[] { operation["operationId"] }.Concat(operation["tags"]!.AsArray()).Any(name => isChosen(name!.ToString()));
            operation.Remove("tags"); // the portal adds its own, and refuses a second time the same
            if (!chosen)
                paths[path]!.AsObject().Remove(method);
        }

        foreach (var empty in paths.Where(path => path.Value!.AsObject().Count == 0).Select(path => path.Key).ToList())
            paths.Remove(empty);
    }

    /// <summary>The Automation API has the tenant in its path: a delegated administrator works on a customer's.</summary>
    private void FixTenant(JsonObject definition)
    {
        if (definition["parameters"]!["tenantId"] is not JsonObject parameter)
            return;
        if (TenantId is not null)
        {
            Fix(parameter, TenantId);
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

        foreach (var choice in Choices(definition))
            choice["x-ms-dynamic-values"]!["parameters"]!.AsObject().Remove("tenantId");
    }

    private void FixEnvironment(JsonObject definition)
    {
        if (Environment is not null)
            Fix(definition["parameters"]!["environmentName"]!.AsObject(), Environment);
    }

    private static void Fix(JsonObject parameter, string value)
    {
        parameter["default"] = value;
        parameter["x-ms-visibility"] = "internal";
        parameter.Remove("x-ms-dynamic-values");
    }

    /// <summary>A list to choose from is of use only if its operation is part of the connector.</summary>
    private static void DropLostChoices(JsonObject definition)
    {
        var operations = DefinitionFile.Operations(definition).Select(found => found.Operation["operationId"]!.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var parameter in Choices(definition).Where(parameter => !operations.Contains(parameter["x-ms-dynamic-values"]!["operationId"]!.ToString())).ToList())
            parameter.Remove("x-ms-dynamic-values");
    }

    private static IEnumerable<JsonObject> Choices(JsonObject definition) =>
        definition["parameters"]!.AsObject().Select(parameter => parameter.Value!.AsObject()).Where(parameter => parameter.ContainsKey("x-ms-dynamic-values"));

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
        JsonObject known => known.SelectMany(member => member.Key == "$ref" && member.Value is JsonValue ? [member.Value.ToString()] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
