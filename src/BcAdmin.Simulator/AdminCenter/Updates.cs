namespace BcAdmin.Simulator.AdminCenter;

/// <summary>The version that an environment is updated to, and the time of the update.</summary>
internal static class Updates
{
    /// <summary>The number of days until the update if a version was selected without a time.</summary>
    private const int DefaultDelayDays = 7;

    [Operation("listEnvironmentUpdates")]
    public static Reply ListEnvironmentUpdates(Call call, BcEnvironment environment) =>
        Reply.List(call.Tenant.OffersTo(environment).Select(release => Write(call, environment, release)));

    [Operation("selectEnvironmentUpdate")]
    public static Reply SelectEnvironmentUpdate(Call call)
    {
        Environments.Family(call, "applicationTypeDoesNotExist");
        var environment = Environments.Find(call);
        var version = call["targetVersion"];
        var release = call.Tenant.OffersTo(environment).FirstOrDefault(offer => offer.Target.ToString() == version)
            ?? throw new Refusal(404, "resourceDoesNotExist", $"The version {version} is not available for {environment.Name}.")
            {
                Target = "targetVersion",
            };
        call.CheckIdle(environment, "invalidStatusCannotUpdateEnvironment");
        CheckType(call, environment, release);

        var select = call.Flag("selected");
        var details = call.Body["scheduleDetails"] as JsonObject;
        if (!release.IsAvailableTo(environment.Type, call.Now))
        {
            if (details is not null || !select)
                throw Invalid("scheduleDetails", $"{release.Target} is not released yet: it can only be selected, without a schedule.");
            SelectOnly(call, environment, release);
            return Reply.Empty();
        }

        if (!select && environment.SelectedUpdate != release.Target && details is null)
        {
            // The real service ignores other members, so that a request that contains only those changes nothing.
            return call.Settings.DocumentedUpdateDates ? throw Invalid("selected", "Give selected, scheduleDetails or both.") : Reply.Empty();
        }

        var choice = Choose(call, environment, release, details);
        environment.UpdateChoices[release.Target] = choice;
        if (select || environment.SelectedUpdate == release.Target)
            Schedule(call, environment, release, choice);
        LogSelection(call, environment, release);
        return Reply.Empty();
    }

    /// <summary>The only update that older versions of the API know: the selected one, or the next.</summary>
    [Operation("getScheduledUpgrade")]
    public static Reply GetScheduledUpgrade(Call call, BcEnvironment environment)
    {
        if (call.Tenant.NextUpdateOf(environment, call.Now) is not { } release)
            return Reply.Null();

        var choice = environment.UpdateChoices.GetValueOrDefault(release.Target) ?? new UpdateChoice();
        return Reply.Ok(new JsonObject
        {
            ["environmentName"] = environment.Name,
            ["applicationFamily"] = environment.ApplicationFamily,
            ["sourceVersion"] = environment.Version.ToString(),
            ["targetVersion"] = release.Full.ToString(),
            ["canTenantSelectDate"] = true,
            ["didTenantSelectDate"] = choice.SelectedDateTime is not null,
            ["earliestSelectableUpgradeDate"] = EnvironmentJson.Time(call.Now),
            ["latestSelectableUpgradeDate"] = EnvironmentJson.Time(release.LatestSelectable(call.Settings)),
            ["upgradeDate"] = EnvironmentJson.Time(choice.SelectedDateTime ?? release.LastMoment),
            ["updateStatus"] = environment.Status == EnvironmentStatus.Upgrading ? "Running" : "Scheduled",
            ["ignoreUpgradeWindow"] = choice.IgnoreUpdateWindow,
            ["isActive"] = environment.SelectedUpdate == release.Target,
        });
    }

    [Operation("rescheduleUpgrade")]
    public static Reply RescheduleUpgrade(Call call, BcEnvironment environment)
    {
        call.CheckIdle(environment, "invalidStatusCannotUpdateEnvironment");
        var release = call.Tenant.NextUpdateOf(environment, call.Now)
            ?? throw new Refusal(404, "resourceDoesNotExist", $"No update is available for {environment.Name}.");
        var choice = Choose(call, environment, release, new JsonObject
        {
            ["selectedDateTime"] = call.Body["runOn"]!.DeepClone(),
            ["ignoreUpdateWindow"] = call.Flag("ignoreUpgradeWindow"),
        });
        environment.UpdateChoices[release.Target] = choice;
        Schedule(call, environment, release, choice);
        LogSelection(call, environment, release);
        return Reply.Empty();
    }

