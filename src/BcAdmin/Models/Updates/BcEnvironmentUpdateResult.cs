namespace BcAdmin;

/// <summary>The status of a request to update an environment to the newest version.</summary>
public enum BcUpdateStatus
{
    /// <summary>The update is selected with the requested date.</summary>
    Moved,

    /// <summary>The update was already selected with this date.</summary>
    AlreadySet,

    /// <summary>The update is not selected, or not with the requested date; see Reason.</summary>
    NotPossible,

    /// <summary>The user declined the change, so nothing was sent.</summary>
    Declined,

    /// <summary>With -WhatIf: the update would be selected with the requested date.</summary>
    Planned,
}

/// <summary>The result of Set-BcEnvironmentUpdate -Latest for one environment, as stored by the service.</summary>
public sealed record BcEnvironmentUpdateResult : BcEnvironmentResource
{
    public BcUpdateStatus Status { get; init; }

    /// <summary>The newest released version, such as 28.4; null if none is available.</summary>
    public object? TargetVersion { get; init; }

    /// <summary>The date of the update; with -WhatIf the date that would be requested.</summary>
    public DateTimeOffset? ScheduledOn { get; init; }

    /// <summary>The previously selected version.</summary>
    public object? PreviousVersion { get; init; }

    /// <summary>The date of the previously selected version.</summary>
    public DateTimeOffset? PreviousDate { get; init; }

    /// <summary>Why the update is not possible, or how the result differs from the request.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether -WhatIf was specified, so that nothing was sent.</summary>
    public bool IsPreview { get; init; }

    public override string ToString() => $"{EnvironmentName} {Status}";
}
