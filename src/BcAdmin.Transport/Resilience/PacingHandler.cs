using System.Threading.RateLimiting;

namespace BcAdmin.Transport.Resilience;

/// <summary>
/// Stays within the limits that the service has for one user: concurrent calls, and calls in a sliding window. Calls wait in their order, and occupy
/// a slot only during an attempt, not while they wait for a retry.
/// </summary>
internal sealed class PacingHandler : DelegatingHandler
{
    private readonly ConcurrencyLimiter _places;
    private readonly SlidingWindowRateLimiter _window;
    private readonly TimeProvider _clock;
    private readonly CallWindow _sent;

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
            SegmentsPerWindow = CallWindow.Segments,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _sent = new CallWindow(windowLength, TimeProvider.System); // the limiter uses the system clock
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var place = await WaitAsync(
            _places, WireWaitReason.OtherCalls, "other calls of this connection are running", request, cancellationToken).ConfigureAwait(false);
        using var share = await WaitAsync(
            _window, WireWaitReason.CallLimit, "the limit of calls in five minutes is reached", request, cancellationToken).ConfigureAwait(false);
        _sent.Count();
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

    private async Task<RateLimitLease> WaitAsync(
        RateLimiter limiter, WireWaitReason reason, string text, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var lease = limiter.AcquireAsync(permitCount: 1, cancellationToken).AsTask();
        if (lease.IsCompleted)
            return await lease.ConfigureAwait(false);

        CallLog.Wait(request, new(reason, reason == WireWaitReason.CallLimit ? _sent.UntilNextCall() : null));
        try
        {
            using var shortWait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (await Task.WhenAny(lease, Task.Delay(TimeSpan.FromSeconds(1), _clock, shortWait.Token)).ConfigureAwait(false) != lease)
                CallLog.Write(request, $"Waiting for a place: {text}");
            await shortWait.CancelAsync().ConfigureAwait(false);
            return await lease.ConfigureAwait(false);
        }
        finally
        {
            CallLog.Wait(request, null);
        }
    }
}
