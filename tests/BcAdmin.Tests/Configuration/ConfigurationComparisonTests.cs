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

    [Fact]
    public void Each_change_has_the_entries_and_the_place_of_the_file()
    {
        var recipients = new NotificationRecipients().Schema;
        var (same, changed, added) = (Item(recipients, "same@b.c", "S"), Item(recipients, "changed@b.c", "New"), Item(recipients, "added@b.c", "A"));
        var (current, other) = (Item(recipients, "changed@b.c", "Old"), Item(recipients, "other@b.c", "O"));
        var list = new FilePlace("file.json", 9, 9, "$.list");
        var changes = ConfigurationComparison.Compare(
            recipients, new(list, [same, changed with { Place = new("file.json", 2, 2, "$.changed") }, added]), [same, current, other], true)
            .ToList();
        Assert.Equal(
            [BcConfigurationAction.Change, BcConfigurationAction.Add, BcConfigurationAction.Remove], changes.Select(change => change.Action));
        Assert.Equal([2, 1, 9], changes.Select(change => change.Place.Line));
        Assert.Equal([current, null, other], changes.Select(change => change.Current));
        Assert.Equal(["changed@b.c", "added@b.c", null], changes.Select(change => change.Desired?.Key));
        Assert.Equal(["name: Old -> New", "name: (none) -> A", ""], changes.Select(change => string.Join(';', change.Values)));
        Assert.All(changes, change => Assert.Same(recipients, change.Component));
    }

    [Fact]
    public void Nothing_is_removed_unless_requested() =>
        Assert.Empty(Compare(new NotificationRecipients().Schema, [], [Item(new NotificationRecipients().Schema, "a@b.c", null)], false));

    [Fact]
    public void Of_two_current_entries_with_the_same_key_the_first_is_compared()
    {
        var recipients = new NotificationRecipients().Schema;
        Assert.Empty(Compare(
            recipients, [Item(recipients, "a@b.c", "One")], [Item(recipients, "a@b.c", "One"), Item(recipients, "A@b.c", "Two")], true));
        Assert.Equal(
            ["- NotificationRecipients a@b.c"],
            Compare(recipients, [], [Item(recipients, "a@b.c", "One"), Item(recipients, "A@b.c", "Two")], true).Select(change => change.ToString()));
    }

    [Fact]
    public void A_setting_is_removed_only_if_the_file_does_not_have_it()
    {
        var window = new UpdateWindow().Schema;
        var current = Item(window, "22:00", "06:00", "UTC");
        Assert.Empty(Compare(window, [Item(window, "22:00", null, null)], [current], true));
        Assert.Equal(["~ UpdateWindow start: 22:00 -> 23:00"],
            Compare(window, [Item(window, "23:00", null, null)], [current], true).Select(change => change.ToString()));
        Assert.Equal([BcConfigurationAction.Remove], Compare(window, [], [current], true).Select(change => change.Action));
        Assert.Empty(Compare(window, [], [current], false));
    }

    [Fact]
    public void A_setting_that_is_not_known_is_changed()
    {
        var window = new UpdateWindow().Schema;
        var change = Assert.Single(Compare(window, [Item(window, "22:00", null, null)], [], false));
        Assert.Equal((BcConfigurationAction.Change, null, "start: (none) -> 22:00"), (change.Action, change.Current, change.Changes));
    }

    [Fact]
    public void Keys_and_notes_are_not_compared()
    {
        var things = new ComponentSchema("Things", ComponentLevel.Tenant, ComponentShape.List, "Things.",
            new("name", ValueKind.Text, "Name.") { IsKey = true }, new("note", ValueKind.Text, "Note.") { IsNote = true },
            new("size", ValueKind.Text, "Size."));
        Assert.Empty(Compare(things, [Item(things, "A", "new", "1")], [Item(things, "a", "old", "1")], false));
        Assert.Equal(["+ Things B size: (none) -> 2"],
            Compare(things, [Item(things, "B", "new", "2")], [Item(things, "a", "old", "1")], false).Select(change => change.ToString()));
    }

    [Theory]
    [InlineData(">=28.1", "28.2", null, "")]
    [InlineData(">=28.1", "28.0", null, "version: 28.0 -> >=28.1")]
    [InlineData("latest", "28.1", null, "")]
    [InlineData("latest", "28.1", "28.2", "version: 28.1 -> latest")]
    [InlineData("*", null, null, "")]
    public void A_version_that_the_policy_accepts_is_no_difference(string policy, string? version, string? offered, string expected)
    {
        var environment = new EnvironmentKind().Schema;
        var current = Item(environment, null, null, null, version) with { Offered = offered };
        var changes = Compare(environment, [Item(environment, null, null, null, policy)], [current], false);
        Assert.Equal(expected, string.Join(", ", changes.Select(change => change.Changes)));
    }

    private static List<ItemChange> Compare(
        ComponentSchema component, ConfigurationItem[] desired, ConfigurationItem[] current, bool includeUnlisted) =>
        [.. ConfigurationComparison.Compare(component, new(Place, desired), current, includeUnlisted)];

    private static ConfigurationItem Item(ComponentSchema component, params string?[] values) => new(component, values) { Place = Place };
}
