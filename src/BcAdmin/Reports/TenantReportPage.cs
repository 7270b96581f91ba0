using System.Security.Cryptography;
using System.Text;

namespace BcAdmin.Reports;

/// <summary>
/// A report as one HTML page without external resources. A content security policy allows only its own style sheet and script. The script adds
/// search, filters, and sorting; the content is readable without it.
/// </summary>
internal sealed class TenantReportPage(TenantReport report)
{
    /// <summary>The maximum number of warnings with commands. A longer list omits them, because the sections of the tenants contain them.</summary>
    private const int MaxCommands = 25;

    public static readonly IReadOnlyList<WarningSeverity> Severities = Enum.GetValues<WarningSeverity>();

    private static readonly string StyleSheet = "\n" + Resource("TenantReport.css")
        .Replace("/* numbers */", HtmlTable.NumberColumns, StringComparison.Ordinal)
        .Replace("/* labels */", HtmlTable.NarrowLabels, StringComparison.Ordinal);
    private static readonly string Script = "\n" + Resource("TenantReport.js");

    private bool HasSeveral => report.Tenants.Count > 1;

    private string Title => HasSeveral ? "Business Central tenants" : $"Business Central: {report.Tenants[0].Name}";

    /// <summary>Writes the page tenant by tenant, so that it is never in memory as a whole.</summary>
    public void Write(Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        writer.Write(Head());
        writer.Write(Summary());
        for (var index = 0; index < report.Tenants.Count; index++)
            writer.Write(new TenantSection(report, index).Write());
        writer.Write(Foot());
    }

    public static string ClassOf(WarningSeverity severity) => severity.ToString().ToLowerInvariant();

