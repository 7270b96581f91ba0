using BcAdmin.Transport.Resilience;
using Microsoft.Extensions.Time.Testing;

namespace BcAdmin.Tests.Transport;

/// <summary>A clock that is stopped until a caller waits, and then moves to the end of that wait. Records the waits.</summary>
internal sealed class TestClock : FakeTimeProvider
{
    private readonly List<TimeSpan> _waits = [];

    /// <summary>False: the clock moves by <see cref="FakeTimeProvider.Advance"/> only.</summary>
    public bool AdvancesOnWait { get; init; } = true;

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_waits)
                return [.. _waits];
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == Timeout.InfiniteTimeSpan || dueTime == AttemptHandler.TimeLimit)
            return timer;

        lock (_waits)
            _waits.Add(dueTime);
        if (AdvancesOnWait)
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        return timer;
    }
}
