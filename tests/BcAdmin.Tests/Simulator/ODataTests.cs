using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace BcAdmin.Tests.Simulator;

/// <summary>OData options for lists, and the metadata of the API.</summary>
public sealed class ODataTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string Company = $"{Automation}/companies({Denmark})";

    [Theory]
    [InlineData("users", "userName eq 'SELLER.03'", 1)]
    [InlineData("users", "userName eq 'seller.03'", 0)]
    [InlineData("users", "tolower(userName) eq 'seller.03'", 1)]
    [InlineData("users", "startswith(userName,'SELLER') and not (state eq 'Disabled')", 5)]
    [InlineData("users", "endswith(contactEmail,'@contoso.example')", 40)]
    [InlineData("users", "contains(displayName,'Planner')", 5)]
    [InlineData("users", "userName eq 'SELLER.03' or userName eq 'BUYER.02'", 2)]
    [InlineData("users", "expiryDate lt 2000-01-01T00:00:00Z", 40)]
    [InlineData("users", "contains(displayName,'Planner') eq true", 5)]
    [InlineData("users", "contains(displayName,'Planner') ne true", 35)]
    [InlineData("users", "state eq Microsoft.NAV.user_state'Enabled'", 36)]
    [InlineData("permissionSets", "id eq 'O''NEIL & \"CO\" Æ'", 1)]
    [InlineData("permissionSets", "appId eq 63ca2fa4-4f03-4f2b-a480-172fef340d3f", 2)]
    [InlineData("permissionSets", "id ge 'D365' and id lt 'D366'", 20)]
    [InlineData("companies", "evaluationCompany eq true", 1)]
    public async Task A_filter_selects_rows(string list, string filter, int count)
    {
        var path = list == "companies" ? $"{Company}/automationCompanies" : $"{Company}/{list}";
        var answer = await Get($"{path}?$filter={Uri.EscapeDataString(filter)}");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.Equal(count, answer.Rows.Count());
    }

    [Theory]
    [InlineData("userName eq 'A' or displayName eq 'A'")]
    [InlineData("userName in ('A','B')")]
    [InlineData("contains(tolower(userName),'a')")]
    [InlineData("nothing eq 'A'")]
    [InlineData("userName eq")]
    [InlineData("userName like 'A'")]
    [InlineData("contains(userName,'A') eq 'A'")]
    public async Task A_filter_that_the_service_does_not_support_is_an_error(string filter)
    {
        var answer = await Get($"{Company}/users?$filter={Uri.EscapeDataString(filter)}");
        Assert.Equal((HttpStatusCode.BadRequest, "BadRequest_NotFound"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_newer_schema_supports_in_and_nested_functions_and_ignores_lambdas()
    {
        Assert.Equal(
            2, (await Get($"{Company}/users?$schemaversion=2.1&$filter={Uri.EscapeDataString("userName in ('SELLER.03','BUYER.02')")}")).Rows
            .Count());
        Assert.Equal(
            5, (await Get($"{Company}/users?$schemaversion=2.1&$filter={Uri.EscapeDataString("contains(tolower(userName),'seller')")}")).Rows
            .Count());
        Assert.Equal(40, (await Get($"{Company}/users?$filter={Uri.EscapeDataString("userPermissions/any(p: p/roleId eq 'SUPER')")}")).Rows.Count());
    }

    [Fact]
    public async Task Options_are_compared_by_their_plain_text_in_any_form()
    {
        foreach (var written in (string[])["All Users", "All_x0020_Users"])
            Assert.Equal(2, (await Get($"{Company}/features?$filter={Uri.EscapeDataString($"enabled eq '{written}'")}")).Rows.Count());
        Assert.Equal(3, (await Get($"{Company}/features?$filter=isOneWay")).Rows.Count());
    }

    [Fact]
    public async Task Pages_have_the_size_that_the_caller_prefers_and_links_lead_through_all()
    {
        var seen = new List<string>();
        var next = $"{Company}/users?$filter={Uri.EscapeDataString("state eq 'Enabled'")}&$orderby=userName%20desc&$select=userName&$count=true";
        var pages = 0;
        for (; next is not null; pages++)
        {
            var answer = await Send(HttpMethod.Get, next, headers: pages == 0 ? [("Prefer", "odata.maxpagesize=10")] : []);
            Assert.Equal(36, (int)answer.Object["@odata.count"]!);
            Assert.InRange(answer.Rows.Count(), 1, 10);
            seen.AddRange(answer.Rows.Select(row => (string)row["userName"]!));
            Assert.All(answer.Rows, row => Assert.False(row.ContainsKey("displayName")));
            next = (string?)answer.Object["@odata.nextLink"];
        }

        Assert.Equal(4, pages);
        Assert.Equal(seen.OrderDescending(StringComparer.OrdinalIgnoreCase), seen);
        Assert.Equal(36, seen.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Top_and_skip_apply_across_pages()
    {
        await Settings("maxPageSize", 4);
        var all = new List<string>();
        for (var next = $"{Company}/users?$top=6&$skip=3&$orderby=userName"; next is not null;)
        {
            var answer = await Get(next);
            all.AddRange(answer.Rows.Select(row => (string)row["userName"]!));
            next = (string?)answer.Object["@odata.nextLink"];
        }

        Assert.Equal(6, all.Count);
    }

    [Fact]
    public async Task Expand_adds_the_target_of_a_property()
    {
        var filter = Uri.EscapeDataString("roleId ne 'LOCAL'");
        var answer = await Get($"{Company}/securityGroups?$expand=userPermissions($select=roleId;$filter={filter}),securityGroupMembers");
        var warehouse = answer.Rows.Single(row => (string)row["code"]! == "WAREHOUSE");
        var permission = warehouse["userPermissions"]!.AsArray().Single()!.AsObject();
        Assert.Equal("D365 ITEM, EDIT", (string)permission["roleId"]!);
        Assert.False(permission.ContainsKey("company"));
        Assert.Equal(5, warehouse["securityGroupMembers"]!.AsArray().Count);

        var user = (string)(await Get($"{Company}/users")).Rows.First()["userSecurityId"]!;
        var one = await Get($"{Company}/users({user})?$select=userName&$expand=userPermissions");
        Assert.Equal(2, one.Object["userPermissions"]!.AsArray().Count);
        Assert.Equal(HttpStatusCode.BadRequest, (await Get($"{Company}/users?$expand=nothing")).Status);
    }

    [Fact]
    public async Task The_metadata_of_the_API_depends_on_the_version()
    {
        Assert.Equal(HttpStatusCode.OK, (await Get($"{Automation}/")).Status);
        var sets = (await Get(Automation)).Rows.Select(row => (string)row["name"]!).ToHashSet();
        Assert.Superset(new HashSet<string>(["companies", "users", "securityGroups", "features", "configurationPackages"]), sets);
        Assert.DoesNotContain("accessControls", sets);
        Assert.DoesNotContain("userGroups", sets);
        Assert.Equal(HttpStatusCode.NotFound, (await Get($"{Company}/accessControls")).Status);

        XNamespace edm = "http://docs.oasis-open.org/odata/ns/edm";
        var metadata = XDocument.Parse((await Get($"{Automation}/$metadata")).Text);
        Assert.Equal(sets, metadata.Descendants(edm + "EntitySet").Select(set => set.Attribute("Name")!.Value).ToHashSet());
        var user = metadata.Descendants(edm + "EntityType").Single(type => type.Attribute("Name")!.Value == "user");
        Assert.Equal("userSecurityId", user.Descendants(edm + "PropertyRef").Single().Attribute("Name")!.Value);
        Assert.Contains(user.Elements(edm + "NavigationProperty"), property => property.Attribute("Name")!.Value == "userPermissions");
        Assert.Contains(metadata.Descendants(edm + "Member"), member => member.Attribute("Name")!.Value == "All_x0020_Users");
        Assert.Contains(metadata.Descendants(edm + "Action"), action => action.Attribute("Name")!.Value == "getNewUsersFromOffice365Async");
    }

    [Fact]
    public async Task The_company_can_be_in_the_query_by_name_or_ID()
    {
        var path = await Get($"{Automation}/companies({Denmark})/users?$top=3");
        Assert.Equal(path.Rows.Select(user => (string)user["userName"]!),
            (await Get($"{Automation}/users?company={Denmark}&$top=3")).Rows.Select(user => (string)user["userName"]!));
        Assert.Equal(3, (await Get($"{Automation}/users?$top=3&company=contoso%20denmark")).Rows.Count());
        var first = (string)path.Rows.First()["userSecurityId"]!;
        Assert.Equal(HttpStatusCode.OK, (await Get($"{Automation}/users({first})/userPermissions?company=Contoso%20Denmark")).Status);
        Assert.Equal((HttpStatusCode.NotFound, "Internal_CompanyNotFound"), await Status($"{Automation}/users?company=Nowhere"));
        Assert.Equal((HttpStatusCode.NotFound, "Internal_CompanyNotFound"), await Status($"{Automation}/users"));
        Assert.Equal(HttpStatusCode.OK, (await Get($"{Automation}/automationCompanies?company={Denmark}")).Status);
        Assert.Equal(3, (await Send(HttpMethod.Get, $"{Automation}/users?$top=3", headers: ("Company", "Contoso Denmark"))).Rows.Count());

        async Task<(HttpStatusCode, string?)> Status(string target)
        {
            var answer = await Get(target);
            return (answer.Status, answer.Code);
        }
    }

    [Fact]
    public async Task Links_contain_the_company_in_their_path_in_any_case()
    {
        var users = await Get($"{Automation}/users?company=Contoso%20Denmark&$expand=userPermissions&$top=2");
        Assert.Equal(2, users.Rows.Count(user => user["userPermissions"]!.AsArray().Count > 0));
        Assert.EndsWith($"$metadata#companies({Denmark})/users", (string)users.Object["@odata.context"]!, StringComparison.Ordinal);
        var page = await Send(HttpMethod.Get, $"{Automation}/users", headers: [("Company", Denmark), ("Prefer", "odata.maxpagesize=39")]);
        Assert.Single((await Get((string)page.Object["@odata.nextLink"]!)).Rows);

        var slot = await Post($"{Automation}/extensionUpload/?company=Contoso%20Denmark", new JsonObject());
        Assert.Equal(HttpStatusCode.OK, (await Get(slot.Header("Location")!)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await SendFile((string)slot.Object["extensionContent@odata.mediaEditLink"]!, [1])).Status);
        var assigned = await Post($"{Automation}/users({users.Rows.First()["userSecurityId"]})/userPermissions/?company=Contoso%20Denmark",
            new JsonObject { ["roleId"] = "D365 ITEM, EDIT" });
        Assert.Equal((string?)assigned.Object["id"], (string?)(await Get(assigned.Header("Location")!)).Object["id"]);
    }

    [Theory]
    [InlineData("companies")]
    [InlineData($"companies({Denmark})/permissionSets")]
    [InlineData($"companies({Denmark})/features")]
    [InlineData($"companies({Denmark})/profiles")]
    [InlineData($"companies({Denmark})/extensions")]
    [InlineData($"companies({Denmark})/securityGroupMembers")]
    public async Task All_rows_have_a_tag_that_only_changes_with_the_row(string list)
    {
        var tags = await Tags();
        Assert.NotEmpty(tags);
        Assert.All(tags, tag => Assert.StartsWith("W/\"", tag, StringComparison.Ordinal));
        Assert.Equal(tags, await Tags());

        async Task<List<string?>> Tags() => [.. (await Get($"{Automation}/{list}")).Rows.Select(row => (string?)row["@odata.etag"])];
    }

    [Fact]
    public async Task A_company_has_the_same_tag_in_both_views() => Assert.Equal(
        (await Get($"{Automation}/companies")).Rows.Select(row => (string?)row["@odata.etag"]),
        (await Get($"{Company}/automationCompanies")).Rows.Select(row => (string?)row["@odata.etag"]));

    [Fact]
    public async Task Responses_have_a_context()
    {
        var user = (await Get($"{Company}/users?$top=1")).Rows.Single();
        var changed = await Send(
            HttpMethod.Patch, $"{Company}/users({user["userSecurityId"]})", new JsonObject { ["state"] = "Enabled" }, headers: ("If-Match", "*"));
        Assert.EndsWith("/users/$entity", (string)changed.Object["@odata.context"]!, StringComparison.Ordinal);
        var old = await Get($"{Company}/users?$top=1".Replace("automation/v2.0", "automation/v1.0", StringComparison.Ordinal));
        Assert.EndsWith($"/automation/v1.0/$metadata#companies({Denmark})/users", (string)old.Object["@odata.context"]!, StringComparison.Ordinal);
        foreach (var answer in (Answer[])[changed, old, await Get($"{Automation}/$metadata"), await Get($"{Company}/nothing")])
            Assert.Equal("4.0", answer.Header("OData-Version"));
    }

    [Theory]
    [InlineData("GET", "users('14f25f5e-e0cc-01ef-6d73-bafdfd219c4b')", 400, "BadRequest_NotFound")]
    [InlineData("GET", "features(ConcurrentWarehousingPosting)", 400, "BadRequest_NotFound")]
    [InlineData("POST", "extensions(14f25f5e-e0cc-01ef-6d73-bafdfd219c4b)/Microsoft.NAV.mend", 404, "BadRequest_MethodNotImplemented")]
    [InlineData("GET", "users/nothing", 404, "BadRequest_ResourceNotFound")]
    [InlineData("GET", "userPermissions", 400, "Application_DialogException")]
    [InlineData("GET", "scheduledJobs", 400, "Application_DialogException")]
    [InlineData("GET", "users?$top=99999999999&$skip=99999999999", 200, null)]
    public async Task An_incomplete_address_has_a_separate_code(string method, string path, int status, string? code)
    {
        var answer = await Send(new HttpMethod(method), $"{Company}/{path}");
        Assert.Equal((status, code), ((int)answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_replica_is_read_only()
    {
        var user = (await Send(HttpMethod.Get, $"{Company}/users?$top=1", headers: ("Data-Access-Intent", "ReadOnly"))).Rows.Single();
        var answer = await Send(
            HttpMethod.Patch, $"{Company}/users({user["userSecurityId"]})",
            new JsonObject { ["contactEmail"] = "new@contoso.example" }, headers: [("If-Match", "*"), ("Data-Access-Intent", "ReadOnly")]);
        Assert.Equal((HttpStatusCode.BadRequest, "BadRequest"), (answer.Status, answer.Code));
        Assert.Equal((string?)user["@odata.etag"], (string?)(await Get($"{Company}/users?$top=1")).Rows.Single()["@odata.etag"]);
    }
}
