namespace BcAdmin.Reports;

/// <summary>The severity of a warning.</summary>
internal enum WarningSeverity
{
    Critical,
    Warning,
    Note,
}

/// <summary>The unit in which the warnings of a kind are counted.</summary>
internal enum WarningUnit
{
    Tenants,
    Environments,
    Warnings,
}

/// <summary>A kind of warning. The ID is stable, so that reports of different days can be compared.</summary>
/// <param name="Id">The ID, such as NoNotificationRecipient.</param>
/// <param name="Severity">The severity of all warnings of this kind.</param>
/// <param name="Title">The title in a list of kinds.</param>
/// <param name="Unit">The unit of the count in the texts.</param>
/// <param name="One">The text after a count of one.</param>
/// <param name="Many">The text after any other count.</param>
/// <param name="Why">The explanation, as a sentence.</param>
internal sealed record WarningKind(string Id, WarningSeverity Severity, string Title, WarningUnit Unit, string One, string Many, string Why)
{
    public static readonly WarningKind TenantDataUnavailable = new(
        nameof(TenantDataUnavailable), WarningSeverity.Critical, Messages.TenantNotReadable, WarningUnit.Tenants,
        Messages.TenantCouldNotReadCompletely, Messages.TenantsCouldNotReadCompletely,
        Messages.WhyTenantDataUnavailable);

    public static readonly WarningKind EnvironmentFailed = new(
        nameof(EnvironmentFailed), WarningSeverity.Critical, "Environment failed", WarningUnit.Environments,
        Messages.EnvironmentFailedStatus, Messages.EnvironmentsFailedStatus,
        Messages.WhyEnvironmentFailed);

    public static readonly WarningKind StorageExceeded = new(
        nameof(StorageExceeded), WarningSeverity.Critical, Messages.StorageQuotaExceeded, WarningUnit.Tenants,
        Messages.TenantUsesMoreStorageThanQuota, Messages.TenantsUseMoreStorageThanTheir,
        Messages.WhyStorageExceeded);

    public static readonly WarningKind UpdateEnforced = new(
        nameof(UpdateEnforced), WarningSeverity.Critical, "Updates enforced", WarningUnit.Environments,
        Messages.EnvironmentEnforcedUpdatePeriod, Messages.EnvironmentsTheirEnforcedUpdatePeriods,
        Messages.WhyUpdateEnforced);

    public static readonly WarningKind EnvironmentDataUnavailable = new(
        nameof(EnvironmentDataUnavailable), WarningSeverity.Warning, Messages.EnvironmentNotReadable, WarningUnit.Environments,
        Messages.EnvironmentCouldNotReadCompletely, Messages.EnvironmentsCouldNotReadCompletely,
        Messages.WhyEnvironmentDataUnavailable);

    public static readonly WarningKind UpdateEnforcedSoon = new(
        nameof(UpdateEnforcedSoon), WarningSeverity.Warning, Messages.UpdatesEnforcedSoon, WarningUnit.Environments,
        Messages.EnvironmentEnforcedUpdatesWithinDays, Messages.EnvironmentsEnforcedUpdatesWithinDays,
        Messages.WhyUpdateEnforcedSoon);

    public static readonly WarningKind StorageNearlyFull = new(
        nameof(StorageNearlyFull), WarningSeverity.Warning, Messages.StorageNearlyFull, WarningUnit.Tenants,
        Messages.TenantUsesStorageMore, Messages.TenantsUseTheirStorageMore,
        Messages.WhyStorageNearlyFull);

    public static readonly WarningKind EnvironmentQuotaExceeded = new(
        nameof(EnvironmentQuotaExceeded), WarningSeverity.Warning, Messages.EnvironmentQuotaExceeded, WarningUnit.Tenants,
        Messages.TenantMoreEnvironmentsThanQuota, Messages.TenantsMoreEnvironmentsThanTheirQuotas,
        Messages.WhyEnvironmentQuotaExceeded);

