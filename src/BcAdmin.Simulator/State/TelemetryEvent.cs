namespace BcAdmin.Simulator.State;

/// <summary>An event that an environment logged: the end of one of its operations, or the activity of its users.</summary>
internal sealed record TelemetryEvent(DateTimeOffset Time, string Level, string EventId, string Message, long DurationMs)
{
    private const int MostRows = 1000;
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(5);
    private static readonly EventTemplate[] Everyday = DemoData.Read<EventTemplate[]>("telemetry");

    /// <summary>The events of a time span, newest first.</summary>
    public static IEnumerable<TelemetryEvent> Of(Tenant tenant, BcEnvironment environment, DateTimeOffset start, DateTimeOffset end) =>
        OfEverydayWork(environment, start, end).Concat(OfOperations(tenant, environment, start, end))
            .OrderByDescending(row => row.Time).Take(MostRows);

    // The same time always has the same event, so that two calls return the same data.
    private static IEnumerable<TelemetryEvent> OfEverydayWork(BcEnvironment environment, DateTimeOffset start, DateTimeOffset end)
    {
        var first = environment.VersionHistory is [var (since, _), ..] && since > start ? since : start;
        var count = 0;
        for (var slot = end.UtcTicks / Pace.Ticks; slot * Pace.Ticks >= first.UtcTicks && count < MostRows; slot--, count++)
        {
            var (level, eventId, message) = Everyday[slot % Everyday.Length];
            yield return new TelemetryEvent(new DateTimeOffset(slot * Pace.Ticks, TimeSpan.Zero), level, eventId, message, slot * 37 % 2000);
        }
    }

    private static IEnumerable<TelemetryEvent> OfOperations(Tenant tenant, BcEnvironment environment, DateTimeOffset start, DateTimeOffset end) =>
        from operation in tenant.Operations
        where operation.Environment == environment && operation.CompletedOn >= start && operation.CompletedOn <= end
        let completed = operation.CompletedOn!.Value
        let duration = completed - (operation.StartedOn ?? operation.CreatedOn)
        let level = operation.Status == OperationStatus.Failed ? "Error" : "Information"
        select new TelemetryEvent(completed, level, "LC0100", $"Operation {operation.Type} {operation.Status}", (long)duration.TotalMilliseconds);

    private sealed record EventTemplate(string Level, string EventId, string Message);
}
