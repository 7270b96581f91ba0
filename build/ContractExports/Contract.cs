using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace BcAdmin.ContractExports;

internal sealed class ContractException(string message) : Exception(message);

/// <summary>A contract as Microsoft.OpenApi reads it.</summary>
internal sealed partial class Contract(OpenApiDocument document)
{
    public static Contract Read(string path)
    {
        var result = OpenApiDocument.Parse(File.ReadAllText(path), "json");
        if (result.Document is not { } document || result.Diagnostic is { Errors.Count: > 0 } or { Warnings.Count: > 0 })
            throw new ContractException($"{path}: {string.Join("; ", [.. result.Diagnostic?.Errors ?? [], .. result.Diagnostic?.Warnings ?? []])}");
        return new(document);
    }

    /// <summary>The operations in the order of the file.</summary>
    public IEnumerable<Operation> Operations =>
        from path in document.Paths
        from operation in path.Value.Operations ?? []
        select new Operation(path.Key, operation.Key, operation.Value);

    /// <summary>The contract for third-party tools: the project's notes are part of the descriptions, where these tools show them.</summary>
    public async Task<JsonObject> OpenApiAsync()
    {
        var json = await SerializeAsync(OpenApiSpecVersion.OpenApi3_0);
        foreach (var operation in OperationsOf(json))
        {
            var notes = operation["x-bc-notes"]?.AsArray().Select(note => $"- {note}") ?? [];
            if (string.Join('\n', notes) is { Length: > 0 } text)
                operation["description"] = text;
        }

        return json;
    }

    /// <summary>OpenAPI 2.0 without the project's extensions.</summary>
    public async Task<JsonObject> SwaggerAsync()
    {
        var json = await SerializeAsync(OpenApiSpecVersion.OpenApi2_0);
        RemoveExtensions(json);
        return json;
    }

    /// <summary>The objects below paths that are operations.</summary>
    public static IEnumerable<JsonObject> OperationsOf(JsonObject json) =>
        from path in json["paths"]!.AsObject()
        from member in path.Value!.AsObject()
        where member.Value is JsonObject operation && operation.ContainsKey("operationId")
        select member.Value!.AsObject();

    private async Task<JsonObject> SerializeAsync(OpenApiSpecVersion version) =>
        JsonNode.Parse(await document.SerializeAsJsonAsync(version))!.AsObject();

    private static void RemoveExtensions(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject known:
                foreach (var name in known.Select(member => member.Key).Where(name => name.StartsWith("x-bc-", StringComparison.Ordinal)).ToList())
                    known.Remove(name);
                foreach (var member in known)
                    RemoveExtensions(member.Value);
                break;
            case JsonArray list:
                foreach (var item in list)
                    RemoveExtensions(item);
                break;
        }
    }

    /// <summary>countryCode → Country Code, $filter → Filter, ScheduledOperationId → Scheduled Operation Id.</summary>
    public static string Words(string name)
    {
        var words = WordStart().Replace(name.TrimStart('$').Replace("@odata.", "", StringComparison.Ordinal).Replace('-', ' '), " ").Trim();
        return string.Join(' ', words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.None, 1000)]
    private static partial Regex WordStart();
}

/// <summary>Who can make a call.</summary>
internal enum Callers
{
    All,
    Users,
    Apps,
}

/// <summary>One operation with the parts that the exports need.</summary>
internal sealed record Operation(string Path, HttpMethod Method, OpenApiOperation Value)
{
    public string Id => Value.OperationId ?? throw new ContractException($"{Method} {Path} has no operationId.");

    public string Area => Value.Tags?.FirstOrDefault()?.Name ?? throw new ContractException($"{Id} has no tag.");

    /// <summary>A sentence with its period.</summary>
    public string Summary => Value.Summary ?? throw new ContractException($"{Id} has no summary.");

    /// <summary>The summary without its period.</summary>
    public string Name => Summary.TrimEnd('.');

    /// <summary>Whether the service continues to work after its response.</summary>
    public bool IsLongRunning => Extension("x-bc-long-running")?["async"]?.ToString() == "true";

    /// <summary>The response of a successful call.</summary>
    public (string Status, IOpenApiResponse Response) Success =>
        Value.Responses?.Where(response => response.Key.StartsWith('2')).OrderBy(response => response.Key, StringComparer.Ordinal)
            .Select(response => (response.Key, response.Value)).FirstOrDefault() is { Item1: not null } found
            ? found
            : throw new ContractException($"{Id} has no response with a status of success.");

    /// <summary>Whether the service accepts the call from apps, users, or both.</summary>
    public Callers Callers => Permission("app") switch
    {
        "no" => Callers.Users,
        "only" => Callers.Apps,
        _ => Callers.All,
    };

    /// <summary>Whether the service rejects some of the administrators that are generally allowed to make the call.</summary>
    public bool IsRefusedToSomeAdmins => Callers != Callers.Apps && (Permission("internalAdmin") == "no" || Permission("delegatedAdmin") == "no");

    /// <summary>Whether an environment of a supported version can lack the endpoint.</summary>
    public bool DependsOnVersion =>
        Extension("x-bc-removed") is not null
            || (int.TryParse(Extension("x-bc-introduced")?.ToString().Split('.')[0], CultureInfo.InvariantCulture, out var major) && major >= 25);

    public IEnumerable<string> Notes => Extension("x-bc-notes")?.AsArray().Select(note => note!.ToString()) ?? [];

    /// <summary>One contract uses the key "app", the other "s2s".</summary>
    private string? Permission(string caller) =>
        (Extension("x-bc-permissions")?[caller] ?? (caller == "app" ? Extension("x-bc-permissions")?["s2s"] : null))?.ToString();

    private JsonNode? Extension(string name) =>
        Value.Extensions?.TryGetValue(name, out var value) == true && value is JsonNodeExtension json ? json.Node : null;
}
