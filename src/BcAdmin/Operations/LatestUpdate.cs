namespace BcAdmin.Operations;

/// <summary>The requested date for the installation of the newest version.</summary>
/// <param name="Date">The date; null if another option is used.</param>
/// <param name="LastPossible">Whether to use the latest date that the service allows.</param>
/// <param name="StartNow">Whether to start immediately, also outside the update window.</param>
/// <param name="IgnoreUpdateWindow">Whether the update can start outside the update window; null to keep the current setting.</param>
internal sealed record UpdateOptions(DateTimeOffset? Date, bool LastPossible, bool StartNow, bool? IgnoreUpdateWindow);

/// <summary>Determines how to move an environment to the newest released version on a given date.</summary>
internal sealed record LatestUpdate
{
    public required BcUpdateStatus Status { get; init; }

    /// <summary>The newest released version; null if none is offered.</summary>
    public BcEnvironmentUpdate? Update { get; init; }

    /// <summary>The version that was selected before the change.</summary>
    public BcEnvironmentUpdate? Previous { get; init; }

    /// <summary>The request to send; null if no change is required.</summary>
    public SelectUpdateRequest? Change { get; init; }

    public string? Reason { get; init; }

    /// <summary>The requested date, or the current date if no change is required.</summary>
    public DateTimeOffset? Date => Change?.ScheduleDetails?.SelectedDateTime ?? Update?.ScheduledOn;

    /// <summary>
    /// Whether the result depends on the update window. The service stores the start of the update window as the date. Therefore, the last possible
    /// date is the start of the last window, and a date close to the stored one may already be set.
    /// </summary>
    public bool DependsOnWindow(UpdateOptions options) =>
        Change is { ScheduleDetails.SelectedDateTime: { } date } && IsWindowUsed(Update!, options)
        && (options.LastPossible || (Update is { Selected: true, ScheduledOn: { } known } && (date - known).Duration() < TimeSpan.FromHours(36)));

    /// <param name="offered">The versions that the service offers to the environment.</param>
    /// <param name="options">The requested date.</param>
    /// <param name="window">The update window, if it is known.</param>
    /// <param name="now">The current time.</param>
    public static LatestUpdate Decide(
        IReadOnlyCollection<BcEnvironmentUpdate> offered, UpdateOptions options, BcEnvironmentUpdateWindow? window, DateTimeOffset now)
    {
        var previous = offered.FirstOrDefault(update => update.Selected == true);
        var latest = offered.Where(update => update.Available != false && update.IsReleased).MaxBy(update => update.TargetVersion as Version);
        if (offered.FirstOrDefault(IsRunning) is { } running)
            return running == latest && options.StartNow ? Set(Messages.UpdateAlreadyRunning) : No(Messages.UpdateNotPossibleWhileRunning(running));
        if (latest is null)
            return No(NoneOffered(offered));
        var used = IsWindowUsed(latest, options) ? window : null;
        if (ChooseDate(latest, options, used, now, out var problem) is not { } date)
            return No(problem);

        bool? ignoreWindow = options.StartNow ? true : options.IgnoreUpdateWindow;
        var isSet = latest is { Selected: true, ScheduledOn: { } known }
            && (IsSame(date, known) || (used?.StartOnDayOf(date) is { } start && IsSame(start, known)))
            && (ignoreWindow is null || ignoreWindow == latest.IgnoreUpdateWindow);
        return isSet ? Set(null) : new LatestUpdate
        {
            Status = BcUpdateStatus.Moved,
            Update = latest,
            Previous = previous,
            Change = new(latest.Selected == true ? null : true, latest.TargetVersionType, new UpdateSchedule(date, ignoreWindow)),
        };

        LatestUpdate Set(string? reason) => new() { Status = BcUpdateStatus.AlreadySet, Update = latest, Previous = previous, Reason = reason };

        LatestUpdate No(string reason) => new() { Status = BcUpdateStatus.NotPossible, Update = latest, Previous = previous, Reason = reason };
    }

    /// <summary>The result of the request, based on the updates that the service lists afterwards.</summary>
    public LatestUpdate Settle(IEnumerable<BcEnvironmentUpdate> offered, UpdateOptions options)
    {
        var stored = offered.FirstOrDefault(
            update => update.RawTargetVersion == Update!.RawTargetVersion && update.HasType(Update.TargetVersionType));
        if (stored is null)
        {
            // The service no longer lists an update that has started.
            return options.StartNow ? this : this with
            {
                Status = BcUpdateStatus.NotPossible,
                Reason = Messages.AcceptedUpdateNoLongerOffered(Update),
            };
        }

        var after = this with { Update = stored, Change = null };
        if (stored.Selected == false)
            return after with { Status = BcUpdateStatus.NotPossible, Reason = Messages.AcceptedUpdateNotSelected(stored) };
        if (options.StartNow)
            return after with { Reason = Paused(stored) };
        if (Update!.Selected == true && stored.ScheduledOn == Update.ScheduledOn && stored.IgnoreUpdateWindow == Update.IgnoreUpdateWindow)
            return after with { Status = BcUpdateStatus.AlreadySet, Reason = Paused(stored) };
        var isMoved = Date is { } sent && stored.ScheduledOn is { } date && !IsSame(sent, date);
        return after with { Reason = Paused(stored) ?? (isMoved ? Messages.DateMovedToUpdateWindowStart : null) };
    }

    private static DateTimeOffset? ChooseDate(
        BcEnvironmentUpdate update, UpdateOptions options, BcEnvironmentUpdateWindow? window, DateTimeOffset now, out string problem)
    {
        problem = string.Empty;
        var latest = update.LatestSelectable;
        if (options.StartNow)
        {
            // The service rejects dates in the past, and its clock can be ahead.
            var soon = now.AddSeconds(10);
            return latest > now && latest < soon ? latest : soon;
        }

        if (options.LastPossible)
        {
            problem = latest is null ? Messages.NoLastUpdateDate(update)
                : Messages.LastUpdateDatePassed(update, latest.Value);
            if (latest is not { } last || last <= now)
                return null;
            return window?.LastStartUntil(last) is { } start && start > now ? start : last;
        }

        if (options.Date <= update.RawLatestSelectable || update.RawLatestSelectable is null)
            return options.Date;
        problem = Messages.UpdateDateTooLate(options, update, latest);
        return null;
    }

    private static string NoneOffered(IReadOnlyCollection<BcEnvironmentUpdate> offered) =>
        offered.FirstOrDefault(update => update is { Available: false, ExpectedAvailability: not null }) is { } next
            ? Messages.NextReleasedVersionExpected(next)
            : Messages.NoReleasedVersionOffered;

    private static string? Paused(BcEnvironmentUpdate update) =>
        update.RolloutStatus is { } rollout && !rollout.Equals("Active", StringComparison.OrdinalIgnoreCase)
            ? Messages.UpdateRolloutPaused(update, rollout) : null;

    private static bool IsRunning(BcEnvironmentUpdate update) => string.Equals(update.Status, "running", StringComparison.OrdinalIgnoreCase);

    private static bool IsWindowUsed(BcEnvironmentUpdate update, UpdateOptions options) =>
        !options.StartNow && (options.IgnoreUpdateWindow ?? update.IgnoreUpdateWindow) != true;

    private static bool IsSame(DateTimeOffset left, DateTimeOffset right) => (left - right).Duration() < TimeSpan.FromSeconds(1);
}
