using System.Text.Json.Nodes;
using BcAdmin.Simulator.Serving;
using BcAdmin.Simulator.State;

namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Events that an environment logged: its own operations, and the everyday work of its users.</summary>
internal static class Telemetry
{
    private const int MostRows = 1000;
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(5);

    private static readonly (string Level, string EventId, string Message)[] Everyday =
    [
        ("Information", "RT0004", "Authentication succeeded"),
        ("Information", "RT0005", "Operation exceeded time threshold (SQL query)"),
        ("Information", "AL0000E24", "Job queue entry finished"),
        ("Warning", "RT0012", "Database lock timed out"),
        ("Information", "RT0008", "Web service called (API)"),
        ("Error", "RT0030", "Error dialog displayed: there is nothing to post"),
    ];

    private static readonly (string Name, string Type, bool Wide)[] Columns =
    [
        ("Timestamp", "datetime", false),
        ("Level", "string", false),
        ("EventId", "string", false),
        ("Message", "string", true),
        ("DurationMs", "numeric", false),
    ];

    [Operation("getEnvironmentTelemetry")]
    public static Reply GetEnvironmentTelemetry(Call call)
    {
        Environments.Family(call, "applicationTypeDoesNotExist");
        var environment = Environments.Find(call);
        var end = call.QueryTime("endDateUtc") ?? call.Now;
        var start = call.QueryTime("startDateUtc") ?? end - DefaultSpan;
        if (start > end)
            throw new Refusal(400, "invalidInput", "startDateUtc must not be later than endDateUtc.") { Target = "startDateUtc" };

        end = end < call.Now ? end : call.Now;
        var rows = EverydayRows(environment, start, end).Concat(OperationRows(call, environment, start, end)).OrderByDescending(row => row.Time).Take(MostRows);
        return Reply.Ok(new JsonObject
        {
            ["queryColumns"] = new JsonArray([.. Columns.Select((column, index) => WriteColumn(call, column, index))]),
            ["queryResults"] = new JsonArray([.. rows.Select(row => new JsonArray(EnvironmentJson.Time(row.Time), row.Level, row.EventId, row.Message, row.DurationMs))]),
        });
    }

    // The same moment always gives the same row, so that two calls agree.
    private static IEnumerable<Row> EverydayRows(BcEnvironment environment, DateTimeOffset start, DateTimeOffset end)
    {
        var first = environment.VersionHistory is [var (since, _), ..] && since > start ? since : start;
        var count = 0;
        for (var slot = end.UtcTicks / Pace.Ticks; slot * Pace.Ticks >= first.UtcTicks && count < MostRows; slot--, count++)
        {
            var (level, eventId, message) = Everyday[slot % Everyday.Length];
            yield return new Row(new DateTimeOffset(slot * Pace.Ticks, TimeSpan.Zero), level, eventId, message, slot * 37 % 2000);
        }
    }

    private static IEnumerable<Row> OperationRows(Call call, BcEnvironment environment, DateTimeOffset start, DateTimeOffset end) =>
        call.Tenant.Operations.Where(operation => operation.Environment == environment && operation.CompletedOn >= start && operation.CompletedOn <= end)
            .Select(operation => new Row(
                operation.CompletedOn!.Value, operation.Status == OperationStatus.Failed ? "Error" : "Information", "LC0100",
                $"Operation {operation.Type} {operation.Status}", (long)(operation.CompletedOn.Value - (operation.StartedOn ?? operation.CreatedOn)).TotalMilliseconds));

    private static JsonObject WriteColumn(Call call, (string Name, string Type, bool Wide) column, int index)
    {
        var numeric = call.Settings.NumericTelemetryTypes;
        return new JsonObject
        {
            ["name"] = column.Name,
            ["ordinal"] = index,
            ["dataType"] = numeric ? column.Type switch { "string" => 0, "numeric" => 1, _ => 2 } : column.Type,
            ["expectations"] = numeric ? column.Wide ? 1 : 0 : column.Wide ? "wide" : "none",
        };
    }

    private sealed record Row(DateTimeOffset Time, string Level, string EventId, string Message, long DurationMs);
}
