using System.Management.Automation;
using System.Net;
using System.Security;

namespace BcAdmin;

/// <summary>A Business Central online environment, as the admin center sees it.</summary>
public sealed record BcEnvironment : BcResource
{
    /// <summary>The application family of all but Embed apps.</summary>
    public const string DefaultFamily = "BusinessCentral";

    /// <summary>Contract: EnvironmentStatus. The service may have more.</summary>
    internal static readonly IReadOnlyList<string> DocumentedStatuses =
    [
        "Active", "CreatingFailed", "NotReady", "Preparing", "Recovering", "RecoveringFailed", "Removing", "RemovingFailed",
        "SoftDeleted", "SoftDeleting", "SoftDeletingFailed", "Upgrading",
    ];

    /// <summary>Unique within its application family and tenant.</summary>
    public string Name { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The same name, for cmdlets that work in an environment.</summary>
    [JsonIgnore]
    public string EnvironmentName => Name;

    public string ApplicationFamily { get; init => field = value ?? DefaultFamily; } = DefaultFamily;

    /// <summary>Name for people.</summary>
    public string? FriendlyName { get; init; }

    /// <summary>Production or Sandbox.</summary>
    public string? Type { get; init; }

    /// <summary>Active, Preparing, Upgrading, SoftDeleted and others; the service may add some.</summary>
    public string? Status { get; init; }

    /// <summary>Version of the application, such as 28.3.</summary>
    [JsonIgnore]
    public object? Version => BcVersion.Parse(VersionDetails?.Version ?? ApplicationVersion);

    /// <summary>Full version of the application, such as 28.3.51420.52011.</summary>
    public string? ApplicationVersion { get; init; }

    /// <summary>Full version of the platform.</summary>
    public string? PlatformVersion { get; init; }

    /// <summary>Two-letter code of the localization.</summary>
    public string? CountryCode { get; init; }

    /// <summary>PROD, PREVIEW or another ring.</summary>
    public string? RingName { get; init; }

    /// <summary>Azure region of the database.</summary>
    public string? LocationName { get; init; }

    /// <summary>Azure geography of the database. Lists of environments have it; the service can leave it out for a single environment.</summary>
    public string? GeoName { get; init; }

    /// <summary>Address for people.</summary>
    public string? WebClientLoginUrl { get; init; }

    /// <summary>Base address of its APIs.</summary>
    public string? WebServiceUrl { get; init; }

    /// <summary>Entra tenant that owns it.</summary>
    public string? AadTenantId { get; init; }

    /// <summary>Default, DuringMajorUpgrade or DuringMajorMinorUpgrade.</summary>
    public string? AppSourceAppsUpdateCadence { get; init; }

    public DateTimeOffset? SoftDeletedOn { get; init; }

    /// <summary>When a soft-deleted environment goes for good.</summary>
    public DateTimeOffset? HardDeletePendingOn { get; init; }

    public string? DeleteReason { get; init; }

    /// <summary>Start of the grace period of its major version.</summary>
    [JsonIgnore]
    public DateTimeOffset? GracePeriodStartDate => VersionDetails?.GracePeriodStartDate;

    /// <summary>From then on updates are enforced.</summary>
    [JsonIgnore]
    public DateTimeOffset? EnforcedUpdatePeriodStartDate => VersionDetails?.EnforcedUpdatePeriodStartDate;

    /// <summary>Whether it sends telemetry to Application Insights.</summary>
    [JsonIgnore]
    public bool HasApplicationInsights => AppInsightsKey is { Length: > 0 };

    /// <summary>Connection string of Application Insights. A secret, so that no list, file or log of the object carries it.</summary>
    [Hidden]
    [JsonConverter(typeof(SecretConverter))]
    public SecureString? AppInsightsKey { get; init; }

    public override string ToString() => Name;

    /// <summary>Whether its connection of Application Insights is this one; an empty text for none.</summary>
    internal bool HasAppInsightsKey(string key) => new NetworkCredential(string.Empty, AppInsightsKey).Password == key;

    [JsonInclude]
    internal EnvironmentVersionDetails? VersionDetails { get; init; }

    internal EnvironmentKey Key => new(ApplicationFamily, Name);

    /// <summary>For questions: names it so that nobody deletes the wrong one.</summary>
    internal string Describe() => $"{Key} ({Type}, {Version}, tenant {Connection?.Name ?? TenantId})";

    internal bool HasStatus(string status) => string.Equals(Status, status, StringComparison.OrdinalIgnoreCase);

    /// <summary>CreatingFailed, RemovingFailed and the like: no other status comes by itself.</summary>
    internal bool HasFailed => Status?.EndsWith("Failed", StringComparison.OrdinalIgnoreCase) == true;

    internal bool HasType(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);
}

internal sealed record EnvironmentVersionDetails
{
    public string? Version { get; init; }

    public DateTimeOffset? GracePeriodStartDate { get; init; }

    public DateTimeOffset? EnforcedUpdatePeriodStartDate { get; init; }
}

/// <summary>Body of createEnvironment.</summary>
internal sealed record CreateEnvironmentRequest(string EnvironmentType, string CountryCode, string? RingName, string? ApplicationVersion);

/// <summary>Body of copyEnvironment.</summary>
internal sealed record CopyEnvironmentRequest(string EnvironmentName, string Type);

/// <summary>Body of renameEnvironment.</summary>
internal sealed record RenameEnvironmentRequest([property: JsonPropertyName("NewEnvironmentName")] string NewEnvironmentName);

/// <summary>Body of restoreEnvironment.</summary>
internal sealed record RestoreEnvironmentRequest(
    [property: JsonPropertyName("EnvironmentName")] string EnvironmentName,
    [property: JsonPropertyName("EnvironmentType")] string EnvironmentType,
    [property: JsonPropertyName("PointInTime")] DateTimeOffset? PointInTime,
    [property: JsonPropertyName("SkipInstallingPTEs")] bool SkipInstallingPTEs,
    [property: JsonPropertyName("SkipInstallingThirdPartyGlobalApps")] bool SkipInstallingThirdPartyGlobalApps,
    [property: JsonPropertyName("SkipEnvironmentCleanup")] bool SkipEnvironmentCleanup);
