using System.Text.Json.Nodes;

namespace BcAdmin.ContractExports;

/// <summary>
/// Makes OpenAPI 2.0 into what the custom connector portal expects: names and summaries within its limits, visibility, one error answer,
/// no constructs that it cannot read. Export-BcConnector chooses operations from the result and fills in tenant and environment.
/// </summary>
internal sealed class ConnectorTemplate
{
    /// <summary>Lists that the portal can offer as values of a parameter: the operation, what is taken, what is shown.</summary>
    private static readonly Dictionary<string, (string Operation, string Value, string Title)> Choices = new()
    {
        ["environmentName"] = ("listEnvironments", "name", "friendlyName"),
        ["sourceEnvironmentName"] = ("listEnvironments", "name", "friendlyName"),
        ["companyId"] = ("listCompanies", "id", "displayName"),
        ["userSecurityId"] = ("listUsers", "userSecurityId", "displayName"),
    };

    private const string DefinitionPath = "#/definitions/";

    /// <summary>What the portal has no use for.</summary>
    private static readonly string[] Samples = ["example", "examples", "headers", "x-example", "x-examples", "x-nullable"];

    private readonly JsonObject _swagger;
    private readonly Dictionary<string, Operation> _operations;
    private readonly ApiText _api;

    private ConnectorTemplate(JsonObject swagger, Contract contract, ApiText api)
    {
        _swagger = swagger;
        _operations = contract.Operations.ToDictionary(operation => operation.Id);
        _api = api;
    }

    public static JsonObject Write(JsonObject swagger, Contract contract, ApiText api) => new ConnectorTemplate(swagger, contract, api).Write();

    private JsonObject Definitions => _swagger["definitions"]!.AsObject();

    private JsonObject Parameters => _swagger["parameters"]!.AsObject();

    private JsonObject Write()
    {
        _swagger["info"] = new JsonObject { ["title"] = _api.Title, ["description"] = _api.Description, ["version"] = "1.0" };
        _swagger["basePath"] = "/";
        _swagger["consumes"] = new JsonArray("application/json");
        _swagger["produces"] = new JsonArray("application/json");
        foreach (var name in new[] { "securityDefinitions", "security", "tags" })
            _swagger.Remove(name); // sign-in is filled in with the tenant

        AddPrefixParameters();
        foreach (var parameter in Parameters)
            Describe(parameter.Value!.AsObject());
        foreach (var operation in Contract.OperationsOf(_swagger).ToList())
            Describe(operation, _operations[operation["operationId"]!.ToString()]);
        foreach (var definition in Definitions.Select(definition => definition.Value!.AsObject()).ToList())
        {
            Simplify(definition);
            if (definition["$ref"] is { } other)
            {
                definition.Remove("$ref");
                Merge(new() { ["$ref"] = other.ToString() }, definition, whole: true);
                Simplify(definition);
            }
        }

        foreach (var response in _swagger["responses"]!.AsObject())
            Simplify(response.Value!.AsObject());
        Prefix();
        return _swagger;
    }

    private void AddPrefixParameters()
    {
        foreach (var name in _api.PrefixParameters)
        {
            Parameters[name] = new JsonObject
            {
                ["in"] = "path",
                ["name"] = name,
                ["required"] = true,
                ["type"] = "string",
                ["description"] = name == "tenantId" ? "Entra tenant id or domain." : "Environment name.",
            };
        }
    }

    private void Prefix()
    {
        var paths = _swagger["paths"]!.AsObject();
        foreach (var (path, item) in paths.ToList())
        {
            paths.Remove(path);

            // $batch, $metadata and the service document are for programs.
            if (item!.AsObject().All(member => member.Value?["tags"]?[0]?.ToString() == "Service"))
                continue;
            paths[_api.Prefix + path] = item;
        }
    }

    private void Describe(JsonObject operation, Operation contract)
    {
        var (status, success) = contract.Success;
        operation["operationId"] = char.ToUpperInvariant(contract.Id[0]) + contract.Id[1..];
        operation["summary"] = contract.Name;
        operation["description"] = contract.IsLongRunning
            ? $"{contract.Summary} Runs in the background: read its operation until the status is succeeded or failed."
            : success.Content is { Count: > 0 } && success.Description is { Length: > 1 } result
                ? $"{contract.Summary} Result: {Sentence(char.ToLowerInvariant(result[0]) + result[1..])}"
                : contract.Summary;

        // A flow begins with what is there; what goes away with a later version does not belong on the first page.
        if (contract.Value.Deprecated)
            operation["x-ms-visibility"] = "advanced";
        else if (contract.Id.StartsWith("list", StringComparison.Ordinal))
            operation["x-ms-visibility"] = "important";

        var responses = operation["responses"]!.AsObject();
        foreach (var code in responses.Select(response => response.Key).Where(code => code != status && code != "default" && !code.StartsWith('2')).ToList())
            responses.Remove(code);
        foreach (var response in responses)
            Simplify(response.Value!.AsObject());

        if (success.Content?.Values.Any(content => content.Schema?.Properties?.ContainsKey("@odata.nextLink") == true) == true)
            operation["x-ms-pageable"] = new JsonObject { ["nextLinkName"] = "@odata.nextLink" };

        var parameters = operation["parameters"]?.AsArray() ?? [];
        operation["parameters"] = parameters;
        foreach (var name in _api.PrefixParameters.Reverse())
            parameters.Insert(0, new JsonObject { ["$ref"] = $"#/parameters/{name}" });
        foreach (var (index, parameter) in parameters.Select(parameter => parameter!.AsObject()).Index().ToList())
        {
            if (contract.Id == "createEnvironment" && parameter["$ref"]?.ToString() == "#/parameters/environmentName")
            {
                // This one name does not exist yet: neither a list nor a fixed environment is of use.
                var created = Parameters["environmentName"]!.DeepClone().AsObject();
                created.Remove("x-ms-dynamic-values");
                created["x-ms-summary"] = "New Environment Name";
                created["description"] = "Name that the new environment gets.";
                parameters[index] = created;
            }
            else if (!parameter.ContainsKey("$ref"))
            {
                Describe(parameter);
            }
        }
    }