    public static readonly WarningKind OperationFailed = new(
        nameof(OperationFailed), WarningSeverity.Warning, "Operation failed", WarningUnit.Warnings, "operation failed", "operations failed",
        Messages.WhyOperationFailed);

    public static readonly WarningKind AppUpdateFailed = new(
        nameof(AppUpdateFailed), WarningSeverity.Warning, Messages.AppUpdateFailed, WarningUnit.Warnings,
        Messages.AppUpdateFailed2, Messages.AppUpdatesFailed,
        Messages.WhyAppUpdateFailed);

    public static readonly WarningKind ConfigurationDrift = new(
        nameof(ConfigurationDrift), WarningSeverity.Warning, Messages.DiffersBaseline, WarningUnit.Tenants,
        Messages.TenantDiffersBaseline, Messages.TenantsDifferBaseline,
        Messages.WhyConfigurationDrift);

    public static readonly WarningKind NoNotificationRecipient = new(
        nameof(NoNotificationRecipient), WarningSeverity.Note, Messages.NoNotificationRecipient, WarningUnit.Tenants,
        Messages.TenantNoNotificationRecipient, Messages.TenantsNoNotificationRecipient,
        Messages.WhyNoNotificationRecipient);

    public static readonly WarningKind AppUpdatesAvailable = new(
        nameof(AppUpdatesAvailable), WarningSeverity.Note, Messages.AppUpdatesAvailable, WarningUnit.Environments,
        Messages.EnvironmentAppUpdates, Messages.EnvironmentsAppUpdates,
        Messages.WhyAppUpdatesAvailable);

    public static readonly WarningKind ManySuperUsers = new(
        nameof(ManySuperUsers), WarningSeverity.Note, Messages.ManyUsersSUPER, WarningUnit.Environments,
        Messages.EnvironmentMoreThanThreeEnabledUsers, Messages.EnvironmentsMoreThanThreeEnabledUsers,
        Messages.WhyManySuperUsers);

    public static readonly WarningKind EnvironmentDeleted = new(
        nameof(EnvironmentDeleted), WarningSeverity.Note, "Environment deleted", WarningUnit.Environments,
        Messages.EnvironmentDeletedCanRestored, Messages.EnvironmentsDeletedCanRestored,
        Messages.WhyEnvironmentDeleted);

    public static readonly WarningKind EnvironmentNotActive = new(
        nameof(EnvironmentNotActive), WarningSeverity.Note, Messages.EnvironmentNotActive, WarningUnit.Environments,
        Messages.EnvironmentNotActive2, Messages.EnvironmentsNotActive,
        Messages.WhyEnvironmentNotActive);

    public static readonly WarningKind UpdateGracePeriod = new(
        nameof(UpdateGracePeriod), WarningSeverity.Warning, Messages.UpdateGracePeriod, WarningUnit.Environments,
        Messages.EnvironmentInGracePeriod, Messages.EnvironmentsInGracePeriod,
        Messages.WhyUpdateGracePeriod);

    public static readonly WarningKind FeatureMandatoryWithUpdate = new(
        nameof(FeatureMandatoryWithUpdate), WarningSeverity.Warning, Messages.FeatureMandatoryWithUpdate, WarningUnit.Environments,
        Messages.EnvironmentUpdateMakesFeaturesMandatory, Messages.EnvironmentsUpdateMakesFeaturesMandatory,
        Messages.WhyFeatureMandatoryWithUpdate);

    public static readonly WarningKind NoUpdateWindow = new(
        nameof(NoUpdateWindow), WarningSeverity.Warning, Messages.NoUpdateWindow, WarningUnit.Environments,
        Messages.ProductionEnvironmentNoUpdateWindow, Messages.ProductionEnvironmentsNoUpdateWindow,
        Messages.WhyNoUpdateWindow);

