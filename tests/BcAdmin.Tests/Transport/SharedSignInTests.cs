using System.Security.Cryptography.X509Certificates;
using BcAdmin.Transport;

namespace BcAdmin.Tests.Transport;

/// <summary>Connections of one session share a prompt for all tenants of an account, and an application for all tenants of a credential.</summary>
public sealed class SharedSignInTests(FakeEntra entra) : IClassFixture<FakeEntra>, IDisposable
{
    private const string Adele = "adele.admin@contoso.example";
    private const string Megan = "megan.bowen@contoso.example";

    private readonly SharedSignIns _signIns = new();
    private readonly FakeTenant _home = entra.NewTenant();
    private readonly List<IDisposable> _opened = [];
    private int _prompts;

    public void Dispose() => _opened.ForEach(opened => opened.Dispose());

    [Fact]
    public async Task One_prompt_signs_in_to_all_tenants_of_the_account()
    {
        var tenants = Tenants(20);
        foreach (var tenant in tenants)
        {
            var token = await Person(tenant).GetTokenAsync(renew: false, default);
            Assert.Equal((tenant.Id, Adele), (token.TenantId, token.UserName));
        }

        Assert.Equal(1, _prompts);
        Assert.Equal("device_code", Assert.Single(tenants[0].TokenRequests)["grant_type"]);
        Assert.All(tenants.Skip(1), tenant => Assert.Equal("refresh_token", Assert.Single(tenant.TokenRequests)["grant_type"]));
    }

    [Fact]
    public async Task A_silent_sign_in_uses_the_session_and_never_prompts()
    {
        var tenants = Tenants(3);
        var early = await Assert.ThrowsAsync<WireException>(() => Person(tenants[0], isSilent: true).GetTokenAsync(renew: false, default));
        Assert.Equal(("SignInRequired", "The session has no sign-in for api.contoso.example.", 0), (early.Code, early.Message, _prompts));

        await Person(tenants[0]).GetTokenAsync(renew: false, default);
        Assert.Equal(tenants[1].Id, (await TokenAsync(Person(tenants[1], isSilent: true))).TenantId);
        tenants[2].Failure = ("refresh_token", "invalid_grant", "AADSTS50076: The user must sign in again.");
        var refused = await Assert.ThrowsAsync<WireException>(() => Person(tenants[2], isSilent: true).GetTokenAsync(renew: false, default));
        Assert.Equal(("SignInRequired", "AADSTS50076", 1), (refused.Code, refused.EntraCode, _prompts));
    }

    [Fact]
    public async Task Concurrent_connections_cause_one_prompt()
    {
        var tenants = Tenants(30);
        var tokens = await Task.WhenAll(tenants.Select(tenant => Person(tenant).GetTokenAsync(renew: false, default)));

        Assert.Equal(1, _prompts);
        Assert.Equal(tenants.Select(tenant => tenant.Id), tokens.Select(token => token.TenantId!));
    }

    [Fact]
    public async Task Each_connection_renews_the_token_of_its_own_tenant()
    {
        var wires = Tenants(3).Select(tenant => (Tenant: tenant, Wire: Person(tenant))).ToList();
        foreach (var (_, wire) in wires)
            await wire.GetTokenAsync(renew: false, default);
        foreach (var (tenant, wire) in wires)
        {
            Assert.Equal((tenant.NewestToken, tenant.Id), await TokenAsync(wire, renew: false));
            var before = tenant.NewestToken;
            var renewed = await TokenAsync(wire, renew: true);
            Assert.Equal((tenant.NewestToken, tenant.Id), renewed);
            Assert.NotEqual(before, renewed.Value);
        }
    }

    [Fact]
    public async Task A_tenant_that_is_named_by_its_domain_causes_one_token_request()
    {
        var tenant = Tenants(1)[0];
        var domain = $"{Guid.NewGuid():N}.example";
        entra.Name(domain, tenant);
        var wire = Person(tenant, name: domain);

        Assert.Equal(tenant.Id, (await TokenAsync(wire)).TenantId);
        Assert.Equal(tenant.Id, (await TokenAsync(wire)).TenantId);

        Assert.Single(tenant.TokenRequests);
    }

