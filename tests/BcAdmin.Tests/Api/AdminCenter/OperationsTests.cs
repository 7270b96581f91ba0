using System.Net;
using System.Text.Json;

namespace BcAdmin.Tests.Api.AdminCenter;

public sealed class OperationsTests : IDisposable
{
    private const string List = "GET /admin/v2.29/environments/operations";
    private static readonly Guid Id = new("00000000-0000-0000-0000-000000000004");
    private static readonly EnvironmentKey Production = new("BusinessCentral", "Production");

    private readonly TestApi _api = new();

    public void Dispose() => _api.Dispose();

    private static object Operation(
        Guid id, string type = "copy",
        string status = "running", string environment = "UAT", string family = "BusinessCentral", double ageInMinutes = 0) => new
        {
            id,
            type,
            status,
            environmentName = environment,
            productFamily = family,
            createdOn = DateTimeOffset.UtcNow.AddMinutes(-ageInMinutes),
        };

    private TestApi Lists(params object[] operations) => _api.Answer(JsonSerializer.Serialize(new { value = operations }));

    private Task<BcOperation> Copy() =>
        _api.AdminCenter.CopyEnvironmentAsync(Production, new CopyEnvironmentRequest("UAT", "Sandbox"), CancellationToken.None);

    private Task<BcOperation> Delete() => _api.AdminCenter.DeleteEnvironmentAsync(Production, CancellationToken.None);

    [Fact]
    public async Task After_a_lost_response_the_operation_is_read_and_the_call_is_sent_once()
    {
        _api.LoseAnswer();
        Lists(
            Operation(Guid.NewGuid(), environment: "Other"),
            Operation(Guid.NewGuid(), family: "Embed"),
            Operation(Guid.NewGuid(), type: "create"),
            Operation(Guid.NewGuid(), ageInMinutes: 60),
            Operation(Guid.NewGuid(), ageInMinutes: 2),
            Operation(Id),
            Operation(Guid.NewGuid(), ageInMinutes: 1));
        var operation = await Copy();
        Assert.Equal(Id, operation.OperationId);
        Assert.Same(_api.Connection, operation.Connection);
        Assert.Equal(["POST /admin/v2.29/applications/BusinessCentral/environments/Production/copy", List], _api.Calls);
    }

    [Theory]
    [InlineData(HttpStatusCode.GatewayTimeout, "")]
    [InlineData(HttpStatusCode.RequestTimeout, """{"code":"timedOut","message":"Too long."}""")]
    [InlineData(HttpStatusCode.BadGateway, "<html><title>Bad gateway</title></html>")]
    [InlineData(HttpStatusCode.Accepted, "<html><title>Proxy</title></html>")]
    [InlineData(HttpStatusCode.Accepted, "")]
    [InlineData(HttpStatusCode.Accepted, "{}")]
    [InlineData(HttpStatusCode.Created, """{"name":"UAT","type":"Sandbox","status":"Preparing"}""")]
    public async Task After_a_response_without_an_operation_the_operation_is_read(HttpStatusCode status, string body)
    {
        _api.Answer(body, status);
        Lists(Operation(Id, environment: "uat"));
        Assert.Equal(Id, (await Copy()).OperationId);
        Assert.Equal(2, _api.Network.Sent.Count);
    }

    [Fact]
    public async Task An_operation_that_is_not_found_after_several_reads_is_started_again()
    {
        _api.LoseAnswer();
        foreach (var _ in Enumerable.Range(0, 3))
            Lists(Operation(Guid.NewGuid(), ageInMinutes: 60));
        _api.Answer(JsonSerializer.Serialize(Operation(Id)));
        Assert.Equal(Id, (await Copy()).OperationId);
        Assert.Equal(5, _api.Network.Sent.Count);
    }

    [Fact]
    public async Task An_unreadable_response_never_causes_a_second_start()
    {
        _api.Answer("this is not JSON");
        foreach (var _ in Enumerable.Range(0, 3))
            Lists(Operation(Guid.NewGuid(), ageInMinutes: 60));
        Assert.Equal("UnexpectedResponse", (await Assert.ThrowsAsync<BcApiException>(Copy)).Code);
        Assert.Equal(4, _api.Network.Sent.Count);
    }

    [Fact]
    public async Task If_reading_also_fails_the_lost_response_is_the_error()
    {
        _api.LoseAnswer();
        _api.Answer("""{"code":"forbidden","message":"No."}""", HttpStatusCode.Forbidden);
        Assert.Equal("ConnectionLost", (await Assert.ThrowsAsync<BcApiException>(Copy)).Code);
    }

    [Theory]
    [InlineData("softDelete", "Production-26111010301599")]
    [InlineData("softDelete", "production")]
    [InlineData("delete", " Production")]
    public async Task A_deletion_is_found_by_the_name_that_it_assigns(string type, string environment)
    {
        _api.LoseAnswer();
        Lists(Operation(Guid.NewGuid(), type, environment: "ProductionTwo"), Operation(Id, type, environment: environment));
        Assert.Equal(Id, (await Delete()).OperationId);
    }

