using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

/// <summary>Microsoft Graph used by a standard client: registration, consent, sign-in.</summary>
public sealed class GraphTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string BusinessCentral = "996def3d-b36c-4153-8607-a6fd3c01b89f";
    private const string GraphTools = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
    private const string TokenPath = $"/{TenantId}/oauth2/v2.0/token";
    private const string AzurePowerShell = "1950a258-227b-4e31-a9cf-717495945fc2";

    [Fact]
    public async Task A_registered_app_can_sign_in_and_has_the_granted_roles()
    {
        var token = await Administrator();
        var api = (await Get($"/v1.0/servicePrincipals?$filter=appId eq '{BusinessCentral}'&$select=id,appRoles,oauth2PermissionScopes", token)).Rows
            .Single();
        var role = Permission(api["appRoles"]!, "Automation.ReadWrite.All");
        var app = (await Create(token, "Runbooks", new JsonObject
        {
            ["signInAudience"] = "AzureADMyOrg",
            ["requiredResourceAccess"] = new JsonArray(new JsonObject
            {
                ["resourceAppId"] = BusinessCentral,
                ["resourceAccess"] = new JsonArray(new JsonObject { ["id"] = role, ["type"] = "Role" }),
            }),
        })).Object;
        var (id, appId) = ((string)app["id"]!, (string)app["appId"]!);
        var secret =
            (string)(await Send(HttpMethod.Post, $"/v1.0/applications/{id}/addPassword",
            new JsonObject { ["passwordCredential"] = new JsonObject { ["displayName"] = "one" } }, token)).Object["secretText"]!;

        Assert.StartsWith("AADSTS7000229", (string?)(await SignIn(appId, secret)).Object["error_description"], StringComparison.Ordinal);
        var principal = (await Send(HttpMethod.Post, "/v1.0/servicePrincipals", new JsonObject { ["appId"] = appId }, token)).Object;
        Assert.Null(Claims((string)(await SignIn(appId, secret)).Object["access_token"]!)["roles"]);

        var assignment = new JsonObject { ["principalId"] = (string?)principal["id"], ["resourceId"] = (string?)api["id"], ["appRoleId"] = role };
        var path = $"/v1.0/servicePrincipals/{(string?)principal["id"]}/appRoleAssignments";
        Assert.Equal(HttpStatusCode.Created, (await Send(HttpMethod.Post, path, assignment, token)).Status);
        Assert.Equal(
            "Automation.ReadWrite.All", (string?)Claims((string)(await SignIn(appId, secret)).Object["access_token"]!)["roles"]!.AsArray().Single());

        var again = await Send(HttpMethod.Post, path, assignment.DeepClone(), token);
        Assert.Equal((HttpStatusCode.BadRequest, "Request_BadRequest"), (again.Status, again.Code));
        Assert.Equal("Permission being assigned already exists on the object", (string?)again.Object["error"]!["message"]);
        Assert.Single((await Get(path, token)).Rows);

        // The secret is returned once; later reads return only its beginning.
        var read = (await Get($"/v1.0/applications(appId='{appId}')", token)).Object;
        Assert.Null(read["passwordCredentials"]![0]!["secretText"]);
        Assert.Equal(secret[..3], (string?)read["passwordCredentials"]![0]!["hint"]);

        Assert.Equal(HttpStatusCode.NoContent,
            (await Send(HttpMethod.Delete, $"{path}/{(string?)(await Get(path, token)).Rows.Single()["id"]}", token: token)).Status);
        Assert.Null(Claims((string)(await SignIn(appId, secret)).Object["access_token"]!)["roles"]);
    }

    [Fact]
    public async Task An_app_can_sign_in_with_a_certificate_and_a_federated_credential()
    {
        var token = await Administrator();
        var app = (await Create(token, "Nightly")).Object;
        var (id, appId) = ((string)app["id"]!, (string)app["appId"]!);
        await Send(HttpMethod.Post, "/v1.0/servicePrincipals", new JsonObject { ["appId"] = appId }, token);

        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=nightly", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var keys = new JsonArray(
            new JsonObject { ["type"] = "AsymmetricX509Cert", ["usage"] = "Verify", ["key"] = Convert.ToBase64String(certificate.RawData) });
        Assert.Equal(HttpStatusCode.NoContent,
            (await Send(HttpMethod.Patch, $"/v1.0/applications/{id}", new JsonObject { ["keyCredentials"] = keys }, token)).Status);
        Assert.Null((await Get($"/v1.0/applications/{id}", token)).Object["keyCredentials"]![0]!["key"]);
        Assert.NotNull((await Get($"/v1.0/applications/{id}?$select=keyCredentials", token)).Object["keyCredentials"]![0]!["key"]);

        var claims = new JsonObject
        {
            ["iss"] = appId,
            ["sub"] = appId,
            ["jti"] = "1",
            ["aud"] = $"{Host.Https.AbsoluteUri.TrimEnd('/')}{TokenPath}",
            ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
        };
        var content = $"{Encode(new JsonObject { ["alg"] = "PS256" })}.{Encode(claims)}";
        var signature = Base64UrlOf(key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        Assert.True((await Redeem($"{content}.{signature}")).Object.ContainsKey("access_token"));

        var path = $"/v1.0/applications/{id}/federatedIdentityCredentials";
        JsonObject Trust(string name) =>
            new()
            {
                ["name"] = name,
                ["issuer"] = "https://token.example",
                ["subject"] = "repo:a/b",
                ["audiences"] = new JsonArray("api://AzureADTokenExchange")
            };
        Assert.Equal(HttpStatusCode.Created, (await Send(HttpMethod.Post, path, Trust("one"), token)).Status);
        Assert.Equal((HttpStatusCode.Conflict, "Request_MultipleObjectsWithSameKeyValue"),
            await Failure(Send(HttpMethod.Post, path, Trust("one"), token)));
        Assert.Equal((HttpStatusCode.Conflict, "Request_MultipleObjectsWithSameKeyValue"),
            await Failure(Send(HttpMethod.Post, path, Trust("two"), token)));
        var assertion = new JsonObject
        {
            ["iss"] = "https://token.example",
            ["sub"] = "repo:a/b",
            ["aud"] = "api://AzureADTokenExchange",
            ["exp"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
        };
        Assert.True((await Redeem($"{Encode(new JsonObject { ["alg"] = "RS256" })}.{Encode(assertion)}.c2ln")).Object.ContainsKey("access_token"));

        Task<Answer> Redeem(string jwt) => Form(
            TokenPath, ("grant_type", "client_credentials"), ("client_id", appId), ("scope", Scope),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", jwt));
    }

    [Fact]
    public async Task A_user_requires_consent_to_an_app_and_then_has_its_scopes()
    {
        var token = await Administrator();
        var app = (await Create(token, "People", new JsonObject { ["isFallbackPublicClient"] = true })).Object;
        var appId = (string)app["appId"]!;
        var principal = (await Send(HttpMethod.Post, "/v1.0/servicePrincipals", new JsonObject { ["appId"] = appId }, token)).Object;
        using (var refused = await Http.GetAsync($"/{TenantId}/oauth2/v2.0/authorize?client_id={appId}&response_type=code"
            + $"&redirect_uri=http://localhost:1/&scope={Uri.EscapeDataString(Scope)}"))
        {
            Assert.Contains("AADSTS65001", refused.Headers.Location!.Query, StringComparison.Ordinal);
        }

        var api = (await Get($"/v1.0/servicePrincipals(appId='{BusinessCentral}')", token)).Object;
        JsonObject Grant(string scope) => new()
        {
            ["clientId"] = (string?)principal["id"],
            ["consentType"] = "AllPrincipals",
            ["resourceId"] = (string?)api["id"],
            ["scope"] = scope,
        };
        var grant = await Send(HttpMethod.Post, "/v1.0/oauth2PermissionGrants", Grant("user_impersonation"), token);
        Assert.Equal(HttpStatusCode.Created, grant.Status);
        Assert.Equal((HttpStatusCode.Conflict, "Request_MultipleObjectsWithSameKeyValue"),
            await Failure(Send(HttpMethod.Post, "/v1.0/oauth2PermissionGrants", Grant("user_impersonation"), token)));
        Assert.Equal("user_impersonation", (string?)Claims((string)(await UserSignIn(Admin, appId)).Object["access_token"]!)["scp"]);

        var path = $"/v1.0/oauth2PermissionGrants/{(string?)grant.Object["id"]}";
        Assert.Equal(HttpStatusCode.NoContent,
            (await Send(HttpMethod.Patch, path, new JsonObject { ["scope"] = "user_impersonation Financials.ReadWrite.All" }, token)).Status);
        Assert.Equal("user_impersonation Financials.ReadWrite.All",
            (string?)Claims((string)(await UserSignIn(Admin, appId)).Object["access_token"]!)["scp"]);
        Assert.Single((await Get($"/v1.0/servicePrincipals/{(string?)principal["id"]}/oauth2PermissionGrants", token)).Rows);
    }

    [Fact]
    public async Task Access_requires_both_the_permission_of_the_token_and_the_role_of_the_user()
    {
        Assert.Equal((HttpStatusCode.Unauthorized, "InvalidAuthenticationToken"), await Failure(Get("/v1.0/me", Token)));
        var little = await GraphToken(Admin, "https://graph.microsoft.com/User.Read");
        Assert.Equal(Admin, (string?)(await Get("/v1.0/me", little)).Object["userPrincipalName"]);
        Assert.Equal(TenantId, (string?)(await Get("/v1.0/organization", little)).Rows.Single()["id"]);
        Assert.Equal((HttpStatusCode.Forbidden, "Authorization_RequestDenied"), await Failure(Get("/v1.0/applications", little)));

        // An administrator of Business Central can register an app and change it, but cannot consent to it or change the apps of
        // other users.
        var second = await GraphToken("second.admin@contoso.example", "https://graph.microsoft.com/.default", AzurePowerShell);
        var own = (await Create(second, "Own")).Object;
        Assert.Equal(HttpStatusCode.NoContent,
            (await Send(HttpMethod.Patch, $"/v1.0/applications/{(string?)own["id"]}", new JsonObject { ["notes"] = "mine" }, second)).Status);
        var principal = (await Send(HttpMethod.Post, "/v1.0/servicePrincipals", new JsonObject { ["appId"] = (string?)own["appId"] }, second)).Object;
        var api = (await Get($"/v1.0/servicePrincipals(appId='{BusinessCentral}')", second)).Object;
        var assignment = new JsonObject
        {
            ["principalId"] = (string?)principal["id"],
            ["resourceId"] = (string?)api["id"],
            ["appRoleId"] = Permission(api["appRoles"]!, "AdminCenter.ReadWrite.All"),
        };
        Assert.Equal((HttpStatusCode.Forbidden, "Authorization_RequestDenied"),
            await Failure(Send(HttpMethod.Post, $"/v1.0/servicePrincipals/{(string?)principal["id"]}/appRoleAssignments", assignment, second)));
        var other = (await Create(await Administrator(), "Other")).Object;
        Assert.Equal((HttpStatusCode.Forbidden, "Authorization_RequestDenied"),
            await Failure(Send(HttpMethod.Patch, $"/v1.0/applications/{(string?)other["id"]}", new JsonObject { ["notes"] = "x" }, second)));

        var refused = await Form(
            TokenPath, ("grant_type", "refresh_token"),
            ("client_id", GraphTools),
            ("refresh_token", (string)(await UserSignIn("second.admin@contoso.example", GraphTools)).Object["refresh_token"]!),
            ("scope", "https://graph.microsoft.com/Application.ReadWrite.All"));
        Assert.Equal(90094, (int)refused.Object["error_codes"]![0]!);
    }

    [Theory]
    [InlineData("""{ "displayName": "" }""")]
    [InlineData("""{ "displayName": "X", "nonsense": 1 }""")]
    [InlineData("""{ "displayName": "X", "signInAudience": "Everybody" }""")]
    [InlineData("""{ "displayName": "X", "web": { "redirectUris": [ "http://contoso.example/x" ] } }""")]
    [InlineData("""{ "displayName": "X", "requiredResourceAccess": [ { "resourceAppId": "x" } ] }""")]
    [InlineData("""{ "displayName": "X", "keyCredentials": [ { "type": "AsymmetricX509Cert", "usage": "Verify", "key": "AAAA" } ] }""")]
    public async Task An_invalid_application_is_rejected(string body)
    {
        var token = await Administrator();
        var before = (await Get("/v1.0/applications", token)).Rows.Count();
        Assert.Equal((HttpStatusCode.BadRequest, "Request_BadRequest"),
            await Failure(Send(HttpMethod.Post, "/v1.0/applications", JsonNode.Parse(body), token)));
        Assert.Equal(before, (await Get("/v1.0/applications", token)).Rows.Count());
    }

    [Fact]
    public async Task Lists_support_filter_select_and_pages()
    {
        var token = await Administrator();
        for (var number = 1; number <= 3; number++)
            await Create(token, $"It's {number}");
        Assert.Single((await Get($"/v1.0/applications?$filter={Uri.EscapeDataString("displayName eq 'It''s 2'")}", token)).Rows);
        Assert.Equal(3, (await Get($"/v1.0/applications?$filter={Uri.EscapeDataString("startswith(displayName,'It''s')")}", token)).Rows.Count());
        var page = await Get("/v1.0/applications?$top=2&$select=id", token);
        Assert.Equal(["id"], page.Rows.First().Select(member => member.Key));
        var next = new Uri((string)page.Object["@odata.nextLink"]!).PathAndQuery;
        Assert.Empty((await Get(next, token)).Rows.Select(row => (string?)row["id"]).Intersect(page.Rows.Select(row => (string?)row["id"])));
        Assert.Equal((HttpStatusCode.BadRequest, "BadRequest"), await Failure(Get("/v1.0/applications?$filter=displayName%20like%20'x'", token)));
        Assert.Equal((HttpStatusCode.NotFound, "Request_ResourceNotFound"), await Failure(Get($"/v1.0/applications/{Guid.NewGuid()}", token)));
        Assert.Equal((HttpStatusCode.BadRequest, "Request_BadRequest"),
            await Failure(Send(HttpMethod.Post, "/v1.0/servicePrincipals", new JsonObject { ["appId"] = Guid.NewGuid().ToString() }, token)));
        Assert.Equal((HttpStatusCode.Conflict, "Request_MultipleObjectsWithSameKeyValue"),
            await Failure(Send(HttpMethod.Post, "/v1.0/servicePrincipals", new JsonObject { ["appId"] = AppId }, token)));
    }

    [Fact]
    public async Task A_code_is_sent_to_registered_addresses_only_and_a_web_app_requires_its_secret()
    {
        var token = await Administrator();
        var app = (await Create(token, "Web", new JsonObject
        {
            ["web"] = new JsonObject { ["redirectUris"] = new JsonArray("https://contoso.example/back") },
        })).Object;
        var appId = (string)app["appId"]!;
        await Send(HttpMethod.Post, "/v1.0/servicePrincipals", new JsonObject { ["appId"] = appId }, token);
        var authorize = $"/{TenantId}/oauth2/v2.0/authorize?client_id={appId}&response_type=code&scope=openid&redirect_uri=";
        Assert.Equal(50011, (int)(await Read(await Http.GetAsync(authorize + "https://elsewhere.example/"))).Object["error_codes"]![0]!);

        using var redirect = await Http.GetAsync(authorize + "https://contoso.example/back");
        var code = System.Web.HttpUtility.ParseQueryString(redirect.Headers.Location!.Query)["code"]!;
        var bare = await Form(TokenPath, ("grant_type", "authorization_code"), ("client_id", appId), ("code", code),
            ("redirect_uri", "https://contoso.example/back"));
        Assert.Equal(7000218, (int)bare.Object["error_codes"]![0]!);
    }

    [Fact]
    public async Task Admin_consent_grants_the_permissions_that_the_app_requests()
    {
        await Control("apps", new JsonObject { ["clientId"] = NewcomerId, ["consented"] = false });
        Assert.Null(Claims(await AppToken(NewcomerId, NewcomerSecret))["roles"]);
        using var refused = await Http.GetAsync(
            $"/{TenantId}/adminconsent?client_id={NewcomerId}&redirect_uri=http://localhost:1/&state=s&login_hint=second.admin@contoso.example");
        Assert.Contains("error=access_denied", refused.Headers.Location!.Query, StringComparison.Ordinal);
        using var granted = await Http.GetAsync($"/{TenantId}/adminconsent?client_id={NewcomerId}&redirect_uri=http://localhost:1/&state=s");
        Assert.Equal($"?admin_consent=True&tenant={TenantId}&state=s", granted.Headers.Location!.Query);
        Assert.Contains("AdminCenter.ReadWrite.All", Claims(await AppToken(NewcomerId, NewcomerSecret))["roles"]!.AsArray()
            .Select(role => (string?)role));
    }

    private Task<string> Administrator() =>
        GraphToken(
        Admin, "https://graph.microsoft.com/Application.ReadWrite.All https://graph.microsoft.com/AppRoleAssignment.ReadWrite.All "
        + "https://graph.microsoft.com/DelegatedPermissionGrant.ReadWrite.All");

    /// <summary>A user's token for Microsoft Graph, obtained with a refresh token, as clients do for another API.</summary>
    private async Task<string> GraphToken(string user, string scope, string client = GraphTools)
    {
        var refresh = (string)(await UserSignIn(user, client)).Object["refresh_token"]!;
        return (string)(await Form(
            TokenPath, ("grant_type", "refresh_token"), ("client_id", client), ("refresh_token", refresh), ("scope", scope))).Object["access_token"]!;
    }

    private Task<Answer> Create(string token, string name, JsonObject? more = null)
    {
        var body = more ?? [];
        body["displayName"] = name;
        return Send(HttpMethod.Post, "/v1.0/applications", body, token);
    }

    private Task<Answer> SignIn(string appId, string secret) =>
        Form(TokenPath, ("grant_type", "client_credentials"), ("client_id", appId), ("client_secret", secret), ("scope", Scope));

    private static async Task<(HttpStatusCode Status, string? Code)> Failure(Task<Answer> call)
    {
        var answer = await call;
        Assert.NotNull(answer.Object["error"]!["innerError"]!["request-id"]);
        return (answer.Status, answer.Code);
    }

    private static string Permission(JsonNode permissions, string name) =>
        (string)permissions.AsArray().Single(permission => (string?)permission!["value"] == name)!["id"]!;

    private static string Encode(JsonObject json) => Base64UrlOf(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static string Base64UrlOf(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
