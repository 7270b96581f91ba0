using System.Collections.Concurrent;
using System.Net;
using BcAdmin.Transport;
using BcAdmin.Transport.Resilience;
using BcAdmin.Transport.SignIn;

namespace BcAdmin.Tests.Transport;

public sealed class AuthenticationTests : IDisposable
{
    private readonly TestWire _wire = new();

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task The_API_receives_the_token_and_the_request_does_not_keep_it()
    {
        _wire.Network.Answer(HttpStatusCode.OK);
        using var request = _wire.Request(HttpMethod.Get);
        request.Headers.Authorization = new("Basic", "own");

        using var response = await _wire.SendAsync(request);

        Assert.Equal("Bearer " + TestWire.Token, Assert.Single(_wire.Network.Sent).Authorization);
        Assert.Null(request.Headers.Authorization);
    }

    [Theory]
    [InlineData("http://api.contoso.example/x")]
    [InlineData("https://api.contoso.example:8443/x")]
    [InlineData("https://evil.api.contoso.example/x")]
    [InlineData("https://api.contoso.example.evil.example/x")]
    [InlineData("https://api.contoso.example@evil.example/x")]
    [InlineData("https://user:pass@api.contoso.example/x")]
    [InlineData("https://evil.example/https://api.contoso.example/x")]
    [InlineData("https://evil.example#@api.contoso.example/x")]
    [InlineData("https://127.0.0.1/x")]
    [InlineData("ftp://api.contoso.example/x")]
    public async Task No_other_host_is_called(string address)
    {
        var failure = await Assert.ThrowsAsync<WireException>(() => _wire.SendAsync(_wire.Request(HttpMethod.Get, address)));

        Assert.Equal("HostNotAllowed", failure.Code);
        Assert.Equal(
            "The token of a connection is sent only to its API, over HTTPS. Connect to the other host, or call it without this connection.",
            failure.Advice);
        Assert.EndsWith(" is not the API of this connection. Nothing was sent to it.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_wire.Network.Sent);
    }

    [Theory]
    [InlineData("http://localhost:5000/x", true)]
    [InlineData("http://127.0.0.1:5000/x", true)]
    [InlineData("http://[::1]:5000/x", true)]
    [InlineData("http://192.0.2.1:5000/x", false)]
    [InlineData("http://localhost.evil.example:5000/x", false)]
    public async Task Plain_http_is_allowed_for_this_computer_only_even_if_the_connection_specifies_it(string address, bool allowed)
    {
        using var network = new ScriptedHandler().Answer(HttpStatusCode.OK);
        var (invoker, _) = Authenticated(network, new CountingSource(), _ => true);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);

        var failure = await Record.ExceptionAsync(() => invoker.SendAsync(request, default));

        Assert.Equal(allowed ? null : "HostNotAllowed", (failure as WireException)?.Code);
        Assert.Equal(allowed ? 1 : 0, network.Sent.Count);
    }

    [Fact]
    public async Task A_redirect_is_returned_and_not_followed()
    {
        _wire.Network.Answer(HttpStatusCode.Redirect, response => response.Headers.Location = new Uri("https://evil.example"));

        using var response = await _wire.GetAsync();

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        using var connections = BcAdmin.Transport.TlsHandler.Create(pinnedCertificate: null);
        Assert.False(Assert.IsType<SocketsHttpHandler>(connections.InnerHandler).AllowAutoRedirect);
    }

    [Fact]
    public void A_proxy_with_integrated_sign_in_receives_the_account_of_the_session()
    {
        using var connections = BcAdmin.Transport.TlsHandler.Create(pinnedCertificate: null);
        Assert.Same(CredentialCache.DefaultCredentials, Assert.IsType<SocketsHttpHandler>(connections.InnerHandler).DefaultProxyCredentials);
    }

    [Fact]
    public async Task A_host_header_of_the_caller_does_not_change_the_certificate_check()
    {
        _wire.Network.Do((request, _) =>
            Task.FromResult(new HttpResponseMessage(request.Headers.Host is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest)));
        using var request = _wire.Request(HttpMethod.Get);
        request.Headers.Host = "evil.example";

        using var response = await _wire.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_rejected_token_is_renewed_once_and_the_call_is_sent_again()
    {
        using var network = new ScriptedHandler().Answer(HttpStatusCode.Unauthorized).Answer(HttpStatusCode.OK);
        var source = new CountingSource();
        var (invoker, lines) = Authenticated(network, source);
        using var request = Post(lines);

        using var response = await invoker.SendAsync(request, default);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["Bearer token-1", "Bearer token-2"], network.Sent.Select(sent => sent.Authorization));
        Assert.Equal(["body", "body"], network.Sent.Select(sent => sent.Body));
        Assert.True(network.Answers[0].IsDisposed);
        Assert.Contains("401 Unauthorized: renewing the token", lines);
    }

