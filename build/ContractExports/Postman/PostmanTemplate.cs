using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace BcAdmin.ContractExports;

/// <summary>
/// Makes a contract into a Postman collection (v2.1): a folder for each area, a variable for each thing that a path names, the contract's
/// examples as bodies and answers. Export-BcApiDefinition fills in tenant and client. No secret is in it, only variables for them.
/// </summary>
internal sealed partial class PostmanTemplate(Contract contract, ApiText api)
{
    private static readonly JsonObject Sequence = JsonNode.Parse(Text("sequence.json"))!.AsObject();

    private readonly SortedDictionary<string, string?> _variables = new(StringComparer.Ordinal);

    public JsonObject Write()
    {
        var folders = contract.Operations.GroupBy(operation => operation.Area).Select(Folder).ToArray<JsonNode?>();
        return new()
        {
            ["info"] = new JsonObject
            {
                ["name"] = api.Title,
                ["description"] = api.Description,
                ["schema"] = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
            },
            ["auth"] = Auth(),
            ["event"] = new JsonArray(Event("prerequest", Text("before.js")), Event("test", Text("after.js"))),
            ["variable"] = Variables(),
            ["item"] = new JsonArray(folders),
        };
    }

    private JsonObject Folder(IGrouping<string, Operation> area)
    {
        var order = Sequence["order"]![area.Key]?.AsArray().Select(id => id!.ToString()).ToList() ?? [];
        var operations = area.OrderBy(operation => order.IndexOf(operation.Id) is >= 0 and var index ? index : int.MaxValue);
        return new() { ["name"] = area.Key, ["item"] = new JsonArray([.. operations.Select(Item)]) };
    }

    private JsonObject Item(Operation operation)
    {
        var sequence = Sequence["operations"]![operation.Id] as JsonObject ?? [];
        var request = new JsonObject
        {
            ["method"] = operation.Method.Method,
            ["header"] = Headers(operation),
            ["url"] = Url(operation, sequence["path"] as JsonObject ?? []),
            ["description"] = string.Join('\n', new[] { operation.Summary, "" }.Concat(operation.Notes.Select(note => "- " + note))),
        };
        if (Body(operation, sequence["body"]) is { } body)
            request["body"] = body;

        var item = new JsonObject { ["name"] = operation.Name, ["request"] = request, ["response"] = new JsonArray([.. Responses(operation)]) };
        if (sequence["remember"] is JsonObject remember)
            item["event"] = new JsonArray(Event("test", string.Join('\n', new[] { "const answer = pm.response.json();" }.Concat(remember.Select(Remember)))));
        return item;
    }

    private string Remember(KeyValuePair<string, JsonNode?> rule)
    {
        var name = rule.Key.TrimStart('?');
        Use(name, null);
        var line = $"pm.collectionVariables.set('{name}', {rule.Value} ?? '');";
        return rule.Key[0] == '?' ? $"if (!pm.variables.get('{name}')) {line}" : line;
    }

    private JsonObject Url(Operation operation, JsonObject renamed)
    {
        var parameters = operation.Value.Parameters ?? [];
        var path = PathParameter().Replace(api.Prefix + operation.Path.TrimEnd('/'), found =>
        {
            var parameter = parameters.FirstOrDefault(parameter => parameter.Name == found.Groups["name"].Value);
            var name = renamed[found.Groups["name"].Value]?.ToString() ?? found.Groups["name"].Value;
            Use(name, name == found.Groups["name"].Value ? parameter?.Description : null);
            return $"{{{{{name}}}}}";
        });
        path = path.Replace($"/admin/{ApiVersion}/", "/admin/{{apiVersion}}/", StringComparison.Ordinal);

        var query = new JsonArray();
        foreach (var parameter in parameters.Where(parameter => parameter.In == ParameterLocation.Query))
        {
            var value = parameter.Required && !parameter.Name!.StartsWith('$') ? $"{{{{{parameter.Name}}}}}" : parameter.Example?.ToString() ?? "";
            if (parameter.Required && !parameter.Name!.StartsWith('$'))
                Use(parameter.Name, parameter.Description);
            query.Add(new JsonObject { ["key"] = parameter.Name, ["value"] = value, ["description"] = parameter.Description, ["disabled"] = !parameter.Required });
        }

        var sent = string.Join('&', query.Where(part => !part!["disabled"]!.GetValue<bool>()).Select(part => $"{part!["key"]}={part["value"]}"));
        var url = new JsonObject
        {
            ["raw"] = $"{{{{baseUrl}}}}{path}{(sent.Length == 0 ? "" : "?" + sent)}",
            ["host"] = new JsonArray("{{baseUrl}}"),
            ["path"] = new JsonArray([.. path.Trim('/').Split('/').Select(segment => (JsonNode)segment)]),
        };
        if (query.Count > 0)
            url["query"] = query;
        return url;
    }

