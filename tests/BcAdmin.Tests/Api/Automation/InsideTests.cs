using System.Net;
using System.Text.Json;

namespace BcAdmin.Tests.Api.Automation;

/// <summary>Calls to the APIs inside an environment: addresses, headers, and unexpected responses.</summary>
public sealed class InsideTests : IDisposable
{
    private static readonly Guid Company = new("c0a70500-0000-4000-8000-00000000c001");

    private readonly TestApi _api = new();

    public InsideTests() => _api.Connection.AnyCompany["Production"] = Company;

    public void Dispose() => _api.Dispose();

    private string Last => _api.Calls.Last()[(_api.Calls.Last().IndexOf("/automation/v2.0", StringComparison.Ordinal) + "/automation/v2.0".Length)..];

    [Fact]
    public async Task Text_keys_are_quoted_with_doubled_quotes_and_escaped()
    {
        _api.Answer("""{"id":"x","enabled":"All_x0020_Users"}""");
        var feature = await _api.Automation("Production").GetFeatureAsync("it's 100%/odd", CancellationToken.None);
        Assert.Equal($"/companies({Company})/features('it''s%20100%25%2Fodd')", Last);
        Assert.True(feature.IsEnabled);
        Assert.Equal("All Users", feature.Enabled);
    }

    [Fact]
    public async Task The_status_of_jobs_is_requested_in_English()
    {
        _api.Answer("""{"value":[{"id":"60e9a2d7-86c8-f011-aa44-7c1e5280cccc","status":"In Process"}]}""");
        await foreach (var job in _api.Automation("Production").ListScheduledJobsAsync(null, "APIUSERJOB", null, CancellationToken.None))
            Assert.False(job.IsCompleted);
        Assert.Equal($"/companies({Company})/scheduledJobs?$filter=category%20eq%20%27APIUSERJOB%27", Last);
        Assert.Equal("en-US", _api.Network.Sent.Single().Header("Accept-Language"));
    }

    [Fact]
    public async Task A_permission_set_is_assigned_to_a_group_although_the_response_does_not_show_it()
    {
        var group = new BcSecurityGroup { SecurityGroupId = "g", Code = "WAREHOUSE" };
        _api.Answer("", HttpStatusCode.Created).Answer("""
            {"value":[{"id":"60e9a2d7-86c8-f011-aa44-7c1e5280cccc","roleId":"OTHER"},{"id":"60e9a2d7-86c8-f011-aa44-7c1e5280dddd",
            "roleId":"D365 BASIC"}]}
            """);
        var given = await _api.Automation("Production")
            .CreateSecurityGroupPermissionAsync(group, new("D365 BASIC", null, null, null), CancellationToken.None);
        Assert.Equal((new Guid("60e9a2d7-86c8-f011-aa44-7c1e5280dddd"), "WAREHOUSE"), (given!.UserPermissionId, given.GroupCode));
    }

    [Fact]
    public async Task A_404_of_an_old_version_is_explained_by_its_service_document()
    {
        _api.Answer("""{"error":{"code":"BadRequest_ResourceNotFound","message":"No segment accessControls."}}""", HttpStatusCode.NotFound);
        _api.Answer("""{"value":[{"name":"users","kind":"EntitySet","url":"users"}]}""");
        var failure = await Assert.ThrowsAsync<BcException>(() => First(_api));
        Assert.Equal("EndpointNotAvailable", failure.Code);
        Assert.Contains("29.0", failure.Message, StringComparison.Ordinal);

        _api.Answer("""{"error":{"code":"BadRequest_ResourceNotFound","message":"Something else is missing."}}""", HttpStatusCode.NotFound);
        _api.Answer("""{"value":[{"name":"accessControls","kind":"EntitySet","url":"accessControls"}]}""");
        Assert.Equal("BadRequest_ResourceNotFound", (await Assert.ThrowsAsync<BcApiException>(() => First(_api))).Code);

        static async Task First(TestApi _api)
        {
            await foreach (var _ in _api.Automation("Production").ListAccessControlsAsync(null, null, CancellationToken.None))
                return;
        }
    }

    [Fact]
    public async Task Responses_of_a_batch_are_matched_by_ID_or_position_or_are_missing()
    {
        _api.Answer("""
            {"responses":[{"id":"b","status":204,"headers":{}},{"id":null,"status":400,"body":{"error":{"code":"Unknown",
            "message":"No option.  CorrelationId:  5b0e7c9a-41d2-4f6b-8e03-97a1c2d4f0b8."}}}]}
            """);
        BatchCall[] calls = [new("b", "DELETE", "companies(x)", new Dictionary<string, string> { ["If-Match"] = "*" }, null),
            new("c", "POST", "companies", null, JsonDocument.Parse("{\"a\":1}").RootElement), new("d", "GET", "companies", null, null)];
        var automation = _api.Automation("Production");
        var answers = await automation.SendBatchAsync(calls, isTransaction: true, CancellationToken.None);
        Assert.Equal((204, 400), (answers["b"].Status, answers["c"].Status));
        Assert.False(answers.ContainsKey("d"));
        Assert.Equal("snapshot", _api.Network.Sent.Single().Header("Isolation"));

        var failure = automation.FailureOf(calls[1], answers["c"]);
        Assert.Equal((HttpStatusCode.BadRequest, "BadRequest", "5b0e7c9a-41d2-4f6b-8e03-97a1c2d4f0b8"),
            (failure.Status, failure.Code, failure.CorrelationId));
    }
}
