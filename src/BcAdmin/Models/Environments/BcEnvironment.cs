using System.Management.Automation;
using System.Net;
using System.Security;

namespace BcAdmin;

/// <summary>A Business Central online environment, as the Admin Center API returns it.</summary>
public sealed record BcEnvironment : BcResource
{
    /// <summary>The application family of all environments except those of Embed apps.</summary>
    public const string DefaultFamily = "BusinessCentral";

    /// <summary>Contract: EnvironmentStatus. The service can have more values.</summary>
    internal static readonly IReadOnlyList<string> DocumentedStatuses =
    [
        "Active", "CreatingFailed", "NotReady", "Preparing", "Recovering", "RecoveringFailed", "Removing", "RemovingFailed",
        "SoftDeleted", "SoftDeleting", "SoftDeletingFailed", "Upgrading",
    ];

    /// <summary>The name, which is unique within the application family and tenant.</summary>
    public string Name { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The same as <see cref="Name"/>, so that the object can be piped to cmdlets that work in an environment.</summary>
    [JsonIgnore]
    public string EnvironmentName => Name;

    public string ApplicationFamily { get; init => field = value ?? DefaultFamily; } = DefaultFamily;

    /// <summary>Display name.</summary>
    public string? FriendlyName { get; init; }

    /// <summary>Production or Sandbox.</summary>
    public string? Type { get; init; }

    /// <summary>Active, Preparing, Upgrading, SoftDeleted, or another status.</summary>
    public string? Status { get; init; }

    /// <summary>The version of the application, such as 28.3.</summary>
    [JsonIgnore]
    public object? Version => BcVersion.Parse(VersionDetails?.Version ?? ApplicationVersion);

    /// <summary>The full version of the application, such as 28.3.51420.52011.</summary>
    public string? ApplicationVersion { get; init; }

    /// <summary>The full version of the platform.</summary>
    public string? PlatformVersion { get; init; }

    /// <summary>Two-letter code of the localization.</summary>
    public string? CountryCode { get; init; }

    /// <summary>PROD, PREVIEW, or another ring.</summary>
    public string? RingName { get; init; }

    /// <summary>Azure region of the database.</summary>
    public string? LocationName { get; init; }

    /// <summary>Azure geography of the database. The service can omit it for a single environment.</summary>
    public string? GeoName { get; init; }

    /// <summary>URL of the web client.</summary>
    public string? WebClientLoginUrl { get; init; }

    /// <summary>Base URL of the APIs.</summary>
    public string? WebServiceUrl { get; init; }

    /// <summary>The Microsoft Entra tenant of the environment.</summary>
    public string? AadTenantId { get; init; }

    /// <summary>Default, DuringMajorUpgrade, or DuringMajorMinorUpgrade.</summary>
    public string? AppSourceAppsUpdateCadence { get; init; }

    public DateTimeOffset? SoftDeletedOn { get; init; }

    /// <summary>When a soft-deleted environment is deleted permanently.</summary>
    public DateTimeOffset? HardDeletePendingOn { get; init; }

    public string? DeleteReason { get; init; }

    /// <summary>The start of the grace period of the major version.</summary>
    [JsonIgnore]
    public DateTimeOffset? GracePeriodStartDate => VersionDetails?.GracePeriodStartDate;

    /// <summary>When updates start to be enforced.</summary>
    [JsonIgnore]
    public DateTimeOffset? EnforcedUpdatePeriodStartDate => VersionDetails?.EnforcedUpdatePeriodStartDate;

    /// <summary>Whether the environment sends telemetry to Application Insights.</summary>
    [JsonIgnore]
    public bool HasApplicationInsights => AppInsightsKey is { Length: > 0 };

    /// <summary>The connection string of Application Insights. A secret, so that lists, files, and logs do not show it.</summary>
    [Hidden]
    [JsonConverter(typeof(SecretConverter))]
    public SecureString? AppInsightsKey { get; init; }

    public override string ToString() => Name;

    /// <summary>Whether the environment has this connection string of Application Insights, or none for an empty text.</summary>
    internal bool HasAppInsightsKey(string key) => new NetworkCredential(string.Empty, AppInsightsKey).Password == key;

    [JsonInclude]
    internal EnvironmentVersionDetails? VersionDetails { get; init; }

    internal EnvironmentKey Key => new(ApplicationFamily, Name);

    /// <summary>Gets a description for prompts that clearly identifies the environment.</summary>
    internal string Describe() => $"{Key} ({Type}, {Version}, tenant {Connection?.TenantWithNameNested ?? TenantId})";

    internal bool HasStatus(string status) => string.Equals(Status, status, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the status is CreatingFailed, RemovingFailed, or a similar one, which does not change without action.</summary>
    internal bool HasFailed => Status?.EndsWith("Failed", StringComparison.OrdinalIgnoreCase) == true;

    internal bool HasType(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);
}

internal sealed record EnvironmentVersionDetails
{
    public string? Version { get; init; }

    public DateTimeOffset? GracePeriodStartDate { get; init; }

    public DateTimeOffset? EnforcedUpdatePeriodStartDate { get; init; }
}

/// <summary>The request body of createEnvironment.</summary>
internal sealed record CreateEnvironmentRequest(string EnvironmentType, string CountryCode, string? RingName, string? ApplicationVersion);

/// <summary>The request body of copyEnvironment.</summary>
internal sealed record CopyEnvironmentRequest(string EnvironmentName, string Type);

/// <summary>The request body of renameEnvironment.</summary>
internal sealed record RenameEnvironmentRequest([property: JsonPropertyName("NewEnvironmentName")] string NewEnvironmentName);

/// <summary>The request body of restoreEnvironment.</summary>
internal sealed record RestoreEnvironmentRequest(
    [property: JsonPropertyName("EnvironmentName")] string EnvironmentName,
    [property: JsonPropertyName("EnvironmentType")] string EnvironmentType,
    [property: JsonPropertyName("PointInTime")] DateTimeOffset? PointInTime,
    [property: JsonPropertyName("SkipInstallingPTEs")] bool SkipInstallingPTEs,
    [property: JsonPropertyName("SkipInstallingThirdPartyGlobalApps")] bool SkipInstallingThirdPartyGlobalApps,
    [property: JsonPropertyName("SkipEnvironmentCleanup")] bool SkipEnvironmentCleanup);