    private static JsonArray Headers(Operation operation)
    {
        var headers = new JsonArray();
        if (operation.Value.RequestBody?.Content?.Keys.FirstOrDefault() is { } type && type != "multipart/form-data")
            headers.Add(new JsonObject { ["key"] = "Content-Type", ["value"] = type });
        foreach (var parameter in (operation.Value.Parameters ?? []).Where(parameter => parameter.In == ParameterLocation.Header))
        {
            headers.Add(new JsonObject
            {
                ["key"] = parameter.Name,
                ["value"] = parameter.Name == "If-Match" ? "*" : parameter.Example?.ToString() ?? parameter.Schema?.Enum?.FirstOrDefault()?.ToString() ?? "",
                ["description"] = parameter.Description,
                ["disabled"] = !parameter.Required,
            });
        }

        return headers;
    }

    private JsonObject? Body(Operation operation, JsonNode? own)
    {
        if (operation.Value.RequestBody?.Content?.FirstOrDefault() is not { Key: { } type, Value: { } content })
            return null;
        var example = own ?? content.Example ?? content.Examples?.Values.FirstOrDefault()?.Value;
        switch (type)
        {
            case "application/octet-stream":
                return new() { ["mode"] = "file", ["file"] = new JsonObject { ["src"] = "" } };
            case "multipart/form-data":
                var fields = content.Schema?.Properties?.Select(property => property.Value.Format == "binary"
                    ? new JsonObject { ["key"] = property.Key, ["type"] = "file", ["src"] = "" }
                    : new JsonObject { ["key"] = property.Key, ["type"] = "text", ["value"] = example?[property.Key]?.ToString() ?? "" });
                return new() { ["mode"] = "formdata", ["formdata"] = new JsonArray([.. fields ?? []]) };
            default:
                var text = example?.ToJsonString(Indented) ?? throw new ContractException($"{operation.Id} has no example of its body.");
                foreach (Match variable in Variable().Matches(text))
                    Use(variable.Groups["name"].Value, null);
                return new() { ["mode"] = "raw", ["raw"] = text, ["options"] = new JsonObject { ["raw"] = new JsonObject { ["language"] = "json" } } };
        }
    }

    private static IEnumerable<JsonObject> Responses(Operation operation)
    {
        var (status, response) = operation.Success;
        var content = response.Content?.FirstOrDefault() ?? default;
        if ((content.Value?.Example ?? content.Value?.Examples?.Values.FirstOrDefault()?.Value) is not { } example)
            yield break;
        yield return new()
        {
            ["name"] = response.Description ?? status,
            ["status"] = ((System.Net.HttpStatusCode)int.Parse(status, System.Globalization.CultureInfo.InvariantCulture)).ToString(),
            ["code"] = int.Parse(status, System.Globalization.CultureInfo.InvariantCulture),
            ["_postman_previewlanguage"] = content.Key == "application/json" ? "json" : "xml",
            ["header"] = new JsonArray(new JsonObject { ["key"] = "Content-Type", ["value"] = content.Key }),
            ["cookie"] = new JsonArray(),
            ["body"] = content.Key == "application/json" ? example.ToJsonString(Indented) : example.ToString(),
        };
    }

