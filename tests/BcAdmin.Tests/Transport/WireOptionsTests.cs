using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

/// <summary>The options of the connections that belong to another connection.</summary>
public sealed class WireOptionsTests
{
    private static readonly Uri Graph = new("https://graph.contoso.example");

    private static readonly WireOptions Options = TestWire.Options(new TestClock(), TimeSpan.FromMinutes(3)) with
    {
        Flow = SignInFlow.DeviceCode,
        TenantId = "tenant",
        ClientId = "client",
        ClientSecret = TestWire.Secure("client-secret"),
        DiscoverInstance = false,
        PinnedCertificate = new string('0', 64),
        LoginHint = "hint",
        Persist = true,
        ShowDeviceCode = (_, _) => Task.CompletedTask,
        SignIns = new SharedSignIns(),
        MaxConcurrentCalls = 2,
        MaxCallsPerFiveMinutes = 3,
    };

    [Theory]
    [InlineData(null, "tenant")]
    [InlineData("other", "other")]
    public void An_app_has_its_own_credential_in_the_same_cloud(string? tenantId, string expected)
    {
        using var certificate = FakeEntra.SelfSigned("app");
        var secret = TestWire.Secure("another-secret");
        Check(SignInFlow.ClientSecret, Options.ForApp("app", tenantId, secret, certificate: null));
        Check(SignInFlow.Certificate, Options.ForApp("app", tenantId, secret: null, certificate));

        void Check(SignInFlow flow, WireOptions app)
        {
            Assert.Equal((flow, expected, "app"), (app.Flow, app.TenantId, app.ClientId));
            Assert.Same(flow == SignInFlow.Certificate ? null : secret, app.ClientSecret);
            Assert.Same(flow == SignInFlow.Certificate ? certificate : null, app.Certificate);
            Assert.Null(app.SignIns);
            CheckCloud(app, Options.Resource);
        }
    }

    [Theory]
    [InlineData(null, "hint")]
    [InlineData("adele", "adele")]
    public void A_user_signs_in_to_another_API_with_the_same_account(string? account, string expected)
    {
        var other = Options.ForOtherApi("another-client", account, Graph, ["User.Read"], _ => true);
        Assert.Equal((SignInFlow.DeviceCode, "tenant", "another-client", expected, true),
            (other.Flow, other.TenantId, other.ClientId, other.LoginHint, other.Persist));
        Assert.Equal(["User.Read"], other.Permissions);
        Assert.Same(Options.SignIns, other.SignIns);
        Assert.Same(Options.ShowDeviceCode, other.ShowDeviceCode);
        Assert.Null(other.ClientSecret);
        CheckCloud(other, Graph);
    }

    [Fact]
    public void An_app_signs_in_to_another_API_with_the_same_credential()
    {
        using var certificate = FakeEntra.SelfSigned("app");
        Func<CancellationToken, Task<string>> federated = _ => Task.FromResult("token");
        var id = new object();
        var other = (Options with { Certificate = certificate, SendCertificateChain = true, FederatedToken = federated, FederatedTokenId = id })
            .ForOtherApi(Graph, _ => true);
        Assert.Equal((SignInFlow.DeviceCode, "tenant", "client", true), (other.Flow, other.TenantId, other.ClientId, other.SendCertificateChain));
        Assert.Same(Options.ClientSecret, other.ClientSecret);
        Assert.Same(certificate, other.Certificate);
        Assert.Same(federated, other.FederatedToken);
        Assert.Same(id, other.FederatedTokenId);
        Assert.Same(Options.SignIns, other.SignIns);
        Assert.Null(other.LoginHint);
        CheckCloud(other, Graph);
    }

    [Fact]
    public void Instances_are_discovered_unless_that_is_switched_off() =>
        Assert.True(TestWire.Options(new TestClock(), TimeSpan.Zero).DiscoverInstance);

    [Theory]
    [InlineData("adele@contoso.example", "token for adele@contoso.example until 2026-01-01 00:00:00Z")]
    [InlineData(null, "token for an application until 2026-01-01 00:00:00Z")]
    public void A_token_is_not_a_part_of_its_text(string? userName, string text) =>
        Assert.Equal(text, new IssuedToken("opaque-token", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), userName, "tenant").ToString());

    [Fact]
    public void A_sign_in_service_without_TLS_and_a_missing_value_are_rejected_with_the_reason()
    {
        Assert.StartsWith(
            "The sign-in service requires HTTPS, not http.",
            Assert.Throws<ArgumentException>("options", () => Wire.Open(Options with { Authority = new Uri("http://login.example") })).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Sign-in by DeviceCode needs ClientId.",
            Assert.Throws<ArgumentException>("ClientId", () => Wire.Open(Options with { ClientId = null })).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "There is no sign-in flow 99.",
            Assert.Throws<ArgumentException>("options", () => Wire.Open(Options with { Flow = (SignInFlow)99 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("options", () => Wire.Open(null!));
    }

    /// <summary>The limits of calls belong to one API.</summary>
    private static void CheckCloud(WireOptions options, Uri resource)
    {
        Assert.Equal(
            (resource, Options.Authority, false, Options.PinnedCertificate, TimeSpan.FromMinutes(3), Options.Clock),
            (options.Resource, options.Authority, options.DiscoverInstance, options.PinnedCertificate, options.RetryTimeout, options.Clock));
        Assert.Equal((5, 6000), (options.MaxConcurrentCalls, options.MaxCallsPerFiveMinutes));
    }
}
