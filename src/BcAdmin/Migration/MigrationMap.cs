using System.Management.Automation;
using System.Text.Json.Nodes;

namespace BcAdmin.Migration;

/// <summary>The conversion of a function parameter.</summary>
internal enum OldParameterKind
{
    Rename,
    Connection,

    /// <summary>Removed, because BcAdmin has no equivalent.</summary>
    Drop,
    DropSwitch,
    Switch,

    /// <summary>A switch that replaces a Boolean argument.</summary>
    Bool,

    /// <summary>-doNotWait, which is removed because cmdlets wait only with -Wait.</summary>
    NotWait,

    /// <summary>A plain text that becomes a SecureString.</summary>
    PlainText,

    /// <summary>A plain text or a SecureString.</summary>
    Secret,
    ScriptBlock,
    Authority,

    /// <summary>A text whose values are renamed.</summary>
    Values,

    /// <summary>A filter that becomes a separate command in the pipeline.</summary>
    Filter,

    /// <summary>A parameter of the sign-in command before the call.</summary>
    SignIn,

    /// <summary>A call with this parameter cannot be replaced.</summary>
    Refuse,
}

internal sealed record OldParameter(string Name, OldParameterKind Kind, string To, JsonObject Data)
{
    public IReadOnlyList<string> Aliases { get; } = MigrationMap.Texts(Data["aliases"]);

    public string? Note => (string?)Data["note"];

    public string? Todo => (string?)Data["todo"];

    public string? Unless => (string?)Data["unless"];

    /// <summary>A value that has the same effect as omitting the parameter.</summary>
    public string? Default => (string?)Data["default"];

    public bool IsSwitch => Kind is OldParameterKind.Switch or OldParameterKind.DropSwitch or OldParameterKind.NotWait;
}

/// <summary>Text that is added to a call, always or depending on whether a parameter is specified.</summary>
internal sealed record Addition(string Text, string? If, string? Unless, string? Note);

/// <summary>A command whose output is piped to the new cmdlet.</summary>
internal sealed record SourceCommand(string Command, string Tail, string? Unless, bool IsRequired);

internal sealed record OldFunction(string Name, string? To, IReadOnlyList<OldParameter> Parameters, JsonObject Data)
{
    public IReadOnlyList<string> Aliases { get; } = MigrationMap.Texts(Data["aliases"]);

    public string? Note => (string?)Data["note"];

    /// <summary>The reason why there is no equivalent.</summary>
    public string? Todo => (string?)Data["todo"];

    /// <summary>Whether the function returned nothing although the cmdlet returns objects.</summary>
    public bool IsSilent => (bool?)Data["silent"] == true;

    public bool AddsWait => (bool?)Data["addWait"] == true;

    public bool IsRemoved => (bool?)Data["remove"] == true;

    public bool IsSignIn => Name == MigrationMap.SignInFunction;

    public string? OnlyWith => (string?)Data["onlyWith"];

    public string? Returns => (string?)Data["returns"];

    public BcReplacementConfidence Confidence { get; } =
        Data["confidence"] is { } text ? Enum.Parse<BcReplacementConfidence>((string)text!) : BcReplacementConfidence.High;

    public IReadOnlyList<Addition> Additions { get; } = Data["add"] is JsonArray several
        ? [.. several.Select(one => new Addition((string)one!["text"]!, (string?)one["if"], (string?)one["unless"], (string?)one["note"]))] : [];

    public SourceCommand? Source { get; } = Data["source"] is JsonObject source
        ? new((string)source["command"]!, (string)source["tail"]!, (string?)source["unless"], (bool?)source["required"] == true) : null;

    /// <summary>The parameters that are required to replace the call, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Requires { get; } = MigrationMap.Pairs(Data["requires"])!;

    /// <summary>The text to add for each missing parameter.</summary>
    public IReadOnlyDictionary<string, string> Missing { get; } = MigrationMap.Pairs(Data["missing"])!;
}

/// <summary>The BcContainerHelper functions for Business Central online and their replacements, read from BcContainerHelper.json.</summary>
internal sealed class MigrationMap
{
    public const string SignInFunction = "New-BcAuthContext";

    private static readonly Lazy<MigrationMap> Loaded = new(() => new());

    private readonly Dictionary<string, OldFunction> _functions = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _clashes;
    private readonly List<WildcardPattern> _others;
    private readonly Dictionary<string, IReadOnlyDictionary<string, string?>> _objects = new(StringComparer.OrdinalIgnoreCase);

    private MigrationMap()
    {
        using var stream = typeof(MigrationMap).Assembly.GetManifestResourceStream("BcContainerHelper.json")!;
        var data = JsonNode.Parse(stream)!.AsObject();
        foreach (var node in data["functions"]!.AsArray())
        {
            var function = node!.AsObject();
            var known = new OldFunction((string)function["name"]!, (string?)function["to"],
                [.. function["parameters"]!.AsObject().Select(member => Parameter(member.Key, member.Value!))], function);
            foreach (var name in known.Aliases.Append(known.Name))
                _functions.Add(name, known);
        }

        _clashes = new(Texts(data["clashes"]), StringComparer.OrdinalIgnoreCase);
        _others = [.. Texts(data["otherFunctions"])
            .Select(pattern => new WildcardPattern(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant))];
        foreach (var (name, properties) in data["objects"]!.AsObject())
            _objects.Add(name, Pairs(properties));
        ContextProperties = Pairs(data["contextProperties"]);
    }

    public static MigrationMap Current => Loaded.Value;

    /// <summary>The properties of an auth context and the corresponding properties of a connection; null if there is none.</summary>
    public IReadOnlyDictionary<string, string?> ContextProperties { get; }

    public OldFunction? Find(string name) => _functions.GetValueOrDefault(name);

    /// <summary>Whether both modules have a command with this name.</summary>
    public bool IsClash(string name) => _clashes.Contains(name);

    /// <summary>Whether the function remains in BcContainerHelper.</summary>
    public bool IsOther(string name) => !_functions.ContainsKey(name) && _others.Any(pattern => pattern.IsMatch(name));

    /// <summary>The renamed properties of the objects that a function returned.</summary>
    public IReadOnlyDictionary<string, string?> PropertiesOf(string type) => _objects.GetValueOrDefault(type) ?? Pairs(null);

    public static IReadOnlyList<string> Texts(JsonNode? node) => node is JsonArray several ? [.. several.Select(one => (string)one!)] : [];

    public static IReadOnlyDictionary<string, string?> Pairs(JsonNode? node)
    {
        var result = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (node is JsonObject pairs)
        {
            foreach (var (name, value) in pairs)
                result.Add(name, (string?)value);
        }

        return result;
    }

    private static OldParameter Parameter(string name, JsonNode node) => node is JsonObject data
        ? new(name, Enum.Parse<OldParameterKind>((string)data["kind"]!, ignoreCase: true), (string?)data["to"] ?? string.Empty, data)
        : new(name, OldParameterKind.Rename, (string)node!, []);
}