    public static readonly WarningKind NoApplicationInsights = new(
        nameof(NoApplicationInsights), WarningSeverity.Note, Messages.NoApplicationInsights, WarningUnit.Environments,
        Messages.ProductionEnvironmentNoApplicationInsights, Messages.ProductionEnvironmentsNoApplicationInsights,
        Messages.WhyNoApplicationInsights);

    public static readonly WarningKind FeatureMandatorySoon = new(
        nameof(FeatureMandatorySoon), WarningSeverity.Note, Messages.FeatureMandatorySoon, WarningUnit.Environments,
        Messages.EnvironmentFeaturesMandatorySoon, Messages.EnvironmentsFeaturesMandatorySoon,
        Messages.WhyFeatureMandatorySoon);

    public static readonly WarningKind PartnerAccessForAll = new(
        nameof(PartnerAccessForAll), WarningSeverity.Note, Messages.AllPartnersHaveAccess, WarningUnit.Environments,
        Messages.EnvironmentAllPartners, Messages.EnvironmentsAllPartners,
        Messages.WhyPartnerAccessForAll);

    public static readonly WarningKind AuthorizedAppWithoutConsent = new(
        nameof(AuthorizedAppWithoutConsent), WarningSeverity.Note, Messages.AuthorizedAppWithoutConsent, WarningUnit.Warnings,
        Messages.AuthorizedAppNoConsent, Messages.AuthorizedAppsNoConsent,
        Messages.WhyAuthorizedAppWithoutConsent);

    /// <summary>All kinds in descending order of severity.</summary>
    public static readonly IReadOnlyList<WarningKind> All =
    [
        TenantDataUnavailable, EnvironmentFailed, StorageExceeded, UpdateEnforced,
        EnvironmentDataUnavailable, UpdateEnforcedSoon, UpdateGracePeriod, FeatureMandatoryWithUpdate, NoUpdateWindow, StorageNearlyFull,
        EnvironmentQuotaExceeded, OperationFailed, AppUpdateFailed, ConfigurationDrift,
        NoNotificationRecipient, NoApplicationInsights, AppUpdatesAvailable, FeatureMandatorySoon, ManySuperUsers, PartnerAccessForAll,
        AuthorizedAppWithoutConsent, EnvironmentDeleted, EnvironmentNotActive,
    ];

    /// <summary>Gets a summary, such as "134 tenants have no notification recipient".</summary>
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

/// <summary>A warning about a tenant or an environment for an administrator.</summary>
/// <param name="Tenant">The name of the connection.</param>
/// <param name="Environment">The environment; null for a warning about the tenant.</param>
/// <param name="Command">The command that examines or fixes the problem. It can be pasted; PowerShell prompts for missing values.</param>
internal sealed record TenantWarning(WarningKind Kind, string Tenant, string? Environment, string Text, string Command)
{
    private const double NearlyFull = 0.9;
    private const int ManySuperUsers = 3;
    private const int MostFeatures = 5;
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary>The age at which completed operations are no longer reported.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromDays(14);

    /// <summary>Gets the warnings of a tenant in descending order of severity.</summary>
    public static IReadOnlyList<TenantWarning> Of(TenantState tenant, DateTimeOffset now, string? baseline = null) =>
    [
        .. OfTenant(tenant, now, baseline)
            .Concat((tenant.Environments ?? []).SelectMany(environment => OfEnvironment(tenant, environment, now)))
            .OrderBy(warning => warning.Kind.Severity),
    ];

