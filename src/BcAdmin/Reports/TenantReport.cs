namespace BcAdmin.Reports;

/// <summary>One HTML page about the state of tenants. It refers to nothing outside of itself and has no script.</summary>
internal sealed class TenantReport(IReadOnlyList<TenantState> tenants, ReportSections sections, DateTimeOffset now)
{
    private const int MostRows = 25;
    private const int MostRoles = 12;

    private readonly IReadOnlyList<TenantWarning> _warnings =
        [.. tenants.SelectMany(tenant => TenantWarning.Of(tenant, now)).OrderBy(warning => warning.Level)];

    public string Write() => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <title>{Title}</title>
        <link rel="icon" href="data:,">
        <style>
        {StyleSheet()}
        </style>
        </head>
        <body>
        <header class="page">
        <h1>{Title}</h1>
        <p class="muted">{Count(tenants.Count, "tenant")} as of {Time(now)}. All times are UTC.</p>
        </header>
        <main>
        {Tiles()}
        {Warnings()}
        {Overview()}
        {Html.Join(tenants.Select(Tenant), section => section)}
        </main>
        <footer class="muted">Written by Export-BcTenantReport of BcAdmin.</footer>
        </body>
        </html>

        """).ToString();

    private string Title => tenants.Count == 1 ? $"Business Central: {tenants[0].Name}" : "Business Central tenants";

    /// <summary>For many tenants: where to look first, with a way there.</summary>
    private Html Overview() =>
        tenants.Count < 2 ? default : Table("tenants", "Tenants", [.. tenants.Select((tenant, index) => (Index: index, Item: tenant))],
        ["Tenant", "#Environments", "#Warnings", "#App updates", "#Sessions", "#Storage"], found => [
            Html.Of($"<a href=\"#tenant-{found.Index}\">{found.Item.Name}</a>"),
            Html.Of($"{found.Item.Environments?.Count(state => !state.IsDeleted)}"),
            Html.Of($"{_warnings.Count(warning => warning.Tenant == found.Item.Name && warning.Level != WarningLevel.Note)}"),
            Html.Of($"{found.Item.Environments?.Sum(state => state.AppUpdates?.Count ?? 0)}"),
            Html.Of($"{found.Item.Environments?.Sum(state => state.Sessions?.Count ?? 0)}"),
            Html.Of($"{found.Item.UsedShare:P0}"),
        ]);

    private Html Tiles()
    {
        var environments = tenants.SelectMany(tenant => tenant.Environments ?? []).Where(state => !state.IsDeleted).ToList();
        var tiles = new List<(string Key, string Label, string Value, string Detail)>
        {
            ("environments", "Environments", Number(environments.Count),
                $"{environments.Count(state => state.Environment.HasType("Production"))} production, "
                    + $"{environments.Count(state => state.Environment.HasType("Sandbox"))} sandbox"),
            ("warnings", "Warnings", Number(_warnings.Count(warning => warning.Level != WarningLevel.Note)),
                Count(_warnings.Count(warning => warning.Level == WarningLevel.Critical), "of them critical", "of them critical")),
        };
        if (Has(ReportSections.Updates))
        {
            tiles.Add(
                ("updates", "Updates planned", Number(environments.Count(state => state.NextUpdate is not null)), NextUpdateText(environments)));
        }

        if (Has(ReportSections.Apps))
            tiles.Add(("app-updates", "App updates", Number(environments.Sum(state => state.AppUpdates?.Count ?? 0)), "waiting to be installed"));
        if (Has(ReportSections.Storage))
        {
            tiles.Add(
                ("storage", "Storage", Size(tenants.Sum(tenant => tenant.UsedKB ?? 0)),
                $"of {Size(tenants.Sum(tenant => tenant.Quota?.TotalStorageKB ?? 0))}"));
        }

        if (Has(ReportSections.Sessions))
            tiles.Add(("sessions", "Sessions", Number(environments.Sum(state => state.Sessions?.Count ?? 0)), "right now"));
        return Html.Of($"""
            <section class="tiles" aria-label="At a glance">{Html.Join(tiles, tile => Html.Of($"""
            <div class="tile" data-tile="{tile.Key}"><span class="label">{tile.Label}</span><strong>{tile.Value}</strong>
            <span class="muted">{tile.Detail}</span></div>
            """))}</section>
            """);
    }

    private static string NextUpdateText(IEnumerable<EnvironmentState> environments) =>
        environments.Select(state => state.NextUpdate?.ScheduledOn).Where(date => date is not null).Min() is { } first
            ? $"the first on {first.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
            : "none has a date";

    private Html Warnings() => Html.Of($"""
        <section class="card" id="warnings"><h2>Warnings</h2>
        {(_warnings.Count == 0
            ? Html.Of($"<p class=\"good\">Nothing to look at.</p>")
            : Html.Of($"<ul class=\"warnings\">{Html.Join(_warnings, Warning)}</ul>"))}
        </section>
        """);

    private Html Warning(TenantWarning warning)
    {
        var where =
            string.Join(" / ", new[] { tenants.Count > 1 ? warning.Tenant : null, warning.Environment }.Where(name => !string.IsNullOrEmpty(name)));
        var level = warning.Level.ToString();
        return Html.Of($"""
            <li class="{level.ToLowerInvariant()}"><span class="badge">{level}</span>
            <span class="text">{(where.Length == 0 ? default : Html.Of($"<b>{where}</b> "))}{warning.Text}</span></li>
            """);
    }

    private Html Tenant(TenantState tenant, int index) => Html.Of($"""
        <section class="tenant" id="tenant-{index}">
        <h2>{tenant.Name}</h2>
        <p class="muted">{tenant.TenantId}{(tenant.Account is null ? default : Html.Of($" · read as {tenant.Account}"))}</p>
        {Environments(tenant)}
        <div class="columns">
        {Storage(tenant)}
        {Recipients(tenant)}
        </div>
        {AppUpdates(tenant)}
        {Users(tenant)}
        {Sessions(tenant)}
        {Operations(tenant)}
        </section>
        """);

    private Html Environments(TenantState tenant) => Table("environments", "Environments", tenant.Environments,
        ["Name", "Type", "Version", "Status", "Country", "Next update", "Update window", "#Apps", "#Sessions"], state => [
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

    private static Html Update(EnvironmentState state) => state.NextUpdate is { } next
        ? Html.Of($"{next}{(next.ScheduledOn is { } date ? Html.Of($" <span class=\"muted\">{Time(date)}</span>") : default)}")
        : default;

    private Html Storage(TenantState tenant)
    {
        if (!Has(ReportSections.Storage) || tenant.Storage is not { } storage)
            return default;
        var total = tenant.Quota?.TotalStorageKB;
        var known = storage.Where(entry => entry.DatabaseSizeKB is not null).OrderByDescending(entry => entry.DatabaseSizeKB).ToList();
        var scale = Math.Max(known.FirstOrDefault()?.DatabaseSizeKB ?? 0, 1);
        return Html.Of($"""
            <section class="card" data-part="storage"><h3>Storage</h3>
            <p class="figure"><strong>{Size(tenant.UsedKB ?? 0)}</strong>
            {(total is null ? default : Html.Of($"<span class=\"muted\">of {Size(total.Value)} used ({tenant.UsedShare:P0})</span>"))}</p>
            {Meter(tenant.UsedShare)}
            <div class="bars">{Html.Join(
                known, entry => Bar(entry.EnvironmentName, entry.DatabaseSizeKB!.Value / (double)scale, Size(entry.DatabaseSizeKB.Value)))}</div>
            {Quota(tenant.Quota)}
            </section>
            """);
    }

    private static Html Quota(BcQuota? quota) => quota is null ? default : Html.Of($"""
        <p class="muted small">{Size(quota.DefaultStorageKB ?? 0)} by subscription, {Size(quota.UserLicenseStorageKB ?? 0)} by licenses,
        {Size(quota.AdditionalStorageKB ?? 0)} bought.
        {quota.ProductionEnvironments} production and {quota.SandboxEnvironments} sandbox environments are allowed.</p>
        """);

    private Html Recipients(TenantState tenant) => !Has(ReportSections.Notifications) || tenant.Recipients is not { } recipients
        ? default : Html.Of($"""
        <section class="card" data-part="notifications"><h3>Notified about updates and failures</h3>
        {(recipients.Count == 0
            ? Html.Of($"<p class=\"muted\">None.</p>")
            : Html.Of($"<ul class=\"plain\">{Html.Join(recipients, recipient =>
                Html.Of($"<li>{recipient.Name} <span class=\"muted\">{recipient.Email}</span></li>"))}</ul>"))}
        </section>
        """);

    private Html AppUpdates(TenantState tenant)
    {
        if (!Has(ReportSections.Apps) || tenant.Environments is null)
            return default;
        var updates = tenant.Environments.SelectMany(state => (state.AppUpdates ?? []).Select(update => (
            Environment: state.Name, Update: update, Installed: state.Apps?.FirstOrDefault(app => app.AppId == update.AppId)?.Version))).ToList();
        return Table("app-updates", "Apps with updates", updates,
            ["App", "Environment", "Publisher", "Installed", "Available", "Needs first"], row => [
            Html.Of($"{row.Update.Name}"),
            Html.Of($"{row.Environment}"),
            Html.Of($"{row.Update.Publisher}"),
            Html.Of($"{row.Installed}"),
            Html.Of($"{row.Update.TargetVersion}"),
            Html.Of($"{string.Join(", ", row.Update.Requirements.Select(needed => needed.Name))}"),
        ]);
    }

    private Html Users(TenantState tenant)
    {
        var read = (tenant.Environments ?? []).Where(state => state.Users is not null).ToList();
        return !Has(ReportSections.Users) || read.Count == 0 ? default : Html.Of($"""
            <section class="card" data-part="users"><h3>Users by permission set</h3>
            <p class="muted small">Enabled users who hold a set directly, not through a security group.</p>
            <div class="columns">{Html.Join(read, UsersOf)}</div></section>
            """);
    }

    private static Html UsersOf(EnvironmentState state)
    {
        var users = state.Users!;
        var holders = state.Holders;
        var scale = Math.Max(holders.FirstOrDefault().Users?.Count ?? 0, 1);
        var super = holders.FirstOrDefault(role => role.RoleId.Equals("SUPER", StringComparison.OrdinalIgnoreCase)).Users;
        return Html.Of($"""
            <div data-environment="{state.Name}"><h4>{state.Name}
            <span class="muted">{Count(users.Count(user => user.HasState("Enabled")), "enabled user")},
            {users.Count(user => !user.HasState("Enabled"))} disabled</span></h4>
            <div class="bars">{Html.Join(
                holders.Take(MostRoles), role => Bar(role.RoleId, role.Users.Count / (double)scale, Number(role.Users.Count)))}</div>
            {More(holders.Count - MostRoles, "permission set")}
            {(super is null ? default
                : Html.Of($"<p class=\"small\"><b>SUPER:</b> {string.Join(", ", super.Take(MostRows).Select(user => user.UserName))}</p>"))}
            </div>
            """);
    }

    private Html Sessions(TenantState tenant)
    {
        if (!Has(ReportSections.Sessions) || tenant.Environments is null)
            return default;
        var sessions = tenant.Environments.SelectMany(state => state.Sessions ?? []).OrderBy(session => session.LogOnDate).ToList();
        return Table("sessions", "Sessions", sessions, ["User", "Environment", "#Session", "Client", "Signed in", "Runs"], session => [
            Html.Of($"{session.UserId}"),
            Html.Of($"{session.EnvironmentName}"),
            Html.Of($"{session.SessionId}"),
            Html.Of($"{session.ClientType}"),
            Time(session.LogOnDate),
            Html.Of($"{session.CurrentObjectName ?? session.EntryPointObjectName}"),
        ]);
    }

    private Html Operations(TenantState tenant)
    {
        if (!Has(ReportSections.Operations) || tenant.Operations is null)
            return default;
        var late = tenant.Operations.Where(operation => operation.CreatedOn > now - TenantWarning.OfLate || !operation.IsCompleted)
            .OrderByDescending(operation => operation.CreatedOn).ToList();
        return Table("operations", string.Create(CultureInfo.InvariantCulture, $"Operations of the last {TenantWarning.OfLate.Days} days"), late,
            ["Operation", "Environment", "Begun", "Status", "Took", "By", "Error"], operation => [
            Html.Of($"{operation.Type}"),
            Html.Of($"{operation.EnvironmentName}"),
            Time(operation.CreatedOn),
            Status(operation.Status, operation.IsSucceeded, operation.HasStatus("failed")),
            Html.Of($"{Took(operation.Duration)}"),
            Html.Of($"{operation.CreatedBy}"),
            Html.Of($"{operation.ErrorMessage}"),
        ]);
    }

    /// <summary>A table of the first rows; null is left out, none is said. On a narrow screen each row becomes a list of its columns.</summary>
    /// <param name="columns">The first one names the row; # in front means numbers.</param>
    private static Html Table<T>(
        string part, string title, IReadOnlyList<T>? rows, IReadOnlyList<string> columns, Func<T, IReadOnlyList<Html>> cells)
        => rows is null ? default : Html.Of($"""
        <section class="card" data-part="{part}"><h3>{title}</h3>
        {(rows.Count == 0 ? Html.Of($"<p class=\"muted\">None.</p>") : Html.Of($"""
            <div class="scroll"><table><thead><tr>{Html.Join(
                columns, column => Html.Of($"<th scope=\"col\"{Numeric(column)}>{column.TrimStart('#')}</th>"))}</tr></thead>
            <tbody>
            {Html.Join(rows.Take(MostRows), row => Html.Of($"<tr>{Cells(cells(row), columns)}</tr>\n"))}</tbody></table></div>
            {More(rows.Count - MostRows, "row")}
            """))}
        </section>
        """);

    private static Html Cells(IReadOnlyList<Html> row, IReadOnlyList<string> columns) =>
        Html.Join(row.Zip(columns, (content, column) => Cell(content, column, column == columns[0])), cell => cell);

    private static Html Cell(Html content, string column, bool namesRow) => namesRow
        ? Html.Of($"<th scope=\"row\">{content}</th>")
        : Html.Of($"<td data-label=\"{column.TrimStart('#')}\"{Numeric(column)}>{content}</td>");

    private static Html Numeric(string column) => column[0] == '#' ? Html.Of($" class=\"number\"") : default;

    private static Html More(int count, string noun) => count <= 0 ? default : Html.Of($"<p class=\"muted small\">and {Count(count, noun)} more</p>");

    private static Html Bar(string label, double share, string value) => Html.Of($"""
        <div class="bar"><span class="name">{label}</span><svg role="img" aria-label="{label}: {value}" height="12">
        <rect class="fill" width="{Math.Clamp(100 * share, 0.5, 100):0.##}%" height="12" rx="3"/></svg><span class="value">{value}</span></div>
        """);

    private static Html Meter(double? share) => share is not { } used ? default : Html.Of($"""
        <svg class="meter {(used > 1 ? "critical" : used > 0.9 ? "warning" : "")}" role="img" aria-label="{used:P0} used" height="18">
        <rect class="track" width="100%" height="18" rx="4"/>
        <rect class="fill" width="{Math.Clamp(100 * used, 0.5, 100):0.##}%" height="18" rx="4"/></svg>
        """);

    private static Html Status(string? status, bool good, bool bad) =>
        Html.Of($"<span class=\"status {(good ? "good" : bad ? "critical" : "waiting")}\">{status}</span>");

    /// <summary>Addresses come from the service; only ordinary ones become links.</summary>
    private static Html Link(string? address, string text) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps
            ? Html.Of($"<a href=\"{uri.AbsoluteUri}\" rel=\"noreferrer\">{text}</a>")
            : Html.Of($"{text}");

    private static Html Time(DateTimeOffset? time) => time is { } known
        ? Html.Of($"<time datetime=\"{known.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\">{known.UtcDateTime:yyyy-MM-dd HH:mm}</time>")
        : default;

    private static string Took(TimeSpan? time) => time switch
    {
        null => "",
        { TotalHours: >= 1 } long_ => string.Create(CultureInfo.InvariantCulture, $"{(int)long_.TotalHours} h {long_.Minutes} min"),
        { TotalMinutes: >= 1 } some => string.Create(CultureInfo.InvariantCulture, $"{some.Minutes} min"),
        { } brief => string.Create(CultureInfo.InvariantCulture, $"{brief.Seconds} s"),
    };

    private static string Size(long kilobytes) => kilobytes >= 1024 * 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{kilobytes / 1024d / 1024d:#,0.#} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{kilobytes / 1024d:#,0.#} MB");

    private static string Number(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Count(int number, string noun, string? plural = null) => $"{Number(number)} {(number == 1 ? noun : plural ?? noun + "s")}";

    private bool Has(ReportSections section) => sections.HasFlag(section);

    private static Html StyleSheet()
    {
        using var stream = typeof(TenantReport).Assembly.GetManifestResourceStream("TenantReport.css")!;
        using var reader = new StreamReader(stream);
        return Html.Trusted(reader.ReadToEnd());
    }
}