    [Theory]
    [InlineData("AADSTS50020", "invalid_grant")]
    [InlineData("AADSTS90072", "invalid_grant")]
    [InlineData("AADSTS65001", "invalid_grant")]
    [InlineData("AADSTS50105", "invalid_grant")]
    [InlineData("AADSTS53003", "invalid_grant")]
    [InlineData("AADSTS500011", "invalid_resource")]
    [InlineData("AADSTS700016", "unauthorized_client")]
    public async Task A_tenant_without_access_fails_with_its_code_and_without_a_prompt(string entraCode, string error)
    {
        var tenants = Tenants(3);
        await Person(tenants[0]).GetTokenAsync(renew: false, default);
        tenants[1].Failure = ("refresh_token", error, $"{entraCode}: This tenant refuses. Do something else.");

        var failure = await Assert.ThrowsAsync<WireException>(() => Person(tenants[1]).GetTokenAsync(renew: false, default));
        await Person(tenants[2]).GetTokenAsync(renew: false, default);

        Assert.Equal(("SignInFailed", entraCode, "This tenant refuses."), (failure.Code, failure.EntraCode, failure.Message));
        Assert.NotNull(WireErrors.Map(failure).Advice);
        Assert.Equal(1, _prompts);
    }

    [Theory]
    [InlineData("AADSTS700082")]
    [InlineData("AADSTS50076")]
    [InlineData("AADSTS50173")]
    public async Task A_sign_in_that_the_user_can_renew_prompts_once(string entraCode)
    {
        var tenants = Tenants(3);
        await Person(tenants[0]).GetTokenAsync(renew: false, default);
        tenants[1].Failure = ("refresh_token", "invalid_grant", $"{entraCode}: The user must sign in again.");

        Assert.Equal(tenants[1].Id, (await TokenAsync(Person(tenants[1]))).TenantId);
        await Person(tenants[2]).GetTokenAsync(renew: false, default);

        Assert.Equal(2, _prompts);
    }

    [Fact]
    public async Task After_a_tenant_that_rejects_the_account_one_more_prompt_is_enough_for_all_others()
    {
        var home = entra.NewTenant();
        entra.Name("organizations", home);
        var tenants = Enumerable.Range(0, 10).Select(_ => entra.NewTenant(home: home)).ToList();
        foreach (var tenant in tenants.Take(5))
            tenant.Users = [];
        var command = new SignInCommand();

        var outcomes = new List<string>();
        foreach (var tenant in tenants)
        {
            var wire = Person(tenant, command: command);
            try
            {
                outcomes.Add((await TokenAsync(wire)).TenantId!);
            }
            catch (WireException failure)
            {
                wire.Dispose(); // as the cmdlet does after a failure
                outcomes.Add(failure.EntraCode!);
            }
        }

        Assert.Equal([.. Enumerable.Repeat("AADSTS50020", 5), .. tenants.Skip(5).Select(tenant => tenant.Id)], outcomes);
        Assert.Equal(2, _prompts);
    }

    [Fact]
    public async Task A_prompt_that_the_user_declines_is_the_only_one_of_the_command()
    {
        var tenants = Tenants(5);
        foreach (var tenant in tenants)
            tenant.Failure = ("device_code", "authorization_declined", "AADSTS65004: User declined to consent.");
        var command = new SignInCommand();

        var failures = await Task.WhenAll(tenants.Select(
            tenant => Assert.ThrowsAsync<WireException>(() => Person(tenant, command: command).GetTokenAsync(renew: false, default))));
        Assert.All(failures, failure => Assert.Equal("SignInCanceled", failure.Code));
        Assert.Equal(1, _prompts);

        tenants[0].Failure = null;
        await Person(tenants[0]).GetTokenAsync(renew: false, default);
        Assert.Equal(2, _prompts);
    }

    [Fact]
    public async Task A_login_hint_selects_the_account_also_silently()
    {
        var tenants = Tenants(4);
        await SignInAsync(tenants[0], Adele);
        await SignInAsync(tenants[1], Megan, prompt: true);

        Assert.Equal(Adele, (await Person(tenants[2], hint: Adele.ToUpperInvariant()).GetTokenAsync(renew: false, default)).UserName);
        Assert.Equal(2, _prompts);
        tenants[3].UserName = "third@contoso.example";
        Assert.Equal(
            "third@contoso.example", (await Person(tenants[3], hint: "third@contoso.example").GetTokenAsync(renew: false, default)).UserName);
        Assert.Equal(3, _prompts);
    }

