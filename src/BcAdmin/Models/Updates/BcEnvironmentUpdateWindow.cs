namespace BcAdmin;

/// <summary>The time of day in which updates of an environment may start. All is empty where none is set.</summary>
public sealed record BcEnvironmentUpdateWindow : BcEnvironmentResource
{
    /// <summary>Clock time in <see cref="TimeZone"/>.</summary>
    [JsonIgnore]
    public TimeSpan? StartTime => ClockTime(PreferredStartTime);

    /// <summary>Clock time in <see cref="TimeZone"/>; before <see cref="StartTime"/> it is that of the next day.</summary>
    [JsonIgnore]
    public TimeSpan? EndTime => ClockTime(PreferredEndTime);

    /// <summary>Windows id of the time zone, such as Romance Standard Time.</summary>
    [JsonPropertyName("timeZoneId")]
    public string? TimeZone { get; init; }

    /// <summary>Start of the window that is open, or comes next. Moves every day.</summary>
    [JsonPropertyName("preferredStartTimeUtc")]
    public DateTimeOffset? NextStart { get; init; }

    /// <summary>End of that window.</summary>
    [JsonPropertyName("preferredEndTimeUtc")]
    public DateTimeOffset? NextEnd { get; init; }

    public override string ToString() => StartTime is null ? "none" : $"{PreferredStartTime}-{PreferredEndTime} {TimeZone}";

    /// <summary>
    /// The window that is open at a moment, or else the next one, by the clock of the environment's time zone; null where no window is set.
    /// </summary>
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

    /// <summary>The start of the window on the day of a moment, where the service stores a date; null where no window is set.</summary>
    internal DateTimeOffset? StartOnDayOf(DateTimeOffset moment) =>
        Clock is { } clock ? InZone(TimeZoneInfo.ConvertTime(moment, clock.Zone).Date + clock.Start, clock.Zone) : null;

    /// <summary>The last start of the window that is not after a moment; null where no window is set.</summary>
    internal DateTimeOffset? LastStartUntil(DateTimeOffset moment) =>
        StartOnDayOf(moment) is { } start ? start <= moment ? start : StartOnDayOf(moment.AddDays(-1)) : null;

    /// <summary>The clock times and their zone. Versions of the API before 2.13 give the window in UTC only.</summary>
    private (TimeSpan Start, TimeSpan End, TimeZoneInfo Zone)? Clock => (StartTime, EndTime, NextStart, NextEnd) switch
    {
        ({ } start, { } end, var next, _) => (start, end, FindZone(start, next)),
        (_, _, { } next, { } nextEnd) => (next.UtcDateTime.TimeOfDay, nextEnd.UtcDateTime.TimeOfDay, TimeZoneInfo.Utc),
        _ => null,
    };

    /// <summary>A system without the time zone gets the offset that the next window has.</summary>
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

    /// <summary>A clock time that the start of daylight saving time leaves out counts as the hour after.</summary>
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

/// <summary>Body of setUpdateSettings by the clock: HH:mm and the id of a time zone.</summary>
internal sealed record UpdateWindowByClock(string PreferredStartTime, string PreferredEndTime, string TimeZoneId);

/// <summary>Body of setUpdateSettings by UTC. Only the time of the day counts.</summary>
internal sealed record UpdateWindowByUtc(DateTimeOffset? PreferredStartTimeUtc, DateTimeOffset? PreferredEndTimeUtc);
