using System.Net;
using System.Net.Http.Headers;
using BcAdmin.Api;
using BcAdmin.Tests.Api;
using BcAdmin.Tests.Transport;
using BcAdmin.Transport;
using BcAdmin.Transport.Resilience;
using CsCheck;

namespace BcAdmin.Tests.Hostile;

/// <summary>A malicious server: the token is only sent to its host, waits are limited, and responses do not fill the memory.</summary>
public sealed class ServerTests
{
    private const string Evil = "https://evil.example";

    [Fact]
    public async Task No_link_or_redirect_takes_the_token_to_another_host()
    {
        var links = Gen.Select(
            Generated.Any("", Evil, "//evil.example", "https:evil.example", "https:\\\\evil.example", "http://api.contoso.example",
                "https://api.contoso.example:444", "https://api.contoso.example@evil.example",
                "https://api.contoso.example.evil.example", "https://user:pass@api.contoso.example",
                "https://api.contoso.example\t.evil.example", "\\\\evil.example\\", "javascript:", "file:///etc/passwd", TestWire.Api),
            Generated.Text,
            (host, rest) => host + rest);
        await links.SampleAsync(async link =>
        {
            using var wire = new TestWire();
            using var http = new HttpClient(new DelegatingWire(wire));
            wire.Network.Answer(HttpStatusCode.OK, response =>
                response.Content = new StringContent($"{{\"value\":[{{}}],\"@odata.nextLink\":{Generated.Quote(link)}}}"));
            wire.Network.Answer(HttpStatusCode.Redirect, response => response.Headers.TryAddWithoutValidation("Location", link));
            try
            {
                await foreach (var _ in new ApiClient(http, new CallContext()).ListAsync(
                    ApiRequest.Get(ServiceApi.AdminCenter, new Uri(TestWire.Api + "/a")), BcJson.Default.BcEnvironment, CancellationToken.None))
                {
                    continue;
                }
            }
            catch (BcException exception)
            {
                Assert.Contains(exception.Code, (string[])["HostNotAllowed", "UnexpectedResponse", "Redirect", "Found"]);
            }

            Assert.InRange(wire.Network.Sent.Count, 1, 2);
            Assert.All(wire.Network.Sent, sent =>
                Assert.Equal(TestWire.Api, sent.Address.GetComponents(UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.UriEscaped)));
        }, iter: 1000);
    }

    [Fact]
    public async Task With_any_Retry_After_the_call_ends_within_its_limit() => await Gen.Select(
        Gen.OneOf(Generated.Text, Gen.Int.Select(seconds => seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Gen.DateTime.Select(date => date.ToString("r"))),
        Gen.OneOf(Generated.Text, Gen.DateTime.Select(date => date.ToString("r")))).SampleAsync(async (after, date) =>
    {
        using var wire = new TestWire(retryTimeout: TimeSpan.FromMinutes(5));
        wire.Network.Answer(HttpStatusCode.TooManyRequests, response =>
        {
            response.Headers.TryAddWithoutValidation("Retry-After", after);
            response.Headers.TryAddWithoutValidation("Date", date);
        }, times: 20);
        using var response = await wire.GetAsync().WaitAsync(TestWire.TestLimit);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.InRange(wire.Network.Sent.Count, 1, RetryHandler.MaxAttempts);
        Assert.InRange(wire.Clock.Waits.Sum(wait => wait.TotalSeconds), 0, 300);
    }, iter: 500);

    [Fact]
    public async Task With_any_WWW_Authenticate_the_response_is_returned() => await Gen.Select(
        Generated.Any("", "Bearer ", "bearer", "Basic ", "PoP nonce=", "Bearer authorization_uri=\"https://evil.example/common\", ",
            "Bearer claims=\"", "Bearer error=\"insufficient_claims\", claims=\"", "Bearer realm=\"\", claims=\"e30\", claims="),
        Generated.Text,
        Generated.Any("", "\"", ",", "\", x=\"")).SampleAsync(async (scheme, text, end) =>
    {
        using var network = new ScriptedHandler();
        network.Answer(HttpStatusCode.Unauthorized, response =>
            response.Headers.TryAddWithoutValidation("WWW-Authenticate", scheme + text + end), times: 2);
        using var handler = new AuthenticationHandler(
            new(new AuthenticationTests.CountingSource(), TestWire.Options(TimeProvider.System, TimeSpan.Zero)), address =>
            address.Host == "api.contoso.example")
        { InnerHandler = network };
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        using var request = new HttpRequestMessage(HttpMethod.Get, TestWire.Api + "/x");
        using var response = await invoker.SendAsync(request, CancellationToken.None);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(2, network.Sent.Count);
        Assert.All(network.Sent, sent => Assert.Equal("api.contoso.example", sent.Address.Host));
    }, iter: Generated.Samples);

    [Fact]
    public void Any_token_is_read_or_ignored() =>
        Gen.OneOf(Generated.Text, Generated.Json.Select(json => $"e30.{TestWire.Base64Url(json)}.x"), Generated.Scalar.Select(
        value => $"e30.{TestWire.Base64Url($"{{\"exp\":{value},\"tid\":{value},\"idp\":{value},\"roles\":[{value}],\"scp\":{value}}}")}.x"))
        .Sample(token => Assert.NotNull(new IssuedToken(token, DateTimeOffset.MaxValue, null, null).Claims), iter: Generated.Samples);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_endless_response_is_aborted_and_not_requested_again(bool saysSo)
    {
        using var wire = new TestWire();
        using var http = new HttpClient(new DelegatingWire(wire));
        var endless = new EndlessStream();
        wire.Network.Answer(HttpStatusCode.OK, response =>
        {
            response.Content = new StreamContent(endless, 1 << 20);
            if (saysSo)
                response.Content.Headers.ContentLength = 1L << 40;
        });
        var failure = await Assert.ThrowsAsync<BcApiException>(
            () => new ApiClient(http, new CallContext())
            .ReadJsonAsync(ApiRequest.Get(ServiceApi.AdminCenter, new Uri(TestWire.Api + "/a")), CancellationToken.None));
        Assert.Equal("UnexpectedResponse", failure.Code);
        Assert.Contains("too large", failure.Message, StringComparison.Ordinal);
        Assert.Single(wire.Network.Sent);
        Assert.InRange(endless.SentBytes, 0, AttemptHandler.LargestResponse + (2 << 20));
    }

    /// <summary>The wire under an HttpClient, which may dispose it repeatedly.</summary>
    private sealed class DelegatingWire(TestWire wire) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            wire.SendAsync(request, cancellationToken);
    }

    private sealed class EndlessStream : MemoryStream
    {
        public long SentBytes { get; private set; }

        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer)
        {
            SentBytes += buffer.Length;
            return buffer.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            Copy(destination, cancellationToken);

        private async Task Copy(Stream destination, CancellationToken cancellationToken)
        {
            var block = new byte[1 << 20];
            while (true)
            {
                SentBytes += block.Length;
                await destination.WriteAsync(block, cancellationToken);
            }
        }
    }
}