    [Theory]
    [InlineData(null, Megan)]
    [InlineData(Adele, Adele)]
    [InlineData(Megan, Megan)]
    [InlineData("of.another.client@contoso.example", Megan)]
    public async Task If_there_are_several_accounts_the_current_connection_decides_or_else_the_last_sign_in(string? currentUser, string expected)
    {
        var tenants = Tenants(3);
        await SignInAsync(tenants[0], Adele);
        await SignInAsync(tenants[1], Megan, prompt: true);

        Assert.Equal(expected, (await Person(tenants[2], currentUser: currentUser).GetTokenAsync(renew: false, default)).UserName);
        Assert.Equal(2, _prompts);
    }

    [Fact]
    public async Task A_forced_prompt_is_shown_once_for_all_tenants_of_a_command()
    {
        var tenants = Tenants(4);
        await SignInAsync(tenants[0], Adele);
        var command = new SignInCommand();
        foreach (var tenant in tenants)
            tenant.UserName = Megan;

        var tokens = await Task.WhenAll(
            tenants.Select(tenant => Person(tenant, prompt: true, command: command, currentUser: Adele).GetTokenAsync(renew: false, default)));

        Assert.All(tokens, token => Assert.Equal(Megan, token.UserName));
        Assert.Equal(2, _prompts);
    }

    [Fact]
    public async Task Signing_out_of_one_tenant_keeps_the_others_and_the_last_sign_out_removes_the_account()
    {
        var tenants = Tenants(3);
        var wires = tenants.Take(2).Select(tenant => Person(tenant)).ToList();
        foreach (var wire in wires)
            await wire.GetTokenAsync(renew: false, default);

        await wires[0].SignOutAsync(default);
        Assert.Equal("SignInRequired", (await Assert.ThrowsAsync<WireException>(() => wires[0].GetTokenAsync(renew: false, default))).Code);
        wires[0].Dispose();
        await wires[1].GetTokenAsync(renew: true, default);
        var last = Person(tenants[2]);
        await last.GetTokenAsync(renew: false, default);
        Assert.Equal(1, _prompts);

        foreach (var wire in new[] { wires[1], last })
        {
            await wire.SignOutAsync(default);
            wire.Dispose();
        }

        await Person(tenants[0]).GetTokenAsync(renew: false, default);
        Assert.Equal(2, _prompts);
    }

    [Fact]
    public async Task Closing_the_last_connection_without_a_sign_out_ends_the_sign_in()
    {
        var tenants = Tenants(3);
        var first = Person(tenants[0]);
        await first.GetTokenAsync(renew: false, default);
        var second = Person(tenants[1]);
        await second.GetTokenAsync(renew: false, default);

        first.Dispose();
        Assert.Equal(tenants[2].Id, (await TokenAsync(Person(tenants[2], isSilent: true))).TenantId);
        foreach (var wire in _opened)
            wire.Dispose();

        Assert.Equal(tenants[0].Id, (await TokenAsync(Person(tenants[0]))).TenantId);
        Assert.Equal(2, _prompts);
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    public async Task A_sign_in_that_a_tenant_rejected_is_kept_for_the_next_tenant_until_it_is_removed(bool isRemoved, int prompts)
    {
        var home = entra.NewTenant();
        entra.Name("organizations", home);
        var tenants = Enumerable.Range(0, 3).Select(_ => entra.NewTenant(home: home)).ToList();
        var command = new SignInCommand();
        foreach (var tenant in tenants.Take(2))
        {
            tenant.Users = [];
            using var wire = Person(tenant, command: command);
            Assert.Equal("AADSTS50020", (await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default))).EntraCode);
        }

        if (isRemoved)
            _signIns.RemoveUnused();

