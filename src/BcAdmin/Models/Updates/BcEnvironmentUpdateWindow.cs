namespace BcAdmin;

/// <summary>The time of day in which updates of an environment can start. All properties are null if no window is set.</summary>
public sealed record BcEnvironmentUpdateWindow : BcEnvironmentResource
{
    /// <summary>The start, as clock time in <see cref="TimeZone"/>.</summary>
    [JsonIgnore]
    public TimeSpan? StartTime => ClockTime(PreferredStartTime);

    /// <summary>The end, as clock time in <see cref="TimeZone"/>. If it is before <see cref="StartTime"/>, it is on the next day.</summary>
    [JsonIgnore]
    public TimeSpan? EndTime => ClockTime(PreferredEndTime);

    /// <summary>Windows ID of the time zone, such as Romance Standard Time.</summary>
    [JsonPropertyName("timeZoneId")]
    public string? TimeZone { get; init; }

    /// <summary>The start of the current or next window, which changes every day.</summary>
    [JsonPropertyName("preferredStartTimeUtc")]
    public DateTimeOffset? NextStart { get; init; }

    /// <summary>The end of that window.</summary>
    [JsonPropertyName("preferredEndTimeUtc")]
    public DateTimeOffset? NextEnd { get; init; }

    public override string ToString() => StartTime is null ? "none" : $"{PreferredStartTime}-{PreferredEndTime} {TimeZone}";

    /// <summary>Gets the window at a point in time, or the next one, by the clock of the time zone; null if no window is set.</summary>
    internal (DateTimeOffset Start, DateTimeOffset End)? At(DateTimeOffset moment)
    {
        if (Clock is not { } clock)
            return null;
        for (var day = TimeZoneInfo.ConvertTime(moment, clock.Zone).Date.AddDays(-1); ; day = day.AddDays(1))
        {
            var end = InZone((clock.End > clock.Start ? day : day.AddDays(1)) + clock.End, clock.Zone);
            if (end > moment)
                return (InZone(day + clock.Start, clock.Zone), end);
        }
    }

    /// <summary>Gets the start of the window on the day of a point in time, at which the service stores a date; null if no window is set.</summary>
    internal DateTimeOffset? StartOnDayOf(DateTimeOffset moment) =>
        Clock is { } clock ? InZone(TimeZoneInfo.ConvertTime(moment, clock.Zone).Date + clock.Start, clock.Zone) : null;

    /// <summary>Gets the last start of the window up to a point in time; null if no window is set.</summary>
    internal DateTimeOffset? LastStartUntil(DateTimeOffset moment) =>
        StartOnDayOf(moment) is { } start ? start <= moment ? start : StartOnDayOf(moment.AddDays(-1)) : null;

    /// <summary>The clock times and their time zone. Before version 2.13 of the API, the service returned the window in UTC only.</summary>
    private (TimeSpan Start, TimeSpan End, TimeZoneInfo Zone)? Clock => (StartTime, EndTime, NextStart, NextEnd) switch
    {
        ({ } start, { } end, var next, _) => (start, end, FindZone(start, next)),
        (_, _, { } next, { } nextEnd) => (next.UtcDateTime.TimeOfDay, nextEnd.UtcDateTime.TimeOfDay, TimeZoneInfo.Utc),
        _ => null,
    };

    /// <summary>Finds the time zone. A system without it uses the offset of the next window.</summary>
    private TimeZoneInfo FindZone(TimeSpan start, DateTimeOffset? next)
    {
        if (TimeZone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone))
            return zone;
        if (next is null)
            return TimeZoneInfo.Utc;
        var offset = start - next.Value.UtcDateTime.TimeOfDay;
        if (offset > TimeSpan.FromHours(14))
            offset -= TimeSpan.FromDays(1);
        if (offset <= TimeSpan.FromHours(-12))
            offset += TimeSpan.FromDays(1);
        return TimeZoneInfo.CreateCustomTimeZone(TimeZone ?? "Window", offset, TimeZone, TimeZone);
    }

    /// <summary>Converts a clock time. A time that daylight saving time skips becomes one hour later.</summary>
    private static DateTimeOffset InZone(DateTime clockTime, TimeZoneInfo zone)
    {
        var valid = zone.IsInvalidTime(clockTime) ? clockTime.AddHours(1) : clockTime;
        return new DateTimeOffset(valid, zone.GetUtcOffset(valid));
    }

    [JsonInclude]
    internal string? PreferredStartTime { get; init; }

    [JsonInclude]
    internal string? PreferredEndTime { get; init; }

    private static TimeSpan? ClockTime(string? text) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
}

/// <summary>The request body of setUpdateSettings with clock times (HH:mm) and the ID of a time zone.</summary>
internal sealed record UpdateWindowByClock(string PreferredStartTime, string PreferredEndTime, string TimeZoneId);

/// <summary>The request body of setUpdateSettings in UTC. Only the time of day is used.</summary>
internal sealed record UpdateWindowByUtc(DateTimeOffset? PreferredStartTimeUtc, DateTimeOffset? PreferredEndTimeUtc);
