namespace BcAdmin;

/// <summary>A newer version of an installed Marketplace app.</summary>
public sealed record BcAppUpdate : BcEnvironmentResource
{
    public Guid AppId { get; init => field = value == Guid.Empty ? field : value; }

    public string? Name { get; init; }

    public string? Publisher { get; init; }

    /// <summary>The version that is installed.</summary>
    [JsonIgnore]
    public object? CurrentVersion { get; internal init; }

    /// <summary>The version on offer.</summary>
    [JsonIgnore]
    public object? TargetVersion => BcVersion.Parse(TargetVersionText);

    /// <summary>Apps that have to be installed or updated first; -IncludeDependency of Update-BcApp does it.</summary>
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
