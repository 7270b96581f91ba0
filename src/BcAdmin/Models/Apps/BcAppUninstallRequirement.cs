namespace BcAdmin;

/// <summary>An app that must be uninstalled before another app can be uninstalled.</summary>
public sealed record BcAppUninstallRequirement : BcEnvironmentResource
{
    /// <summary>The ID of the app to uninstall.</summary>
    public Guid AppId { get; init => field = value == Guid.Empty ? field : value; }

    public string? Name { get; init; }

    public string? Publisher { get; init; }

    [JsonIgnore]
    public object? Version => BcVersion.Parse(VersionText);

    /// <summary>The origin: Global, PerTenant, or Developer.</summary>
    [JsonIgnore]
    public string? AppType => BcApp.TypeOf(RawType);

    /// <summary>The required action, such as Uninstall. The values are not documented.</summary>
    [JsonPropertyName("environmentAppOperationRequirementType")]
    public string? RequirementType { get; init; }

    public override string ToString() => Name ?? AppId.ToString();

    [JsonInclude, JsonPropertyName("id")]
    internal Guid Id
    {
        get => AppId;
        init => AppId = value;
    }

    [JsonInclude, JsonPropertyName("version")]
    internal string? VersionText { get; init; }

    [JsonInclude, JsonPropertyName("type")]
    internal string? RawType { get; init; }
}
