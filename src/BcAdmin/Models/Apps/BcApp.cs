namespace BcAdmin;

/// <summary>An app installed in an environment, as the admin center sees it.</summary>
public sealed record BcApp : BcEnvironmentResource
{
    /// <summary>The real service calls it id, the documentation appId (contract: InstalledApp).</summary>
    public Guid AppId { get; init => field = value == Guid.Empty ? field : value; }

    public string Name { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? Publisher { get; init; }

    [JsonIgnore]
    public object? Version => BcVersion.Parse(VersionText);

    /// <summary>installed, updatePending, updating, uninstallPending; the service may have more.</summary>
    public string? State { get; init; }

    /// <summary>Where it comes from: Global (Marketplace), PerTenant (uploaded) or Developer (published from a development tool).</summary>
    [JsonIgnore]
    public string? AppType => TypeOf(RawType);

    public bool? CanBeUninstalled { get; init; }

    /// <summary>The last update of it.</summary>
    public Guid? LastOperationId { get; init; }

    /// <summary>Succeeded, Failed, Canceled or Skipped.</summary>
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

    /// <summary>Uninstalled, or about to be, and still listed: it cannot be installed again until it has left the list.</summary>
    internal bool IsLeaving => State?.ToUpperInvariant() is "UNINSTALLPENDING" or "UNINSTALLING";

    /// <summary>For questions.</summary>
    internal string Describe() => Messages.AppEnvironment(Name, VersionText, Publisher, ApplicationFamily, EnvironmentName);

    /// <summary>Whether it is in this version or a newer one. What is no version is never compared.</summary>
    internal bool IsAtLeast(string? version) => Version is Version installed && BcVersion.Parse(version) is Version wanted && installed >= wanted;

    /// <summary>The service has two spellings of the scopes (contract: InstalledAppType).</summary>
    internal static string? TypeOf(string? scope) => scope?.ToUpperInvariant() switch
    {
        "GLOBAL" => "Global",
        "TENANT" or "PTE" => "PerTenant",
        "DEV" => "Developer",
        _ => scope,
    };
}
