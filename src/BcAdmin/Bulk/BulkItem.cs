namespace BcAdmin.Bulk;

/// <summary>
/// The work for one user: a row of an import, or an object from the pipeline. Items are immutable; each phase of a <see cref="BulkRun{T}"/> returns
/// new ones.
/// </summary>
/// <param name="Name">The user as named in the row or the parameter.</param>
/// <param name="Source">The data from which the item is planned.</param>
internal sealed record BulkItem<T>(BcConnection Connection, EnvironmentKey Environment, string Name, T Source)
{
    /// <summary>Null before planning, and if the user was not found.</summary>
    public BcUser? User { get; init; }

    /// <summary>Empty before planning.</summary>
    public IReadOnlyList<BulkStep> Steps { get; init; } = [];

    /// <summary>The first step that failed.</summary>
    public BulkStep? Failure => Steps.FirstOrDefault(step => step.State == StepState.Failed);

    public BulkItem<T> Fail(BcException error) => this with { Steps = [BulkStep.Fail(error)] };
}

/// <summary>A planned change for an item, or a result that requires no change.</summary>
internal sealed record BulkStep(StepState State)
{
    /// <summary>The target of the error; null to use the name of the item.</summary>
    public object? Target { get; init; }

    /// <summary>The change to send. Steps that send the same call share one change.</summary>
    public UserChange? Change { get; init; }

    /// <summary>The object in its final state.</summary>
    public BcEnvironmentResource? Found { get; init; }

    public BcException? Error { get; init; }

    /// <summary>Whether the step failed because the environment failed, so that all of its items have the same error.</summary>
    public bool IsEnvironmentError { get; init; }

    /// <summary>The reason why nothing is sent, or other information for the user.</summary>
    public string? Note { get; init; }

    /// <summary>Whether the note is a warning, because the user can have expected another result.</summary>
    public bool IsWarning { get; init; }

    public static BulkStep Plan(UserChange change, object? target = null) => new(StepState.Planned) { Change = change, Target = target };

    public static BulkStep Keep(string note, BcEnvironmentResource? found = null) => new(StepState.Unchanged) { Note = note, Found = found };

    public static BulkStep Skip(string note) => new(StepState.Skipped) { Note = note };

    public static BulkStep Fail(BcException error, object? target = null) => new(StepState.Failed) { Error = error, Target = target };

    public BulkStep Settle(ChangeResult settled) => settled.Error is { } error
        ? this with { State = StepState.Failed, Error = error }
        : this with { State = StepState.Changed, Found = settled.Found };
}

/// <summary>Planned becomes Declined, Changed, or Failed; all other states are final.</summary>
internal enum StepState
{
    Planned,
    Declined,

    /// <summary>Not sent because the user has to decide about another item first.</summary>
    Skipped,
    Unchanged,
    Changed,
    Failed,
}
