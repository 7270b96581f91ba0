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
}

/// <summary>All that a report says of one tenant. What was not asked for, or could not be read, is null.</summary>
internal sealed record TenantState(string Name, string? TenantId, string? Account)
{
    public IReadOnlyList<EnvironmentState>? Environments { get; init; }

    public BcQuota? Quota { get; init; }

    public IReadOnlyList<BcEnvironmentStorage>? Storage { get; init; }

    public IReadOnlyList<BcOperation>? Operations { get; init; }

    public IReadOnlyList<BcNotificationRecipient>? Recipients { get; init; }

    /// <summary>What could not be read, and why.</summary>
    public IReadOnlyList<UnreadPart> Unread { get; init; } = [];

    /// <summary>Kilobytes of all databases together.</summary>
    public long? UsedKB => Storage?.Sum(storage => storage.DatabaseSizeKB ?? 0);

    /// <summary>Part of the storage that is used; 1 is all of it.</summary>
    public double? UsedShare => UsedKB is { } used && Quota?.TotalStorageKB is > 0 and var total ? used / (double)total : null;
}

internal sealed record EnvironmentState(BcEnvironment Environment)
{
    public IReadOnlyList<BcEnvironmentUpdate>? Updates { get; init; }

    public BcEnvironmentUpdateWindow? UpdateWindow { get; init; }

    public IReadOnlyList<BcApp>? Apps { get; init; }

    public IReadOnlyList<BcAppUpdate>? AppUpdates { get; init; }

    public IReadOnlyList<BcSession>? Sessions { get; init; }

    public IReadOnlyList<BcUser>? Users { get; init; }

    public IReadOnlyList<BcUserPermission>? Permissions { get; init; }

    public string Name => Environment.Name;

    public bool IsDeleted => Environment.HasStatus("SoftDeleted");

    public BcEnvironmentUpdate? NextUpdate => Updates?.FirstOrDefault(update => update.Selected == true);

    /// <summary>Permission sets with the enabled users who hold them directly, most used first.</summary>
    public IReadOnlyList<(string RoleId, IReadOnlyList<BcUser> Users)> Holders
    {
        get
        {
            var enabled = (Users ?? []).Where(user => user.HasState("Enabled")).ToDictionary(user => user.UserSecurityId);
            return
            [
                .. (Permissions ?? [])
                    .Where(permission => enabled.ContainsKey(permission.UserSecurityId))
                    .GroupBy(permission => permission.RoleId, StringComparer.OrdinalIgnoreCase)
                    .Select(role =>
                        (role.Key, (IReadOnlyList<BcUser>)[.. role.Select(permission => enabled[permission.UserSecurityId])
                        .Distinct().OrderBy(user => user.UserName, StringComparer.OrdinalIgnoreCase)]))
                    .OrderByDescending(role => role.Item2.Count).ThenBy(role => role.Key, StringComparer.OrdinalIgnoreCase),
            ];
        }
    }
}

/// <summary>A part that could not be read.</summary>
/// <param name="Part">Such as "sessions".</param>
/// <param name="Environment">Null: of the tenant.</param>
/// <param name="Failure">Why.</param>
internal sealed record UnreadPart(string Part, string? Environment, BcException Failure);
