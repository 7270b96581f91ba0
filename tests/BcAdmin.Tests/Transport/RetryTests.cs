using System.Net;
using System.Net.Http.Headers;
using BcAdmin.Transport;
using BcAdmin.Transport.Resilience;

namespace BcAdmin.Tests.Transport;

public sealed class RetryTests : IDisposable
{
    private readonly TestWire _wire = new();

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task A_wait_is_reported_with_its_length_and_the_status_and_then_its_end()
    {
        _wire.Network.Answer(HttpStatusCode.TooManyRequests, RetryAfter(TimeSpan.FromSeconds(17)))
            .Fail(new HttpRequestException(HttpRequestError.ConnectionError, "No route.")).Answer(HttpStatusCode.OK);
        var waits = new List<WireWait?>();
        using var request = _wire.Request(HttpMethod.Get);
        request.Options.Set(Wire.Waits, waits.Add);

        using var response = await _wire.SendAsync(request);

        var afterFailure = Assert.IsType<WireWait>(waits[3]);
        Assert.Equal((WireWaitReason.Retry, null), (afterFailure.Reason, afterFailure.Status));
        Assert.Equal([null, new(WireWaitReason.Retry, TimeSpan.FromSeconds(17), 429), null, afterFailure, null], waits);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_rejected_call_is_retried_even_if_it_is_not_repeatable(HttpStatusCode refusal)
    {
        _wire.Network.Answer(refusal).Answer(HttpStatusCode.Accepted);
        using var request = _wire.Request(HttpMethod.Post);
        request.Content = new StringContent("{\"name\":\"x\"}");

        using var response = await _wire.SendAsync(request);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(["{\"name\":\"x\"}", "{\"name\":\"x\"}"], _wire.Network.Sent.Select(sent => sent.Body));
        Assert.True(request.Options.TryGetValue(Wire.Attempts, out var attempts));
        Assert.Equal(2, attempts);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    public async Task A_call_that_may_have_been_processed_is_retried_only_if_it_is_repeatable(HttpStatusCode status)
    {
        _wire.Network.Answer(status).Answer(HttpStatusCode.OK).Answer(status);

        using var read = await _wire.GetAsync();
        using var written = await _wire.SendAsync(_wire.Request(HttpMethod.Post));

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(status, written.StatusCode);
        Assert.Equal(3, _wire.Network.Sent.Count);
    }

    [Fact]
    public async Task The_caller_can_declare_that_a_write_is_repeatable_and_a_read_is_not()
    {
        _wire.Network.Answer(HttpStatusCode.BadGateway).Answer(HttpStatusCode.OK).Answer(HttpStatusCode.BadGateway);
        using var put = _wire.Request(HttpMethod.Put);
        put.Options.Set(Wire.Repeatable, true);
        using var get = _wire.Request(HttpMethod.Get);
        get.Options.Set(Wire.Repeatable, false);

        using var written = await _wire.SendAsync(put);
        using var read = await _wire.SendAsync(get);

        Assert.Equal(HttpStatusCode.OK, written.StatusCode);
        Assert.Equal(HttpStatusCode.BadGateway, read.StatusCode);
    }

    [Theory]
    [InlineData(HttpStatusCode.ProxyAuthenticationRequired, 1)]
    [InlineData(HttpStatusCode.Forbidden, 1)]
    [InlineData(HttpStatusCode.NotFound, 1)]
    [InlineData(HttpStatusCode.RequestTimeout, RetryHandler.MaxConnectAttempts)]
    [InlineData(HttpStatusCode.TooManyRequests, RetryHandler.MaxConnectAttempts)]
    [InlineData(HttpStatusCode.InternalServerError, RetryHandler.MaxConnectAttempts)]
    [InlineData(HttpStatusCode.BadGateway, RetryHandler.MaxConnectAttempts)]
    [InlineData(HttpStatusCode.ServiceUnavailable, RetryHandler.MaxConnectAttempts)]
    public async Task A_proxy_that_opens_no_tunnel_is_tried_again_only_if_this_can_help(HttpStatusCode status, int attempts)
    {
        _wire.Network.Fail(new HttpRequestException(HttpRequestError.ProxyTunnelError, "no tunnel", statusCode: status), times: attempts);
        using var request = _wire.Request(HttpMethod.Post);

        await Assert.ThrowsAsync<HttpRequestException>(() => _wire.SendAsync(request));

        Assert.Equal(attempts, _wire.Network.Sent.Count);
    }

    [Theory]
    [InlineData("POST", HttpStatusCode.BadRequest)]
    [InlineData("DELETE", HttpStatusCode.InternalServerError)]
    [InlineData("GET", HttpStatusCode.Conflict)]
    public async Task Changed_extensions_are_a_temporary_rejection_for_every_method(string method, HttpStatusCode status)
    {
        const string refusal =
            "{\"error\":{\"code\":\"Unknown\",\"message\":\"An administrator changed one or more extensions in the application, so the page that "
                + "you were working on had to be closed.\"}}";
        _wire.Network.Answer(status, response => response.Content = new StringContent(refusal)).Answer(HttpStatusCode.OK);

        using var response = await _wire.SendAsync(_wire.Request(new HttpMethod(method)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(_wire.Clock.Waits);
    }

    [Theory]
    [InlineData("Sorry, the current permissions prevented the action. (TableData 38 Purchase Header Modify: Base Application)")]
    [InlineData("You do not have the following permissions on Page APIV2 - Customers: Execute.")]
    [InlineData("Die aktuellen Berechtigungen haben die Aktion verhindert. (TableData 2000000120 User Read: System Application)")]
    public async Task A_missing_permission_is_not_retried_although_its_status_is_500(string message)
    {
        _wire.Network.Answer(HttpStatusCode.InternalServerError, response =>
            response.Content = new StringContent($"{{\"error\":{{\"code\":\"Internal_ServerError\",\"message\":\"{message}\"}}}}"));

        using var response = await _wire.GetAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(_wire.Clock.Waits);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.NotImplemented)]
    [InlineData(HttpStatusCode.Redirect)]
    public async Task A_permanent_response_is_final(HttpStatusCode status)
    {
        _wire.Network.Answer(status);

        using var response = await _wire.GetAsync();

        Assert.Equal(status, response.StatusCode);
        Assert.Empty(_wire.Clock.Waits);
    }

    [Fact]
    public async Task After_a_lost_response_a_read_is_retried_and_a_write_is_not()
    {
        var reset = new HttpRequestException(HttpRequestError.Unknown, "reset", new IOException("connection reset by peer"));
        _wire.Network.Fail(reset).Answer(HttpStatusCode.OK).Fail(reset);

        using var read = await _wire.GetAsync();
        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => _wire.SendAsync(_wire.Request(HttpMethod.Post)));

        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Same(reset, failure);
        Assert.Equal(3, _wire.Network.Sent.Count);
    }

    [Fact]
    public async Task A_response_with_an_incomplete_body_counts_as_lost()
    {
        _wire.Network
            .Answer(HttpStatusCode.OK, response => response.Content = new StreamContent(new BrokenStream()))
            .Answer(HttpStatusCode.OK, response => response.Content = new StringContent("whole"))
            .Answer(HttpStatusCode.OK, response => response.Content = new StreamContent(new BrokenStream()));

        using var read = await _wire.GetAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => _wire.SendAsync(_wire.Request(HttpMethod.Post)));

        Assert.Equal("whole", await read.Content.ReadAsStringAsync());
        Assert.True(_wire.Network.Answers[0].IsDisposed);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    [InlineData(HttpRequestError.ProxyTunnelError)]
    public async Task Without_a_connection_even_a_write_is_retried_with_four_attempts(HttpRequestError error)
    {
        var failure = new HttpRequestException(error, "no connection");
        _wire.Network.Fail(failure, times: 4);
        using var request = _wire.Request(HttpMethod.Post);

        Assert.Same(failure, await Assert.ThrowsAsync<HttpRequestException>(() => _wire.SendAsync(request)));

        Assert.Equal(RetryHandler.MaxConnectAttempts, _wire.Network.Sent.Count);
        Assert.True(request.Options.TryGetValue(Wire.Attempts, out var attempts));
        Assert.Equal(4, attempts);
    }

    [Fact]
    public async Task A_connection_timeout_is_a_connect_failure_and_not_a_cancellation()
    {
        _wire.Network.Fail(new TaskCanceledException("connect", new TimeoutException()), times: 4);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => _wire.SendAsync(_wire.Request(HttpMethod.Post)));

        Assert.Equal(HttpRequestError.ConnectionError, failure.HttpRequestError);
    }

    [Fact]
    public async Task A_proxy_that_rejects_the_user_is_not_tried_again()
    {
        _wire.Network.Fail(new HttpRequestException(HttpRequestError.UserAuthenticationError, "proxy"));

        await Assert.ThrowsAsync<HttpRequestException>(() => _wire.GetAsync());

        Assert.Single(_wire.Network.Sent);
    }

    [Fact]
    public async Task There_are_at_most_eight_attempts_and_the_last_response_is_returned_undisposed()
    {
        _wire.Network.Answer(HttpStatusCode.ServiceUnavailable, times: 8);

        using var response = await _wire.GetAsync();

        Assert.Equal(8, _wire.Network.Sent.Count);
        Assert.Same(_wire.Network.Answers[7], response);
        Assert.False(_wire.Network.Answers[7].IsDisposed);
        Assert.All(_wire.Network.Answers.Take(7), answer => Assert.True(answer.IsDisposed));
    }

    [Fact]
    public async Task Waits_increase_with_jitter_up_to_a_minute()
    {
        _wire.Network.Answer(HttpStatusCode.ServiceUnavailable, times: 8);

        using var response = await _wire.GetAsync();

        Assert.Equal(7, _wire.Clock.Waits.Count);
        Assert.All(_wire.Clock.Waits.Zip([1, 2, 4, 8, 16, 32, 60]), wait =>
            Assert.InRange(wait.First.TotalSeconds, (wait.Second / 2.0) - 0.001, wait.Second));
    }

    [Fact]
    public void Jitter_is_between_half_and_all_of_the_wait()
    {
        Assert.Equal(TimeSpan.FromSeconds(2), RetryHandler.Backoff(attempt: 2, random: 0));
        Assert.Equal(TimeSpan.FromSeconds(4), RetryHandler.Backoff(attempt: 2, random: 1));
        Assert.Equal(TimeSpan.FromSeconds(60), RetryHandler.Backoff(attempt: 30, random: 1));
    }

    [Fact]
    public async Task Retry_after_in_seconds_is_applied()
    {
        _wire.Network.Answer(HttpStatusCode.TooManyRequests, RetryAfter(TimeSpan.FromSeconds(17))).Answer(HttpStatusCode.OK);

        using var response = await _wire.GetAsync();

        Assert.Equal([TimeSpan.FromSeconds(17)], _wire.Clock.Waits);
        Assert.Contains("429 Too Many Requests: waiting 17 s before attempt 2", _wire.Lines);
    }

    [Fact]
    public async Task Retry_after_as_a_date_is_applied_and_a_past_date_means_immediately()
    {
        var now = _wire.Clock.GetUtcNow();
        _wire.Network
            .Answer(HttpStatusCode.ServiceUnavailable, response => response.Headers.RetryAfter = new RetryConditionHeaderValue(now.AddSeconds(42)))
            .Answer(HttpStatusCode.ServiceUnavailable, response => response.Headers.RetryAfter = new RetryConditionHeaderValue(now.AddDays(-1)))
            .Answer(HttpStatusCode.OK);

        using var response = await _wire.GetAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([TimeSpan.FromSeconds(42)], _wire.Clock.Waits);
    }

    [Fact]
    public async Task Retry_after_as_a_date_is_compared_with_the_clock_of_the_service()
    {
        var service = _wire.Clock.GetUtcNow().AddHours(3);
        _wire.Network
            .Answer(HttpStatusCode.TooManyRequests, response =>
            {
                response.Headers.Date = service;
                response.Headers.RetryAfter = new RetryConditionHeaderValue(service.AddSeconds(42));
            })
            .Answer(HttpStatusCode.OK);

        using var response = await _wire.GetAsync();

        Assert.Equal([TimeSpan.FromSeconds(42)], _wire.Clock.Waits);
    }

    [Fact]
    public async Task A_call_that_the_caller_repeats_itself_is_not_retried()
    {
        _wire.Network.Answer(HttpStatusCode.TooManyRequests).Answer(HttpStatusCode.TooManyRequests).Answer(HttpStatusCode.OK);
        using var once = _wire.Request(HttpMethod.Get);
        once.Options.Set(Wire.Once, true);
        using var normal = _wire.Request(HttpMethod.Get);
        normal.Options.Set(Wire.Once, false);

        using var first = await _wire.SendAsync(once);
        using var second = await _wire.SendAsync(normal);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task A_retry_after_an_attempt_that_may_have_been_processed_is_marked()
    {
        _wire.Network.Answer(HttpStatusCode.TooManyRequests).Answer(HttpStatusCode.OK).Answer(HttpStatusCode.BadGateway).Answer(HttpStatusCode.OK);
        using var rejected = _wire.Request(HttpMethod.Get);
        using var unclear = _wire.Request(HttpMethod.Get);

        using var first = await _wire.SendAsync(rejected);
        using var second = await _wire.SendAsync(unclear);

        Assert.False(rejected.Options.TryGetValue(Wire.MayHaveSucceeded, out _));
        Assert.True(unclear.Options.TryGetValue(Wire.MayHaveSucceeded, out var may) && may);
    }

    [Fact]
    public async Task Other_content_that_cannot_be_read_again_is_sent_once()
    {
        _wire.Network.Answer(HttpStatusCode.TooManyRequests, times: 2).Answer(HttpStatusCode.OK);
        using var own = _wire.Request(HttpMethod.Post);
        own.Content = new OwnContent();
        using var parts = _wire.Request(HttpMethod.Post);
        parts.Content = new MultipartContent { new StringContent("text"), new StringContent("text") };

        using var first = await _wire.SendAsync(own);
        using var second = await _wire.SendAsync(parts);

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
    }

    [Fact]
    public async Task The_call_is_not_retried_before_the_wait_is_over()
    {
        using var still = new TestWire(new TestClock { AdvancesOnWait = false });
        still.Network.Answer(HttpStatusCode.TooManyRequests, RetryAfter(TimeSpan.FromSeconds(5))).Answer(HttpStatusCode.OK);

        var call = still.GetAsync();
        Assert.True(SpinWait.SpinUntil(() => still.Clock.Waits.Count == 1, TimeSpan.FromSeconds(2)));
        still.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Single(still.Network.Sent);
        Assert.False(call.IsCompleted);
        still.Clock.Advance(TimeSpan.FromSeconds(0.2));

        using var response = await call.WaitAsync(TestWire.TestLimit);
        Assert.Equal(2, still.Network.Sent.Count);
    }

    [Fact]
    public async Task A_wait_that_exceeds_the_budget_ends_the_call_immediately()
    {
        using var short30 = new TestWire(retryTimeout: TimeSpan.FromSeconds(30));
        short30.Network
            .Answer(HttpStatusCode.TooManyRequests, RetryAfter(TimeSpan.FromSeconds(20)))
            .Answer(HttpStatusCode.TooManyRequests, RetryAfter(TimeSpan.FromSeconds(11)));

        using var response = await short30.GetAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal([TimeSpan.FromSeconds(20)], short30.Clock.Waits);
    }

    [Fact]
    public async Task A_wait_that_equals_the_budget_is_applied()
    {
        using var short30 = new TestWire(retryTimeout: TimeSpan.FromSeconds(30));
        short30.Network.Answer(HttpStatusCode.TooManyRequests, RetryAfter(TimeSpan.FromSeconds(30))).Answer(HttpStatusCode.OK);

        using var response = await short30.GetAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Canceling_ends_a_wait_immediately()
    {
        using var still = new TestWire(new TestClock { AdvancesOnWait = false });
        using var stop = new CancellationTokenSource();
        still.Network.Answer(HttpStatusCode.TooManyRequests, RetryAfter(TimeSpan.FromSeconds(60)));

        var call = still.SendAsync(still.Request(HttpMethod.Get), stop.Token);
        Assert.True(SpinWait.SpinUntil(() => still.Clock.Waits.Count == 1, TimeSpan.FromSeconds(2)));
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(TestWire.TestLimit));
        Assert.Single(still.Network.Sent);
    }

    [Fact]
    public async Task Canceling_ends_a_running_attempt_and_it_is_not_retried()
    {
        using var stop = new CancellationTokenSource();
        _wire.Network.Do(async (_, cancellationToken) =>
        {
            await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException("The token did not arrive.");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _wire.SendAsync(_wire.Request(HttpMethod.Get), stop.Token));
        Assert.Single(_wire.Network.Sent);
    }

    [Fact]
    public async Task An_attempt_ends_after_eleven_minutes_and_only_a_read_is_retried()
    {
        using var still = new TestWire(new TestClock { AdvancesOnWait = false });
        var attempt = CancellationToken.None;
        still.Network.Do((_, cancellationToken) => Never(attempt = cancellationToken));

        var call = still.SendAsync(still.Request(HttpMethod.Post));
        Assert.True(SpinWait.SpinUntil(() => still.Network.Sent.Count == 1, TimeSpan.FromSeconds(2)));
        still.Clock.Advance(TimeSpan.FromMinutes(10.9));
        Assert.False(attempt.IsCancellationRequested);
        still.Clock.Advance(TimeSpan.FromMinutes(0.2));
        Assert.True(attempt.IsCancellationRequested);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => call.WaitAsync(TestWire.TestLimit));
        Assert.IsType<TimeoutException>(failure.InnerException);

        _wire.Network.Fail(failure).Answer(HttpStatusCode.OK);
        using var read = await _wire.GetAsync();
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Fact]
    public async Task A_seekable_stream_is_sent_again_from_its_start()
    {
        _wire.Network.Answer(HttpStatusCode.ServiceUnavailable).Answer(HttpStatusCode.OK);
        using var request = _wire.Request(HttpMethod.Post);
        request.Content = new StreamContent(new MemoryStream("package"u8.ToArray()));

        using var response = await _wire.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["package", "package"], _wire.Network.Sent.Select(sent => sent.Body));
    }

    [Fact]
    public async Task A_stream_that_cannot_be_rewound_is_sent_once()
    {
        _wire.Network.Answer(HttpStatusCode.ServiceUnavailable);
        using var request = _wire.Request(HttpMethod.Post);
        request.Content = new MultipartFormDataContent
        {
            { new StringContent("1"), "a" },
            { new StreamContent(new OneWayStream("package"u8.ToArray())), "b" },
        };

        using var response = await _wire.SendAsync(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("package", Assert.Single(_wire.Network.Sent).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_attempt_writes_one_line()
    {
        _wire.Network
            .Answer(HttpStatusCode.ServiceUnavailable, RetryAfter(TimeSpan.FromSeconds(1.0)))
            .Answer(HttpStatusCode.OK, response => response.Headers.Add("ms-correlation-x", "svc-77"));

        using var response = await _wire.GetAsync();

        Assert.Equal(
            [
                "GET /admin/v2.29/applications?filter=x → 503 Service Unavailable in 0 ms, attempt 1, correlation "
                    + "11111111-2222-3333-4444-555555555555",
                "503 Service Unavailable: waiting 1 s before attempt 2",
                "GET /admin/v2.29/applications?filter=x → 200 OK in 0 ms, attempt 2, correlation 11111111-2222-3333-4444-555555555555, service "
                    + "correlation svc-77",
            ],
            _wire.Lines);
    }

    private static Action<HttpResponseMessage> RetryAfter(TimeSpan wait) =>
        response => response.Headers.RetryAfter = new RetryConditionHeaderValue(wait);

    private static async Task<HttpResponseMessage> Never(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("unreachable");
    }

    private sealed class OwnContent : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => Task.CompletedTask;

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return true;
        }
    }

    private sealed class OneWayStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("connection reset by peer");

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("connection reset by peer");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("connection reset by peer");
    }
}
