namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Restores the state of an environment at a point in time to a new environment.</summary>
internal static class Restores
{
    private const double RestoreSec = 1200;
    private const int RestoresPerMonth = 10;

    [Operation("listAvailableRestorePeriods")]
    public static Reply ListAvailableRestorePeriods(Call call, BcEnvironment environment)
    {
        return Reply.List(RestorePeriod.Of(environment, call.Now).Select(period => new JsonObject
        {
            ["from"] = EnvironmentJson.Time(period.From),
            ["to"] = EnvironmentJson.Time(period.To),
            ["correspondingApplicationPackageVersion"] = $"{period.Version.Major}.{period.Version.Minor}.0.0",
        }));
    }

    [Operation("restoreEnvironment")]
    public static Reply RestoreEnvironment(Call call, BcEnvironment source)
    {
        var family = source.ApplicationFamily;
        if (!call.Caller.Holds(PermissionSet.BackupRestore))
            throw Failed(403, $"{call.Caller.Id} requires the permission set {PermissionSet.BackupRestore} in the environment.");

        var name = call.Text("EnvironmentName")!;
        Environments.CheckReserved(call, name);
        var type = Enum.Parse<EnvironmentType>(call.Text("EnvironmentType")!, ignoreCase: true);
        var moment = call.Time("PointInTime")!.Value;
        var version = Check(call, source, type, moment);

        // One production environment above the quota is tolerated for 30 days.
        Environments.CheckRoom(call, family, name, type, over: type == EnvironmentType.Production ? 1 : 0);
        source.RestoresOn.Add(call.Now);

        var environment = Environments.New(name, family, type, source.CountryCode, source.RingName, version);
        var parameters = new JsonObject
        {
            ["environmentName"] = name,
            ["environmentType"] = type.ToString(),
            ["restorePointInTime"] = EnvironmentJson.Time(moment),
            ["sourceEnvironmentName"] = source.Name,
        };
        var (skipExtensions, skipGlobal) = (call.Flag("SkipInstallingPTEs"), call.Flag("SkipInstallingThirdPartyGlobalApps"));
        var apps = source.AppsToRestore(version, skipExtensions, skipGlobal).ToList();
        var ended = Environments.WhenBuilt(
            call, environment, () => environment.TakeContent(source, moment, call.Now, apps, skipExtensions ? [] : source.Published));
        return Reply.Accepted(EnvironmentJson.Write(call, call.Start("pitRestore", environment, RestoreSec, parameters, ended).Queue()));
    }

    private static Version Check(Call call, BcEnvironment source, EnvironmentType type, DateTimeOffset moment)
    {
        if (!call.Tenant.Limits.PaidSubscription)
            throw Failed(400, "A trial cannot restore environments; a paid subscription can.");
        if (source.Status != EnvironmentStatus.Active)
            throw new Refusal(409, "invalidStatusCannotRestoreEnvironment", $"{source.Name} cannot be restored while it is {source.Status}.");
        if (source.Type == EnvironmentType.Sandbox && type == EnvironmentType.Production)
            throw Refusal.InvalidInput("EnvironmentType", "A sandbox can only be restored to a sandbox.");
        if (source.RestoresOn.Count(restore => (restore.Year, restore.Month) == (call.Now.Year, call.Now.Month)) >= RestoresPerMonth)
            throw Failed(400, $"The {RestoresPerMonth} restores of this month are used up for {source.Name}.");

        return RestorePeriod.Of(source, call.Now).FirstOrDefault(period => period.From <= moment && moment <= period.To)?.Version
            ?? throw Failed(400, $"{EnvironmentJson.Time(moment)} is not in a restore period of {source.Name}.", "PointInTime");
    }

    private static Refusal Failed(int status, string message, string? target = null) => new(status, "PitRestoreFailed", message) { Target = target };
}
