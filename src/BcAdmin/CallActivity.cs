using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>The kinds of work that a progress bar names.</summary>
internal enum ActivityKind
{
    Call,
    SignIn,
    Other,
}

/// <summary>What one cmdlet call is doing now, so that a progress bar can show it. Thread-safe.</summary>
internal sealed class CallActivity
{
    /// <summary>Fewer entries are soon read, and often only tell the cmdlet what to read next.</summary>
    private const long FewestItems = 100;

    private readonly object _gate = new();

    /// <summary>What is in progress, oldest first.</summary>
    private readonly LinkedList<Step> _steps = new();

    private readonly List<Count> _counts = [];
    private long _items;

    /// <summary>Begins work that ends when the result is disposed.</summary>
    /// <param name="kind">Several of one kind are counted.</param>
    /// <param name="describe">Names the work; called only if it takes long enough to be shown.</param>
    public Step Begin(ActivityKind kind, Func<string> describe)
    {
        var step = new Step(this, kind, describe);
        lock (_gate)
            step.Node = _steps.AddLast(step);
        return step;
    }

    /// <summary>Begins work on several tenants, which ends when the result is disposed.</summary>
    public Count BeginTenants(int total) => BeginCount(total, Messages.TenantsDone);

    /// <summary>Begins work on several environments, which ends when the result is disposed.</summary>
    public Count BeginEnvironments(int total) => BeginCount(total, Messages.EnvironmentsDone);

    /// <summary>One more entry of a list was read.</summary>
    public void CountItem() => Interlocked.Increment(ref _items);

    /// <summary>
    /// Describes it in a few words: how many tenants are done, what is in progress or waited for, and for how long. The elapsed time is left out
    /// where the remaining time is known.
    /// </summary>
    /// <param name="elapsed">For how long the cmdlet has written nothing.</param>
    /// <param name="clock">The clock of the call.</param>
    public string Describe(TimeSpan elapsed, TimeProvider clock)
    {
        var parts = new List<string>(4);
        lock (_gate)
        {
            // Of counts within each other, the last one changes first.
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

        if (Interlocked.Read(ref _items) is >= FewestItems and var items)
            parts.Add(Messages.EntriesRead(items));
        parts.Add(parts.Count == 0 ? Messages.InProgress(elapsed) : Messages.Elapsed(elapsed));
        return string.Join(", ", parts);
    }

    private Count BeginCount(int total, Func<int, int, string> describe)
    {
        var count = new Count(this, total, describe);
        lock (_gate)
            _counts.Add(count);
        return count;
    }

    /// <summary>The retry or the limit that ends first; null if no call waits for one.</summary>
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
            ? Messages.NextAttempt(next.Value.Wait.Status, seconds ?? 0) : Messages.CallLimitReached(seconds);
    }

    private string DescribeSteps(Step first)
    {
        var kind = _steps.FirstOrDefault(step => step.Kind != ActivityKind.Call)?.Kind ?? first.Kind;
        var same = _steps.Where(step => step.Kind == kind).ToList();
        return (kind, same) switch
        {
            (ActivityKind.Call, [{ Wait.Wait.Reason: WireWaitReason.SignIn } only]) => Messages.SigningInFor(only.Describe()),
            (_, [var only]) => only.Describe(),
            (ActivityKind.SignIn, _) => Messages.SigningInTenants(same.Count),
            (ActivityKind.Call, _) => Messages.CallsInProgress(same.Count),
            _ => same[0].Describe(),
        };
    }

    /// <summary>Work in progress.</summary>
    internal sealed class Step(CallActivity activity, ActivityKind kind, Func<string> describe) : IDisposable
    {
        public LinkedListNode<Step>? Node { get; set; }

        public ActivityKind Kind => kind;

        /// <summary>What it waits for, and since when.</summary>
        public (WireWait Wait, long Since)? Wait { get; private set; }

        public string Describe() => describe();

        /// <param name="wait">What the call waits for; null when it waits no longer.</param>
        /// <param name="now">Timestamp of the clock of the call.</param>
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

    /// <summary>Several objects of one kind that a cmdlet works on.</summary>
    internal sealed class Count(CallActivity activity, int total, Func<int, int, string> describe) : IDisposable
    {
        private int _done;

        public int Total => total;

        public int Done => _done;

        public Func<int, int, string> Describe => describe;

        /// <summary>One more is done.</summary>
        public void Step() => Interlocked.Increment(ref _done);

        public void Dispose()
        {
            lock (activity._gate)
                activity._counts.Remove(this);
        }
    }
}
