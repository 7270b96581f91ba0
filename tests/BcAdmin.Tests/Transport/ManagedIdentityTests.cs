using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

/// <summary>MSAL reads the identity endpoint from environment variables, so these tests run alone.</summary>
[CollectionDefinition(nameof(ManagedIdentityTests), DisableParallelization = true)]
public sealed class ManagedIdentityCollection;

[Collection(nameof(ManagedIdentityTests))]
public sealed class ManagedIdentityTests(FakeEntra entra) : IClassFixture<FakeEntra>, IDisposable
{
    private readonly string? _endpoint = Environment.GetEnvironmentVariable("IDENTITY_ENDPOINT");
    private readonly string? _header = Environment.GetEnvironmentVariable("IDENTITY_HEADER");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", _endpoint);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", _header);
    }

    [Fact]
    public async Task The_system_assigned_identity_signs_in_once_and_renews_on_request()
    {
        var tenant = Machine();
        using var wire = Open(tenant, clientId: null);

        var token = await wire.GetTokenAsync(renew: false, default);
        var cached = await wire.GetTokenAsync(renew: false, default);
        Assert.Equal(token.Value, cached.Value);
        Assert.Equal((tenant.Id, null), (token.TenantId, token.UserName));
        var asked = Assert.Single(tenant.IdentityRequests);
        Assert.Equal(Resource(tenant), asked["resource"]);
        Assert.DoesNotContain("client_id", asked.Keys);

        var renewed = await wire.GetTokenAsync(renew: true, default);
        Assert.NotEqual(token.Value, renewed.Value);

        await wire.SignOutAsync(default);
        var afterSignOut = await wire.GetTokenAsync(renew: false, default);
        Assert.NotEqual(renewed.Value, afterSignOut.Value);
        Assert.Equal(3, tenant.IdentityRequests.Count);
    }

    [Fact]
    public async Task A_user_assigned_identity_is_requested_by_its_client_ID()
    {
        var tenant = Machine();
        using var wire = Open(tenant, FakeTenant.ClientId);

        await wire.GetTokenAsync(renew: false, default);

        Assert.Equal(FakeTenant.ClientId, Assert.Single(tenant.IdentityRequests)["client_id"]);
    }

    [Fact]
    public async Task A_rejected_identity_is_reported()
    {
        var tenant = Machine();
        tenant.Failure = ("managed_identity", "", "No identity is assigned to this machine.");
        using var wire = Open(tenant, clientId: null);

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));

        Assert.Equal("ManagedIdentityUnavailable", failure.Code);
        Assert.Contains("No identity is assigned to this machine", failure.Message, StringComparison.Ordinal);
        Assert.NotNull(failure.Advice);
        Assert.Null(failure.InnerException);
        Assert.DoesNotContain(FakeTenant.IdentityHeader, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_does_not_respond_is_reported()
    {
        var tenant = Machine();
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", "http://127.0.0.1:1/msi/token");
        using var wire = Open(tenant, clientId: null);

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));

        Assert.Equal("ManagedIdentityUnavailable", failure.Code);
    }

    // Each test has a separate resource, because MSAL keeps these tokens for the whole process.
    private static string Resource(FakeTenant tenant) => $"https://{tenant.Id}.contoso.example";

    private FakeTenant Machine()
    {
        var tenant = entra.NewTenant();
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", $"{entra.PlainAddress}/{tenant.Id}/msi/token");
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", FakeTenant.IdentityHeader);
        return tenant;
    }

    private Wire Open(FakeTenant tenant, string? clientId) => Wire.Open(new WireOptions
    {
        Flow = SignInFlow.ManagedIdentity,
        ClientId = clientId,
        Authority = new Uri(entra.Address),
        DiscoverInstance = false,
        Resource = new Uri(Resource(tenant)),
        IsApiAddress = _ => false,
        PinnedCertificate = entra.Pin,
    });
}
