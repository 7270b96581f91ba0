namespace BcAdmin;

/// <summary>An app that must go before another one can be uninstalled.</summary>
public sealed record BcAppUninstallRequirement : BcEnvironmentResource
{
    /// <summary>The app that must go.</summary>
    public Guid AppId { get; init => field = value == Guid.Empty ? field : value; }

    public string? Name { get; init; }

    public string? Publisher { get; init; }

    [JsonIgnore]
    public object? Version => BcVersion.Parse(VersionText);

    /// <summary>Where it comes from: Global, PerTenant or Developer.</summary>
    [JsonIgnore]
    public string? AppType => BcApp.TypeOf(RawType);

    /// <summary>What has to be done, such as Uninstall; the service does not list its values.</summary>
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