    private static IEnumerable<TenantWarning> OfTenant(TenantState tenant, DateTimeOffset now, string? baseline)
    {
        foreach (var part in tenant.Unread)
        {
            yield return About(
                part.Environment is null ? WarningKind.TenantDataUnavailable : WarningKind.EnvironmentDataUnavailable,
                Messages.CouldNotRead3(part).TrimEnd(), Commands.TestConnection.In(KeyOf(part.Environment)), part.Environment);
        }

        if (tenant.UsedShare is >= NearlyFull and var share)
        {
            yield return About(
                share > 1 ? WarningKind.StorageExceeded : WarningKind.StorageNearlyFull, Messages.StorageUsedAboveNoEnvironmentCan(share),
                Commands.GetEnvironmentStorage);
        }

        foreach (var (type, quota) in new[] { ("Production", tenant.Quota?.ProductionEnvironments), ("Sandbox", tenant.Quota?.SandboxEnvironments) })
        {
            if (tenant.EnvironmentCountOf(type) is { } count && count > quota)
            {
                yield return About(
                    WarningKind.EnvironmentQuotaExceeded, Messages.TenantEnvironmentsTypeQuota(count, type, quota), Commands.GetQuota);
            }
        }

        foreach (var operation in (tenant.Operations ?? []).Where(operation => operation.HasStatus("failed") && operation.CreatedOn > now - Recent))
        {
            yield return About(
                WarningKind.OperationFailed, Messages.OperationFailed(operation).TrimEnd(),
                Commands.GetOperation.With("OperationId", operation.OperationId), operation.EnvironmentName);
        }

        if (tenant.Drift is { Count: > 0 } drift)
        {
            var components = string.Join(", ", drift.Select(difference => difference.Component).Distinct(StringComparer.Ordinal));
            yield return About(
                WarningKind.ConfigurationDrift, Messages.DifferenceSBaseline(drift, components), Commands.CompareConfiguration.With(baseline));
        }

        if (tenant.Recipients is { Count: 0 })
        {
            yield return About(
                WarningKind.NoNotificationRecipient, Messages.TenantNoNotificationRecipient2, Commands.NewNotificationRecipient);
        }

        foreach (var app in (tenant.AuthorizedApps ?? []).Where(app => app.IsAdminConsentGranted == false))
        {
            yield return new(
                WarningKind.AuthorizedAppWithoutConsent, tenant.Name, null, Messages.AppNoAdminConsent(app),
                Commands.GetAdminConsentUrl.With(tenant.TenantId ?? tenant.Name).With("ClientId", app.ClientId).ToString());
        }

        TenantWarning About(WarningKind kind, string text, SuggestedCommand command, string? environment = null) =>
            new(kind, tenant.Name, environment, text, command.OnNamed(tenant.Name).ToString());

        EnvironmentKey? KeyOf(string? environment) => environment is null ? null
            : tenant.Environments?.FirstOrDefault(state => state.Name.Equals(environment, StringComparison.OrdinalIgnoreCase))?.Environment.Key
                ?? new EnvironmentKey(BcEnvironment.DefaultFamily, environment);
    }

    private static IEnumerable<TenantWarning> OfEnvironment(TenantState tenant, EnvironmentState state, DateTimeOffset now)
    {
        var environment = state.Environment;
        var key = environment.Key;
        if (environment.HasFailed)
        {
            yield return About(
                WarningKind.EnvironmentFailed, Messages.EnvironmentStatus(environment), Commands.GetOperation.In(key).With("Status", "failed"));
        }
        else if (state.IsDeleted)
        {
            yield return About(
                WarningKind.EnvironmentDeleted, Messages.EnvironmentDeletedUntilRestore(environment), Commands.RestoreDeletedEnvironment.In(key));
        }
        else if (!environment.HasStatus("Active"))
        {
            yield return About(
                WarningKind.EnvironmentNotActive, Messages.EnvironmentStatusSoDetailsCouldNot(environment), Commands.GetOperation.In(key));
        }
        else
        {
            foreach (var (kind, text, command) in OfUpdates(state, now).Concat(OfSettings(state, now)))
                yield return About(kind, text, command);
        }

        foreach (var app in (state.Apps ?? []).Where(app => string.Equals(app.LastUpdateAttemptResult, "Failed", StringComparison.OrdinalIgnoreCase)))
        {
            yield return About(
                WarningKind.AppUpdateFailed, Messages.LastUpdateAppFailedInstalledVersion(app), Commands.GetAppOperation.In(key).With(app.AppId));
        }

        if (state.AppUpdates is { Count: > 0 } updates)
        {
            yield return About(
                WarningKind.AppUpdatesAvailable, updates.Count == 1 ? Messages.OneAppUpdate : Messages.AppsUpdates(updates),
                Commands.GetAppUpdate.In(key));
        }

        if (state.Users?.SuperUserCount is > ManySuperUsers and var super)
        {
            yield return About(
                WarningKind.ManySuperUsers, Messages.EnabledUsersPermissionSetSUPER(super),
                Commands.GetUserPermission.In(key).With("PermissionSet", UserSummary.Super));
        }

        TenantWarning About(WarningKind kind, string text, SuggestedCommand command) =>
            new(kind, tenant.Name, state.Name, text, command.OnNamed(tenant.Name).ToString());
    }

