namespace BcAdmin.Bulk;

/// <summary>
/// Changes many users of many environments: reads and plans, confirms, changes, settles. Import-BcUser and the cmdlets that users are piped to differ
/// only in what they plan, ask, and write: the callbacks, which run on the thread that started the run.
/// </summary>
internal sealed class BulkRun<T>
{
    private readonly List<BulkItem<T>> _confirmed = [];
    private readonly Dictionary<UserChange, SettledChange> _settled = new(ReferenceEqualityComparer.Instance);
    private int _written;

    /// <summary>The client of an environment.</summary>
    public required Func<BcConnection, EnvironmentKey, AutomationClient> Connect { get; init; }

    /// <summary>Reads the state of an environment and plans its items. A failure is the failure of all of them.</summary>
    public required Func<BulkEnvironment<T>, Task<IReadOnlyList<BulkItem<T>>>> PlanAsync { get; init; }

    /// <summary>Prompts about the plan of an environment as a whole, and returns what is left of it.</summary>
    public Func<IReadOnlyList<BulkItem<T>>, IReadOnlyList<BulkItem<T>>> Review { get; init; } = items => items;

    /// <summary>Prompts about a change; whether it may be sent.</summary>
    public required Func<BulkEnvironment<T>, UserChange, Task<bool>> ConfirmAsync { get; init; }

    /// <summary>Called with the number of changes, before they are sent.</summary>
    public required Action<int> Begin { get; init; }

    /// <summary>Called for each change that has ended. Returns it with what its items have to know.</summary>
    public required Func<BulkEnvironment<T>, SettledChange, CancellationToken, Task<SettledChange>> CompleteAsync { get; init; }

    /// <summary>Writes an item: each once, in the order of the input, as soon as it and all before it are settled.</summary>
    public required Action<BulkItem<T>> Write { get; init; }

    /// <summary>Whether the first error ends the command, so that nothing is sent for the items after it.</summary>
    public bool StopsAtErrors { get; init; }

    /// <summary>Calls of a batch. Null: as many batches as may be in flight, alike in size, so that none is waited for alone.</summary>
    public int? BatchSize { get; init; }

    /// <summary>All changes of a user or none.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Works on items about one or several environments. For one use.</summary>
    public async Task RunAsync(IReadOnlyList<BulkItem<T>> items, CancellationToken cancellationToken)
    {
        var environments = items.GroupBy(item => (item.Connection, item.Environment))
            .ToDictionary(group => group.Key, group => new BulkEnvironment<T>(Connect(group.Key.Connection, group.Key.Environment), [.. group]));

        // Each environment has limits of its own, so they are read side by side, and changed side by side. Prompts come in between, one at a time.
        await Task.WhenAll(environments.Values.Select(ReadAndPlanAsync)).ConfigureAwait(true);
        foreach (var item in items)
        {
            _confirmed.Add(await ConfirmNextAsync(environments[(item.Connection, item.Environment)]).ConfigureAwait(true));
            if (StopsAtErrors && _confirmed[^1].Failure is not null)
                break;
        }

        Begin(environments.Values.Sum(environment => environment.Changes.Count));
        WriteSettled();
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

    /// <summary>Prompts about the plan of an environment before its first item, and about each change of the next item.</summary>
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

    /// <summary>Prompts about a change, unless an earlier item sends the same call: then it is sent once, for both.</summary>
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
            await stop.CancelAsync().ConfigureAwait(true); // the other environments
            throw;
        }
    }

    /// <summary>Sends the changes of an environment, and writes the items as they are settled.</summary>
    private async Task SendAsync(BulkEnvironment<T> environment, UserChange[] changes, CancellationToken cancellationToken)
    {
        if (changes.Length == 0)
            return;
        var parallel = environment.Connection.Access.MaxConcurrentCalls;
        var size = BatchSize ?? Math.Min((changes.Length + parallel - 1) / parallel, AutomationClient.LargestBatch);
        try
        {
            var runner = new UserChangeRunner(environment.Automation, parallel, size, IsAtomic);
            await foreach (var settled in runner.RunAsync(changes, cancellationToken).ConfigureAwait(true))
            {
                _settled.Add(settled.Change, await CompleteAsync(environment, settled, cancellationToken).ConfigureAwait(true));
                WriteSettled();
            }
        }
        catch (BcException exception)
        {
            foreach (var change in changes)
                _settled.TryAdd(change, new(change, null, exception));
            WriteSettled();
        }
    }

    /// <summary>Writes the items that are settled, up to the first that is not.</summary>
    private void WriteSettled()
    {
        for (; _written < _confirmed.Count && Settle(_confirmed[_written]) is { } item; _written++)
            Write(item);
    }

    /// <summary>The item with what came of its changes; null until all of them have ended.</summary>
    private BulkItem<T>? Settle(BulkItem<T> item) => item.Steps.Any(step => IsOpen(step) && !_settled.ContainsKey(step.Change!))
        ? null
        : item with { Steps = [.. item.Steps.Select(step => IsOpen(step) ? step.Settle(_settled[step.Change!]) : step)] };

    private static bool IsOpen(BulkStep step) => step.State == StepState.Planned;
}
