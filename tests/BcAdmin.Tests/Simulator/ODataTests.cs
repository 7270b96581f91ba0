using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace BcAdmin.Tests.Simulator;

/// <summary>What OData does with lists, and what the API says of itself.</summary>
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
    [InlineData("permissionSets", "id eq 'O''NEIL & \"CO\" Æ'", 1)]
    [InlineData("permissionSets", "appId eq 63ca2fa4-4f03-4f2b-a480-172fef340d3f", 2)]
    [InlineData("permissionSets", "id ge 'D365' and id lt 'D366'", 20)]
    [InlineData("companies", "evaluationCompany eq true", 1)]
    public async Task A_filter_chooses_rows(string list, string filter, int count)
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
    public async Task A_filter_that_the_service_does_not_take_is_an_error(string filter)
    {
        var answer = await Get($"{Company}/users?$filter={Uri.EscapeDataString(filter)}");
        Assert.Equal((HttpStatusCode.BadRequest, "BadRequest_NotFound"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_newer_schema_takes_in_and_nested_functions_and_lambdas_are_read_over()
    {
        Assert.Equal(2, (await Get($"{Company}/users?$schemaversion=2.1&$filter={Uri.EscapeDataString("userName in ('SELLER.03','BUYER.02')")}")).Rows.Count());
        Assert.Equal(5, (await Get($"{Company}/users?$schemaversion=2.1&$filter={Uri.EscapeDataString("contains(tolower(userName),'seller')")}")).Rows.Count());
        Assert.Equal(40, (await Get($"{Company}/users?$filter={Uri.EscapeDataString("userPermissions/any(p: p/roleId eq 'SUPER')")}")).Rows.Count());
    }

    [Fact]
    public async Task Options_compare_by_their_plain_text_however_they_are_written()
    {
        foreach (var written in (string[])["All Users", "All_x0020_Users"])
            Assert.Equal(2, (await Get($"{Company}/features?$filter={Uri.EscapeDataString($"enabled eq '{written}'")}")).Rows.Count());
        Assert.Equal(3, (await Get($"{Company}/features?$filter=isOneWay")).Rows.Count());
    }

    [Fact]
    public async Task Pages_are_cut_as_the_caller_prefers_and_the_link_leads_through_all()
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
    public async Task Top_and_skip_go_over_pages()
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
    public async Task Expand_brings_along_what_a_property_leads_to()
    {
        var answer = await Get($"{Company}/securityGroups?$expand=userPermissions($select=roleId;$filter={Uri.EscapeDataString("roleId ne 'LOCAL'")}),securityGroupMembers");
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
    public async Task The_api_says_what_it_offers_by_version()
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
    public async Task The_company_may_stand_in_the_query_by_name_or_id()
    {
        var path = await Get($"{Automation}/companies({Denmark})/users?$top=3");
        Assert.Equal(path.Rows.Select(user => (string)user["userName"]!), (await Get($"{Automation}/users?company={Denmark}&$top=3")).Rows.Select(user => (string)user["userName"]!));
        Assert.Equal(3, (await Get($"{Automation}/users?$top=3&company=contoso%20denmark")).Rows.Count());
        var first = (string)path.Rows.First()["userSecurityId"]!;
        Assert.Equal(HttpStatusCode.OK, (await Get($"{Automation}/users({first})/userPermissions?company=Contoso%20Denmark")).Status);
        Assert.Equal((HttpStatusCode.NotFound, "Internal_CompanyNotFound"), await Status($"{Automation}/users?company=Nowhere"));
        Assert.Equal(HttpStatusCode.NotFound, (await Get($"{Automation}/users")).Status);

        async Task<(HttpStatusCode, string?)> Status(string target)
        {
            var answer = await Get(target);
            return (answer.Status, answer.Code);
        }
    }
}