    [Fact]
    public async Task A_rejection_causes_no_read()
    {
        _api.Answer("""{"code":"environmentNotFound","message":"No."}""", HttpStatusCode.NotFound);
        Assert.Equal("EnvironmentNotFound", (await Assert.ThrowsAsync<BcApiException>(Copy)).Code);
        Assert.Single(_api.Network.Sent);
    }

    [Fact]
    public async Task A_conflict_is_explained_by_the_conflicting_operation()
    {
        _api.Answer("""{"code":"tenantDeletionInProgress","message":"Busy."}""", HttpStatusCode.Conflict);
        Lists(
            Operation(Guid.NewGuid(), "update", "succeeded", "Production"),
            Operation(Guid.NewGuid(), "update", environment: "Other"),
            Operation(Id, "environmentAppInstall", "running", "Production"));
        var failure = await Assert.ThrowsAsync<BcApiException>(Delete);
        Assert.Equal(("TenantDeletionInProgress", "Busy.", (Guid?)Id), (failure.Code, failure.Message, failure.OperationId));
        Assert.Contains($"environmentAppInstall of Production has been running", failure.Advice, StringComparison.Ordinal);
        Assert.Contains($"Wait-BcOperation {Id}", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resourceExists", "copy", "UAT", "Production", "update")]
    [InlineData("tenantAlreadyProvisioning", "create", "Another", "UAT", "update")]
    [InlineData("TenantAlreadyProvisioning", "copy", "Another", "UAT", "softDelete")]
    public async Task A_conflict_is_detected_by_its_code_with_any_status(
        string code, string type, string environment, string otherEnvironment, string otherType)
    {
        _api.Answer($$"""{"code":"{{code}}","message":"Busy."}""", HttpStatusCode.BadRequest);
        Lists(Operation(Guid.NewGuid(), otherType, environment: otherEnvironment), Operation(Id, type, "scheduled", environment));
        var failure = await Assert.ThrowsAsync<BcApiException>(Copy);
        Assert.Equal((Guid?)Id, failure.OperationId);
        Assert.Contains($"Wait-BcOperation {Id}", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unexplained_conflict_is_the_error()
    {
        _api.Answer("""{"code":"busy","message":"Busy."}""", HttpStatusCode.Conflict);
        Lists(Operation(Id, "copy", "succeeded", "Production"));
        Assert.Null((await Assert.ThrowsAsync<BcApiException>(Delete)).OperationId);

        _api.Answer("""{"code":"busy","message":"Busy."}""", HttpStatusCode.Conflict);
        _api.Answer("", HttpStatusCode.InternalServerError);
        Assert.Equal("Busy", (await Assert.ThrowsAsync<BcApiException>(Delete)).Code);
    }

    [Fact]
    public async Task An_operation_is_read_by_its_ID_and_a_missing_one_returns_null()
    {
        _api.Answer(JsonSerializer.Serialize(Operation(Id)));
        Assert.Equal(Id, (await _api.AdminCenter.FindOperationAsync(Id, CancellationToken.None))!.OperationId);
        _api.Answer("""{"code":"operationNotFound","message":"No."}""", HttpStatusCode.NotFound);
        Lists(Operation(Guid.NewGuid()));
        Assert.Null(await _api.AdminCenter.FindOperationAsync(Id, CancellationToken.None));
        _api.Answer("", HttpStatusCode.NotFound);
        Assert.Null(await _api.AdminCenter.FindOperationAsync(Production, Id, CancellationToken.None));
        Assert.Equal(
            [$"{List}/{Id}", $"{List}/{Id}", List, $"GET /admin/v2.29/applications/BusinessCentral/environments/Production/operations/{Id}"],
            _api.Calls);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "")]
    [InlineData(HttpStatusCode.BadRequest, """{"code":"resourceDoesNotExist","message":"No."}""")]
    [InlineData(HttpStatusCode.NoContent, "")]
    public async Task If_the_ID_finds_no_operation_the_list_is_searched(HttpStatusCode status, string body)
    {
        _api.Answer(body, status);
        Lists(Operation(Id, status: "Succeeded"));
        Assert.True((await _api.AdminCenter.FindOperationAsync(Id, CancellationToken.None))!.IsSucceeded);
    }

    [Fact]
    public async Task Failures_other_than_not_found_are_errors()
    {
        _api.Answer("", HttpStatusCode.Forbidden);
        Assert.Equal(
            "Forbidden", (await Assert.ThrowsAsync<BcApiException>(() => _api.AdminCenter.FindOperationAsync(Id, CancellationToken.None))).Code);
    }

    [Fact]
    public async Task Versions_that_cannot_read_one_operation_search_the_list()
    {
        using var old = new TestApi(apiVersion: "2.27");
        var list = JsonSerializer.Serialize(new { value = new[] { Operation(Guid.NewGuid()), Operation(Id) } });
        old.Answer(list).Answer(list).Answer(list);
        Assert.Equal(Id, (await old.AdminCenter.FindOperationAsync(Id, CancellationToken.None))!.OperationId);
        Assert.Equal(Id, (await old.AdminCenter.FindOperationAsync(Production, Id, CancellationToken.None))!.OperationId);
        Assert.Null(await old.AdminCenter.FindOperationAsync(Guid.NewGuid(), CancellationToken.None));
        Assert.All(old.Calls, call => Assert.Equal("GET /admin/v2.27/environments/operations", call));
    }
}
