using System.Net;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

/// <summary>Connections share sockets and nothing else.</summary>
public sealed class SocketPoolTests(FakeEntra entra) : IClassFixture<FakeEntra>
{
    [Fact]
    public async Task Connections_to_one_host_share_a_few_TLS_connections_and_the_last_one_closes_them()
    {
        var tenants = Enumerable.Range(0, 100).Select(_ => entra.NewTenant()).ToList();
        var wires = tenants.Select(Open).ToList();
        var before = entra.TlsConnections;

        await Parallel.ForEachAsync(tenants.Zip(wires), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (pair, _) =>
            Assert.Equal(HttpStatusCode.OK, await CallAsync(pair.Second, pair.First)));
        Assert.InRange(entra.TlsConnections - before, 1, 4);

        foreach (var wire in wires.Skip(1))
            wire.Dispose();
        Assert.Equal(HttpStatusCode.OK, await CallAsync(wires[0], tenants[0]));
        Assert.InRange(entra.TlsConnections - before, 1, 4);

        wires[0].Dispose();
        await ClosedAsync();
        using var later = Open(tenants[0]);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(later, tenants[0]));
    }

    [Fact]
    public async Task A_closed_connection_sends_nothing_through_the_shared_sockets()
    {
        var tenant = entra.NewTenant();
        using var open = Open(tenant);
        var closed = Open(tenant);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(closed, tenant));
        closed.Dispose();
        closed.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => CallAsync(closed, tenant));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(open, tenant));
        Assert.Equal(2, tenant.Protocols.Count);
    }

    [Fact]
    public async Task A_cookie_is_not_sent_again_for_the_same_or_another_tenant()
    {
        var (one, other) = (entra.NewTenant(), entra.NewTenant());
        using var first = Open(one);
        using var second = Open(other);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(first, one));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(first, one));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(second, other));

        Assert.Equal(["", ""], one.Cookies);
        Assert.Equal([""], other.Cookies);
    }

    [Fact]
    public async Task A_lease_ends_once_and_not_those_of_others()
    {
        var address = new Uri(entra.NewTenant().Api);
        using var other = new HttpMessageInvoker(SocketPool.Lease(entra.Pin));
        var lease = SocketPool.Lease(entra.Pin);
        using var closed = new HttpMessageInvoker(lease);
        lease.Dispose();
        lease.Dispose();

        using var first = new HttpRequestMessage(HttpMethod.Get, address);
        using var second = new HttpRequestMessage(HttpMethod.Get, address);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed.SendAsync(first, default));
        using var response = await other.SendAsync(second, default);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_connection_without_the_pinned_certificate_uses_no_socket_of_one_that_has_it()
    {
        var tenant = entra.NewTenant();
        using var pinned = Open(tenant);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(pinned, tenant));

        foreach (var pin in new[] { null, new string('0', 64) })
        {
            using var other = Open(entra, tenant, pin);
            Assert.Equal("CertificateNotTrusted", (await Assert.ThrowsAsync<WireException>(() => CallAsync(other, tenant))).Code);
        }

        Assert.Single(tenant.Protocols);
    }

    private Wire Open(FakeTenant tenant) => Open(entra, tenant, entra.Pin);

    internal static Wire Open(FakeEntra entra, FakeTenant tenant, string? pin) => Wire.Open(new WireOptions
    {
        Flow = SignInFlow.AccessToken,
        AccessToken = TestWire.Secure(TestWire.Token),
        Authority = new Uri(entra.Address),
        Resource = new Uri(TestWire.Api),
        IsApiAddress = address => address.AbsoluteUri.StartsWith(tenant.Api, StringComparison.Ordinal),
        PinnedCertificate = pin,
        Clock = new TestClock(),
    });

    internal static async Task<HttpStatusCode> CallAsync(Wire wire, FakeTenant tenant)
    {
        using var client = new HttpClient(wire.Handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        using var response = await client.GetAsync(new Uri(tenant.Api + "/companies"));
        return response.StatusCode;
    }

    private async Task ClosedAsync()
    {
        for (var attempt = 1; entra.OpenTlsConnections > 0; attempt++)
        {
            Assert.True(attempt < 200, $"{entra.OpenTlsConnections} TLS connections are still open.");
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }
    }
}

/// <summary>Changes the proxy of the process, so no other test runs at the same time.</summary>
[Collection(nameof(ProxyChangeTests))]
[CollectionDefinition(nameof(ProxyChangeTests), DisableParallelization = true)]
public sealed class ProxyChangeTests(FakeEntra entra) : IClassFixture<FakeEntra>
{
    [Fact]
    public async Task A_proxy_that_is_set_later_is_used_by_later_connections()
    {
        var tenant = entra.NewTenant();
        using var first = SocketPoolTests.Open(entra, tenant, entra.Pin);
        Assert.Equal(HttpStatusCode.OK, await SocketPoolTests.CallAsync(first, tenant));
        using var earlier = SocketPool.Lease(pinnedCertificate: null);
        var proxy = HttpClient.DefaultProxy;
        try
        {
            HttpClient.DefaultProxy = new WebProxy("http://127.0.0.1:9");
            using var later = new HttpMessageInvoker(SocketPool.Lease(pinnedCertificate: null));
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(tenant.Api));
            var failure = await Assert.ThrowsAnyAsync<HttpRequestException>(() => later.SendAsync(request, CancellationToken.None));
            Assert.Contains("127.0.0.1:9", failure.ToString(), StringComparison.Ordinal);

            // The pinned certificate is that of a simulator on this computer, which a proxy cannot reach.
            using var simulator = SocketPoolTests.Open(entra, tenant, entra.Pin);
            Assert.Equal(HttpStatusCode.OK, await SocketPoolTests.CallAsync(simulator, tenant));
            Assert.Equal(HttpStatusCode.OK, await SocketPoolTests.CallAsync(first, tenant));
        }
        finally
        {
            HttpClient.DefaultProxy = proxy;
        }
    }
}
