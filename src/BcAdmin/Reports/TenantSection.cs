namespace BcAdmin.Reports;

/// <summary>The section of the page about one tenant.</summary>
internal sealed class TenantSection(TenantReport report, int index)
{
    private readonly TenantState _tenant = report.Tenants[index];
    private readonly IReadOnlyList<TenantWarning> _warnings = report.WarningsOf[index];

    private bool IsOnly => report.Tenants.Count == 1;

    private bool IsOneOfMany => report.Tenants.Count > 25;

    /// <summary>
    /// The maximum number of rows of a list. It decreases with the number of tenants, so that a page about 200 tenants is smaller than 2 MB.
    /// </summary>
    private int MaxRows => Math.Clamp(600 / report.Tenants.Count, 3, 25);

    private int MostPermissionSets => Math.Clamp(800 / report.Tenants.Count, 4, 12);

    /// <summary>Writes the section as an element that can be collapsed. It is initially collapsed if there are several.</summary>
    public Html Write() => Html.Of($"""
        <details class="tenant"{(IsOnly ? Html.Of($" open") : default)}><summary><h2>{_tenant.Name}</h2>
        <span class="counts"><span class="muted">{TenantReportPage.Count(_tenant.ExistingEnvironments.Count(), "environment")}</span>{Html.Join(
            TenantReportPage.Severities, Badge)}</span></summary>
        <div class="body" id="tenant-{index}" tabindex="-1">
        <p class="muted">{_tenant.TenantId}{(_tenant.Account is null ? default : Html.Of($" · read as {_tenant.Account}"))}</p>
        {Warnings()}
        {Environments()}
        {Settings()}
        {Drift()}
        {Columns()}
        {Features()}
        {AppUpdates()}
        {Users()}
        {Sessions()}
        {Operations()}
        {NotAvailable()}
        </div></details>

        """);

    private Html Badge(WarningSeverity severity) => TenantReport.Count(_warnings, severity) is > 0 and var count
        ? Html.Of($"<span class=\"badge {TenantReportPage.ClassOf(severity)}\">{TenantReportPage.Count(severity, count)}</span>")
        : default;

    /// <summary>Writes the warnings, which the page of a single tenant already shows at the top.</summary>
    private Html Warnings() => IsOnly || _warnings.Count == 0 ? default : Html.Of($"""
        <section class="card" data-part="warnings"><h3>Warnings</h3><ul class="warnings">{Html.Join(_warnings, warning => Html.Of($"""
        <li class="{TenantReportPage.ClassOf(warning.Kind.Severity)}"><span class="badge">{warning.Kind.Severity}</span>
        <span class="text">{(warning.Environment is null ? default : Html.Of($"<b>{warning.Environment}</b> "))}{warning.Text}
        {TenantReportPage.Command(warning)}</span></li>
        """))}</ul></section>
        """);

    private Html Environments() => HtmlTable.Environments.Write(_tenant.Environments, state => [
        Link(state.Environment.WebClientLoginUrl, state.Name),
        Html.Of($"{state.Environment.Type}"),
        Html.Of($"{state.Environment.Version}"),
        Status(state.Environment.Status, state.Environment.HasStatus("Active"), state.Environment.HasFailed),
        Html.Of($"{state.Environment.CountryCode}"),
        Update(state),
        Html.Of($"{state.UpdateWindow}"),
        Html.Of($"{state.Apps?.Count}"),
        Html.Of($"{state.Sessions?.Count}"),
    ]);

    private Html Settings() => _tenant.Environments is null ? default : HtmlTable.Settings.Write([.. _tenant.ExistingEnvironments], state => [
        Html.Of($"{state.Name}"),
        Html.Of($"{PartnerAccess(state.PartnerAccess)}"),
        Html.Of($"{(state.Environment.HasApplicationInsights ? "Connected" : "Not connected")}"),
        TenantReportPage.Date(state.Environment.GracePeriodStartDate),
        TenantReportPage.Date(state.Environment.EnforcedUpdatePeriodStartDate),
        Html.Of($"{state.DaysUntilEnforcedUpdate(report.CreatedOn)}"),
    ]);

