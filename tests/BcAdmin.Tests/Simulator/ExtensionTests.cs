using System.Net;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

public sealed class ExtensionTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string Company = $"{Automation}/companies({Denmark})";
    private const string Slot = $"{Company}/extensionUpload";
    private const string Apps = $"{Environments}/Production/apps";
    private const string FabrikamBase = "a9900000-0000-4000-8000-000000000001";
    private const string FabrikamRentals = "a9900000-0000-4000-8000-000000000002";
    private static readonly Guid New = new("c0a70500-0000-4000-8000-00000000b0e1");

    private async Task<List<JsonObject>> Extensions(Guid? id = null) =>
        [.. (await Get($"{Company}/extensions")).Rows.Where(row => id is null || (string?)row["id"] == id.ToString())];

    private async Task<List<JsonObject>> Deployments() => [.. (await Get($"{Company}/extensionDeploymentStatus")).Rows];

    private Task<Answer> Act(JsonObject extension, string action, string? token = null) =>
        Send(HttpMethod.Post, $"{Company}/extensions({extension["packageId"]})/Microsoft.NAV.{action}", token: token);

    /// <summary>Uses the slot from its creation to the action.</summary>
    private async Task<Answer> Publish(byte[] file, JsonObject? settings = null)
    {
        var slot = (await Post(Slot, settings ?? new JsonObject { ["schedule"] = "Current version" })).Object;
        Assert.Equal(HttpStatusCode.NoContent, (await SendFile((string)slot["extensionContent@odata.mediaEditLink"]!, file)).Status);
        return await Post($"{Slot}({slot["systemId"]})/Microsoft.NAV.upload");
    }

    [Fact]
    public async Task Both_apis_show_the_same_apps()
    {
        var installed = (await Get(Apps)).Rows.Select(app => $"{app["appId"]} {app["version"]}").Order().ToList();
        var extensions = await Extensions();
        Assert.Equal(installed, extensions.Where(row => (bool)row["isInstalled"]!).Select(Describe).Order());
        Assert.Equal(installed.Count, extensions.Count);

        // Uninstalled there: a global app is no longer listed, and a per-tenant extension is listed without being installed.
        await Post($"{Apps}/{AppFile.CustomizationsId}/uninstall", new JsonObject());
        await Post($"{Apps}/a9900000-0000-4000-8000-000000000004/uninstall", new JsonObject());
        await AdvanceClock(30);
        Assert.False((bool)Assert.Single(await Extensions(AppFile.CustomizationsId))["isInstalled"]!);
        Assert.Empty(await Extensions(new("a9900000-0000-4000-8000-000000000004")));

        // Uploaded there: the previous version is kept.
        await Upload("Production", AppFile.Make(AppFile.CustomizationsId, "Contoso Customizations", "1.5.0.0"));
        await AdvanceClock(30);
        Assert.Equal([("1.4.0.0", false), ("1.5.0.0", true)], (await Extensions(AppFile.CustomizationsId))
            .Select(row => (Version(row), (bool)row["isInstalled"]!)));

        static string Describe(JsonObject row) => $"{row["id"]} {Version(row)}";
    }

    private static string Version(JsonObject row) => $"{row["versionMajor"]}.{row["versionMinor"]}.{row["versionBuild"]}.{row["versionRevision"]}";

    [Fact]
    public async Task An_extension_is_uploaded_upgraded_uninstalled_and_unpublished()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await Publish(AppFile.Make(New, "Freight", "1.0.0.0"))).Status);
        Assert.Empty((await Get(Slot)).Rows);
        Assert.Empty(await Deployments());
        await AdvanceClock(0.1);
        Assert.Equal("InProgress", (string?)Assert.Single(await Deployments())["status"]);
        Assert.Empty(await Extensions(New));
        await AdvanceClock(3);
        Assert.Equal(("Completed", "Freight", "1.0.0.0", "Upload", "Immediate"), Row((await Deployments())[0]));
        Assert.Equal("tenant", (string?)(await Get(Apps)).Rows.Single(app => (string?)app["appId"] == New.ToString())["appType"]);

        await Publish(AppFile.Make(New, "Freight", "2.0.0.0"), new JsonObject
        {
            ["schedule"] = "Current version",
            ["schemaSyncMode"] = "Force Sync",
        });
        await AdvanceClock(3);
        Assert.Equal("2.0.0.0", (string?)(await Deployments())[0]["appVersion"]);
        var (old, current) = ((await Extensions(New))[0], (await Extensions(New))[1]);
        Assert.Equal(((string?)old["id"], false, true), ((string?)current["id"], (bool)old["isInstalled"]!, (bool)current["isInstalled"]!));
        Assert.NotEqual((string?)old["packageId"], (string?)current["packageId"]);

        Assert.Equal("Application_DialogException", (await Act(current, "unpublish")).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await Act(old, "unpublish")).Status);
        Assert.Equal("Internal_RecordNotFound", (await Get($"{Company}/extensions({old["packageId"]})")).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await Act(current, "uninstallAndDeleteExtensionData")).Status);
        Assert.Equal("Application_DialogException", (await Act(current, "uninstall")).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await Act(current, "install")).Status);
        Assert.Equal("Application_DialogException", (await Act(current, "install")).Code);
        Assert.True((bool)(await Get($"{Company}/extensions({current["packageId"]})")).Object["isInstalled"]!);

        static (string?, string?, string?, string?, string?) Row(JsonObject row) =>
            ((string?)row["status"], (string?)row["name"], (string?)row["appVersion"], (string?)row["operationType"], (string?)row["schedule"]);
    }

    [Fact]
    public async Task A_company_has_one_slot_and_its_responses_are_encoded()
    {
        var slot = (await Post(Slot, new JsonObject { ["schedule"] = "Next minor version" })).Object;
        Assert.Equal(("Next_x0020_minor_x0020_version", "Add"), ((string?)slot["schedule"], (string?)slot["schemaSyncMode"]));
        Assert.Equal("Internal_EntityWithSameKeyExists", (await Post(Slot, new JsonObject())).Code);
        Assert.Equal(HttpStatusCode.Created, (await Post($"{Automation}/companies({Sweden})/extensionUpload", new JsonObject())).Status);
        Assert.Equal("Internal_RecordNotFound", (await Get($"{Automation}/companies({Sweden})/extensionUpload({slot["systemId"]})")).Code);

        var path = $"{Slot}({slot["systemId"]})";
        Assert.Equal("BadRequest_InvalidToken", (await Send(HttpMethod.Patch, path, new JsonObject { ["schedule"] = "Current version" })).Code);
        var changed = await Send(
            HttpMethod.Patch, path, new JsonObject { ["schedule"] = "Current version" }, headers: ("If-Match", (string)slot["@odata.etag"]!));
        Assert.Equal("Current_x0020_version", (string?)changed.Object["schedule"]);
        Assert.Equal("Request_EntityChanged", (await SendFile($"{path}/extensionContent", [1], (string)slot["@odata.etag"]!)).Code);
        Assert.Equal("BadRequest_InvalidToken", (await SendFile($"{path}/extensionContent", [1], ifMatch: null)).Code);
        Assert.Equal(HttpStatusCode.BadRequest, (await SendFile($"{path}/extensionContent", [])).Status);
        Assert.Equal("Application_EvaluateException",
            (await Send(HttpMethod.Patch, path, new JsonObject { ["schedule"] = "Whenever" }, headers: ("If-Match", "*"))).Code);
        var encoded = await Send(
            HttpMethod.Patch, path, new JsonObject { ["schedule"] = "Next_x0020_major_x0020_version", ["schemaSyncMode"] = "Force_x0020_Sync" },
            headers: ("If-Match", "*"));
        Assert.Equal(("Next_x0020_major_x0020_version", "Force_x0020_Sync"),
            ((string?)encoded.Object["schedule"], (string?)encoded.Object["schemaSyncMode"]));
        Assert.Single((await Get(Slot)).Rows);
        Assert.Superset(new HashSet<string>(["listExtensionUploads", "createExtensionUpload", "updateExtensionUpload"]), Checked);
    }

    [Fact]
    public async Task A_file_that_is_not_a_package_stays_in_the_slot()
    {
        var slot = (await Post(Slot, new JsonObject())).Object;
        var run = $"{Slot}({slot["systemId"]})/Microsoft.NAV.upload";
        Assert.Equal("Application_DialogException", (await Post(run)).Code);
        await SendFile($"{Slot}({slot["systemId"]})/extensionContent", AppFile.Zip("readme.txt", "nothing"));
        var refused = await Post(run);
        Assert.Equal("Application_DialogException", refused.Code);
        Assert.Contains("NavxManifest.xml", refused.Text, StringComparison.Ordinal);

        await SendFile($"{Slot}({slot["systemId"]})/extensionContent", [1]);
        Assert.Equal("Application_DialogException", (await Post(run)).Code);
        Assert.Equal((HttpStatusCode.BadRequest, "invalidInput"), await Upload("Sandbox", [1]) is var upload
            ? (upload.Status, upload.Code) : default);
        Assert.Equal(HttpStatusCode.OK, (await Get($"{Slot}({slot["systemId"]})")).Status);
        Assert.Empty(await Deployments());
    }

    [Fact]
    public async Task A_version_can_be_uploaded_only_once_and_failures_have_no_text()
    {
        await Settings("deploymentUnknownSec", 30);
        await Fault(new JsonObject { ["kind"] = "failOperation", ["operation"] = "runExtensionUpload" });
        await Publish(AppFile.Make(New, "Freight", "1.0.0.0"));
        await AdvanceClock(0.2);
        Assert.Equal("Unknown", (string?)(await Deployments())[0]["status"]);
        await AdvanceClock(3);
        Assert.Equal("Failed", (string?)(await Deployments())[0]["status"]);
        foreach (var file in (byte[][])[
            AppFile.Make(New, "Freight", "1.0.0.0"),
            AppFile.Make(Guid.NewGuid(), "Freight", "1.0.0.0"), AppFile.Make(AppFile.CustomizationsId, "Contoso Customizations", "1.3.0.0"),
            AppFile.Make(new(FabrikamBase), "Fabrikam Base", "9.0.0.0"), AppFile.Make(New, "Freight", "1.1.0.0", (Guid.NewGuid(), "1.0.0.0"))])
        {
            await Publish(file);
            await AdvanceClock(3);
            Assert.Equal("Failed", (string?)(await Deployments())[0]["status"]);
        }

        Assert.Empty(await Extensions(New));
        await Publish(AppFile.Make(New, "Freight", "1.2.0.0", (new(FabrikamBase), "3.0.0.0")));
        await AdvanceClock(3);
        Assert.Single(await Extensions(New));
    }

    [Fact]
    public async Task A_staged_version_is_installed_with_the_update()
    {
        await Publish(AppFile.Make(AppFile.CustomizationsId, "Contoso Customizations", "2.0.0.0"), new JsonObject
        {
            ["schedule"] = "Next minor version",
        });
        await AdvanceClock(3);
        Assert.Equal(("Completed", "Next minor version"),
            ((string?)(await Deployments())[0]["status"], (string?)(await Deployments())[0]["schedule"]));
        Assert.Equal("1.4.0.0", Version(Assert.Single(await Extensions(AppFile.CustomizationsId))));
        Assert.Empty((await Get($"{Apps}/scheduledPteOperations")).Rows);

        await Send(HttpMethod.Patch, $"{Environments}/Production/updates/28.4", new JsonObject
        {
            ["selected"] = true,
            ["scheduleDetails"] = new JsonObject { ["selectedDateTime"] = Now, ["ignoreUpdateWindow"] = true },
        });
        await AdvanceClock(600);
        Assert.Contains(await Extensions(AppFile.CustomizationsId), row => Version(row) == "2.0.0.0" && (bool)row["isInstalled"]!);
    }

    [Fact]
    public async Task Dependencies_and_global_apps_are_checked()
    {
        var rentals = Assert.Single(await Extensions(new(FabrikamRentals)));
        var basis = Assert.Single(await Extensions(new(FabrikamBase)));
        Assert.Contains("Fabrikam Rentals", (await Act(basis, "uninstall")).Text, StringComparison.Ordinal);
        // 204, and nothing changes.
        Assert.Equal(HttpStatusCode.NoContent, (await Act(rentals, "unpublish")).Status);
        Assert.Single(await Extensions(new(FabrikamRentals)));
        Assert.Equal("Internal_RecordNotFound", (await Act(new JsonObject { ["packageId"] = Guid.NewGuid().ToString() }, "install")).Code);
        var system = (await Extensions()).Single(row => (string?)row["displayName"] == "System Application");
        Assert.Equal("Application_DialogException", (await Act(system, "uninstall")).Code);
    }

    [Fact]
    public async Task Managing_extensions_requires_the_permission_set()
    {
        var customizations = (await Extensions(AppFile.CustomizationsId))[0];
        var accountant = await UserToken("accountant.01@contoso.example");
        Assert.Equal(HttpStatusCode.OK, (await Get($"{Company}/extensions", accountant)).Status);
        var refused = await Act(customizations, "uninstall", accountant);
        Assert.Equal((HttpStatusCode.Forbidden, "Authorization_RequestDenied"), (refused.Status, refused.Code));
        Assert.Equal(HttpStatusCode.Forbidden, (await Get(Slot, accountant)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Act(customizations, "uninstall", await UserToken("second.admin@contoso.example"))).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await Act(customizations, "uninstall", await UserToken(Admin))).Status);
    }

    [Fact]
    public async Task A_copy_has_the_same_extensions()
    {
        await Post($"{Environments}/Production/copy", new JsonObject { ["environmentName"] = "UAT", ["type"] = "Sandbox" });
        Assert.Equal("Application_DialogException", (await Act((await Extensions(AppFile.CustomizationsId))[0], "uninstall")).Code);
        await AdvanceClock(60);
        var inCopy = await Get($"{Automation.Replace("Production", "UAT", StringComparison.Ordinal)}/companies({Denmark})/extensions");
        Assert.Equal((await Extensions()).Select(row => (string?)row["packageId"]), inCopy.Rows.Select(row => (string?)row["packageId"]));
    }
}
