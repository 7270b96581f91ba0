using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BcAdmin.Simulator.State;
using BcAdmin.Tests.Conventions;

namespace BcAdmin.Tests.Simulator;

/// <summary>
/// The real service differs from its documentation here: the simulator follows the service, or the documentation if a setting
/// specifies this.
/// </summary>
public sealed partial class FieldTests(SimulatorFixture fixture) : SimulatorTest(fixture)
{
    private const string Sandbox = $"{Environments}/Sandbox";

    private async Task<JsonObject> Update(string environment, string version) =>
        (await Get($"{Environments}/{environment}/updates")).Rows.Single(row => (string?)row["targetVersion"] == version);

    private Task<Answer> Select(string environment, JsonObject body) => Send(HttpMethod.Patch, $"{Environments}/{environment}/updates/28.4", body);

    private static JsonObject Schedule(DateTimeOffset date) =>
        new() { ["selected"] = true, ["scheduleDetails"] = new JsonObject { ["selectedDateTime"] = date.ToString("O") } };

    private static DateTimeOffset Time(JsonNode? node) => DateTimeOffset.Parse((string)node!, CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_date_of_an_update_is_stored_at_the_start_of_the_update_window()
    {
        await Send(HttpMethod.Put, $"{Sandbox}/settings/upgrade",
            JsonNode.Parse("""{"preferredStartTime":"20:00","preferredEndTime":"04:00","timeZoneId":"UTC"}"""));
        var date = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(3).AddHours(9), TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, (await Select("Sandbox", Schedule(date))).Status);
        Assert.Equal(date.AddHours(11), Time((await Update("Sandbox", "28.4"))["scheduleDetails"]!["selectedDateTime"]));

        await Settings("documentedUpdateDates", true);
        await Select("Sandbox", Schedule(date));
        Assert.Equal(date, Time((await Update("Sandbox", "28.4"))["scheduleDetails"]!["selectedDateTime"]));
    }

    [Fact]
    public async Task A_latest_date_at_midnight_is_exclusive()
    {
        var latest = Time((await Update("Sandbox", "28.4"))["scheduleDetails"]!["latestSelectableDateTime"]);
        Assert.Equal(TimeSpan.Zero, latest.TimeOfDay);
        Assert.Equal("EntityValidationFailed", (await Select("Sandbox", Schedule(latest))).Code);
        Assert.Equal(HttpStatusCode.OK, (await Select("Sandbox", Schedule(latest.AddDays(-1)))).Status);

        await Settings("documentedUpdateDates", true);
        var documented = Time((await Update("Sandbox", "28.4"))["scheduleDetails"]!["latestSelectableDateTime"]);
        Assert.Equal(HttpStatusCode.OK, (await Select("Sandbox", Schedule(documented))).Status);
    }

    [Fact]
    public async Task Members_outside_scheduleDetails_are_ignored()
    {
        var body = new JsonObject { ["selectedDateTime"] = DateTimeOffset.UtcNow.AddDays(3).ToString("O") };
        Assert.Equal(HttpStatusCode.OK, (await Select("Sandbox", body)).Status);
        Assert.Null((await Update("Sandbox", "28.4"))["scheduleDetails"]!["selectedDateTime"]);
        await Settings("documentedUpdateDates", true);
        Assert.Equal(HttpStatusCode.BadRequest, (await Select("Sandbox", body)).Status);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(14)]
    public async Task The_name_of_a_deleted_environment_ends_in_digits(int digits)
    {
        await Settings("deletedNameDigits", digits);
        await Send(HttpMethod.Delete, Sandbox);
        await AdvanceClock(10);
        var name = (string)(await Get(Environments)).Rows.Single(row => (string?)row["status"] == "SoftDeleted")["name"]!;
        Assert.Matches($@"^Sandbox-\d{{{digits}}}$", name);
    }

    [Fact]
    public async Task Environments_have_their_full_versions_in_every_version_of_the_api()
    {
        Assert.All((await Get(Environments)).Rows, row =>
            Assert.Equal(("28.3.51420.52011", true), ((string?)row["applicationVersion"], row.ContainsKey("platformVersion"))));
        await Settings("applicationVersionInAllVersions", false);
        Assert.All((await Get(Environments)).Rows, row => Assert.False(row.ContainsKey("applicationVersion")));
    }

    [Fact]
    public async Task A_single_environment_has_no_geoName()
    {
        Assert.All((await Get(Environments)).Rows, row => Assert.Equal("Europe", (string?)row["geoName"]));
        Assert.False((await Get(Sandbox)).Object.ContainsKey("geoName"));
        await Settings("geoNameOfSingleEnvironment", true);
        Assert.Equal("Europe", (string?)(await Get(Sandbox)).Object["geoName"]);
    }

    [Fact]
    public async Task Update_settings_respond_without_a_body()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await Get($"{Sandbox}/settings/upgrade")).Status);
        var window = JsonNode.Parse("""{"preferredStartTime":"20:00","preferredEndTime":"04:00","timeZoneId":"UTC"}""");
        Assert.Equal(HttpStatusCode.NoContent, (await Send(HttpMethod.Put, $"{Sandbox}/settings/upgrade", window)).Status);
        await Settings("noContentForChangedUpdateSettings", false);
        Assert.Equal("20:00", (string?)(await Send(HttpMethod.Put, $"{Sandbox}/settings/upgrade", window)).Object["preferredStartTime"]);
    }

    [Fact]
    public async Task The_date_of_a_session_is_text_in_US_format()
    {
        Assert.All((await Get($"{Environments}/Production/sessions")).Rows, row =>
            Assert.Matches(@"^\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}:\d{2} [AP]M$", (string)row["logOnDate"]!));
        await Settings("isoSessionDates", true);
        Assert.All((await Get($"{Environments}/Production/sessions")).Rows, row =>
            Assert.EndsWith("Z", (string)row["logOnDate"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Operations_show_whether_they_can_be_canceled()
    {
        await Send(HttpMethod.Delete, Sandbox);
        Assert.All((await Get(Operations)).Rows, row => Assert.False((bool)row["canBeCanceled"]!));
        await Settings("canBeCanceledInOperations", false);
        Assert.All((await Get(Operations)).Rows, row => Assert.False(row.ContainsKey("canBeCanceled")));
    }

    [Fact]
    public void The_page_about_the_simulator_lists_every_setting_with_its_default()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "simulator.md"));
        var section = page[page.IndexOf("### Settings", StringComparison.Ordinal)..page.IndexOf("### Faults", StringComparison.Ordinal)];
        var listed = Row().Matches(section).Select(row => (row.Groups["name"].Value, row.Groups["default"].Value.Trim('`')));
        Assert.Equal(new Settings().ToJson().Select(member => (member.Key, member.Value?.ToString() ?? "null")).Order(), listed.Order());
    }

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<default>[^|]+) \| [^|]+ \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
