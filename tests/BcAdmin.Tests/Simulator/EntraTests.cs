using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using BcAdmin.Simulator.Entra;

namespace BcAdmin.Tests.Simulator;

public sealed class EntraTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string TokenPath = $"/{TenantId}/oauth2/v2.0/token";
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static void AssertEntraError(Answer answer, HttpStatusCode status, string error, int number)
    {
        Assert.Equal((status, error), (answer.Status, (string?)answer.Object["error"]));
        Assert.Equal(number, (int)answer.Object["error_codes"]![0]!);
        Assert.Matches($@"^AADSTS{number}: [^\r]+\r\nTrace ID: [0-9a-f-]+\r\nCorrelation ID: [0-9a-f-]+\r\nTimestamp: \d",
            (string)answer.Object["error_description"]!);
        Assert.True(Guid.TryParse((string?)answer.Object["trace_id"], out _));
    }

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private Task<Answer> Secret(string clientId, string secret, string tenant = TenantId) => Form(
        $"/{tenant}/oauth2/v2.0/token", ("grant_type", "client_credentials"), ("client_id", clientId), ("client_secret", secret), ("scope", Scope));

    private Task<Answer> Assertion(string clientId, string assertion) => Form(
        TokenPath, ("grant_type", "client_credentials"),
        ("client_id", clientId), ("client_assertion_type", AssertionType), ("client_assertion", assertion), ("scope", Scope));

    private static string Jwt(JsonObject claims, RSA key, string algorithm)
    {
        var header = $$"""{"alg":"{{algorithm}}","typ":"JWT"}""";
        var content = $"{Base64Url(Encoding.UTF8.GetBytes(header))}.{Base64Url(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var padding = algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return $"{content}.{Base64Url(key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, padding))}";
    }

    private static JsonObject AssertionClaims(string issuer, string subject, string audience, int expiresInSec = 600) => new()
    {
        ["iss"] = issuer,
        ["sub"] = subject,
        ["aud"] = audience,
        ["exp"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + expiresInSec,
        ["jti"] = Guid.NewGuid().ToString(),
    };

    [Fact]
    public async Task Client_credentials_return_a_signed_token_and_no_refresh_token()
    {
        var answer = await Secret(AppId, AppSecret);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal((3600, "Bearer"), ((int)answer.Object["expires_in"]!, (string?)answer.Object["token_type"]));
        Assert.False(answer.Object.ContainsKey("refresh_token"));

        var token = (string)answer.Object["access_token"]!;
        var claims = Claims(token);
        Assert.Equal(("https://api.businesscentral.dynamics.com", TenantId, AppId),
            ((string?)claims["aud"], (string?)claims["tid"], (string?)claims["appid"]));
        Assert.Contains("AdminCenter.ReadWrite.All", claims["roles"]!.AsArray().Select(role => (string?)role));
        Assert.Equal(3600, (long)claims["exp"]! - (long)claims["iat"]!);

        // Signed by the key in the discovery document.
        var configuration = await Read(await Http.GetAsync($"/{TenantId}/v2.0/.well-known/openid-configuration"));
        Assert.Equal((string?)claims["iss"], (string?)configuration.Object["issuer"]);
        var key = (await Read(await Http.GetAsync((string?)configuration.Object["jwks_uri"]))).Object["keys"]![0]!;
        using var rsa = RSA.Create(new RSAParameters { Modulus = Base64Url((string)key["n"]!), Exponent = Base64Url((string)key["e"]!) });
        var parts = token.Split('.');
        Assert.True(rsa.VerifyData(
            Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task Known_apps_are_checked_strictly()
    {
        AssertEntraError(await Secret(AppId, "wrong"), HttpStatusCode.Unauthorized, "invalid_client", 7000215);
        await Control("apps", new JsonObject { ["clientId"] = AppId, ["secretExpired"] = true });
        AssertEntraError(await Secret(AppId, AppSecret), HttpStatusCode.Unauthorized, "invalid_client", 7000222);
        await Control("apps", new JsonObject { ["clientId"] = AppId, ["secretEndsInDays"] = 1 });
        Assert.Equal(HttpStatusCode.OK, (await Secret(AppId, AppSecret)).Status);
        await Control("apps", new JsonObject { ["clientId"] = AppId, ["secretEndsInDays"] = -0.5 });
        AssertEntraError(await Secret(AppId, AppSecret), HttpStatusCode.Unauthorized, "invalid_client", 7000222);
        AssertEntraError(await Form(TokenPath, ("grant_type", "client_credentials"), ("client_id", AppId), ("scope", Scope)),
            HttpStatusCode.Unauthorized, "invalid_client", 7000218);
    }

    [Fact]
    public async Task Unknown_tenants_and_apps_are_accepted_only_while_open_sign_in_is_on()
    {
        var stranger = Guid.NewGuid().ToString();
        var answer = await Secret(stranger, "any", "fabrikam.example");
        Assert.Equal(TenantId, (string?)Claims((string)answer.Object["access_token"]!)["tid"]);
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments, (string)answer.Object["access_token"]!)).Status);

        await Settings("openSignIn", false);
        AssertEntraError(await Secret(stranger, "any"), HttpStatusCode.BadRequest, "unauthorized_client", 700016);
        AssertEntraError(await Secret(AppId, AppSecret, "fabrikam.example"), HttpStatusCode.BadRequest, "invalid_request", 90002);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(Environments, (string)answer.Object["access_token"]!)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Secret(AppId, AppSecret, "common")).Status);
    }

    [Fact]
    public async Task Missing_parameters_of_the_request_are_named()
    {
        var answer = await Form(TokenPath, ("grant_type", "client_credentials"), ("client_secret", AppSecret), ("scope", Scope));
        AssertEntraError(answer, HttpStatusCode.BadRequest, "invalid_request", 90014);
        Assert.Contains("'client_id'", answer.Text.Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        AssertEntraError(await Form(TokenPath, ("grant_type", "magic"), ("client_id", AppId)), HttpStatusCode.BadRequest,
            "unsupported_grant_type", 70003);
        AssertEntraError(
            await Form(TokenPath, ("grant_type", "client_credentials"), ("client_id", AppId), ("client_secret", AppSecret),
                ("scope", "https://api.businesscentral.dynamics.com/user_impersonation")),
            HttpStatusCode.BadRequest, "invalid_scope", 1002012);
    }

    [Theory]
    [InlineData("PS256")]
    [InlineData("RS256")]
    public async Task A_certificate_authenticates_the_app(string algorithm)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=Test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        await Control("apps", new JsonObject { ["clientId"] = AppId, ["certificatePem"] = certificate.ExportCertificatePem() });
        var endpoint = $"{Host.Https.AbsoluteUri.TrimEnd('/')}{TokenPath}";

        Assert.Equal(HttpStatusCode.OK, (await Assertion(AppId, Jwt(AssertionClaims(AppId, AppId, endpoint), key, algorithm))).Status);
        var plain = Jwt(AssertionClaims(AppId, AppId, $"https://{Host.Http.Authority}{TokenPath}"), key, algorithm);
        using var http = new HttpClient { BaseAddress = Host.Http };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = AppId,
            ["client_assertion_type"] = AssertionType,
            ["client_assertion"] = plain,
            ["scope"] = Scope,
        });
        Assert.Equal(HttpStatusCode.OK, (await http.PostAsync(TokenPath, form)).StatusCode);
        var textual = AssertionClaims(AppId, AppId, endpoint);
        textual["exp"] = textual["exp"]!.ToString();
        Assert.Equal(HttpStatusCode.OK, (await Assertion(AppId, Jwt(textual, key, algorithm))).Status);
        using var other = RSA.Create(2048);
        AssertEntraError(await Assertion(AppId, Jwt(AssertionClaims(AppId, AppId, endpoint), other, algorithm)), HttpStatusCode.Unauthorized,
            "invalid_client", 700027);
        AssertEntraError(await Assertion(AppId, Jwt(AssertionClaims(AppId, AppId, "https://elsewhere.example/token"), key, algorithm)),
            HttpStatusCode.Unauthorized, "invalid_client", 700023);
        AssertEntraError(await Assertion(AppId, Jwt(AssertionClaims(AppId, AppId, endpoint, -3600), key, algorithm)), HttpStatusCode.Unauthorized,
            "invalid_client", 700024);
        AssertEntraError(await Assertion(AppId, "not-a-jwt"), HttpStatusCode.BadRequest, "invalid_request", 50027);

        using var expired = new CertificateRequest("CN=Test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(-1));
        await Control("apps", new JsonObject { ["clientId"] = AppId, ["certificatePem"] = expired.ExportCertificatePem() });
        AssertEntraError(
            await Assertion(AppId, Jwt(AssertionClaims(AppId, AppId, endpoint), key, algorithm)), HttpStatusCode.Unauthorized,
            "invalid_client", 700027);
    }

    [Fact]
    public async Task A_federated_issuer_authenticates_the_app()
    {
        using var key = RSA.Create(2048);
        const string issuer = "https://token.actions.githubusercontent.com";
        await Control("apps", new JsonObject
        {
            ["clientId"] = AppId,
            ["federated"] = new JsonArray(new JsonObject { ["issuer"] = issuer, ["subject"] = "repo:contoso/app:ref:refs/heads/main" }),
        });
        const string audience = "api://AzureADTokenExchange";
        Assert.Equal(HttpStatusCode.OK,
            (await Assertion(AppId, Jwt(AssertionClaims(issuer, "repo:contoso/app:ref:refs/heads/main", audience), key, "RS256"))).Status);
        AssertEntraError(await Assertion(AppId, Jwt(AssertionClaims(issuer, "repo:contoso/app:pull_request", audience), key, "RS256")),
            HttpStatusCode.Unauthorized, "invalid_client", 70021);
        AssertEntraError(await Assertion(AppId, Jwt(AssertionClaims(issuer, "repo:contoso/app:ref:refs/heads/main", "other"), key, "RS256")),
            HttpStatusCode.Unauthorized, "invalid_client", 700212);
    }

    [Theory]
    [InlineData("S256")]
    [InlineData("plain")]
    [InlineData(null)]
    public async Task An_authorization_code_is_valid_once_and_only_with_its_proof_key(string? method)
    {
        const string verifier = "a-verifier-that-is-long-enough-to-be-one-43chars";
        var challenge = method is null or "plain" ? verifier : Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var wrong = await Redeem(await Code(), "another-verifier");
        AssertEntraError(wrong, HttpStatusCode.BadRequest, "invalid_grant", 501481);
        AssertEntraError(await Redeem(await Code(), null), HttpStatusCode.BadRequest, "invalid_grant", 50148);

        var code = await Code();
        var answer = await Redeem(code, verifier);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal($"{Scope} openid profile offline_access", (string?)answer.Object["scope"]);
        Assert.Equal(Admin, (string?)Claims((string)answer.Object["access_token"]!)["upn"]);
        Assert.Equal("the-nonce", (string?)Claims((string)answer.Object["id_token"]!)["nonce"]);
        Assert.True(answer.Object.ContainsKey("refresh_token"));
        Assert.Equal(TenantId, (string?)JsonNode.Parse(Base64Url((string)answer.Object["client_info"]!))!["utid"]);
        AssertEntraError(await Redeem(code, verifier), HttpStatusCode.BadRequest, "invalid_grant", 70008);

        async Task<string> Code()
        {
            using var redirect = await Http.GetAsync(
                $"/organizations/oauth2/v2.0/authorize?client_id={AppId}&response_type=code&redirect_uri=http://localhost:1/&state=s%20t"
                    + $"&nonce=the-nonce&scope={Uri.EscapeDataString($"{Scope} openid profile offline_access")}&code_challenge={challenge}"
                    + $"{(method is null ? "" : $"&code_challenge_method={method}")}");
            Assert.Equal(HttpStatusCode.Redirect, redirect.StatusCode);
            var query = System.Web.HttpUtility.ParseQueryString(redirect.Headers.Location!.Query);
            Assert.Equal("s t", query["state"]);
            return query["code"]!;
        }

        Task<Answer> Redeem(string authorizationCode, string? proof) => Form(
            TokenPath, ("grant_type", "authorization_code"),
            ("client_id", AppId), ("code", authorizationCode), ("redirect_uri", "http://localhost:1/"), ("code_verifier", proof ?? ""));
    }

    [Fact]
    public async Task The_redirect_can_be_a_posted_form_and_can_contain_errors()
    {
        var page = await Read(await Http.GetAsync($"/{TenantId}/oauth2/v2.0/authorize?client_id={AppId}&response_type=code"
            + $"&redirect_uri=http://localhost:1/&scope={Uri.EscapeDataString(Scope)}&response_mode=form_post&state=abc"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("name=\"code\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("action=\"http://localhost:1/\"", page.Text, StringComparison.Ordinal);

        using var refused = await Http.GetAsync($"/{TenantId}/oauth2/v2.0/authorize?client_id={AppId}&response_type=code"
            + $"&redirect_uri=http://localhost:1/&scope={Uri.EscapeDataString(Scope)}&login_hint=nobody@contoso.example");
        Assert.Contains("error=access_denied", refused.Headers.Location!.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_code_waits_for_a_decision()
    {
        var approved = await Device();
        AssertEntraError(await Poll(approved), HttpStatusCode.BadRequest, "authorization_pending", 70016);
        await Control("devicecode", new JsonObject
        {
            ["userCode"] = (string?)approved["user_code"],
            ["user"] = DelegatedAdmin,
            ["decision"] = "approve",
        });
        var answer = await Poll(approved);
        Assert.Equal(DelegatedAdmin, (string?)Claims((string)answer.Object["access_token"]!)["upn"]);
        AssertEntraError(await Poll(approved), HttpStatusCode.BadRequest, "bad_verification_code", 70018);

        var denied = await Device();
        await Control("devicecode", new JsonObject { ["userCode"] = (string?)denied["user_code"], ["decision"] = "deny" });
        AssertEntraError(await Poll(denied), HttpStatusCode.BadRequest, "authorization_declined", 65004);

        async Task<JsonObject> Device()
        {
            var device = await Form($"/{TenantId}/oauth2/v2.0/devicecode", ("client_id", AppId), ("scope", Scope));
            Assert.Contains((string)device.Object["user_code"]!, (string)device.Object["message"]!, StringComparison.Ordinal);
            Assert.Equal((900, 1), ((int)device.Object["expires_in"]!, (int)device.Object["interval"]!));
            return device.Object;
        }

        Task<Answer> Poll(JsonObject device) => Form(
            TokenPath, ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("client_id", AppId), ("device_code", (string)device["device_code"]!));
    }

    [Fact]
    public async Task A_user_can_approve_a_device_code_on_the_page_in_the_message()
    {
        var device = (await Form($"/{TenantId}/oauth2/v2.0/devicecode", ("client_id", AppId), ("scope", Scope))).Object;
        Assert.Contains("signed in", (await Form((string)device["verification_uri"]!, ("code", (string)device["user_code"]!))).Text,
            StringComparison.Ordinal);
        var answer = await Form(TokenPath, ("grant_type", "device_code"), ("client_id", AppId), ("device_code", (string)device["device_code"]!));
        Assert.Equal(Admin, (string?)Claims((string)answer.Object["access_token"]!)["upn"]);
    }

    [Fact]
    public async Task A_refresh_token_renews_until_it_expires()
    {
        var refresh = (string)(await UserSignIn(Admin)).Object["refresh_token"]!;
        var renewed = await Refresh(refresh);
        Assert.Equal(Admin, (string?)Claims((string)renewed.Object["access_token"]!)["upn"]);
        AssertEntraError(await Refresh("not-one"), HttpStatusCode.BadRequest, "invalid_grant", 9002313);

        await Control("tokens", new JsonObject { ["refreshLifetimeSec"] = 0 });
        var expired = (string)(await UserSignIn(Admin)).Object["refresh_token"]!;
        AssertEntraError(await Refresh(expired), HttpStatusCode.BadRequest, "invalid_grant", 700082);

        Task<Answer> Refresh(string token) =>
            Form(TokenPath, ("grant_type", "refresh_token"), ("client_id", AppId), ("refresh_token", token), ("scope", Scope));
    }

    [Fact]
    public async Task One_refresh_token_is_valid_in_all_tenants_that_know_the_user()
    {
        const string client = "1950a258-227b-4e31-a9cf-717495945fc2";
        await Control("reset", new JsonObject { ["scenario"] = "Partner" });
        await Settings("openSignIn", false);
        var partner = await UserSignIn("delegated.admin@partner.example", client, "customer.example");
        var home = (string?)JsonNode.Parse(Base64Url((string)partner.Object["client_info"]!))!["utid"];
        var first = (string?)Claims((string)partner.Object["access_token"]!)["tid"];

        var second = await Refresh(partner, "2.customer.example");
        Assert.NotEqual(first, (string?)Claims((string)second.Object["access_token"]!)["tid"]);
        Assert.Equal(home, (string?)JsonNode.Parse(Base64Url((string)second.Object["client_info"]!))!["utid"]);
        var third = await Refresh(second, "3.customer.example");
        Assert.Equal("delegated.admin@partner.example", (string?)Claims((string)third.Object["access_token"]!)["unique_name"]);

        // Each customer has an administrator with this name, and they are different users.
        var admin = await UserSignIn("adele.admin@customer.example", client, "customer.example");
        AssertEntraError(await Refresh(admin, "2.customer.example"), HttpStatusCode.BadRequest, "invalid_grant", 50020);
        AssertEntraError(await Refresh(partner, "nowhere.example"), HttpStatusCode.BadRequest, "invalid_request", 90002);

        Task<Answer> Refresh(Answer answer, string tenant) => Form(
            $"/{tenant}/oauth2/v2.0/token", ("grant_type", "refresh_token"), ("client_id", client),
            ("refresh_token", (string)answer.Object["refresh_token"]!), ("scope", Scope));
    }

    [Fact]
    public async Task Without_consent_users_cannot_sign_in_and_apps_have_no_roles()
    {
        var refresh = (string)(await UserSignIn(Admin, NewcomerId)).Object["refresh_token"]!;
        await Control("apps", new JsonObject { ["clientId"] = NewcomerId, ["consented"] = false });
        AssertEntraError(await Form(TokenPath, ("grant_type", "refresh_token"), ("client_id", NewcomerId), ("refresh_token", refresh)),
            HttpStatusCode.BadRequest, "invalid_grant", 65001);
        Assert.Null(Claims(await AppToken(NewcomerId, NewcomerSecret))["roles"]);
    }

    [Fact]
    public async Task The_older_endpoint_requires_a_resource_and_writes_numbers_as_text()
    {
        var answer = await Form($"/{TenantId}/oauth2/token", ("grant_type", "client_credentials"), ("client_id", AppId),
            ("client_secret", AppSecret), ("resource", "https://api.businesscentral.dynamics.com"));
        Assert.Equal(("3600", "https://api.businesscentral.dynamics.com"),
            ((string?)answer.Object["expires_in"], (string?)answer.Object["resource"]));
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments, (string)answer.Object["access_token"]!)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&resource=https://graph.microsoft.com")]
    public async Task The_older_endpoint_accepts_the_resource_with_the_code(string resource)
    {
        const string client = "1950a258-227b-4e31-a9cf-717495945fc2";
        using var redirect = await Http.GetAsync(
            $"/{TenantId}/oauth2/authorize?client_id={client}&response_type=code&redirect_uri=http://localhost:1/{resource}");
        var code = System.Web.HttpUtility.ParseQueryString(redirect.Headers.Location!.Query)["code"];
        var answer = await Form(
            $"/{TenantId}/oauth2/token",
            ("grant_type", "authorization_code"), ("client_id", client), ("code", code ?? ""), ("redirect_uri", "http://localhost:1/"),
            ("resource", "https://api.businesscentral.dynamics.com"));
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments, (string)answer.Object["access_token"]!)).Status);
    }

    [Fact]
    public async Task A_scope_without_a_resource_is_one_of_Microsoft_Graph()
    {
        using var redirect = await Http.GetAsync(
            $"/{TenantId}/oauth2/v2.0/authorize?client_id=14d82eec-204b-4c2f-b7e8-296a70dab67e&response_type=code&redirect_uri=http://localhost:1/"
                + $"&scope=User.Read%20openid");
        var code = System.Web.HttpUtility.ParseQueryString(redirect.Headers.Location!.Query)["code"];
        var answer = await Form(
            TokenPath, ("grant_type", "authorization_code"),
            ("client_id", "14d82eec-204b-4c2f-b7e8-296a70dab67e"), ("code", code ?? ""), ("redirect_uri", "http://localhost:1/"));
        Assert.Equal(HttpStatusCode.OK, (await Get("/v1.0/me", (string)answer.Object["access_token"]!)).Status);
    }

    [Theory]
    [InlineData("a.b.c")]
    [InlineData("bnVsbA.bnVsbA.bnVsbA")]
    [InlineData("W10.W10.W10")]
    public async Task An_assertion_that_is_not_a_token_is_rejected(string assertion) =>
        AssertEntraError(await Assertion(AppId, assertion), HttpStatusCode.BadRequest, "invalid_request", 50027);

    [Fact]
    public async Task Discovery_returns_addresses_of_the_simulator()
    {
        var instance = await Read(await Http.GetAsync("/common/discovery/instance?api-version=1.1&authorization_endpoint=https://x"));
        Assert.Contains(Host.Https.Authority, instance.Object["metadata"]![0]!["aliases"]!.AsArray().Select(alias => (string?)alias));
        foreach (var path in (string[])["/common/v2.0/.well-known/openid-configuration", $"/{TenantId}/.well-known/openid-configuration"])
        {
            var configuration = await Read(await Http.GetAsync(path));
            Assert.StartsWith(Host.Https.AbsoluteUri, (string?)configuration.Object["token_endpoint"], StringComparison.Ordinal);
            Assert.StartsWith(Host.Https.AbsoluteUri, (string?)configuration.Object["authorization_endpoint"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_managed_identity_gets_its_token_over_plain_http()
    {
        const string query = "/msi/token?api-version=2019-08-01&resource=https://api.businesscentral.dynamics.com";
        using var client = new HttpClient { BaseAddress = Host.Http };
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(query)).StatusCode);

        client.DefaultRequestHeaders.Add("X-IDENTITY-HEADER", Host.Simulator.IdentityHeader);
        var answer = await Read(await client.GetAsync(query));
        Assert.Equal(AppId, (string?)Claims((string)answer.Object["access_token"]!)["appid"]);
        Assert.InRange(long.Parse((string)answer.Object["expires_on"]!, System.Globalization.CultureInfo.InvariantCulture),
            Now.ToUnixTimeSeconds() + 3500, Now.ToUnixTimeSeconds() + 3700);
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments, (string)answer.Object["access_token"]!)).Status);

        Assert.Equal(NewcomerId,
            (string?)Claims((string)(await Read(await client.GetAsync($"{query}&client_id={NewcomerId}"))).Object["access_token"]!)["appid"]);
        await Settings("openSignIn", false);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync($"{query}&client_id={Guid.NewGuid()}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest,
            (await client.GetAsync("/msi/token?api-version=2017-09-01&resource=https://api.businesscentral.dynamics.com")).StatusCode);
    }

    [Fact]
    public async Task Tokens_end_by_time_and_by_revocation_before_the_lifetime_that_the_client_received()
    {
        await Control("tokens", new JsonObject { ["lifetimeSec"] = 1, ["clientSlackSec"] = 300 });
        var answer = await Secret(AppId, AppSecret);
        Assert.Equal(301, (int)answer.Object["expires_in"]!);
        await Control("clock", new JsonObject { ["advanceSec"] = 2 });
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(Environments, (string)answer.Object["access_token"]!)).Status);

        await Control("tokens", new JsonObject { ["lifetimeSec"] = 3600, ["clientSlackSec"] = 0 });
        var token = await AppToken(AppId, AppSecret);
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments, token)).Status);
        await Control("tokens", new JsonObject { ["revoke"] = true });
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(Environments, token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments, await AppToken(AppId, AppSecret))).Status);
    }

    [Fact]
    public async Task Tokens_expire_by_the_clock_of_the_service()
    {
        var token = await AppToken(AppId, AppSecret);
        await AdvanceClock(3500);
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments, token)).Status);
        await AdvanceClock(200);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(Environments, token)).Status);

        var answer = await Secret(AppId, AppSecret);
        Assert.Equal(3600, (int)answer.Object["expires_in"]!);
        var claims = JsonNode.Parse(TokenAuthority.FromBase64Url(((string)answer.Object["access_token"]!).Split('.')[1]))!;
        Assert.InRange((long)claims["exp"]!, answer.Message.Headers.Date!.Value.ToUnixTimeSeconds() + 3598,
            answer.Message.Headers.Date.Value.ToUnixTimeSeconds() + 3602);
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments, (string)answer.Object["access_token"]!)).Status);
    }

    [Theory]
    [InlineData(7200)]
    [InlineData(-7200)]
    public async Task The_clock_skew_applies_to_all_times(int seconds)
    {
        await Control("settings", new JsonObject { ["clockSkewSec"] = seconds });
        var expected = Now.AddSeconds(seconds);
        var token = await AppToken(AppId, AppSecret);
        var answer = await Get(Environments, token);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.InRange(answer.Message.Headers.Date!.Value, expected.AddSeconds(-1), expected);
        await Send(HttpMethod.Delete, $"{Environments}/Sandbox", token: token);
        var created = (DateTimeOffset)(await Get(Operations, token)).Rows.Single()["createdOn"]!;
        Assert.InRange(created, expected.AddSeconds(-1), expected);
    }

    [Fact]
    public async Task Tokens_are_valid_after_a_reset()
    {
        await Control("reset");
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments)).Status);
        await Control("reset", new JsonObject { ["scenario"] = "Empty" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(Environments)).Status);
    }
}
