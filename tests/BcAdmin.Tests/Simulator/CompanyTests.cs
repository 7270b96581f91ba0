using System.Net;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

public sealed class CompanyTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string Administered = $"{Automation}/companies({Denmark})/automationCompanies";

    private Task<Answer> Change(HttpMethod method, string id, string? ifMatch, JsonObject? body = null) =>
        Send(method, $"{Administered}({id})", body, headers: ifMatch is null ? [] : [("If-Match", ifMatch)]);

    [Fact]
    public async Task A_company_is_created_read_changed_and_deleted()
    {
        var name = "Contoso Norway and everything north of it";
        var created = await Post(Administered, new JsonObject { ["displayName"] = name, ["name"] = "Anything" });
        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal("Contoso Norway and everything n", name[..31]);
        Assert.Equal(name[..30], (string?)created.Object["name"]);
        Assert.False((bool)created.Object["evaluationCompany"]!);
        var id = (string)created.Object["id"]!;

        // Both views show the same IDs.
        Assert.Contains((await Get($"{Automation}/companies")).Rows, company => (string?)company["id"] == id);
        var read = await Get($"{Administered}({id})");
        var etag = (string)read.Object["@odata.etag"]!;
        Assert.Equal((string?)created.Object["@odata.etag"], etag);

        var changed = await Change(HttpMethod.Patch, id, etag, new JsonObject { ["displayName"] = "Contoso Norge" });
        Assert.Equal(("Contoso Norge", name[..30]), ((string?)changed.Object["displayName"], (string?)changed.Object["name"]));
        Assert.NotEqual(etag, (string?)changed.Object["@odata.etag"]);

        var stale = await Change(HttpMethod.Delete, id, etag);
        Assert.Equal((HttpStatusCode.Conflict, "Request_EntityChanged"), (stale.Status, stale.Code));
        Assert.Equal(HttpStatusCode.NoContent, (await Change(HttpMethod.Delete, id, "*")).Status);
        Assert.Equal("Internal_RecordNotFound", (await Get($"{Administered}({id})")).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/")]
    [InlineData("\"strong\"")]
    public async Task Changes_require_a_valid_If_Match(string? ifMatch)
    {
        var patched = await Change(HttpMethod.Patch, Sweden, ifMatch, new JsonObject { ["displayName"] = "X" });
        Assert.Equal((HttpStatusCode.BadRequest, "BadRequest_InvalidToken"), (patched.Status, patched.Code));
        Assert.Equal("BadRequest_InvalidToken", (await Change(HttpMethod.Delete, Sweden, ifMatch)).Code);
    }

    [Theory]
    [InlineData("""{}""", "BadRequest_RequiredParamNotProvided")]
    [InlineData("""{"displayName":""}""", "BadRequest_RequiredParamNotProvided")]
    [InlineData("""{"displayName":"   "}""", "BadRequest_RequiredParamNotProvided")]
    [InlineData("""{"displayName":5}""", "BadRequest")]
    [InlineData("""{"displayName":"New","id":"c0a70500-0000-4000-8000-00000000c009"}""", "BadRequest_InvalidOperation")]
    [InlineData("""{"displayName":"New","colour":"blue"}""", "BadRequest")]
    [InlineData("""{"displayName":"contoso sweden"}""", "Internal_EntityWithSameKeyExists")]
    public async Task An_invalid_company_is_rejected(string body, string code)
    {
        var answer = await Post(Administered, JsonNode.Parse(body));
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
        Assert.Matches(@"  CorrelationId:  [0-9a-f-]{36}\.$", (string)answer.Object["error"]!["message"]!);
        Assert.Contains(answer.Header("ms-correlation-x")!, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_display_name_can_have_250_characters()
    {
        Assert.Equal("Application_StringExceededLength", (await Post(Administered, new JsonObject { ["displayName"] = new string('x', 251) })).Code);
        Assert.Equal(HttpStatusCode.Created, (await Post(Administered, new JsonObject { ["displayName"] = new string('x', 250) })).Status);
        Assert.Equal("BadRequest_InvalidOperation", (await Change(HttpMethod.Patch, Sweden, "*", new JsonObject { ["name"] = "Other" })).Code);
    }

    [Fact]
    public async Task An_environment_has_at_most_300_companies()
    {
        for (var i = 4; i <= 300; i++)
            Assert.Equal(HttpStatusCode.Created, (await Post(Administered, new JsonObject { ["displayName"] = $"Company {i}" })).Status);
        Assert.Equal("Application_DialogException", (await Post(Administered, new JsonObject { ["displayName"] = "One too many" })).Code);
    }

    [Fact]
    public async Task The_company_of_the_address_must_exist_and_cannot_be_deleted()
    {
        Assert.Equal("Application_DialogException", (await Change(HttpMethod.Delete, Denmark, "*")).Code);
        Assert.Equal("Internal_CompanyNotFound", (await Get($"{Automation}/companies({Guid.NewGuid()})/automationCompanies")).Code);
    }

    [Fact]
    public async Task All_companies_match_the_contract()
    {
        await Get($"{Automation}/companies");
        await Get($"{Automation}/companies({Denmark})");
        await Get(Administered);
        await Get($"{Administered}({Sweden})");
        await Post(Administered, new JsonObject { ["displayName"] = "New" });
        await Change(HttpMethod.Patch, Sweden, "*", new JsonObject { ["displayName"] = "Sweden" });
        Assert.Superset(
            new HashSet<string>(
            ["listCompanies", "getCompany", "listAutomationCompanies", "getAutomationCompany", "createAutomationCompany",
            "updateAutomationCompany"]), Checked.ToHashSet());
        Assert.Equal(HttpStatusCode.NoContent, (await Change(HttpMethod.Delete, Sweden, "*")).Status);
    }

    [Theory]
    [InlineData("name eq 'CRONUS DK'", 1)]
    [InlineData("name ne 'CRONUS DK'", 2)]
    [InlineData("NAME eq 'Contoso Denmark' or name eq 'Contoso Sweden'", 2)]
    [InlineData("startswith(name,'Contoso') and contains(displayName,'AB')", 1)]
    [InlineData("not startswith(name,'Contoso')", 1)]
    [InlineData("evaluationCompany eq true", 1)]
    [InlineData("id eq c0a70500-0000-4000-8000-00000000c002", 1)]
    [InlineData("(name eq 'It''s not there' or endswith(name,'DK'))", 1)]
    public async Task Filters_select_rows(string filter, int count) =>
        Assert.Equal(count, (await Get($"{Administered}?$filter={Uri.EscapeDataString(filter)}")).Rows.Count());

    [Fact]
    public async Task Times_and_numbers_are_compared_by_their_value()
    {
        Assert.Equal(3, (await Get($"{Automation}/companies?$filter=systemCreatedAt%20gt%202020-01-01T00:00:00Z")).Rows.Count());
        Assert.Empty((await Get($"{Automation}/companies?$filter=timestamp%20lt%20100")).Rows);
    }

    [Theory]
    [InlineData("$filter=name eq 'A' or displayName eq 'A'")]
    [InlineData("$filter=colour eq 'blue'")]
    [InlineData("$filter=name eq")]
    [InlineData("$filter=name like 'A'")]
    [InlineData("$filter=name eq 'A' displayName")]
    [InlineData("$filter=name eq 'open")]
    [InlineData("$select=colour")]
    [InlineData("$orderby=name upwards")]
    [InlineData("$skiptoken=mine")]
    [InlineData("$top=-1")]
    public async Task An_invalid_query_is_rejected(string query)
    {
        var answer = await Get($"{Administered}?{query.Replace(" ", "%20", StringComparison.Ordinal)}");
        Assert.Equal((HttpStatusCode.BadRequest, "BadRequest_NotFound"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Rows_are_sorted_skipped_limited_and_counted()
    {
        var answer = await Get($"{Administered}?$orderby=displayName%20desc&$skip=1&$top=1&$count=true&$select=Name");
        Assert.Equal(3, (int)answer.Object["@odata.count"]!);
        var row = Assert.Single(answer.Rows);
        Assert.Equal(["@odata.etag", "name"], row.Select(property => property.Key));
        Assert.Equal("Contoso Sweden", (string?)row["name"]);
    }

    [Fact]
    public async Task Pages_are_linked_by_absolute_addresses_of_the_same_host()
    {
        var names = new List<string?>();
        var answer = await Send(HttpMethod.Get, $"{Automation}/companies?$orderby=name", headers: ("Prefer", "odata.maxpagesize=2"));
        Assert.Equal("odata.maxpagesize=2", answer.Header("Preference-Applied"));
        Assert.Equal(2, answer.Rows.Count());
        names.AddRange(answer.Rows.Select(row => (string?)row["name"]));

        var next = (string)answer.Object["@odata.nextLink"]!;
        Assert.StartsWith(Host.Https.AbsoluteUri, next, StringComparison.Ordinal);
        answer = await Get(next);
        Assert.False(answer.Object.ContainsKey("@odata.nextLink"));
        names.AddRange(answer.Rows.Select(row => (string?)row["name"]));
        Assert.Equal(["Contoso Denmark", "Contoso Sweden", "CRONUS DK"], names);
    }
}
