using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

/// <summary>The requests of BcContainerHelper, AL-Go, and third-party scripts, and the members that they read in the responses.</summary>
public sealed class OtherClientTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string AzurePowerShell = "1950a258-227b-4e31-a9cf-717495945fc2";

    private async Task<Answer> Call(string path, string? token = null, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token);
        return await Read(await Http.SendAsync(request));
    }

    private Task<Answer> Password(string userName, string scope, string tenant = "contoso.example") => Form(
        $"/{tenant}/oauth2/v2.0/token",
        ("grant_type", "password"), ("client_id", AzurePowerShell), ("username", userName), ("password", "any"), ("scope", scope));

    [Theory]
    [InlineData("/v2.0")]
    [InlineData("")]
    public async Task The_metadata_of_a_domain_contains_the_ID_of_the_tenant(string version)
    {
        var metadata = (await Read(await Http.GetAsync($"/contoso.example{version}/.well-known/openid-configuration"))).Object;
        foreach (var name in (string[])["authorization_endpoint", "token_endpoint", "device_authorization_endpoint", "jwks_uri", "issuer"])
            Assert.Equal(TenantId, new Uri((string)metadata[name]!).Segments[1].TrimEnd('/'));
    }

    [Fact]
    public async Task The_metadata_of_common_contains_common()
    {
        var metadata = (await Read(await Http.GetAsync("/common/v2.0/.well-known/openid-configuration"))).Object;
        Assert.EndsWith("/common/oauth2/v2.0/token", (string)metadata["token_endpoint"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_token_has_the_claims_that_identify_a_user()
    {
        var claims = Claims(await UserToken(Admin));
        Assert.Equal(("Adele Admin", Admin, "user_impersonation"),
            ((string?)claims["name"], (string?)claims["unique_name"], ((string)claims["scp"]!).Split(' ')[0]));
        Assert.True(IPAddress.TryParse((string?)claims["ipaddr"], out _));
        Assert.False(claims.ContainsKey("roles"));
    }

    [Fact]
    public async Task An_app_token_has_the_claims_that_identify_an_app()
    {
        var claims = Claims(Token);
        Assert.Equal("app", (string?)claims["idtyp"]);
        Assert.NotEmpty(claims["roles"]!.AsArray());
        Assert.False(claims.ContainsKey("scp") || claims.ContainsKey("upn") || claims.ContainsKey("name"));
    }

    [Fact]
    public async Task A_user_token_without_upn_is_the_token_of_a_user()
    {
        await Settings("upnInTokens", false);
        var token = await UserToken(Admin);
        Assert.False(Claims(token).ContainsKey("upn"));
        Assert.Equal(HttpStatusCode.OK, (await Get("/admin/v2.29/authorizedAadApps", token)).Status);
    }

    [Theory]
    [InlineData("https://unknown.example/.default")]
    [InlineData("https://localhost:1/.default")]
    [InlineData("7b5b1b1e-0000-4000-8000-0000000000ff/.default")]
    public async Task A_scope_of_an_unknown_resource_is_rejected_in_every_flow(string scope)
    {
        var app = await Form($"/{TenantId}/oauth2/v2.0/token", ("grant_type", "client_credentials"), ("client_id", AppId),
            ("client_secret", AppSecret), ("scope", scope));
        var user = await Password(Admin, scope);
        var device = await Form($"/{TenantId}/oauth2/v2.0/devicecode", ("client_id", AzurePowerShell), ("scope", scope));
        foreach (var answer in (Answer[])[app, user, device])
            Assert.Equal((HttpStatusCode.BadRequest, 500011), (answer.Status, (int)answer.Object["error_codes"]![0]!));

        using var redirect = await Http.GetAsync($"/{TenantId}/oauth2/v2.0/authorize?client_id={AzurePowerShell}&response_type=code"
            + $"&redirect_uri=http://localhost:1/&scope={Uri.EscapeDataString(scope)}");
        Assert.Contains("AADSTS500011", Uri.UnescapeDataString(redirect.Headers.Location!.Query), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://management.azure.com/.default")]
    [InlineData("https://graph.microsoft.com/.default")]
    public async Task Scopes_of_other_Microsoft_APIs_are_accepted(string scope)
    {
        var answer = await Form($"/{TenantId}/oauth2/v2.0/token", ("grant_type", "client_credentials"), ("client_id", AppId),
            ("client_secret", AppSecret), ("scope", scope));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Call(Environments, (string)answer.Object["access_token"]!)).Status);
    }

    [Fact]
    public async Task The_address_of_the_simulator_is_accepted_as_the_audience()
    {
        foreach (var address in Host.Simulator.Addresses)
        {
            var answer = await Password(Admin, $"{address}user_impersonation offline_access");
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
            Assert.Equal(HttpStatusCode.OK, (await Call(Environments, (string)answer.Object["access_token"]!)).Status);

            var renewed = await Form(
                "/contoso.example/oauth2/v2.0/token", ("grant_type", "refresh_token"), ("client_id", AzurePowerShell),
                ("refresh_token", (string)answer.Object["refresh_token"]!), ("scope", $"{address}user_impersonation offline_access"));
            Assert.Equal(HttpStatusCode.OK, renewed.Status);
        }
    }

    [Fact]
    public async Task An_unknown_user_cannot_sign_in_with_a_password()
    {
        var answer = await Password("nobody@contoso.example", Scope);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant", 50034),
            (answer.Status, (string?)answer.Object["error"], (int)answer.Object["error_codes"]![0]!));
    }

    [Theory]
    [InlineData("v1.1")]
    [InlineData("v1.2")]
    public async Task The_environments_of_a_tenant_are_listed_for_every_caller(string version)
    {
        foreach (var token in (string[])[Token, await UserToken("accountant.01@contoso.example"), await AppToken(NewcomerId, NewcomerSecret)])
        {
            var rows = (await Call($"/environments/{version}", token)).Rows.ToList();
            Assert.Equal(["Production", "Sandbox"], rows.Select(row => (string)row["name"]!).Order());
            Assert.All(
                rows, row =>
                Assert.Equal((TenantId, "BusinessCentral", "DK", "PROD"),
                ((string?)row["aadTenantId"], (string?)row["applicationFamily"], (string?)row["countryCode"], (string?)row["ringName"])));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await Call($"/environments/{version}", "nonsense")).Status);
    }

    [Theory]
    [InlineData($"/v2.0/{TenantId}/Production/api/v2.0")]
    [InlineData("/v2.0/Production/api/v2.0")]
    public async Task The_standard_API_has_only_the_companies(string root)
    {
        Assert.Contains(Denmark, (await Call($"{root}/companies")).Rows.Select(row => (string)row["id"]!));
        Assert.Equal("Contoso Denmark", (string?)(await Call($"{root}/companies({Denmark})")).Object["name"]);
        Assert.Equal(HttpStatusCode.NotFound, (await Call($"{root}/companies({Denmark})/users")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Call($"{root}/customers")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await Call($"{root}/companies", content: new StringContent("{}"))).Status);
    }

    [Fact]
    public async Task The_development_endpoint_publishes_to_sandboxes_for_users()
    {
        async Task<Answer> Publish(string environment, string token)
        {
            using var form = new MultipartFormDataContent();
            form.Add(new ByteArrayContent(AppFile.Make(AppFile.CustomizationsId, "Contoso Customizations", "9.0.0.0")), "file.app", "file.app");
            return await Call($"/v2.0/{environment}/dev/apps?SchemaUpdateMode=forcesync", token, form);
        }

        var user = await UserToken(Admin);
        Assert.Equal(HttpStatusCode.OK, (await Publish("Sandbox", user)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Publish("Sandbox", user)).Status);
        var app = Assert.Single((await Get($"{Environments}/Sandbox/apps")).Rows, row => (string?)row["version"] == "9.0.0.0");
        Assert.Equal("dev", (string?)app["appType"]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Publish("Production", user)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Publish("Sandbox", Token)).Status);
    }
}
