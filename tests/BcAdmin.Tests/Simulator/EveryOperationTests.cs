using System.Net;
using System.Text.Json.Nodes;
using BcAdmin.Simulator.Contract;

namespace BcAdmin.Tests.Simulator;

/// <summary>Calls all operations of the Admin Center API once, and compares every response with the contract.</summary>
public sealed class EveryOperationTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string Root = "/admin/v2.29";
    private const string Production = $"{Environments}/Production";
    private const string Sandbox = $"{Environments}/Sandbox";
    private const string AdatumPayroll = "a9900000-0000-4000-8000-000000000004";
    private const string ProsewareInsights = "a9900000-0000-4000-8000-000000000007";

    private string _admin = "";
    private string _delegated = "";

    [Fact]
    public async Task Every_operation_of_the_admin_center_api_succeeds_and_matches_the_contract()
    {
        _admin = await UserToken(Admin);
        _delegated = await UserToken(DelegatedAdmin);
        await Settings("sandboxQuota", 10);

        await ReadEverything();
        await ChangeSettings();
        await ChangeApps();
        await ChangeEnvironments();
        await Support();
        await Transfer();

        var played = Host.Simulator.Handlers.Keys.Where(key => key.Api == SimulatedApi.AdminCenter).Select(key => key.Id);
        Assert.Empty(played.Except(Checked));
    }

    private async Task ReadEverything()
    {
        foreach (var path in (string[])[
            $"{Root}/applications/environments",
            Environments, Production, $"{Production}/usedstorage", $"{Root}/environments/usedstorage", $"{Root}/environments/quotas",
            $"{Production}/availableRestorePeriods",
            $"{Production}/updates", $"{Production}/settings/upgrade", $"{Root}/applications/settings/timezones",
            $"{Production}/settings/securitygroupaccess",
            $"{Production}/settings/accesswithm365licenses", $"{Production}/apps", $"{Production}/apps/availableUpdates",
            $"{Production}/apps/a9900000-0000-4000-8000-000000000001/uninstallRequirements",
            $"{Root}/authorizedAadApps/manageableTenants", $"{Root}/applications/",
            $"{Root}/applications/BusinessCentral/Countries/DK/Rings/PROD",
            $"{Root}/exports/applications/BusinessCentral/environments/Production/metrics",
            $"{Root}/support/outageTypes", $"{Root}/support/outageTypes/UnableToSignIn/outageQuestions",
            $"{Root}/settings/notification", $"{Root}/settings/notification/recipients",
            $"{Production}/sessions", $"{Production}/sessions/10040", $"{Production}/telemetry"])
        {
            var answer = await Get(path);
            Assert.True(answer.Status == HttpStatusCode.OK, $"{path}: {answer.Status} {answer.Text}");
            if (answer.Json is JsonObject list && list["value"] is JsonArray rows)
                Assert.NotEmpty(rows);
        }

        Assert.NotEmpty((await Get($"{Root}/authorizedAadApps", _admin)).Json!.AsArray());
        Assert.NotEmpty((await Get($"{Root}/manageableapplications", _delegated)).Rows);
        Assert.NotEmpty((await Post($"{Root}/exports/history?start=2000-01-01T00:00:00Z&end=2100-01-01T00:00:00Z")).Rows);
        Assert.NotEmpty((await Get($"{Root}/exports/history?start=2000-01-01T00:00:00Z&end=2100-01-01T00:00:00Z")).Rows);
    }

    private async Task ChangeSettings()
    {
        await Good(HttpMethod.Put, $"{Sandbox}/settings/upgrade", """{"preferredStartTime":"20:00","preferredEndTime":"04:00","timeZoneId":"UTC"}""");
        await Good(HttpMethod.Post, $"{Sandbox}/settings/securitygroupaccess", """{"Value":"c0a70500-0000-4000-8000-00000000f002"}""");
        await Good(HttpMethod.Delete, $"{Sandbox}/settings/securitygroupaccess");
        await Good(HttpMethod.Get, $"{Production}/settings/partneraccess", null, _admin);
        await Good(HttpMethod.Put, $"{Production}/settings/partneraccess", """{"status":"AllowAllPartnerTenants"}""", _admin);
        await Good(HttpMethod.Post, $"{Sandbox}/settings/accesswithm365licenses", """{"enabled":"true"}""");
        await Good(HttpMethod.Put, $"{Sandbox}/settings/appSourceAppsUpdateCadence", """{"value":"DuringMajorMinorUpgrade"}""");
        await Good(HttpMethod.Post, $"{Sandbox}/settings/appinsightskey", """{"key":"InstrumentationKey=1"}""");
        var recipient = await Good(HttpMethod.Put, $"{Root}/settings/notification/recipients", """{"email":"new@contoso.example","name":"New"}""");
        await Good(HttpMethod.Delete, $"{Root}/settings/notification/recipients/{recipient.Object["id"]}");
        await Good(HttpMethod.Delete, $"{Production}/sessions/10041");
        await Good(HttpMethod.Put, $"{Root}/authorizedAadApps/{NewcomerId}", null, _admin);
        await Good(HttpMethod.Delete, $"{Root}/authorizedAadApps/{NewcomerId}", null, _admin);
        await Good(HttpMethod.Put, $"{Root}/manageableapplications/FabrikamRentals/countries/DK", "true", _delegated);
        await AdvanceClock(20);
    }

    private async Task ChangeApps()
    {
        var install = await Good(HttpMethod.Post, $"{Production}/apps/{ProsewareInsights}/install", """{"acceptIsvEula":true}""");
        await AdvanceClock(20);
        Assert.NotEmpty((await Get($"{Production}/apps/{ProsewareInsights}/operations")).Rows);
        Assert.Equal("succeeded", (string?)(await Get($"{Production}/apps/{ProsewareInsights}/operations/{install.Object["id"]}")).Object["status"]);
        await Good(HttpMethod.Post, $"{Production}/apps/{ProsewareInsights}/uninstall", "{}");

        var update = await Good(HttpMethod.Post, $"{Production}/apps/{AdatumPayroll}/update",
            """{"targetVersion":"5.3.0.0","useEnvironmentUpdateWindow":true}""");
        await Good(HttpMethod.Post, $"{Production}/apps/{AdatumPayroll}/update/cancel", $$"""{"ScheduledOperationId":"{{update.Object["id"]}}"}""");

        var upload = await Upload("Production", AppFile.Make(AppFile.CustomizationsId, "Contoso Customizations", "2.0.0.0"), "a.app",
            ("acceptIsvEula", "true"), ("deploymentSchedule", "NextMajorUpdate"));
        Assert.True(upload.Status == HttpStatusCode.OK, upload.Text);
        Assert.NotEmpty((await Get($"{Production}/apps/scheduledPteOperations")).Rows);
        await Good(HttpMethod.Post, $"{Production}/apps/{AppFile.CustomizationsId}/removeScheduledPteVersion",
            """{"targetVersion":"2.0.0.0","scheduleKind":"NextMajorUpdate"}""");
        await AdvanceClock(20);
    }

    private async Task ChangeEnvironments()
    {
        var created = await Good(HttpMethod.Put, $"{Environments}/Dev", """{"environmentType":"Sandbox","countryCode":"DK"}""");
        await Good(HttpMethod.Post, $"{Production}/copy", """{"environmentName":"UAT","type":"Sandbox"}""");
        var moment = (await Get($"{Production}/availableRestorePeriods")).Rows.Last()["to"];
        await Good(HttpMethod.Post, $"{Production}/restore",
            $$"""{"EnvironmentName":"Past","EnvironmentType":"Sandbox","PointInTime":"{{moment}}"}""");
        await Good(HttpMethod.Get, $"{Root}/environments/operations");
        await Good(HttpMethod.Get, $"{Root}/environments/operations/{created.Object["id"]}");
        await Good(HttpMethod.Get, $"{Environments}/Dev/operations");
        await Good(HttpMethod.Get, $"{Environments}/Dev/operations/{created.Object["id"]}");
        await AdvanceClock(30);

        await Good(HttpMethod.Post, $"{Environments}/Dev/rename", """{"NewEnvironmentName":"Dev2"}""");
        await Good(HttpMethod.Post, $"{Environments}/UAT/restart");
        const string legacy = "/admin/v2.24/applications/BusinessCentral/environments/Sandbox/upgrade";
        await Good(HttpMethod.Get, legacy);
        await Good(HttpMethod.Get, $"{Root}/applications/BusinessCentral/environments/operations");
        await Good(HttpMethod.Put, legacy, $$"""{"runOn":"{{DateTimeOffset.UtcNow.AddDays(2):O}}"}""");
        await AdvanceClock(10);
        await Good(HttpMethod.Delete, $"{Environments}/UAT");
        await AdvanceClock(10);
        var gone = (await Get(Environments)).Rows.Single(environment => (string?)environment["status"] == "SoftDeleted");
        await Good(HttpMethod.Post, $"{Environments}/{gone["name"]}/recover");
        await AdvanceClock(10);

        const string power = "powerPlatformEnvironmentId=c0a70500-0000-4000-8000-00000000e002";
        await Good(HttpMethod.Post, $"{Root}/bap/applications/BusinessCentral/environments/Sandbox/linkEnvironment?{power}", null, _admin);
        await Good(HttpMethod.Post, $"{Root}/bap/applications/BusinessCentral/environments/Sandbox/unlinkEnvironment?{power}", null, _admin);

        await Good(HttpMethod.Patch, $"{Sandbox}/updates/28.4", new JsonObject
        {
            ["selected"] = true,
            ["scheduleDetails"] = new JsonObject { ["selectedDateTime"] = Now, ["ignoreUpdateWindow"] = true },
        }.ToJsonString());
        await AdvanceClock(5);
        var update = (await Get($"{Sandbox}/operations")).Rows.First(operation => (string?)operation["type"] == "update");
        await Good(HttpMethod.Post, $"{Sandbox}/operations/{update["id"]}/cancel");
        await AdvanceClock(60);

        await Good(HttpMethod.Post, $"{Root}/exports/applications/BusinessCentral/environments/Production",
            """{"storageAccountSasUri":"https://backup.blob.core.windows.net/?sp=rwdc&sig=x","container":"c","blob":"b.bacpac"}""");
    }

    private async Task Support()
    {
        await Good(HttpMethod.Get, $"{Root}/support/applications/BusinessCentral/environments/Production/supportcontact");
        await Good(HttpMethod.Put, $"{Root}/support/applications/BusinessCentral/environments/Production/supportcontact",
            """{"name":"Desk","email":"desk@partner.example","url":"https://support.partner.example"}""");
        await Good(HttpMethod.Post, $"{Root}/support/applications/BusinessCentral/environments/Production/reportoutage",
            """{"outageType":"UnableToSignIn","outageQuestionAnswers":[{"id":"q1","answer":"true"}]}""");
        Assert.NotEmpty((await Get($"{Root}/support/reportedoutages")).Rows);
    }

    private async Task Transfer()
    {
        await Control("reset", new JsonObject { ["scenario"] = "Partner" });
        var (source, destination) = (Host.Simulator.World.Tenants[0], Host.Simulator.World.Tenants[1]);
        var (giver, taker) = (await UserToken(source.Accounts[1].UserName, source.Id),
            await UserToken(destination.Accounts[1].UserName, destination.Id));
        await Settings("sandboxQuota", 5);

        const string outgoing = $"{Root}/transfers/outgoing";
        var offer = $$"""{"DestinationEntraTenantId":"{{destination.Id}}"}""";
        await Good(HttpMethod.Post, $"{outgoing}/applications/BusinessCentral/environments/Sandbox", offer, giver);
        await Good(HttpMethod.Delete, $"{outgoing}/applications/BusinessCentral/environments/Sandbox", null, giver);
        await Good(HttpMethod.Post, $"{outgoing}/applications/BusinessCentral/environments/Sandbox", offer, giver);
        Assert.Single((await Get(outgoing, giver)).Rows);
        Assert.Single((await Get($"{Root}/transfers/incoming/{source.Id}", taker)).Rows);
        await Good(HttpMethod.Post, $"{Root}/transfers/incoming",
            $$"""
                {"SourceEnvironmentName":"Sandbox","ApplicationFamily":"BusinessCentral","SourceEntraTenantId":"{{source.Id}}",
                "DestinationEnvironmentName":"Moved"}
                """, taker);
    }

    private async Task<Answer> Good(HttpMethod method, string path, string? body = null, string? token = null)
    {
        var answer = await Send(method, path, body is null ? null : JsonNode.Parse(body), token);
        Assert.True(answer.Message.IsSuccessStatusCode, $"{method} {path}: {answer.Status} {answer.Text}");
        return answer;
    }
}
