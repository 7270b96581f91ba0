namespace BcAdmin;

/// <summary>What became of the request to move an environment to the newest version.</summary>
public enum BcUpdateStatus
{
    /// <summary>The update is selected with the requested date.</summary>
    Moved,

    /// <summary>The update was selected with this date before.</summary>
    AlreadySet,

    /// <summary>The update is not selected, or not with the requested date; Reason says why.</summary>
    NotPossible,
}

/// <summary>The result for one environment of Set-BcEnvironmentUpdate -Latest, as the service has it after the change.</summary>
public sealed record BcEnvironmentUpdateResult : BcEnvironmentResource
{
    public BcUpdateStatus Status { get; init; }

    /// <summary>The newest released version, such as 28.4; null where none is offered.</summary>
    public object? TargetVersion { get; init; }

    /// <summary>The date of the update; with -WhatIf the date that would be requested.</summary>
    public DateTimeOffset? ScheduledOn { get; init; }

    /// <summary>The version that was selected before.</summary>
    public object? PreviousVersion { get; init; }

    /// <summary>The date of the version that was selected before.</summary>
    public DateTimeOffset? PreviousDate { get; init; }

    /// <summary>Why the update is not possible, or what differs from the request.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether nothing was sent, because of -WhatIf.</summary>
    public bool IsPreview { get; init; }

    public override string ToString() => $"{EnvironmentName} {Status}";
}
