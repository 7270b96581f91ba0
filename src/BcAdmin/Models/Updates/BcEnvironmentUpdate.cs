namespace BcAdmin;

/// <summary>A version to which an environment can be updated, now or after its release.</summary>
public sealed record BcEnvironmentUpdate : BcEnvironmentResource
{
    private const string Released = "GA";

    /// <summary>Major and minor number, such as 28.4.</summary>
    [JsonIgnore]
    public object? TargetVersion => BcVersion.Parse(RawTargetVersion);

    /// <summary>GA, Preview, or EarlyAccessPreview. The last two are for sandboxes only.</summary>
    [JsonIgnore]
    public string TargetVersionType => string.IsNullOrWhiteSpace(RawTargetVersionType) ? Released : RawTargetVersionType;

    /// <summary>Whether the version is released for this environment, so that a date can be selected.</summary>
    public bool? Available { get; init; }

    /// <summary>Whether the version is selected as the next update.</summary>
    public bool? Selected { get; init; }

    /// <summary>scheduled or running; only for the selected version, if it is released.</summary>
    [JsonPropertyName("updateStatus")]
    public string? Status { get; init; }

    /// <summary>The selected date. An update outside the update window starts in the next window.</summary>
    [JsonIgnore]
    public DateTimeOffset? ScheduledOn => ScheduleDetails?.SelectedDateTime;

    /// <summary>
    /// The latest date that can be selected. The service treats midnight UTC as exclusive, so it is converted to the last second of the day before.
    /// </summary>
    [JsonIgnore]
    public DateTimeOffset? LatestSelectable =>
        RawLatestSelectable is { } latest && latest.UtcDateTime.TimeOfDay == TimeSpan.Zero ? latest.AddSeconds(-1) : RawLatestSelectable;

    /// <summary>Whether the update can start outside the update window and run past its end.</summary>
    [JsonIgnore]
    public bool? IgnoreUpdateWindow => ScheduleDetails?.IgnoreUpdateWindow;

    /// <summary>Active, UnderMaintenance, Postponed, or another status of the rollout by Microsoft.</summary>
    [JsonIgnore]
    public string? RolloutStatus => ScheduleDetails?.RolloutStatus;

    /// <summary>The planned month of a version that is not released, such as 2026-11.</summary>
    [JsonIgnore]
    public string? ExpectedAvailability => Expected is { Year: { } year, Month: { } month }
        ? string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}")
        : null;

    public override string ToString() => TargetVersionType == Released ? $"{TargetVersion}" : $"{TargetVersion} {TargetVersionType}";

    /// <summary>The version as the service returns it, which the path of selectEnvironmentUpdate requires.</summary>
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

    /// <summary>The name of LatestSelectableDateTime before January 2026.</summary>
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

/// <summary>The request body of selectEnvironmentUpdate. Selected is true or omitted; the service rejects false.</summary>
internal sealed record SelectUpdateRequest(bool? Selected, string? TargetVersionType, UpdateSchedule? ScheduleDetails);

/// <summary>The schedule of a released version.</summary>
internal sealed record UpdateSchedule(DateTimeOffset? SelectedDateTime, bool? IgnoreUpdateWindow);
