using System.Collections.Concurrent;
using System.Net;
using System.Net.NetworkInformation;
using System.Text.Json;
using System.Xml.Linq;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

/// <summary>Each flow end to end, with real MSAL, real TLS, and a fake Microsoft Entra ID.</summary>
public sealed class SignInTests(FakeEntra entra) : IClassFixture<FakeEntra>, IDisposable
{
    private const string Scope = "https://api.businesscentral.dynamics.com/.default";
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly List<DeviceCodePrompt> _prompts = [];
    private readonly List<IDisposable> _opened = [];

    public void Dispose() => _opened.ForEach(wire => wire.Dispose());

    [Fact]
    public async Task A_client_secret_signs_in_once_and_calls_use_the_cache()
    {
        var tenant = entra.NewTenant();
        var wire = Secret(tenant);

        var token = await wire.GetTokenAsync(renew: false, default);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(wire, tenant));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(wire, tenant));

        var asked = Assert.Single(tenant.TokenRequests);
        Assert.Equal(("client_credentials", FakeTenant.ClientId, FakeTenant.Secret, Scope),
            (asked["grant_type"], asked["client_id"], asked["client_secret"], asked["scope"]));
        Assert.Equal(["HTTP/2", "HTTP/2"], tenant.Protocols);
        Assert.Equal((tenant.NewestToken, tenant.Id, null), (token.Value, token.TenantId, token.UserName));
        Assert.InRange(token.ExpiresOn, DateTimeOffset.UtcNow.AddMinutes(59), DateTimeOffset.UtcNow.AddMinutes(61));
    }

    [Theory]
    [InlineData(null, "https://api.businesscentral.dynamics.com/.default")]
    [InlineData("User.Read X", "https://api.businesscentral.dynamics.com/User.Read https://api.businesscentral.dynamics.com/X")]
    public async Task Only_the_permissions_that_are_needed_are_requested(string? permissions, string scope)
    {
        var tenant = entra.NewTenant();
        using var wire = Wire.Open(Options(tenant, SignInFlow.ClientSecret) with { Permissions = permissions?.Split(' ') });

        await wire.GetTokenAsync(renew: false, default);

        Assert.Equal(scope, Assert.Single(tenant.TokenRequests)["scope"]);
    }

    [Fact]
    public async Task A_token_with_less_than_five_minutes_left_is_replaced_before_the_call()
    {
        var tenant = entra.NewTenant();
        tenant.LifetimeSeconds = 290;
        tenant.ApiAcceptsOnlyNewestToken = true;
        var wire = Secret(tenant);

        Assert.Equal(HttpStatusCode.OK, await CallAsync(wire, tenant));
        Assert.Equal(HttpStatusCode.OK, await CallAsync(wire, tenant));

        Assert.Equal(2, tenant.TokenRequests.Count);
    }

    [Fact]
    public async Task Renewal_is_forced_on_request_and_after_a_401()
    {
        var tenant = entra.NewTenant();
        tenant.ApiAcceptsOnlyNewestToken = true;
        var wire = Secret(tenant);

        var first = await wire.GetTokenAsync(renew: false, default);
        var second = await wire.GetTokenAsync(renew: true, default);
        Assert.NotEqual(first.Value, second.Value);
        Assert.Equal(2, tenant.TokenRequests.Count);

        tenant.RejectIssuedTokens();
        Assert.Equal(HttpStatusCode.OK, await CallAsync(wire, tenant));
        Assert.Equal(3, tenant.TokenRequests.Count);
        Assert.Contains("401 Unauthorized: renewing the token", _lines);
    }

    [Fact]
    public async Task Sign_out_removes_the_token_of_an_application()
    {
        var tenant = entra.NewTenant();
        var wire = Secret(tenant);
        await wire.GetTokenAsync(renew: false, default);

        await wire.SignOutAsync(default);
        await wire.GetTokenAsync(renew: false, default);

        Assert.Equal(2, tenant.TokenRequests.Count);
    }

    [Fact]
    public async Task A_wrong_secret_is_reported_in_the_words_of_Entra_with_advice_and_without_the_secret()
    {
        var tenant = entra.NewTenant();
        var wire = Secret(tenant, secret: "wr0ng~secret-of-the-test");

        var failure = await Assert.ThrowsAsync<WireException>(() => CallAsync(wire, tenant));

        Assert.Equal("SignInFailed", failure.Code);
        Assert.Equal("AADSTS7000215", failure.EntraCode);
        Assert.Equal("Invalid client secret provided.", failure.Message);
        Assert.Equal("ffffffff-0000-0000-0000-00000000000f", failure.CorrelationId);
        Assert.Contains("value", WireErrors.Map(failure).Advice, StringComparison.Ordinal);
        Assert.Null(failure.InnerException);
        Assert.DoesNotContain("wr0ng", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_app_is_reported()
    {
        var tenant = entra.NewTenant();
        var wire = Open(tenant, SignInFlow.ClientSecret, clientId: Guid.NewGuid().ToString(), secret: FakeTenant.Secret);

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));

        Assert.Equal(("SignInFailed", "AADSTS700016"), (failure.Code, failure.EntraCode));
        Assert.EndsWith("was not found in the directory 'Contoso'.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AADSTS7000222", "invalid_client", "expired")]
    [InlineData("AADSTS90002", "invalid_request", "does not exist")]
    [InlineData("AADSTS65001", "invalid_grant", "Consent")]
    [InlineData("AADSTS50076", "invalid_grant", "Multi-factor")]
    [InlineData("AADSTS50079", "invalid_grant", "multi-factor")]
    [InlineData("AADSTS53003", "invalid_grant", "Conditional Access")]
    [InlineData("AADSTS500011", "invalid_resource", "Business Central")]
    [InlineData("AADSTS70021", "invalid_request", "federated credential")]
    [InlineData("AADSTS123456789", "invalid_request", null)]
    public async Task Common_failures_have_advice(string entraCode, string error, string? advice)
    {
        var tenant = entra.NewTenant();
        tenant.Failure =
            ("client_credentials", error, $"{entraCode}: The app 'a.b' of adele.admin@contoso.example cannot. Do something else.\r\nMore.");
        var wire = Secret(tenant);

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));

        Assert.Equal(("SignInFailed", entraCode, "The app 'a.b' of adele.admin@contoso.example cannot."),
            (failure.Code, failure.EntraCode, failure.Message));
        if (advice is null)
            Assert.Equal(ErrorCode.SignInFailed.Advice, WireErrors.Map(failure).Advice);
        else
            Assert.Contains(advice, WireErrors.Map(failure).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_service_that_fails_is_reported_without_its_page()
    {
        var tenant = entra.NewTenant();
        tenant.IsFailing = true;
        var wire = Secret(tenant);

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));

        Assert.Equal("SignInUnreachable", failure.Code);
        Assert.DoesNotContain("<html>", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_signs_its_assertion_with_PS256(bool sendChain)
    {
        using var certificate = FakeEntra.SelfSigned("runbooks");
        var tenant = entra.NewTenant(certificate);
        var wire = Open(tenant, SignInFlow.Certificate, certificate: certificate, sendChain: sendChain);

        var token = await wire.GetTokenAsync(renew: false, default);

        Assert.Equal(tenant.NewestToken, token.Value);
        using var header = JsonDocument.Parse(
            System.Buffers.Text.Base64Url.DecodeFromChars(Assert.Single(tenant.TokenRequests)["client_assertion"].Split('.')[0]));
        Assert.Equal(sendChain, header.RootElement.TryGetProperty("x5c", out _));
    }

    [Fact]
    public async Task A_certificate_that_the_app_does_not_have_is_reported()
    {
        using var registered = FakeEntra.SelfSigned("runbooks");
        using var other = FakeEntra.SelfSigned("runbooks");
        var wire = Open(entra.NewTenant(registered), SignInFlow.Certificate, certificate: other);

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));

        Assert.Equal("AADSTS700027", failure.EntraCode);
        Assert.NotNull(WireErrors.Map(failure).Advice);
    }

    [Fact]
    public async Task A_certificate_without_its_key_is_reported_before_anything_is_sent()
    {
        using var certificate = FakeEntra.SelfSigned("runbooks");
        using var half = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(certificate.RawData);
        var tenant = entra.NewTenant();
        var wire = Open(tenant, SignInFlow.Certificate, certificate: half);

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));

        Assert.Equal(
            ("CertificateWithoutKey", $"The certificate {certificate.Thumbprint} has no private key.",
                "Use the PFX file, or a certificate in a store that has its private key; a .cer file contains only the public key."),
            (failure.Code, failure.Message, failure.Advice));
        Assert.Empty(tenant.TokenRequests);
    }

    [Fact]
    public async Task A_federated_token_is_requested_for_every_renewal()
    {
        var tenant = entra.NewTenant();
        var asked = 0;
        var wire = Open(tenant, SignInFlow.FederatedToken, federatedToken: _ => Task.FromResult(tenant.FederatedToken = $"federated-{++asked}"));
        tenant.FederatedToken = "federated-1";

        await wire.GetTokenAsync(renew: false, default);
        await wire.GetTokenAsync(renew: false, default);
        Assert.Equal(1, asked);
        await wire.GetTokenAsync(renew: true, default);

        Assert.Equal(2, asked);
        Assert.Equal(["federated-1", "federated-2"], tenant.TokenRequests.Select(form => form["client_assertion"]));
        Assert.All(tenant.TokenRequests, form =>
            Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", form["client_assertion_type"]));
    }

    [Fact]
    public async Task A_federated_token_that_matches_no_credential_is_reported()
    {
        var tenant = entra.NewTenant();
        tenant.FederatedToken = "the right one";
        var wire = Open(tenant, SignInFlow.FederatedToken, federatedToken: _ => Task.FromResult("another"));

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));

        Assert.Equal("AADSTS700213", failure.EntraCode);
        Assert.Contains("federated credential", WireErrors.Map(failure).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_federated_token_that_cannot_be_read_is_reported()
    {
        var failing = Open(entra.NewTenant(), SignInFlow.FederatedToken, federatedToken: _ => throw new FileNotFoundException("token file is gone"));
        var empty = Open(entra.NewTenant(), SignInFlow.FederatedToken, federatedToken: _ => Task.FromResult(" "));

        var failure = await Assert.ThrowsAsync<WireException>(() => failing.GetTokenAsync(renew: false, default));
        Assert.Equal("FederatedTokenUnavailable", failure.Code);
        Assert.Contains("token file is gone", failure.Message, StringComparison.Ordinal);
        failure = await Assert.ThrowsAsync<WireException>(() => empty.GetTokenAsync(renew: false, default));
        Assert.Equal(("FederatedTokenUnavailable", "The federated token is empty."), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task A_federated_token_that_the_service_repeats_is_not_shown()
    {
        var tenant = entra.NewTenant();
        tenant.Failure = ("client_credentials", "invalid_client", "AADSTS700213: The assertion opaque-of-the-cluster is wrong.");
        var wire = Open(tenant, SignInFlow.FederatedToken, federatedToken: _ => Task.FromResult("opaque-of-the-cluster"));

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));
        Assert.Equal("The assertion *** is wrong.", failure.Message);
    }

    [Theory]
    [InlineData(SignInFlow.ClientSecret)]
    [InlineData(SignInFlow.DeviceCode)]
    public async Task Claims_that_the_API_requests_are_sent_to_the_sign_in_service(SignInFlow flow)
    {
        var tenant = entra.NewTenant();
        tenant.ApiAcceptsOnlyNewestToken = true;
        tenant.RequestedClaims = """{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}""";
        var wire = Open(tenant, flow, secret: FakeTenant.Secret);
        await wire.GetTokenAsync(renew: false, default);
        tenant.RejectIssuedTokens();

        Assert.Equal(HttpStatusCode.OK, await CallAsync(wire, tenant));

        Assert.DoesNotContain("nbf", tenant.TokenRequests.First().GetValueOrDefault("claims") ?? "", StringComparison.Ordinal);
        Assert.Contains("\"nbf\":{\"essential\":true,\"value\":\"1700000000\"}", tenant.TokenRequests.Last()["claims"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Canceling_is_passed_to_the_federated_token_callback()
    {
        using var stop = new CancellationTokenSource();
        var wire = Open(entra.NewTenant(), SignInFlow.FederatedToken, federatedToken: async cancellationToken =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return "";
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wire.GetTokenAsync(renew: false, stop.Token).WaitAsync(TestWire.TestLimit));
    }

    [Fact]
    public async Task A_device_code_is_shown_and_awaited_and_later_tokens_are_silent()
    {
        var tenant = entra.NewTenant();
        tenant.PendingPolls = 1;
        var wire = Open(tenant, SignInFlow.DeviceCode);

        var token = await wire.GetTokenAsync(renew: false, default);
        var cached = await wire.GetTokenAsync(renew: false, default);
        Assert.Equal(token.Value, cached.Value);
        var renewed = await wire.GetTokenAsync(renew: true, default);

        var prompt = Assert.Single(_prompts);
        Assert.Equal(("ABCD-EFGH", new Uri("https://login.contoso.example/device")), (prompt.UserCode, prompt.VerificationAddress));
        Assert.Contains("ABCD-EFGH", prompt.Message, StringComparison.Ordinal);
        Assert.InRange(prompt.ExpiresOn, DateTimeOffset.UtcNow.AddMinutes(10), DateTimeOffset.UtcNow.AddMinutes(16));
        Assert.Equal(("adele.admin@contoso.example", tenant.Id), (token.UserName, token.TenantId));
        Assert.NotEqual(token.Value, renewed.Value);
        Assert.Equal("refresh_token", tenant.TokenRequests.Last()["grant_type"]);
        Assert.Equal((TokenCacheKind.Memory, null), (wire.TokenCache, wire.TokenCacheNote));
    }

    [Fact]
    public async Task Concurrent_calls_show_one_device_code()
    {
        var tenant = entra.NewTenant();
        var wire = Open(tenant, SignInFlow.DeviceCode);

        var tokens = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => wire.GetTokenAsync(renew: false, default)));

        Assert.Single(_prompts);
        Assert.Single(tokens.Select(token => token.Value).Distinct());
    }

    [Theory]
    [InlineData("authorization_declined", "SignInCanceled")]
    [InlineData("expired_token", "SignInTimedOut")]
    public async Task A_device_code_without_success_is_reported_and_can_be_tried_again(string error, string code)
    {
        var tenant = entra.NewTenant();
        tenant.Failure = ("device_code", error, "AADSTS70018: It did not work out.");
        var wire = Open(tenant, SignInFlow.DeviceCode);

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));
        Assert.Equal(code, failure.Code);

        tenant.Failure = null;
        await wire.GetTokenAsync(renew: false, default);
        Assert.Equal(2, _prompts.Count);
    }

    [Fact]
    public async Task Canceling_ends_the_wait_for_a_device_code()
    {
        var tenant = entra.NewTenant();
        tenant.PendingPolls = int.MaxValue;
        using var stop = new CancellationTokenSource();
        var wire = Open(tenant, SignInFlow.DeviceCode, showDeviceCode: (_, _) => stop.CancelAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wire.GetTokenAsync(renew: false, stop.Token).WaitAsync(TestWire.TestLimit));
    }

    [Fact]
    public async Task A_renewal_during_a_run_never_prompts()
    {
        var tenant = entra.NewTenant();
        var wire = Open(tenant, SignInFlow.DeviceCode);
        await wire.GetTokenAsync(renew: false, default);
        tenant.Failure = ("refresh_token", "invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity. It was issued long ago.");

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: true, default));

        Assert.Equal(("SignInRequired", "AADSTS700082", "The refresh token has expired due to inactivity."),
            (failure.Code, failure.EntraCode, failure.Message));
        Assert.Contains("Connect-BcTenant", WireErrors.Map(failure).Advice, StringComparison.Ordinal);
        Assert.Single(_prompts);
    }

    [Fact]
    public async Task After_sign_out_a_call_does_not_prompt()
    {
        var tenant = entra.NewTenant();
        var wire = Open(tenant, SignInFlow.DeviceCode);
        await wire.GetTokenAsync(renew: false, default);

        await wire.SignOutAsync(default);
        var failure = await Assert.ThrowsAsync<WireException>(() => CallAsync(wire, tenant));

        Assert.Equal(("SignInRequired", "This connection was signed out."), (failure.Code, failure.Message));
        Assert.Single(_prompts);
    }

    [Fact]
    public async Task A_browser_signs_in_with_PKCE_and_later_tokens_are_silent()
    {
        var tenant = entra.NewTenant();
        var browser = new FakeBrowser(entra.Pin);
        var wire = Open(tenant, SignInFlow.Interactive, openBrowser: browser.OpenAsync, loginHint: "megan.bowen@contoso.example");

        var token = await wire.GetTokenAsync(renew: false, default);
        Assert.Equal("megan.bowen@contoso.example", token.UserName);
        await wire.GetTokenAsync(renew: true, default);

        Assert.Equal(["authorization_code", "refresh_token"], tenant.TokenRequests.Select(form => form["grant_type"]));
        Assert.Contains("You can close this page", await browser.Page, StringComparison.Ordinal);
        Assert.Single(browser.Visited);
    }

    [Fact]
    public async Task A_browser_sign_in_that_the_user_cancels_is_reported()
    {
        var tenant = entra.NewTenant();
        tenant.Failure = ("authorization_code", "access_denied", "AADSTS65004: User declined to consent to access the app.");
        var browser = new FakeBrowser(entra.Pin);
        var wire = Open(tenant, SignInFlow.Interactive, openBrowser: browser.OpenAsync);

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));

        Assert.Equal("SignInCanceled", failure.Code);
        Assert.Contains("PowerShell shows the reason. You can close this page.", await browser.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_for_more_suggests_the_account_and_passes_on_what_the_service_requests()
    {
        const string claims = """{"access_token":{"capolids":{"essential":true,"values":["policy"]}}}""";
        var tenant = entra.NewTenant();
        var browser = new List<Uri>();
        var options = Options(tenant, SignInFlow.Interactive) with { SignIns = new SharedSignIns() };
        var hooks = new TestHooks(OpenBrowser: address =>
        {
            browser.Add(address);
            return new FakeBrowser(entra.Pin).OpenAsync(address);
        });
        using var first = Wire.Open(options with { LoginHint = "megan.bowen@contoso.example" }, hooks);
        await first.GetTokenAsync(renew: false, default);
        Assert.Contains("login_hint=megan.bowen%40contoso.example", browser[0].Query, StringComparison.Ordinal);
        Assert.DoesNotContain("capolids", browser[0].Query, StringComparison.Ordinal);

        tenant.Failure = ("refresh_token", "invalid_grant", "AADSTS50076: Use another factor.");
        tenant.FailureClaims = claims;
        using var second = Wire.Open(options, hooks);
        Assert.Equal("megan.bowen@contoso.example", (await second.GetTokenAsync(renew: false, default)).UserName);

        Assert.Contains("login_hint=megan.bowen%40contoso.example", browser[1].Query, StringComparison.Ordinal);
        Assert.Contains("capolids", browser[1].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Canceling_ends_the_wait_for_the_browser()
    {
        using var stop = new CancellationTokenSource();
        var wire = Open(entra.NewTenant(), SignInFlow.Interactive, openBrowser: _ => stop.CancelAsync());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wire.GetTokenAsync(renew: false, stop.Token).WaitAsync(TestWire.TestLimit));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_keyring_the_sign_in_stays_in_memory_with_the_reason(bool folderExists)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux()
            && Environment.GetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS") is null, "This computer can have a keyring.");
        var folder = Path.Join(Path.GetTempPath(), "bcadmin-" + Guid.NewGuid());
        if (folderExists)
            Directory.CreateDirectory(folder); // with the rights of the umask
        try
        {
            var wire = Open(entra.NewTenant(), SignInFlow.DeviceCode, persist: true, cacheFolder: folder);

            await wire.GetTokenAsync(renew: false, default);

            Assert.Equal(TokenCacheKind.Memory, wire.TokenCache);
            Assert.Contains("It is available only in this session", wire.TokenCacheNote, StringComparison.Ordinal);
            Assert.Matches("libsecret|keyring", wire.TokenCacheNote!);
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
            Assert.All(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), file =>
                Assert.DoesNotContain("refresh-token", File.ReadAllText(file), StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_created_keeps_the_sign_in_in_memory()
    {
        var file = Path.GetTempFileName();
        try
        {
            var wire = Open(entra.NewTenant(), SignInFlow.DeviceCode, persist: true, cacheFolder: file);

            await wire.GetTokenAsync(renew: false, default);

            Assert.Equal(TokenCacheKind.Memory, wire.TokenCache);
            Assert.Contains(file, wire.TokenCacheNote, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_private_key_that_cannot_be_used_is_reported_with_advice()
    {
        var certificate = FakeEntra.SelfSigned("app");
        using var wire = Wire.Open(new WireOptions
        {
            Flow = SignInFlow.Certificate,
            Certificate = certificate,
            TenantId = "contoso.example",
            ClientId = "c0a70500-0000-4000-8000-00000000a077",
            Authority = new Uri(entra.Address),
            Resource = new Uri(TestWire.Api),
            IsApiAddress = _ => true,
        });
        certificate.Dispose(); // a key that the account cannot read fails in the same way

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));

        Assert.Equal("CertificateKeyNotReadable", failure.Code);
        Assert.Contains("read access", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.ProxyAuthenticationRequired, "ProxyAuthenticationRequired")]
    [InlineData(HttpStatusCode.BadGateway, "ProxyTunnelFailed")]
    public async Task A_proxy_that_opens_no_tunnel_to_the_sign_in_service_has_the_same_code_as_for_calls(HttpStatusCode status, string code)
    {
        const string message = "The proxy tunnel request to proxy 'http://me:pa%40ss%21@proxy:8080/' failed.";
        using var network = new ScriptedHandler();
        network.Fail(new HttpRequestException(HttpRequestError.ProxyTunnelError, message, statusCode: status), times: 10);
        using var wire = Wire.Open(
            new WireOptions
            {
                Flow = SignInFlow.ClientSecret,
                ClientSecret = TestWire.Secure("a-secret-of-an-app"),
                TenantId = "contoso.example",
                ClientId = "c0a70500-0000-4000-8000-00000000a077",
                Authority = new Uri("https://login.contoso.example"),
                DiscoverInstance = false,
                Resource = new Uri(TestWire.Api),
                IsApiAddress = _ => true,
            },
            new TestHooks(Primary: network));

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));

        Assert.Equal(code, failure.Code);
        Assert.DoesNotContain("ss%21", failure.ToString(), StringComparison.Ordinal);
        Assert.Single(network.Sent);
    }

    [Fact]
    public async Task An_unreachable_sign_in_service_is_reported()
    {
        using var wire = Wire.Open(Options(entra.NewTenant(), SignInFlow.ClientSecret, authority: "https://localhost:1"));

        var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));

        Assert.Equal("SignInUnreachable", failure.Code);
        Assert.NotNull(failure.Advice);
    }

    [Fact]
    public async Task A_sign_in_service_with_another_certificate_receives_no_secret()
    {
        var tenant = entra.NewTenant();
        using var unpinned = Wire.Open(Options(tenant, SignInFlow.ClientSecret, pin: null));
        using var wronglyPinned = Wire.Open(Options(tenant, SignInFlow.ClientSecret, pin: new string('0', 64)));

        foreach (var wire in new[] { unpinned, wronglyPinned })
        {
            var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));
            Assert.Equal("CertificateNotTrusted", failure.Code);
            Assert.NotNull(failure.Advice);
        }

        Assert.Empty(tenant.TokenRequests);
    }

    [Fact]
    public async Task An_API_with_another_certificate_is_reported_immediately_and_not_tried_again()
    {
        var tenant = entra.NewTenant();
        using var wire = Wire.Open(new WireOptions
        {
            Flow = SignInFlow.AccessToken,
            AccessToken = TestWire.Secure(TestWire.Token),
            Authority = new Uri(entra.Address),
            Resource = new Uri(tenant.Api),
            IsApiAddress = _ => true,
            Clock = new TestClock(),
        });

        var failure = await Assert.ThrowsAsync<WireException>(() => CallAsync(wire, tenant));

        Assert.Equal("CertificateNotTrusted", failure.Code);
        Assert.StartsWith("The certificate of localhost is not trusted: ", failure.Message, StringComparison.Ordinal);
        Assert.Single(_lines);
    }

    [Fact]
    public async Task A_server_that_closes_the_handshake_is_a_connect_failure_and_not_a_certificate_failure()
    {
        var tenant = entra.NewTenant();
        using var wire = Wire.Open(new WireOptions
        {
            Flow = SignInFlow.AccessToken,
            AccessToken = TestWire.Secure(TestWire.Token),
            Authority = new Uri(entra.Address),
            Resource = new Uri(tenant.Api),
            IsApiAddress = _ => true,
            Clock = new TestClock(),
        });

        var https = entra.PlainAddress.Replace("http:", "https:", StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => CallAsync(wire, https + "/x"));

        Assert.Equal(4, _lines.Count(line => line.StartsWith("GET", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task No_secret_and_no_token_is_in_any_line()
    {
        var tenant = entra.NewTenant();
        tenant.ApiAcceptsOnlyNewestToken = true;
        var wire = Secret(tenant);
        await CallAsync(wire, tenant);
        tenant.RejectIssuedTokens();
        var issued = tenant.NewestToken;
        await CallAsync(wire, tenant);

        var log = string.Join('\n', _lines);
        Assert.Equal(4, _lines.Count);
        Assert.DoesNotContain(FakeTenant.Secret, log, StringComparison.Ordinal);
        Assert.DoesNotContain(tenant.NewestToken, log, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", log, StringComparison.Ordinal);
        Assert.NotEqual(issued, tenant.NewestToken);
    }

    [Theory]
    [InlineData(SignInFlow.ClientSecret)]
    [InlineData(SignInFlow.Certificate)]
    [InlineData(SignInFlow.FederatedToken)]
    [InlineData(SignInFlow.DeviceCode)]
    [InlineData(SignInFlow.AccessToken)]
    public void A_flow_with_missing_options_is_rejected_when_opened(SignInFlow flow)
    {
        var options = new WireOptions
        {
            Flow = flow,
            TenantId = "contoso.example",
            ClientId = FakeTenant.ClientId,
            Authority = new Uri(entra.Address),
            Resource = new Uri(TestWire.Api),
            IsApiAddress = _ => true,
        };

        Assert.Throws<ArgumentException>(() => Wire.Open(options));
    }

    [Fact]
    public void A_remote_sign_in_service_over_plain_http_and_a_malformed_pin_are_rejected_when_opened()
    {
        var tenant = entra.NewTenant();

        Assert.Throws<ArgumentException>(() => Wire.Open(Options(tenant, SignInFlow.ClientSecret, authority: "http://login.example")));
        Assert.Throws<ArgumentException>(() => Wire.Open(Options(tenant, SignInFlow.ClientSecret, pin: "00ff")));
        Assert.Throws<ArgumentException>(() => Wire.Open(Options(tenant, SignInFlow.ClientSecret, pin: new string('g', 64))));
    }

    private WireOptions Options(FakeTenant tenant, SignInFlow flow, string? authority = null, string? pin = "fixture") => new()
    {
        Flow = flow,
        TenantId = tenant.Id,
        ClientId = FakeTenant.ClientId,
        ClientSecret = TestWire.Secure(FakeTenant.Secret),
        Authority = new Uri(authority ?? entra.Address),
        DiscoverInstance = false,
        Resource = new Uri("https://api.businesscentral.dynamics.com"),
        IsApiAddress = _ => false,
        PinnedCertificate = pin == "fixture" ? entra.Pin : pin,
    };

    private Wire Secret(FakeTenant tenant, string secret = FakeTenant.Secret) => Open(tenant, SignInFlow.ClientSecret, secret: secret);

    private Wire Open(
        FakeTenant tenant,
        SignInFlow flow,
        string clientId = FakeTenant.ClientId,
        string? secret = null,
        System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null,
        bool sendChain = false,
        Func<CancellationToken, Task<string>>? federatedToken = null,
        Func<DeviceCodePrompt, CancellationToken, Task>? showDeviceCode = null,
        Func<Uri, Task>? openBrowser = null,
        string? loginHint = null,
        bool persist = false,
        string? cacheFolder = null)
    {
        var wire = Wire.Open(
            new WireOptions
            {
                Flow = flow,
                TenantId = tenant.Id,
                ClientId = clientId,
                ClientSecret = secret is null ? null : TestWire.Secure(secret),
                Certificate = certificate,
                SendCertificateChain = sendChain,
                FederatedToken = federatedToken,
                LoginHint = loginHint,
                Persist = persist,
                ShowDeviceCode = showDeviceCode ?? ((prompt, _) =>
                {
                    _prompts.Add(prompt);
                    return Task.CompletedTask;
                }),
                Authority = new Uri(entra.Address),
                DiscoverInstance = false,
                Resource = new Uri("https://api.businesscentral.dynamics.com"),
                IsApiAddress = address => address.AbsoluteUri.StartsWith(tenant.Api, StringComparison.Ordinal),
                PinnedCertificate = entra.Pin,
                Clock = new TestClock(),
            },
            new TestHooks(OpenBrowser: openBrowser, CacheFolder: cacheFolder));
        _opened.Add(wire);
        return wire;
    }

    private Task<HttpStatusCode> CallAsync(Wire wire, FakeTenant tenant) => CallAsync(wire, tenant.Api + "/companies");

    private async Task<HttpStatusCode> CallAsync(Wire wire, string address)
    {
        using var client = new HttpClient(wire.Handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Options.Set(Wire.Log, _lines.Enqueue);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>Submits the form of the sign-in page to the address that MSAL listens on, as a browser does.</summary>
    private sealed class FakeBrowser(string pin)
    {
        private readonly TaskCompletionSource<string> _page = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<Uri> Visited { get; } = [];

        public Task<string> Page => _page.Task.WaitAsync(TestWire.TestLimit);

        public Task OpenAsync(Uri address)
        {
            Visited.Add(address);
            _ = Task.Run(async () =>
            {
                try
                {
                    using var client = new HttpClient(BcAdmin.Transport.TlsHandler.Create(pin));
                    var form = XElement.Parse(await client.GetStringAsync(address));
                    using var answer = await SubmitAsync(client, form);
                    _page.SetResult(await answer.Content.ReadAsStringAsync());
                }
                catch (Exception exception)
                {
                    _page.TrySetException(exception);
                }
            });
            return Task.CompletedTask;
        }

        /// <summary>
        /// A user is slower than MSAL, which listens for the response only after it has opened the browser. The listener of .NET fails if a
        /// connection arrives while it starts.
        /// </summary>
        private static async Task<HttpResponseMessage> SubmitAsync(HttpClient client, XElement form)
        {
            var action = new Uri(form.Attribute("action")!.Value);
            for (var attempt = 0; attempt < 100 && !IsListening(action.Port); attempt++)
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            await Task.Delay(TimeSpan.FromMilliseconds(100));

            using var content = new FormUrlEncodedContent(form.Elements()
                .Select(field => KeyValuePair.Create(field.Attribute("name")!.Value, field.Attribute("value")!.Value)));
            return await client.PostAsync(action, content);
        }

        private static bool IsListening(int port) =>
            IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(listener => listener.Port == port);
    }
}
