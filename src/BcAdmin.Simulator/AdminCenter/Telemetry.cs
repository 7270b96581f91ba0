namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Events that an environment logged: its operations, and the activity of its users.</summary>
internal static class Telemetry
{
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromHours(1);

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
            throw Refusal.InvalidInput("startDateUtc", "startDateUtc must not be later than endDateUtc.");

        end = end < call.Now ? end : call.Now;
        var events = TelemetryEvent.Of(call.Tenant, environment, start, end);
        return Reply.Ok(new JsonObject
        {
            ["queryColumns"] = new JsonArray([.. Columns.Select((column, index) => WriteColumn(call, column, index))]),
            ["queryResults"] = new JsonArray([.. events.Select(WriteRow)]),
        });
    }

    private static JsonArray WriteRow(TelemetryEvent row) => new(EnvironmentJson.Time(row.Time), row.Level, row.EventId, row.Message, row.DurationMs);

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
}
