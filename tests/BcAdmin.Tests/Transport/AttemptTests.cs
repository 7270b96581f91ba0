using System.Net;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

public sealed class AttemptTests : IDisposable
{
    private readonly TestWire _wire = new();

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task A_failed_attempt_is_logged_with_its_reason_and_time()
    {
        _wire.Network.Do((_, _) =>
        {
            _wire.Clock.Advance(TimeSpan.FromMilliseconds(1234.4));
            throw new HttpRequestException(HttpRequestError.Unknown, "The connection was reset.");
        });

        await Assert.ThrowsAsync<HttpRequestException>(() => _wire.SendAsync(_wire.Request(HttpMethod.Post)));

        Assert.Equal([Expected("no answer: The connection was reset.")], _wire.Lines);
    }

    [Fact]
    public async Task A_canceled_attempt_is_logged_as_canceled()
    {
        using var stop = new CancellationTokenSource();
        _wire.Network.Do(async (_, cancellationToken) =>
        {
            _wire.Clock.Advance(TimeSpan.FromMilliseconds(1234));
            await stop.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw new InvalidOperationException("unreachable");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _wire.SendAsync(_wire.Request(HttpMethod.Post), stop.Token));

        Assert.Equal([Expected("canceled")], _wire.Lines);
    }

    [Fact]
    public async Task A_failure_that_is_caused_by_canceling_is_a_cancellation()
    {
        using var stop = new CancellationTokenSource();
        _wire.Network.Do(async (_, _) =>
        {
            await stop.CancelAsync();
            throw new HttpRequestException(HttpRequestError.Unknown, "The socket was closed.");
        });

        var canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _wire.SendAsync(_wire.Request(HttpMethod.Get), stop.Token));

        Assert.Equal(stop.Token, canceled.CancellationToken);
    }

    [Fact]
    public async Task A_cancellation_by_the_caller_is_passed_on_unchanged()
    {
        using var stop = new CancellationTokenSource();
        var own = new OperationCanceledException("own");
        _wire.Network.Do(async (_, _) =>
        {
            await stop.CancelAsync();
            throw own;
        });

        Assert.Same(own, await Assert.ThrowsAsync<OperationCanceledException>(() => _wire.SendAsync(_wire.Request(HttpMethod.Get), stop.Token)));
    }

    [Fact]
    public async Task A_connection_that_is_not_opened_in_time_is_reported_with_its_host()
    {
        _wire.Network.Fail(new TaskCanceledException("connect", new TimeoutException()), times: 4);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => _wire.GetAsync());

        Assert.Equal("No connection to api.contoso.example in time.", failure.Message);
    }

    [Fact]
    public async Task An_attempt_uses_HTTP_2_or_a_lower_version_that_the_server_supports()
    {
        _wire.Network.Do((request, _) => Task.FromResult(new HttpResponseMessage(
            request.Version == HttpVersion.Version20 && request.VersionPolicy == HttpVersionPolicy.RequestVersionOrLower
                ? HttpStatusCode.OK : HttpStatusCode.BadRequest)));

        using var response = await _wire.GetAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_call_without_a_correlation_ID_and_without_a_log_is_sent_as_well()
    {
        _wire.Network.Answer(HttpStatusCode.OK, times: 2);
        using var silent = new HttpRequestMessage(HttpMethod.Get, TestWire.Api + "/x");
        using var logged = new HttpRequestMessage(HttpMethod.Get, TestWire.Api + "/x");
        logged.Options.Set(Wire.Log, _wire.Lines.Enqueue);

        using var first = await _wire.SendAsync(silent);
        using var second = await _wire.SendAsync(logged);

        Assert.Equal(["GET /x → 200 OK in 0 ms, attempt 1"], _wire.Lines);
    }

    private static string Expected(string outcome) =>
        $"POST /admin/v2.29/applications?filter=x → {outcome} in 1234 ms, attempt 1, correlation 11111111-2222-3333-4444-555555555555";
}
