using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>The kinds of work that a progress bar shows.</summary>
internal enum ActivityKind
{
    Call,
    SignIn,
    Other,
}

/// <summary>The current activity of one cmdlet call, for its progress bar. Thread-safe.</summary>
internal sealed class CallActivity
{
    /// <summary>The item count is shown from this number on. Shorter lists take little time and are often only a preliminary step.</summary>
    private const long MinItems = 100;

    private readonly object _gate = new();

    /// <summary>The steps in progress, oldest first.</summary>
    private readonly LinkedList<Step> _steps = new();

    private readonly List<Count> _counts = [];
    private long _items;

    /// <summary>Starts a step that ends when the result is disposed.</summary>
    /// <param name="kind">The kind of work; concurrent steps of the same kind are shown as a count.</param>
    /// <param name="describe">Returns a description of the step; called only if the step takes long enough to be shown.</param>
    public Step Begin(ActivityKind kind, Func<string> describe)
    {
        var step = new Step(this, kind, describe);
        lock (_gate)
            step.Node = _steps.AddLast(step);
        return step;
    }

    /// <summary>Starts work on several tenants, which ends when the result is disposed.</summary>
    public Count BeginTenants(int total) => BeginCount(total, Messages.TenantsDoneOfTotal);

    /// <summary>Starts work on several environments, which ends when the result is disposed.</summary>
    public Count BeginEnvironments(int total) => BeginCount(total, Messages.EnvironmentsDoneOfTotal);

    /// <summary>Counts one more item of a list.</summary>
    public void CountItem() => Interlocked.Increment(ref _items);

    /// <summary>
    /// A short description: the number of completed tenants or environments, the step in progress or the wait, and the time. The elapsed time is
    /// omitted if the remaining time is known.
    /// </summary>
    /// <param name="elapsed">The time since the cmdlet last wrote output.</param>
    /// <param name="clock">The clock of the call.</param>
    public string Describe(TimeSpan elapsed, TimeProvider clock)
    {
        var parts = new List<string>(4);
        lock (_gate)
        {
            // Of nested counts, the innermost one is shown because it changes most often.
            if (_counts.FindLast(count => count.Total > 1) is { } last)
            {
                var same = _counts.FindAll(count => count.Describe == last.Describe);
                parts.Add(last.Describe(same.Sum(count => count.Done), same.Sum(count => count.Total)));
            }

            if (DescribeWait(clock) is { } wait)
            {
                parts.Add(wait);
                return string.Join(", ", parts);
            }

            if (_steps.First is { Value: var first })
                parts.Add(DescribeSteps(first));
        }

        if (Interlocked.Read(ref _items) is >= MinItems and var items)
            parts.Add(Messages.EntriesRead(items));
        parts.Add(parts.Count == 0 ? Messages.InProgressFor(elapsed) : Messages.ElapsedTime(elapsed));
        return string.Join(", ", parts);
    }

    private Count BeginCount(int total, Func<int, int, string> describe)
    {
        var count = new Count(this, total, describe);
        lock (_gate)
            _counts.Add(count);
        return count;
    }

    /// <summary>The retry delay or call limit that ends first; null if no call is waiting.</summary>
    private string? DescribeWait(TimeProvider clock)
    {
        (WireWait Wait, TimeSpan? Left)? next = null;
        foreach (var step in _steps)
        {
            if (step.Wait is not { Wait.Reason: WireWaitReason.Retry or WireWaitReason.CallLimit } waiting)
                continue;
            var left = waiting.Wait.Length - clock.GetElapsedTime(waiting.Since);
            if (next is null || left < next.Value.Left)
                next = (waiting.Wait, left);
        }

        if (next is null)
            return null;
        var seconds = next.Value.Left is { } time ? Math.Max((int)Math.Ceiling(time.TotalSeconds), 0) : (int?)null;
        return next.Value.Wait.Reason == WireWaitReason.Retry
            ? Messages.NextAttemptAfterFailure(next.Value.Wait.Status, seconds ?? 0) : Messages.CallLimitReached(seconds);
    }

    private string DescribeSteps(Step first)
    {
        var kind = _steps.FirstOrDefault(step => step.Kind != ActivityKind.Call)?.Kind ?? first.Kind;
        var same = _steps.Where(step => step.Kind == kind).ToList();
        return (kind, same) switch
        {
            (ActivityKind.Call, [{ Wait.Wait.Reason: WireWaitReason.SignIn } only]) => Messages.SigningInForCall(only.Describe()),
            (_, [var only]) => only.Describe(),
            (ActivityKind.SignIn, _) => Messages.SigningInToTenants(same.Count),
            (ActivityKind.Call, _) => Messages.CallsInProgress(same.Count),
            _ => same[0].Describe(),
        };
    }

    /// <summary>One step in progress.</summary>
    internal sealed class Step(CallActivity activity, ActivityKind kind, Func<string> describe) : IDisposable
    {
        public LinkedListNode<Step>? Node { get; set; }

        public ActivityKind Kind => kind;

        /// <summary>What the step waits for, and since when.</summary>
        public (WireWait Wait, long Since)? Wait { get; private set; }

        public string Describe() => describe();

        /// <param name="wait">What the call waits for; null when the wait has ended.</param>
        /// <param name="now">The current timestamp of the clock.</param>
        public void SetWait(WireWait? wait, long now)
        {
            lock (activity._gate)
                Wait = wait is null ? null : (wait, now);
        }

        public void Dispose()
        {
            lock (activity._gate)
            {
                if (Node is { } node)
                    activity._steps.Remove(node);
                Node = null;
            }
        }
    }

    /// <summary>The progress of work on several objects of one kind.</summary>
    internal sealed class Count(CallActivity activity, int total, Func<int, int, string> describe) : IDisposable
    {
        private int _done;

        public int Total => total;

        public int Done => _done;

        public Func<int, int, string> Describe => describe;

        /// <summary>Counts one more completed object.</summary>
        public void Step() => Interlocked.Increment(ref _done);

        public void Dispose()
        {
            lock (activity._gate)
                activity._counts.Remove(this);
        }
    }
}
