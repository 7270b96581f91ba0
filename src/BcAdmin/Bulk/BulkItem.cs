namespace BcAdmin.Bulk;

/// <summary>
/// What is to be done for one user: a row of an import, or an object of the pipeline. Each phase of a <see cref="BulkRun{T}"/> returns new items;
/// no phase changes one.
/// </summary>
/// <param name="Name">The user as the row or the parameter names it.</param>
/// <param name="Source">What the caller plans the item by.</param>
internal sealed record BulkItem<T>(BcConnection Connection, EnvironmentKey Environment, string Name, T Source)
{
    /// <summary>Null before the plan, and if the user was not found.</summary>
    public BcUser? User { get; init; }

    /// <summary>Empty before the plan.</summary>
    public IReadOnlyList<BulkStep> Steps { get; init; } = [];

    /// <summary>The first step that failed.</summary>
    public BulkStep? Failure => Steps.FirstOrDefault(step => step.State == StepState.Failed);

    public BulkItem<T> Fail(BcException error) => this with { Steps = [BulkStep.Fail(error)] };
}

/// <summary>A change that is planned for an item, or what is known without a change.</summary>
internal sealed record BulkStep(StepState State)
{
    /// <summary>The target of its error; null for the name of the item.</summary>
    public object? Target { get; init; }

    /// <summary>The change to send. Steps that send the same call share one.</summary>
    public UserChange? Change { get; init; }

    /// <summary>The object in its final state.</summary>
    public BcEnvironmentResource? Found { get; init; }

    public BcException? Error { get; init; }

    /// <summary>Whether the environment failed, so that each of its items has the same error.</summary>
    public bool IsOfEnvironment { get; init; }

    /// <summary>Why nothing is sent, or what else there is to know.</summary>
    public string? Note { get; init; }

    public static BulkStep Plan(UserChange change, object? target = null) => new(StepState.Planned) { Change = change, Target = target };

    public static BulkStep Keep(string note, BcEnvironmentResource? found = null) => new(StepState.Unchanged) { Note = note, Found = found };

    public static BulkStep Fail(BcException error, object? target = null) => new(StepState.Failed) { Error = error, Target = target };

    public BulkStep Settle(SettledChange settled) => settled.Error is { } error
        ? this with { State = StepState.Failed, Error = error }
        : this with { State = StepState.Changed, Found = settled.Found };
}

/// <summary>Planned becomes Declined, Changed, or Failed; the other states are final.</summary>
internal enum StepState
{
    Planned,
    Declined,
    Unchanged,
    Changed,
    Failed,
}
