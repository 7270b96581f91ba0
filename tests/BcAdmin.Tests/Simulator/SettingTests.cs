using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

/// <summary>Each switch for a trap of the real service, on and off.</summary>
public sealed class SettingTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private Task<Answer> Copy(string name) => Post($"{Environments}/Production/copy", new JsonObject { ["environmentName"] = name, ["type"] = "Sandbox" });

    [Fact]
    public async Task A_new_operation_can_be_late_in_the_lists()
    {
        await Settings("operationListLagSec", 600);
        var id = (await Copy("UAT")).Object["id"];
        Assert.Empty((await Get(Operations)).Rows);
        Assert.Empty((await Get($"{Environments}/UAT/operations")).Rows);
        Assert.Equal(HttpStatusCode.OK, (await Get($"{Operations}/{id}")).Status);
        await AdvanceClock(10);
        Assert.Single((await Get(Operations)).Rows);
    }

    [Fact]
    public async Task A_single_environment_can_be_wrapped()
    {
        Assert.False((await Get($"{Environments}/Production")).Object.ContainsKey("value"));
        await Settings("wrapSingleEnvironment", true);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Environments}/Production");
        request.Headers.Authorization = new("Bearer", Token);
        var answer = await Read(await Http.SendAsync(request));
        Assert.Equal("Production", (string?)Assert.Single(answer.Rows)["name"]);
    }

    [Fact]
    public async Task Operation_members_can_be_nested()
    {
        await Settings("operationMembersNested", true);
        var operation = (await Copy("UAT")).Object;
        Assert.False(operation.ContainsKey("environmentName"));
        Assert.Equal(("UAT", "BusinessCentral"), ((string?)operation["parameters"]!["environmentName"], (string?)operation["parameters"]!["productFamily"]));
    }

    [Fact]
    public async Task Statuses_can_be_in_pascal_case()
    {
        await Settings("pascalCaseStatuses", true);
        var operation = (await Copy("UAT")).Object;
        Assert.Equal(("Scheduled", "Copy"), ((string?)operation["status"], (string?)operation["type"]));
        Assert.Equal("SoftDelete", (string?)(await Send(HttpMethod.Delete, $"{Environments}/Sandbox")).Object["type"]);
    }

    [Fact]
    public async Task Unknown_members_are_in_every_object_unless_switched_off()
    {
        var list = await Get(Environments);
        Assert.True(list.Object.ContainsKey("simulatorExtra"));
        Assert.All(list.Rows, row => Assert.True(row.ContainsKey("simulatorExtra") && row["versionDetails"]!.AsObject().ContainsKey("simulatorExtra")));
        await Settings("extraMembers", false);
        Assert.DoesNotContain("simulatorExtra", (await Get(Environments)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delete_can_answer_without_a_body()
    {
        await Settings("emptyBodyOn202Delete", true);
        var answer = await Send(HttpMethod.Delete, $"{Environments}/Sandbox");
        Assert.Equal((HttpStatusCode.Accepted, ""), (answer.Status, answer.Text));
        Assert.Single((await Get(Operations)).Rows);
    }

    [Fact]
    public async Task Latency_is_added_to_every_call()
    {
        await Settings("latencyMs", 300);
        var watch = Stopwatch.StartNew();
        await Get(Environments);
        Assert.True(watch.ElapsedMilliseconds >= 295, $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task The_number_of_calls_in_five_minutes_is_limited_for_each_caller()
    {
        await Settings("throttle", new JsonObject { ["requestsPer5Min"] = 2, ["retryAfterSec"] = 7 });
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments)).Status);
        var refused = await Get($"{Automation}/companies");
        Assert.Equal((HttpStatusCode.TooManyRequests, "7"), (refused.Status, refused.Header("Retry-After")));
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments, await UserToken(Admin))).Status);
        await Settings("throttle", null);
        Assert.Equal(HttpStatusCode.OK, (await Get(Environments)).Status);
    }

    [Fact]
    public async Task Calls_beyond_the_concurrent_ones_queue_and_beyond_the_queue_are_refused()
    {
        await Control("settings", new JsonObject { ["serviceTimeMs"] = 400, ["throttle"] = new JsonObject { ["concurrent"] = 1, ["queue"] = 1 } });
        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Get(Environments), Get(Environments), Get(Environments));
        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.TooManyRequests));
        Assert.Equal(2, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.True(watch.ElapsedMilliseconds >= 790, $"The second did not wait for the first: {watch.ElapsedMilliseconds} ms");
    }

    [Theory]
    [InlineData("""{"nonsense":1}""")]
    [InlineData("""{"latencyMs":"soon"}""")]
    [InlineData("""{"latencyMs":-1}""")]
    [InlineData("""{"throttle":{"nonsense":1}}""")]
    [InlineData("""[]""")]
    public async Task Unknown_and_wrong_settings_are_an_error_and_change_nothing(string body)
    {
        var before = (await Read(await Http.GetAsync("/simulator/settings"))).Text;
        using var content = new StringContent(body);
        var answer = await Read(await Http.PostAsync("/simulator/settings", content));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotEmpty((string)answer.Object["error"]!);
        Assert.Equal(before, (await Read(await Http.GetAsync("/simulator/settings"))).Text);
    }
}
