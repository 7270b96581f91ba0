using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

public sealed class FaultTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private Task<Answer> Copy() => Post($"{Environments}/Production/copy", new JsonObject { ["environmentName"] = "UAT", ["type"] = "Sandbox" });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_error_status_occurs_once_with_a_Retry_After(bool asDate)
    {
        await Fault(new JsonObject
        {
            ["kind"] = "status",
            ["statusCode"] = 503,
            ["errorCode"] = "Busy",
            ["message"] = "Come back.",
            ["retryAfterSec"] = 3,
            ["retryAfterDate"] = asDate,
        });
        var answer = await Get(Environments);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Busy", "Come back."), (answer.Status, answer.Code, (string?)answer.Object["message"]));
        if (asDate)
            Assert.InRange(answer.Message.Headers.RetryAfter!.Date!.Value, Now.AddSeconds(2), Now.AddSeconds(3));
        else
            Assert.Equal("3", answer.Header("Retry-After"));
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments)).Status);
    }

    [Fact]
    public async Task A_fault_applies_to_the_operations_that_it_names()
    {
        await Fault(new JsonObject { ["kind"] = "status", ["statusCode"] = 500, ["operation"] = "list*Companies", ["count"] = 0 });
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments)).Status);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((HttpStatusCode.InternalServerError, "Internal_ServerError"),
                ((await Get($"{Automation}/companies")).Status, (await Get($"{Automation}/companies")).Code));
        }

        Assert.Equal(HttpStatusCode.OK, (await Get($"{Automation}/companies({Denmark})")).Status);
        await Control("reset", new JsonObject { ["faultsOnly"] = true });
        Assert.Equal(HttpStatusCode.OK, (await Get($"{Automation}/companies")).Status);
    }

    [Fact]
    public async Task A_fault_applies_to_the_sign_in_by_name_only()
    {
        await Fault(new JsonObject { ["kind"] = "status", ["statusCode"] = 503 });
        await AppToken(AppId, AppSecret);
        await Fault(new JsonObject { ["kind"] = "status", ["statusCode"] = 503, ["operation"] = "token", ["errorCode"] = "temporarily_unavailable" });
        var answer = await Form($"/{TenantId}/oauth2/v2.0/token", ("grant_type", "client_credentials"), ("client_id", AppId),
            ("client_secret", AppSecret), ("scope", Scope));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "temporarily_unavailable"), (answer.Status, (string?)answer.Object["error"]));
    }

    [Fact]
    public async Task A_random_fault_is_repeatable()
    {
        async Task<string> Run()
        {
            await Control("reset", new JsonObject { ["faultsOnly"] = true });
            await Fault(new JsonObject { ["kind"] = "status", ["statusCode"] = 500, ["probability"] = 0.5, ["seed"] = 7, ["count"] = 0 });
            var statuses = new List<int>();
            for (var i = 0; i < 20; i++)
                statuses.Add((int)(await Get(Environments)).Status);
            return string.Join(' ', statuses);
        }

        var first = await Run();
        Assert.Contains("500", first, StringComparison.Ordinal);
        Assert.Contains("200", first, StringComparison.Ordinal);
        Assert.Equal(first, await Run());
    }

    [Fact]
    public async Task A_delay_delays_the_response()
    {
        await Fault(new JsonObject { ["kind"] = "delay", ["delayMs"] = 300 });
        var watch = Stopwatch.StartNew();
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments)).Status);
        Assert.True(watch.ElapsedMilliseconds >= 295, $"{watch.ElapsedMilliseconds} ms");
    }

    [Theory]
    [InlineData("dropBefore", 0)]
    [InlineData("dropAfter", 1)]
    [InlineData("truncate", 1)]
    public async Task A_closed_connection_is_an_error_of_the_transport_before_or_after_processing(string kind, int operations)
    {
        await Fault(new JsonObject { ["kind"] = kind, ["operation"] = "copyEnvironment" });
        await Assert.ThrowsAsync<HttpRequestException>(Copy);
        Assert.Equal(operations, (await Get(Operations)).Rows.Count());
    }

    [Fact]
    public async Task A_malformed_body_is_not_valid_JSON()
    {
        await Fault(new JsonObject { ["kind"] = "malformed" });
        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(() => Get(Environments));
    }

    [Fact]
    public async Task An_HTML_page_of_a_gateway_replaces_the_response()
    {
        await Fault(new JsonObject { ["kind"] = "html", ["statusCode"] = 504 });
        var answer = await Get(Environments);
        Assert.Equal((HttpStatusCode.GatewayTimeout, "text/html"), (answer.Status, answer.Message.Content.Headers.ContentType!.MediaType));
        Assert.StartsWith("<html>", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_content_type_is_returned_with_the_correct_body()
    {
        await Fault(new JsonObject { ["kind"] = "wrongContentType" });
        var answer = await Get(Environments);
        Assert.Equal("text/plain", answer.Message.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(JsonNode.Parse(answer.Text)!["value"]);
    }

    [Fact]
    public async Task A_slow_body_is_received_completely()
    {
        await Settings("extraMembers", false);
        await Fault(new JsonObject { ["kind"] = "slowDrip", ["bytesPerSec"] = 1000 });
        var watch = Stopwatch.StartNew();
        var answer = await Get($"{Environments}/Production");
        Assert.Equal("Production", (string?)answer.Object["name"]);
        // 100 bytes are sent immediately, and 100 more after each tenth of a second.
        Assert.True(watch.ElapsedMilliseconds >= answer.Text.Length - 100, $"{answer.Text.Length} bytes in {watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task A_revoked_token_is_rejected_from_that_call_on()
    {
        await Fault(new JsonObject { ["kind"] = "revokeToken" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(Environments)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(Environments)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments, await AppToken(AppId, AppSecret))).Status);
    }

    [Fact]
    public async Task Only_the_token_that_expires_is_rejected_from_that_call_on()
    {
        var other = await AppToken(AppId, AppSecret);
        await Fault(new JsonObject { ["kind"] = "expireToken" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(Environments)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Get(Environments)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments, other)).Status);
    }

    [Fact]
    public async Task A_failed_delete_keeps_the_environment_which_can_be_deleted_again()
    {
        await Fault(new JsonObject { ["kind"] = "failOperation", ["operation"] = "delete*", ["message"] = "Stuck." });
        await Send(HttpMethod.Delete, $"{Environments}/Sandbox");
        await AdvanceClock(10);
        Assert.Equal("SoftDeletingFailed", (string?)(await Get($"{Environments}/Sandbox")).Object["status"]);
        Assert.Equal(("failed", "Stuck."),
            ((string?)(await Get(Operations)).Rows.Single()["status"], (string?)(await Get(Operations)).Rows.Single()["errorMessage"]));
        Assert.Equal(HttpStatusCode.Accepted, (await Send(HttpMethod.Delete, $"{Environments}/Sandbox")).Status);
    }

    [Theory]
    [InlineData("""{"kind":"gremlin"}""")]
    [InlineData("""{"operation":"*"}""")]
    [InlineData("""{"kind":"status"}""")]
    [InlineData("""{"kind":"delay","delay":5}""")]
    [InlineData("""{"kind":"delay","probability":2}""")]
    public async Task An_invalid_fault_is_an_error(string body)
    {
        using var content = new StringContent(body);
        Assert.Equal(HttpStatusCode.BadRequest, (await Http.PostAsync("/simulator/faults", content)).StatusCode);
        Assert.Empty((await Read(await Http.GetAsync("/simulator/faults"))).Json!.AsArray());
    }

    [Fact]
    public async Task Faults_show_their_hit_count_and_can_be_removed()
    {
        await Control("faults", new JsonArray(new JsonObject { ["kind"] = "delay", ["count"] = 2 }, new JsonObject { ["kind"] = "html" }));
        await Get(Environments);
        var faults = (await Read(await Http.GetAsync("/simulator/faults"))).Json!.AsArray();
        Assert.Equal([1, 0], faults.Select(fault => (int)fault!["struck"]!));
        await Http.DeleteAsync("/simulator/faults");
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments)).Status);
        Assert.Empty((await Read(await Http.GetAsync("/simulator/faults"))).Json!.AsArray());
    }
}