    public static string Number(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Count(int number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    public static string Count(WarningSeverity severity, int number) =>
        severity == WarningSeverity.Critical ? $"{Number(number)} critical" : Count(number, ClassOf(severity));

    public static string Size(long kilobytes) => kilobytes >= 1024 * 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{kilobytes / 1024d / 1024d:#,0.#} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{kilobytes / 1024d:#,0.#} MB");

    public static Html Time(DateTimeOffset? time) =>
        time is { } known ? Html.Of($"<time>{known.UtcDateTime:yyyy-MM-dd HH:mm}Z</time>") : default;

    public static Html Date(DateTimeOffset? time) => time is { } known ? Html.Of($"<time>{known.UtcDateTime:yyyy-MM-dd}</time>") : default;

    /// <summary>Writes a command, to which the script adds a copy button.</summary>
    public static Html Command(TenantWarning warning) => Html.Of($"<code>{warning.Command}</code>");

    private Html Head() => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="{Html.Trusted(Policy())}">
        <meta name="referrer" content="no-referrer">
        <title>{Title}</title>
        <link rel="icon" href="data:,">
        <style>{Html.Trusted(StyleSheet)}</style>
        </head>
        <body>
        <nav class="skip" aria-label="Skip"><a href="#warnings">Skip to warnings</a>
        <a href="#{(HasSeveral ? "tenants" : "tenant-0")}">Skip to {(HasSeveral ? "tenants" : "details")}</a></nav>
        <header class="page">
        <h1>{Title}</h1>
        <p class="muted">{Count(report.Tenants.Count, "tenant")} as of {CreatedOn()}. All times are UTC.</p>
        </header>
        <main>

        """);

    /// <summary>Writes the content before the sections of the tenants.</summary>
    private Html Summary() => Html.Of($"""
        {Tiles()}
        {Filters()}
        {Warnings()}
        {Overview()}
        {(HasSeveral ? Html.Of($"""
            <div class="tools" data-tools hidden><button type="button" data-fold="open">Expand all</button>
            <button type="button" data-fold="closed">Collapse all</button></div>
            """) : default)}

        """);

    private Html Foot() => Html.Of($"""
        </main>
        <footer class="muted">Created on {CreatedOn()} (UTC) by Export-BcTenantReport of the PowerShell module
        {TenantReport.Product} {TenantReport.Version}.</footer>
        <script>{Html.Trusted(Script)}</script>
        </body>
        </html>

        """);

    private Html CreatedOn() => Html.Of($"""
        <time datetime="{report.CreatedOn.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}">{report.CreatedOn.UtcDateTime:yyyy-MM-dd HH:mm}Z</time>
        """);

    /// <summary>Gets the content security policy with the hashes of the exact text between the tags.</summary>
    private static string Policy() =>
        $"default-src 'none'; style-src '{HashOf(StyleSheet)}'; script-src '{HashOf(Script)}'; img-src data:; base-uri 'none'; form-action 'none'";

    private static string HashOf(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private Html Tiles()
    {
        var environments = report.Tenants.SelectMany(tenant => tenant.ExistingEnvironments).ToList();
        var critical = report.Count(WarningSeverity.Critical);
        var tiles = new List<(string Key, string Label, string Value, string Detail)>
        {
            ("environments", "Environments", Number(environments.Count),
                $"{Number(environments.Count(state => state.Environment.HasType("Production")))} production, "
                    + $"{Number(environments.Count(state => state.Environment.HasType("Sandbox")))} sandbox"),
            ("warnings", "Warnings", Number(critical + report.Count(WarningSeverity.Warning)), $"{Number(critical)} critical"),
        };
        if (report.Has(ReportSections.Updates))
        {
            tiles.Add(
                ("updates", "Updates scheduled", Number(environments.Count(state => state.NextUpdate is not null)), NextUpdateText(environments)));
        }

        if (report.Has(ReportSections.Apps))
            tiles.Add(("app-updates", "App updates", Number(environments.Sum(state => state.AppUpdates?.Count ?? 0)), "available"));
        if (report.Has(ReportSections.Storage))
        {
            tiles.Add(
                ("storage", "Storage", Size(report.Tenants.Sum(tenant => tenant.UsedKB ?? 0)),
                $"of {Size(report.Tenants.Sum(tenant => tenant.Quota?.TotalStorageKB ?? 0))}"));
        }

        if (report.Has(ReportSections.Sessions))
            tiles.Add(("sessions", "Sessions", Number(environments.Sum(state => state.Sessions?.Count ?? 0)), "active"));
        return Html.Of($"""
            <section class="tiles" aria-label="Key figures">{Html.Join(tiles, tile => Html.Of($"""
            <div class="tile" data-tile="{tile.Key}"><span class="label">{tile.Label}</span><strong>{tile.Value}</strong>
            <span class="muted">{tile.Detail}</span></div>
            """))}</section>
            """);
    }

    private static string NextUpdateText(List<EnvironmentState> environments) =>
        environments.Select(state => state.NextUpdate?.ScheduledOn).Where(date => date is not null).Min() is { } first
            ? $"first on {first.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}"
            : environments.Any(state => state.NextUpdate is not null) ? "without a date" : "none selected";

    /// <summary>Writes the filters, which the script shows. A page about one tenant has none.</summary>
    private Html Filters()
    {
        if (!HasSeveral)
            return default;
        var kinds = WarningKind.All.Where(kind => report.WarningsOf.Any(warnings => warnings.Any(warning => warning.Kind == kind)));
        var types = report.Tenants.SelectMany(tenant => tenant.Environments ?? []).Select(state => state.Environment.Type)
            .Where(type => !string.IsNullOrEmpty(type)).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase);
        return Html.Of($"""
            <section class="card filters" role="search" aria-label="Filter the report" data-tools hidden>
            <p class="field wide"><label for="search">Search</label><input id="search" type="search" autocomplete="off" spellcheck="false"></p>
            {Select("tenant", "Tenant", "All tenants", report.Tenants.Select((tenant, index) => ($"{index}", tenant.Name)))}
            {Select("severity", "Severity", "All severities", Severities.Select(severity => ($"{severity}", $"{severity}")))}
            {Select("kind", "Warning", "All warnings", kinds.Select(kind => (kind.Id, kind.Title)))}
            {Select("type", "Environment type", "All types", types.Select(type => (type!, type!)))}
            <p class="field"><button id="clear" type="button">Clear filters</button></p>
            <p class="status-line" id="shown" role="status"></p>
            </section>
            """);
    }

    private static Html Select(string id, string label, string all, IEnumerable<(string Value, string Text)> options) => Html.Of($"""
        <p class="field"><label for="{id}">{label}</label><select id="{id}"><option value="">{all}</option>{Html.Join(
            options, option => Html.Of($"<option value=\"{option.Value}\">{option.Text}</option>"))}</select></p>
        """);

    /// <summary>Writes one line for each kind of warning, the most urgent first. A kind with several warnings expands to a list.</summary>
    private Html Warnings()
    {
        var all = report.WarningsOf.SelectMany((warnings, index) => warnings.Select(warning => (Index: index, Warning: warning)))
            .ToLookup(found => found.Warning.Kind);
        return Html.Of($"""
            <section class="card" id="warnings" tabindex="-1"><h2>Warnings</h2>
            {(all.Count == 0
                ? Html.Of($"<p class=\"good\">No warnings.</p>")
                : Html.Of($"""
                    <p class="muted small">The commands require a connection to the tenant: Connect-BcTenant</p>
                    <ul class="warnings">{Html.Join(WarningKind.All.Where(all.Contains), kind => Group(kind, [.. all[kind]]))}</ul>
                    """))}
            </section>
            """);
    }

    private Html Group(WarningKind kind, IReadOnlyList<(int Index, TenantWarning Warning)> found)
    {
        var content = found is [var one]
            ? Html.Of($"""
                <div class="line"{Data(one.Index, one.Warning)}>{Badge(kind)}
                <span class="text">{Item(one)}{one.Warning.Text}{Why(kind)}{Command(one.Warning)}</span></div>
                """)
            : Html.Of($"""
                <details{(HasSeveral ? default : Html.Of($" open"))}><summary>{Badge(kind)}
                <span class="text">{kind.Summary([.. found.Select(item => item.Warning)])} <span class="muted" data-shown></span></span></summary>
                {Why(kind)}
                {(HasSeveral && found.Count > MaxCommands
                    ? Html.Join(found.GroupBy(item => item.Warning.Text, StringComparer.Ordinal), Links) : Html.Of($"""
                    <ul>{Html.Join(found, item => Html.Of($"""
                        <li{Data(item.Index, item.Warning)}>{Item(item)}{item.Warning.Text}{Command(item.Warning)}</li>

                        """))}</ul>
                    """))}</details>
                """);
        return Html.Of($"""
            <li class="{ClassOf(kind.Severity)}" data-severity="{kind.Severity}" data-kind="{kind.Id}">{content}</li>

            """);
    }

    private static Html Why(WarningKind kind) => Html.Of($"<span class=\"why\">{kind.Why}</span>");

    private static Html Badge(WarningKind kind) => Html.Of($"<span class=\"badge\">{kind.Severity}</span>");

    /// <summary>Writes the text once, with links to the affected tenants.</summary>
    private Html Links(IGrouping<string, (int Index, TenantWarning Warning)> found) => Html.Of($"""
        <div class="same">{found.Key}<ul>{Html.Join(found, item => Html.Of($"<li{Data(item.Index, item.Warning)}>{Item(item)}</li>\n"))}</ul></div>
        """);

    private Html Item((int Index, TenantWarning Warning) item)
    {
        var tenant = HasSeveral ? Html.Of($"<a href=\"#tenant-{item.Index}\">{item.Warning.Tenant}</a> ") : default;
        var environment = item.Warning.Environment is { } name ? Html.Of($"{(HasSeveral ? "/ " : "")}<b>{name}</b> ") : default;
        return Html.Of($"{tenant}{environment}");
    }

    /// <summary>Gets the attributes for the filters: the tenant and the type of the environment.</summary>
    private Html Data(int index, TenantWarning warning)
    {
        if (!HasSeveral)
            return default;
        var type = report.Tenants[index].Environments?.FirstOrDefault(
            state => state.Name.Equals(warning.Environment, StringComparison.OrdinalIgnoreCase))?.Environment.Type;
        return Html.Of($" data-tenant=\"{index}\"{(type is null ? default : Html.Of($" data-type=\"{type}\""))}");
    }

    private Html Overview() => !HasSeveral ? default : Html.Of($"""
        <div id="tenants" tabindex="-1">{HtmlTable.Tenants.Write(
            [.. report.Tenants.Select((tenant, index) => (Index: index, Item: tenant))], found => [
            Html.Of($"<a href=\"#tenant-{found.Index}\">{found.Item.Name}</a>"),
            Html.Of($"{found.Item.EnvironmentCount}"),
            Html.Of($"{TenantReport.Count(report.WarningsOf[found.Index], WarningSeverity.Critical)}"),
            Html.Of($"{TenantReport.Count(report.WarningsOf[found.Index], WarningSeverity.Warning)}"),
            Html.Of($"{TenantReport.Count(report.WarningsOf[found.Index], WarningSeverity.Note)}"),
            Html.Of($"{found.Item.AppUpdateCount}"),
            Html.Of($"{found.Item.SessionCount}"),
            Html.Of($"{found.Item.UsedShare:0%}"),
        ], level: 2)}</div>
        """);

    /// <summary>Reads a resource with line feeds only, because browsers normalize line breaks before they compute the hash.</summary>
    private static string Resource(string name)
    {
        using var stream = typeof(TenantReportPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
