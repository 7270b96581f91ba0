namespace BcAdmin.Operations;

/// <summary>How far a wait is.</summary>
internal readonly record struct WaitState(string? Status, TimeSpan Elapsed);

/// <summary>What is waited for.</summary>
/// <param name="First">What is known at the start.</param>
/// <param name="Read">Reads it again.</param>
/// <param name="IsDone">Ends the wait.</param>
/// <param name="Status">What the progress shows.</param>
/// <param name="TimedOut">The error when the time is up.</param>
internal sealed record WaitFor<T>(
    T First, Func<CancellationToken, Task<T>> Read, Func<T, bool> IsDone, Func<T, string?> Status, Func<T, BcException> TimedOut);

/// <summary>
/// Waits for anything that the service does after the call: reads it again at growing intervals until it is done or the time is up. Waits of the
/// same waiter, one after the other, share its time.
/// </summary>
internal sealed class OperationWaiter(TimeProvider clock, TimeSpan timeout)
{
    /// <summary>
    /// The documentation recommends no interval. Short at first, so that a run of many short operations, such as the installations of 20 extensions,
    /// is not mostly waiting; the longest is what a user would wait before refreshing the page.
    /// </summary>
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(30);

    /// <summary>The service may not list a new operation for a while; after that it counts as lost.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>Reads that may fail in a row. Each of them has its own retries already.</summary>
    private const int MostFailures = 3;

    private long? _start;

    /// <summary>Waits until <paramref name="operation"/> is completed, successfully or not.</summary>
    /// <param name="operation">What is known of it.</param>
    /// <param name="readAgain">Reads it again; null where the service does not know it (yet).</param>
    /// <param name="progress">Called at least once a second.</param>
    /// <exception cref="BcException">OperationTimeout, OperationNotFound, or the failure of several reads in a row.</exception>
    public Task<T> WaitAsync<T>(
        T operation, Func<CancellationToken, Task<T?>> readAgain, IProgress<WaitState>? progress, CancellationToken cancellationToken)
        where T : class, ILongRunningOperation
    {
        var missingSince = (long?)null;
        return UntilAsync(new WaitFor<T>(operation, ReadAsync, seen => seen.IsCompleted, seen => seen.Status, TimedOut), progress, cancellationToken);

        async Task<T> ReadAsync(CancellationToken token)
        {
            if (await readAgain(token).ConfigureAwait(false) is { } seen)
            {
                missingSince = null;
                return seen;
            }

            missingSince ??= clock.GetTimestamp();
            if (clock.GetElapsedTime(missingSince.Value) > Grace)
            {
                throw new BcException(ErrorCode.OperationNotFound, Messages.ServiceNoLongerKnowsOperation(operation.OperationId))
                {
                    Target = operation,
                };
            }

            return operation;
        }
    }

    /// <summary>Reads again and again until it is done.</summary>
    /// <exception cref="BcException">The error of the wait when the time is up, or the failure of several reads in a row.</exception>
    public async Task<T> UntilAsync<T>(WaitFor<T> wait, IProgress<WaitState>? progress, CancellationToken cancellationToken)
    {
        var start = _start ??= clock.GetTimestamp();
        var interval = FirstInterval;
        var failures = 0;
        var seen = wait.First;
        while (!wait.IsDone(seen))
        {
            var left = timeout - clock.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                throw wait.TimedOut(seen);

            await PauseAsync(interval < left ? interval : left, Report, cancellationToken).ConfigureAwait(false);
            interval = TimeSpan.FromTicks(Math.Min((long)(interval.Ticks * 1.5), LongestInterval.Ticks));
            try
            {
                seen = await wait.Read(cancellationToken).ConfigureAwait(false);
                failures = 0;
            }
            catch (BcException exception) when (IsPassing(exception) && ++failures < MostFailures)
            {
                // The service goes on; only reading failed.
            }
        }

        Report();
        return seen;

        void Report() => progress?.Report(new(wait.Status(seen), clock.GetElapsedTime(start)));
    }

    /// <summary>The failure of a wait that took too long; the operation continues.</summary>
    public BcException TimedOut(ILongRunningOperation operation)
    {
        var status = operation.Status ?? "unknown";
        var message = Messages.OperationStillAfterSecondsOperationContinues(operation, status, timeout);
        return new(ErrorCode.OperationTimeout, message)
        {
            Target = operation,
            Advice = Messages.ContinueWait(operation),
        };
    }

    private static bool IsPassing(BcException exception) =>
        exception is BcApiException { IsTransient: true } || exception.Is(ErrorCode.SignInUnreachable);

    private async Task PauseAsync(TimeSpan pause, Action tick, CancellationToken cancellationToken)
    {
        var second = TimeSpan.FromSeconds(1);
        for (var left = pause; left > TimeSpan.Zero; left -= second)
        {
            tick();
            await Task.Delay(left < second ? left : second, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
