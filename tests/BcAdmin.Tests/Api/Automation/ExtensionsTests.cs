using System.Net;
using System.Text.Json;
using BcAdmin.Api;

namespace BcAdmin.Tests.Api.Automation;

public sealed class ExtensionsTests : IDisposable
{
    private const string Base = "/v2.0/aaaaaaaa-0000-0000-0000-000000000001/Production/api/microsoft/automation/v2.0";
    private static readonly Guid Company = new("c0a70500-0000-4000-8000-00000000c001");
    private static readonly Guid Package = new("d6f0b4a9-83e2-4b7c-95d1-2e8c60f7a366");

    private readonly TestApi _api = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("bcadmin-").FullName;

    public ExtensionsTests() => _api.Connection.AnyCompany.TryAdd("Production", Company);

    public void Dispose()
    {
        _api.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Row(bool installed) =>
        $$"""{"packageId":"{{Package}}","displayName":"Freight","isInstalled":{{(installed ? "true" : "false")}}}""";

    private string FileOf(byte[] content, string name = "a.app")
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    [Theory]
    [InlineData("PTE", "PerTenant")]
    [InlineData("_x0020_PTE", "PerTenant")]
    [InlineData(" Dev", "Developer")]
    [InlineData("_x0020_Global", "Global")]
    [InlineData("Something_x0020_new", "Something new")]
    public void Options_are_read_in_encoded_and_plain_form(string sent, string type)
    {
        var extension = JsonSerializer.Deserialize(
            $$"""{"PackageID":"{{Package}}","displayName":"Freight","versionMajor":2,"versionMinor":4,"publishedAs":"{{sent}}"}""",
            BcJson.Default.BcExtension)!;
        Assert.Equal((type, new Version(2, 4, 0, 0), Package), (extension.AppType, extension.Version, extension.PackageId));
    }

    [Fact]
    public async Task A_call_that_timed_out_in_the_service_is_awaited()
    {
        _api.Network.Answer(HttpStatusCode.GatewayTimeout);
        _api.Answer(Row(installed: false)).Answer(Row(installed: true));
        Assert.True((await _api.Automation("Production").InstallExtensionAsync(Package, CancellationToken.None)).IsInstalled);
        Assert.Equal(["POST", "GET", "GET"], _api.Network.Sent.Select(sent => sent.Method));
    }

    [Fact]
    public async Task After_a_service_failure_the_deployment_is_searched_and_not_started_again()
    {
        _api.Network.Answer(HttpStatusCode.InternalServerError);
        _api.Answer(Row(installed: false)).Answer(Row(installed: false)).Answer(Row(installed: false));
        var failure = await Assert.ThrowsAsync<BcApiException>(
            () => _api.Automation("Production").InstallExtensionAsync(Package, CancellationToken.None));
        Assert.Equal(HttpStatusCode.InternalServerError, failure.Status);
        Assert.Single(_api.Network.Sent, sent => sent.Method == "POST");
    }

    [Fact]
    public async Task An_extension_that_is_no_longer_listed_is_uninstalled()
    {
        _api.Network.Answer(HttpStatusCode.OK, response => response.Content = null);
        _api.Answer("""{"error":{"code":"Internal_RecordNotFound","message":"No."}}""", HttpStatusCode.NotFound);
        Assert.Null(await _api.Automation("Production").UninstallExtensionAsync(Package, deleteData: true, CancellationToken.None));
        Assert.Equal($"POST {Base}/companies({Company})/extensions({Package})/Microsoft.NAV.uninstallAndDeleteExtensionData", _api.Calls.First());
    }

    [Theory]
    [InlineData("/elsewhere/content", "/elsewhere/content")]
    [InlineData("https://attacker.example/content", null)]
    [InlineData("http://user@localhost/content", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public async Task A_file_is_sent_to_the_link_of_the_slot_on_the_same_host_only(string? link, string? path)
    {
        var slot = new ExtensionUpload { SystemId = Package, ContentLink = link };
        _api.Network.Do(async (request, token) =>
        {
            Assert.Equal("*", Assert.Single(request.Headers.GetValues("If-Match")));
            Assert.Equal("application/octet-stream", request.Content!.Headers.ContentType!.MediaType);
            Assert.Equal(3, (await request.Content.ReadAsByteArrayAsync(token)).Length);
            return new HttpResponseMessage(HttpStatusCode.NoContent);
        });
        await _api.Automation("Production").UploadExtensionContentAsync(Company, slot, FileOf([1, 2, 3]), null, CancellationToken.None);
        Assert.Equal([$"PATCH {path ?? $"{Base}/companies({Company})/extensionUpload({Package})/extensionContent"}"], _api.Calls);
    }

    [Fact]
    public async Task The_upload_reports_progress_and_can_be_repeated()
    {
        var told = new List<long>();
        using var upload = FileUpload.Open(FileOf(new byte[1_000_000]), new Teller(told));
        using var content = new StreamContent(upload);
        await content.CopyToAsync(Stream.Null);
        await content.CopyToAsync(Stream.Null);
        Assert.True(told.Count(position => position == 1_000_000) >= 2);
        Assert.Contains(told, position => position < 1_000_000);
    }

    [Fact]
    public void A_deployment_that_was_listed_before_is_not_the_new_one_with_or_without_IDs()
    {
        var (early, late) = (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(1));
        var sought = new BcExtensionDeployment
        {
            Name = "Freight",
            Publisher = "Fabrikam",
            VersionText = "1.0.0.0",
            Earlier = new HashSet<(Guid, DateTimeOffset?)> { (Guid.Empty, early), (Package, late) },
        };
        BcExtensionDeployment Seen(Guid id, DateTimeOffset started, string name = "freight", string version = "1.0.0.0") =>
            new() { OperationId = id, StartedOn = started, Name = name, Publisher = "Fabrikam", VersionText = version, Status = "InProgress" };

        Assert.False(Seen(Guid.Empty, early).Is(sought));
        Assert.False(Seen(Package, late).Is(sought));
        Assert.False(Seen(Guid.NewGuid(), late, name: "Other").Is(sought));
        Assert.False(Seen(Guid.NewGuid(), late, version: "1.0.0.1").Is(sought));
        Assert.True(Seen(Guid.Empty, late).Is(sought));
        Assert.True(Seen(Guid.NewGuid(), early).Is(sought));

        // A package with an encrypted manifest: the only new row.
        Assert.True(Seen(Guid.NewGuid(), late).Is(new BcExtensionDeployment()));
    }

    [Theory]
    [InlineData("utf-8", "utf-16")]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-8", "utf-8")]
    public void The_code_is_read_from_a_package_with_any_declared_encoding(string real, string claimed)
    {
        var encoding = System.Text.Encoding.GetEncoding(real);
        using var file = new MemoryStream();
        using (var zipped = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            zipped.Write(
                [.. encoding.Preamble, .. encoding.GetBytes(
                $"""<?xml version="1.0" encoding="{claimed}"?><DataList Code=" O'NEIL &amp; CO " PackageName=""><CurrencyList/>""")]);
        }

        var package = RapidStartFile.Open(FileOf(file.ToArray(), "a.rapidstart"));
        Assert.Equal(("O'NEIL & CO", null), (package.Code, package.PackageName));
        Assert.Null(RapidStartFile.Open(FileOf([1, 2, 3], "b.rapidstart")).Code);
        Assert.Equal("InvalidArgument", Assert.Throws<BcException>(() => RapidStartFile.Open(FileOf([], "c.rapidstart"))).Code);
    }

    private sealed class Teller(List<long> told) : IProgress<long>
    {
        public void Report(long value) => told.Add(value);
    }
}
