using System.Net;
using System.Text;
using BcAdmin.Api;

namespace BcAdmin.Tests.Api;

/// <summary>Errors return missing and conflicting apps as objects.</summary>
public class RequirementTests
{
    private const string List = """
        {"requirements":[{"appId":"00000000-0000-0000-0000-0000000000e2","name":"Contoso Base","publisher":"Contoso","version":"3.0.0.0",
        "type":"TYPE"}]}
        """;

    [Theory]
    [InlineData("data", "install", "-IncludeDependency")]
    [InlineData("extensionData", "Update", "-IncludeDependency")]
    [InlineData("Data", "uninstall", "-IncludeDependent")]
    public void Requirements_are_read_under_both_names(string member, string type, string advice)
    {
        var failure = Refused(
            $$"""{"code":"missingDependencies","message":"Not yet.","{{member}}":{{List.Replace("TYPE", type, StringComparison.Ordinal)}}}""");

        Assert.Equal("MissingDependencies", failure.Code);
        Assert.Equal($"Not yet. Needed first: {type} Contoso Base 3.0.0.0.", failure.Message);
        Assert.Contains(advice, failure.Advice, StringComparison.Ordinal);
        var needed = Assert.Single(failure.Requirements);
        Assert.Equal((new Guid("00000000-0000-0000-0000-0000000000e2"), "Contoso", new Version(3, 0, 0, 0)),
            (needed.AppId, needed.Publisher, (Version)needed.Version!));
        Assert.Same(failure.Requirements, failure.With("other").Requirements);
    }

    [Theory]
    [InlineData("""{"code":"a","message":"m"}""")]
    [InlineData("""{"code":"a","message":"m","data":null}""")]
    [InlineData("""{"code":"a","message":"m","data":{"requirements":"none"}}""")]
    [InlineData("""{"code":"a","message":"m","extensionData":{"requirements":["odd"]}}""")]
    public void An_error_without_requirements_has_none(string body)
    {
        var failure = Refused(body);
        Assert.Equal(("A", "m", 0), (failure.Code, failure.Message, failure.Requirements.Count));
    }

    private static BcApiException Refused(string body)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.BadRequest);
        var request = new ApiRequest(
            ServiceApi.AdminCenter, HttpMethod.Post,
            new Uri("https://example.test/admin/v2.29/applications/BusinessCentral/environments/E/apps/a/install"));
        return ApiErrors.FromResponse(request, response, Encoding.UTF8.GetBytes(body), "id", attempts: 1, text => text);
    }
}
