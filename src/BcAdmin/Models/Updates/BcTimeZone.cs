namespace BcAdmin;

/// <summary>A time zone for update windows.</summary>
public sealed record BcTimeZone : BcResource
{
    /// <summary>Windows ID, such as Romance Standard Time.</summary>
    [JsonPropertyName("id")]
    public string TimeZoneId { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? DisplayName { get; init; }

    /// <summary>The most common IANA name, such as Europe/Paris; null if the operating system does not know the time zone.</summary>
    [JsonIgnore]
    public string? IanaId => TimeZoneFinder.ToIana(TimeZoneId);

    /// <summary>The current offset from UTC, such as +02:00.</summary>
    public string? CurrentUtcOffset { get; init; }

    public bool? SupportsDaylightSavingTime { get; init; }

    public bool? IsCurrentlyDaylightSavingTime { get; init; }

    public override string ToString() => TimeZoneId;
}
