namespace BcAdmin;

/// <summary>An available update of an installed Marketplace app.</summary>
public sealed record BcAppUpdate : BcEnvironmentResource
{
    public Guid AppId { get; init => field = value == Guid.Empty ? field : value; }

    public string? Name { get; init; }

    public string? Publisher { get; init; }

    /// <summary>The installed version.</summary>
    [JsonIgnore]
    public object? CurrentVersion { get; internal init; }

    /// <summary>The available version.</summary>
    [JsonIgnore]
    public object? TargetVersion => BcVersion.Parse(TargetVersionText);

    /// <summary>Apps that must be installed or updated first, for example with -IncludeDependency of Update-BcApp.</summary>
    [JsonIgnore]
    public IReadOnlyList<BcAppRequirement> Requirements => new ValueList<BcAppRequirement>(RawRequirements ?? []);

    public override string ToString() => Name ?? AppId.ToString();

    [JsonInclude, JsonPropertyName("id")]
    internal Guid Id
    {
        get => AppId;
        init => AppId = value;
    }

    [JsonInclude, JsonPropertyName("version")]
    internal string? TargetVersionText { get; init; }

    [JsonInclude, JsonPropertyName("requirements")]
    internal BcAppRequirement[]? RawRequirements { get; init; }
}
