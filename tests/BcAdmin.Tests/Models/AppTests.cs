using System.Text.Json;

namespace BcAdmin.Tests.Models;

/// <summary>Apps and their operations in all formats of the contract.</summary>
public class AppTests
{
    private static readonly Guid App = new("00000000-0000-0000-0000-0000000000f1");

    [Fact]
    public void The_response_of_a_start_and_the_history_are_the_same_operation()
    {
        var started = Read("""
            {"id":"00000000-0000-0000-0000-000000000025","type":"update","sourceAppVersion":"3.0.2.0","targetAppVersion":"3.1.0.0",
            "status":"scheduled","createdOn":"2026-08-20T07:00:00Z","errorMessage":"","createdBy":"adele","scheduleKind":"Immediate"}
            """);
        var recorded = Read("""
            {"id":"00000000-0000-0000-0000-000000000025","createdOn":"2026-08-20T07:00:00Z","startedOn":"2026-08-20T07:00:04Z",
            "completedOn":"2026-08-20T07:02:10Z","status":"Succeeded","sourceVersion":"3.0.2.0","targetVersion":"3.1.0.0","type":"update",
            "errorMessage":""}
            """);

        Assert.Equal(new Version(3, 0, 2, 0), started.SourceVersion);
        Assert.Equal(started.SourceVersion, recorded.SourceVersion);
        Assert.Equal(new Version(3, 1, 0, 0), started.TargetVersion);
        Assert.Equal(started.TargetVersion, recorded.TargetVersion);
        Assert.False(started.IsCompleted);
        Assert.True(recorded is { IsCompleted: true, IsSucceeded: true });

        var joined = recorded.MergeWith(started with { AppId = App, AppName = "Fabrikam Addon" });
        Assert.Equal(("adele", "Immediate", "Fabrikam Addon", App), (joined.CreatedBy, joined.ScheduleKind, joined.AppName, joined.AppId));
        Assert.Equal(TimeSpan.FromSeconds(126), joined.Duration);
    }

    [Fact]
    public void An_operation_can_have_the_format_of_environment_operations()
    {
        var seen = Read("""
            {"id":"00000000-0000-0000-0000-000000000025","type":"environmentAppUpdate","status":"failed","createdOn":"2026-08-20T07:00:00Z",
            "creatorPrincipalType":"app",
            "errorMessage":"A request failed.\r\n{\"code\":\"ExtensionChangeFailed\",\"innerError\":{\"code\":\"TenantSyncFailure\"}}",
            "parameters":{"appId":"00000000-0000-0000-0000-0000000000f1","targetAppVersion":"27.5.5.15","sourceAppVersion":"27.5.4.18",
            "countryCode":"DK"},"environmentName":"Test","environmentType":"Sandbox","productFamily":"BusinessCentral","canBeCanceled":false}
            """);

        Assert.Equal((App, "update", "Test", false), (seen.AppId, seen.Type, seen.EnvironmentName, seen.CanBeCanceled));
        Assert.Equal((new Version(27, 5, 4, 18), new Version(27, 5, 5, 15)), (seen.SourceVersion, seen.TargetVersion));
        Assert.Equal(["ExtensionChangeFailed", "TenantSyncFailure"], seen.ErrorCodes);
        Assert.True(seen is { IsCompleted: true, IsSucceeded: false });
    }

    [Theory]
    [InlineData("cancelled", true)]
    [InlineData("Canceled", true)]
    [InlineData("Succeeded ", true)]
    [InlineData("SKIPPED", true)]
    [InlineData("queued", false)]
    [InlineData("paused", false)]
    [InlineData("", false)]
    public void A_status_is_read_in_any_case_and_spelling(string status, bool isCompleted)
    {
        Assert.Equal(isCompleted, (Read("{}") with { Status = status }).IsCompleted);
        Assert.Equal(isCompleted, new BcOperation { Status = status }.IsCompleted);
        Assert.True((Read("{}") with { Status = "cancelled" }).HasStatus("canceled"));
    }

    [Fact]
    public void A_scheduled_extension_is_named_by_its_parameters()
    {
        var waiting = Read("""
            {"id":"00000000-0000-0000-0000-000000000026","type":"Install","sourceAppVersion":"","targetAppVersion":"","status":"scheduled",
            "startedOn":null,"completedOn":null,"parameters":{"appId":"00000000-0000-0000-0000-0000000000f1","targetAppVersion":"2.0.0.0",
            "name":"Fabrikam Addon","scheduleKind":"NextMajorUpdate","syncMode":"Add"}}
            """);

        Assert.Equal((App, "Fabrikam Addon", "NextMajorUpdate"), (waiting.AppId, waiting.AppName, waiting.ScheduleKind));
        Assert.Equal(new Version(2, 0, 0, 0), waiting.TargetVersion);
        Assert.Null(waiting.SourceVersion);
        Assert.Equal("Add", waiting.Parameters["syncMode"]);
    }

