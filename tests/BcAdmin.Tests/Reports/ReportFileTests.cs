using System.Text;
using System.Text.Json;
using BcAdmin.Pipeline;
using BcAdmin.Reports;
using BcAdmin.Tests.Conventions;

namespace BcAdmin.Tests.Reports;

public sealed class ReportFileTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(_file);

    private static ReportTable Table(string name) => ReportTable.All.Single(table => table.Name == name);

    private static byte[] Csv(string table, TenantReport report, char delimiter = ',')
    {
        using var stream = new MemoryStream();
        ReportFile.WriteCsv(stream, Table(table), report, delimiter);
        return stream.ToArray();
    }

    private static JsonElement Json(TenantReport report)
    {
        using var stream = new MemoryStream();
        ReportFile.WriteJson(stream, report);
        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }

    private static TenantReport With(Func<TenantState, TenantState> change) => new([change(Fleet.Tenant(0))], Fleet.Everything, Fleet.Now);

    [Fact]
    public void The_help_lists_every_table_and_column_in_its_order()
    {
        var help = File.ReadAllText(Repository.PathOf("docs", "en-US", "Export-BcTenantReport.md"));
        var documented =
            from line in help.Split('\n')
            let cells = line.Split(" | ")
            where cells.Length == 3 && cells[2].StartsWith("Tenant, ", StringComparison.Ordinal)
            select $"{cells[0].TrimStart('|', ' ')}: {cells[2].TrimEnd('|', ' ')}";
        Assert.Equal(ReportTable.All.Select(table => $"{table.Name}: {string.Join(", ", table.Columns)}"), documented);
    }

    [Fact]
    public void A_csv_file_reads_back_as_it_was_written()
    {
        foreach (var delimiter in new[] { ',', ';', '\t' })
        {
            foreach (var table in ReportTable.All)
            {
                var report = Fleet.Report(5);
                var content = Csv(table.Name, report, delimiter);
                Assert.Equal(Encoding.UTF8.GetPreamble(), content[..3]);
                File.WriteAllBytes(_file, content);
                var rows = CsvFile.Read(_file);
                Assert.Equal(table.Rows(report).Count(), rows.Count);
                Assert.All(rows, row => Assert.Equal(table.Columns, row.Cells.Select(cell => cell.Key)));
            }
        }
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+45 12", "\"'+45 12\"")]
    [InlineData("-x", "\"'-x\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("a=1", "\"a=1\"")]
    [InlineData("say \"hi\", ", "\"say \"\"hi\"\", \"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    public void Excel_does_not_run_text_of_the_service(string name, string cell)
    {
        var report = With(tenant => tenant with { Recipients = [new() { Name = name, Email = "x@contoso.example" }] });
        var csv = Encoding.UTF8.GetString(Csv("NotificationRecipients", report));
        Assert.EndsWith($",{cell},\"x@contoso.example\"\r\n", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_dates_and_missing_values_are_not_text()
    {
        var report = With(tenant =>
            tenant with { Storage = [new() { EnvironmentName = "Big", DatabaseStorageInKilobytes = 123456789 }], Quota = null });
        Assert.EndsWith(",\"Big\",\"BusinessCentral\",,123456789\r\n", Encoding.UTF8.GetString(Csv("Storage", report)), StringComparison.Ordinal);
        Assert.Contains(",2026-11-27 12:00:00,", Encoding.UTF8.GetString(Csv("Operations", report)), StringComparison.Ordinal);

        var json = Json(report);
        Assert.Equal(123456789, json.GetProperty("storage")[0].GetProperty("databaseSizeKB").GetInt64());
        Assert.Equal("2026-11-27T12:00:00Z", json.GetProperty("operations")[1].GetProperty("createdOn").GetString());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("tenants")[0].GetProperty("totalStorageKB").ValueKind);
    }

    [Fact]
    public void Each_warning_has_a_reason_and_a_command()
    {
        var report = Fleet.Report(200);
        Assert.All(
            report.WarningsOf.SelectMany(warnings => warnings).Where(warning => warning.Kind != WarningKind.AuthorizedAppWithoutConsent),
            warning => Assert.EndsWith($" -Connection {warning.Tenant}", warning.Command, StringComparison.Ordinal));
        var warning = Json(report).GetProperty("warnings").EnumerateArray().First(row => row.GetProperty("kind").GetString() == "StorageExceeded");
        Assert.Equal(WarningKind.StorageExceeded.Why, warning.GetProperty("why").GetString());
        Assert.Equal("Get-BcEnvironmentStorage -Connection customer007.example", warning.GetProperty("command").GetString());
        Assert.Contains(
            $",\"{WarningKind.NoUpdateWindow.Why}\",\"Set-BcEnvironmentUpdateWindow Production -Connection customer006.example\"\r\n",
            Encoding.UTF8.GetString(Csv("Warnings", report)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_boolean_is_one_in_both_formats()
    {
        var report = With(tenant => tenant);
        Assert.Contains(",\"AllowAllPartnerTenants\",", Encoding.UTF8.GetString(Csv("Environments", Fleet.Report(1))), StringComparison.Ordinal);
        Assert.Contains(",TRUE\r\n", Encoding.UTF8.GetString(Csv("AuthorizedApps", report)), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.True, Json(report).GetProperty("authorizedApps")[0].GetProperty("isAdminConsentGranted").ValueKind);
    }

    [Fact]
    public void The_json_document_has_the_tables_of_the_requested_parts()
    {
        var json = Json(Fleet.Report(200, ReportSections.Environments | ReportSections.Storage));
        Assert.Equal(
            [
                "formatVersion", "product", "version", "createdOn", "sections", "tenants", "warnings", "notAvailable", "environments", "storage",
            ],
            json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(200, json.GetProperty("tenants").GetArrayLength());
        Assert.Equal(400, json.GetProperty("environments").GetArrayLength());
        Assert.Equal(
            Table("Tenants").Columns.Select(JsonNamingPolicy.CamelCase.ConvertName),
            json.GetProperty("tenants")[0].EnumerateObject().Select(member => member.Name));
        Assert.Contains(
            json.GetProperty("warnings").EnumerateArray(), warning => warning.GetProperty("kind").GetString() == "NoNotificationRecipient"
                && warning.GetProperty("severity").GetString() == "Note");
    }
}
