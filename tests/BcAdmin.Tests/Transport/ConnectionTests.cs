using System.Net;
using System.Net.Sockets;
using System.Text;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

/// <summary>
/// What a failed connection means for the request, on real sockets: through a proxy that fails, and to a service that fails.
/// </summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _received = [];

    public ConnectionTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
        "ProxyAuthenticationRequired")]
    [InlineData(
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n",
        "ProxyAuthenticationRequired")]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", "ProxyTunnelFailed")]
    [InlineData("SSH-2.0-OpenSSH_9\r\n", "ProxyTunnelFailed")]
    [InlineData("", "ProxyTunnelFailed")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "TlsHandshakeFailed")]
    public async Task A_proxy_that_opens_no_tunnel_means_that_nothing_was_sent(string answer, string code)
    {
        var failure = await PostAsync(answer, throughProxy: true, "https://api.contoso.example/x");
        Assert.Equal(code, NotSent.From(failure, new Uri("https://api.contoso.example/x"))?.Code);
        Assert.All(_received, request => Assert.StartsWith("CONNECT api.contoso.example:443", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_that_closes_the_connection_is_named_as_the_cause()
    {
        var failure = await PostAsync("", throughProxy: true, "https://api.contoso.example/x");
        Assert.StartsWith("The proxy did not respond to the request for a tunnel: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_speaks_no_TLS_means_that_nothing_was_sent()
    {
        var failure = await PostAsync(
            "HTTP/1.1 400 Bad Request\r\n\r\n", throughProxy: false, $"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/x");
        Assert.Equal("TlsHandshakeFailed", NotSent.From(failure, new Uri("https://api.contoso.example/x"))?.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_fails_after_the_request_may_have_sent_it(bool throughProxy)
    {
        var failure = await PostAsync("", throughProxy, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/x");
        Assert.Null(NotSent.From(failure, new Uri("http://127.0.0.1/x")));
        Assert.Contains(_received, request => request.StartsWith("POST", StringComparison.Ordinal));
    }

    /// <summary>Responds to every connection with the text, and closes it.</summary>
    private async Task<HttpRequestException> PostAsync(string answer, bool throughProxy, string address)
    {
        var serving = ServeAsync(Encoding.ASCII.GetBytes(answer));
        HttpRequestException failure;
        using (var sockets = new SocketsHttpHandler { DefaultProxyCredentials = CredentialCache.DefaultCredentials })
        {
            sockets.Proxy = throughProxy ? new WebProxy($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}") : null;
            sockets.UseProxy = throughProxy;
            using var client = new HttpClient(new ConnectionHandler(sockets)) { Timeout = TestWire.TestLimit };
            failure = await Assert.ThrowsAsync<HttpRequestException>(() => client.PostAsync(address, new StringContent("{}")));
        }
        // The server waits until the client has closed its connections.
        _listener.Stop();
        await serving;
        return failure;
    }

    private async Task ServeAsync(byte[] answer)
    {
        var buffer = new byte[4096];
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                _received.Add(Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer)));
                await stream.WriteAsync(answer);
                client.Client.Shutdown(SocketShutdown.Send);
                _ = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false); // until the other side has read the response
            }
            catch (IOException)
            {
                continue;
            }
            // the test has ended
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }
}
