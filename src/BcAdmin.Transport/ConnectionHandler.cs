using System.Collections.Concurrent;
using System.ComponentModel;

namespace BcAdmin.Transport;

/// <summary>
/// Distinguishes a proxy that closes the connection instead of opening a tunnel from a service that closes it before it has responded. .NET
/// reports both in the same way, but only in the second case can the request have been sent.
/// </summary>
internal sealed class ConnectionHandler : DelegatingHandler
{
    /// <summary>Hosts to which a connection was opened at least once; the value is not used.</summary>
    private readonly ConcurrentDictionary<string, bool> _reached = new(StringComparer.OrdinalIgnoreCase);

    public ConnectionHandler(SocketsHttpHandler sockets)
        : base(sockets) => sockets.PlaintextStreamFilter = (connection, _) =>
        {
            if (connection.InitialRequestMessage.Method != HttpMethod.Connect)
                _reached.TryAdd(connection.InitialRequestMessage.RequestUri!.Authority, true);
            return ValueTask.FromResult(connection.PlaintextStream);
        };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException failure) when (IsAmbiguous(failure.HttpRequestError) && !_reached.ContainsKey(address.Authority))
        {
            var reason = $"The proxy did not respond to the request for a tunnel: {failure.InnerException?.Message ?? failure.Message}";
            throw new HttpRequestException(HttpRequestError.ProxyTunnelError, reason, failure);
        }
        catch (Win32Exception failure)
        {
            // A proxy with integrated sign-in, and an account without credentials that Windows can offer, such as a service account.
            throw new HttpRequestException(HttpRequestError.UserAuthenticationError, failure.Message, failure);
        }
    }

    private static bool IsAmbiguous(HttpRequestError error) =>
        error is HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse or HttpRequestError.Unknown;
}
