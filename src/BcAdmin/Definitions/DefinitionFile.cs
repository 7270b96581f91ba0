using System.Text.Json.Nodes;

namespace BcAdmin.Definitions;

/// <summary>Reads the files that build/ContractExports generates from the contracts. They are in a folder next to the module assembly.</summary>
internal static class DefinitionFile
{
    public const string AdminCenter = "AdminCenter";
    public const string Automation = "Automation";

    public static JsonObject OpenApi(string api) => Read(api, "openapi");

    public static JsonObject Swagger(string api) => Read(api, "swagger");

    public static JsonObject Postman(string api) => Read(api, "postman");

    /// <summary>The operations of a definition, with their paths.</summary>
    public static IEnumerable<(string Path, string Method, JsonObject Operation)> Operations(JsonObject definition) =>
        from path in definition["paths"]!.AsObject()
        from member in path.Value!.AsObject()
        where member.Value is JsonObject operation && operation.ContainsKey("operationId")
        select (path.Key, member.Key, member.Value!.AsObject());

    /// <summary>The operation IDs and tags of an API.</summary>
    public static IReadOnlyList<string> OperationsAndTags(string api) =>
    [
        .. Operations(Swagger(api))
            .SelectMany(found => found.Operation["tags"]!.AsArray().Append(found.Operation["operationId"]))
            .Select(name => name!.ToString()).Distinct(StringComparer.Ordinal),
    ];

    private static JsonObject Read(string api, string kind)
    {
        var folder = Path.Combine(Path.GetDirectoryName(typeof(DefinitionFile).Assembly.Location)!, "definitions");
        var name = api.Equals(AdminCenter, StringComparison.OrdinalIgnoreCase) ? "admin-center" : "automation";
        using var file = File.OpenRead(Path.Combine(folder, $"{name}.{kind}.json"));
        return JsonNode.Parse(file)!.AsObject();
    }
}
