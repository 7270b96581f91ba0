namespace BcAdmin;

/// <summary>A version that an environment can be updated to, now or when it is released.</summary>
public sealed record BcEnvironmentUpdate : BcEnvironmentResource
{
    private const string Released = "GA";

    /// <summary>Major and minor number, such as 28.4.</summary>
    [JsonIgnore]
    public object? TargetVersion => BcVersion.Parse(RawTargetVersion);

    /// <summary>GA, Preview or EarlyAccessPreview; the last two are for sandboxes only.</summary>
    [JsonIgnore]
    public string TargetVersionType => string.IsNullOrWhiteSpace(RawTargetVersionType) ? Released : RawTargetVersionType;

    /// <summary>Released for this environment, so that a date can be chosen.</summary>
    public bool? Available { get; init; }

    /// <summary>Chosen as the next update.</summary>
    public bool? Selected { get; init; }

    /// <summary>scheduled or running; only of the chosen, released version.</summary>
    [JsonPropertyName("updateStatus")]
    public string? Status { get; init; }

    /// <summary>The moment that was chosen. Outside of the update window it starts in the next one.</summary>
    [JsonIgnore]
    public DateTimeOffset? ScheduledOn => ScheduleDetails?.SelectedDateTime;

    /// <summary>
    /// The last moment that can be selected. The service treats midnight UTC as exclusive, so it becomes the last second of the day before.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? LatestSelectable =>
        RawLatestSelectable is { } latest && latest.UtcDateTime.TimeOfDay == TimeSpan.Zero ? latest.AddSeconds(-1) : RawLatestSelectable;

    /// <summary>May start outside of the update window, and run past its end.</summary>
    [JsonIgnore]
    public bool? IgnoreUpdateWindow => ScheduleDetails?.IgnoreUpdateWindow;

    /// <summary>Active, UnderMaintenance, Postponed and others: whether Microsoft is rolling the version out.</summary>
    [JsonIgnore]
    public string? RolloutStatus => ScheduleDetails?.RolloutStatus;

    /// <summary>Planned month of a version that is not released yet, such as 2026-11.</summary>
    [JsonIgnore]
    public string? ExpectedAvailability => Expected is { Year: { } year, Month: { } month }
        ? string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}")
        : null;

    public override string ToString() => TargetVersionType == Released ? $"{TargetVersion}" : $"{TargetVersion} {TargetVersionType}";

    /// <summary>As the service spells it: what the path of selectEnvironmentUpdate wants.</summary>
    [JsonInclude, JsonPropertyName("targetVersion")]
    internal string? RawTargetVersion { get; init; }

    [JsonInclude, JsonPropertyName("targetVersionType")]
    internal string? RawTargetVersionType { get; init; }

    [JsonInclude]
    internal UpdateScheduleDetails? ScheduleDetails { get; init; }

    [JsonInclude, JsonPropertyName("expectedAvailability")]
    internal ExpectedAvailability? Expected { get; init; }

    internal DateTimeOffset? RawLatestSelectable => ScheduleDetails?.LatestSelectableDateTime ?? ScheduleDetails?.LatestSelectableDate;

    internal bool IsReleased => TargetVersionType.Equals(Released, StringComparison.OrdinalIgnoreCase);

    internal bool HasType(string type) => TargetVersionType.Equals(type, StringComparison.OrdinalIgnoreCase);
}

internal sealed record UpdateScheduleDetails
{
    public DateTimeOffset? LatestSelectableDateTime { get; init; }

    /// <summary>The name of the same before January 2026.</summary>
    public DateTimeOffset? LatestSelectableDate { get; init; }

    public DateTimeOffset? SelectedDateTime { get; init; }

    public bool? IgnoreUpdateWindow { get; init; }

    public string? RolloutStatus { get; init; }
}

internal sealed record ExpectedAvailability
{
    public int? Month { get; init; }

    public int? Year { get; init; }
}

/// <summary>Body of selectEnvironmentUpdate. Selected is true or left out: false is an error.</summary>
internal sealed record SelectUpdateRequest(bool? Selected, string? TargetVersionType, UpdateSchedule? ScheduleDetails);

/// <summary>Only for versions that are released.</summary>
internal sealed record UpdateSchedule(DateTimeOffset? SelectedDateTime, bool? IgnoreUpdateWindow);
