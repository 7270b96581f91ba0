namespace BcAdmin.Simulator.AdminCenter;

/// <summary>The hours in which an environment may be updated.</summary>
internal static class UpdateWindows
{
    /// <summary>The first version in which a window can be specified in a time zone.</summary>
    private static readonly Version FirstWithClockTime = new(2, 13);

    [Operation("getUpdateSettings")]
    public static Reply GetUpdateSettings(Call call) => Environments.Find(call).UpdateWindow switch
    {
        { } window => Reply.Ok(Write(call, window)),
        null when call.Settings.NoContentForUnsetUpdateSettings => Reply.NoContent(),
        null => Reply.Null(),
    };

    [Operation("setUpdateSettings")]
    public static Reply SetUpdateSettings(Call call, BcEnvironment environment)
    {
        var window = Read(call, environment);
        if (window.Length < UpdateWindow.Shortest)
            throw new Refusal(400, "invalidRange", "The update window must be at least six hours long.") { Target = "Preferred Upgrade Window" };

        CheckAgainstUpdate(call, environment, window);
        environment.ChangeUpdateWindow(window);
        call.LogModification(environment, new JsonObject { ["updateWindow"] = call.Body.DeepClone() });
        return call.Settings.NoContentForChangedUpdateSettings ? Reply.NoContent() : Reply.Ok(Write(call, window));
    }

    [Operation("listTimeZones")]
    public static Reply ListTimeZones(Call call) => Reply.List(TimeZones.All.Select(zone => new JsonObject
    {
        ["id"] = zone.Id,
        ["displayName"] = zone.DisplayName,
        ["currentUtcOffset"] = TimeZones.Offset(zone.GetUtcOffset(call.Now)),
        ["supportsDaylightSavingTime"] = zone.SupportsDaylightSavingTime,
        ["isCurrentlyDaylightSavingTime"] = zone.IsDaylightSavingTime(call.Now),
    }));

    private static UpdateWindow Read(Call call, BcEnvironment environment)
    {
        if (call.Time("preferredStartTimeUtc") is { } start && call.Time("preferredEndTimeUtc") is { } end)
        {
            // Only the time of day is used, and the displayed time zone is reset to that of the country.
            var zone = TimeZones.DefaultOf(environment.CountryCode);
            return new UpdateWindow(ThereToday(start), ThereToday(end), zone);

            TimeOnly ThereToday(DateTimeOffset time)
            {
                var today = new DateTimeOffset(call.Now.UtcDateTime.Date + time.UtcDateTime.TimeOfDay, TimeSpan.Zero);
                return TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(today, zone).DateTime);
            }
        }

        if (call.Version < FirstWithClockTime)
            throw Refusal.InvalidInput("preferredStartTimeUtc", "This version of the API accepts preferredStartTimeUtc and preferredEndTimeUtc.");

        var id = call.Text("timeZoneId")!;
        return new UpdateWindow(
            TimeOnly.ParseExact(call.Text("preferredStartTime")!, "HH:mm", CultureInfo.InvariantCulture),
            TimeOnly.ParseExact(call.Text("preferredEndTime")!, "HH:mm", CultureInfo.InvariantCulture),
            TimeZones.Find(id) ?? throw Refusal.InvalidInput("timeZoneId", $"There is no time zone '{id}'; listTimeZones lists them."));
    }

    private static void CheckAgainstUpdate(Call call, BcEnvironment environment, UpdateWindow window)
    {
        if (environment.ChoiceInWindow?.SelectedDateTime is not { } chosen)
            return;

        var start = window.FirstFrom(chosen > call.Now ? chosen : call.Now);
        var release = call.Tenant.Releases.First(candidate => candidate.Target == environment.SelectedUpdate);
        var isToday = chosen.UtcDateTime.Date == call.Now.UtcDateTime.Date;
        if (start > release.LastMoment || (isToday && start.UtcDateTime.Date > chosen.UtcDateTime.Date))
        {
            throw new Refusal(400, "ScheduledUpgradeConstraintViolation",
                $"With this window, the update that is scheduled for {EnvironmentJson.Time(chosen)} "
                + $"could only start at {EnvironmentJson.Time(start)}. Select another date first.");
        }
    }

    private static JsonObject Write(Call call, UpdateWindow window)
    {
        var (start, end) = window.At(call.Now);
        var json = new JsonObject
        {
            ["preferredStartTimeUtc"] = EnvironmentJson.Time(start),
            ["preferredEndTimeUtc"] = EnvironmentJson.Time(end),
        };
        if (call.Version >= FirstWithClockTime)
        {
            json["preferredStartTime"] = window.Start.ToString("HH:mm", CultureInfo.InvariantCulture);
            json["preferredEndTime"] = window.End.ToString("HH:mm", CultureInfo.InvariantCulture);
            json["timeZoneId"] = window.Zone.Id;
        }

        return json;
    }
}
