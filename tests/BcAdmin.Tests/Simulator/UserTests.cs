using System.Net;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

/// <summary>Users and their permission sets in an environment.</summary>
public sealed class UserTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string Users = $"{Automation}/companies({Denmark})/users";

    [Fact]
    public async Task All_responses_match_the_contract()
    {
        var user = await FirstAsync();
        await Get($"{Users}({user})");
        await Change(HttpMethod.Patch, $"{Users}({user})", "*", new JsonObject { ["state"] = "Disabled", ["expiryDate"] = "2030-01-01T00:00:00Z" });
        await Get($"{Automation}/companies({Denmark})/permissionSets");
        var given = await Post($"{Users}({user})/userPermissions", new JsonObject { ["roleId"] = "D365 READ" });
        var permission = given.Json!["id"]!.GetValue<string>();
        await Get($"{Users}({user})/userPermissions");
        await Get($"{Users}({user})/userPermissions({permission})");
        await Get($"{Automation}/companies({Denmark})/userPermissions?$filter=userSecurityId%20eq%20{user}");
        await Change(HttpMethod.Patch, $"{Users}({user})/userPermissions({permission})", "*", new JsonObject { ["roleId"] = "LOCAL" });
        Assert.Superset(
            new HashSet<string>(
                ["listUsers", "getUser", "updateUser", "listPermissionSets", "createUserPermission", "listUserPermissions", "getUserPermission",
                "listCompanyUserPermissions", "updateUserPermission"]),
            Checked.ToHashSet());
        Assert.Equal(HttpStatusCode.NoContent, (await Change(HttpMethod.Delete, $"{Users}({user})/userPermissions({permission})", "*")).Status);
    }

    [Theory]
    [InlineData("NOPE", null, "Internal_DataNotFoundFilter")]
    [InlineData("TRAVEL", null, "Application_DialogException")]
    [InlineData("D365 READ", "Nowhere", "Internal_InvalidTableRelation")]
    public async Task Invalid_assignments_are_rejected(string role, string? company, string code)
    {
        var body = new JsonObject { ["roleId"] = role };
        if (company is not null)
            body["company"] = company;
        var answer = await Post($"{Users}({await FirstAsync()})/userPermissions", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(code, answer.Json!["error"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_duplicate_assignment_and_a_list_without_a_user_are_rejected()
    {
        var user = await FirstAsync();
        await Post($"{Users}({user})/userPermissions", new JsonObject { ["roleId"] = "D365 READ" });
        var again = await Post($"{Users}({user})/userPermissions", new JsonObject { ["roleId"] = "d365 read" });
        Assert.Equal("Internal_EntityWithSameKeyExists", again.Json!["error"]!["code"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.BadRequest, (await Get($"{Automation}/companies({Denmark})/userPermissions")).Status);
    }

    [Fact]
    public async Task A_stale_token_changes_nothing()
    {
        var user = await FirstAsync();
        var etag = (await Get($"{Users}({user})")).Json!["@odata.etag"]!.GetValue<string>();
        Assert.Equal(HttpStatusCode.OK, (await Change(HttpMethod.Patch, $"{Users}({user})", etag, new JsonObject { ["state"] = "Disabled" })).Status);
        Assert.Equal(
            HttpStatusCode.Conflict, (await Change(HttpMethod.Patch, $"{Users}({user})", etag, new JsonObject { ["state"] = "Enabled" })).Status);
    }

    private async Task<string> FirstAsync() => (await Get(Users)).Rows.First()["userSecurityId"]!.GetValue<string>();

    private Task<Answer> Change(HttpMethod method, string path, string etag, JsonObject? body = null) =>
        Send(method, path, body, headers: [("If-Match", etag)]);
}