    private static string? PartnerAccess(BcEnvironmentPartnerAccess? access) =>
        access is { AllowsAll: true } ? "All partners"
        : access is { PartnerTenantId.Count: > 0 and var count } ? TenantReportPage.Count(count, "partner tenant")
        : access?.Access;

    /// <summary>Writes the features. They are omitted for many tenants, because the warnings contain the same IDs and versions.</summary>
    private Html Features() => IsOneOfMany || _tenant.Environments?.Any(state => state.Features is not null) != true ? default
        : HtmlTable.Features.Write(
        [
            .. _tenant.Environments.SelectMany(state => (state.MandatoryFeatures ?? []).Select(feature => (state.Name, Mandatory: feature)))
                .GroupBy(found => (found.Mandatory.Feature.FeatureId, found.Mandatory.Since)),
        ], group => Row(group.First().Mandatory.Feature, string.Join(", ", group.Select(found => found.Name))), MaxRows);

    private static IReadOnlyList<Html> Row(BcFeature feature, string environments) =>
    [
        Link(feature.LearnMoreLink, feature.DescriptionInEnglish is { Length: > 0 } text ? text : feature.FeatureId),
        Html.Of($"{feature.FeatureId}"),
        Html.Of($"{environments}"),
        Html.Of($"{feature.MandatoryBy}"),
        Html.Of($"{feature.MandatoryByVersion}"),
    ];

