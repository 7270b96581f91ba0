using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace BcAdmin.Tests.Simulator;

public sealed class ConfigurationPackageTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string Packages = $"{Automation}/companies({Sweden})/configurationPackages";

    /// <summary>A .rapidstart file with two tables and three records.</summary>
    private static byte[] RapidStart(string code)
    {
        var xml = $"""
            <?xml version="1.0" encoding="UTF-16" standalone="yes"?>
            <DataList ExcludeConfigTables="1" LanguageID="1033" ProductVersion="28.0" PackageName="Base setup" Code="{code}">
            <PaymentTermsList><TableID>3</TableID><SkipTableTriggers>1</SkipTableTriggers>
            <PaymentTerms><Code PrimaryKey="1">10 DAYS</Code></PaymentTerms>
            <PaymentTerms><Code PrimaryKey="1">1M</Code></PaymentTerms></PaymentTermsList>
            <CurrencyList><TableID>4</TableID><Currency><Code PrimaryKey="1">SEK</Code></Currency></CurrencyList></DataList>
            """;
        using var file = new MemoryStream();
        using (var zipped = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
            zipped.Write([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(xml)]);
        return file.ToArray();
    }

    private async Task<string> Create(string code = "BASE") => (string)(await Post(Packages, new JsonObject { ["code"] = code })).Object["id"]!;

    private Task<Answer> Act(string id, string action, string? token = null) =>
        Send(HttpMethod.Post, $"{Packages}({id})/Microsoft.NAV.{action}", token: token);

    private async Task<(string?, string?)> Status(string id)
    {
        var package = (await Get($"{Packages}({id})")).Object;
        return ((string?)package["importStatus"], (string?)package["applyStatus"]);
    }

    [Fact]
    public async Task A_package_is_filled_imported_and_applied_over_time()
    {
        var created = await Post(Packages, new JsonObject { ["code"] = "base", ["packageName"] = "Mine" });
        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal(
            ("BASE", "No", "No", 0),
            ((string?)created.Object["code"], (string?)created.Object["importStatus"], (string?)created.Object["applyStatus"],
            (int)created.Object["numberOfTables"]!));
        var id = (string)created.Object["id"]!;

        Assert.Equal("Application_DialogException", (await Act(id, "import")).Code);
        var file = Assert.Single((await Get($"{Packages}({id})/file")).Rows);
        Assert.Equal(HttpStatusCode.NoContent, (await SendFile((string)file["content@odata.mediaEditLink"]!, RapidStart("BASE"))).Status);
        Assert.Equal("Application_DialogException", (await Act(id, "apply")).Code);

        var before = (string?)(await Get($"{Packages}({id})")).Object["@odata.etag"];
        Assert.Equal(HttpStatusCode.NoContent, (await Act(id, "import")).Status);
        Assert.Equal(("Scheduled", "No"), await Status(id));
        Assert.NotEqual(before, (string?)(await Get($"{Packages}({id})")).Object["@odata.etag"]);
        Assert.Equal("Application_DialogException", (await Act(id, "import")).Code);
        Assert.Equal("Application_DialogException", (await Act(id, "apply")).Code);
        await AdvanceClock(0.2);
        Assert.Equal(("InProgress", "No"), await Status(id));
        await AdvanceClock(2);
        var imported = (await Get($"{Packages}({id})")).Object;
        Assert.Equal(("Completed", "Base setup", 1033, 2, 3),
            ((string?)imported["importStatus"], (string?)imported["packageName"], (int)imported["languageId"]!, (int)imported["numberOfTables"]!,
            (int)imported["numberOfRecords"]!));

        // Later changes by users are kept.
        await Send(HttpMethod.Patch, $"{Packages}({id})", new JsonObject { ["packageName"] = "Ours" },
            headers: ("If-Match", (string)imported["@odata.etag"]!));
        await Settings("packageRecordErrors", 2);
        Assert.Equal(HttpStatusCode.NoContent, (await Act(id, "apply")).Status);
        await AdvanceClock(3);
        var applied = (await Get($"{Packages}({id})")).Object;
        Assert.Equal(("Completed", "Ours", 2), ((string?)applied["applyStatus"], (string?)applied["packageName"], (int)applied["numberOfErrors"]!));
        Assert.Empty((await Get($"{Packages.Replace(Sweden, Denmark, StringComparison.Ordinal)}")).Rows);
        Assert.Superset(
            new HashSet<string>(
                ["createConfigurationPackage", "getConfigurationPackageFile", "uploadConfigurationPackageContent", "importConfigurationPackage",
                "applyConfigurationPackage", "getConfigurationPackage"]),
            Checked);
    }

    [Fact]
    public async Task Errors_in_a_file_are_reported_by_the_import()
    {
        var id = await Create();
        foreach (var file in (byte[][])[RapidStart("OTHER"), "no package"u8.ToArray()])
        {
            await SendFile($"{Packages}({id})/file('BASE')/content", file);
            await Act(id, "import");
            await AdvanceClock(3);
            var package = (await Get($"{Packages}({id})")).Object;
            Assert.Equal("Error", (string?)package["importStatus"]);
            Assert.NotEmpty((string)package["importError"]!);
            Assert.Equal("Application_DialogException", (await Act(id, "apply")).Code);
        }

        await SendFile($"{Packages}({id})/file('BASE')/content", RapidStart("BASE"));
        await Act(id, "import");
        await AdvanceClock(3);
        await Fault(new JsonObject { ["kind"] = "failOperation", ["operation"] = "applyConfigurationPackage", ["message"] = "No." });
        await Act(id, "apply");
        await AdvanceClock(3);
        Assert.Equal("No.", (string?)(await Get($"{Packages}({id})")).Object["applyError"]);
    }

    [Fact]
    public async Task Rows_can_only_be_changed_and_deleted_with_their_token()
    {
        var id = await Create("O'NEIL & CO");
        Assert.Equal("Internal_EntityWithSameKeyExists", (await Post(Packages, new JsonObject { ["code"] = "o'neil & co" })).Code);
        Assert.Equal("Application_StringExceededLength", (await Post(Packages, new JsonObject { ["code"] = new string('X', 21) })).Code);
        Assert.Equal("BadRequest_RequiredParamNotProvided", (await Post(Packages, new JsonObject { ["packageName"] = "X" })).Code);
        Assert.Single((await Get($"{Packages}?$filter={Uri.EscapeDataString("code eq 'O''NEIL & CO'")}")).Rows);
        Assert.Equal(HttpStatusCode.NoContent,
            (await SendFile($"{Packages}({id})/file('O%27%27NEIL%20%26%20CO')/content", RapidStart("O'NEIL &amp; CO"))).Status);
        Assert.Equal("Internal_RecordNotFound", (await SendFile($"{Packages}({id})/file('OTHER')/content", [1])).Code);

        var etag = (string)(await Get($"{Packages}({id})")).Object["@odata.etag"]!;
        Assert.Equal("BadRequest_InvalidOperation",
            (await Send(HttpMethod.Patch, $"{Packages}({id})", new JsonObject { ["code"] = "NEW" }, headers: ("If-Match", "*"))).Code);
        Assert.Equal(
            5, (int)(await Send(HttpMethod.Patch, $"{Packages}({id})", new JsonObject { ["processingOrder"] = 5 },
            headers: ("If-Match", etag))).Object["processingOrder"]!);
        Assert.Equal("Request_EntityChanged", (await Send(HttpMethod.Delete, $"{Packages}({id})", headers: ("If-Match", etag))).Code);
        Assert.Equal("BadRequest_InvalidToken", (await Send(HttpMethod.Delete, $"{Packages}({id})")).Code);
        Assert.Equal(HttpStatusCode.NoContent, (await Send(HttpMethod.Delete, $"{Packages}({id})", headers: ("If-Match", "*"))).Status);
        Assert.Empty((await Get(Packages)).Rows);
    }

    [Fact]
    public async Task Tasks_of_delegated_administrators_never_start()
    {
        var id = await Create();
        await SendFile($"{Packages}({id})/file('BASE')/content", RapidStart("BASE"));
        Assert.Equal(HttpStatusCode.NoContent, (await Act(id, "import", await UserToken(DelegatedAdmin))).Status);
        await AdvanceClock(86400);
        Assert.Equal(("Scheduled", "No"), await Status(id));
    }

    [Fact]
    public async Task Packages_are_copied_with_the_company()
    {
        await Create();
        await Post($"{Environments}/Production/copy", new JsonObject { ["environmentName"] = "UAT", ["type"] = "Sandbox" });
        await AdvanceClock(60);
        Assert.Single((await Get(Packages.Replace("Production", "UAT", StringComparison.Ordinal))).Rows);
    }
}
