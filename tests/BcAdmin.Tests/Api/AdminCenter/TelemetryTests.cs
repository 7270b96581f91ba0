namespace BcAdmin.Tests.Api.AdminCenter;

public sealed class TelemetryTests : IDisposable
{
    private readonly TestApi _api = new();

    public void Dispose() => _api.Dispose();

    private async Task<IReadOnlyList<BcTelemetryEvent>> Read(string table)
    {
        _api.Answer(table);
        return await _api.AdminCenter.ListTelemetryAsync(
            new("BusinessCentral", "Production"),
            new(2026, 8, 20, 6, 0, 0, TimeSpan.Zero), new(2026, 8, 20, 9, 0, 0, TimeSpan.FromHours(2)), CancellationToken.None);
    }

    [Fact]
    public async Task The_time_span_is_requested_in_UTC()
    {
        Assert.Empty(await Read("""{"queryColumns":[],"queryResults":[]}"""));
        Assert.Equal(
            ["GET /admin/v2.29/applications/BusinessCentral/environments/Production/telemetry"
                + "?startDateUtc=2026-08-20T06:00:00Z&endDateUtc=2026-08-20T07:00:00Z&logCategory=All"],
            _api.Calls);
    }

    [Theory]
    [InlineData("\"datetime\"", "\"numeric\"")]
    [InlineData("2", "1")]
    public async Task Cells_are_assigned_to_columns_in_any_order(string date, string number)
    {
        var rows = await Read($$"""
            {"queryColumns":[{"name":"Count","ordinal":1,"dataType":{{number}}},{"name":"Timestamp","ordinal":0,"dataType":{{date}}},
            {"name":"Message","ordinal":2,"dataType":"string"}],
             "queryResults":[["2026-08-20T06:59:10Z",7,"Posting finished"],["2026-08-20T07:00:00Z",null,"2026-08-20"]]}
            """);
        Assert.Equal(new DateTimeOffset(2026, 8, 20, 6, 59, 10, TimeSpan.Zero), rows[0].Values["timestamp"]);
        Assert.Equal((7L, "Posting finished"), (rows[0].Values["Count"], rows[0].Values["Message"]));
        Assert.Equal((null, "2026-08-20"), (rows[1].Values["Count"], rows[1].Values["Message"]));
        Assert.Equal("Production", rows[0].EnvironmentName);
    }

    [Fact]
    public async Task A_row_that_does_not_match_the_columns_loses_no_data()
    {
        var row =
            Assert.Single(await Read("""{"queryColumns":[{"name":"A","ordinal":0},{"name":"a","ordinal":1}],"queryResults":[["x","y","z"]]}"""));
        Assert.Equal(("x", "y", "z"), (row.Values["A"], row.Values["Column2"], row.Values["Column3"]));
    }
}
