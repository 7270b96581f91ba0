using System.Net;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

public sealed class ControlTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private async Task<JsonArray> Requests(string query = "") => (await Read(await Http.GetAsync($"/simulator/requests{query}"))).Json!.AsArray();

    [Fact]
    public async Task Calls_are_logged_with_caller_operation_and_result_but_no_token()
    {
        await Http.DeleteAsync("/simulator/requests");
        await Send(HttpMethod.Put, $"{Environments}/Dev", new JsonObject { ["environmentType"] = "Sandbox" },
            headers: [("x-ms-client-request-id", "my-id"), ("User-Agent", "test/1.0")]);
        await AppToken(AppId, AppSecret);

        var entry = (await Requests("?operation=createEnvironment&last=1"))[0]!;
        Assert.Equal(("PUT", 400, TenantId, "app", AppId),
            ((string?)entry["method"], (int)entry["status"]!, (string?)entry["tenantId"], (string?)entry["callerKind"], (string?)entry["callerId"]));
        Assert.Equal(("my-id", "test/1.0", 1, 29),
            ((string?)entry["correlationId"], (string?)entry["userAgent"], (int)entry["inFlight"]!, (int)entry["requestBodyBytes"]!));
        Assert.True(Guid.TryParse((string?)entry["ms-correlation-x"], out _));
        Assert.NotNull(entry["endedOn"]);

        var all = await Requests();
        Assert.Equal(["createEnvironment", "token"], all.Select(call => (string?)call!["operationId"]));
        Assert.DoesNotContain(AppSecret, all.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", all.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_calls_are_counted()
    {
        await Settings("latencyMs", 200);
        await Task.WhenAll(Get(Environments), Get(Environments), Get(Environments));
        Assert.Equal([1, 2, 3], (await Requests("?operation=listEnvironmentsByFamily")).Select(call => (int)call!["inFlight"]!).Order());
    }

    [Fact]
    public async Task A_call_with_a_fault_is_logged_with_the_fault()
    {
        await Fault(new JsonObject { ["kind"] = "dropBefore" });
        await Assert.ThrowsAsync<HttpRequestException>(() => Get(Environments));
        var entry = (await Requests("?last=1"))[0]!;
        Assert.Equal("dropBefore", (string?)entry["fault"]);
        Assert.Null(entry["status"]);
    }

    [Fact]
    public async Task A_reset_restores_the_scenario_or_loads_another()
    {
        await Send(HttpMethod.Delete, $"{Environments}/Sandbox");
        await Settings("latencyMs", 1);
        await AdvanceClock(1000);
        await Control("reset");
        Assert.Equal("Active", (string?)(await Get($"{Environments}/Sandbox")).Object["status"]);
        Assert.Equal(0, Host.Simulator.World.Settings.LatencyMs);
        Assert.Equal(Now, Host.Simulator.World.Clock.UtcNow);

        var empty = (await Control("reset", new JsonObject { ["scenario"] = "Empty" })).Object;
        Assert.Empty(empty["tenants"]![0]!["environments"]!.AsArray());
        using var unknown = new StringContent("""{"scenario":"Nowhere"}""");
        var answer = await Read(await Http.PostAsync("/simulator/reset", unknown));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("Contoso, Customers, Empty, Partner", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_can_only_be_advanced()
    {
        var before = (await Control("clock")).Object["now"]!.GetValue<DateTimeOffset>();
        var after = (await Control("clock", new JsonObject { ["advanceSec"] = 86400, ["timeScale"] = 5 })).Object["now"]!.GetValue<DateTimeOffset>();
        Assert.InRange((after - before).TotalSeconds, 86400, 86410);
        using var back = new StringContent("""{"advanceSec":-1}""");
        Assert.Equal(HttpStatusCode.BadRequest, (await Http.PostAsync("/simulator/clock", back)).StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Host", "rebound.example")]
    public async Task Web_pages_and_foreign_hosts_are_rejected(string header, string value)
    {
        // Over plain http, because with https a foreign host name would already be rejected by the certificate.
        using var client = new HttpClient { BaseAddress = Host.Http };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/simulator");
        request.Headers.TryAddWithoutValidation(header, value);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Control_works_over_plain_http_too()
    {
        using var client = new HttpClient { BaseAddress = Host.Http };
        Assert.Equal("Contoso", (string?)(await Read(await client.GetAsync("/simulator"))).Object["scenario"]);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/simulator/nothing")).StatusCode);
    }

    [Fact]
    public async Task The_operations_of_the_contract_are_listed_with_whether_they_are_simulated()
    {
        var operations = (await Read(await Http.GetAsync("/simulator/contract/operations"))).Json!.AsArray();
        Assert.Equal(163, operations.Count);
        Assert.True((bool)operations.Single(operation => (string?)operation!["operationId"] == "copyEnvironment")!["played"]!);
        var undocumented = Host.Simulator.Contracts.Sum(contract => contract.UndocumentedOperations.Count);
        Assert.Equal(Host.Simulator.Handlers.Count - undocumented, operations.Count(operation => (bool)operation!["played"]!));
    }

    [Theory]
    [InlineData("""{"clientId":"x"}""")]
    [InlineData("""{"name":"x","environments":"some"}""")]
    [InlineData("""{"name":"x","certificatePem":"no certificate"}""")]
    [InlineData("""{"name":"x","tenantId":"nowhere.example"}""")]
    [InlineData("""{"name":"x","colour":"blue"}""")]
    public async Task An_invalid_app_is_an_error(string body)
    {
        using var content = new StringContent(body);
        Assert.Equal(HttpStatusCode.BadRequest, (await Http.PostAsync("/simulator/apps", content)).StatusCode);
        Assert.Equal(2, Host.Simulator.World.DefaultTenant.Apps.Count);
    }
}