    private static UpdateChoice Choose(Call call, BcEnvironment environment, Release release, JsonObject? details)
    {
        var kept = environment.UpdateChoices.GetValueOrDefault(release.Target) ?? new UpdateChoice();
        var chosen = details?["selectedDateTime"] is { } text
            ? Call.ReadTime(text.GetValue<string>())
            : kept.SelectedDateTime ?? Earlier(call.Now.AddDays(DefaultDelayDays), release.LastMoment);
        var choice = new UpdateChoice
        {
            SelectedDateTime = chosen,
            IgnoreUpdateWindow = details?["ignoreUpdateWindow"]?.GetValue<bool>() ?? kept.IgnoreUpdateWindow,
        };

        // Today's date is valid at any hour. A stored time may be in the past.
        if (chosen.UtcDateTime.Date < call.Now.UtcDateTime.Date)
            throw Invalid("selectedDateTime", $"The selected date {EnvironmentJson.Time(chosen)} has passed; name a later one.");
        if (chosen > release.LastMoment)
            throw Invalid("selectedDateTime", $"The update to {release.Target} cannot be later than {EnvironmentJson.Time(release.LastMoment)}.");
        var keepsMoment = call.Settings.DocumentedUpdateDates || choice.IgnoreUpdateWindow || details?["selectedDateTime"] is null;
        return keepsMoment || environment.UpdateWindow is not { } window ? choice : choice with { SelectedDateTime = window.StartOnDayOf(chosen) };
    }

    private static void Schedule(Call call, BcEnvironment environment, Release release, UpdateChoice choice)
    {
        environment.SelectedUpdate = release.Target;
        // An update that is due now starts with the next advance of the clock.
        var start = environment.StartOf(choice);
        start = start > call.Now ? start : environment.StartOf(choice with { SelectedDateTime = call.Soon() });
        environment.PendingUpdate = UpdateWork.Plan(call.Tenant, environment, release, start, call.Request());
        environment.PendingUpdate.Failure = call.InjectedFailure();
    }

    private static void SelectOnly(Call call, BcEnvironment environment, Release release)
    {
        environment.SelectedUpdate = release.Target;
        environment.PendingUpdate = null;
        LogSelection(call, environment, release);
    }

    private static void LogSelection(Call call, BcEnvironment environment, Release release) =>
        call.LogModification(
            environment, new JsonObject { ["selectedTargetVersion"] = release.Target.ToString(), ["request"] = call.Body.DeepClone() });

    private static void CheckType(Call call, BcEnvironment environment, Release release)
    {
        var type = call.Text("targetVersionType") ?? "GA";
        var offered = release.TypeFor(environment.Type, call.Now);
        if (!string.Equals(type, offered, StringComparison.Ordinal))
            throw Invalid("targetVersionType", $"{release.Target} is available to {environment.Name} as {offered}, not as {type}.");
    }

    private static JsonObject Write(Call call, BcEnvironment environment, Release release)
    {
        var available = release.IsAvailableTo(environment.Type, call.Now);
        var selected = environment.SelectedUpdate == release.Target;
        var json = new JsonObject
        {
            ["targetVersion"] = release.Target.ToString(),
            ["available"] = available,
            ["selected"] = selected,
        };
        if (available)
        {
            var choice = environment.UpdateChoices.GetValueOrDefault(release.Target) ?? new UpdateChoice();
            if (selected)
                json["updateStatus"] = EnvironmentJson.WithCasing(call, environment.Status == EnvironmentStatus.Upgrading ? "running" : "scheduled");
            json["scheduleDetails"] = new JsonObject
            {
                ["latestSelectableDateTime"] = EnvironmentJson.Time(release.LatestSelectable(call.Settings)),
                ["selectedDateTime"] = EnvironmentJson.Time(choice.SelectedDateTime),
                ["ignoreUpdateWindow"] = choice.IgnoreUpdateWindow,
                ["rolloutStatus"] = "Active",
            };
        }
        else
        {
            json["expectedAvailability"] = new JsonObject { ["month"] = release.ReleasedOn.Month, ["year"] = release.ReleasedOn.Year };
        }

        json["targetVersionType"] = release.TypeFor(environment.Type, call.Now);
        return json;
    }

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static Refusal Invalid(string target, string message) => new(400, "EntityValidationFailed", message) { Target = target };
}
