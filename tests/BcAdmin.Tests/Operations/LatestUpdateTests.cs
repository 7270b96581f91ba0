using BcAdmin.Operations;

namespace BcAdmin.Tests.Operations;

/// <summary>The selection of the newest version for an environment, and its result.</summary>
public sealed class LatestUpdateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Day = Now.AddDays(10);
    private static readonly DateTimeOffset Last = new(2027, 1, 27, 0, 0, 0, TimeSpan.Zero);
    private static readonly UpdateOptions OnDay = new(Day, LastPossible: false, StartNow: false, IgnoreUpdateWindow: null);
    private static readonly UpdateOptions AtLast = new(null, LastPossible: true, StartNow: false, IgnoreUpdateWindow: null);
    private static readonly UpdateOptions AtOnce = new(null, LastPossible: false, StartNow: true, IgnoreUpdateWindow: null);

    [Fact]
    public void The_newest_released_version_is_selected()
    {
        var plan = Decide(OnDay, Offer("28.3"), Offer("28.10"), Offer("28.4"), Offer("29.0") with { RawTargetVersionType = "Preview" },
            Offer("29.1") with { Available = false });
        Assert.Equal((BcUpdateStatus.Moved, "28.10", Day), (plan.Status, $"{plan.Update}", plan.Date));
        Assert.Equal(new(true, "GA", new(Day, null)), plan.Change);
        Assert.Null(plan.Previous);
    }

    [Fact]
    public void A_version_that_is_already_selected_only_gets_the_date()
    {
        var plan = Decide(OnDay, Offer("28.3"), Selected("28.4", Now.AddDays(3)));
        Assert.Null(plan.Change!.Selected);
        Assert.Equal((new Version(28, 4), Now.AddDays(3)), (plan.Previous!.TargetVersion, plan.Previous.ScheduledOn!.Value));
    }

    [Fact]
    public void Values_that_are_already_set_are_not_sent() =>
        Assert.Equal((BcUpdateStatus.AlreadySet, null), Outcome(Decide(OnDay, Selected("28.4", Day))));

    [Fact]
    public void A_date_that_the_service_has_moved_to_the_window_counts_as_set()
    {
        var window = new BcEnvironmentUpdateWindow { PreferredStartTime = "22:00", PreferredEndTime = "05:00", TimeZone = "UTC" };
        var stored = Selected("28.4", new DateTimeOffset(Day.Date.AddHours(22), TimeSpan.Zero));
        Assert.True(Decide(OnDay, stored).DependsOnWindow(OnDay));
        Assert.Equal(BcUpdateStatus.AlreadySet, LatestUpdate.Decide([stored], OnDay, window, Now).Status);
        Assert.Equal(BcUpdateStatus.Moved, LatestUpdate.Decide([stored], OnDay with { IgnoreUpdateWindow = true }, window, Now).Status);
        Assert.False(Decide(OnDay, Selected("28.4", Day.AddDays(5))).DependsOnWindow(OnDay));
    }

    [Fact]
    public void The_last_possible_date_is_before_a_midnight_that_is_exclusive() =>
        Assert.Equal(Last.AddSeconds(-1), Decide(AtLast, Offer("28.4")).Date);

    [Theory]
    [InlineData("22:00", "UTC", "2027-01-26T22:00:00Z")]
    [InlineData("00:30", "Romance Standard Time", "2027-01-26T23:30:00Z")]
    [InlineData("01:30", "Romance Standard Time", "2027-01-26T00:30:00Z")]
    [InlineData("20:00", "Pacific Standard Time", "2027-01-26T04:00:00Z")]
    public void The_last_possible_date_is_the_start_of_the_last_window(string start, string zone, string expected)
    {
        var window = new BcEnvironmentUpdateWindow { PreferredStartTime = start, PreferredEndTime = "12:00", TimeZone = zone };
        var offer = Offer("28.4");
        Assert.True(Decide(AtLast, offer).DependsOnWindow(AtLast));
        var plan = LatestUpdate.Decide([offer], AtLast, window, Now);
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), plan.Date);
        Assert.Equal(BcUpdateStatus.AlreadySet, LatestUpdate.Decide([Selected("28.4", plan.Date!.Value)], AtLast, window, Now).Status);
        var ignoring = AtLast with { IgnoreUpdateWindow = true };
        Assert.False(Decide(ignoring, offer).DependsOnWindow(ignoring));
        Assert.Equal(Last.AddSeconds(-1), LatestUpdate.Decide([offer], ignoring, window, Now).Date);
    }

    [Fact]
    public void An_immediate_update_ignores_the_window()
    {
        var plan = Decide(AtOnce, Offer("28.4"));
        Assert.Equal((Now.AddSeconds(10), true), (plan.Date, plan.Change!.ScheduleDetails!.IgnoreUpdateWindow));
    }

    [Fact]
    public void An_impossible_update_has_a_reason()
    {
        Assert.Equal((BcUpdateStatus.NotPossible, "No released version is offered."), Outcome(Decide(OnDay)));
        var planned = Offer("29.0") with { Available = false, Expected = new() { Year = 2027, Month = 4 } };
        Assert.Equal(
            (BcUpdateStatus.NotPossible, "No released version is offered. 29.0 is expected in 2027-04."), Outcome(Decide(OnDay, planned)));
        var late = OnDay with { Date = Last.AddDays(1) };
        Assert.Contains("is too late", Decide(late, Offer("28.4")).Reason, StringComparison.Ordinal);
        var passed = Offer("28.4") with { ScheduleDetails = new() { LatestSelectableDateTime = Now.AddDays(-1) } };
        Assert.Contains("has passed", Decide(AtLast, passed).Reason, StringComparison.Ordinal);
        Assert.Contains("no last date", Decide(AtLast, Offer("28.4") with { ScheduleDetails = null }).Reason, StringComparison.Ordinal);
        Assert.All((UpdateOptions[])[OnDay, AtLast], options => Assert.Equal(
            (BcUpdateStatus.NotPossible, "The update to 28.4 is running."),
            Outcome(Decide(options, Selected("28.4", Now) with { Status = "Running" }))));
    }

    [Fact]
    public void A_running_update_satisfies_an_immediate_start()
    {
        Assert.Equal(BcUpdateStatus.AlreadySet, Decide(AtOnce, Selected("28.4", Now) with { Status = "running" }).Status);
        Assert.Equal(BcUpdateStatus.NotPossible, Decide(AtOnce, Selected("28.3", Now) with { Status = "running" }, Offer("28.4")).Status);
    }

    [Fact]
    public void The_stored_values_of_the_service_are_the_result()
    {
        var plan = Decide(OnDay, Offer("28.4"));
        Assert.Equal((BcUpdateStatus.Moved, null), Outcome(plan.Settle([Selected("28.4", Day)], OnDay)));
        var moved = plan.Settle([Selected("28.4", Day.AddHours(5))], OnDay);
        Assert.Equal((BcUpdateStatus.Moved, Day.AddHours(5)), (moved.Status, moved.Date));
        Assert.Contains("start of the update window", moved.Reason, StringComparison.Ordinal);
        Assert.Equal(BcUpdateStatus.NotPossible, plan.Settle([Offer("28.4")], OnDay).Status);
        Assert.Equal(BcUpdateStatus.NotPossible, plan.Settle([], OnDay).Status);
        Assert.Equal(BcUpdateStatus.Moved, Decide(AtOnce, Offer("28.4")).Settle([], AtOnce).Status);
        var paused = Selected("28.4", Day);
        paused = paused with { ScheduleDetails = paused.ScheduleDetails! with { RolloutStatus = "Postponed" } };
        Assert.Contains("paused the rollout", plan.Settle([paused], OnDay).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_changed_nothing_has_the_status_already_set()
    {
        var before = Selected("28.4", Day.AddHours(5));
        Assert.Equal(BcUpdateStatus.AlreadySet, Decide(OnDay, before).Settle([before], OnDay).Status);
    }

    private static LatestUpdate Decide(UpdateOptions options, params BcEnvironmentUpdate[] offered) =>
        LatestUpdate.Decide(offered, options, null, Now);

    private static (BcUpdateStatus, string?) Outcome(LatestUpdate plan) => (plan.Status, plan.Reason);

    private static BcEnvironmentUpdate Offer(string version) => new()
    {
        RawTargetVersion = version,
        Available = true,
        Selected = false,
        ScheduleDetails = new() { LatestSelectableDateTime = Last, IgnoreUpdateWindow = false, RolloutStatus = "Active" },
    };

    private static BcEnvironmentUpdate Selected(string version, DateTimeOffset date)
    {
        var offer = Offer(version);
        return offer with { Selected = true, Status = "scheduled", ScheduleDetails = offer.ScheduleDetails! with { SelectedDateTime = date } };
    }
}
