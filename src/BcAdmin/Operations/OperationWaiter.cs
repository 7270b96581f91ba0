namespace BcAdmin.Operations;

/// <summary>The progress of a wait.</summary>
internal readonly record struct WaitState(string? Status, TimeSpan Elapsed);

/// <summary>A condition to wait for.</summary>
/// <param name="First">The initial state.</param>
/// <param name="Read">Reads the current state.</param>
/// <param name="IsDone">Whether the condition is met.</param>
/// <param name="Status">The status to show as progress.</param>
/// <param name="TimedOut">The error if the time limit is exceeded.</param>
internal sealed record WaitFor<T>(
    T First, Func<CancellationToken, Task<T>> Read, Func<T, bool> IsDone, Func<T, string?> Status, Func<T, BcException> TimedOut);

/// <summary>
/// Waits for a state of the service by polling at growing intervals until the condition is met or the time limit is exceeded. Consecutive waits of
/// the same waiter share one time limit.
/// </summary>
internal sealed class OperationWaiter(TimeProvider clock, TimeSpan timeout)
{
    /// <summary>
    /// The documentation does not recommend an interval. It starts short so that many short operations, such as the installation of 20 extensions, do
    /// not spend most of their time waiting, and grows to the interval at which a user would refresh a page.
    /// </summary>
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromSeconds(30);

    /// <summary>The time that the service may take to list a new operation. After that, the operation is considered lost.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The same for an operation that is known only by the ID that the user specified, which can be wrong. With the interval, this is 15 seconds.
    /// </summary>
    private static readonly TimeSpan GraceOfId = TimeSpan.FromSeconds(10);

    /// <summary>The maximum number of consecutive failed reads, each of which has already been retried.</summary>
    private const int MaxFailures = 3;

    private long? _start;

    /// <summary>Waits until <paramref name="operation"/> is completed, successfully or not.</summary>
    /// <param name="operation">The initial state of the operation.</param>
    /// <param name="readAgain">Reads the current state; null if the service does not know the operation, or does not know it yet.</param>
    /// <param name="progress">Called at least once a second.</param>
    /// <param name="notFound">Creates the error for an operation that is known only by its ID; null for other operations.</param>
    /// <exception cref="BcException">OperationTimeout, OperationNotFound, or the error of several consecutive reads.</exception>
    public Task<T> WaitAsync<T>(
        T operation, Func<CancellationToken, Task<T?>> readAgain, IProgress<WaitState>? progress, CancellationToken cancellationToken,
        Func<BcException>? notFound = null)
        where T : class, ILongRunningOperation
    {
        var missingSince = (long?)null;
        return WaitUntilAsync(
            new WaitFor<T>(operation, ReadAsync, seen => seen.IsCompleted, Status, seen => notFound?.Invoke() ?? TimedOut(seen)),
            progress, cancellationToken);

        async Task<T> ReadAsync(CancellationToken token)
        {
            if (await readAgain(token).ConfigureAwait(false) is { } seen)
            {
                (missingSince, notFound) = (null, null);
                return seen;
            }

            missingSince ??= clock.GetTimestamp();
            if (clock.GetElapsedTime(missingSince.Value) > (notFound is null ? Grace : GraceOfId))
            {
                throw notFound?.Invoke() ?? new BcException(ErrorCode.OperationNotFound, Messages.OperationNoLongerKnown(operation.OperationId))
                {
                    Target = operation,
                };
            }

            return operation;
        }

        string? Status(T seen) => missingSince is null ? seen.Status
            : notFound is null ? Messages.OperationNotListedYet : Messages.OperationIdNotFoundYet;
    }

    /// <summary>Polls until the condition is met.</summary>
    /// <exception cref="BcException">The timeout error of the wait, or the error of several consecutive reads.</exception>
    public async Task<T> WaitUntilAsync<T>(WaitFor<T> wait, IProgress<WaitState>? progress, CancellationToken cancellationToken)
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
            interval = TimeSpan.FromTicks(Math.Min((long)(interval.Ticks * 1.5), MaxInterval.Ticks));
            try
            {
                seen = await wait.Read(cancellationToken).ConfigureAwait(false);
                failures = 0;
            }
            catch (BcException exception) when (IsTemporary(exception) && ++failures < MaxFailures)
            {
                // Only the read failed; the operation continues.
            }
        }

        Report();
        return seen;

        void Report() => progress?.Report(new(wait.Status(seen), clock.GetElapsedTime(start)));
    }

    /// <summary>The error for a wait that exceeded the time limit. The operation continues.</summary>
    public BcException TimedOut(ILongRunningOperation operation)
    {
        var status = operation.Status ?? "unknown";
        var message = Messages.OperationWaitTimedOut(operation, status, timeout);
        return new(ErrorCode.OperationTimeout, message)
        {
            Target = operation,
            Advice = Messages.ContinueWaitingWithCommand(operation),
        };
    }

    private static bool IsTemporary(BcException exception) =>
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
