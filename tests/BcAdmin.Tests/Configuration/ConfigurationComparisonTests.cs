using BcAdmin.Configuration;
using BcAdmin.Configuration.Components;

namespace BcAdmin.Tests.Configuration;

public class ConfigurationComparisonTests
{
    private static readonly FilePlace Place = new("file.json", 1, 1, "$");

    [Fact]
    public void Entries_are_found_by_key_in_any_casing()
    {
        var recipients = new NotificationRecipients().Schema;
        var changes = Compare(recipients, [Item(recipients, "A@B.C", "Name")],
            [Item(recipients, "a@b.c", "name"), Item(recipients, "other@b.c", "x")], true);
        Assert.Equal(["~ NotificationRecipients A@B.C name: name -> Name", "- NotificationRecipients other@b.c"],
            changes.Select(change => change.ToString()));
    }

    [Fact]
    public void Omitted_members_are_not_compared()
    {
        var users = new Users().Schema;
        Assert.Empty(Compare(users, [Item(users, "ANNA", null, "never", null)], [Item(users, "anna", "Disabled", "never", "a@b.c")], true));
        Assert.Empty(Compare(users, [], [Item(users, "anna", "Disabled", "never", null)], false));
    }

    [Fact]
    public void A_setting_that_is_not_set_is_changed_and_not_added()
    {
        var window = new UpdateWindow().Schema;
        var change = Assert.Single(Compare(window, [Item(window, "22:00", "06:00", "UTC")], [Item(window, null, null, null)], false));
        Assert.Equal((BcConfigurationAction.Change, 3), (change.Action, change.Values.Count));
    }

    [Theory]
    [InlineData("*", null, null, true)]
    [InlineData(">=28.1", "28.1.5.0", null, true)]
    [InlineData(">=28.1", "28.0.9.9", null, false)]
    [InlineData(">=28.1", "preview", null, false)]
    [InlineData("latest", "28.1", null, true)]
    [InlineData("latest", "28.1", "28.2", false)]
    [InlineData("latest", "28.2", "28.2", true)]
    public void A_version_is_compared_with_a_policy(string policy, string? version, string? offered, bool accepts) =>
        Assert.Equal(accepts, VersionPolicy.TryParse(policy)!.Accepts(version, offered));

    [Theory]
    [InlineData("28.1")]
    [InlineData(">28.1")]
    [InlineData(">=28")]
    [InlineData("newest")]
    [InlineData("")]
    public void A_pin_is_not_a_policy(string text) => Assert.Null(VersionPolicy.TryParse(text));

    [Theory]
    [InlineData("2027-06-30", "2027-06-30T00:00:00Z")]
    [InlineData("2027-06-30T22:00:00+02:00", "2027-06-30T20:00:00Z")]
    [InlineData("NEVER", "never")]
    [InlineData("06/30/2027", null)]
    [InlineData("2027-02-30", null)]
    public void Dates_are_converted_to_one_UTC_format(string text, string? canonical) =>
        Assert.Equal(canonical, new Users().Schema.Members[2].Canonical(text));

    [Fact]
    public void A_comparison_of_two_files_shows_the_entries_of_both()
    {
        var one = ConfigurationWorld.Load("""
            {
              "notificationRecipients": [ { "email": "a@b.c" } ],
              "environments": [ { "name": "P", "appUpdateCadence": "Default", "microsoft365LicenseAccess": true } ]
            }
            """u8.ToArray());
        var other = ConfigurationWorld.Load("""
            {
              "environments": [
                { "name": "p", "appUpdateCadence": "DuringMajorUpgrade", "supportContact": { "name": "Desk" } },
                { "name": "Q", "companies": [ { "name": "C" } ] }
              ]
            }
            """u8.ToArray());
        Assert.Equal(
            [
                "Add NotificationRecipients a@b.c", "Change P AppUpdateCadence cadence", "Change P Microsoft365LicenseAccess enabled",
                "Remove P SupportContact", "Remove Q Companies C",
            ],
            ConfigurationObjects.Differences([one], [other]).Select(difference => $"{difference.Action} {difference}"));
        Assert.Empty(ConfigurationObjects.Differences([one], [one]));
    }

    private static List<ItemChange> Compare(
        ComponentSchema component, ConfigurationItem[] desired, ConfigurationItem[] current, bool includeUnlisted) =>
        [.. ConfigurationComparison.Compare(component, new(Place, desired), current, includeUnlisted)];

    private static ConfigurationItem Item(ComponentSchema component, params string?[] values) => new(component, values) { Place = Place };
}
