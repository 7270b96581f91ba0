using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

/// <summary>Each setting for a deviation of the real service, on and off.</summary>
public sealed class SettingTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private Task<Answer> Copy(string name) =>
        Post($"{Environments}/Production/copy", new JsonObject { ["environmentName"] = name, ["type"] = "Sandbox" });

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
        Assert.Equal(
            ("UAT", "BusinessCentral"), ((string?)operation["parameters"]!["environmentName"], (string?)operation["parameters"]!["productFamily"]));
    }

    [Fact]
    public async Task Statuses_can_be_in_pascal_case()
    {
        await Settings("pascalCaseStatuses", true);
        var operation = (await Copy("UAT")).Object;
        Assert.Equal(("Scheduled", "Copy"), ((string?)operation["status"], (string?)operation["type"]));
        Assert.Equal("SoftDelete", (string?)(await Send(HttpMethod.Delete, $"{Environments}/Sandbox")).Object["type"]);
    }

    private const string Apps = $"{Environments}/Production/apps";
    private const string Payroll = "a9900000-0000-4000-8000-000000000004";

    [Fact]
    public async Task Installed_apps_have_id_and_appId_and_states_in_lower_case()
    {
        var app = (await Get(Apps)).Rows.First();
        Assert.Equal(((string?)app["id"], "installed"), ((string?)app["appId"], (string?)app["state"]));
        await Settings("appIdMember", "id");
        Assert.False((await Get(Apps)).Rows.First().ContainsKey("appId"));
        await Settings("appIdMember", "appId");
        Assert.False((await Get(Apps)).Rows.First().ContainsKey("id"));
        await Settings("pascalCaseStatuses", true);
        Assert.Equal("Installed", (string?)(await Get(Apps)).Rows.First()["state"]);
    }

    [Fact]
    public async Task An_uninstalled_app_stays_listed_for_some_time()
    {
        await Settings("uninstallPendingSec", 600);
        await Post($"{Apps}/{Payroll}/uninstall", new JsonObject());
        await AdvanceClock(2);
        var app = (await Get(Apps)).Rows.Single(row => (string?)row["appId"] == Payroll);
        Assert.Equal(("uninstallPending", "Succeeded"), ((string?)app["state"], (string?)app["lastUninstallAttemptResult"]));
        var refused = await Post($"{Apps}/{Payroll}/install", new JsonObject { ["acceptIsvEula"] = true });
        Assert.Equal((HttpStatusCode.BadRequest, "EntityValidationFailed"), (refused.Status, refused.Code));
        await AdvanceClock(12);
        Assert.DoesNotContain((await Get(Apps)).Rows, row => (string?)row["appId"] == Payroll);
        Assert.Equal(HttpStatusCode.OK, (await Post($"{Apps}/{Payroll}/install", new JsonObject { ["acceptIsvEula"] = true })).Status);
    }

    [Theory]
    [InlineData(Payroll, null, "App is already installed.")]
    [InlineData("a9900000-0000-4000-8000-0000000000ff", null, "Target app version was not found.")]
    [InlineData("a9900000-0000-4000-8000-000000000005", "9.9.0.0", "Target app version was not found.")]
    public async Task An_app_that_is_installed_or_unknown_is_an_invalid_entity(string app, string? version, string text)
    {
        var body = new JsonObject { ["acceptIsvEula"] = true };
        if (version is not null)
            body["targetVersion"] = version;
        var refused = await Post($"{Apps}/{app}/install", body);
        Assert.Equal((HttpStatusCode.BadRequest, "EntityValidationFailed"), (refused.Status, refused.Code));
        Assert.Contains(text, refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_app_operation_has_the_format_of_environment_operations_and_the_history_has_capital_letters()
    {
        var started = (await Post($"{Apps}/{Payroll}/update", new JsonObject { ["targetVersion"] = "5.3.0.0" })).Object;
        await AdvanceClock(10);
        var one = (await Get($"{Apps}/{Payroll}/operations/{started["id"]}")).Object;
        Assert.Equal(("environmentAppUpdate", "succeeded", "Production", "app"),
            ((string?)one["type"], (string?)one["status"], (string?)one["environmentName"], (string?)one["creatorPrincipalType"]));
        Assert.Equal(("5.2.0.0", "5.3.0.0", Payroll),
            ((string?)one["parameters"]!["sourceAppVersion"], (string?)one["parameters"]!["targetAppVersion"], (string?)one["parameters"]!["appId"]));
        Assert.Equal("Succeeded", (string?)(await Get($"{Apps}/{Payroll}/operations")).Rows.First()["status"]);
        await Settings("appOperationRecords", true);
        Assert.Equal(("update", "5.3.0.0"), Shape((await Get($"{Apps}/{Payroll}/operations/{started["id"]}")).Object));

        static (string?, string?) Shape(JsonObject row) => ((string?)row["type"], (string?)row["targetVersion"]);
    }

    [Fact]
    public async Task A_failed_app_operation_has_an_error_in_the_language_of_the_environment()
    {
        const string Trouble = "a9900000-0000-4000-8000-000000000009";
        var started = (await Post($"{Apps}/{Trouble}/install", new JsonObject { ["acceptIsvEula"] = true })).Object;
        await AdvanceClock(10);
        var message = (string)(await Get($"{Apps}/{Trouble}/operations/{started["id"]}")).Object["errorMessage"]!;
        Assert.Equal(["ExtensionChangeFailed", "TenantSyncFailure"], BcAdmin.Api.ServiceFailure.Parse(message).Codes);
        Assert.Contains("er fjernet", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operations_on_apps_can_deadlock()
    {
        await Settings("appOperationsDeadlock", true);
        await Control("clock", new JsonObject { ["timeScale"] = 1 });
        var first = (await Post($"{Apps}/{Payroll}/update", new JsonObject { ["targetVersion"] = "5.3.0.0" })).Object["id"];
        var second = (await Post($"{Apps}/a9900000-0000-4000-8000-000000000005/install", new JsonObject { ["acceptIsvEula"] = true })).Object["id"];
        await AdvanceClock(600);
        Assert.Equal("failed", (string?)(await Get($"{Operations}/{first}")).Object["status"]);
        Assert.Equal("failed", (string?)(await Get($"{Operations}/{second}")).Object["status"]);
    }

    [Fact]
    public async Task An_upload_requires_no_permission_set_inside_the_environment()
    {
        await Settings("appOperationsNeedPermissionSet", true);
        await Control("apps", new JsonObject { ["clientId"] = NewcomerId, ["authorized"] = true });
        var token = await AppToken(NewcomerId, NewcomerSecret);
        var install = await Send(
            HttpMethod.Post, $"{Apps}/a9900000-0000-4000-8000-000000000005/install", new JsonObject { ["acceptIsvEula"] = true }, token);
        Assert.Equal((HttpStatusCode.Forbidden, "EnvironmentAppOperationFailed"), (install.Status, install.Code));

        using var form = new MultipartFormDataContent { { new StringContent("true"), "acceptIsvEula" } };
        form.Add(new ByteArrayContent(AppFile.Make(Guid.NewGuid(), "Freight", "1.0.0.0")), "extensionFile", "freight.app");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Apps}/pteInstall") { Content = form };
        request.Headers.Authorization = new("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await Read(await Http.SendAsync(request))).Status);
    }

    [Fact]
    public async Task PublishedAs_has_a_leading_space_unless_switched_off()
    {
        Assert.All((await Get($"{Automation}/companies({Denmark})/extensions")).Rows, row =>
            Assert.StartsWith(" ", (string?)row["publishedAs"], StringComparison.Ordinal));
        await Settings("trimmedPublishedAs", true);
        Assert.Contains((await Get($"{Automation}/companies({Denmark})/extensions")).Rows, row => (string?)row["publishedAs"] == "PTE");
    }

    [Fact]
    public async Task Unknown_members_are_in_every_object_unless_switched_off()
    {
        var list = await Get(Environments);
        Assert.True(list.Object.ContainsKey("simulatorExtra"));
        Assert.All(list.Rows, row =>
            Assert.True(row.ContainsKey("simulatorExtra") && row["versionDetails"]!.AsObject().ContainsKey("simulatorExtra")));
        await Settings("extraMembers", false);
        Assert.DoesNotContain("simulatorExtra", (await Get(Environments)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delete_can_respond_without_a_body()
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
    public async Task Calls_above_the_concurrency_limit_are_queued_and_calls_above_the_queue_limit_are_rejected()
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
    public async Task Unknown_and_invalid_settings_are_an_error_and_change_nothing(string body)
    {
        var before = (await Read(await Http.GetAsync("/simulator/settings"))).Text;
        using var content = new StringContent(body);
        var answer = await Read(await Http.PostAsync("/simulator/settings", content));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.NotEmpty((string)answer.Object["error"]!);
        Assert.Equal(before, (await Read(await Http.GetAsync("/simulator/settings"))).Text);
    }
}
