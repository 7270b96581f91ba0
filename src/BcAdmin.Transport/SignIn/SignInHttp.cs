using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>
/// The HTTP client for a sign-in service. It shares the sockets with the calls, so that proxy and certificate pinning are the same, but nothing
/// else: MSAL has its own retries. It is created when it is needed, also again after it was disposed.
/// </summary>
internal sealed class SignInHttp(Uri authority, string? pinnedCertificate, TestHooks hooks) : IMsalHttpClientFactory, IDisposable
{
    private readonly object _gate = new();
    private HttpClient? _client;

    public HttpClient GetHttpClient()
    {
        lock (_gate)
            return _client ??= Open();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _client?.Dispose();
            _client = null;
        }
    }

    private HttpClient Open()
    {
        var socket = hooks.Primary ?? SocketPool.Lease(pinnedCertificate);
        var handler = PlainAuthority.IsFor(authority) ? new PlainAuthority(authority) { InnerHandler = socket } : socket;
        return new HttpClient(handler, disposeHandler: hooks.Primary is null)
        {
            Timeout = TimeSpan.FromSeconds(60),
            MaxResponseContentBufferSize = 1024 * 1024,
        };
    }
}
