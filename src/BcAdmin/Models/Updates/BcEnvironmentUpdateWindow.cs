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
