using System.Globalization;

namespace BcAdmin.Api;

/// <summary>How far a wait is.</summary>
internal readonly record struct WaitState(string? Status, TimeSpan Elapsed);

/// <summary>
/// Waits for anything that the service does after the call: reads it again at growing intervals until it is done or the time is up. What is waited
/// for with the same waiter, one after the other, shares its time.
/// </summary>
internal sealed class OperationWaiter(TimeProvider clock, TimeSpan timeout)
{
    /// <summary>No interval is recommended anywhere. Short at first, since some operations take seconds; at most as often as a person would look.</summary>
    private static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(30);

    /// <summary>A new operation may be missing for a while; after that it counts as lost.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>Readings that may fail in a row. Each of them has its own retries already.</summary>
    private const int MostFailures = 3;

    private long? _start;

    /// <summary>Waits until <paramref name="operation"/> is completed, whatever its end.</summary>
    /// <param name="operation">As far as it is known.</param>
    /// <param name="readAgain">Reads it again; null where the service does not know it (yet).</param>
    /// <param name="progress">Told at least once a second.</param>
    /// <exception cref="BcException">OperationTimeout, OperationNotFound, or what went wrong with reading it again and again.</exception>
    public Task<T> WaitAsync<T>(T operation, Func<CancellationToken, Task<T?>> readAgain, IProgress<WaitState>? progress, CancellationToken cancellationToken)
        where T : class, IBcLongRunning
    {
        var missingSince = (long?)null;
        return UntilAsync(operation, seen => seen.IsCompleted, seen => seen.Status, async token =>
        {
            if (await readAgain(token).ConfigureAwait(false) is { } seen)
            {
                missingSince = null;
                return seen;
            }

            missingSince ??= clock.GetTimestamp();
            if (clock.GetElapsedTime(missingSince.Value) > Grace)
                throw new BcException(ErrorCode.OperationNotFound, $"The service does not know operation {operation.OperationId} any more.") { Target = operation };
            return operation;
        }, seen => TimedOut(seen), progress, cancellationToken);
    }

    /// <summary>Reads again and again until <paramref name="isDone"/>.</summary>
    public async Task<T> UntilAsync<T>(
        T seen,
        Func<T, bool> isDone,
        Func<T, string?> status,
        Func<CancellationToken, Task<T>> readAgain,
        Func<T, BcException> timedOut,
        IProgress<WaitState>? progress,
        CancellationToken cancellationToken)
    {
        var start = _start ??= clock.GetTimestamp();
        var interval = FirstInterval;
        var failures = 0;
        while (!isDone(seen))
        {
            var left = timeout - clock.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                throw timedOut(seen);

            await PauseAsync(interval < left ? interval : left, () => progress?.Report(new(status(seen), clock.GetElapsedTime(start))), cancellationToken).ConfigureAwait(false);
            interval = TimeSpan.FromTicks(Math.Min((long)(interval.Ticks * 1.5), LongestInterval.Ticks));
            try
            {
                seen = await readAgain(cancellationToken).ConfigureAwait(false);
                failures = 0;
            }
            catch (BcException exception) when ((exception is BcApiException { IsTransient: true } || exception.Is(ErrorCode.SignInUnreachable)) && ++failures < MostFailures)
            {
                // The work goes on over there; only looking at it failed.
            }
        }

        progress?.Report(new(status(seen), clock.GetElapsedTime(start)));
        return seen;
    }

    /// <summary>The failure of a wait that took too long; the work itself goes on.</summary>
    public BcException TimedOut(IBcLongRunning operation) =>
        new(ErrorCode.OperationTimeout, string.Create(CultureInfo.InvariantCulture, $"Operation {operation.OperationId} is still {operation.Status ?? "unknown"} after {timeout.TotalSeconds:N0} seconds. It goes on; only the waiting has ended."))
        {
            Target = operation,
            Advice = $"Go on waiting with: {PickUp(operation)}",
        };

    /// <summary>The command that goes on waiting.</summary>
    public static string PickUp(IBcLongRunning operation) =>
        operation is BcOperation ? $"Wait-BcOperation {operation.OperationId}" : $"{LookUp(operation)} | Wait-BcOperation";

    /// <summary>The command that shows it again. Operations on apps are found under their app only, jobs in their environment.</summary>
    public static string LookUp(IBcLongRunning operation) => operation switch
    {
        BcAppOperation app => $"Get-BcAppOperation '{app.EnvironmentName}' {app.AppId} {app.OperationId}{Family(app)}",
        BcExtensionDeployment deployment => $"Get-BcExtensionDeployment '{deployment.EnvironmentName}' '{deployment.Name}'{Family(deployment)} | Select-Object -First 1",
        BcScheduledJob job => $"Get-BcScheduledJob '{job.EnvironmentName}' {job.ScheduledJobId}{Family(job)}",
        _ => $"Get-BcOperation -OperationId {operation.OperationId}",
    };

    private static string Family(BcEnvironmentResource item) => item.ApplicationFamily == BcEnvironment.DefaultFamily ? string.Empty : $" -ApplicationFamily {item.ApplicationFamily}";

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
