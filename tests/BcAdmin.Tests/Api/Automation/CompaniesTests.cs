using System.Net;
using BcAdmin.Api.Automation;

namespace BcAdmin.Tests.Api.Automation;

public sealed class CompaniesTests : IDisposable
{
    private const string Base = "/v2.0/aaaaaaaa-0000-0000-0000-000000000001/Production/api/microsoft/automation/v2.0";
    private static readonly Guid Denmark = new("c0a70500-0000-4000-8000-00000000c001");
    private static readonly Guid Sweden = new("c0a70500-0000-4000-8000-00000000c002");
    private const string Two = """
        {"@odata.context":"x","value":[{"id":"c0a70500-0000-4000-8000-00000000c001","name":"Denmark","displayName":"A/S","systemVersion":"28.3"},
        {"id":"c0a70500-0000-4000-8000-00000000c002","name":"A/S","displayName":"Sweden"}]}
        """;

    private readonly TestApi _api = new();

    public void Dispose() => _api.Dispose();

    private async Task<List<BcCompany>> All(AutomationClient? client = null)
    {
        var companies = new List<BcCompany>();
        await foreach (var company in (client ?? _api.Automation("Production")).ListCompaniesAsync(CancellationToken.None))
            companies.Add(company);
        return companies;
    }

    [Fact]
    public async Task Companies_have_their_environment_and_the_first_one_is_cached()
    {
        _api.Answer(Two);
        var companies = await All();
        Assert.Equal([Denmark, Sweden], companies.Select(company => company.CompanyId));
        Assert.All(companies, company => Assert.Equal(
            ("Production", "BusinessCentral", _api.Connection), (company.EnvironmentName, company.ApplicationFamily, company.Connection)));
        Assert.Equal(Denmark, Assert.Single(_api.Connection.AnyCompany).Value);

        var automation = _api.Automation("Production");
        automation.Forget(Sweden);
        Assert.Single(_api.Connection.AnyCompany);
        automation.Forget(Denmark);
        Assert.Empty(_api.Connection.AnyCompany);
    }

    [Theory]
    [InlineData("My Test", "My%20Test")]
    [InlineData("O'Neil/50%", "O%27Neil%2F50%25")]
    [InlineData("Prøve", "Pr%C3%B8ve")]
    public async Task Special_characters_in_environment_names_stay_in_one_path_segment(string name, string segment)
    {
        _api.Answer(Two);
        await All(_api.Automation(name));
        Assert.Equal([$"GET {Base.Replace("Production", segment, StringComparison.Ordinal)}/companies"], _api.Calls);
    }

    [Fact]
    public async Task Without_a_known_tenant_and_for_embed_apps_the_path_has_no_tenant()
    {
        using var unknown = new TestApi(tenantId: null);
        unknown.Answer(Two);
        await All(unknown.Automation("Production"));
        Assert.Equal(["GET /v2.0/Production/api/microsoft/automation/v2.0/companies"], unknown.Calls);

        using var cloud = new TestApi("https://api.businesscentral.dynamics.com");
        cloud.Answer(Two).Answer(Two);
        await All(cloud.Automation("Production", "Contoso"));
        await All(cloud.Automation("Production"));
        Assert.Equal(
            [
                "https://contoso.api.bc.dynamics.com/v2.0/Production/api/microsoft/automation/v2.0/companies",
                $"https://api.businesscentral.dynamics.com{Base}/companies",
            ], cloud.Network.Sent.Select(sent => sent.Address.ToString()));
    }

    [Fact]
    public async Task A_change_is_sent_with_the_version_that_was_read()
    {
        _api.Network.Do((request, _) =>
        {
            Assert.Equal("W/\"JzE5\"", Assert.Single(request.Headers.GetValues("If-Match")));
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"name":"Denmark"}""") });
        });
        await _api.Automation("Production").UpdateCompanyAsync(Denmark, new(null, "Ny", null), "W/\"JzE5\"", CancellationToken.None);
        Assert.Equal([$"PATCH {Base}/companies({Denmark})/automationCompanies({Denmark})"], _api.Calls);
        Assert.Equal("""{"displayName":"Ny"}""", _api.Network.Sent[0].Body);
    }

    [Fact]
    public async Task A_change_without_a_response_body_is_read_again()
    {
        _api.Network.Answer(HttpStatusCode.NoContent, response => response.Content = null);
        _api.Answer("""{"name":"Denmark","displayName":"Ny"}""");
        Assert.Equal(
            "Ny", (await _api.Automation("Production").UpdateCompanyAsync(Denmark, new(null, "Ny", null), "*", CancellationToken.None)).DisplayName);
    }

    [Fact]
    public async Task A_company_is_deleted_from_another_company_with_its_version_or_any()
    {
        var seen = new List<string>();
        _api.Network.Do((request, _) =>
        {
            seen.Add(request.Headers.GetValues("If-Match").Single());
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));
        }, times: 2);
        await _api.Automation("Production")
            .DeleteCompanyAsync(Denmark, new BcCompany { CompanyId = Sweden, ETag = "W/\"a\"" }, CancellationToken.None);
        await _api.Automation("Production").DeleteCompanyAsync(Denmark, new BcCompany { CompanyId = Sweden }, CancellationToken.None);
        Assert.Equal(["W/\"a\"", "*"], seen);
        Assert.All(_api.Calls, call => Assert.Equal($"DELETE {Base}/companies({Denmark})/automationCompanies({Sweden})", call));
    }

    [Fact]
    public async Task A_name_is_preferred_to_a_display_name_and_duplicates_match_nothing()
    {
        _api.Answer(Two);
        var companies = await All();
        Assert.Equal(Sweden, AutomationClient.Pick(companies, "a/s")!.CompanyId);
        Assert.Equal(Sweden, AutomationClient.Pick(companies, "SWEDEN")!.CompanyId);
        Assert.Equal(Denmark, AutomationClient.Pick(companies, $"{{{Denmark}}}")!.CompanyId);
        Assert.Null(AutomationClient.Pick(companies, "Nope"));
        Assert.Null(AutomationClient.Pick(companies, Guid.NewGuid().ToString()));
        Assert.Null(AutomationClient.Pick([new BcCompany { Name = "a", DisplayName = "x" }, new BcCompany { Name = "b", DisplayName = "x" }], "x"));
    }

    [Fact]
    public async Task An_ID_requires_no_read_and_a_missing_name_is_an_error()
    {
        Assert.Equal(Denmark, await _api.Automation("Production").FindCompanyIdAsync(Denmark.ToString("B"), CancellationToken.None));
        Assert.Empty(_api.Network.Sent);
        _api.Answer(Two);
        var failure = await Assert.ThrowsAsync<BcException>(() => _api.Automation("Production").FindCompanyIdAsync("Nope", CancellationToken.None));
        Assert.Equal(("CompanyNotFound", (object?)"Nope"), (failure.Code, failure.Target));
    }
}
