namespace BcAdmin.Reports;

/// <summary>Parts of a report.</summary>
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

    /// <summary>The differences from a baseline; only with -Baseline.</summary>
    Drift = 256,
}

/// <summary>What a report shows about one tenant. A part that was not requested, or could not be read, is null.</summary>
internal sealed record TenantState(string Name, string? TenantId, string? Account)
{
    public IReadOnlyList<EnvironmentState>? Environments { get; init; }

    public BcQuota? Quota { get; init; }

    public IReadOnlyList<BcEnvironmentStorage>? Storage { get; init; }

    /// <summary>Those that began recently or have not ended; see <see cref="TenantWarning.Recent"/>.</summary>
    public IReadOnlyList<BcOperation>? Operations { get; init; }

    public IReadOnlyList<BcNotificationRecipient>? Recipients { get; init; }

    /// <summary>The differences from the baseline.</summary>
    public IReadOnlyList<BcConfigurationDifference>? Drift { get; init; }

    /// <summary>The parts that could not be read.</summary>
    public IReadOnlyList<UnreadPart> Unread { get; init; } = [];

    /// <summary>The environments that are not deleted.</summary>
    public IEnumerable<EnvironmentState> Present => (Environments ?? []).Where(state => !state.IsDeleted);

    public int? EnvironmentCount => Environments is null ? null : Present.Count();

    public int? AppUpdateCount => Sum(state => state.AppUpdates?.Count);

    public int? SessionCount => Sum(state => state.Sessions?.Count);

    /// <summary>Kilobytes of all databases together.</summary>
    public long? UsedKB => Storage?.Sum(storage => storage.DatabaseSizeKB ?? 0);

    /// <summary>Part of the storage that is used; 1 is all of it.</summary>
    public double? UsedShare => UsedKB is { } used && Quota?.TotalStorageKB is > 0 and var total ? used / (double)total : null;

    public int? EnvironmentCountOf(string type) => Environments is null ? null : Present.Count(state => state.Environment.HasType(type));

    /// <summary>Null where the number is known for no environment.</summary>
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

    public string Name => Environment.Name;

    public bool IsDeleted => Environment.HasStatus("SoftDeleted");

    public object? InstalledVersion(BcAppUpdate update) => Apps?.FirstOrDefault(app => app.AppId == update.AppId)?.Version;
}

/// <summary>The users of an environment in numbers: an environment can have tens of thousands of users.</summary>
/// <param name="Enabled">Number of enabled users.</param>
/// <param name="Disabled">Number of the others.</param>
/// <param name="PermissionSets">The sets that enabled users hold directly, the most frequent first.</param>
/// <param name="SuperUsers">Names of the first enabled users with SUPER.</param>
internal sealed record UserSummary(
    int Enabled, int Disabled, IReadOnlyList<PermissionSetHolders> PermissionSets, IReadOnlyList<string> SuperUsers)
{
    public const string Super = "SUPER";

    public int SuperUserCount => PermissionSets.FirstOrDefault(set => set.RoleId.Equals(Super, StringComparison.OrdinalIgnoreCase))?.Users ?? 0;
}

/// <summary>A permission set, and how many enabled users hold it.</summary>
internal sealed record PermissionSetHolders(string RoleId, int Users);

/// <summary>A part that could not be read.</summary>
/// <param name="Part">Such as "sessions".</param>
/// <param name="Environment">Null for a part of the tenant.</param>
/// <param name="Failure">The reason.</param>
internal sealed record UnreadPart(string Part, string? Environment, BcException Failure);
