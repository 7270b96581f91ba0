namespace BcAdmin;

/// <summary>A time zone that an update window can be set in.</summary>
public sealed record BcTimeZone : BcResource
{
    /// <summary>Windows id, such as Romance Standard Time.</summary>
    [JsonPropertyName("id")]
    public string TimeZoneId { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? DisplayName { get; init; }

    /// <summary>The best-known IANA name, such as Europe/Paris; empty where the operating system does not know it.</summary>
    [JsonIgnore]
    public string? IanaId => TimeZoneFinder.ToIana(TimeZoneId);

    /// <summary>Offset from UTC at the moment, such as +02:00.</summary>
    public string? CurrentUtcOffset { get; init; }

    public bool? SupportsDaylightSavingTime { get; init; }

    public bool? IsCurrentlyDaylightSavingTime { get; init; }

    public override string ToString() => TimeZoneId;
}