    /// <summary>Gets the warnings about updates and their changes.</summary>
    private static IEnumerable<(WarningKind Kind, string Text, SuggestedCommand Command)> OfUpdates(EnvironmentState state, DateTimeOffset now)
    {
        var environment = state.Environment;
        var updates = Commands.GetEnvironmentUpdate.In(environment.Key);
        var enforced = environment.EnforcedUpdatePeriodStartDate;
        var daysLeft = state.DaysUntilEnforcedUpdate(now) is { } days ? TenantReportPage.Count(days, "day") : null;
        if (enforced <= now)
            yield return (WarningKind.UpdateEnforced, Messages.UpdatesBeenEnforcedSince(enforced.Value), updates);
        else if (enforced < now + Soon)
            yield return (WarningKind.UpdateEnforcedSoon, Messages.UpdatesEnforced(enforced.Value, daysLeft), updates);
        else if (environment.GracePeriodStartDate is { } grace && grace <= now)
            yield return (WarningKind.UpdateGracePeriod, Messages.GracePeriodHasBegun(grace, enforced, daysLeft), updates);

        var features = Commands.GetFeature.In(environment.Key).Switch("Enabled:$false");
        foreach (var version in (state.MandatoryFeatures ?? []).GroupBy(feature => (feature.WithUpdate, feature.WithUpdate ? null : feature.Since)))
        {
            var names = NamesOf([.. version]);
            yield return version.Key.WithUpdate
                ? (WarningKind.FeatureMandatoryWithUpdate, Messages.UpdateMakesFeaturesMandatory(state.NextUpdate, names), features)
                : (WarningKind.FeatureMandatorySoon, Messages.VersionMakesFeaturesMandatory($"{version.Key.Item2}", names), features);
        }
    }

    /// <summary>Gets the warnings about missing or too permissive settings in production.</summary>
    private static IEnumerable<(WarningKind Kind, string Text, SuggestedCommand Command)> OfSettings(EnvironmentState state, DateTimeOffset now)
    {
        var environment = state.Environment;
        var isProduction = environment.HasType("Production");
        if (isProduction && state.UpdateWindow is { } window && window.At(now) is null)
        {
            yield return (
                WarningKind.NoUpdateWindow, Messages.EnvironmentNoUpdateWindow, Commands.SetEnvironmentUpdateWindow.In(environment.Key));
        }

        if (isProduction && !environment.HasApplicationInsights)
        {
            yield return (
                WarningKind.NoApplicationInsights, Messages.EnvironmentNoApplicationInsights,
                Commands.SetEnvironmentApplicationInsights.In(environment.Key));
        }

        if (state.PartnerAccess is { AllowsAll: true })
        {
            yield return (
                WarningKind.PartnerAccessForAll, Messages.EnvironmentAllowsAllPartners, Commands.GetEnvironmentPartnerAccess.In(environment.Key));
        }
    }

    private static string NamesOf(IReadOnlyList<MandatoryFeature> features) =>
        string.Join(", ", features.Take(MostFeatures).Select(feature => feature.Feature.FeatureId))
        + (features.Count > MostFeatures
            ? string.Create(CultureInfo.InvariantCulture, $", and {features.Count - MostFeatures} more") : string.Empty);
}
