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
        nameof(TenantDataUnavailable), WarningSeverity.Critical, "Tenant not readable", WarningUnit.Tenants,
        "tenant could not be read completely", "tenants could not be read completely");

    public static readonly WarningKind EnvironmentFailed = new(
        nameof(EnvironmentFailed), WarningSeverity.Critical, "Environment failed", WarningUnit.Environments,
        "environment has a failed status", "environments have a failed status");

    public static readonly WarningKind StorageExceeded = new(
        nameof(StorageExceeded), WarningSeverity.Critical, "Storage quota exceeded", WarningUnit.Tenants,
        "tenant uses more storage than its quota", "tenants use more storage than their quotas");

    public static readonly WarningKind UpdateEnforced = new(
        nameof(UpdateEnforced), WarningSeverity.Critical, "Updates enforced", WarningUnit.Environments,
        "environment is in its enforced update period", "environments are in their enforced update periods");

    public static readonly WarningKind EnvironmentDataUnavailable = new(
        nameof(EnvironmentDataUnavailable), WarningSeverity.Warning, "Environment not readable", WarningUnit.Environments,
        "environment could not be read completely", "environments could not be read completely");

    public static readonly WarningKind UpdateEnforcedSoon = new(
        nameof(UpdateEnforcedSoon), WarningSeverity.Warning, "Updates enforced soon", WarningUnit.Environments,
        "environment has enforced updates within 30 days", "environments have enforced updates within 30 days");

    public static readonly WarningKind StorageNearlyFull = new(
        nameof(StorageNearlyFull), WarningSeverity.Warning, "Storage nearly full", WarningUnit.Tenants,
        "tenant uses 90 % of its storage or more", "tenants use 90 % of their storage or more");

    public static readonly WarningKind EnvironmentQuotaExceeded = new(
        nameof(EnvironmentQuotaExceeded), WarningSeverity.Warning, "Environment quota exceeded", WarningUnit.Tenants,
        "tenant has more environments than its quota", "tenants have more environments than their quotas");

    public static readonly WarningKind OperationFailed = new(
        nameof(OperationFailed), WarningSeverity.Warning, "Operation failed", WarningUnit.Warnings, "operation failed", "operations failed");

    public static readonly WarningKind AppUpdateFailed = new(
        nameof(AppUpdateFailed), WarningSeverity.Warning, "App update failed", WarningUnit.Warnings, "app update failed", "app updates failed");

    public static readonly WarningKind ConfigurationDrift = new(
        nameof(ConfigurationDrift), WarningSeverity.Warning, "Differs from the baseline", WarningUnit.Tenants,
        "tenant differs from the baseline", "tenants differ from the baseline");

    public static readonly WarningKind NoNotificationRecipient = new(
        nameof(NoNotificationRecipient), WarningSeverity.Note, "No notification recipient", WarningUnit.Tenants,
        "tenant has no notification recipient", "tenants have no notification recipient");

    public static readonly WarningKind AppUpdatesAvailable = new(
        nameof(AppUpdatesAvailable), WarningSeverity.Note, "App updates available", WarningUnit.Environments,
        "environment has app updates", "environments have app updates");

    public static readonly WarningKind ManySuperUsers = new(
        nameof(ManySuperUsers), WarningSeverity.Note, "Many users with SUPER", WarningUnit.Environments,
        "environment has more than three enabled users with SUPER", "environments have more than three enabled users with SUPER");

    public static readonly WarningKind EnvironmentDeleted = new(
        nameof(EnvironmentDeleted), WarningSeverity.Note, "Environment deleted", WarningUnit.Environments,
        "environment is deleted and can be restored", "environments are deleted and can be restored");

    public static readonly WarningKind EnvironmentNotActive = new(
        nameof(EnvironmentNotActive), WarningSeverity.Note, "Environment not active", WarningUnit.Environments,
        "environment is not active", "environments are not active");

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
                $"Could not read {part.Part}: {part.Failure.Message} {part.Failure.Advice}".TrimEnd());
        }

        if (tenant.UsedShare is >= NearlyFull and var share)
        {
            yield return (share > 1 ? WarningKind.StorageExceeded : WarningKind.StorageNearlyFull, null,
                string.Create(
                    CultureInfo.InvariantCulture, $"{share:P0} of the storage is used. Above 100 % no environment can be created or copied."));
        }

        foreach (var (type, quota) in new[] { ("Production", tenant.Quota?.ProductionEnvironments), ("Sandbox", tenant.Quota?.SandboxEnvironments) })
        {
            if (tenant.EnvironmentCountOf(type) is { } count && count > quota)
            {
                yield return (WarningKind.EnvironmentQuotaExceeded, null,
                    string.Create(CultureInfo.InvariantCulture, $"The tenant has {count} environments of type {type}. The quota is {quota}."));
            }
        }

        foreach (var operation in (tenant.Operations ?? []).Where(operation => operation.HasStatus("failed") && operation.CreatedOn > now - Recent))
        {
            yield return (WarningKind.OperationFailed, operation.EnvironmentName,
                string.Create(CultureInfo.InvariantCulture,
                $"The operation {operation.Type} of {operation.CreatedOn?.UtcDateTime:yyyy-MM-dd} failed. {operation.ErrorMessage}").TrimEnd());
        }

        if (tenant.Drift is { Count: > 0 } drift)
        {
            var components = string.Join(", ", drift.Select(difference => difference.Component).Distinct(StringComparer.Ordinal));
            yield return (WarningKind.ConfigurationDrift, null,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{drift.Count} difference{(drift.Count == 1 ? "" : "s")} from the baseline in {components}."));
        }

        if (tenant.Recipients is { Count: 0 })
        {
            yield return (WarningKind.NoNotificationRecipient, null,
                "The tenant has no notification recipient. New-BcNotificationRecipient adds one.");
        }
    }

    private static IEnumerable<(WarningKind Kind, string? Environment, string Text)> OfEnvironment(EnvironmentState state, DateTimeOffset now)
    {
        var environment = state.Environment;
        if (environment.HasFailed)
        {
            yield return (WarningKind.EnvironmentFailed, state.Name, $"The environment has the status {environment.Status}.");
        }
        else if (state.IsDeleted)
        {
            yield return (WarningKind.EnvironmentDeleted, state.Name,
                string.Create(CultureInfo.InvariantCulture,
                $"The environment is deleted. Until {environment.HardDeletePendingOn?.UtcDateTime:yyyy-MM-dd} Restore-BcDeletedEnvironment "
                + $"restores it."));
        }
        else if (!environment.HasStatus("Active"))
        {
            yield return (WarningKind.EnvironmentNotActive, state.Name,
                $"The environment has the status {environment.Status}, so its details could not be read.");
        }

        if (environment.HasStatus("Active") && environment.EnforcedUpdatePeriodStartDate is { } enforced && enforced < now + Soon)
        {
            yield return enforced < now
                ? (WarningKind.UpdateEnforced, state.Name,
                    string.Create(CultureInfo.InvariantCulture, $"Updates have been enforced since {enforced.UtcDateTime:yyyy-MM-dd}."))
                : (WarningKind.UpdateEnforcedSoon, state.Name,
                    string.Create(CultureInfo.InvariantCulture, $"Updates are enforced from {enforced.UtcDateTime:yyyy-MM-dd}."));
        }

        foreach (var app in (state.Apps ?? []).Where(app => string.Equals(app.LastUpdateAttemptResult, "Failed", StringComparison.OrdinalIgnoreCase)))
        {
            yield return (WarningKind.AppUpdateFailed, state.Name,
                $"The last update of app {app.Name} failed. The installed version is {app.Version}.");
        }

        if (state.AppUpdates is { Count: > 0 } updates)
        {
            yield return (WarningKind.AppUpdatesAvailable, state.Name,
                updates.Count == 1 ? "One app has an update." : $"{updates.Count} apps have updates.");
        }

        if (state.Users?.SuperUserCount is > ManySuperUsers and var super)
        {
            yield return (WarningKind.ManySuperUsers, state.Name,
                string.Create(CultureInfo.InvariantCulture, $"{super} enabled users have the permission set SUPER."));
        }
    }
}
