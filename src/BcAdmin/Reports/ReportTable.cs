namespace BcAdmin.Reports;

/// <summary>
/// A table of a report: a CSV file, or an array in the JSON document. The names and the order of tables and columns are documented in the help of
/// Export-BcTenantReport and must not change; new columns are added at the end.
/// </summary>
internal sealed class ReportTable
{
    private readonly Func<TenantReport, IEnumerable<object?[]>> _rows;

    private ReportTable(string name, ReportSections section, IReadOnlyList<string> columns, Func<TenantReport, IEnumerable<object?[]>> rows) =>
        (Name, Section, Columns, _rows) = (name, section, columns, rows);

    /// <summary>All tables in the documented order.</summary>
    public static IReadOnlyList<ReportTable> All { get; } =
    [
        OfTenants("Tenants", ReportSections.Environments, (report, index) => new[] { (Report: report, Index: index) },
            ("Account", row => row.Tenant.Account),
            ("Environments", row => row.Tenant.EnvironmentCount),
            ("ProductionEnvironments", row => row.Tenant.EnvironmentCountOf("Production")),
            ("SandboxEnvironments", row => row.Tenant.EnvironmentCountOf("Sandbox")),
            ("ProductionQuota", row => row.Tenant.Quota?.ProductionEnvironments),
            ("SandboxQuota", row => row.Tenant.Quota?.SandboxEnvironments),
            ("CriticalWarnings", row => CountOf(row.Item, WarningSeverity.Critical)),
            ("Warnings", row => CountOf(row.Item, WarningSeverity.Warning)),
            ("Notes", row => CountOf(row.Item, WarningSeverity.Note)),
            ("AppUpdates", row => row.Tenant.AppUpdateCount),
            ("Sessions", row => row.Tenant.SessionCount),
            ("UsedStorageKB", row => row.Tenant.UsedKB),
            ("TotalStorageKB", row => row.Tenant.Quota?.TotalStorageKB),
            ("NotificationRecipients", row => row.Tenant.Recipients?.Count),
            ("AuthorizedApps", row => row.Tenant.AuthorizedApps?.Count)),
        OfTenants("Warnings", ReportSections.Environments, (report, index) => report.WarningsOf[index],
            ("Environment", row => row.Item.Environment),
            ("Severity", row => row.Item.Kind.Severity.ToString()),
            ("Kind", row => row.Item.Kind.Id),
            ("Text", row => row.Item.Text),
            ("Why", row => row.Item.Kind.Why),
            ("Command", row => row.Item.Command)),
        OfTenants("NotAvailable", ReportSections.Environments, (report, index) => report.Tenants[index].Unavailable,
            ("Environment", row => row.Item.Environment),
            ("Part", row => row.Item.Part),
            ("Reason", row => row.Item.Reason)),
        OfEnvironments("Environments", ReportSections.Environments, state => new[] { state },
            ("Type", row => row.Item.Environment.Type),
            ("Status", row => row.Item.Environment.Status),
            ("Version", row => row.Item.Environment.Version),
            ("ApplicationVersion", row => row.Item.Environment.ApplicationVersion),
            ("CountryCode", row => row.Item.Environment.CountryCode),
            ("NextUpdate", row => row.Item.NextUpdate),
            ("NextUpdateOn", row => row.Item.NextUpdate?.ScheduledOn),
            ("UpdateWindow", row => row.Item.UpdateWindow),
            ("EnforcedUpdatePeriodStartDate", row => row.Item.Environment.EnforcedUpdatePeriodStartDate),
            ("Apps", row => row.Item.Apps?.Count),
            ("AppUpdates", row => row.Item.AppUpdates?.Count),
            ("Sessions", row => row.Item.Sessions?.Count),
            ("EnabledUsers", row => row.Item.Users?.Enabled),
            ("DisabledUsers", row => row.Item.Users?.Disabled),
            ("WebClientLoginUrl", row => row.Item.Environment.WebClientLoginUrl),
            ("HardDeletePendingOn", row => row.Item.Environment.HardDeletePendingOn),
            ("GracePeriodStartDate", row => row.Item.Environment.GracePeriodStartDate),
            ("EnforcedUpdateDaysLeft", row => row.Item.DaysUntilEnforcedUpdate(row.Report.CreatedOn)),
            ("HasApplicationInsights", row => row.Item.Environment.HasApplicationInsights),
            ("PartnerAccess", row => row.Item.PartnerAccess?.Access),
            ("MandatoryFeatures", row => row.Item.MandatoryFeatures?.Count)),
        OfTenants("Storage", ReportSections.Storage, (report, index) => report.Tenants[index].Storage,
            ("Environment", row => row.Item.EnvironmentName),
            ("ApplicationFamily", row => row.Item.ApplicationFamily),
            ("Type", row => row.Item.EnvironmentType),
            ("DatabaseSizeKB", row => row.Item.DatabaseSizeKB)),
        OfEnvironments("Apps", ReportSections.Apps, state => state.Apps,
            ("AppId", row => row.Item.AppId),
            ("Name", row => row.Item.Name),
            ("Publisher", row => row.Item.Publisher),
            ("Version", row => row.Item.Version),
            ("AppType", row => row.Item.AppType),
            ("State", row => row.Item.State),
            ("LastUpdateAttemptResult", row => row.Item.LastUpdateAttemptResult)),
        OfEnvironments("AppUpdates", ReportSections.Apps, state => state.AppUpdates,
            ("AppId", row => row.Item.AppId),
            ("Name", row => row.Item.Name),
            ("Publisher", row => row.Item.Publisher),
            ("InstalledVersion", row => row.Environment.InstalledVersion(row.Item)),
            ("TargetVersion", row => row.Item.TargetVersion),
            ("Requirements", row => string.Join(';', row.Item.Requirements.Select(requirement => requirement.Name)))),
        OfTenants("Operations", ReportSections.Operations, (report, index) => report.Tenants[index].Operations,
            ("Environment", row => row.Item.EnvironmentName),
            ("ApplicationFamily", row => row.Item.ApplicationFamily),
            ("OperationId", row => row.Item.OperationId),
            ("Type", row => row.Item.Type),
            ("Status", row => row.Item.Status),
            ("CreatedOn", row => row.Item.CreatedOn),
            ("StartedOn", row => row.Item.StartedOn),
            ("CompletedOn", row => row.Item.CompletedOn),
            ("CreatedBy", row => row.Item.CreatedBy),
            ("ErrorMessage", row => row.Item.ErrorMessage)),
        OfEnvironments("Sessions", ReportSections.Sessions, state => state.Sessions,
            ("SessionId", row => row.Item.SessionId),
            ("UserId", row => row.Item.UserId),
            ("ClientType", row => row.Item.ClientType),
            ("LogOnDate", row => row.Item.LogOnDate),
            ("EntryPointObjectName", row => row.Item.EntryPointObjectName),
            ("CurrentObjectName", row => row.Item.CurrentObjectName)),
        OfEnvironments("PermissionSets", ReportSections.Users, state => state.Users?.PermissionSets,
            ("PermissionSet", row => row.Item.RoleId),
            ("EnabledUsers", row => row.Item.Users)),
        OfTenants("NotificationRecipients", ReportSections.Notifications, (report, index) => report.Tenants[index].Recipients,
            ("Name", row => row.Item.Name),
            ("Email", row => row.Item.Email)),
        OfEnvironments("Features", ReportSections.Features, state => state.Features,
            ("FeatureId", row => row.Item.FeatureId),
            ("Description", row => row.Item.DescriptionInEnglish),
            ("IsEnabled", row => row.Item.IsEnabled),
            ("MandatoryBy", row => row.Item.MandatoryBy),
            ("MandatoryByVersion", row => row.Item.MandatoryByVersion),
            ("IsOneWay", row => row.Item.IsOneWay),
            ("DataUpdateRequired", row => row.Item.DataUpdateRequired)),
        OfTenants("AuthorizedApps", ReportSections.Access, (report, index) => report.Tenants[index].AuthorizedApps,
            ("ClientId", row => row.Item.ClientId),
            ("IsAdminConsentGranted", row => row.Item.IsAdminConsentGranted)),
        OfTenants("Drift", ReportSections.Drift, (report, index) => report.Tenants[index].Drift,
            ("Environment", row => row.Item.EnvironmentName),
            ("ApplicationFamily", row => row.Item.ApplicationFamily),
            ("Component", row => row.Item.Component),
            ("Key", row => row.Item.Key),
            ("Property", row => row.Item.Property),
            ("Current", row => row.Item.Current),
            ("Desired", row => row.Item.Desired),
            ("Action", row => row.Item.Action.ToString()),
            ("Reason", row => row.Item.Reason)),
    ];