    [Theory]
    [InlineData("{\"id\":\"00000000-0000-0000-0000-0000000000f1\",\"name\":\"A\"}")]
    [InlineData("{\"appId\":\"00000000-0000-0000-0000-0000000000f1\",\"name\":\"A\"}")]
    [InlineData("{\"Id\":\"00000000-0000-0000-0000-0000000000f1\",\"appId\":null,\"name\":\"A\"}")]
    [InlineData("{\"appId\":\"00000000-0000-0000-0000-0000000000f1\",\"id\":\"\",\"name\":\"A\"}")]
    public void An_app_is_identified_by_id_or_by_appId(string json)
    {
        Assert.Equal(App, JsonSerializer.Deserialize(json, BcJson.Default.BcApp)!.AppId);
        Assert.Equal(App, JsonSerializer.Deserialize(json, BcJson.Default.BcAppUpdate)!.AppId);
        Assert.Equal(App, JsonSerializer.Deserialize(json, BcJson.Default.BcAppUninstallRequirement)!.AppId);
        Assert.Equal(App, JsonSerializer.Deserialize($$"""{"requirements":[{{json}}]}""", BcJson.Default.BcAppUpdate)!.Requirements[0].AppId);
    }

    [Theory]
    [InlineData("global", "Global")]
    [InlineData("Global", "Global")]
    [InlineData("tenant", "PerTenant")]
    [InlineData("PTE", "PerTenant")]
    [InlineData("DEV", "Developer")]
    [InlineData("dev", "Developer")]
    [InlineData("Other", "Other")]
    public void Both_spellings_of_a_scope_are_one(string scope, string expected)
    {
        Assert.Equal(expected, JsonSerializer.Deserialize($$"""{"appType":"{{scope}}"}""", BcJson.Default.BcApp)!.AppType);
        Assert.Equal(expected, JsonSerializer.Deserialize($$"""{"type":"{{scope}}"}""", BcJson.Default.BcAppUninstallRequirement)!.AppType);
    }

    [Theory]
    [InlineData("2.0.0.0", "2.0.0.0", true)]
    [InlineData("10.0.0.0", "9.0.0.0", true)]
    [InlineData("1.9.0.0", "1.10.0.0", false)]
    [InlineData("2.0.0.0", null, false)]
    [InlineData("newest", "1.0.0.0", false)]
    public void Versions_are_compared_as_numbers(string installed, string? wanted, bool expected) =>
        Assert.Equal(expected, JsonSerializer.Deserialize($$"""{"version":"{{installed}}"}""", BcJson.Default.BcApp)!.IsAtLeast(wanted));

    [Theory]
    [InlineData("""
        {"applicationFamily":"F","countriesringDetails":[{"countryCode":"DK","rings":[{"name":"PROD","productionRing":true},{"name":"PREVIEW",
        "productionRing":false}]}]}
        """, 2)]
    [InlineData("""{"applicationFamily":"F","CountriesRingDetails":{"countryCode":"DK","rings":[{"name":"PROD","productionRing":true}]}}""", 1)]
    [InlineData("""{"applicationFamily":"F"}""", 0)]
    [InlineData("""{"applicationFamily":"F","countriesringDetails":null}""", 0)]
    public void Countries_are_a_list_or_a_single_object(string json, int rows)
    {
        var read = JsonSerializer.Deserialize(json, BcJson.Default.ApplicationFamilyDetails)!.Rows().ToList();
        Assert.Equal(rows, read.Count);
        Assert.All(read, row => Assert.Equal(("F", "DK", row.RingName == "PROD"), (row.ApplicationFamily, row.CountryCode, row.IsProductionRing)));
    }

    [Fact]
    public void One_invalid_number_does_not_prevent_reading_a_session()
    {
        var session = JsonSerializer.Deserialize(
            """{"sessionId":"7","currentObjectId":80,"entryPointObjectId":9022,"currentOperationDuration":"0:00:12","logOnDate":"yesterday"}""",
            BcJson.Default.BcSession)!;
        Assert.Equal((7, "80", "9022", null, null),
            (session.SessionId, session.CurrentObjectId, session.EntryPointObjectId, session.CurrentOperationDuration, session.LogOnDate));
    }

    private static BcAppOperation Read(string json) => JsonSerializer.Deserialize(json, BcJson.Default.BcAppOperation)!;
}
