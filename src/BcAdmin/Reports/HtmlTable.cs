namespace BcAdmin.Reports;

/// <summary>
/// The definition of a table in the page. On narrow screens, rows are shown as lists in which the style sheet adds the column name to each cell, so
/// that the page contains each name only once.
/// </summary>
/// <param name="Part">The value of the data-part attribute.</param>
/// <param name="Columns">The column headings. The first column identifies the row; the prefix # marks numbers.</param>
internal sealed record HtmlTable(string Part, string Title, params string[] Columns)
{
    public static readonly HtmlTable Tenants = new(
        "tenants", "Tenants", "Tenant", "#Environments", "#Critical", "#Warnings", "#Notes", "#App updates", "#Sessions", "#Storage");

    public static readonly HtmlTable Environments = new(
        "environments", "Environments", "Name", "Type", "Version", "Status", "Country", "Next update", "Update window", "#Apps", "#Sessions");

    public static readonly HtmlTable Settings = new(
        "settings", "Access, telemetry, and enforced updates", "Environment", "Partner access", "Application Insights", "Grace period from",
        "Updates enforced from", "#Days left");

    public static readonly HtmlTable Features = new(
        "features", Messages.FeaturesBecomingMandatory, "Feature", "ID", "Environments", "Mandatory by", "From version");

    public static readonly HtmlTable AppUpdates = new(
        "app-updates", "Apps with updates", "App", "Environment", "Publisher", "Installed", "Available", "Required first");

    public static readonly HtmlTable Sessions = new("sessions", "Sessions", "User", "Environment", "#Session", "Client", "Signed in", "Runs");

    public static readonly HtmlTable Operations = new(
        "operations", string.Create(CultureInfo.InvariantCulture, $"Operations of the last {TenantWarning.Recent.Days} days"),
        "Operation", "Environment", "Started", "Status", "#Duration", "Started by", "Error");

    public static readonly HtmlTable Drift = new(
        "drift", "Differences from the baseline", "Environment", "Component", "Entry", "Property", "Current", "Baseline", "Action", "Reason");

    private static readonly HtmlTable[] All = [Tenants, Environments, Settings, Features, AppUpdates, Sessions, Operations, Drift];

    /// <summary>The CSS rules that show the column names on narrow screens.</summary>
    public static string NarrowLabels { get; } = string.Concat(All.SelectMany(table => table.Columns.Skip(1).Select((column, index) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"[data-part={table.Part}] td:nth-child({index + 2})::before {{ content: \"{column.TrimStart('#')}\"; }}\n"))));

    /// <summary>The CSS selectors of numeric columns.</summary>
    public static string NumberColumns { get; } = string.Join(", ", All.SelectMany(table => table.Columns
        .Select((column, index) => (column, index)).Where(entry => entry.column[0] == '#')
        .Select(entry => string.Create(
            CultureInfo.InvariantCulture, $"[data-part={table.Part}] :is(th, td):nth-child({entry.index + 1})"))));

    /// <summary>Writes the first rows of the table. Null is omitted, as are the end tags that are optional in HTML.</summary>
    public Html Write<T>(IReadOnlyCollection<T>? rows, Func<T, IReadOnlyList<Html>> cells, int most = int.MaxValue, int level = 3) =>
        rows is null ? default : Html.Of($"""
            <section class="card" data-part="{Part}">{Heading(level)}
            {(rows.Count == 0 ? Html.Of($"<p class=\"muted\">None.</p>") : Html.Of($"""
                <div class="scroll"><table aria-label="{Title}"><thead><tr>{Html.Join(
                    Columns, column => Html.Of($"<th scope=\"col\"{Numeric(column)}>{column.TrimStart('#')}"))}</thead>
                <tbody>
                {Html.Join(rows.Take(most), row => Html.Of($"<tr>{Cells(cells(row))}\n"))}</tbody></table></div>
                {More(rows.Count - most, "row")}
                """))}
            </section>
            """);

    /// <summary>Writes the number of omitted items.</summary>
    public static Html More(int count, string noun) =>
        count <= 0 ? default : Html.Of($"<p class=\"muted small\">{count:#,0} more {noun}{(count == 1 ? "" : "s")}</p>");

    private Html Heading(int level) => level == 2 ? Html.Of($"<h2>{Title}</h2>") : Html.Of($"<h3>{Title}</h3>");

    private Html Cells(IReadOnlyList<Html> row) => Html.Join(
        row.Zip(Columns), cell => cell.Second == Columns[0]
            ? Html.Of($"<th scope=\"row\">{cell.First}")
            : Html.Of($"<td>{cell.First}"));

    private static Html Numeric(string column) => column[0] == '#' ? Html.Of($" class=\"number\"") : default;
}