    /// <summary>Gets the tables of the requested sections.</summary>
    public static IEnumerable<ReportTable> Of(ReportSections sections) => All.Where(table => sections.HasFlag(table.Section));

    /// <summary>The name of the table and its CSV file. In the JSON document, the first letter is lowercase.</summary>
    public string Name { get; }

    public ReportSections Section { get; }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>Gets the rows with one value for each column: text, number, Boolean, date, or null.</summary>
    public IEnumerable<object?[]> Rows(TenantReport report) => _rows(report);

    private static int CountOf((TenantReport Report, int Index) row, WarningSeverity severity) =>
        TenantReport.Count(row.Report.WarningsOf[row.Index], severity);

    private static ReportTable OfTenants<T>(
        string name, ReportSections section, Func<TenantReport, int, IEnumerable<T>?> items,
        params (string Name, Func<(TenantState Tenant, T Item), object?> Value)[] columns) =>
        new(name, section, ["Tenant", "TenantId", .. columns.Select(column => column.Name)], report =>
            from index in Enumerable.Range(0, report.Tenants.Count)
            let tenant = report.Tenants[index]
            from item in items(report, index) ?? []
            select (object?[])[tenant.Name, tenant.TenantId, .. columns.Select(column => column.Value((tenant, item)))]);

    private static ReportTable OfEnvironments<T>(
        string name, ReportSections section, Func<EnvironmentState, IEnumerable<T>?> items,
        params (string Name, Func<(TenantReport Report, EnvironmentState Environment, T Item), object?> Value)[] columns) =>
        new(name, section, ["Tenant", "TenantId", "Environment", "ApplicationFamily", .. columns.Select(column => column.Name)], report =>
            from tenant in report.Tenants
            from state in tenant.Environments ?? []
            from item in items(state) ?? []
            select (object?[])
            [
                tenant.Name, tenant.TenantId, state.Name, state.Environment.ApplicationFamily,
                .. columns.Select(column => column.Value((report, state, item))),
            ]);
}
