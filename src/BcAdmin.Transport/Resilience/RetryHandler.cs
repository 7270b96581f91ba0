using System.Globalization;
using System.Net;
using System.Text;
using Polly;
using Polly.Retry;

namespace BcAdmin.Transport.Resilience;

/// <summary>
/// Retries a call if this is useful and safe: the service has certainly not processed it, or processing it twice has the same result as once.
/// The last response or failure is returned unchanged.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    internal const int MaxAttempts = 8;

    /// <summary>Fewer attempts, so that a disconnected computer or a wrong host name is reported soon.</summary>
    internal const int MaxConnectAttempts = 4;

    private const int LongestText = 16 * 1024;

    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(60);
    private static readonly ResiliencePropertyKey<Call> CallKey = new("BcAdmin.Call");

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly TimeSpan _retryTimeout;
    private readonly TimeProvider _clock;

    /// <param name="retryTimeout">The maximum time that one call waits, all waits together.</param>
    public RetryHandler(TimeSpan retryTimeout, TimeProvider clock)
    {
        _retryTimeout = retryTimeout;
        _clock = clock;
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = MaxAttempts - 1,
                ShouldHandle = async arguments =>
                {
                    var text = await TextOfAsync(arguments.Outcome.Result).ConfigureAwait(false);
                    return PlanWait(CallOf(arguments.Context), arguments.Outcome, text, arguments.AttemptNumber);
                },
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(CallOf(arguments.Context).NextWait),
                OnRetry = arguments =>
                {
                    LogWait(CallOf(arguments.Context), arguments.Outcome);
                    return default;
                },
            })
            .Build();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: false, cancellationToken);
        context.Properties.Set(CallKey, new Call(request, CanReplay(request), IsRepeatable(request), _retryTimeout));
        try
        {
            return await _pipeline.ExecuteAsync(SendOnceAsync, context, request).ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<HttpResponseMessage> SendOnceAsync(ResilienceContext context, HttpRequestMessage request)
    {
        CallLog.Wait(request, null);
        return await base.SendAsync(request, context.CancellationToken).ConfigureAwait(false);
    }

    private static bool CanReplay(HttpRequestMessage request) =>
        !(request.Options.TryGetValue(Wire.Once, out var once) && once) && Replay.IsPossible(request.Content);

    private static bool IsRepeatable(HttpRequestMessage request) => request.Options.TryGetValue(Wire.Repeatable, out var repeatable)
        ? repeatable
        : request.Method == HttpMethod.Get || request.Method == HttpMethod.Head || request.Method == HttpMethod.Options;

    private static Call CallOf(ResilienceContext context) => context.Properties.GetValue(CallKey, null!);

    /// <summary>Determines whether the call is sent again, and subtracts the wait from the budget of the call.</summary>
    /// <param name="text">The text of a rejection.</param>
    /// <param name="attempt">Number of the attempt that has just ended, from 0.</param>
    private bool PlanWait(Call call, Outcome<HttpResponseMessage> outcome, string text, int attempt)
    {
        if (!call.CanReplay || !IsRetryable(call.IsRepeatable, outcome, text, attempt))
            return false;
        // Only calls that may be repeated are sent again after an attempt that may have been processed.
        if (!IsRetryable(isRepeatable: false, outcome, text, attempt))
            call.Request.Options.Set(Wire.MayHaveSucceeded, true);

        var wait = RequestedWait(outcome.Result) ?? Backoff(attempt, Random.Shared.NextDouble());
        if (wait > call.TimeLeft)
            return false;

        call.NextWait = wait;
        call.TimeLeft -= wait;
        return true;
    }

    /// <summary>The beginning of the body of a rejection, which has been received completely; empty for other responses.</summary>
    private static async ValueTask<string> TextOfAsync(HttpResponseMessage? response)
    {
        if (response is not { StatusCode: >= HttpStatusCode.BadRequest })
            return string.Empty;
        var body = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        return Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, LongestText)));
    }

    private static bool IsRetryable(bool isRepeatable, Outcome<HttpResponseMessage> outcome, string text, int attempt) => outcome switch
    {
        { Result: not null } when Refusal.IsTemporary(text) => true, // rejected, not processed
        { Result: not null } when Refusal.IsPermission(text) => false,
        { Result: { } response } => response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => true, // rejected, not processed
            HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway => isRepeatable,
            HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout => isRepeatable,
            _ => false,
        },
        { Exception: HttpRequestException failure } => failure.HttpRequestError switch
        {
            // Nothing was sent. A rejected certificate has become a WireException before.
            HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError =>
                attempt + 1 < MaxConnectAttempts,
            // The same applies to a proxy that does not open a tunnel, whose rejections with 4xx are final.
            HttpRequestError.ProxyTunnelError =>
                failure.StatusCode is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError
                && attempt + 1 < MaxConnectAttempts,
            // Settings of this computer or the proxy: the next attempt would fail in the same way.
            HttpRequestError.UserAuthenticationError or HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.VersionNegotiationError =>
                false,
            _ => isRepeatable,
        },
        { Exception: IOException } => isRepeatable,
        _ => false,
    };

    /// <summary>The wait that the service requests, as seconds or as a date.</summary>
    private TimeSpan? RequestedWait(HttpResponseMessage? response)
    {
        var wait = response?.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - (response.Headers.Date ?? _clock.GetUtcNow()), // by the service's clock, since the local one may be wrong
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>
    /// 1 s, 2 s, 4 s, … up to a minute, reduced by a random part of up to half, so that callers that were rejected at the same time do not
    /// retry together.
    /// </summary>
    /// <param name="random">Between 0 and 1.</param>
    internal static TimeSpan Backoff(int attempt, double random) =>
        TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt), MaxBackoff.TotalSeconds) * (0.5 + (random / 2)));

    private static void LogWait(Call call, Outcome<HttpResponseMessage> outcome)
    {
        var reason = outcome.Result is { } response
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase}") : outcome.Exception!.Message;
        call.Request.Options.TryGetValue(Wire.Attempts, out var sent);
        var line = string.Create(CultureInfo.InvariantCulture, $"{reason}: waiting {call.NextWait.TotalSeconds:0.#} s before attempt {sent + 1}");
        CallLog.Write(call.Request, line);
        CallLog.Wait(call.Request, new(WireWaitReason.Retry, call.NextWait, (int?)outcome.Result?.StatusCode));
    }

    private sealed class Call(HttpRequestMessage request, bool canReplay, bool isRepeatable, TimeSpan timeLeft)
    {
        public HttpRequestMessage Request { get; } = request;

        public bool CanReplay { get; } = canReplay;

        public bool IsRepeatable { get; } = isRepeatable;

        public TimeSpan TimeLeft { get; set; } = timeLeft;

        public TimeSpan NextWait { get; set; }
    }
}
