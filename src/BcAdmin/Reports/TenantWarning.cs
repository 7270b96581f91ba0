namespace BcAdmin.Reports;

/// <summary>How urgent a warning is.</summary>
internal enum WarningSeverity
{
    Critical,
    Warning,
    Note,
}

/// <summary>What the warnings of a kind are counted by.</summary>
internal enum WarningUnit
{
    Tenants,
    Environments,
    Warnings,
}

/// <summary>A kind of warning. Its id is stable, so that files of different days can be compared.</summary>
/// <param name="Id">Such as NoNotificationRecipient.</param>
/// <param name="Severity">Of all warnings of this kind.</param>
/// <param name="Title">Its name in a list of kinds.</param>
/// <param name="Unit">What the count in front of the texts counts.</param>
/// <param name="One">Follows a count of one.</param>
/// <param name="Many">Follows any other count.</param>
internal sealed record WarningKind(string Id, WarningSeverity Severity, string Title, WarningUnit Unit, string One, string Many)
{
    public static readonly WarningKind TenantDataUnavailable = new(
        nameof(TenantDataUnavailable), WarningSeverity.Critical, Messages.TenantNotReadable, WarningUnit.Tenants,
        Messages.TenantCouldNotReadCompletely, Messages.TenantsCouldNotReadCompletely);

    public static readonly WarningKind EnvironmentFailed = new(
        nameof(EnvironmentFailed), WarningSeverity.Critical, "Environment failed", WarningUnit.Environments,
        Messages.EnvironmentFailedStatus, Messages.EnvironmentsFailedStatus);

    public static readonly WarningKind StorageExceeded = new(
        nameof(StorageExceeded), WarningSeverity.Critical, Messages.StorageQuotaExceeded, WarningUnit.Tenants,
        Messages.TenantUsesMoreStorageThanQuota, Messages.TenantsUseMoreStorageThanTheir);

    public static readonly WarningKind UpdateEnforced = new(
        nameof(UpdateEnforced), WarningSeverity.Critical, "Updates enforced", WarningUnit.Environments,
        Messages.EnvironmentEnforcedUpdatePeriod, Messages.EnvironmentsTheirEnforcedUpdatePeriods);

    public static readonly WarningKind EnvironmentDataUnavailable = new(
        nameof(EnvironmentDataUnavailable), WarningSeverity.Warning, Messages.EnvironmentNotReadable, WarningUnit.Environments,
        Messages.EnvironmentCouldNotReadCompletely, Messages.EnvironmentsCouldNotReadCompletely);

    public static readonly WarningKind UpdateEnforcedSoon = new(
        nameof(UpdateEnforcedSoon), WarningSeverity.Warning, Messages.UpdatesEnforcedSoon, WarningUnit.Environments,
        Messages.EnvironmentEnforcedUpdatesWithinDays, Messages.EnvironmentsEnforcedUpdatesWithinDays);

    public static readonly WarningKind StorageNearlyFull = new(
        nameof(StorageNearlyFull), WarningSeverity.Warning, Messages.StorageNearlyFull, WarningUnit.Tenants,
        Messages.TenantUsesStorageMore, Messages.TenantsUseTheirStorageMore);

    public static readonly WarningKind EnvironmentQuotaExceeded = new(
        nameof(EnvironmentQuotaExceeded), WarningSeverity.Warning, Messages.EnvironmentQuotaExceeded, WarningUnit.Tenants,
        Messages.TenantMoreEnvironmentsThanQuota, Messages.TenantsMoreEnvironmentsThanTheirQuotas);

    public static readonly WarningKind OperationFailed = new(
        nameof(OperationFailed), WarningSeverity.Warning, "Operation failed", WarningUnit.Warnings, "operation failed", "operations failed");

    public static readonly WarningKind AppUpdateFailed = new(
        nameof(AppUpdateFailed), WarningSeverity.Warning, Messages.AppUpdateFailed, WarningUnit.Warnings,
        Messages.AppUpdateFailed2, Messages.AppUpdatesFailed);

