namespace BcAdmin.Simulator.State;

internal enum OperationStatus
{
    Queued,
    Scheduled,
    Running,
    Succeeded,
    Failed,
    Canceled,
    Skipped,
}

/// <summary>A long-running operation on an environment: it waits, runs, and ends at a time of the clock.</summary>
internal sealed class EnvironmentOperation
{
    private bool _cancelRequested;

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>In camelCase: create, copy, softDelete, delete …</summary>
    public required string Type { get; init; }

    public required OperationRequest Request { get; init; }

    /// <summary>The tenant of the request; for a transfer, this is the source.</summary>
    public Guid TenantId => Request.TenantId;

    public DateTimeOffset CreatedOn => Request.CreatedOn;

    public string CreatedBy => Request.CreatedBy;

    public string CreatorPrincipalType => Request.CreatorPrincipalType;

    /// <summary>The time from which lists show it.</summary>
    public DateTimeOffset ListedFrom => Request.ListedFrom;

    public required BcEnvironment Environment { get; init; }

    /// <summary>The environment that data is read from, if it is a different one.</summary>
    public BcEnvironment? Source { get; init; }

    /// <summary>The name in the request; a soft delete changes the name of the environment, not this one.</summary>
    public required string EnvironmentName { get; set; }

    /// <summary>The start time; null while it waits for something else, such as an acceptance or an update.</summary>
    public DateTimeOffset? StartsOn { get; set; }

    /// <summary>The time after which it is skipped if it has not started.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>Simulated seconds from start to end.</summary>
    public required double DurationSec { get; init; }

    public required JsonObject Parameters { get; init; }

    /// <summary>The work on an app; null for operations on the environment itself.</summary>
    public AppWork? App { get; init; }

    /// <summary>The destination of a transfer; null for other operations.</summary>
    public TransferWork? Transfer { get; init; }

    /// <summary>The reason why it will fail; null if it will succeed.</summary>
    public string? Failure { get; set; }

    /// <summary>The action for the start.</summary>
    public Action? Started { get; init; }

    /// <summary>The action for the end, which receives whether the operation succeeded, and the time.</summary>
    public required Action<bool, DateTimeOffset> Ended { get; init; }

    public OperationStatus Status { get; private set; } = OperationStatus.Scheduled;

    public DateTimeOffset? StartedOn { get; private set; }

    public DateTimeOffset? CompletedOn { get; private set; }

    public string ErrorMessage { get; private set; } = "";

    public string CanceledBy { get; private set; } = "";

    public bool IsTerminal => Status is OperationStatus.Succeeded or OperationStatus.Failed or OperationStatus.Canceled or OperationStatus.Skipped;

    /// <summary>The time of its end; null before its start.</summary>
    public DateTimeOffset? EndsOn { get; private set; }

    /// <summary>The time of its next change of status; null if none is known.</summary>
    public DateTimeOffset? NextChange => Status switch
    {
        OperationStatus.Running => EndsOn,
        OperationStatus.Queued or OperationStatus.Scheduled when StartsOn <= (ExpiresOn ?? DateTimeOffset.MaxValue) => StartsOn,
        OperationStatus.Queued or OperationStatus.Scheduled => ExpiresOn,
        _ => null,
    };

    /// <summary>Shows it as queued until it starts, as the service does for restores and transfers.</summary>
    public EnvironmentOperation Queue()
    {
        Status = OperationStatus.Queued;
        return this;
    }

    /// <summary>Applies the change that is due.</summary>
    /// <param name="time">The time of the change.</param>
    /// <param name="clock">Converts durations.</param>
    public void Advance(DateTimeOffset time, SimulatorClock clock)
    {
        switch (Status)
        {
            case OperationStatus.Running:
                var end = Failure is null ? OperationStatus.Succeeded : OperationStatus.Failed;
                Finish(_cancelRequested ? OperationStatus.Canceled : end, time, Failure);
                break;
            case OperationStatus.Queued or OperationStatus.Scheduled when StartsOn <= time:
                Status = OperationStatus.Running;
                StartedOn = time;
                EndsOn = time + clock.Scaled(DurationSec);
                Started?.Invoke();
                break;
            default:
                Finish(OperationStatus.Skipped, time, null);
                break;
        }
    }

    /// <summary>Ends it immediately, before it starts or while it runs.</summary>
    public void Finish(OperationStatus status, DateTimeOffset time, string? message)
    {
        Status = status;
        ErrorMessage = message ?? "";
        CompletedOn = time;
        EndsOn ??= time;
        Ended(status == OperationStatus.Succeeded, time);
    }

    /// <summary>Cancels an operation that has not started.</summary>
    public void Cancel(string by, DateTimeOffset time, string? message = null)
    {
        CanceledBy = by;
        Finish(OperationStatus.Canceled, time, message);
    }

    /// <summary>Rolls back an operation that runs: it stays running until the previous state is restored.</summary>
    public void RollBack(string by, DateTimeOffset until)
    {
        _cancelRequested = true;
        CanceledBy = by;
        EndsOn = until;
        Failure = null;
    }

    public bool IsBeingRolledBack => _cancelRequested;

    /// <summary>Whether it runs, or will start by the given time.</summary>
    public bool IsUnderWay(DateTimeOffset soon) => !IsTerminal && (Status == OperationStatus.Running || StartsOn <= soon);

    /// <summary>Whether it is a scheduled version of a per-tenant extension.</summary>
    public bool IsScheduledVersion => this is { Status: OperationStatus.Scheduled, App.ScheduleKind: not (null or "Immediate") };

    /// <summary>Whether a request to cancel it is accepted: while an update or a data upgrade runs.</summary>
    public bool CanBeCanceled => this is { Type: "update" or "dataUpgrade", Status: OperationStatus.Running, IsBeingRolledBack: false };
}

/// <summary>The user who requested an operation, and the time.</summary>
/// <param name="CreatedBy">The user name, or the client ID of an app.</param>
internal sealed record OperationRequest(
    Guid TenantId, DateTimeOffset CreatedOn, DateTimeOffset ListedFrom, string CreatedBy, string CreatorPrincipalType);

/// <summary>The work of an operation on an app.</summary>
internal sealed record AppWork
{
    public const string Install = "install";
    public const string Update = "update";
    public const string Uninstall = "uninstall";

    /// <summary>One of the constants.</summary>
    public required string Kind { get; init; }

    public required Guid AppId { get; init; }

    /// <summary>The previous version; null for an install.</summary>
    public Version? SourceVersion { get; init; }

    /// <summary>The new version; null for an uninstall.</summary>
    public Version? TargetVersion { get; init; }

    /// <summary>Immediate, UpdateWindow, NextMinorUpdate or NextMajorUpdate; null for global apps.</summary>
    public string? ScheduleKind { get; init; }

    /// <summary>The version of the environment that a NextMinorUpdate or NextMajorUpdate waits for.</summary>
    public Version? TargetRelease { get; init; }
}
