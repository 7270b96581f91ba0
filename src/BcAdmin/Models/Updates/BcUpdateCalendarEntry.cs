using System.Management.Automation;

namespace BcAdmin;

/// <summary>The selected update of an environment with its date and update window, for a calendar of many tenants.</summary>
public sealed record BcUpdateCalendarEntry : BcEnvironmentResource
{
    /// <summary>
    /// When the update starts, in local time: the selected date, or the next start of the update window; null for a version without a date.
    /// </summary>
    public DateTimeOffset? StartsOn { get; init; }

    /// <summary>Major and minor number, such as 28.4.</summary>
    public object? TargetVersion { get; init; }

    /// <summary>GA, Preview, or EarlyAccessPreview.</summary>
    public string TargetVersionType { get; init; } = string.Empty;

    /// <summary>scheduled or running.</summary>
    public string? Status { get; init; }

    /// <summary>The start of the update window, by the clock of the environment's time zone; null if no window is set or it is ignored.</summary>
    public DateTimeOffset? WindowStart { get; init; }

    /// <summary>The end of that window.</summary>
    public DateTimeOffset? WindowEnd { get; init; }

    /// <summary>Windows ID of the environment's time zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The start of the update window in local time.</summary>
    public DateTimeOffset? LocalWindowStart { get; init; }

    /// <summary>The end of the update window in local time.</summary>
    public DateTimeOffset? LocalWindowEnd { get; init; }

    /// <summary>The update window by the clock of the environment's time zone, with its offset from UTC.</summary>
    [Hidden]
    public string? Window =>
        WindowStart is { } start ? string.Create(CultureInfo.InvariantCulture, $"{start:HH:mm}-{WindowEnd:HH:mm} {start:zzz}") : null;

    /// <summary>Whether the update can start outside the update window.</summary>
    public bool? IgnoreUpdateWindow { get; init; }

    /// <summary>The selected date as the service stores it.</summary>
    public DateTimeOffset? ScheduledOn { get; init; }

    /// <summary>The latest date that can be selected.</summary>
    public DateTimeOffset? LatestSelectable { get; init; }

    /// <summary>Active, UnderMaintenance, Postponed, or another status of the rollout by Microsoft.</summary>
    public string? RolloutStatus { get; init; }

    /// <summary>The planned month of a version that is not released, such as 2026-11.</summary>
    public string? ExpectedAvailability { get; init; }

    public override string ToString() => $"{EnvironmentName} {TargetVersion}";
}
