namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>getEnvironmentTelemetry. Returns the rows of the table with their values by column name.</summary>
    public async Task<IReadOnlyList<BcTelemetryEvent>> ListTelemetryAsync(
        EnvironmentKey environment, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var query = new UrlQuery().Add("startDateUtc", start).Add("endDateUtc", end).Add("logCategory", "All");
        var request = Get("getEnvironmentTelemetry", (In(environment) / "telemetry").With(query));
        var table = await Api.GetAsync(request, BcJson.Default.TelemetryResult, cancellationToken).ConfigureAwait(false);
        var columns = table?.QueryColumns?.OrderBy(column => column.Ordinal ?? int.MaxValue).ToList() ?? [];
        return [.. (table?.QueryResults ?? []).Select(row => From(new BcTelemetryEvent(Values(columns, row)), environment))];
    }

    private static Dictionary<string, object?> Values(List<TelemetryColumn> columns, JsonElement[]? row)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < row?.Length; i++)
        {
            var column = i < columns.Count ? columns[i] : null;
            // A value without a column name, or with a name that is already used, is named by its position.
            var name = column?.Name is { Length: > 0 } known && !values.ContainsKey(known)
                ? known : string.Create(CultureInfo.InvariantCulture, $"Column{i + 1}");
            values[name] = column is { IsDate: true } && row[i].ValueKind == JsonValueKind.String && DateOf(row[i].GetString()) is { } date
                ? date : ApiJson.Plain(row[i]);
        }

        return values;
    }

    private static DateTimeOffset? DateOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
