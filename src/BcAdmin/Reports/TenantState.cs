namespace BcAdmin.Reports;

/// <summary>The sections of a report.</summary>
[Flags]
internal enum ReportSections
{
    Environments = 1,
    Storage = 2,
    Updates = 4,
    Apps = 8,
    Operations = 16,
    Sessions = 32,
    Users = 64,
    Notifications = 128,

    /// <summary>The features in Feature Management.</summary>
    Features = 256,

    /// <summary>The authorized apps and the partner access of environments.</summary>
    Access = 512,

    /// <summary>The differences from a baseline; only with -Baseline.</summary>
    Drift = 1024,
}

/// <summary>The state of one tenant in a report. A part that was not requested or could not be read is null.</summary>
internal sealed record TenantState(string Name, string? TenantId, string? Account)
{
    public IReadOnlyList<EnvironmentState>? Environments { get; init; }

    public BcQuota? Quota { get; init; }

    public IReadOnlyList<BcEnvironmentStorage>? Storage { get; init; }

    /// <summary>The operations that started recently or have not ended; see <see cref="TenantWarning.Recent"/>.</summary>
    public IReadOnlyList<BcOperation>? Operations { get; init; }

    public IReadOnlyList<BcNotificationRecipient>? Recipients { get; init; }

    public IReadOnlyList<BcAuthorizedApp>? AuthorizedApps { get; init; }

    /// <summary>The differences from the baseline.</summary>
    public IReadOnlyList<BcConfigurationDifference>? Drift { get; init; }

    /// <summary>The parts that could not be read.</summary>
    public IReadOnlyList<UnreadPart> Unread { get; init; } = [];

    /// <summary>The parts that the service does not return for this caller or in this version.</summary>
    public IReadOnlyList<UnavailablePart> Unavailable { get; init; } = [];

    /// <summary>Whether no part could be read.</summary>
    public bool IsUnread => Unread.Count > 0 && Environments is null && Quota is null && Storage is null && Operations is null
        && Recipients is null && AuthorizedApps is null;

    /// <summary>The environments that are not deleted.</summary>
    public IEnumerable<EnvironmentState> ExistingEnvironments => (Environments ?? []).Where(state => !state.IsDeleted);

    public int? EnvironmentCount => Environments is null ? null : ExistingEnvironments.Count();

    public int? AppUpdateCount => Sum(state => state.AppUpdates?.Count);

    public int? SessionCount => Sum(state => state.Sessions?.Count);

    /// <summary>The total size of all databases in kilobytes.</summary>
    public long? UsedKB => Storage?.Sum(storage => storage.DatabaseSizeKB ?? 0);

    /// <summary>The ratio of used storage to the quota; 1 means that all storage is used.</summary>
    public double? UsedShare => UsedKB is { } used && Quota?.TotalStorageKB is > 0 and var total ? used / (double)total : null;

    public int? EnvironmentCountOf(string type) => Environments is null ? null : ExistingEnvironments.Count(state => state.Environment.HasType(type));

    /// <summary>Sums a count; null if it is not known for any environment.</summary>
    private int? Sum(Func<EnvironmentState, int?> count) =>
        Environments?.Select(count).Where(known => known is not null).ToList() is { Count: > 0 } known ? known.Sum() : null;
}

internal sealed record EnvironmentState(BcEnvironment Environment)
{
    /// <summary>The update that is selected.</summary>
    public BcEnvironmentUpdate? NextUpdate { get; init; }

    public BcEnvironmentUpdateWindow? UpdateWindow { get; init; }

    public IReadOnlyList<BcApp>? Apps { get; init; }

    public IReadOnlyList<BcAppUpdate>? AppUpdates { get; init; }

    public IReadOnlyList<BcSession>? Sessions { get; init; }

    public UserSummary? Users { get; init; }

    public IReadOnlyList<BcFeature>? Features { get; init; }

    public BcEnvironmentPartnerAccess? PartnerAccess { get; init; }

    public string Name => Environment.Name;

    public bool IsDeleted => Environment.HasStatus("SoftDeleted");

    /// <summary>Gets the number of full days until updates are enforced, or 0 if they already are; null if the date is not known.</summary>
    public int? DaysUntilEnforcedUpdate(DateTimeOffset now) => Environment.EnforcedUpdatePeriodStartDate is { } enforced
        ? Math.Max(0, (int)Math.Ceiling((enforced - now).TotalDays)) : null;