    public static readonly WarningKind ConfigurationDrift = new(
        nameof(ConfigurationDrift), WarningSeverity.Warning, Messages.DiffersBaseline, WarningUnit.Tenants,
        Messages.TenantDiffersBaseline, Messages.TenantsDifferBaseline);

    public static readonly WarningKind NoNotificationRecipient = new(
        nameof(NoNotificationRecipient), WarningSeverity.Note, Messages.NoNotificationRecipient, WarningUnit.Tenants,
        Messages.TenantNoNotificationRecipient, Messages.TenantsNoNotificationRecipient);

    public static readonly WarningKind AppUpdatesAvailable = new(
        nameof(AppUpdatesAvailable), WarningSeverity.Note, Messages.AppUpdatesAvailable, WarningUnit.Environments,
        Messages.EnvironmentAppUpdates, Messages.EnvironmentsAppUpdates);

    public static readonly WarningKind ManySuperUsers = new(
        nameof(ManySuperUsers), WarningSeverity.Note, Messages.ManyUsersSUPER, WarningUnit.Environments,
        Messages.EnvironmentMoreThanThreeEnabledUsers, Messages.EnvironmentsMoreThanThreeEnabledUsers);

    public static readonly WarningKind EnvironmentDeleted = new(
        nameof(EnvironmentDeleted), WarningSeverity.Note, "Environment deleted", WarningUnit.Environments,
        Messages.EnvironmentDeletedCanRestored, Messages.EnvironmentsDeletedCanRestored);

    public static readonly WarningKind EnvironmentNotActive = new(
        nameof(EnvironmentNotActive), WarningSeverity.Note, Messages.EnvironmentNotActive, WarningUnit.Environments,
        Messages.EnvironmentNotActive2, Messages.EnvironmentsNotActive);

    /// <summary>All kinds, the most urgent first.</summary>
    public static readonly IReadOnlyList<WarningKind> All =
    [
        TenantDataUnavailable, EnvironmentFailed, StorageExceeded, UpdateEnforced,
        EnvironmentDataUnavailable, UpdateEnforcedSoon, StorageNearlyFull, EnvironmentQuotaExceeded, OperationFailed, AppUpdateFailed,
        ConfigurationDrift,
        NoNotificationRecipient, AppUpdatesAvailable, ManySuperUsers, EnvironmentDeleted, EnvironmentNotActive,
    ];

    /// <summary>Such as "134 tenants have no notification recipient".</summary>
    public string Summary(IReadOnlyCollection<TenantWarning> warnings)
    {
        var count = Unit switch
        {
            WarningUnit.Tenants => warnings.Select(warning => warning.Tenant).Distinct(StringComparer.Ordinal).Count(),
            WarningUnit.Environments => warnings.Select(warning => (warning.Tenant, warning.Environment)).Distinct().Count(),
            _ => warnings.Count,
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {(count == 1 ? One : Many)}");
    }
}

/// <summary>Something that an administrator should look at.</summary>
/// <param name="Tenant">The name of the connection.</param>
/// <param name="Environment">Null for a warning about the tenant.</param>
internal sealed record TenantWarning(WarningKind Kind, string Tenant, string? Environment, string Text)
{
    private const double NearlyFull = 0.9;
    private const int ManySuperUsers = 3;
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary>Operations that ended before that are not reported.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromDays(14);

    /// <summary>The warnings of a tenant, the most urgent first.</summary>
    public static IReadOnlyList<TenantWarning> Of(TenantState tenant, DateTimeOffset now) =>
    [
        .. OfTenant(tenant, now)
            .Concat((tenant.Environments ?? []).SelectMany(environment => OfEnvironment(environment, now)))
            .Select(found => new TenantWarning(found.Kind, tenant.Name, found.Environment, found.Text))
            .OrderBy(warning => warning.Kind.Severity),
    ];