        Assert.Equal(tenants[2].Id, (await TokenAsync(Person(tenants[2]))).TenantId);
        Assert.Equal(prompts, _prompts);
    }

    [Fact]
    public async Task Signing_out_of_one_account_keeps_the_other_account()
    {
        var tenants = Tenants(3);
        var adele = await SignInAsync(tenants[0], Adele);
        var megan = await SignInAsync(tenants[1], Megan, prompt: true);

        await megan.SignOutAsync(default);
        megan.Dispose();

        Assert.Equal(Adele, (await adele.GetTokenAsync(renew: true, default)).UserName);
        Assert.Equal(Adele, (await Person(tenants[2]).GetTokenAsync(renew: false, default)).UserName);
        Assert.Equal(2, _prompts);
    }

    [Fact]
    public async Task Another_session_and_another_sign_in_service_have_separate_prompts()
    {
        var tenant = Tenants(1)[0];
        await Person(tenant).GetTokenAsync(renew: false, default);

        await Person(tenant, signIns: new SharedSignIns()).GetTokenAsync(renew: false, default);
        Assert.Equal(2, _prompts);
        await Person(tenant, authority: entra.PlainAddress).GetTokenAsync(renew: false, default);
        Assert.Equal(3, _prompts);
        await Person(tenant, isShared: false).GetTokenAsync(renew: false, default);
        Assert.Equal(4, _prompts);
        await Person(tenant).GetTokenAsync(renew: false, default);
        Assert.Equal(4, _prompts);
    }

    [Fact]
    public async Task A_token_of_another_tenant_than_the_requested_one_is_rejected()
    {
        var tenants = Tenants(3);
        await Person(tenants[0]).GetTokenAsync(renew: false, default);
        tenants[1].IssuesFor = tenants[0].Id;

        foreach (var wire in new[] { Person(tenants[1]), App(tenants[1]) })
        {
            var failure = await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default));
            Assert.Equal("SignInFailed", failure.Code);
            Assert.Contains(tenants[0].Id, failure.Message, StringComparison.Ordinal);
            Assert.Contains(tenants[1].Id, failure.Message, StringComparison.Ordinal);
        }

        // A renewed token must be for the tenant of the first token, even if that was named by a domain.
        var domain = $"{Guid.NewGuid():N}.example";
        entra.Name(domain, tenants[2]);
        var named = App(tenants[2], name: domain);
        await named.GetTokenAsync(renew: false, default);
        tenants[2].IssuesFor = tenants[0].Id;
        await Assert.ThrowsAsync<WireException>(() => named.GetTokenAsync(renew: true, default));
    }

    [Fact]
    public async Task An_app_receives_a_token_of_each_tenant_with_one_credential()
    {
        var tenants = Tenants(20);
        var tokens = await Task.WhenAll(tenants.Select(tenant => App(tenant).GetTokenAsync(renew: false, default)));

        Assert.Equal(tenants.Select(tenant => (tenant.NewestToken, tenant.Id)), tokens.Select(token => (token.Value, token.TenantId!)));
        Assert.All(tenants, tenant => Assert.Equal(FakeTenant.Secret, Assert.Single(tenant.TokenRequests)["client_secret"]));
    }

    [Fact]
    public async Task A_new_connection_of_an_app_requests_a_token_although_another_one_has_one()
    {
        var tenant = Tenants(1)[0];
        var first = App(tenant);
        await first.GetTokenAsync(renew: false, default);
        await App(tenant).GetTokenAsync(renew: false, default);
        Assert.Equal(2, tenant.TokenRequests.Count);

        // Both have the newest token, and the first one keeps it when the other one is closed.
        _opened[^1].Dispose();
        Assert.Equal(tenant.NewestToken, (await first.GetTokenAsync(renew: false, default)).Value);
        Assert.Equal(2, tenant.TokenRequests.Count);
    }

    [Fact]
    public async Task A_connection_of_an_app_that_was_signed_out_requests_a_token_again()
    {
        var tenant = entra.NewTenant();
        var first = App(tenant);
        await first.GetTokenAsync(renew: false, default);
        await App(tenant).GetTokenAsync(renew: false, default);

        await first.SignOutAsync(default);
        await first.GetTokenAsync(renew: false, default);

        Assert.Equal(3, tenant.TokenRequests.Count);
    }

    [Fact]
    public async Task Another_credential_never_uses_the_token_of_the_first()
    {
        using var registered = FakeEntra.SelfSigned("app");
        using var other = FakeEntra.SelfSigned("app");
        var tenant = entra.NewTenant(registered);
        await App(tenant).GetTokenAsync(renew: false, default);
        await App(tenant, certificate: registered).GetTokenAsync(renew: false, default);

        foreach (var wire in new[] { App(tenant, secret: "another~secret-of-the-app"), App(tenant, certificate: other) })
        {
            Assert.Equal("SignInFailed", (await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default))).Code);
            Assert.Equal("SignInFailed", (await Assert.ThrowsAsync<WireException>(() => wire.GetTokenAsync(renew: false, default))).Code);
        }
    }

    [Fact]
    public async Task A_certificate_that_the_user_disposes_still_works_for_open_connections()
    {
        using var registered = FakeEntra.SelfSigned("app");
        var tenants = new[] { entra.NewTenant(registered), entra.NewTenant(registered) };
        var own = new X509Certificate2(registered);
        var first = App(tenants[0], certificate: own);
        await first.GetTokenAsync(renew: false, default);
        var second = App(tenants[1], certificate: registered);
        await second.GetTokenAsync(renew: false, default);

        own.Dispose();
        first.Dispose();

        Assert.Equal(tenants[1].Id, (await second.GetTokenAsync(renew: true, default)).TenantId);
    }

    [Fact]
    public async Task A_federated_token_is_shared_by_connections_with_the_same_source()
    {
        var tenants = Tenants(3);
        foreach (var tenant in tenants)
            tenant.FederatedToken = "federated";
        var asked = new List<string>();

        await App(tenants[0], federated: Ask("a"), federatedId: "file").GetTokenAsync(renew: false, default);
        await App(tenants[1], federated: Ask("b"), federatedId: "file").GetTokenAsync(renew: false, default);
        await App(tenants[2], federated: Ask("c"), federatedId: "other file").GetTokenAsync(renew: false, default);

        Assert.Equal(["a", "a", "c"], asked);

        // The application ends with its last connection.
        _opened[0].Dispose();
        await App(tenants[0], federated: Ask("d"), federatedId: "file").GetTokenAsync(renew: true, default);
        _opened[1].Dispose();
        _opened[^1].Dispose();
        await App(tenants[0], federated: Ask("e"), federatedId: "file").GetTokenAsync(renew: false, default);
        Assert.Equal(["a", "a", "c", "a", "e"], asked);

        Func<CancellationToken, Task<string>> Ask(string name) => _ =>
        {
            asked.Add(name);
            return Task.FromResult("federated");
        };
    }

    private List<FakeTenant> Tenants(int count) => [.. Enumerable.Range(0, count).Select(_ => entra.NewTenant(home: _home))];

    private async Task<Wire> SignInAsync(FakeTenant tenant, string user, bool prompt = false)
    {
        tenant.UserName = user;
        var wire = Person(tenant, prompt: prompt);
        Assert.Equal(user, (await wire.GetTokenAsync(renew: false, default)).UserName);
        return wire;
    }

    private static async Task<(string Value, string? TenantId)> TokenAsync(Wire wire, bool renew = false)
    {
        var token = await wire.GetTokenAsync(renew, default);
        return (token.Value, token.TenantId);
    }

    private Wire Person(
        FakeTenant tenant, string? name = null, string? hint = null, string? currentUser = null, bool prompt = false, SignInCommand? command = null,
        SharedSignIns? signIns = null, bool isShared = true, string? authority = null, bool isSilent = false) => Open(new WireOptions
        {
            Flow = SignInFlow.DeviceCode,
            TenantId = name ?? tenant.Id,
            ClientId = FakeTenant.ClientId,
            SignIns = isShared ? signIns ?? _signIns : null,
            Command = command ?? new(),
            LoginHint = hint,
            CurrentUser = currentUser,
            Prompt = prompt,
            IsSilent = isSilent,
            ShowDeviceCode = (_, _) =>
            {
                Interlocked.Increment(ref _prompts);
                return Task.CompletedTask;
            },
            Authority = new Uri(authority ?? entra.Address),
            DiscoverInstance = false,
            Resource = new Uri(TestWire.Api),
            IsApiAddress = _ => false,
            PinnedCertificate = entra.Pin,
        });

    private Wire App(
        FakeTenant tenant, string? name = null, string secret = FakeTenant.Secret, X509Certificate2? certificate = null,
        Func<CancellationToken, Task<string>>? federated = null, object? federatedId = null) => Open(new WireOptions
        {
            Flow = federated is not null ? SignInFlow.FederatedToken : certificate is not null ? SignInFlow.Certificate : SignInFlow.ClientSecret,
            TenantId = name ?? tenant.Id,
            ClientId = FakeTenant.ClientId,
            ClientSecret = TestWire.Secure(secret),
            Certificate = certificate,
            FederatedToken = federated,
            FederatedTokenId = federatedId,
            SignIns = _signIns,
            Authority = new Uri(entra.Address),
            DiscoverInstance = false,
            Resource = new Uri(TestWire.Api),
            IsApiAddress = _ => false,
            PinnedCertificate = entra.Pin,
        });

    private Wire Open(WireOptions options)
    {
        var wire = Wire.Open(options);
        _opened.Add(wire);
        return wire;
    }
}
