using System.Text.Json.Nodes;

namespace BcAdmin.ContractExports;

/// <summary>
/// Converts OpenAPI 2.0 to what the custom connector portal expects: names and summaries within its limits, visibility, one error response,
/// no constructs that it cannot read. Export-BcConnector selects operations from the result and fills in tenant and environment.
/// </summary>
internal sealed class ConnectorTemplate
{
    private const string DefinitionPath = "#/definitions/";
    private const string ParameterPath = "#/parameters/";
    private const string Documentation =
        "https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api";

    /// <summary>Title and description of a parameter whose value does not exist yet.</summary>
    private static readonly Dictionary<string, (string Title, string Description)> OwnTexts = new(StringComparer.Ordinal)
    {
        ["createEnvironment"] = ("New Environment Name", "Name of the new environment."),
        ["installApp"] = ("App Id", "Id of the app to install. The list shows the installed apps: enter the id of another app."),
    };

    /// <summary>Members that the portal does not use.</summary>
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
        _swagger["info"] = new JsonObject
        {
            ["title"] = _api.Title,
            ["description"] = _api.Description,
            ["version"] = "1.0",
            ["contact"] = new JsonObject { ["name"] = "Business Central administration", ["url"] = Documentation },
        };
        _swagger["x-ms-connector-metadata"] = new JsonArray(
            Metadata("Website", Documentation),
            Metadata("Privacy policy", "https://privacy.microsoft.com/privacystatement"),
            Metadata("Categories", "IT Operations"));
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
        AddValueLists();
        Prefix();
        return _swagger;
    }

    private static JsonObject Metadata(string name, string value) => new() { ["propertyName"] = name, ["propertyValue"] = value };

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

        // A flow starts with existing objects. Operations that a later version removes must not be on the first page.
        if (contract.Value.Deprecated)
            operation["x-ms-visibility"] = "advanced";
        else if (contract.Id.StartsWith("list", StringComparison.Ordinal))
            operation["x-ms-visibility"] = "important";

        var responses = operation["responses"]!.AsObject();
        foreach (var code in responses.Select(response => response.Key)
            .Where(code => code != status && code != "default" && !code.StartsWith('2')).ToList())
        {
            responses.Remove(code);
        }

        responses["default"] = new JsonObject { ["description"] = "The request failed. The body has the code and the message of the error." };
        foreach (var response in responses)
            Simplify(response.Value!.AsObject());
        ShowResult(responses, status);

        if (success.Content?.Values.Any(content => content.Schema?.Properties?.ContainsKey("@odata.nextLink") == true) == true)
            operation["x-ms-pageable"] = new JsonObject { ["nextLinkName"] = "@odata.nextLink" };

        var parameters = operation["parameters"]?.AsArray() ?? [];
        operation["parameters"] = parameters;
        foreach (var name in _api.PrefixParameters.Reverse())
            parameters.Insert(0, new JsonObject { ["$ref"] = $"#/parameters/{name}" });
        foreach (var parameter in parameters.Select(parameter => parameter!.AsObject()).Where(parameter => !parameter.ContainsKey("$ref")))
            Describe(parameter);
    }

    /// <summary>The designer shows only the schema of 200 or 201; most responses with 202 have the started operation as their body.</summary>
    private static void ShowResult(JsonObject responses, string status)
    {
        if (status is "200" or "201" || responses[status]?["schema"] is not { } schema)
            return;
        responses[status]!.AsObject().Remove("schema");
        responses["200"] = new JsonObject { ["description"] = responses[status]!["description"]?.DeepClone(), ["schema"] = schema };
    }

    private void Describe(JsonObject parameter)
    {
        var key = parameter["name"]!.ToString();
        var required = parameter["required"]?.GetValue<bool>() == true;
        Summarize(parameter, key);
        foreach (var name in Samples)
            parameter.Remove(name);
        switch (parameter["in"]!.ToString())
        {
            case "path":
                parameter["x-ms-url-encoding"] = "single";
                if (key == "applicationFamily")
                    parameter["default"] = "BusinessCentral";
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

    private void AddValueLists()
    {
        foreach (var (name, parameter) in Parameters)
            AddValueList(parameter!.AsObject(), ValueList.For(name));

        foreach (var operation in Contract.OperationsOf(_swagger))
        {
            var id = operation["operationId"]!.ToString();
            id = char.ToLowerInvariant(id[0]) + id[1..];
            var parameters = operation["parameters"]!.AsArray();
            foreach (var (index, parameter) in parameters.Select(parameter => parameter!.AsObject()).Index().ToList())
            {
                if (parameter["in"]?.ToString() == "body")
                    AddValueLists(parameter, id);
                else if (parameter["$ref"]?.ToString()[ParameterPath.Length..] is { } name && ValueList.TryGetOwn(id, name, out var list))
                    parameters[index] = Own(id, name, list);
            }
        }
    }

    private JsonObject Own(string operationId, string name, ValueList? list)
    {
        var parameter = Parameters[name]!.DeepClone().AsObject();
        parameter.Remove("x-ms-dynamic-values");
        parameter.Remove("x-ms-dynamic-list");
        AddValueList(parameter, list);
        if (OwnTexts.TryGetValue(operationId, out var texts))
            (parameter["x-ms-summary"], parameter["description"]) = texts;
        return parameter;
    }

    /// <summary>A body with lists has its own copy of its schema: other operations that use the schema lack the parameters of the lists.</summary>
    private void AddValueLists(JsonObject body, string operationId)
    {
        if (body["schema"]?["$ref"]?.ToString() is not { } reference)
            return;
        var schema = Definitions[reference[DefinitionPath.Length..]]!.DeepClone().AsObject();
        var lists = (schema["properties"] as JsonObject ?? [])
            .Select(property => (Node: property.Value!.AsObject(), List: ValueList.TryGetOwn(operationId, property.Key, out var list) ? list : null))
            .Where(property => property.List is not null)
            .ToList();
        foreach (var (node, list) in lists)
            AddValueList(node, list);
        if (lists.Count > 0)
            body["schema"] = schema;
    }

    /// <summary>Writes both forms: x-ms-dynamic-list is unambiguous, and older designers know only x-ms-dynamic-values.</summary>
    private void AddValueList(JsonObject node, ValueList? list)
    {
        if (list is null || !_operations.TryGetValue(list.Operation, out var operation))
            return;
        string[] needed =
        [
            .. _api.PrefixParameters,
            .. (operation.Value.Parameters ?? []).Where(parameter => parameter.Required).Select(parameter => parameter.Name!),
        ];
        var operationId = char.ToUpperInvariant(list.Operation[0]) + list.Operation[1..];
        var values = new JsonObject { ["operationId"] = operationId, ["parameters"] = References("parameter") };
        var dynamic = new JsonObject { ["operationId"] = operationId, ["parameters"] = References("parameterReference") };
        if (list.Items is not null)
        {
            values["value-collection"] = list.Items;
            dynamic["itemsPath"] = list.Items;
        }

        values["value-path"] = list.Value;
        values["value-title"] = list.Title;
        dynamic["itemValuePath"] = list.Value;
        dynamic["itemTitlePath"] = list.Title;
        node["x-ms-dynamic-values"] = values;
        node["x-ms-dynamic-list"] = dynamic;

        JsonObject References(string kind) =>
            new(needed.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { [kind] = name })));
    }

    /// <summary>The conversion omits the type of files and enums in forms; the original schema has it.</summary>
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

        // The first of several types was used; members that describe the other types do not apply to it.
        if (node["type"]?.ToString() == "string" && node["format"]?.ToString() == "int32")
            node.Remove("format");

        if (node["$ref"] is JsonValue reference && Target(reference.ToString()) is { } target)
        {
            // Types other than objects are written inline, so that each place has its own name and text.
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
                    Summarize(property, name);
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

    /// <summary>Adds the members of another schema that a schema does not have.</summary>
    /// <param name="whole">True to follow a reference, so that the properties of several schemas are combined.</param>
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
            else if (name == "required" && to[name] is JsonArray required)
            {
                var names = required.Concat(value!.AsArray()).Select(item => item!.ToString()).Distinct(StringComparer.Ordinal);
                to[name] = new JsonArray([.. names.Select(item => (JsonNode)item)]);
            }
            else
            {
                to[name] ??= value?.DeepClone();
            }
        }
    }

    /// <summary>The definition that a reference points to, if it is not an object.</summary>
    private JsonObject? Target(string reference) =>
        reference.StartsWith(DefinitionPath, StringComparison.Ordinal)
            && Definitions[reference[DefinitionPath.Length..]] is JsonObject target
            && !target.ContainsKey("properties")
            && !target.ContainsKey("allOf") && target["type"]?.ToString() is { } type and not "object" and not "array"
            ? target
            : null;

    private static void Summarize(JsonObject node, string name)
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
