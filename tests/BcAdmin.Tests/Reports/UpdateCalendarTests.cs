using BcAdmin.Reports;

namespace BcAdmin.Tests.Reports;

/// <summary>When an update starts, by its date and the update window of its environment.</summary>
public sealed class UpdateCalendarTests
{
    private static readonly TimeZoneInfo Local = TimeZoneInfo.CreateCustomTimeZone("Local", TimeSpan.FromHours(5), "Local", "Local");

    [Theory]
    // in the window
    [InlineData("2026-12-05T23:00:00Z", "22:00", "04:00", "2026-12-05T23:00:00Z", "2026-12-05T22:00:00+01:00", "2026-12-06T04:00:00+01:00")]
    // before it
    [InlineData("2026-12-05T12:00:00Z", "22:00", "04:00", "2026-12-05T21:00:00Z", "2026-12-05T22:00:00+01:00", "2026-12-06T04:00:00+01:00")]
    // the end is not in the window
    [InlineData("2026-12-06T03:00:00Z", "22:00", "04:00", "2026-12-06T21:00:00Z", "2026-12-06T22:00:00+01:00", "2026-12-07T04:00:00+01:00")]
    // a window of one day
    [InlineData("2026-12-05T06:00:00Z", "08:00", "20:00", "2026-12-05T07:00:00Z", "2026-12-05T08:00:00+01:00", "2026-12-05T20:00:00+01:00")]
    // daylight saving time
    [InlineData("2026-07-05T12:00:00Z", "22:00", "04:00", "2026-07-05T20:00:00Z", "2026-07-05T22:00:00+02:00", "2026-07-06T04:00:00+02:00")]
    // 02:30 does not exist on the day when daylight saving time starts
    [InlineData("2026-03-28T23:00:00Z", "02:30", "09:00", "2026-03-29T01:30:00Z", "2026-03-29T03:30:00+02:00", "2026-03-29T09:00:00+02:00")]
    public void An_update_starts_in_its_window(string date, string start, string end, string starts, string windowStart, string windowEnd)
    {
        var entry = UpdateCalendar.Entry(Update(date), Window(start, end), Local);
        Assert.Equal(Time(starts), entry.StartsOn);
        Assert.Equal(TimeSpan.FromHours(5), entry.StartsOn!.Value.Offset);
        Assert.Equal((Time(windowStart), Time(windowStart).Offset), (entry.WindowStart, entry.WindowStart!.Value.Offset));
        Assert.Equal((Time(windowEnd), Time(windowEnd).Offset), (entry.WindowEnd, entry.WindowEnd!.Value.Offset));
        Assert.Equal((entry.WindowStart, TimeSpan.FromHours(5)), (entry.LocalWindowStart, entry.LocalWindowStart!.Value.Offset));
    }

    [Fact]
    public void Without_a_window_an_update_starts_on_its_date()
    {
        var date = Time("2026-12-05T12:00:00Z");
        foreach (var window in (BcEnvironmentUpdateWindow?[])[null, new()])
        {
            var entry = UpdateCalendar.Entry(Update("2026-12-05T12:00:00Z"), window, Local);
            Assert.Equal((date, null, null), (entry.StartsOn, entry.WindowStart, entry.LocalWindowEnd));
        }
    }

    [Theory]
    [InlineData("22:00", "2026-11-28T23:00:00Z", -1)]
    [InlineData("22:00", "2026-11-28T09:00:00Z", 13)]
    [InlineData("01:00", "2026-11-28T10:00:00Z", -9)]
    [InlineData("04:00", "2026-11-28T22:30:00Z", 5.5)]
    public void A_time_zone_that_the_system_does_not_have_is_known_by_the_next_window(string start, string next, double hours)
    {
        var window = new BcEnvironmentUpdateWindow
        {
            PreferredStartTime = start,
            PreferredEndTime = "12:00",
            TimeZone = "Nowhere Standard Time",
            NextStart = Time(next),
        };
        Assert.Equal(TimeSpan.FromHours(hours), window.At(Time("2026-12-05T12:00:00Z"))!.Value.Start.Offset);
    }

    [Fact]
    public void An_old_version_of_the_API_has_the_window_in_UTC()
    {
        var window = new BcEnvironmentUpdateWindow { NextStart = Time("2026-11-28T20:00:00Z"), NextEnd = Time("2026-11-29T05:00:00Z") };
        Assert.Equal((Time("2026-12-05T20:00:00Z"), Time("2026-12-06T05:00:00Z")), window.At(Time("2026-12-05T12:00:00Z")));
    }

    [Fact]
    public void Entries_are_sorted_by_date_and_those_without_one_are_last()
    {
        BcUpdateCalendarEntry[] entries =
        [
            new() { TenantName = "a" },
            new() { TenantName = "b", StartsOn = Time("2026-12-06T00:00:00Z") },
            new() { TenantName = "B2", StartsOn = Time("2026-12-05T00:00:00Z") },
            new() { TenantName = "a2", StartsOn = Time("2026-12-05T02:00:00+02:00") },
        ];
        Assert.Equal(["a2", "B2", "b", "a"], UpdateCalendar.Sort(entries).Select(entry => entry.TenantName));
    }

    private static BcEnvironmentUpdate Update(string date) => new()
    {
        RawTargetVersion = "28.4",
        Selected = true,
        ScheduleDetails = new() { SelectedDateTime = Time(date) },
    };

    private static BcEnvironmentUpdateWindow Window(string start, string end) =>
        new() { PreferredStartTime = start, PreferredEndTime = end, TimeZone = "Romance Standard Time" };

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