    private static IEnumerable<(WarningKind Kind, string? Environment, string Text)> OfTenant(TenantState tenant, DateTimeOffset now)
    {
        foreach (var part in tenant.Unread)
        {
            yield return (part.Environment is null ? WarningKind.TenantDataUnavailable : WarningKind.EnvironmentDataUnavailable, part.Environment,
                Messages.CouldNotRead3(part).TrimEnd());
        }

        if (tenant.UsedShare is >= NearlyFull and var share)
        {
            yield return (share > 1 ? WarningKind.StorageExceeded : WarningKind.StorageNearlyFull, null,
                Messages.StorageUsedAboveNoEnvironmentCan(share));
        }

        foreach (var (type, quota) in new[] { ("Production", tenant.Quota?.ProductionEnvironments), ("Sandbox", tenant.Quota?.SandboxEnvironments) })
        {
            if (tenant.EnvironmentCountOf(type) is { } count && count > quota)
            {
                yield return (WarningKind.EnvironmentQuotaExceeded, null,
                    Messages.TenantEnvironmentsTypeQuota(count, type, quota));
            }
        }

        foreach (var operation in (tenant.Operations ?? []).Where(operation => operation.HasStatus("failed") && operation.CreatedOn > now - Recent))
        {
            yield return (WarningKind.OperationFailed, operation.EnvironmentName,
                Messages.OperationFailed(operation).TrimEnd());
        }

        if (tenant.Drift is { Count: > 0 } drift)
        {
            var components = string.Join(", ", drift.Select(difference => difference.Component).Distinct(StringComparer.Ordinal));
            yield return (WarningKind.ConfigurationDrift, null,
                Messages.DifferenceSBaseline(drift, components));
        }

        if (tenant.Recipients is { Count: 0 })
        {
            yield return (WarningKind.NoNotificationRecipient, null,
                Messages.TenantNoNotificationRecipient2);
        }
    }

    private static IEnumerable<(WarningKind Kind, string? Environment, string Text)> OfEnvironment(EnvironmentState state, DateTimeOffset now)
    {
        var environment = state.Environment;
        if (environment.HasFailed)
        {
            yield return (WarningKind.EnvironmentFailed, state.Name, Messages.EnvironmentStatus(environment));
        }
        else if (state.IsDeleted)
        {
            yield return (WarningKind.EnvironmentDeleted, state.Name,
                Messages.EnvironmentDeletedUntilRestore(environment));
        }
        else if (!environment.HasStatus("Active"))
        {
            yield return (WarningKind.EnvironmentNotActive, state.Name,
                Messages.EnvironmentStatusSoDetailsCouldNot(environment));
        }

        if (environment.HasStatus("Active") && environment.EnforcedUpdatePeriodStartDate is { } enforced && enforced < now + Soon)
        {
            yield return enforced < now
                ? (WarningKind.UpdateEnforced, state.Name,
                    Messages.UpdatesBeenEnforcedSince(enforced))
                : (WarningKind.UpdateEnforcedSoon, state.Name,
                    Messages.UpdatesEnforced(enforced));
        }

        foreach (var app in (state.Apps ?? []).Where(app => string.Equals(app.LastUpdateAttemptResult, "Failed", StringComparison.OrdinalIgnoreCase)))
        {
            yield return (WarningKind.AppUpdateFailed, state.Name,
                Messages.LastUpdateAppFailedInstalledVersion(app));
        }

        if (state.AppUpdates is { Count: > 0 } updates)
        {
            yield return (WarningKind.AppUpdatesAvailable, state.Name,
                updates.Count == 1 ? Messages.OneAppUpdate : Messages.AppsUpdates(updates));
        }

        if (state.Users?.SuperUserCount is > ManySuperUsers and var super)
        {
            yield return (WarningKind.ManySuperUsers, state.Name,
                Messages.EnabledUsersPermissionSetSUPER(super));
        }
    }
}