    [Fact]
    public async Task A_second_401_is_returned()
    {
        using var network = new ScriptedHandler().Answer(HttpStatusCode.Unauthorized, times: 2);
        var (invoker, lines) = Authenticated(network, new CountingSource());

        using var response = await invoker.SendAsync(Post(lines), default);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(2, network.Sent.Count);
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_again_is_not_sent_again_after_a_401()
    {
        using var network = new ScriptedHandler().Answer(HttpStatusCode.Unauthorized);
        var source = new CountingSource();
        var (invoker, lines) = Authenticated(network, source);
        using var request = Post(lines);
        request.Content = new StreamContent(
            new System.IO.Compression.DeflateStream(new MemoryStream(), System.IO.Compression.CompressionMode.Decompress));

        using var response = await invoker.SendAsync(request, default);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(0, source.Renewals);
    }

    [Fact]
    public async Task Five_concurrent_401s_cause_one_renewal()
    {
        var refusals = 0;
        var allRefused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var network = new ScriptedHandler().Do(
            async (request, _) =>
            {
                if (request.Headers.Authorization!.Parameter != "token-1")
                    return new HttpResponseMessage(HttpStatusCode.OK);
                if (Interlocked.Increment(ref refusals) == 5)
                    allRefused.SetResult();
                await allRefused.Task;
                return new HttpResponseMessage(HttpStatusCode.Unauthorized);
            },
            times: 10);
        var source = new CountingSource();
        var (invoker, lines) = Authenticated(network, source);

        var responses = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => invoker.SendAsync(Post(lines), default))).WaitAsync(TestWire.TestLimit);

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(1, source.Renewals);
    }

    [Fact]
    public async Task A_claims_challenge_is_passed_on_to_the_renewal()
    {
        const string claims = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1700000000\"}}}";
        using var network = new ScriptedHandler()
            .Answer(HttpStatusCode.Unauthorized, response => response.Headers.WwwAuthenticate.ParseAdd(
                $"Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(claims))}\""))
            .Answer(HttpStatusCode.OK);
        var source = new CountingSource();
        var (invoker, lines) = Authenticated(network, source);

        using var response = await invoker.SendAsync(Post(lines), default);

        Assert.Equal(claims, source.LastClaims);
    }

    [Theory]
    [InlineData("Bearer claims=\"not base64!\"")]
    [InlineData("Bearer claims=\"")]
    [InlineData("Bearer")]
    [InlineData("Basic realm=\"x\"")]
    public async Task A_challenge_that_cannot_be_read_requests_no_claims(string challenge)
    {
        using var network = new ScriptedHandler()
            .Answer(HttpStatusCode.Unauthorized, response => response.Headers.TryAddWithoutValidation("WWW-Authenticate", challenge))
            .Answer(HttpStatusCode.OK);
        var source = new CountingSource();
        var (invoker, lines) = Authenticated(network, source);

        using var response = await invoker.SendAsync(Post(lines), default);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal((1, null), (source.Renewals, source.LastClaims));
    }

    [Fact]
    public async Task A_wait_for_the_sign_in_is_reported_and_then_its_end()
    {
        using var network = new ScriptedHandler().Answer(HttpStatusCode.OK);
        var reported = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (invoker, lines) = Authenticated(network, new CountingSource { Start = reported.Task });
        var waits = new ConcurrentQueue<WireWait?>();
        using var request = Post(lines);
        request.Options.Set(Wire.Waits, wait =>
        {
            waits.Enqueue(wait);
            reported.TrySetResult();
        });

        using var response = await invoker.SendAsync(request, default);

        Assert.Equal([new WireWait(WireWaitReason.SignIn), null], waits);
    }

    [Fact]
    public async Task A_token_that_is_known_is_not_waited_for()
    {
        _wire.Network.Answer(HttpStatusCode.OK);
        var waits = new ConcurrentQueue<WireWait?>();
        using var request = _wire.Request(HttpMethod.Get);
        request.Options.Set(Wire.Waits, waits.Enqueue);

        using var response = await _wire.SendAsync(request);

        Assert.Equal([null], waits); // of the attempt
    }

    [Fact]
    public async Task The_caller_learns_the_token_to_remove_it_from_texts()
    {
        using var network = new ScriptedHandler().Answer(HttpStatusCode.Unauthorized).Answer(HttpStatusCode.OK);
        var (invoker, lines) = Authenticated(network, new CountingSource());
        var secrets = new List<string>();
        using var request = Post(lines);
        request.Options.Set(Wire.Secret, secrets.Add);

        using var response = await invoker.SendAsync(request, default);

        Assert.Equal(["token-1", "token-2"], secrets);
    }

    [Fact]
    public async Task Every_attempt_requests_a_token()
    {
        using var network = new ScriptedHandler().Answer(HttpStatusCode.ServiceUnavailable).Answer(HttpStatusCode.OK);
        var source = new CountingSource { NewTokenEachTime = true };
        var authentication = Handler(network, source, _ => true);
        using var invoker = new HttpMessageInvoker(new RetryHandler(TimeSpan.FromMinutes(1), new TestClock()) { InnerHandler = authentication });

        using var response = await invoker.SendAsync(new HttpRequestMessage(HttpMethod.Get, TestWire.Api), default);

        Assert.Equal(["Bearer token-2", "Bearer token-3"], network.Sent.Select(sent => sent.Authorization));
    }

    [Fact]
    public async Task A_passed_in_token_is_not_renewed()
    {
        _wire.Network.Answer(HttpStatusCode.Unauthorized);

        using var response = await _wire.GetAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Single(_wire.Network.Sent);
    }

    [Fact]
    public async Task An_expired_passed_in_token_is_not_sent()
    {
        _wire.Clock.Advance(TimeSpan.FromDays(365 * 80));

        var failure = await Assert.ThrowsAsync<WireException>(() => _wire.GetAsync());

        Assert.Equal("TokenExpired", failure.Code);
        Assert.NotNull(WireErrors.Map(failure).Advice);
        Assert.Empty(_wire.Network.Sent);
    }

    [Fact]
    public async Task A_passed_in_token_has_its_owner_and_is_removed_by_sign_out()
    {
        var expiresOn = DateTimeOffset.FromUnixTimeSeconds(4_000_000_000);
        using var own = Open(TestWire.Jwt(expiresOn, "bbbbbbbb-0000-0000-0000-000000000002", "megan.bowen@contoso.example"));

        var token = await own.GetTokenAsync(renew: false, default);
        Assert.Equal((expiresOn, "megan.bowen@contoso.example", "bbbbbbbb-0000-0000-0000-000000000002"),
            (token.ExpiresOn, token.UserName, token.TenantId));
        Assert.DoesNotContain(token.Value, token.ToString(), StringComparison.Ordinal);
        Assert.Equal("TokenNotRenewable", (await Assert.ThrowsAsync<WireException>(() => own.GetTokenAsync(renew: true, default))).Code);

        await own.SignOutAsync(default);
        Assert.Equal("SignInRequired", (await Assert.ThrowsAsync<WireException>(() => own.GetTokenAsync(renew: false, default))).Code);
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    [InlineData("a.e30.c")]
    [InlineData("a.WzFd.c")]
    [InlineData("a.eyJleHAiOjkyMjMzNzIwMzY4NTQ3NzU4MDd9.c")]
    public async Task A_passed_in_token_can_be_opaque(string value)
    {
        using var own = Open(value);

        var token = await own.GetTokenAsync(renew: false, default);

        Assert.Equal((value, DateTimeOffset.MaxValue, null, null), (token.Value, token.ExpiresOn, token.UserName, token.TenantId));
    }

    private static Wire Open(string token) => Wire.Open(new WireOptions
    {
        Flow = SignInFlow.AccessToken,
        AccessToken = TestWire.Secure(token),
        Authority = new Uri("https://login.contoso.example"),
        Resource = new Uri(TestWire.Api),
        IsApiAddress = _ => true,
    });

    private static (HttpMessageInvoker Invoker, ConcurrentQueue<string> Lines) Authenticated(
        HttpMessageHandler network, TokenSource source, Func<Uri, bool>? isApi = null) =>
        (new HttpMessageInvoker(Handler(network, source, isApi ?? (_ => true))), new ConcurrentQueue<string>());

    private static AuthenticationHandler Handler(HttpMessageHandler network, TokenSource source, Func<Uri, bool> isApi) =>
        new(new SignInSession(source, TestWire.Options(TimeProvider.System, TimeSpan.Zero)), isApi) { InnerHandler = network };

    private static HttpRequestMessage Post(ConcurrentQueue<string> lines)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, TestWire.Api + "/x") { Content = new StringContent("body") };
        request.Options.Set(Wire.Log, lines.Enqueue);
        return request;
    }

    /// <summary>Issues token-1 until a renewal is requested.</summary>
    internal sealed class CountingSource : TokenSource
    {
        private int _number = 1;

        public bool NewTokenEachTime { get; init; }

        /// <summary>The source returns a token after this.</summary>
        public Task Start { get; init; } = Task.CompletedTask;

        public int Renewals { get; private set; }

        public string? LastClaims { get; private set; }

        public override async Task<IssuedToken> AcquireAsync(bool renew, string? claims, CancellationToken cancellationToken)
        {
            await Task.Yield();
            await Start;
            if (renew)
            {
                Renewals++;
                LastClaims = claims;
            }

            if (renew || NewTokenEachTime)
                _number++;
            return new IssuedToken($"token-{_number}", DateTimeOffset.MaxValue, null, null);
        }

        public override Task SignOutAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
