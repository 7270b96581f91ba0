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
        nameof(TenantDataUnavailable), WarningSeverity.Critical, Messages.TenantDataUnavailableTitle, WarningUnit.Tenants,
        Messages.TenantDataUnavailableSingular, Messages.TenantDataUnavailablePlural,
        Messages.TenantDataUnavailableImpact);

    public static readonly WarningKind EnvironmentFailed = new(
        nameof(EnvironmentFailed), WarningSeverity.Critical, "Environment failed", WarningUnit.Environments,
        Messages.EnvironmentFailedSingular, Messages.EnvironmentFailedPlural,
        Messages.EnvironmentFailedImpact);

    public static readonly WarningKind StorageExceeded = new(
        nameof(StorageExceeded), WarningSeverity.Critical, Messages.StorageExceededTitle, WarningUnit.Tenants,
        Messages.StorageExceededSingular, Messages.StorageExceededPlural,
        Messages.StorageExceededImpact);

    public static readonly WarningKind UpdateEnforced = new(
        nameof(UpdateEnforced), WarningSeverity.Critical, "Updates enforced", WarningUnit.Environments,
        Messages.UpdateEnforcedSingular, Messages.UpdateEnforcedPlural,
        Messages.UpdateEnforcedImpact);

    public static readonly WarningKind EnvironmentDataUnavailable = new(
        nameof(EnvironmentDataUnavailable), WarningSeverity.Warning, Messages.EnvironmentDataUnavailableTitle, WarningUnit.Environments,
        Messages.EnvironmentDataUnavailableSingular, Messages.EnvironmentDataUnavailablePlural,
        Messages.EnvironmentDataUnavailableImpact);

    public static readonly WarningKind UpdateEnforcedSoon = new(
        nameof(UpdateEnforcedSoon), WarningSeverity.Warning, Messages.UpdateEnforcedSoonTitle, WarningUnit.Environments,
        Messages.UpdateEnforcedSoonSingular, Messages.UpdateEnforcedSoonPlural,
        Messages.UpdateEnforcedSoonImpact);

    public static readonly WarningKind StorageNearlyFull = new(
        nameof(StorageNearlyFull), WarningSeverity.Warning, Messages.StorageNearlyFullTitle, WarningUnit.Tenants,
        Messages.StorageNearlyFullSingular, Messages.StorageNearlyFullPlural,
        Messages.StorageNearlyFullImpact);

    public static readonly WarningKind EnvironmentQuotaExceeded = new(
        nameof(EnvironmentQuotaExceeded), WarningSeverity.Warning, Messages.EnvironmentQuotaExceededTitle, WarningUnit.Tenants,
        Messages.EnvironmentQuotaExceededSingular, Messages.EnvironmentQuotaExceededPlural,
        Messages.EnvironmentQuotaExceededImpact);

    public static readonly WarningKind OperationFailed = new(
        nameof(OperationFailed), WarningSeverity.Warning, "Operation failed", WarningUnit.Warnings, "operation failed", "operations failed",
        Messages.OperationFailedImpact);

    public static readonly WarningKind AppUpdateFailed = new(
        nameof(AppUpdateFailed), WarningSeverity.Warning, Messages.AppUpdateFailedTitle, WarningUnit.Warnings,
        Messages.AppUpdateFailedSingular, Messages.AppUpdateFailedPlural,
        Messages.AppUpdateFailedImpact);

    public static readonly WarningKind ConfigurationDrift = new(
        nameof(ConfigurationDrift), WarningSeverity.Warning, Messages.ConfigurationDriftTitle, WarningUnit.Tenants,
        Messages.ConfigurationDriftSingular, Messages.ConfigurationDriftPlural,
        Messages.ConfigurationDriftImpact);

    public static readonly WarningKind NoNotificationRecipient = new(
        nameof(NoNotificationRecipient), WarningSeverity.Note, Messages.NoNotificationRecipientTitle, WarningUnit.Tenants,
        Messages.NoNotificationRecipientSingular, Messages.NoNotificationRecipientPlural,
        Messages.NoNotificationRecipientImpact);

    public static readonly WarningKind AppUpdatesAvailable = new(
        nameof(AppUpdatesAvailable), WarningSeverity.Note, Messages.AppUpdatesAvailableTitle, WarningUnit.Environments,
        Messages.AppUpdatesAvailableSingular, Messages.AppUpdatesAvailablePlural,
        Messages.AppUpdatesAvailableImpact);

    public static readonly WarningKind ManySuperUsers = new(
        nameof(ManySuperUsers), WarningSeverity.Note, Messages.ManySuperUsersTitle, WarningUnit.Environments,
        Messages.ManySuperUsersSingular, Messages.ManySuperUsersPlural,
        Messages.ManySuperUsersImpact);

    public static readonly WarningKind EnvironmentDeleted = new(
        nameof(EnvironmentDeleted), WarningSeverity.Note, "Environment deleted", WarningUnit.Environments,
        Messages.EnvironmentDeletedSingular, Messages.EnvironmentDeletedPlural,
        Messages.EnvironmentDeletedImpact);

    public static readonly WarningKind EnvironmentNotActive = new(
        nameof(EnvironmentNotActive), WarningSeverity.Note, Messages.EnvironmentNotActiveTitle, WarningUnit.Environments,
        Messages.EnvironmentNotActiveSingular, Messages.EnvironmentNotActivePlural,
        Messages.EnvironmentNotActiveImpact);

    public static readonly WarningKind UpdateGracePeriod = new(
        nameof(UpdateGracePeriod), WarningSeverity.Warning, Messages.UpdateGracePeriodTitle, WarningUnit.Environments,
        Messages.UpdateGracePeriodSingular, Messages.UpdateGracePeriodPlural,
        Messages.UpdateGracePeriodImpact);

    public static readonly WarningKind FeatureMandatoryWithUpdate = new(
        nameof(FeatureMandatoryWithUpdate), WarningSeverity.Warning, Messages.FeatureMandatoryWithUpdateTitle, WarningUnit.Environments,
        Messages.FeatureMandatoryWithUpdateSingular, Messages.FeatureMandatoryWithUpdatePlural,
        Messages.FeatureMandatoryWithUpdateImpact);

    public static readonly WarningKind NoUpdateWindow = new(
        nameof(NoUpdateWindow), WarningSeverity.Warning, Messages.NoUpdateWindowTitle, WarningUnit.Environments,
        Messages.NoUpdateWindowSingular, Messages.NoUpdateWindowPlural,
        Messages.NoUpdateWindowImpact);

    public static readonly WarningKind NoApplicationInsights = new(
        nameof(NoApplicationInsights), WarningSeverity.Note, Messages.NoApplicationInsightsTitle, WarningUnit.Environments,
        Messages.NoApplicationInsightsSingular, Messages.NoApplicationInsightsPlural,
        Messages.NoApplicationInsightsImpact);

    public static readonly WarningKind FeatureMandatorySoon = new(
        nameof(FeatureMandatorySoon), WarningSeverity.Note, Messages.FeatureMandatorySoonTitle, WarningUnit.Environments,
        Messages.FeatureMandatorySoonSingular, Messages.FeatureMandatorySoonPlural,
        Messages.FeatureMandatorySoonImpact);

    public static readonly WarningKind PartnerAccessForAll = new(
        nameof(PartnerAccessForAll), WarningSeverity.Note, Messages.PartnerAccessForAllTitle, WarningUnit.Environments,
        Messages.PartnerAccessForAllSingular, Messages.PartnerAccessForAllPlural,
        Messages.PartnerAccessForAllImpact);

    public static readonly WarningKind AuthorizedAppWithoutConsent = new(
        nameof(AuthorizedAppWithoutConsent), WarningSeverity.Note, Messages.AuthorizedAppWithoutConsentTitle, WarningUnit.Warnings,
        Messages.AuthorizedAppWithoutConsentSingular, Messages.AuthorizedAppWithoutConsentPlural,
        Messages.AuthorizedAppWithoutConsentImpact);

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
                Messages.ReportPartNotReadable(part).TrimEnd(), Commands.TestConnection.In(KeyOf(part.Environment)), part.Environment);
        }

        if (tenant.UsedShare is >= NearlyFull and var share)
        {
            yield return About(
                share > 1 ? WarningKind.StorageExceeded : WarningKind.StorageNearlyFull, Messages.StorageUsedDetail(share),
                Commands.GetEnvironmentStorage);
        }

        foreach (var (type, quota) in new[] { ("Production", tenant.Quota?.ProductionEnvironments), ("Sandbox", tenant.Quota?.SandboxEnvironments) })
        {
            if (tenant.EnvironmentCountOf(type) is { } count && count > quota)
            {
                yield return About(
                    WarningKind.EnvironmentQuotaExceeded, Messages.EnvironmentQuotaDetail(count, type, quota), Commands.GetQuota);
            }
        }

        foreach (var operation in (tenant.Operations ?? []).Where(operation => operation.HasStatus("failed") && operation.CreatedOn > now - Recent))
        {
            yield return About(
                WarningKind.OperationFailed, Messages.OperationFailedDetail(operation).TrimEnd(),
                Commands.GetOperation.With("OperationId", operation.OperationId), operation.EnvironmentName);
        }

        if (tenant.Drift is { Count: > 0 } drift)
        {
            var components = string.Join(", ", drift.Select(difference => difference.Component).Distinct(StringComparer.Ordinal));
            yield return About(
                WarningKind.ConfigurationDrift, Messages.ConfigurationDriftDetail(drift, components), Commands.CompareConfiguration.With(baseline));
        }

        if (tenant.Recipients is { Count: 0 })
        {
            yield return About(
                WarningKind.NoNotificationRecipient, Messages.NoNotificationRecipientDetail, Commands.NewNotificationRecipient);
        }

        foreach (var app in (tenant.AuthorizedApps ?? []).Where(app => app.IsAdminConsentGranted == false))
        {
            yield return new(
                WarningKind.AuthorizedAppWithoutConsent, tenant.Name, null, Messages.AuthorizedAppWithoutConsentDetail(app),
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
                WarningKind.EnvironmentFailed, Messages.EnvironmentFailedDetail(environment), Commands.GetOperation.In(key).With("Status", "failed"));
        }
        else if (state.IsDeleted)
        {
            yield return About(
                WarningKind.EnvironmentDeleted, Messages.EnvironmentDeletedDetail(environment), Commands.RestoreDeletedEnvironment.In(key));
        }
        else if (!environment.HasStatus("Active"))
        {
            yield return About(
                WarningKind.EnvironmentNotActive, Messages.EnvironmentNotActiveDetail(environment), Commands.GetOperation.In(key));
        }
        else
        {
            foreach (var (kind, text, command) in OfUpdates(state, now).Concat(OfSettings(state, now)))
                yield return About(kind, text, command);
        }

        foreach (var app in (state.Apps ?? []).Where(app => string.Equals(app.LastUpdateAttemptResult, "Failed", StringComparison.OrdinalIgnoreCase)))
        {
            yield return About(
                WarningKind.AppUpdateFailed, Messages.AppUpdateFailedDetail(app), Commands.GetAppOperation.In(key).With(app.AppId));
        }

        if (state.AppUpdates is { Count: > 0 } updates)
        {
            yield return About(
                WarningKind.AppUpdatesAvailable, updates.Count == 1 ? Messages.AppUpdateAvailableDetail : Messages.AppUpdatesAvailableDetail(updates),
                Commands.GetAppUpdate.In(key));
        }

        if (state.Users?.SuperUserCount is > ManySuperUsers and var super)
        {
            yield return About(
                WarningKind.ManySuperUsers, Messages.ManySuperUsersDetail(super),
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
            yield return (WarningKind.UpdateEnforced, Messages.UpdateEnforcedDetail(enforced.Value), updates);
        else if (enforced < now + Soon)
            yield return (WarningKind.UpdateEnforcedSoon, Messages.UpdateEnforcedSoonDetail(enforced.Value, daysLeft), updates);
        else if (environment.GracePeriodStartDate is { } grace && grace <= now)
            yield return (WarningKind.UpdateGracePeriod, Messages.UpdateGracePeriodDetail(grace, enforced, daysLeft), updates);

        var features = Commands.GetFeature.In(environment.Key).Switch("Enabled:$false");
        foreach (var version in (state.MandatoryFeatures ?? []).GroupBy(feature => (feature.WithUpdate, feature.WithUpdate ? null : feature.Since)))
        {
            var names = NamesOf([.. version]);
            yield return version.Key.WithUpdate
                ? (WarningKind.FeatureMandatoryWithUpdate, Messages.FeatureMandatoryWithUpdateDetail(state.NextUpdate, names), features)
                : (WarningKind.FeatureMandatorySoon, Messages.FeatureMandatorySoonDetail($"{version.Key.Item2}", names), features);
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
                WarningKind.NoUpdateWindow, Messages.NoUpdateWindowDetail, Commands.SetEnvironmentUpdateWindow.In(environment.Key));
        }

        if (isProduction && !environment.HasApplicationInsights)
        {
            yield return (
                WarningKind.NoApplicationInsights, Messages.NoApplicationInsightsDetail,
                Commands.SetEnvironmentApplicationInsights.In(environment.Key));
        }

        if (state.PartnerAccess is { AllowsAll: true })
        {
            yield return (
                WarningKind.PartnerAccessForAll, Messages.PartnerAccessForAllDetail, Commands.GetEnvironmentPartnerAccess.In(environment.Key));
        }
    }

    private static string NamesOf(IReadOnlyList<MandatoryFeature> features) =>
        string.Join(", ", features.Take(MostFeatures).Select(feature => feature.Feature.FeatureId))
        + (features.Count > MostFeatures
            ? string.Create(CultureInfo.InvariantCulture, $", and {features.Count - MostFeatures} more") : string.Empty);
}
