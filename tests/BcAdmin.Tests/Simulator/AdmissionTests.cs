using System.Net;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

/// <summary>Which callers are accepted, and how the others are rejected.</summary>
public sealed class AdmissionTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string Companies = $"{Automation}/companies";

    private async Task<string> NewApp(JsonObject app)
    {
        app["clientId"] = Guid.NewGuid().ToString();
        app["name"] = "Test app";
        app["secret"] = "test-secret";
        await Control("apps", app);
        return await AppToken((string)app["clientId"]!, "test-secret");
    }

    [Fact]
    public async Task Without_a_valid_token_both_APIs_return_401_in_their_own_format()
    {
        var admin = await Get(Environments, "not.a.token");
        Assert.Equal(HttpStatusCode.Unauthorized, admin.Status);
        Assert.StartsWith("Bearer", admin.Header("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal("Unauthorized", (string?)admin.Object["error"]!["code"]);

        var automation = await Get(Companies, "not.a.token");
        Assert.Equal((HttpStatusCode.Unauthorized, "Authentication_InvalidCredentials"), (automation.Status, automation.Code));

        using var bare = await Http.GetAsync(Environments);
        Assert.Equal(HttpStatusCode.Unauthorized, bare.StatusCode);
    }

    [Fact]
    public async Task A_token_for_another_audience_is_rejected()
    {
        var token = await Form($"/{TenantId}/oauth2/v2.0/token", ("grant_type", "client_credentials"), ("client_id", AppId),
            ("client_secret", AppSecret), ("scope", "https://graph.microsoft.com/.default"));
        var answer = await Get(Environments, (string)token.Object["access_token"]!);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Contains("graph.microsoft.com", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_is_not_authorized_gets_401_or_the_documented_403_until_it_is()
    {
        var token = await AppToken(NewcomerId, NewcomerSecret);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(Environments, token)).Status);
        await Control("settings", new JsonObject { ["unauthorizedAppStatus"] = 403 });
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(Environments, token)).Status);
        await Control("apps", new JsonObject { ["clientId"] = NewcomerId, ["authorized"] = true });
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments, token)).Status);

        // This authorization does not apply to the environments.
        Assert.Equal((HttpStatusCode.Unauthorized, "Authentication_InvalidCredentials"),
            ((await Get(Companies, token)).Status, (await Get(Companies, token)).Code));
        await Control("apps", new JsonObject { ["clientId"] = NewcomerId, ["environments"] = new JsonArray("production") });
        Assert.Equal(HttpStatusCode.OK, (await Get(Companies, token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(Companies.Replace("Production", "Sandbox"), token)).Status);
    }

    [Fact]
    public async Task An_app_needs_the_application_permission_of_each_api()
    {
        var token = await NewApp(new JsonObject { ["roles"] = new JsonArray("API.ReadWrite.All"), ["authorized"] = true, ["environments"] = "all" });
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(Environments, token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(Companies, token)).Status);
    }

    [Fact]
    public async Task An_app_with_too_few_permissions_receives_an_empty_list_of_companies()
    {
        var token = await NewApp(
            new JsonObject { ["roles"] = new JsonArray("Automation.ReadWrite.All"), ["environments"] = "all", ["companiesVisible"] = false });
        var answer = await Get(Companies, token);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Empty(answer.Rows);
        Assert.Equal("Internal_CompanyNotFound", (await Get($"{Companies}({Denmark})", token)).Code);
    }

    [Fact]
    public async Task The_contract_determines_which_kind_of_caller_an_operation_accepts()
    {
        const string apps = "/admin/v2.29/authorizedAadApps";
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(apps)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(apps, await UserToken(Admin))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Get($"{apps}/manageableTenants", await UserToken(Admin))).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get($"{apps}/manageableTenants")).Status);

        const string applications = "/admin/v2.29/manageableapplications";
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(applications)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(applications, await UserToken(Admin))).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(applications, await UserToken(DelegatedAdmin))).Status);

        const string partnerAccess = $"{Environments}/Production/settings/partneraccess";
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(partnerAccess, await UserToken(DelegatedAdmin))).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(partnerAccess, await UserToken(Admin))).Status);
        // An administrator of Business Central who is not a Global Administrator.
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(partnerAccess, await UserToken("second.admin@contoso.example"))).Status);

        var import = await Send(HttpMethod.Post, $"{Companies}({Denmark})/users({Guid.NewGuid()})/Microsoft.NAV.getNewUsersFromOffice365");
        Assert.Equal((HttpStatusCode.Forbidden, "Authorization_RequestDenied"), (import.Status, import.Code));
    }

    [Fact]
    public async Task A_user_of_an_environment_can_use_it_but_not_the_admin_center()
    {
        var token = await UserToken("accountant.01@contoso.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(Environments, token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(Companies, token)).Status);
    }

    [Fact]
    public async Task Administrators_of_both_kinds_can_use_both_APIs()
    {
        foreach (var user in (string[])[Admin, DelegatedAdmin])
        {
            var token = await UserToken(user);
            Assert.Equal(HttpStatusCode.OK, (await Get(Environments, token)).Status);
            Assert.Equal(HttpStatusCode.OK, (await Get(Companies, token)).Status);
        }
    }

    [Fact]
    public async Task A_token_of_one_tenant_is_not_accepted_by_another()
    {
        await Control("reset", new JsonObject { ["scenario"] = "Partner" });
        var tenants = Host.Simulator.World.Tenants;
        Assert.Equal(3, tenants.Select(tenant => tenant.Id).Distinct().Count());
        var token = await AppToken("9a270e00-0000-4000-8000-00000000a001", "partner-automation-secret", tenants[1].Domain);
        Assert.Equal(HttpStatusCode.OK, (await Get($"/v2.0/{tenants[1].Id}/Production/api/microsoft/automation/v2.0/companies", token)).Status);
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await Get($"/v2.0/{tenants[0].Id}/Production/api/microsoft/automation/v2.0/companies", token)).Status);
        Assert.All((await Get(Environments, token)).Rows, environment => Assert.Equal(tenants[1].Id.ToString(), (string?)environment["aadTenantId"]));
    }

    [Fact]
    public async Task A_partner_without_access_to_the_environment_is_rejected_by_both_APIs()
    {
        var partner = await UserToken(DelegatedAdmin);
        Assert.Equal(
            HttpStatusCode.OK,
            (await Send(HttpMethod.Put, $"{Environments}/Production/settings/partneraccess", new JsonObject { ["status"] = "Disabled" },
            await UserToken(Admin))).Status);
        Assert.DoesNotContain((await Get(Environments, partner)).Rows, environment => (string?)environment["name"] is "Production");
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(Companies, partner)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(Companies, await UserToken(Admin))).Status);
    }

    [Fact]
    public async Task Deployment_tools_check_without_a_sign_in_whether_an_environment_is_ready()
    {
        var ready = (await Get($"/{TenantId}/Production/deployment/url", "none")).Object;
        Assert.Equal(("Ready", 0), ((string)ready["status"]!, (int)ready["environmentType"]!));
        Assert.EndsWith($"/Production?tenant={TenantId}", (string)ready["data"]!, StringComparison.Ordinal);
        Assert.Equal("DoesNotExist", (string)(await Get($"/{TenantId}/Nope/deployment/url", "none")).Object["status"]!);
        Assert.Equal("DoesNotExist", (string)(await Get($"/{Guid.NewGuid()}/Production/deployment/url", "none")).Object["status"]!);
    }
}
