using System.Net;

namespace BcAdmin.Transport;

/// <summary>
/// The sockets that connections share: below authentication and pacing, a call contains everything specific to it, so a thousand tenants on one
/// host need no more TLS connections than one tenant. There is one pool for each pinned certificate and proxy in this process. A pool is disposed
/// with its last lease. A lease that is never disposed, such as when a runspace ends, does not keep its pool alive.
/// </summary>
internal sealed class SocketPool : IDisposable
{
    private static readonly object Gate = new();
    private static readonly Dictionary<Key, WeakReference<SocketPool>> Pools = [];

    private readonly Key _key;
    private readonly HttpMessageInvoker _sockets;
    private int _leases;

    private SocketPool(Key key)
    {
        _key = key;
        _sockets = new HttpMessageInvoker(TlsHandler.Create(key.PinnedCertificate), disposeHandler: true);
    }

    /// <summary>A handler that sends through the shared sockets; disposing it does not close them for other connections.</summary>
    /// <param name="pinnedCertificate">See <see cref="WireOptions.PinnedCertificate"/>.</param>
    public static HttpMessageHandler Lease(string? pinnedCertificate)
    {
        // A handler keeps the proxy that it has used for its first call.
        var key = new Key(pinnedCertificate, HttpClient.DefaultProxy);
        lock (Gate)
        {
            if (!Pools.TryGetValue(key, out var reference) || !reference.TryGetTarget(out var pool))
            {
                foreach (var unused in Pools.Where(entry => !entry.Value.TryGetTarget(out _)).Select(entry => entry.Key).ToList())
                    Pools.Remove(unused);
                pool = new SocketPool(key);
                Pools[key] = new WeakReference<SocketPool>(pool);
            }

            pool._leases++;
            return new LeasedHandler(pool);
        }
    }

    private void Release()
    {
        lock (Gate)
        {
            if (--_leases > 0)
                return;
            Pools.Remove(_key);
        }

        Dispose();
    }

    public void Dispose() => _sockets.Dispose();

    private sealed record Key(string? PinnedCertificate, IWebProxy Proxy);

    private sealed class LeasedHandler(SocketPool pool) : HttpMessageHandler
    {
        private int _isReleased;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isReleased) != 0, typeof(Wire));
            return pool._sockets.SendAsync(request, cancellationToken);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && Interlocked.Exchange(ref _isReleased, 1) == 0)
                pool.Release();
            base.Dispose(disposing);
        }
    }
}
