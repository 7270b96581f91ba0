using System.Net;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

public sealed class EnvironmentTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private static JsonObject Sandbox => new() { ["environmentType"] = "Sandbox", ["countryCode"] = "DK" };

    private static JsonObject CopyTo(string name, string type = "Sandbox") => new() { ["environmentName"] = name, ["type"] = type };

    private Task<Answer> Create(string name, JsonObject? body = null) => Send(HttpMethod.Put, $"{Environments}/{name}", body ?? Sandbox);

    private Task<Answer> Delete(string name) => Send(HttpMethod.Delete, $"{Environments}/{name}");

    [Fact]
    public async Task A_new_environment_goes_from_preparing_to_active_and_its_operation_from_scheduled_to_succeeded()
    {
        var started = await Create("Dev");
        Assert.Equal(HttpStatusCode.Accepted, started.Status);
        Assert.Equal("create", (string?)started.Object["type"]);
        Assert.Equal("scheduled", (string?)started.Object["status"]);
        Assert.False(started.Object.ContainsKey("startedOn"));
        var id = (string)started.Object["id"]!;
        Assert.Equal("Preparing", (string?)(await Get($"{Environments}/Dev")).Object["status"]);

        await AdvanceClock(1);
        var running = (await Get($"{Operations}/{id}")).Object;
        Assert.Equal("running", (string?)running["status"]);
        Assert.True(running.ContainsKey("startedOn"));
        Assert.False(running.ContainsKey("completedOn"));

        await AdvanceClock(10);
        var done = (await Get($"{Environments}/Dev/operations/{id}")).Object;
        Assert.Equal("succeeded", (string?)done["status"]);
        Assert.True(done["completedOn"]!.GetValue<DateTimeOffset>() > done["startedOn"]!.GetValue<DateTimeOffset>());
        Assert.Equal("Active", (string?)(await Get($"{Environments}/Dev")).Object["status"]);

        var companies = (await Get(Automation.Replace("Production", "Dev") + "/companies")).Rows;
        Assert.Equal("CRONUS DK", (string?)Assert.Single(companies)["name"]);
    }

    [Fact]
    public async Task A_copy_has_the_companies_and_users_of_its_source()
    {
        var started = await Post($"{Environments}/Production/copy", CopyTo("UAT"));
        Assert.Equal("Production", (string?)started.Object["parameters"]!["sourceEnvironmentName"]);
        await AdvanceClock(20);

        var companies = (await Get(Automation.Replace("Production", "UAT") + "/companies")).Rows;
        Assert.Equal(["Contoso Denmark", "Contoso Sweden", "CRONUS DK"], companies.Select(company => (string?)company["name"]));
        var copy = (await Read(await Http.GetAsync("/simulator"))).Object["tenants"]![0]!["environments"]!.AsArray()
            .Single(environment => (string?)environment!["name"] == "UAT");
        Assert.Equal(40, (int)copy!["users"]!);

        // It is a copy, so changes do not affect the source.
        await Send(HttpMethod.Patch, $"{Automation.Replace("Production", "UAT")}/companies({Denmark})/automationCompanies({Denmark})",
            new JsonObject { ["displayName"] = "Changed" }, headers: ("If-Match", "*"));
        Assert.Equal("Contoso Denmark A/S", (string?)(await Get($"{Automation}/companies({Denmark})")).Object["displayName"]);
    }

    [Fact]
    public async Task A_deleted_environment_is_renamed_and_permanently_removed_after_14_days()
    {
        var started = await Delete("Sandbox");
        Assert.Equal((HttpStatusCode.Accepted, "softDelete"), (started.Status, (string?)started.Object["type"]));
        Assert.Equal("tenantDeletionInProgress", (await Delete("Sandbox")).Code);
        Assert.Equal("SoftDeleting", (string?)(await Get($"{Environments}/Sandbox")).Object["status"]);

        await AdvanceClock(10);
        Assert.Equal(HttpStatusCode.NotFound, (await Get($"{Environments}/Sandbox")).Status);
        var gone = (await Get(Environments)).Rows.Single(environment => (string?)environment["status"] == "SoftDeleted");
        Assert.Matches(@"^Sandbox-\d{12}$", (string)gone["name"]!);
        Assert.Equal("requestedByAdmin", (string?)gone["DeleteReason"]);
        Assert.Equal("invalidStatusCannotDeleteTenant", (await Delete((string)gone["name"]!)).Code);
        Assert.Equal("succeeded", (string?)Assert.Single((await Get($"{Environments}/Sandbox/operations")).Rows)["status"]);

        // The name is available again.
        Assert.Equal(HttpStatusCode.Accepted, (await Create("Sandbox")).Status);

        await AdvanceClock(14 * 24 * 3600);
        Assert.DoesNotContain((await Get(Environments)).Rows, environment => (string?)environment["status"] == "SoftDeleted");
    }

    [Fact]
    public async Task The_name_of_a_deleted_environment_is_truncated_to_30_characters()
    {
        await Create("A-very-long-name-of-28-letter");
        await AdvanceClock(10);
        await Delete("A-very-long-name-of-28-letter");
        await AdvanceClock(10);
        var gone = (await Get(Environments)).Rows.Single(environment => (string?)environment["status"] == "SoftDeleted");
        Assert.Matches(@"^A-very-long-name--\d{12}$", (string)gone["name"]!);
        Assert.Equal(30, ((string)gone["name"]!).Length);
    }

    [Fact]
    public async Task A_failed_creation_is_deleted_immediately()
    {
        await Fault(new JsonObject { ["kind"] = "failOperation", ["operation"] = "createEnvironment", ["message"] = "No capacity." });
        var id = (string)(await Create("Dev")).Object["id"]!;
        await AdvanceClock(10);
        var failed = (await Get($"{Operations}/{id}")).Object;
        Assert.Equal(("failed", "No capacity."), ((string?)failed["status"], (string?)failed["errorMessage"]));
        Assert.Equal("CreatingFailed", (string?)(await Get($"{Environments}/Dev")).Object["status"]);

        Assert.Equal("delete", (string?)(await Delete("Dev")).Object["type"]);
        await AdvanceClock(10);
        Assert.Equal("environmentNotFound", (await Get($"{Environments}/Dev")).Code);
        Assert.Equal(2, (await Get(Environments)).Rows.Count());
    }

    [Fact]
    public async Task Older_versions_respond_without_operations()
    {
        const string old = "/admin/v2.8/applications/BusinessCentral/environments";
        var created = await Send(HttpMethod.Put, $"{old}/Dev", Sandbox);
        Assert.Equal((HttpStatusCode.Created, "Preparing"), (created.Status, (string?)created.Object["status"]));
        Assert.Equal("28.3.51420.52011", (string?)created.Object["applicationVersion"]);
        Assert.Equal(HttpStatusCode.Created, (await Post($"{old}/Production/copy", CopyTo("UAT"))).Status);
        Assert.Equal("type", (string?)(await Post($"{old}/Production/copy", CopyTo("Live2", "Production"))).Object["target"]);

        var deleted = await Send(HttpMethod.Delete, $"{old}/Sandbox");
        Assert.Equal((HttpStatusCode.Accepted, ""), (deleted.Status, deleted.Text));
        var named = (await Get("/admin/v2.17/applications/BusinessCentral/environments/Sandbox/operations")).Rows;
        Assert.Equal("delete", (string?)Assert.Single(named)["type"]);
    }

    [Theory]
    [InlineData("""{"countryCode":"DK"}""", "invalidInput", "environmentType")]
    [InlineData("""{"environmentType":"Sandbox"}""", "invalidInput", "countryCode")]
    [InlineData("""{"environmentType":"Sandbox","countryCode":" "}""", "invalidInput", "countryCode")]
    [InlineData("""{"environmentType":"Test","countryCode":"DK"}""", "invalidInput", "environmentType")]
    [InlineData("""{"environmentType":"Sandbox","countryCode":"DK","applicationVersion":"28.3"}""", "invalidInput", "applicationVersion")]
    [InlineData("""{"environmentType":"Production","countryCode":"DK","ringName":"PREVIEW"}""", "invalidInput", "ringName")]
    [InlineData("""{"environmentType":"Sandbox","countryCode":"DK","ringName":"FAST-LANE"}""", "resourceDoesNotExist", "ringName")]
    [InlineData("""{"environmentType":"Sandbox","countryCode":"XX"}""", "destinationApplicationServiceNotFound", "countryCode")]
    [InlineData("""{"environmentType":"Sandbox","countryCode":"DK","applicationVersion":"1.2.3.4"}""", "destinationApplicationServiceNotFound",
        "applicationVersion")]
    [InlineData("""{"environmentType":"Production","countryCode":"DK"}""", "maximumNumberOfEnvironmentsAllowedReached", null)]
    [InlineData("[1]", "invalidInput", null)]
    public async Task An_invalid_create_is_rejected_with_the_code_and_target_of_the_service(string body, string code, string? target)
    {
        var answer = await Send(HttpMethod.Put, $"{Environments}/Dev", JsonNode.Parse(body));
        Assert.Equal((HttpStatusCode.BadRequest, code, target), (answer.Status, answer.Code, (string?)answer.Object["target"]));
        Assert.False(string.IsNullOrEmpty((string?)answer.Object["message"]));
    }

    [Theory]
    [InlineData("1st")]
    [InlineData("with%20blank")]
    [InlineData("Abcdefghijklmnopqrstuvwxyz1234")]
    [InlineData("admin")]
    public async Task An_invalid_name_is_rejected(string name) => Assert.Equal("environmentNameNotValid", (await Create(name)).Code);

    [Theory]
    [InlineData("""{"environmentName":"9","type":"Sandbox"}""", "environmentNameNotValid")]
    [InlineData("""{"environmentName":"","type":"Sandbox"}""", "invalidInput")]
    [InlineData("""{"type":"Sandbox"}""", "invalidInput")]
    [InlineData("""{"environmentName":"Api","type":"Sandbox"}""", "environmentNameNotValid")]
    public async Task An_invalid_copy_is_rejected(string body, string code) =>
        Assert.Equal(code, (await Post($"{Environments}/Production/copy", JsonNode.Parse(body))).Code);

    [Fact]
    public async Task Bodies_are_read_without_case()
    {
        var answer = await Post($"{Environments}/Production/copy", new JsonObject { ["EnvironmentName"] = "UAT", ["TYPE"] = "sandbox" });
        Assert.Equal((HttpStatusCode.Accepted, "Sandbox"), (answer.Status, (string?)answer.Object["environmentType"]));
    }

    [Fact]
    public async Task Missing_bodies_objects_and_families_have_their_codes()
    {
        Assert.Equal("requestBodyRequired", (await Send(HttpMethod.Put, $"{Environments}/Dev")).Code);
        var missing = await Get($"{Environments}/Nope");
        Assert.Equal((HttpStatusCode.NotFound, "environmentNotFound", "BusinessCentral/Nope"),
            (missing.Status, missing.Code, (string?)missing.Object["target"]));
        Assert.Equal("applicationTypeDoesNotExist", (await Get("/admin/v2.29/applications/Other/environments")).Code);
        Assert.Equal("DoesNotExist", (await Send(HttpMethod.Put, "/admin/v2.29/applications/Other/environments/Dev", Sandbox)).Code);
        Assert.Equal("resourceExists", (await Create("sandbox")).Code);
        Assert.Equal(HttpStatusCode.NotFound, (await Get($"{Operations}/{Guid.NewGuid()}")).Status);
    }

    [Fact]
    public async Task Creates_and_copies_run_concurrently_up_to_a_limit()
    {
        await Settings("sandboxQuota", 10);
        Assert.Equal(HttpStatusCode.Accepted, (await Create("One")).Status);
        Assert.Equal((HttpStatusCode.Conflict, "environmentReservationFailed"), await CodeOf(Create("One")));
        Assert.Equal((HttpStatusCode.BadRequest, "invalidInput"), await CodeOf(Post($"{Environments}/One/copy", CopyTo("Five"))));
        Assert.Equal(HttpStatusCode.Accepted, (await Create("Two")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await Post($"{Environments}/Production/copy", CopyTo("Three"))).Status);
        Assert.Equal((HttpStatusCode.Conflict, "tenantAlreadyProvisioning"), await CodeOf(Create("Four")));
        Assert.Equal((HttpStatusCode.Conflict, "invalidStatusCannotDeleteTenant"), await CodeOf(Delete("One")));

        await AdvanceClock(15);
        Assert.Equal(HttpStatusCode.Accepted, (await Create("Four")).Status);
        await Settings("maxParallelProvisioning", 1);
        Assert.Equal("tenantAlreadyProvisioning", (await Create("Five")).Code);
    }

    [Fact]
    public async Task Soft_deleted_environments_do_not_count_towards_the_quota()
    {
        await Create("Two");
        await Create("Three");
        await AdvanceClock(10);
        Assert.Equal("maximumNumberOfEnvironmentsAllowedReached", (await Create("Four")).Code);
        await Delete("Two");
        await AdvanceClock(10);
        Assert.Equal(HttpStatusCode.Accepted, (await Create("Four")).Status);
    }

    [Fact]
    public async Task The_automation_api_of_a_new_environment_is_not_available_immediately()
    {
        await Control("clock", new JsonObject { ["timeScale"] = 10_000 });
        await Settings("environmentWarmupSec", 10_000_000);
        await Create("Dev");
        await AdvanceClock(1);
        Assert.Equal("Active", (string?)(await Get($"{Environments}/Dev")).Object["status"]);
        var companies = Automation.Replace("Production", "Dev") + "/companies";
        Assert.Equal(HttpStatusCode.NotFound, (await Get(companies)).Status);
        await AdvanceClock(600);
        var unavailable = await Get(companies);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Internal_TenantUnavailable"), (unavailable.Status, unavailable.Code));
        Assert.NotNull(unavailable.Header("Retry-After"));
        await AdvanceClock(600);
        Assert.Equal(HttpStatusCode.OK, (await Get(companies)).Status);
    }

    private static async Task<(HttpStatusCode Status, string? Code)> CodeOf(Task<Answer> call)
    {
        var answer = await call;
        return (answer.Status, answer.Code);
    }

    [Fact]
    public async Task Older_clients_can_use_calls_that_are_no_longer_documented()
    {
        const string old = $"/admin/v2.13/applications/BusinessCentral/environments/Sandbox/upgrade";
        var next = (await Get(old)).Object;
        Assert.Equal(("28.4.52500.52777", false), ((string)next["targetVersion"]!, (bool)next["isActive"]!));
        var when = DateTimeOffset.UtcNow.AddDays(3).ToString("O");
        Assert.Equal(
            HttpStatusCode.OK, (await Send(HttpMethod.Put, old, new JsonObject { ["runOn"] = when, ["ignoreUpgradeWindow"] = true })).Status);
        next = (await Get(old)).Object;
        Assert.Equal((true, true, true), ((bool)next["isActive"]!, (bool)next["didTenantSelectDate"]!, (bool)next["ignoreUpgradeWindow"]!));
        Assert.Equal(HttpStatusCode.BadRequest,
            (await Send(HttpMethod.Put, old, new JsonObject { ["runOn"] = DateTimeOffset.UtcNow.AddYears(1).ToString("O") })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Get(old.Replace("v2.13", "v2.25", StringComparison.Ordinal))).Status);

        Assert.NotEmpty((await Get("/admin/v2.6/applications/BusinessCentral/environments/operations")).Rows);
        Assert.Equal(HttpStatusCode.OK, (await Get($"/v2.0/{TenantId}/Production/api/microsoft/automation/v1.0/companies")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Get($"/v2.0/{TenantId}/Production/api/microsoft/automation/v3.0/companies")).Status);
    }
}