    private static Html Update(EnvironmentState state) => state.NextUpdate is { } next
        ? Html.Of($"{next}{(next.ScheduledOn is { } date ? Html.Of($" <span class=\"muted\">{TenantReportPage.Time(date)}</span>") : default)}")
        : default;

    private Html Drift() => HtmlTable.Drift.Write(_tenant.Drift, difference => [
        Html.Of($"{difference.EnvironmentName}"),
        Html.Of($"{difference.Component}"),
        Html.Of($"{difference.Key}"),
        Html.Of($"{difference.Property}"),
        Html.Of($"{difference.Current}"),
        Html.Of($"{difference.Desired}"),
        Html.Of($"{difference.Action}"),
        Html.Of($"{difference.Reason}"),
    ], MaxRows);

    private Html Columns()
    {
        var (storage, people) = (Storage(), Html.Of($"{Recipients()}{AuthorizedApps()}"));
        return storage.ToString().Length + people.ToString().Length == 0 ? default : Html.Of($"""
            <div class="columns">
            {storage}
            <div class="stack">{people}</div>
            </div>
            """);
    }

    private Html Storage()
    {
        if (_tenant.Storage is not { } storage)
            return default;
        var total = _tenant.Quota?.TotalStorageKB;
        var known = storage.Where(entry => entry.DatabaseSizeKB is not null).OrderByDescending(entry => entry.DatabaseSizeKB).ToList();
        var scale = Math.Max(known.FirstOrDefault()?.DatabaseSizeKB ?? 0, 1);
        return Html.Of($"""
            <section class="card" data-part="storage"><h3>Storage</h3>
            <p class="figure"><strong>{TenantReportPage.Size(_tenant.UsedKB ?? 0)}</strong>
            {(total is null ? default
                : Html.Of($"<span class=\"muted\">of {TenantReportPage.Size(total.Value)} used ({_tenant.UsedShare:0%})</span>"))}</p>
            {Meter(_tenant.UsedShare)}
            <ul class="bars">{Html.Join(known.Take(MaxRows), entry => Bar(
                entry.EnvironmentName, entry.DatabaseSizeKB!.Value / (double)scale, TenantReportPage.Size(entry.DatabaseSizeKB.Value)))}</ul>
            {HtmlTable.More(known.Count - MaxRows, "environment")}
            {Quota(_tenant.Quota)}
            </section>
            """);
    }

    private static Html Quota(BcQuota? quota) => quota is null ? default : Html.Of($"""
        <p class="muted small">{TenantReportPage.Size(quota.DefaultStorageKB ?? 0)} by subscription,
        {TenantReportPage.Size(quota.UserLicenseStorageKB ?? 0)} by user licenses, {TenantReportPage.Size(quota.AdditionalStorageKB ?? 0)} purchased.
        Quota: {quota.ProductionEnvironments} production and {quota.SandboxEnvironments} sandbox environments.</p>
        """);

    private Html Recipients() => _tenant.Recipients is not { } recipients ? default : Html.Of($"""
        <section class="card" data-part="notifications"><h3>Notification recipients</h3>
        {(recipients.Count == 0
            ? Html.Of($"<p class=\"muted\">None.</p>")
            : Html.Of($"<ul class=\"plain\">{Html.Join(recipients.Take(MaxRows), recipient =>
                Html.Of($"<li>{recipient.Name} <span class=\"muted\">{recipient.Email}</span></li>"))}</ul>"))}
        {HtmlTable.More(recipients.Count - MaxRows, "recipient")}
        </section>
        """);

    private Html AuthorizedApps() => _tenant.AuthorizedApps is not { } apps ? default : Html.Of($"""
        <section class="card" data-part="authorized-apps"><h3>Authorized apps</h3>
        {(apps.Count == 0
            ? Html.Of($"<p class=\"muted\">None.</p>")
            : Html.Of($"<ul class=\"plain\">{Html.Join(apps.Take(MaxRows), app =>
                Html.Of($"<li>{app.ClientId} <span class=\"muted\">{Consent(app.IsAdminConsentGranted)}</span></li>"))}</ul>"))}
        {HtmlTable.More(apps.Count - MaxRows, "app")}
        </section>
        """);

    private static string? Consent(bool? granted) => granted switch
    {
        true => "admin consent",
        false => "no admin consent",
        null => null,
    };

    /// <summary>Writes one line for each part and reason, with the environments.</summary>
    private Html NotAvailable() => _tenant.Unavailable.Count == 0 ? default : Html.Of($"""
        <section class="card" data-part="not-available"><h3>Not available</h3><ul class="plain">{Html.Join(
            _tenant.Unavailable.GroupBy(part => (part.Part, part.Reason)), group => Html.Of($"""
        <li><b>{group.Key.Part}</b> <span class="muted">{string.Join(", ", group.Select(part => part.Environment).OfType<string>())}</span>
        {group.Key.Reason}</li>
        """))}</ul></section>
        """);

    private Html AppUpdates() => !report.Has(ReportSections.Apps) || _tenant.Environments is null ? default : HtmlTable.AppUpdates.Write(
        [.. _tenant.Environments.SelectMany(state => (state.AppUpdates ?? []).Select(update => (State: state, Update: update)))], row => [
        Html.Of($"{row.Update.Name}"),
        Html.Of($"{row.State.Name}"),
        Html.Of($"{row.Update.Publisher}"),
        Html.Of($"{row.State.InstalledVersion(row.Update)}"),
        Html.Of($"{row.Update.TargetVersion}"),
        Html.Of($"{string.Join(", ", row.Update.Requirements.Select(needed => needed.Name))}"),
    ], MaxRows);

    private Html Users()
    {
        var read = (_tenant.Environments ?? []).Where(state => state.Users is not null).ToList();
        return read.Count == 0 ? default : Html.Of($"""
            <section class="card" data-part="users"><h3>Users by permission set</h3>
            <p class="muted small">Enabled users who hold a permission set directly, not through a security group.</p>
            <div class="columns">{Html.Join(read, state => UsersOf(state.Name, state.Users!))}</div></section>
            """);
    }

    private Html UsersOf(string environment, UserSummary users)
    {
        var scale = Math.Max(users.PermissionSets.FirstOrDefault()?.Users ?? 0, 1);
        return Html.Of($"""
            <div data-environment="{environment}"><h4>{environment}
            <span class="muted">{TenantReportPage.Count(users.Enabled, "enabled user")}, {users.Disabled:#,0} disabled</span></h4>
            <ul class="bars">{Html.Join(users.PermissionSets.Take(MostPermissionSets), set =>
                Bar(set.RoleId, set.Users / (double)scale, TenantReportPage.Number(set.Users)))}</ul>
            {HtmlTable.More(users.PermissionSets.Count - MostPermissionSets, "permission set")}
            {(users.SuperUsers.Count == 0 ? default
                : Html.Of($"<p class=\"small\"><b>{UserSummary.Super}:</b> {string.Join(", ", users.SuperUsers.Take(MaxRows))}</p>"))}
            {HtmlTable.More(users.SuperUserCount - Math.Min(users.SuperUsers.Count, MaxRows), "user")}
            </div>
            """);
    }

    private Html Sessions() => !report.Has(ReportSections.Sessions) || _tenant.Environments is null ? default : HtmlTable.Sessions.Write(
        [.. _tenant.Environments.SelectMany(state => state.Sessions ?? []).OrderBy(session => session.LogOnDate)], session => [
        Html.Of($"{session.UserId}"),
        Html.Of($"{session.EnvironmentName}"),
        Html.Of($"{session.SessionId}"),
        Html.Of($"{session.ClientType}"),
        TenantReportPage.Time(session.LogOnDate),
        Html.Of($"{session.CurrentObjectName ?? session.EntryPointObjectName}"),
    ], MaxRows);

    private Html Operations() => HtmlTable.Operations.Write(
        _tenant.Operations?.OrderByDescending(operation => operation.CreatedOn).ToList(), operation => [
        Html.Of($"{operation.Type}"),
        Html.Of($"{operation.EnvironmentName}"),
        TenantReportPage.Time(operation.CreatedOn),
        Status(operation.Status, operation.IsSucceeded, operation.HasStatus("failed")),
        Duration(operation.Duration),
        Html.Of($"{operation.CreatedBy}"),
        Html.Of($"{operation.ErrorMessage}"),
    ], MaxRows);

    /// <summary>Writes a bar. It repeats the value, so it is hidden from screen readers.</summary>
    private static Html Bar(string label, double share, string value) => Html.Of($"""
        <li><span class="name">{label}</span><svg aria-hidden="true"><rect width="{Math.Clamp(100 * share, 0.5, 100):0.#}%"/></svg>
        <span class="value">{value}</span></li>

        """);

    private static Html Meter(double? share) => share is not { } used ? default : Html.Of($"""
        <svg class="meter {(used > 1 ? "critical" : used > 0.9 ? "warning" : "")}" aria-hidden="true">
        <rect class="track" width="100%"/><rect width="{Math.Clamp(100 * used, 0.5, 100):0.##}%"/></svg>
        """);

    private static Html Status(string? status, bool good, bool bad) =>
        Html.Of($"<span class=\"status {(good ? "good" : bad ? "critical" : "waiting")}\">{status}</span>");

    /// <summary>Writes a link. URLs come from the service, so only HTTPS URLs become links.</summary>
    private static Html Link(string? address, string text) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
            ? Html.Of($"<a href=\"{uri.AbsoluteUri}\">{text}</a>")
            : Html.Of($"{text}");

    private static Html Duration(TimeSpan? time) => time is not { } known ? default
        : Html.Of($"<data value=\"{known.TotalSeconds:0}\">{DurationText(known)}</data>");

    private static string DurationText(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => Messages.HoursAndMinutes(time),
        { TotalMinutes: >= 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.Seconds} s"),
    };
}
