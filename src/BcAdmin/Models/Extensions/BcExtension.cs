namespace BcAdmin;

/// <summary>
/// A version of an extension, as the Automation API returns it: installed, or a published per-tenant extension. The same app as a <see
/// cref="BcApp"/>, with another key.
/// </summary>
public sealed record BcExtension : BcEnvironmentResource
{
    /// <summary>The ID of this version.</summary>
    public Guid PackageId { get; init; }

    /// <summary>The ID of the app, which is the same for all versions.</summary>
    [JsonPropertyName("id")]
    public Guid AppId { get; init; }

    [JsonPropertyName("displayName")]
    public string Name { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? Publisher { get; init; }

    [JsonIgnore]
    public Version Version => new(Part(Major), Part(Minor), Part(Build), Part(Revision));

    public bool? IsInstalled { get; init; }

    /// <summary>The origin: Global (Marketplace), PerTenant (uploaded), or Developer (published from a development tool).</summary>
    [JsonIgnore]
    public string? AppType => BcApp.TypeOf(PublishedAs);

    public override string ToString() => $"{Name} {Version}";

    [JsonInclude, JsonConverter(typeof(EncodedTextConverter))]
    internal string? PublishedAs { get; init; }

    [JsonInclude, JsonPropertyName("versionMajor")]
    internal long? Major { get; init; }

    [JsonInclude, JsonPropertyName("versionMinor")]
    internal long? Minor { get; init; }

    [JsonInclude, JsonPropertyName("versionBuild")]
    internal long? Build { get; init; }

    [JsonInclude, JsonPropertyName("versionRevision")]
    internal long? Revision { get; init; }

    /// <summary>Whether this version is no longer used, because a newer version of the app is installed.</summary>
    internal bool IsReplacedIn(List<BcExtension> extensions) => IsInstalled == false && !HasType("Global")
        && extensions.Exists(other => other.AppId == AppId && other.IsInstalled == true && other.Version > Version);

    internal bool HasType(string type) => string.Equals(AppType, type, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gets the text that identifies the object in prompts.</summary>
    internal string Describe(BcConnection connection) =>
        Messages.ExtensionDisplayText(Name, Version, Publisher, ApplicationFamily, EnvironmentName, connection);

    private static int Part(long? number) => number is >= 0 and <= int.MaxValue ? (int)number : 0;
}
