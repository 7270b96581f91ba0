using System.Net;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

/// <summary>Security groups, features, jobs, profiles, and the views of version 29.</summary>
public sealed class InsideTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string Company = $"{Automation}/companies({Denmark})";
    private const string Cronus = "c0a70500-0000-4000-8000-00000000c003";
    private const string Preview = $"/v2.0/{TenantId}/Preview/api/microsoft/automation/v2.0/companies({Cronus})";
    private const string Warehouse = "c0a70500-0000-4000-8000-00000000f003";

    [Fact]
    public async Task A_security_group_has_permission_sets_and_members()
    {
        Assert.Equal(2, (await Get($"{Company}/securityGroups")).Rows.Count());
        Assert.Equal("Contoso Warehouse Staff", (string)(await Get($"{Company}/securityGroups('{Warehouse}')")).Object["groupName"]!);
        var member = (await Get($"{Company}/securityGroups('{Warehouse}')/securityGroupMembers")).Rows.First();
        var key = $"securityGroupCode='WAREHOUSE',userSecurityId={member["userSecurityId"]}";
        Assert.Equal("WAREHOUSE", (string)(await Get($"{Company}/securityGroupMembers({key})")).Object["securityGroupCode"]!);
        Assert.Equal(HttpStatusCode.NotFound,
            (await Get($"{Company}/securityGroupMembers({key.Replace("WAREHOUSE", "FINANCE", StringComparison.Ordinal)})")).Status);
        Assert.Single((await Get($"{Company}/users({member["userSecurityId"]})/securityGroupMembers")).Rows);
        Assert.Equal(10, (await Get($"{Company}/securityGroupMembers")).Rows.Count());

        var given = await Post($"{Company}/securityGroups('{Warehouse}')/userPermissions", new JsonObject { ["roleId"] = "D365 READ" });
        Assert.Equal(HttpStatusCode.Created, given.Status);
        Assert.Equal("Internal_EntityWithSameKeyExists",
            (await Post($"{Company}/securityGroups('{Warehouse}')/userPermissions", new JsonObject { ["roleId"] = "D365 READ" })).Code);
        Assert.Equal(3, (await Get($"{Company}/securityGroups('{Warehouse}')/userPermissions")).Rows.Count());
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await Delete($"{Company}/securityGroups('{Warehouse}')/userPermissions({given.Object["id"]})",
            (string)given.Object["@odata.etag"]!)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Send(HttpMethod.Delete, $"{Company}/securityGroups('{Warehouse}')")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await Delete($"{Company}/securityGroups('{Warehouse}')", "*")).Status);
        Assert.Single((await Get($"{Company}/securityGroups")).Rows);
        Assert.Superset(
            new HashSet<string>(
                ["listSecurityGroups", "getSecurityGroup", "listMembersOfSecurityGroup", "getSecurityGroupMember", "listUserSecurityGroupMembers",
                "listSecurityGroupMembers",
                "createSecurityGroupPermission", "listSecurityGroupPermissions"]),
            Checked);
    }

    [Fact]
    public async Task A_feature_can_be_enabled_and_disabled_unless_it_is_one_way()
    {
        var path = $"{Company}/features('ModernActionBar')";
        var body = new JsonObject { ["updateInBackground"] = true, ["startDateTime"] = "2030-01-01T00:00:00Z" };
        Assert.Equal("None", (string)(await Get(path)).Object["enabled"]!);
        Assert.Equal(
            HttpStatusCode.BadRequest, (await Post($"{path}/Microsoft.NAV.activate", new JsonObject { ["updateInBackground"] = true })).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await Post($"{path}/Microsoft.NAV.activate", body)).Status);
        Assert.Equal("All_x0020_Users", (string)(await Get(path)).Object["enabled"]!);
        Assert.Equal("Application_DialogException", (await Post($"{path}/Microsoft.NAV.activate", body)).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await Post($"{path}/Microsoft.NAV.deactivate")).Status);
        Assert.Equal("Application_DialogException",
            (await Post($"{Company}/features('ConcurrentWarehousingPosting')/Microsoft.NAV.deactivate")).Code);
        var danish = await Send(HttpMethod.Get, path, headers: [("Accept-Language", "da-DK")]);
        Assert.Equal(("Moderne handlingslinje", "Modern action bar"),
            ((string)danish.Object["description"]!, (string)danish.Object["descriptionInEnglish"]!));
    }

    [Fact]
    public async Task Users_are_imported_from_Microsoft_365_by_a_job_one_import_at_a_time()
    {
        var admin = await UserToken(Admin);
        var users = (await Get($"{Company}/users")).Rows.ToList();
        var path = $"{Company}/users({users[0]["userSecurityId"]})";
        var started = await Send(HttpMethod.Post, $"{path}/Microsoft.NAV.getNewUsersFromOffice365Async", null, admin);
        Assert.Equal(HttpStatusCode.Created, started.Status);
        var job = started.Message.Headers.Location!.PathAndQuery;
        Assert.Contains((string)(await Get(job)).Object["status"]!, (string[])["Ready", "In Process"]);
        Assert.Equal("Application_DialogException",
            (await Send(HttpMethod.Post, $"{path}/Microsoft.NAV.getNewUsersFromOffice365", null, admin)).Code);

        await AdvanceClock(600);
        Assert.Equal("Finished", (string)(await Get(job)).Object["status"]!);
        Assert.Equal("Udført", (string)(await Send(HttpMethod.Get, job, headers: [("Accept-Language", "da")])).Object["status"]!);
        Assert.Equal(users.Count + 2, (await Get($"{Company}/users")).Rows.Count());
        Assert.Single((await Get($"{path}/scheduledJobs")).Rows);
        Assert.Single((await Get($"{Company}/scheduledJobs?$filter=category%20eq%20'APIUSERJOB'")).Rows);
        Assert.Equal(HttpStatusCode.BadRequest, (await Get($"{Company}/scheduledJobs")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await Send(HttpMethod.Post, $"{path}/Microsoft.NAV.getNewUsersFromOffice365", null, admin)).Status);
    }

    [Fact]
    public async Task A_user_without_SUPER_imports_no_user()
    {
        var user = (string)(await Get($"{Company}/users")).Rows.First()["userSecurityId"]!;
        var answer = await Send(HttpMethod.Post, $"{Company}/users({user})/Microsoft.NAV.getNewUsersFromOffice365", null,
            await UserToken("accountant.01@contoso.example"));
        Assert.Equal((HttpStatusCode.Forbidden, "Authorization_RequestDenied"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_import_with_a_fault_imports_no_user()
    {
        var admin = await UserToken(Admin);
        await Settings("userImportWithoutLocation", true);
        await Fault(new JsonObject { ["kind"] = "failOperation", ["operation"] = "getNewUsersFromOffice365Async", ["message"] = "Graph is away." });
        var user = (string)(await Get($"{Company}/users")).Rows.First()["userSecurityId"]!;
        Assert.Equal(HttpStatusCode.NoContent,
            (await Send(HttpMethod.Post, $"{Company}/users({user})/Microsoft.NAV.getNewUsersFromOffice365Async", null, admin)).Status);
        await AdvanceClock(600);
        var job = (await Get($"{Company}/users({user})/scheduledJobs")).Rows.Single();
        Assert.Equal(("Error", "Graph is away."), ((string)job["status"]!, (string)job["errorMessage"]!));
        Assert.Equal(40, (await Get($"{Company}/users")).Rows.Count());
    }

    [Fact]
    public async Task Profiles_are_listed() => Assert.NotEmpty((await Get($"{Company}/profiles?$filter=enabled%20eq%20false")).Rows);

    [Fact]
    public async Task Version_29_shows_assignments_and_their_origin()
    {
        await Control("reset", new JsonObject { ["scenario"] = "Preview" });
        var users = (await Get($"{Preview}/usersPermissions?$expand=userPermissionSets")).Rows.ToList();
        var worker = users.Single(user => ((string)user["userName"]!).StartsWith("WAREHOUSE", StringComparison.Ordinal));
        Assert.Equal("Full_x0020_User", (string)worker["licenseType"]!);
        Assert.Equal(4, worker["userPermissionSets"]!.AsArray().Count);
        Assert.Equal((string)worker["userName"]!, (string)(await Get($"{Preview}/usersPermissions({worker["id"]})")).Object["userName"]!);
        var held = (await Get($"{Preview}/usersPermissions({worker["id"]})/userPermissionSets")).Rows.ToList();
        Assert.Equal(["SecurityGroup", "SecurityGroup", "User", "User"], held.Select(set => (string)set["type"]!).Order());
        Assert.Equal(held.Count, (await Get($"{Preview}/userPermissionSets?$filter=userSecurityId%20eq%20{worker["userSecurityId"]}")).Rows.Count());

        var rows = (await Get($"{Preview}/accessControls")).Rows.ToList();
        Assert.Contains(rows, row => (string)row["userName"]! == "WAREHOUSE");
        Assert.Equal((string)rows[0]["roleId"]!, (string)(await Get($"{Preview}/accessControls({rows[0]["id"]})")).Object["roleId"]!);
        Assert.Equal(2, (await Get($"{Preview}/securityGroups('{Warehouse}')/accessControls")).Rows.Count());

        var set = (await Get($"{Preview}/aggregatePermissionSets?$filter=roleId%20eq%20'D365%20ITEM%2C%20EDIT'&$expand=accessControls")).Rows
            .Single();
        Assert.Equal("WAREHOUSE", (string)set["accessControls"]!.AsArray().Single()!["userName"]!);
        var rights =
            (await Get(
            $"{Preview}/expandedPermissionSets?$filter=roleId%20eq%20'D365%20ITEM%2C%20EDIT'%20and%20objectType%20eq%20'Table%20Data'")).Rows
            .ToList();
        Assert.All(rights, right => Assert.Equal("Table_x0020_Data", (string)right["objectType"]!));
        Assert.NotEmpty(rights);

        var groups = (await Get($"{Preview}/securityGroups")).Rows.ToList();
        Assert.Equal([true, false], groups.Select(group => (bool)group["retrievedSuccessfully"]!));
    }

    private Task<Answer> Delete(string path, string etag) => Send(HttpMethod.Delete, path, headers: [("If-Match", etag)]);
}
