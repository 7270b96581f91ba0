namespace BcAdmin.Bulk;

/// <summary>
/// Changes many users in many environments: reads and plans, confirms, sends the changes, and writes the results. Import-BcUser and the cmdlets that
/// accept users from the pipeline provide the callbacks, which run on the thread that started the run.
/// </summary>
internal sealed class BulkRun<T>
{
    private readonly List<BulkItem<T>> _confirmed = [];
    private readonly Dictionary<UserChange, ChangeResult> _settled = new(ReferenceEqualityComparer.Instance);
    private int _written;

    /// <summary>Returns the client of an environment.</summary>
    public required Func<BcConnection, EnvironmentKey, AutomationClient> Connect { get; init; }

    /// <summary>Reads the state of an environment and plans its items. If this fails, all items fail.</summary>
    public required Func<BulkEnvironment<T>, Task<IReadOnlyList<BulkItem<T>>>> PlanAsync { get; init; }

    /// <summary>Prompts for the plan of an environment as a whole, and returns the confirmed items.</summary>
    public Func<IReadOnlyList<BulkItem<T>>, IReadOnlyList<BulkItem<T>>> Review { get; init; } = items => items;

    /// <summary>Prompts for a change; returns whether it may be sent.</summary>
    public required Func<BulkEnvironment<T>, UserChange, Task<bool>> ConfirmAsync { get; init; }

    /// <summary>Called with the number of changes before they are sent.</summary>
    public required Action<int> Begin { get; init; }

    /// <summary>Called for each completed change. Returns it with additional data for its items.</summary>
    public required Func<BulkEnvironment<T>, ChangeResult, CancellationToken, Task<ChangeResult>> CompleteAsync { get; init; }

    /// <summary>Writes an item. Called once per item, in input order, as soon as this item and all earlier ones are completed.</summary>
    public required Action<BulkItem<T>> Write { get; init; }

    /// <summary>Whether the first error stops the command, so that nothing is sent for later items.</summary>
    public bool StopsAtErrors { get; init; }

    /// <summary>The number of calls per batch. The default (null) divides the changes into equal batches that run concurrently.</summary>
    public int? BatchSize { get; init; }

    /// <summary>Whether the changes of a user are made in one transaction.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Processes the items of one or more environments. Can be called only once.</summary>
    public async Task RunAsync(IReadOnlyList<BulkItem<T>> items, CancellationToken cancellationToken)
    {
        var environments = items.GroupBy(item => (item.Connection, item.Environment))
            .ToDictionary(
                group => group.Key, group => new BulkEnvironment<T>(() => Connect(group.Key.Connection, group.Key.Environment), [.. group]));

        // Limits apply per environment, so environments are read and changed concurrently. Prompts run in between, one at a time.
        await Task.WhenAll(environments.Values.Select(ReadAndPlanAsync)).ConfigureAwait(true);
        foreach (var item in items)
        {
            _confirmed.Add(await ConfirmNextAsync(environments[(item.Connection, item.Environment)]).ConfigureAwait(true));
            if (StopsAtErrors && _confirmed[^1].Failure is not null)
                break;
        }

        Begin(environments.Values.Sum(environment => environment.Changes.Count));
        WriteCompleted();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(environments.Values.Select(environment => ChangeAsync(environment, stop))).ConfigureAwait(true);
    }

    private async Task ReadAndPlanAsync(BulkEnvironment<T> environment)
    {
        try
        {
            environment.Items = await PlanAsync(environment).ConfigureAwait(true);
        }
        catch (BcException exception)
        {
            environment.Fail(exception);
        }
    }

    /// <summary>Prompts for the plan of an environment before its first item, and for each change of the next item.</summary>
    private async Task<BulkItem<T>> ConfirmNextAsync(BulkEnvironment<T> environment)
    {
        try
        {
            if (environment.Confirmed == 0)
                environment.Items = Review(environment.Items);
        }
        catch (BcException exception)
        {
            environment.Fail(exception);
        }

        var item = environment.Items[environment.Confirmed++];
        var steps = new List<BulkStep>(item.Steps.Count);
        foreach (var step in item.Steps)
            steps.Add(IsOpen(step) ? await ConfirmStepAsync(environment, step).ConfigureAwait(true) : step);
        return item with { Steps = steps };
    }

    /// <summary>Prompts for a change, unless an earlier item sends the same call, which is then sent once for both.</summary>
    private async Task<BulkStep> ConfirmStepAsync(BulkEnvironment<T> environment, BulkStep step)
    {
        if (environment.Same(step.Change!) is { } same)
            return step with { Change = same };
        try
        {
            if (!await ConfirmAsync(environment, step.Change!).ConfigureAwait(true))
                return step with { State = StepState.Declined };
        }
        catch (BcException exception)
        {
            return BulkStep.Fail(exception, step.Target);
        }

        environment.Add(step.Change!);
        return step;
    }

    private async Task ChangeAsync(BulkEnvironment<T> environment, CancellationTokenSource stop)
    {
        try
        {
            await SendAsync(environment, [.. environment.Changes], stop.Token).ConfigureAwait(true);
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(true); // Stop the other environments.
            throw;
        }
    }

    /// <summary>Sends the changes of an environment, and writes items as they are completed.</summary>
    private async Task SendAsync(BulkEnvironment<T> environment, UserChange[] changes, CancellationToken cancellationToken)
    {
        if (changes.Length == 0)
            return;
        var parallel = environment.Connection.Access.MaxConcurrentCalls;
        var size = BatchSize ?? Math.Min((changes.Length + parallel - 1) / parallel, AutomationClient.MaxBatchSize);
        try
        {
            var runner = new UserChangeRunner(environment.Automation, parallel, size, IsAtomic);
            await foreach (var settled in runner.RunAsync(changes, cancellationToken).ConfigureAwait(true))
            {
                _settled.Add(settled.Change, await CompleteAsync(environment, settled, cancellationToken).ConfigureAwait(true));
                WriteCompleted();
            }
        }
        catch (BcException exception)
        {
            foreach (var change in changes)
                _settled.TryAdd(change, new(change, null, exception));
            WriteCompleted();
        }
    }

    /// <summary>Writes completed items, up to the first one that is not completed.</summary>
    private void WriteCompleted()
    {
        for (; _written < _confirmed.Count && Settle(_confirmed[_written]) is { } item; _written++)
            Write(item);
    }

    /// <summary>The item with the results of its changes; null until all of them are completed.</summary>
    private BulkItem<T>? Settle(BulkItem<T> item) => item.Steps.Any(step => IsOpen(step) && !_settled.ContainsKey(step.Change!))
        ? null
        : item with { Steps = [.. item.Steps.Select(step => IsOpen(step) ? step.Settle(_settled[step.Change!]) : step)] };

    private static bool IsOpen(BulkStep step) => step.State == StepState.Planned;
}
