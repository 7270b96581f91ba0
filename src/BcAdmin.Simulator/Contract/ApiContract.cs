namespace BcAdmin.Simulator.Contract;

/// <summary>The two APIs that the simulator implements.</summary>
internal enum SimulatedApi
{
    AdminCenter,
    Automation,
}

/// <summary>One OpenAPI file, read into operations that can be routed and validated.</summary>
internal sealed class ApiContract
{
    private static readonly string[] Verbs = ["get", "put", "post", "patch", "delete"];

    private readonly JsonElement _document;
    private readonly List<ContractPath> _paths = [];

    private ApiContract(SimulatedApi api, JsonElement document, JsonElement? undocumented)
    {
        Api = api;
        _document = document;
        Validator = new SchemaValidator(this);

        Add(document, Operations);
        if (undocumented is { } additions)
            Add(additions, UndocumentedOperations);

        // Literal segments are preferred to parameters: apps/availableUpdates before apps/{appId}.
        _paths.Sort((left, right) => right.Template.Specificity.CompareTo(left.Template.Specificity));
    }

    public SimulatedApi Api { get; }

    public SchemaValidator Validator { get; }

    public List<ContractOperation> Operations { get; } = [];

    /// <summary>Requests that the service accepts although they are not documented; observed in other clients.</summary>
    public List<ContractOperation> UndocumentedOperations { get; } = [];

    public static ApiContract Load(SimulatedApi api) => api == SimulatedApi.AdminCenter
        ? new ApiContract(api, Read("admin-center.openapi.json"), Read("admin-center.undocumented.json"))
        : new ApiContract(api, Read("automation.openapi.json"), null);

    /// <summary>Finds the path that matches; its <see cref="ContractPath.Operations"/> contain the methods that it supports.</summary>
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

    /// <summary>Whether the path would exist if its keys were written correctly.</summary>
    public bool MatchesButForKeys(IReadOnlyList<string> segments) => _paths.Exists(path => path.Template.FitsButForKeys(segments));

    /// <summary>Resolves <c>$ref</c> to the component that it names.</summary>
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

    private static JsonElement Read(string file)
    {
        // The document contains the memory of every JsonElement of the contract, so it is never disposed.
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Contracts", file));
        return JsonDocument.Parse(stream).RootElement;
    }

    private void Add(JsonElement document, List<ContractOperation> operations)
    {
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            var template = new PathTemplate(WithoutVersion(path.Name));
            var entry = _paths.Find(known => known.Template.Text == template.Text);
            if (entry is null)
                _paths.Add(entry = new ContractPath(template));
            foreach (var verb in path.Value.EnumerateObject().Where(verb => Verbs.Contains(verb.Name, StringComparer.Ordinal)))
            {
                var operation = new ContractOperation(this, verb.Name.ToUpperInvariant(), path.Name, verb.Value);
                operations.Add(operation);
                entry.Operations.Add(operation);
            }
        }
    }

    private string WithoutVersion(string path) => Api == SimulatedApi.AdminCenter ? string.Join('/', path.Split('/').Skip(3)) : path;
}

internal sealed class ContractPath(PathTemplate template)
{
    public PathTemplate Template { get; } = template;

    public List<ContractOperation> Operations { get; } = [];
}
