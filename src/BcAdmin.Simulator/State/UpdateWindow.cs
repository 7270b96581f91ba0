namespace BcAdmin.Simulator.State;

/// <summary>The hours of the day in which an environment may be updated, by the clock of a time zone.</summary>
internal sealed record UpdateWindow(TimeOnly Start, TimeOnly End, TimeZoneInfo Zone)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromHours(6);

    /// <summary>From start to end, if necessary across midnight. The same time twice is not a window.</summary>
    public TimeSpan Length => End - Start;

    /// <summary>The window that is open at the given time, or the next one.</summary>
    public (DateTimeOffset Start, DateTimeOffset End) At(DateTimeOffset moment)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime).AddDays(-1);
        while (true)
        {
            var start = ToUtc(day.ToDateTime(Start));
            var end = ToUtc((End > Start ? day : day.AddDays(1)).ToDateTime(End));
            if (end > moment)
                return (start, end);
            day = day.AddDays(1);
        }
    }

    /// <summary>The start of the window on the day of the given time, in the time zone.</summary>
    public DateTimeOffset StartOnDayOf(DateTimeOffset moment) => ToUtc(TimeZoneInfo.ConvertTime(moment, Zone).Date.Add(Start.ToTimeSpan()));

    /// <summary>The first time in a window, from the given time on.</summary>
    public DateTimeOffset FirstFrom(DateTimeOffset moment)
    {
        var (start, _) = At(moment);
        return start > moment ? start : moment;
    }

    // A time that the start of daylight saving time skips counts as the hour after it.
    private DateTimeOffset ToUtc(DateTime local)
    {
        var there = Zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(there, Zone.GetUtcOffset(there)).ToUniversalTime();
    }
}
