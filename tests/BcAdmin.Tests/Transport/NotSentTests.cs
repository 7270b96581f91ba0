using System.Net;
using System.Security.Authentication;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

/// <summary>
/// The texts for failures before a request is sent; the failures of real sockets are in <see cref="ConnectionTests"/>. The tests change the proxy of
/// the process, so no other test runs at the same time.
/// </summary>
[Collection(nameof(ProxyChangeTests))]
public sealed class NotSentTests : IDisposable
{
    private static readonly Uri Address = new("https://api.contoso.example:8443/admin/v2.29?filter=x");

    private readonly IWebProxy _before = HttpClient.DefaultProxy;

    public NotSentTests() => HttpClient.DefaultProxy = new WebProxy();

    public void Dispose() => HttpClient.DefaultProxy = _before;

    public static TheoryData<HttpRequestError, HttpStatusCode?, string, string, string> Failures => new()
    {
        {
            HttpRequestError.ProxyTunnelError, HttpStatusCode.ServiceUnavailable, "ProxyTunnelFailed",
            "The proxy cannot connect to https://api.contoso.example:8443: 503 ServiceUnavailable.",
            "Ask the administrator of the proxy to allow this host. The environment variables HTTPS_PROXY and NO_PROXY specify the proxy."
        },
        {
            HttpRequestError.ProxyTunnelError, null, "ProxyTunnelFailed",
            "The proxy cannot connect to https://api.contoso.example:8443: Reported by the sockets.",
            "Ask the administrator of the proxy to allow this host. The environment variables HTTPS_PROXY and NO_PROXY specify the proxy."
        },
        {
            HttpRequestError.NameResolutionError, null, "Unreachable",
            "No connection to https://api.contoso.example:8443: the name cannot be resolved. Reported by the sockets.",
            "Check the network, the proxy, and the name."
        },
        {
            HttpRequestError.ConnectionError, null, "Unreachable",
            "No connection to https://api.contoso.example:8443: Reported by the sockets.",
            "Check the network and the proxy, then run the command again."
        },
        {
            HttpRequestError.SecureConnectionError, null, "TlsHandshakeFailed",
            "No secure connection to https://api.contoso.example:8443: The handshake ended.",
            "A proxy or firewall may block the connection, or require another version of TLS. Check the network, then run the command again."
        },
        {
            HttpRequestError.ProxyTunnelError, HttpStatusCode.ProxyAuthenticationRequired, "ProxyAuthenticationRequired",
            "The proxy requires authentication (407) and accepts no credentials of this session. Nothing was sent to api.contoso.example.",
            "Set the user name and password of the proxy in its address, percent-encoded, in the environment variable HTTPS_PROXY. "
                + "A proxy with integrated sign-in receives the account of this session."
        },
        {
            HttpRequestError.UserAuthenticationError, null, "ProxyAuthenticationRequired",
            "The proxy requires authentication (407) and accepts no credentials of this session. Nothing was sent to api.contoso.example.",
            "Set the user name and password of the proxy in its address, percent-encoded, in the environment variable HTTPS_PROXY. "
                + "A proxy with integrated sign-in receives the account of this session."
        },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_before_the_request_has_a_code_a_sentence_and_advice(
        HttpRequestError error, HttpStatusCode? status, string code, string message, string advice)
    {
        var failure = NotSent.From(
            new HttpRequestException(error, "Reported by the sockets.", new AuthenticationException("The handshake ended."), status), Address);
        Assert.Equal((code, message, advice), (failure?.Code, failure?.Message, failure?.Advice));
    }

    [Theory]
    [InlineData(HttpRequestError.Unknown)]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.HttpProtocolError)]
    [InlineData(HttpRequestError.InvalidResponse)]
    [InlineData(HttpRequestError.VersionNegotiationError)]
    public void After_other_failures_the_request_may_have_been_sent(HttpRequestError error) =>
        Assert.Null(NotSent.From(new HttpRequestException(error, "Reported by the sockets."), Address));

    [Fact]
    public void A_missing_argument_is_rejected()
    {
        Assert.Throws<ArgumentNullException>("failure", () => NotSent.From(null!, Address));
        Assert.Throws<ArgumentNullException>("address", () => NotSent.From(new HttpRequestException(), null!));
        Assert.Throws<ArgumentNullException>("address", () => NotSent.ProxyAuthentication(null!));
    }

    [Fact]
    public void The_proxy_is_named_without_its_password()
    {
        HttpClient.DefaultProxy = new WebProxy("http://name:secret@proxy.contoso.example:3128");
        Assert.StartsWith(
            "The proxy proxy.contoso.example:3128 requires authentication (407)",
            NotSent.ProxyAuthentication(new Uri("https://api.contoso.example/x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_that_needs_no_proxy_names_none()
    {
        HttpClient.DefaultProxy = new WebProxy("http://proxy.contoso.example:3128", BypassOnLocal: false, ["api\\.contoso\\.example"]);
        Assert.StartsWith(
            "The proxy requires authentication (407)",
            NotSent.ProxyAuthentication(new Uri("https://api.contoso.example/x")).Message, StringComparison.Ordinal);
    }
}
