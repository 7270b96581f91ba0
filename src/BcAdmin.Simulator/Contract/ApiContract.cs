using System.Text.Json;

namespace BcAdmin.Simulator.Contract;

/// <summary>The two APIs that the simulator plays.</summary>
internal enum PlayedApi
{
    AdminCenter,
    Automation,
}

/// <summary>One OpenAPI file, read into operations that can be routed to and validated against.</summary>
internal sealed class ApiContract
{
    private static readonly string[] Verbs = ["get", "put", "post", "patch", "delete"];

    private readonly JsonElement _document;
    private readonly List<ContractPath> _paths = [];

    private ApiContract(PlayedApi api, JsonElement document)
    {
        Api = api;
        _document = document;
        Validator = new SchemaValidator(this);

        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            var entry = new ContractPath(new PathTemplate(WithoutVersion(path.Name)));
            foreach (var verb in path.Value.EnumerateObject().Where(verb => Verbs.Contains(verb.Name, StringComparer.Ordinal)))
                entry.Operations.Add(new ContractOperation(this, verb.Name.ToUpperInvariant(), path.Name, verb.Value));
            _paths.Add(entry);
        }

        // Literal segments win over parameters: apps/availableUpdates before apps/{appId}.
        _paths.Sort((left, right) => right.Template.Specificity.CompareTo(left.Template.Specificity));
    }

    public PlayedApi Api { get; }

    public SchemaValidator Validator { get; }

    public IEnumerable<ContractOperation> Operations => _paths.SelectMany(path => path.Operations);

    public static ApiContract Load(PlayedApi api)
    {
        var file = api == PlayedApi.AdminCenter ? "admin-center.openapi.json" : "automation.openapi.json";
        var path = Path.Combine(AppContext.BaseDirectory, "Contracts", file);
        // The document backs every JsonElement of the contract, so it lives as long as the process.
        using var stream = File.OpenRead(path);
        return new ApiContract(api, JsonDocument.Parse(stream).RootElement);
    }

    /// <summary>Finds the path that fits; its <see cref="ContractPath.Operations"/> say which verbs it takes.</summary>
    public ContractPath? Match(IReadOnlyList<string> segments, out Dictionary<string, string> values)
    {
        foreach (var path in _paths)
        {
            if (path.Template.TryMatch(segments, out values))
                return path;
        }

        values = [];
        return null;
    }

    /// <summary>Follows <c>$ref</c> to the component that it names.</summary>
    public JsonElement Resolve(JsonElement node)
    {
        while (node.TryGetProperty("$ref", out var reference))
        {
            node = _document;
            foreach (var part in reference.GetString()!.Split('/').Skip(1))
                node = node.GetProperty(part);
        }

        return node;
    }

    public JsonElement Component(string schema) => _document.GetProperty("components").GetProperty("schemas").GetProperty(schema);

    private string WithoutVersion(string path) => Api == PlayedApi.AdminCenter ? string.Join('/', path.Split('/').Skip(3)) : path;
}

internal sealed class ContractPath(PathTemplate template)
{
    public PathTemplate Template { get; } = template;

    public List<ContractOperation> Operations { get; } = [];
}
