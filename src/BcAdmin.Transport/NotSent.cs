using System.Globalization;
using System.Net;

namespace BcAdmin.Transport;

/// <summary>Explains the failures that occur before any part of a request was sent.</summary>
public static class NotSent
{
    /// <param name="failure">The failure that the sockets reported.</param>
    /// <param name="address">The address that was called.</param>
    /// <returns>Its code, message, and advice; null for a failure after which the request may have been sent.</returns>
    public static WireException? From(HttpRequestException failure, Uri address)
    {
        ArgumentNullException.ThrowIfNull(failure);
        ArgumentNullException.ThrowIfNull(address);
        var host = address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        return failure.HttpRequestError switch
        {
            HttpRequestError.ProxyTunnelError when failure.StatusCode is HttpStatusCode.ProxyAuthenticationRequired => ProxyAuthentication(address),
            HttpRequestError.UserAuthenticationError => ProxyAuthentication(address), // no server receives credentials in this way
            HttpRequestError.ProxyTunnelError => Failure(
                WireFailure.ProxyTunnelFailed, $"{ProxyOf(address)} cannot connect to {host}: {Reason(failure)}",
                "Ask the administrator of the proxy to allow this host. The environment variables HTTPS_PROXY and NO_PROXY specify the proxy."),
            HttpRequestError.NameResolutionError => Failure(
                WireFailure.Unreachable, $"No connection to {host}: the name cannot be resolved. {failure.Message}",
                "Check the network, the proxy, and the name."),
            HttpRequestError.ConnectionError => Failure(
                WireFailure.Unreachable, $"No connection to {host}: {failure.Message}",
                "Check the network and the proxy, then run the command again."),
            HttpRequestError.SecureConnectionError => Failure(
                WireFailure.TlsHandshakeFailed, $"No secure connection to {host}: {failure.GetBaseException().Message}",
                "A proxy or firewall may block the connection, or require another version of TLS. Check the network, then run the command again."),
            _ => null,
        };
    }

    /// <summary>The proxy requires authentication, which it reports before a tunnel or instead of a response.</summary>
    /// <param name="address">The address that was called.</param>
    public static WireException ProxyAuthentication(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Failure(
            WireFailure.ProxyAuthenticationRequired,
            $"{ProxyOf(address)} requires authentication (407) and accepts no credentials of this session. Nothing was sent to {address.Host}",
            "Set the user name and password of the proxy in its address, percent-encoded, in the environment variable HTTPS_PROXY. "
                + "A proxy with integrated sign-in receives the account of this session.");
    }

    private static WireException Failure(WireFailure code, string message, string advice) =>
        new(code, message.TrimEnd('.') + ".") { Advice = advice };

    private static string ProxyOf(Uri address) => HttpClient.DefaultProxy.GetProxy(address) is { } proxy && proxy != address
        ? $"The proxy {proxy.GetComponents(UriComponents.HostAndPort, UriFormat.UriEscaped)}"
        : "The proxy";

    private static string Reason(HttpRequestException failure) => failure.StatusCode is { } status
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)status} {status}")
        : failure.Message;
}
