using System.Threading.RateLimiting;

namespace BcAdmin.Transport.Resilience;

/// <summary>
/// Keeps within what the service takes from one user: calls at once, and calls in a sliding window. Calls wait in their order, and hold a
/// place for one attempt only, not while they wait to be repeated.
/// </summary>
internal sealed class PacingHandler : DelegatingHandler
{
    private readonly ConcurrencyLimiter _places;
    private readonly SlidingWindowRateLimiter _window;
    private readonly TimeProvider _clock;

    public PacingHandler(int maxConcurrentCalls, int maxCallsInWindow, TimeSpan windowLength, TimeProvider clock)
    {
        _clock = clock;
        _places = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = maxConcurrentCalls,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _window = new SlidingWindowRateLimiter(new SlidingWindowRateLimiterOptions
        {
            PermitLimit = maxCallsInWindow,
            Window = windowLength,
            SegmentsPerWindow = 10,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var place = await WaitAsync(_places, "other calls of this connection are running", request, cancellationToken).ConfigureAwait(false);
        using var share = await WaitAsync(_window, "the limit of calls in five minutes is reached", request, cancellationToken).ConfigureAwait(false);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _places.Dispose();
            _window.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<RateLimitLease> WaitAsync(RateLimiter limiter, string reason, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var lease = limiter.AcquireAsync(permitCount: 1, cancellationToken).AsTask();
        if (!lease.IsCompleted)
        {
            using var shortWait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (await Task.WhenAny(lease, Task.Delay(TimeSpan.FromSeconds(1), _clock, shortWait.Token)).ConfigureAwait(false) != lease)
                CallLog.Write(request, $"Waiting for a place: {reason}");
            await shortWait.CancelAsync().ConfigureAwait(false);
        }

        return await lease.ConfigureAwait(false);
    }
}
