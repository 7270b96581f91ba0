using System.Net;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

/// <summary>The customers of a partner in Microsoft Graph, read by a standard client.</summary>
public sealed class DelegatedAdminTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string Partner = "9a270e00-0000-4000-8000-00000000ffff";
    private const string PartnerApp = "9a270e00-0000-4000-8000-00000000a001";
    private const string Customers = "/v1.0/tenantRelationships/delegatedAdminCustomers";
    private const string Relationships = "/v1.0/tenantRelationships/delegatedAdminRelationships";

    public override async ValueTask InitializeAsync() => await Control("reset", new JsonObject { ["scenario"] = "Customers" });

    [Fact]
    public async Task An_app_with_the_permission_reads_customers_and_relationships()
    {
        var token = await GraphToken();
        var customers = (await Get(Customers, token)).Rows.ToList();
        Assert.Equal(
            ["Adatum", "Fabrikam", "Fabrikam 2", "Fabrikam 3", "Tailspin Toys, Inc. \"Øst\""], customers.Select(row => (string?)row["displayName"]));
        Assert.All(customers, row => Assert.Equal((string?)row["id"], (string?)row["tenantId"]));

        var relationships = (await Get(Relationships, token)).Rows.ToList();
        Assert.Equal(7, relationships.Count);
        var first = relationships[0];
        Assert.Equal(("P730D", "P180D", "active"), ((string?)first["duration"], (string?)first["autoExtendDuration"], (string?)first["status"]));
        Assert.Equal(730, ((DateTimeOffset)first["endDateTime"]! - (DateTimeOffset)first["activatedDateTime"]!).TotalDays);
        var pending = relationships.Single(row => (string?)row["status"] == "approvalPending");
        Assert.Null(pending["activatedDateTime"]);
        Assert.Null(pending["endDateTime"]);
    }

    [Fact]
    public async Task Pages_are_linked_and_have_at_most_300_rows()
    {
        var token = await GraphToken();
        var names = new List<string?>();
        for (var link = $"{Customers}?$top=2"; link is not null;)
        {
            var page = await Get(link, token);
            Assert.InRange(page.Rows.Count(), 1, 2);
            names.AddRange(page.Rows.Select(row => (string?)row["displayName"]));
            link = (string?)page.Object["@odata.nextLink"];
        }

        Assert.Equal(5, names.Distinct().Count());
        Assert.Equal(HttpStatusCode.OK, (await Get($"{Customers}?$top=300", token)).Status);
        Assert.Equal((HttpStatusCode.BadRequest, "Request_BadRequest"), Failure(await Get($"{Customers}?$top=301", token)));
    }

    [Theory]
    [InlineData("status eq 'active'", 5)]
    [InlineData("customer/tenantId eq 'ada70000-0000-4000-8000-000000000001'", 2)]
    [InlineData("customer/tenantId eq 'ada70000-0000-4000-8000-000000000001' and status eq 'expired'", 1)]
    public async Task Relationships_are_filtered(string filter, int expected) =>
        Assert.Equal(expected, (await Get($"{Relationships}?$filter={Uri.EscapeDataString(filter)}", await GraphToken())).Rows.Count());

    [Fact]
    public async Task Filtering_by_an_unknown_property_is_an_error() => Assert.Equal((HttpStatusCode.BadRequest, "BadRequest"),
        Failure(await Get($"{Relationships}?$filter=customer/name eq 'x'", await GraphToken())));

    [Fact]
    public async Task A_caller_without_the_permission_is_rejected()
    {
        await Control("apps", new JsonObject
        {
            ["tenantId"] = Partner,
            ["clientId"] = PartnerApp,
            ["roles"] = new JsonArray("AdminCenter.ReadWrite.All"),
        });
        var token = await GraphToken();
        Assert.Equal((HttpStatusCode.Forbidden, "Authorization_RequestDenied"), Failure(await Get(Customers, token)));
        Assert.Equal((HttpStatusCode.Forbidden, "Authorization_RequestDenied"), Failure(await Get(Relationships, token)));
        Assert.Equal((HttpStatusCode.Unauthorized, "InvalidAuthenticationToken"), Failure(await Get(Customers, "none")));
    }

    [Fact]
    public async Task A_customer_has_no_customers()
    {
        var token = await GraphToken("adatum.example");
        Assert.Empty((await Get(Customers, token)).Rows);
    }

    private static (HttpStatusCode, string?) Failure(Answer answer) => (answer.Status, answer.Code);

    private async Task<string> GraphToken(string tenant = Partner)
    {
        var answer = await Form($"/{tenant}/oauth2/v2.0/token", ("grant_type", "client_credentials"), ("client_id", PartnerApp),
            ("client_secret", "partner-automation-secret"), ("scope", "https://graph.microsoft.com/.default"));
        return (string)answer.Object["access_token"]!;
    }
}
