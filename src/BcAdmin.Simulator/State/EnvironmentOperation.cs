using System.Text.Json.Nodes;

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

/// <summary>A long-running operation on an environment: scheduled, running, then an end that the clock brings.</summary>
internal sealed class EnvironmentOperation
{
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>In camelCase: create, copy, softDelete, delete …</summary>
    public required string Type { get; init; }

    public required BcEnvironment Environment { get; init; }

    /// <summary>The name as the operation was asked for; a soft delete changes that of the environment.</summary>
    public required string EnvironmentName { get; init; }

    public required DateTimeOffset CreatedOn { get; init; }

    public required DateTimeOffset StartsOn { get; init; }

    public required DateTimeOffset EndsOn { get; init; }

    /// <summary>From when lists show it.</summary>
    public required DateTimeOffset ListedFrom { get; init; }

    public required string CreatedBy { get; init; }

    public required string CreatorPrincipalType { get; init; }

    public required JsonObject Parameters { get; init; }

    /// <summary>Why it is going to fail; null if it is going to succeed.</summary>
    public string? Failure { get; init; }

    /// <summary>What the end does to the environment, told whether the operation succeeded and when.</summary>
    public required Action<bool, DateTimeOffset> Ended { get; init; }

    public OperationStatus Status { get; private set; } = OperationStatus.Scheduled;

    public DateTimeOffset? StartedOn { get; private set; }

    public DateTimeOffset? CompletedOn { get; private set; }

    public string ErrorMessage { get; private set; } = "";

    public bool IsTerminal => Status is OperationStatus.Succeeded or OperationStatus.Failed or OperationStatus.Canceled or OperationStatus.Skipped;

    public void Advance(DateTimeOffset now)
    {
        if (Status == OperationStatus.Scheduled && StartsOn <= now)
        {
            Status = OperationStatus.Running;
            StartedOn = StartsOn;
        }

        if (Status != OperationStatus.Running || EndsOn > now)
            return;

        Status = Failure is null ? OperationStatus.Succeeded : OperationStatus.Failed;
        ErrorMessage = Failure ?? "";
        CompletedOn = EndsOn;
        Ended(Failure is null, EndsOn);
    }
}
