using System.Net;

namespace BcAdmin.Tests.Api.AdminCenter;

public sealed class ExportsTests : IDisposable
{
    private const string Signature = "s3cr3t%2Bpart%3D";
    private const string Address = "https://cronusbackup.blob.core.windows.net/?sv=2024-01-01&sp=rwdc&sig=" + Signature;
    private static readonly EnvironmentKey Production = new("BusinessCentral", "Production");
    private static readonly Guid Known = new("00000000-0000-0000-0000-000000000001");

    private readonly TestApi _api = new();

    public void Dispose() => _api.Dispose();

    private static string Operation(int id, string type) =>
        $$"""{"id":"00000000-0000-0000-0000-00000000000{{id}}","type":"{{type}}","status":"running","environmentName":"Production"}""";

    private async Task<List<string?>> History(string version = "2.29")
    {
        using var other = new TestApi(apiVersion: version);
        var client = version == "2.29" ? _api.AdminCenter : other.AdminCenter;
        var blobs = new List<string?>();
        await foreach (var export in client.ListExportHistoryAsync(
            new(2026, 8, 1, 2, 0, 0, TimeSpan.FromHours(2)), new(2026, 8, 21, 0, 0, 0, TimeSpan.Zero), CancellationToken.None))
        {
            blobs.Add(export.Blob);
        }

        return blobs;
    }

    [Fact]
    public async Task A_start_request_matches_the_contract_and_accepts_an_empty_response()
    {
        _api.Answer(string.Empty, HttpStatusCode.NoContent);
        await _api.AdminCenter.StartDatabaseExportAsync(Production, new(Address, "bc-exports", "a.bacpac"), CancellationToken.None);
        Assert.Equal(["POST /admin/v2.29/exports/applications/BusinessCentral/environments/Production"], _api.Calls);
        using var body = System.Text.Json.JsonDocument.Parse(_api.Network.Sent[0].Body!);
        Assert.Equal(Address, body.RootElement.GetProperty("storageAccountSasUri").GetString());
        Assert.Equal("bc-exports", body.RootElement.GetProperty("container").GetString());
        Assert.Equal("a.bacpac", body.RootElement.GetProperty("blob").GetString());
    }

    [Theory]
    [InlineData(Address)]
    [InlineData("sv=2024-01-01&sp=rwdc&sig=" + Signature)]
    [InlineData(Signature)]
    [InlineData("s3cr3t+part=")]
    public async Task An_error_that_repeats_the_address_does_not_expose_it(string repeated)
    {
        _api.Answer($$"""{"code":"exportFailed","message":"Cannot write to {{repeated}} now."}""", HttpStatusCode.BadRequest);
        var failure = await Assert.ThrowsAsync<BcApiException>(
            () => _api.AdminCenter.StartDatabaseExportAsync(Production, new(Address, "bc-exports", "a.bacpac"), CancellationToken.None));
        Assert.Equal("ExportFailed", failure.Code);
        Assert.StartsWith("Cannot write to ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", $"{failure} {failure.ResponseBody} {failure.ServiceTarget}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_body_of_a_start_request_does_not_print_the_address() =>
        Assert.DoesNotContain("s3cr3t", new StartExportRequest(Address, "bc-exports", "a.bacpac").ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("export", "unheardOf", 3)]
    [InlineData("unheardOf", "DatabaseExport", 4)]
    [InlineData("copy", "unheardOf", 4)]
    public async Task Only_a_new_operation_of_an_undocumented_type_is_the_export(string third, string fourth, int expected)
    {
        _api.Answer($$"""{"value":[{{Operation(1, "export")}},{{Operation(2, "Data Upgrade")}},{{Operation(3, third)}},{{Operation(4, fourth)}}]}""");
        var found = await _api.AdminCenter.FindExportAsync(Production, new HashSet<Guid> { Known }, CancellationToken.None);
        Assert.Equal(Operation(expected, "x")[7..43], found?.OperationId.ToString());
    }

    [Fact]
    public async Task An_export_that_is_not_listed_yet_returns_null()
    {
        _api.Answer($$"""{"value":[{{Operation(1, "export")}},{{Operation(2, "softDelete")}}]}""");
        Assert.Null(await _api.AdminCenter.FindExportAsync(Production, new HashSet<Guid> { Known }, CancellationToken.None));
    }

    [Fact]
    public async Task History_is_read_by_POST_in_UTC()
    {
        _api.Answer("""{"value":[{"environmentName":"Production","blob":"a","time":"2026-08-01T20:10:00Z"}]}""");
        Assert.Equal(["a"], await History());
        Assert.Equal(["POST /admin/v2.29/exports/history?start=2026-08-01T00:00:00Z&end=2026-08-21T00:00:00Z"], _api.Calls);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.MethodNotAllowed)]
    public async Task History_is_read_by_GET_if_POST_is_not_supported(HttpStatusCode status)
    {
        _api.Answer("", status).Answer("""[{"environmentName":"Production","blob":"a"},{"environmentName":"Production","blob":"b"}]""");
        Assert.Equal(["a", "b"], await History());
        Assert.Equal(["POST", "GET"], _api.Network.Sent.Select(sent => sent.Method));
    }

    [Fact]
    public async Task History_accepts_the_single_entry_of_the_documentation()
    {
        _api.Answer("""{"environmentName":"Production","blob":"a"}""");
        Assert.Equal(["a"], await History());
    }

    [Fact]
    public async Task Other_failures_of_the_history_are_reported()
    {
        _api.Answer("""{"code":"forbidden","message":"No."}""", HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.Forbidden, (await Assert.ThrowsAsync<BcApiException>(() => History())).Status);
        Assert.Single(_api.Network.Sent);
    }

    [Theory]
    [InlineData("2.30")]
    [InlineData("3.0")]
    public async Task A_version_without_history_is_reported_before_the_call(string version) =>
        Assert.Equal("ApiVersionTooNew", (await Assert.ThrowsAsync<BcException>(() => History(version))).Code);
}