    private void Describe(JsonObject parameter)
    {
        var key = parameter["name"]!.ToString();
        var required = parameter["required"]?.GetValue<bool>() == true;
        Summarise(parameter, key);
        foreach (var name in Samples)
            parameter.Remove(name);
        switch (parameter["in"]!.ToString())
        {
            case "path":
                parameter["x-ms-url-encoding"] = "single";
                if (key == "applicationFamily")
                    parameter["default"] = "BusinessCentral";
                if (Choices.TryGetValue(key, out var choice) && _operations.ContainsKey(choice.Operation))
                    parameter["x-ms-dynamic-values"] = Choice(choice);
                break;
            case "header" when key == "If-Match":
                parameter["default"] = "*";
                parameter["x-ms-visibility"] = "internal";
                return;
            case "body":
                if (parameter["schema"]?["format"]?.ToString() != "binary")
                    Simplify(parameter["schema"]!.AsObject());
                break;
            case "formData":
                Form(parameter, key);
                break;
        }

        parameter["x-ms-visibility"] = required && parameter["default"] is null ? "important" : "advanced";
    }

    private JsonObject Choice((string Operation, string Value, string Title) choice)
    {
        var arguments = new JsonObject();
        foreach (var name in _api.PrefixParameters)
            arguments[name] = new JsonObject { ["parameter"] = name };
        if (choice.Operation == "listUsers")
            arguments["companyId"] = new JsonObject { ["parameter"] = "companyId" };
        return new()
        {
            ["operationId"] = char.ToUpperInvariant(choice.Operation[0]) + choice.Operation[1..],
            ["parameters"] = arguments,
            ["value-collection"] = "value",
            ["value-path"] = choice.Value,
            ["value-title"] = choice.Title,
        };
    }

    /// <summary>The conversion leaves files and enums of a form without their type; the schema that they come from has it.</summary>
    private void Form(JsonObject parameter, string name)
    {
        var source = _operations["installPte"].Value.RequestBody?.Content?["multipart/form-data"].Schema?.Properties?[name]
            ?? throw new ContractException($"No form has a field {name}.");
        if (source.Format == "binary")
            parameter["type"] = "file";
        else
            parameter["type"] ??= "string";
        if ((source.AllOf?.FirstOrDefault() ?? source).Enum is { Count: > 0 } values)
            parameter["enum"] = new JsonArray([.. values.Select(value => value?.DeepClone())]);
    }

    private void Simplify(JsonObject node)
    {
        foreach (var name in Samples)
            node.Remove(name);

        if (node["allOf"] is JsonArray parts)
        {
            node.Remove("allOf");
            foreach (var part in parts)
                Merge(part!.AsObject(), node, whole: parts.Count > 1);
        }

        // The first of several types was taken; what described another of them is not for this one.
        if (node["type"]?.ToString() == "string" && node["format"]?.ToString() == "int32")
            node.Remove("format");

        if (node["$ref"] is JsonValue reference && Target(reference.ToString()) is { } target)
        {
            // What is no object is written out, so that it has its own name and text in every place.
            node.Remove("$ref");
            Merge(target, node, whole: false);
            Simplify(node);
            return;
        }

        if (node.ContainsKey("$ref"))
        {
            foreach (var name in node.Select(member => member.Key).Where(name => name != "$ref").ToList())
                node.Remove(name);
            return;
        }

        if (node["properties"] is JsonObject properties)
        {
            foreach (var (name, value) in properties.ToList())
            {
                var property = value!.AsObject();
                Simplify(property);
                if (!property.ContainsKey("$ref"))
                {
                    Summarise(property, name);
                    property["type"] ??= property.ContainsKey("properties") ? "object" : "string";
                }
            }
        }

        foreach (var name in new[] { "items", "schema", "additionalProperties" })
        {
            if (node[name] is JsonObject inner)
                Simplify(inner);
        }
    }

    /// <summary>Gives a schema what another one has and it lacks.</summary>
    /// <param name="whole">True to follow a reference, so that the properties of several schemas come together.</param>
    private void Merge(JsonObject from, JsonObject to, bool whole)
    {
        if (whole && from["$ref"]?.ToString() is { } reference)
            from = Definitions[reference[DefinitionPath.Length..]]!.AsObject();
        foreach (var (name, value) in from)
        {
            if (name == "properties" && to[name] is JsonObject properties)
            {
                foreach (var property in value!.AsObject())
                    properties[property.Key] = property.Value!.DeepClone();
            }
            else
            {
                to[name] ??= value?.DeepClone();
            }
        }
    }

    /// <summary>The definition that a reference points to, if it is no object.</summary>
    private JsonObject? Target(string reference) =>
        reference.StartsWith(DefinitionPath, StringComparison.Ordinal)
            && Definitions[reference[DefinitionPath.Length..]] is JsonObject target
            && !target.ContainsKey("properties") && !target.ContainsKey("allOf") && target["type"]?.ToString() is { } type and not "object" and not "array"
            ? target
            : null;

    private static void Summarise(JsonObject node, string name)
    {
        node["x-ms-summary"] = Contract.Words(name);
        if (node["description"]?.ToString() is { } text)
            node["description"] = Sentence(text);
        else
            node.Remove("description");
    }

    private static string Sentence(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "" : text.Trim() is [.., '.' or '!' or '?'] whole ? whole : text.Trim() + ".";
}
