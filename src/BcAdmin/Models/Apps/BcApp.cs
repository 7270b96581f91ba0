namespace BcAdmin;

/// <summary>An app that is installed in an environment, as the Admin Center API returns it.</summary>
public sealed record BcApp : BcEnvironmentResource
{
    /// <summary>The service returns the property as id, and the documentation calls it appId (contract: InstalledApp).</summary>
    public Guid AppId { get; init => field = value == Guid.Empty ? field : value; }

    public string Name { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? Publisher { get; init; }

    [JsonIgnore]
    public object? Version => BcVersion.Parse(VersionText);

    /// <summary>installed, updatePending, updating, or uninstallPending; the service can have more values.</summary>
    public string? State { get; init; }

    /// <summary>The origin: Global (Marketplace), PerTenant (uploaded), or Developer (published from a development tool).</summary>
    [JsonIgnore]
    public string? AppType => TypeOf(RawType);

    public bool? CanBeUninstalled { get; init; }

    /// <summary>The ID of the last update operation.</summary>
    public Guid? LastOperationId { get; init; }

    /// <summary>Succeeded, Failed, Canceled, or Skipped.</summary>
    public string? LastUpdateAttemptResult { get; init; }

    public Guid? LastUninstallOperationId { get; init; }

    public string? LastUninstallAttemptResult { get; init; }

    public override string ToString() => Name;

    [JsonInclude, JsonPropertyName("id")]
    internal Guid Id
    {
        get => AppId;
        init => AppId = value;
    }

    [JsonInclude, JsonPropertyName("version")]
    internal string? VersionText { get; init; }

    [JsonInclude, JsonPropertyName("appType")]
    internal string? RawType { get; init; }

    internal bool HasType(string type) => string.Equals(AppType, type, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the app is uninstalled or being uninstalled but still listed. It cannot be installed again until it is no longer listed.
    /// </summary>
    internal bool IsLeaving => State?.ToUpperInvariant() is "UNINSTALLPENDING" or "UNINSTALLING";

    /// <summary>Gets the text that identifies the object in prompts.</summary>
    internal string Describe() => Messages.AppDisplayText(Name, VersionText, Publisher, ApplicationFamily, EnvironmentName);

    /// <summary>Whether this version or a later one is installed. False if one of them is not a valid version.</summary>
    internal bool IsAtLeast(string? version) => Version is Version installed && BcVersion.Parse(version) is Version wanted && installed >= wanted;

    /// <summary>Converts the scope of the app, for which the service has two spellings (contract: InstalledAppType).</summary>
    internal static string? TypeOf(string? scope) => scope?.ToUpperInvariant() switch
    {
        "GLOBAL" => "Global",
        "TENANT" or "PTE" => "PerTenant",
        "DEV" => "Developer",
        _ => scope,
    };
}
