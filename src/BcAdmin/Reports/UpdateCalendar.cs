namespace BcAdmin.Reports;

/// <summary>Reads the selected updates of environments with their update windows.</summary>
internal static class UpdateCalendar
{
    /// <summary>The selected update of an environment; null where none is selected.</summary>
    public static async Task<BcUpdateCalendarEntry?> ReadAsync(
        AdminCenterClient admin, BcConnection connection, EnvironmentKey environment, TimeZoneInfo local, CancellationToken cancellationToken)
    {
        var update = await admin.ListUpdatesAsync(environment, cancellationToken).FirstOrNullAsync(offered => offered.Selected == true)
            .ConfigureAwait(false);
        if (update is null)
            return null;
        var window = update.ScheduledOn is not null && update.IgnoreUpdateWindow != true
            ? await admin.GetUpdateWindowAsync(environment, cancellationToken).ConfigureAwait(false) : null;
        var entry = Entry(update, window, local);
        entry.SetOrigin(connection, environment);
        return entry;
    }

    /// <summary>The entries by date; those without a date are last.</summary>
    public static IReadOnlyList<BcUpdateCalendarEntry> Sort(IEnumerable<BcUpdateCalendarEntry> entries) =>
    [
        .. entries.OrderBy(entry => entry.StartsOn ?? DateTimeOffset.MaxValue)
            .ThenBy(entry => entry.TenantName, StringComparer.OrdinalIgnoreCase)
            .ThenBy(entry => entry.EnvironmentName, StringComparer.OrdinalIgnoreCase)
            .ThenBy(entry => entry.ApplicationFamily, StringComparer.OrdinalIgnoreCase),
    ];

    internal static BcUpdateCalendarEntry Entry(BcEnvironmentUpdate update, BcEnvironmentUpdateWindow? window, TimeZoneInfo local)
    {
        var open = update.ScheduledOn is { } scheduled ? window?.At(scheduled) : null;
        var start = open?.Start > update.ScheduledOn ? open?.Start : update.ScheduledOn;
        return new BcUpdateCalendarEntry
        {
            StartsOn = Local(start),
            TargetVersion = update.TargetVersion,
            TargetVersionType = update.TargetVersionType,
            Status = update.Status,
            WindowStart = open?.Start,
            WindowEnd = open?.End,
            TimeZone = window?.TimeZone,
            LocalWindowStart = Local(open?.Start),
            LocalWindowEnd = Local(open?.End),
            IgnoreUpdateWindow = update.IgnoreUpdateWindow,
            ScheduledOn = update.ScheduledOn,
            LatestSelectable = update.LatestSelectable,
            RolloutStatus = update.RolloutStatus,
            ExpectedAvailability = update.ExpectedAvailability,
        };

        DateTimeOffset? Local(DateTimeOffset? moment) => moment is { } known ? TimeZoneInfo.ConvertTime(known, local) : null;
    }
}
