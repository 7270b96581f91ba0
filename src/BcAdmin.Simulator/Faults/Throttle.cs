using System.Collections.Concurrent;

namespace BcAdmin.Simulator.Faults;

/// <summary>
/// The service's limits for each caller: calls in five minutes, concurrent calls, queued calls. Off unless the settings turn it on.
/// </summary>
internal sealed class Throttle(World world)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Lane> _lanes = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits until the call can run; disposing the result ends the call.</summary>
    /// <exception cref="Refusal">429: too many calls in the window or in the queue.</exception>
    public async Task<IDisposable?> EnterAsync(Caller caller, CancellationToken cancel)
    {
        if (world.Settings.Throttle is not { } limits)
            return null;

        var lane = _lanes.GetOrAdd($"{caller.Tenant.Id}/{caller.Id}", _ => new Lane());
        Task turn;
        lock (lane)
        {
            var now = DateTimeOffset.UtcNow;
            while (lane.Recent.TryPeek(out var oldest) && oldest + Window <= now)
                lane.Recent.Dequeue();
            if (lane.Recent.Count >= limits.RequestsPer5Min)
                throw TooMany(limits, $"More than {limits.RequestsPer5Min} requests in five minutes.");

            if (lane.Running >= limits.Concurrent && lane.Waiting.Count >= limits.Queue)
                throw TooMany(limits, $"More than {limits.Queue} requests in the queue.");

            lane.Recent.Enqueue(now);
            turn = lane.Take(limits.Concurrent);
        }

        try
        {
            await turn.WaitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            // It may still get its turn, or may just have got it: pass it to the next one.
            _ = turn.ContinueWith(_ => lane.Leave(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }

        return new Turn(lane);
    }

    private static Refusal TooMany(ThrottleSettings limits, string message)
    {
        var refusal = new Refusal(429, "Unknown", $"Too many requests. {message}");
        if (limits.RetryAfterSec is { } seconds)
            refusal.Headers["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture);
        return refusal;
    }

    private sealed class Lane
    {
        public Queue<DateTimeOffset> Recent { get; } = new();

        public Queue<TaskCompletionSource> Waiting { get; } = new();

        public int Running { get; private set; }

        public Task Take(int concurrent)
        {
            if (Running < concurrent)
            {
                Running++;
                return Task.CompletedTask;
            }

            var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Waiting.Enqueue(place);
            return place.Task;
        }

        public void Leave()
        {
            lock (this)
            {
                if (Waiting.TryDequeue(out var next))
                    next.SetResult();
                else
                    Running--;
            }
        }
    }

    private sealed class Turn(Lane lane) : IDisposable
    {
        public void Dispose() => lane.Leave();
    }
}
