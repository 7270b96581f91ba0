using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace BcAdmin.ContractExports;

/// <summary>
/// Converts a contract to a Postman collection (v2.1): a folder for each area, a variable for each parameter of a path, and the contract's
/// examples as bodies and responses. Export-BcApiDefinition fills in tenant and client. It contains variables for secrets and no secret.
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
            ["event"] = new JsonArray(new Event("prerequest", Lines("before.js")).ToJson(), new Event("test", Lines("after.js")).ToJson()),
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
        var sequence = (Sequence["operations"]![$"{api.Name}/{operation.Id}"] ?? Sequence["operations"]![operation.Id]) as JsonObject ?? [];
        var refusals = Refusals(operation, sequence);
        var request = new JsonObject
        {
            ["method"] = operation.Method.Method,
            ["header"] = Headers(operation),
            ["url"] = Url(operation, sequence["path"] as JsonObject ?? [], sequence["query"] as JsonObject ?? []),
            ["description"] = Description(operation, refusals),
        };
        if (Body(operation, sequence["body"]) is { } body)
            request["body"] = body;

        var item = new JsonObject
        {
            ["name"] = operation.Name + Mark(operation.Callers),
            ["request"] = request,
            ["response"] = new JsonArray([.. Responses(operation)]),
        };
        Event[] events = [new("prerequest", [.. Needs(sequence), .. Named(refusals)]), new("test", [.. Remember(sequence)])];
        if (events.Any(found => found.Lines.Length > 0))
            item["event"] = new JsonArray([.. events.Where(found => found.Lines.Length > 0).Select(found => found.ToJson())]);
        return item;
    }

    /// <summary>The script before each request reads the mark and skips requests that are for other callers.</summary>
    private static string Mark(Callers callers) => callers switch
    {
        Callers.Users => " (users only)",
        Callers.Apps => " (apps only)",
        _ => "",
    };

    private static string Description(Operation operation, Dictionary<string, string> refusals)
    {
        var callers = operation.Callers switch
        {
            Callers.Users => ["Apps cannot make this request. It is skipped for them."],
            Callers.Apps => ["Users cannot make this request. It is skipped for them."],
            _ => Array.Empty<string>(),
        };
        return string.Join('\n', new[] { operation.Summary, "" }
            .Concat(callers.Concat(operation.Notes).Select(note => "- " + note))
            .Concat(refusals.Select(refusal => $"- Documented refusal {refusal.Key}: {refusal.Value}")));
    }

    /// <summary>The responses that a correct request can receive, with the reason.</summary>
    private static Dictionary<string, string> Refusals(Operation operation, JsonObject sequence)
    {
        var refusals = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (code, reason) in sequence["refusals"] as JsonObject ?? [])
            refusals[code] = reason!.ToString();
        if (operation.IsRefusedToSomeAdmins)
            refusals.TryAdd("403", "The permissions of the operation do not include every administrator.");
        if (operation.DependsOnVersion)
            refusals.TryAdd("BadRequest_ResourceNotFound", "The version of the environment does not have this endpoint.");
        return refusals;
    }

    private static IEnumerable<string> Named(Dictionary<string, string> refusals)
    {
        if (refusals.Count == 0)
            yield break;
        foreach (var (code, reason) in refusals)
            yield return $"// {code}: {reason}";
        yield return $"pm.variables.set('refusals', '{string.Join(", ", refusals.Keys)}');";
    }

    private IEnumerable<string> Needs(JsonObject sequence)
    {
        foreach (var name in (sequence["needs"] as JsonArray ?? []).Select(name => name!.ToString()))
        {
            Use(name, null);
            yield return $"if (!pm.variables.get('{name}')) {{";
            yield return $"  console.log(`${{pm.info.requestName}} is skipped. The run has set no {name}.`);";
            yield return "  pm.execution.skipRequest();";
            yield return "}";
        }
    }

    private IEnumerable<string> Remember(JsonObject sequence)
    {
        if (sequence["remember"] is not JsonObject remember)
            yield break;
        yield return "if (pm.response.code < 300) {";
        yield return "  const answer = (pm.response.text() && pm.response.json()) || {};";
        foreach (var line in sequence["script"] as JsonArray ?? [])
            yield return "  " + line;
        foreach (var (key, expression) in remember)
        {
            var name = key.TrimStart('?');
            Use(name, null);
            var condition = key[0] == '?' ? $"if (!pm.variables.get('{name}')) " : "";
            yield return $"  {condition}pm.collectionVariables.set('{name}', {expression} ?? '');";
        }

        var cleared = remember.Select(rule => rule.Key).Where(key => key[0] != '?').ToList();
        if (cleared.Count > 0)
            yield return "} else {";
        foreach (var name in cleared)
            yield return $"  pm.collectionVariables.set('{name}', '');";
        yield return "}";
    }

    private JsonObject Url(Operation operation, JsonObject renamed, JsonObject values)
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
            var value = (values[parameter.Name!] ?? parameter.Example)?.ToString() ?? "";
            if (parameter.Required && !parameter.Name!.StartsWith('$'))
            {
                var name = renamed[parameter.Name]?.ToString() ?? parameter.Name;
                value = $"{{{{{name}}}}}";
                Use(name, parameter.Description);
            }

            foreach (Match variable in Variable().Matches(value))
                Use(variable.Groups["name"].Value, null);
            query.Add(new JsonObject
            {
                ["key"] = parameter.Name,
                ["value"] = value,
                ["description"] = parameter.Description,
                ["disabled"] = !parameter.Required,
            });
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
                ["value"] = parameter.Name == "If-Match"
                    ? "*" : parameter.Example?.ToString() ?? parameter.Schema?.Enum?.FirstOrDefault()?.ToString() ?? "",
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
                return new()
                {
                    ["mode"] = "raw",
                    ["raw"] = text,
                    ["options"] = new JsonObject { ["raw"] = new JsonObject { ["language"] = "json" } },
                };
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
            ["oauth2"] = new JsonArray(
                [.. settings.Select(setting => new JsonObject { ["key"] = setting.Key, ["value"] = setting.Value, ["type"] = "string" })]),
        };
    }

    private JsonArray Variables()
    {
        (string Key, string Value, string Description)[] known =
        [
            ("baseUrl", "https://api.businesscentral.dynamics.com", "Address of the service. For an Embed app: https://FAMILY.api.bc.dynamics.com."),
            ("apiVersion", ApiVersion, "Version of the Admin Center API."),
            ("loginUrl", "https://login.microsoftonline.com", "Address that issues tokens."),
            ("tenantId", "", "Microsoft Entra tenant: id or domain."),
            ("clientId", "", "The Microsoft Entra app that Postman signs in with."),
            ("clientSecret", "", "Secret of that app. Keep it as the current value or in the vault, so that it is not shared with the collection."),
            ("grantType", "authorization_code", "With client_credentials, an app signs in before the first request."),
            ("scope", "https://api.businesscentral.dynamics.com/.default", "Scope of the token."),
            ("redirectUri", "https://oauth.pstmn.io/v1/callback", "A redirect URI of the app, platform Web."),
            ("accessToken", "", "Set by the sign-in of an app. Postman itself keeps the token of a user."),
            ("accessTokenExpires", "", "When that token expires, in milliseconds since 1970."),
            ("waitSeconds", "60", "How long a request waits for the operation that it starts. 0 does not wait."),
        ];
        var list = new JsonArray([.. known.Select(variable => Entry(variable.Key, variable.Value, variable.Description))]);
        foreach (var (name, description) in _variables.Where(variable => !known.Any(other => other.Key == variable.Key)))
        {
            var own = Sequence["variables"]![name];
            list.Add((JsonNode)Entry(name, own?["value"]?.ToString() ?? "", own?["description"]?.ToString() ?? description));
        }

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

    private sealed record Event(string Listen, string[] Lines)
    {
        public JsonObject ToJson() => new()
        {
            ["listen"] = Listen,
            ["script"] = new JsonObject { ["type"] = "text/javascript", ["exec"] = new JsonArray([.. Lines.Select(line => (JsonNode)line)]) },
        };
    }

    private static string[] Lines(string name) => Text(name).TrimEnd().Split('\n');

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
