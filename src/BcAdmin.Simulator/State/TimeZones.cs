namespace BcAdmin.Simulator.State;

/// <summary>
/// The time zones of update windows. They are defined here and not read from the computer, which may have no
/// time zone data, or none under the Windows names that the service uses.
/// </summary>
internal static class TimeZones
{
    private static readonly Data Source = DemoData.Read<Data>("timeZones");

    public static IReadOnlyList<TimeZoneInfo> All { get; } = [.. Source.Zones.Select(Make)];

    public static TimeZoneInfo? Find(string id) => All.FirstOrDefault(zone => string.Equals(zone.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The zone that is shown for a country if none was specified.</summary>
    public static TimeZoneInfo DefaultOf(string countryCode) =>
        Find(Array.Find(Source.Zones, zone => zone.Countries?.Contains(countryCode, StringComparer.OrdinalIgnoreCase) == true)?.Id ?? "UTC")!;

    /// <summary>An offset as +HH:mm or -HH:mm.</summary>
    public static string Offset(TimeSpan offset) => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);

    private static TimeZoneInfo Make(Zone zone)
    {
        var offset = TimeSpan.FromHours(zone.Hours);
        var shown = zone.Hours == 0 ? "(UTC)" : $"(UTC{Offset(offset)})";
        TimeZoneInfo.AdjustmentRule[]? rules = zone.Summer is null ? null : [ToRule(Source.Summers[zone.Summer])];
        return TimeZoneInfo.CreateCustomTimeZone(zone.Id, offset, $"{shown} {zone.Places}", zone.Id, $"{zone.Id} (summer)", rules);
    }

    private static TimeZoneInfo.AdjustmentRule ToRule(Summer summer) => TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
        DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), Sunday(summer.Start), Sunday(summer.End));

    private static TimeZoneInfo.TransitionTime Sunday(int[] time) =>
        TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, time[2], 0, 0), time[0], time[1], DayOfWeek.Sunday);

    private sealed record Data(Dictionary<string, Summer> Summers, Zone[] Zones);

    /// <summary>
    /// Daylight saving time starts and ends on a Sunday: the month, which Sunday of it (5 for the last), and the hour by the local clock at
    /// that time.
    /// </summary>
    private sealed record Summer(int[] Start, int[] End);

    /// <param name="Countries">The countries for which the zone is shown if a request specifies none.</param>
    private sealed record Zone(string Id, double Hours, string Places, string? Summer, string[]? Countries);
}
