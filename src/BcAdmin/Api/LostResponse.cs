using System.Net;

namespace BcAdmin.Api;

/// <summary>
/// Recovers from a lost response to a change. The service may have made the change, so the state is read before anything is sent again. If the state
/// cannot be read either, the original failure is reported.
/// </summary>
internal static class LostResponse
{
    private const int MaxAttempts = 4;

    /// <summary>The delays before each check for a new operation, which the service can list late.</summary>
    private static readonly TimeSpan[] OperationCheckDelays = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    /// <summary>The delays before each check for a change inside an environment.</summary>
    public static readonly TimeSpan[] CheckDelays = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <summary>The delays after a timeout of the service (408, 504), because it may still be processing the call.</summary>
    private static readonly TimeSpan[] LongCheckDelays =
        [.. CheckDelays, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30)];

    /// <summary>Starts an operation; see <see cref="SettleAsync{T}(TimeProvider, Func{Task{T}}, Func{Task{T}}, CancellationToken)"/>.</summary>
    public static Task<T> SettleStartAsync<T>(TimeProvider clock, Func<Task<T>> send, Func<Task<T?>> find, CancellationToken cancellationToken)
        where T : class => SettleAsync(clock, send, find, _ => OperationCheckDelays, cancellationToken);

    /// <summary>Sends a change that cannot be repeated blindly. It is sent again only if reading shows that it was not made.</summary>
    /// <param name="clock">The clock for the delays between checks.</param>
    /// <param name="send">Sends the change and returns the result.</param>
    /// <param name="find">Reads the result of the change; null if it was not made.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static Task<T> SettleAsync<T>(TimeProvider clock, Func<Task<T>> send, Func<Task<T?>> find, CancellationToken cancellationToken)
        where T : class =>
        SettleAsync(
            clock, send, find,
            lost => lost.Status is HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout ? LongCheckDelays : CheckDelays, cancellationToken);

    private static async Task<T> SettleAsync<T>(
        TimeProvider clock, Func<Task<T>> send, Func<Task<T?>> find, Func<BcApiException, TimeSpan[]> delays, CancellationToken cancellationToken)
        where T : class
    {
        BcApiException? lost = null;
        for (var start = 1; ; start++)
        {
            try
            {
                return await send().ConfigureAwait(false);
            }
            catch (BcApiException exception) when (exception.IsResponseLost)
            {
                lost = exception;
            }
            catch (BcApiException) when (lost is not null)
            {
                // The repeated call was rejected. Either the first call succeeded, which the state shows, or the rejection is final.
                if (await CheckAsync(lost, find).ConfigureAwait(false) is { } earlier)
                    return earlier;
                throw;
            }

            foreach (var pause in delays(lost))
            {
                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
                if (await CheckAsync(lost, find).ConfigureAwait(false) is { } found)
                    return found;
            }

            if (start == MaxAttempts || !lost.IsConnectionLost)
                throw lost;
        }
    }

    /// <summary>Checks once for the result of a change that must not be sent again.</summary>
    public static async Task<T> SettleAsync<T>(BcApiException lost, Func<Task<T?>> find)
        where T : class => await CheckAsync(lost, find).ConfigureAwait(false) ?? throw lost;

    /// <inheritdoc cref="SettleAsync{T}(BcApiException, Func{Task{T}})"/>
    public static Task SettleAsync(BcApiException lost, Func<Task<bool>> isDone) =>
        SettleAsync(lost, async () => await isDone().ConfigureAwait(false) ? lost : null);

    private static async Task<T?> CheckAsync<T>(BcApiException lost, Func<Task<T?>> find)
        where T : class
    {
        try
        {
            return await find().ConfigureAwait(false);
        }
        catch (BcApiException)
        {
            throw lost;
        }
    }
}
