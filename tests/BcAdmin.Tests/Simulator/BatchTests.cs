using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

/// <summary>Many calls in one request.</summary>
public sealed class BatchTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string Users = $"companies({Denmark})/users";

    [Fact]
    public async Task Each_call_has_a_separate_response_and_is_independent()
    {
        var user = await UserAsync();
        var answers = await Send([
            Give(user, "D365 READ", "give"),
            Request("nobody", "GET", $"{Users}({Guid.NewGuid()})"),
            Request("off", "PATCH", $"{Users}({user})", new JsonObject { ["state"] = "Disabled" }, ("If-Match", "*")),
            Request("careless", "PATCH", $"{Users}({user})", new JsonObject { ["state"] = "Enabled" }),
            Request("absolute", "GET",
                new Uri(Host.Https, $"{Automation}/{Users}?$filter=userName eq 'ACCOUNTANT.01'&$select=userName").OriginalString),
            Request("fromHost", "GET", $"{Automation}/companies"),
        ]);

        Assert.Equal(["give", "nobody", "off", "careless", "absolute", "fromHost"], answers.Select(answer => (string?)answer["id"]));
        Assert.Equal([201, 404, 200, 400, 200, 200], answers.Select(answer => (int)answer["status"]!));
        Assert.EndsWith($"/{Users}({user})/userPermissions({answers[0]["body"]!["id"]})", (string)answers[0]["headers"]!["location"]!,
            StringComparison.Ordinal);
        Assert.Equal("Internal_RecordNotFound", (string)answers[1]["body"]!["error"]!["code"]!);
        Assert.Equal("BadRequest_InvalidToken", (string)answers[3]["body"]!["error"]!["code"]!);
        Assert.Equal("ACCOUNTANT.01", (string)answers[4]["body"]!["value"]!.AsArray().Single()!["userName"]!);
        Assert.Contains("D365 READ", await SetsAsync(user));
        Assert.Equal("Disabled", (string)(await Get($"{Automation}/{Users}({user})")).Object["state"]!);
    }

    [Fact]
    public async Task A_snapshot_is_rolled_back_by_one_failure_although_earlier_responses_show_success()
    {
        var user = await UserAsync();
        var answers = await Send([
            Give(user, "D365 READ", "a"),
            Request("b", "PATCH", $"{Users}({user})", new JsonObject { ["state"] = "Disabled" }, ("If-Match", "*")),
            Give(user, "NOPE", "c"),
            Give(user, "LOCAL", "d")], ("Isolation", "snapshot"));
        Assert.Equal([201, 200, 400], answers.Select(answer => (int)answer["status"]!));
        Assert.DoesNotContain("D365 READ", await SetsAsync(user));
        Assert.Equal("Enabled", (string)(await Get($"{Automation}/{Users}({user})")).Object["state"]!);

        answers = await Send([Give(user, "D365 READ", "a"), Give(user, "LOCAL", "b")], ("Isolation", "snapshot"));
        Assert.Equal([201, 201], answers.Select(answer => (int)answer["status"]!));
        Assert.Superset(new HashSet<string>(["D365 READ", "LOCAL"]), await SetsAsync(user));
    }

    [Fact]
    public async Task Committed_changes_are_kept_when_a_snapshot_is_rolled_back()
    {
        var user = await UserAsync();
        await Send([
            Give(user, "D365 READ", "before"),
            Request("company", "POST", $"companies({Denmark})/automationCompanies", new JsonObject
            {
                ["name"] = "New one",
                ["displayName"] = "New one",
            }),
            Give(user, "LOCAL", "after"),
            Give(user, "NOPE", "wrong")], ("Isolation", "snapshot"));
        Assert.Contains((await Get($"{Automation}/companies")).Rows, company => (string)company["name"]! == "New one");
        var sets = await SetsAsync(user);
        Assert.Contains("D365 READ", sets);
        Assert.DoesNotContain("LOCAL", sets);
    }

    [Fact]
    public async Task Calls_that_depend_on_a_failure_are_not_processed_and_a_missing_ID_is_returned_as_null()
    {
        var user = await UserAsync();
        var dependent = Give(user, "D365 READ", "dependent");
        dependent["dependsOn"] = new JsonArray("wrong");
        var nameless = Give(user, "LOCAL", "x");
        nameless.Remove("id");
        var answers = await Send([Give(user, "NOPE", "wrong"), dependent, nameless]);
        Assert.Equal([400, 424, 201], answers.Select(answer => (int)answer["status"]!));
        Assert.True(answers[2].ContainsKey("id") && answers[2]["id"] is null);
        Assert.DoesNotContain("D365 READ", await SetsAsync(user));
    }

    [Fact]
    public async Task A_batch_can_stop_at_the_first_failure()
    {
        var user = await UserAsync();
        await Settings("batchStopsAtFirstError", true);
        JsonObject[] requests = [Give(user, "NOPE", "wrong"), Give(user, "D365 READ", "right")];
        Assert.Single(await Send(requests));
        Assert.Equal(2, (await Send(requests, ("Prefer", "odata.continue-on-error"))).Count);
    }

    [Fact]
    public async Task Inner_calls_are_authorized_and_logged_and_have_faults_individually()
    {
        var user = await UserAsync();
        await Fault(new JsonObject { ["kind"] = "status", ["operation"] = "createUserPermission", ["statusCode"] = 503, ["count"] = 1 });
        var answers = await Send([
            Give(user, "D365 READ", "a"),
            Give(user, "LOCAL", "b"),
            Request("sync", "POST", $"{Users}({user})/Microsoft.NAV.getNewUsersFromOffice365"),
            Request("away", "GET", "https://elsewhere.example/companies"),
            Request("batch", "POST", "$batch", new JsonObject { ["requests"] = new JsonArray(Request("x", "GET", "companies")) })]);
        Assert.Equal([503, 201, 403, 400, 400], answers.Select(answer => (int)answer["status"]!));

        var log = (await Read(await Http.GetAsync("/simulator/requests"))).Json!.AsArray().Select(entry => entry!.AsObject()).ToList();
        var batch = log.FindIndex(entry => (string)entry["operationId"]! == "postBatch");
        Assert.Equal(
            ["createUserPermission 503", "createUserPermission 201", "getNewUsersFromOffice365 403"],
            log.Skip(batch + 1).Take(3).Select(entry => $"{entry["operationId"]} {entry["status"]}"));
        Assert.All(log.Skip(batch + 1).Take(3), entry => Assert.True((bool)entry["inBatch"]!));
    }

    [Theory]
    [InlineData("""{"requests":[]}""")]
    [InlineData("""{"requests":[{"method":"GET"}]}""")]
    [InlineData("""{"requests":[{"id":"1","method":"GET","url":"companies"},{"id":"1","method":"GET","url":"companies"}]}""")]
    [InlineData("""{"requests":[{"id":"1","method":"GET","url":"companies","dependsOn":["2"]},{"id":"2","method":"GET","url":"companies"}]}""")]
    [InlineData("""{"requests":[{"id":"1","method":"GET","url":"companies","atomicityGroup":"g"}]}""")]
    public async Task A_batch_that_cannot_be_read_is_rejected_completely(string body)
    {
        var answer = await Post($"{Automation}/$batch", JsonNode.Parse(body));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task A_batch_accepts_up_to_100_calls()
    {
        var hundred = Enumerable.Range(0, 100).Select(number => Request($"{number}", "GET", "companies")).ToList();
        Assert.Equal(100, (await Send(hundred)).Count);
        var body = new JsonObject
        {
            ["requests"] = new JsonArray([.. hundred.Append(Request("one more", "GET", "companies")).Select(request => request.DeepClone())]),
        };
        Assert.Equal(HttpStatusCode.BadRequest, (await Post($"{Automation}/$batch", body)).Status);
    }

    [Fact]
    public async Task Its_calls_take_time_one_after_another_and_the_latency_applies_once()
    {
        await Control("settings", new JsonObject { ["latencyMs"] = 1000, ["serviceTimeMs"] = 40, ["throttle"] = new JsonObject() });
        var watch = Stopwatch.StartNew();
        await Send(Enumerable.Range(0, 10).Select(number => Request($"{number}", "GET", "companies")));
        Assert.InRange(watch.ElapsedMilliseconds, 1390, 10_399); // ten latencies of a second each would take longer
    }

    private async Task<List<JsonObject>> Send(IEnumerable<JsonObject> requests, params (string Name, string Value)[] headers)
    {
        var body = new JsonObject { ["requests"] = new JsonArray([.. requests.Select(request => request.DeepClone())]) };
        var answer = await Send(HttpMethod.Post, $"{Automation}/$batch", body, null, headers);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return [.. answer.Object["responses"]!.AsArray().Select(response => response!.AsObject())];
    }

    private static JsonObject Give(string user, string role, string id) =>
        Request(id, "POST", $"{Users}({user})/userPermissions", new JsonObject { ["roleId"] = role });

    private static JsonObject Request(string id, string method, string url, JsonObject? body = null, params (string Name, string Value)[] headers)
    {
        var request = new JsonObject { ["id"] = id, ["method"] = method, ["url"] = url };
        if (headers.Length > 0)
            request["headers"] = new JsonObject(headers.Select(header => KeyValuePair.Create(header.Name, (JsonNode?)header.Value)));
        if (body is not null)
            request["body"] = body;
        return request;
    }

    private async Task<string> UserAsync() =>
        (string)(await Get($"{Automation}/{Users}?$filter=userName%20eq%20'BUYER.02'")).Rows.Single()["userSecurityId"]!;

    private async Task<HashSet<string>> SetsAsync(string user) =>
        [.. (await Get($"{Automation}/{Users}({user})/userPermissions")).Rows.Select(row => (string)row["roleId"]!)];
}