    /// <summary>The grant is authorization code; for client credentials Export-BcApiDefinition changes that word in both places.</summary>
    private static JsonObject Auth()
    {
        (string Key, string Value)[] settings =
        [
            ("grant_type", "authorization_code_with_pkce"),
            ("authUrl", "{{loginUrl}}/{{tenantId}}/oauth2/v2.0/authorize"),
            ("accessTokenUrl", "{{loginUrl}}/{{tenantId}}/oauth2/v2.0/token"),
            ("clientId", "{{clientId}}"),
            ("clientSecret", "{{clientSecret}}"),
            ("scope", "{{scope}}"),
            ("redirect_uri", "{{redirectUri}}"),
            ("challengeAlgorithm", "S256"),
            ("client_authentication", "body"),
            ("tokenName", "Business Central"),
            ("addTokenTo", "header"),
            ("accessToken", "{{accessToken}}"),
        ];
        return new()
        {
            ["type"] = "oauth2",
            ["oauth2"] = new JsonArray([.. settings.Select(setting => new JsonObject { ["key"] = setting.Key, ["value"] = setting.Value, ["type"] = "string" })]),
        };
    }

    private JsonArray Variables()
    {
        (string Key, string Value, string Description)[] known =
        [
            ("baseUrl", "https://api.businesscentral.dynamics.com", "The service; of an Embed app https://FAMILY.api.bc.dynamics.com."),
            ("apiVersion", ApiVersion, "Version of the Admin Center API."),
            ("loginUrl", "https://login.microsoftonline.com", "Where tokens come from."),
            ("tenantId", "", "Entra tenant: id or domain."),
            ("clientId", "", "The Entra app that Postman signs in with."),
            ("clientSecret", "", "Secret of that app. Keep it as current value or in the vault, so that it is not shared with the collection."),
            ("grantType", "authorization_code", "client_credentials lets an app sign in by itself before each call."),
            ("scope", "https://api.businesscentral.dynamics.com/.default", "What the token is for."),
            ("redirectUri", "https://oauth.pstmn.io/v1/callback", "Has to be a redirect URI of the app."),
            ("accessToken", "", "Filled by the sign-in of an app. A person's token is kept by Postman itself."),
            ("accessTokenExpires", "", "When that token ends, in milliseconds."),
            ("waitSeconds", "60", "How long a request waits for the operation that it starts. 0 does not wait."),
        ];
        var list = new JsonArray([.. known.Select(variable => Entry(variable.Key, variable.Value, variable.Description))]);
        foreach (var (name, description) in _variables.Where(variable => !known.Any(other => other.Key == variable.Key)))
            list.Add((JsonNode)Entry(name, Sequence["values"]![name]?.ToString() ?? "", description));
        return list;

        static JsonObject Entry(string key, string value, string? description)
        {
            var entry = new JsonObject { ["key"] = key, ["value"] = value, ["type"] = "string" };
            if (description is not null)
                entry["description"] = description;
            return entry;
        }
    }

    private void Use(string variable, string? description) =>
        _variables[variable] = _variables.GetValueOrDefault(variable) ?? description;

    private static JsonObject Event(string listen, string script) => new()
    {
        ["listen"] = listen,
        ["script"] = new JsonObject { ["type"] = "text/javascript", ["exec"] = new JsonArray([.. script.TrimEnd().Split('\n').Select(line => (JsonNode)line)]) },
    };

    private static string Text(string name)
    {
        using var stream = typeof(PostmanTemplate).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private const string ApiVersion = "v2.29";

    private static readonly System.Text.Json.JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.None, 1000)]
    private static partial Regex PathParameter();

    [GeneratedRegex(@"\{\{(?<name>\w+)\}\}", RegexOptions.None, 1000)]
    private static partial Regex Variable();
}