    /// <summary>
    /// The features that are not enabled and become mandatory in the next major versions or with the selected update, by version; null if the
    /// features were not read.
    /// </summary>
    public IReadOnlyList<MandatoryFeature>? MandatoryFeatures
    {
        get
        {
            var current = MandatoryFeature.Number(Environment.Version);
            var target = MandatoryFeature.Number(NextUpdate?.TargetVersion);
            return Features is null ? null
                : [
                    .. Features.Select(feature => MandatoryFeature.Of(feature, current, target)).OfType<MandatoryFeature>()
                        .OrderBy(feature => feature.Since).ThenBy(feature => feature.Feature.FeatureId, StringComparer.OrdinalIgnoreCase),
                ];
        }
    }

    public object? InstalledVersion(BcAppUpdate update) => Apps?.FirstOrDefault(app => app.AppId == update.AppId)?.Version;
}

/// <summary>The numbers of users in an environment. The list itself is not kept, because it can contain tens of thousands of users.</summary>
/// <param name="Enabled">The number of enabled users.</param>
/// <param name="Disabled">The number of other users.</param>
/// <param name="PermissionSets">The permission sets that are assigned directly to enabled users, the most frequent first.</param>
/// <param name="SuperUsers">The names of the first enabled users with SUPER.</param>
internal sealed record UserSummary(
    int Enabled, int Disabled, IReadOnlyList<PermissionSetHolders> PermissionSets, IReadOnlyList<string> SuperUsers)
{
    public const string Super = "SUPER";

    public int SuperUserCount => PermissionSets.FirstOrDefault(set => set.RoleId.Equals(Super, StringComparison.OrdinalIgnoreCase))?.Users ?? 0;
}

/// <summary>A permission set and the number of enabled users who have it.</summary>
internal sealed record PermissionSetHolders(string RoleId, int Users);

/// <summary>A feature that becomes mandatory and is not enabled.</summary>
/// <param name="Feature">The feature in Feature Management.</param>
/// <param name="Since">The version in which the feature becomes mandatory.</param>
/// <param name="WithUpdate">Whether the selected update has this or a later version.</param>
internal sealed record MandatoryFeature(BcFeature Feature, Version Since, bool WithUpdate)
{
    /// <summary>The number of major versions to look ahead, which is one year.</summary>
    public const int MajorVersionsAhead = 2;

    /// <summary>Creates the result; null for a feature that is enabled, already mandatory, mandatory only later, or of an unknown version.</summary>
    /// <param name="current">The version of the environment.</param>
    /// <param name="target">The version of the selected update.</param>
    public static MandatoryFeature? Of(BcFeature feature, Version? current, Version? target)
    {
        if (feature.IsEnabled || current is null || Number(feature.MandatoryByVersion) is not { } since || since <= current)
            return null;
        var withUpdate = since <= target;
        return withUpdate || since.Major <= current.Major + MajorVersionsAhead ? new(feature, since, withUpdate) : null;
    }

    /// <summary>Gets the major and minor version for comparison; null for text that is not a version.</summary>
    public static Version? Number(object? version)
    {
        var text = Convert.ToString(version, CultureInfo.InvariantCulture);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? new Version(major, 0)
            : Version.TryParse(text, out var parsed) ? new Version(parsed.Major, parsed.Minor) : null;
    }
}

/// <summary>A part that could not be read.</summary>
/// <param name="Part">The part, such as "sessions".</param>
/// <param name="Environment">The environment; null for a part of the tenant.</param>
/// <param name="Failure">The reason.</param>
internal sealed record UnreadPart(string Part, string? Environment, BcException Failure)
{
    /// <summary>The part that contains the most important information about a tenant.</summary>
    public const string Environments = "environments";
}

/// <summary>A part that the service does not return for this caller or in this version, which is not a failure.</summary>
/// <param name="Part">The part, such as "authorized apps".</param>
/// <param name="Environment">The environment; null for a part of the tenant.</param>
/// <param name="Reason">The reason, as a sentence.</param>
internal sealed record UnavailablePart(string Part, string? Environment, string Reason);
