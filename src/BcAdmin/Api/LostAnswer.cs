using System.Net;

namespace BcAdmin.Api;

/// <summary>
/// What follows when the answer to a change is lost: the service may have done the work all the same, so the state is looked at before
/// anything is sent again. Where not even looking works, the loss is what the user has to know of.
/// </summary>
internal static class LostAnswer
{
    private const int MostStarts = 4;

    /// <summary>How long to look for an operation: the service may list it a little late.</summary>
    private static readonly TimeSpan[] OperationLooks = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    /// <summary>How long to look for what changed inside of an environment.</summary>
    public static readonly TimeSpan[] Looks = [TimeSpan.Zero, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <summary>What the service gave up on (408, 504) may still be going on there.</summary>
    private static readonly TimeSpan[] PatientLooks = [.. Looks, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30)];

    /// <summary>Starts an operation; see <see cref="SettleAsync{T}(TimeProvider, Func{Task{T}}, Func{Task{T}}, CancellationToken)"/>.</summary>
    public static Task<T> SettleStartAsync<T>(TimeProvider clock, Func<Task<T>> send, Func<Task<T?>> find, CancellationToken cancellationToken)
        where T : class => SettleAsync(clock, send, find, _ => OperationLooks, cancellationToken);

    /// <summary>Sends a change that must not simply be sent twice: only what shows no sign of it is sent again.</summary>
    /// <param name="clock">The clock of the pauses between readings.</param>
    /// <param name="send">Sends it, and gives what came of it.</param>
    /// <param name="find">Reads what came of it; null where nothing did.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task<T> SettleAsync<T>(TimeProvider clock, Func<Task<T>> send, Func<Task<T?>> find, CancellationToken cancellationToken)
        where T : class =>
        SettleAsync(
            clock, send, find,
            lost => lost.Status is HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout ? PatientLooks : Looks, cancellationToken);

    private static async Task<T> SettleAsync<T>(
        TimeProvider clock, Func<Task<T>> send, Func<Task<T?>> find, Func<BcApiException, TimeSpan[]> looks, CancellationToken cancellationToken)
        where T : class
    {
        BcApiException? lost = null;
        for (var start = 1; ; start++)
        {
            try
            {
                return await send().ConfigureAwait(false);
            }
            catch (BcApiException exception) when (exception.IsAnswerLost)
            {
                lost = exception;
            }
            catch (BcApiException) when (lost is not null)
            {
                // Refused this time: the first one did its work, which shows, or it is refused for good.
                if (await LookAsync(lost, find).ConfigureAwait(false) is { } earlier)
                    return earlier;
                throw;
            }

            foreach (var pause in looks(lost))
            {
                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
                if (await LookAsync(lost, find).ConfigureAwait(false) is { } found)
                    return found;
            }

            if (start == MostStarts || !lost.IsConnectionLost)
                throw lost;
        }
    }

    /// <summary>Settles by looking once, where sending again is out of the question.</summary>
    public static async Task<T> SettleAsync<T>(BcApiException lost, Func<Task<T?>> find)
        where T : class => await LookAsync(lost, find).ConfigureAwait(false) ?? throw lost;

    /// <inheritdoc cref="SettleAsync{T}(BcApiException, Func{Task{T}})"/>
    public static Task SettleAsync(BcApiException lost, Func<Task<bool>> isDone) =>
        SettleAsync(lost, async () => await isDone().ConfigureAwait(false) ? lost : null);

    private static async Task<T?> LookAsync<T>(BcApiException lost, Func<Task<T?>> find)
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
