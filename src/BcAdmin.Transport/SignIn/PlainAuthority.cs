namespace BcAdmin.Transport.SignIn;

/// <summary>
/// A sign-in service on this computer that uses plain http, such as a test server. MSAL supports only https: it receives the same host with https,
/// and this handler sends its calls to that one host without TLS. It is never used for another computer.
/// </summary>
internal sealed class PlainAuthority(Uri authority) : DelegatingHandler
{
    public static bool IsFor(Uri authority) => authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback;

    /// <summary>The address that MSAL receives.</summary>
    public static Uri ToHttps(Uri authority) => new UriBuilder(authority) { Scheme = Uri.UriSchemeHttps, Port = authority.Port }.Uri;

    /// <summary>The address that is called.</summary>
    public static Uri ToHttp(Uri address) => new UriBuilder(address) { Scheme = Uri.UriSchemeHttp, Port = address.Port }.Uri;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { } address && address.Scheme == Uri.UriSchemeHttps && address.Host == authority.Host
            && address.Port == authority.Port)
        {
            request.RequestUri = ToHttp(address);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
