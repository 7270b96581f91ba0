namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Changes of an environment as a whole: rename, restart, recovery, link to Power Platform.</summary>
internal static class EnvironmentChanges
{
    private const double RenameSec = 120;
    private const double RestartSec = 60;
    private const double RecoverSec = 300;

    [Operation("renameEnvironment")]
    public static Reply RenameEnvironment(Call call, BcEnvironment environment)
    {
        var name = call.Text("NewEnvironmentName")!;
        Environments.CheckReserved(call, name);
        call.CheckIdle(environment, "invalidStatusCannotRenameEnvironment");
        Environments.CheckNameIsFree(call.Tenant, environment.ApplicationFamily, name);

        var tenant = call.Tenant;
        var parameters = new JsonObject { ["oldEnvironmentName"] = environment.Name, ["newEnvironmentName"] = name };
        return Reply.Accepted(EnvironmentJson.Write(call, call.Start("environmentRename", environment, RenameSec, parameters, (succeeded, _) =>
        {
            environment.Status = EnvironmentStatus.Active;
            environment.Sessions.Clear();
            if (succeeded)
                tenant.Rename(environment, name);
        }, () => environment.Status = EnvironmentStatus.NotReady)));
    }

    /// <summary>Not in the documentation; BcContainerHelper calls it, and the admin center has a button for it.</summary>
    [Operation("restartEnvironment")]
    public static Reply RestartEnvironment(Call call, BcEnvironment environment)
    {
        call.CheckIdle(environment, "invalidStatusCannotRestartEnvironment");
        return Reply.Accepted(EnvironmentJson.Write(call, Restart(call, environment)));
    }

    /// <summary>Restarts an environment. It is not available until it is active again.</summary>
    public static EnvironmentOperation Restart(Call call, BcEnvironment environment)
    {
        environment.Status = EnvironmentStatus.NotReady;
        environment.Sessions.Clear();
        return call.Start("restart", environment, RestartSec, [], (_, _) => environment.Status = EnvironmentStatus.Active);
    }

    [Operation("recoverEnvironment")]
    public static Reply RecoverEnvironment(Call call, BcEnvironment environment)
    {
        if (environment.Status == EnvironmentStatus.Recovering)
            throw new Refusal(409, "deletedEnvironmentRecoveryInProgress", $"{environment.Name} is already being recovered.");
        if (environment.Status is not (EnvironmentStatus.SoftDeleted or EnvironmentStatus.RecoveringFailed))
        {
            throw new Refusal(409, "invalidStatusCannotRecoverDeletedEnvironment",
                $"{environment.Name} is {environment.Status}; only a deleted environment can be recovered.");
        }

        // One production environment above the quota is tolerated for 30 days.
        Environments.CheckQuota(call, environment.Type, over: environment.Type == EnvironmentType.Production ? 1 : 0);
        environment.Status = EnvironmentStatus.Recovering;
        var pending = environment.HardDeletePendingOn;
        environment.HardDeletePendingOn = null;
        var parameters = new JsonObject { ["recoveryReason"] = "requestedByAdmin" };
        return Reply.Accepted(EnvironmentJson.Write(call, call.Start("recover", environment, RecoverSec, parameters, (succeeded, at) =>
        {
            if (succeeded)
                environment.Recover(at);
            else
                (environment.Status, environment.HardDeletePendingOn) = (EnvironmentStatus.RecoveringFailed, pending);
        })));
    }

    [Operation("linkPowerPlatformEnvironment")]
    public static Reply LinkPowerPlatformEnvironment(Call call, BcEnvironment environment)
    {
        if (!Guid.TryParse(call.Query("powerPlatformEnvironmentId"), out var id))
            throw CannotLink($"'{call.Query("powerPlatformEnvironmentId")}' is not the ID of a Power Platform environment.");
        var other = call.Tenant.PowerPlatformEnvironments.Find(candidate => candidate.Id == id)
            ?? throw CannotLink($"There is no Power Platform environment {id}.");
        if (environment.Status != EnvironmentStatus.Active || !other.Active)
            throw CannotLink("Both environments must be active.");
        if (environment.PowerPlatformEnvironmentId is not null || call.Tenant.Environments.Exists(linked => linked.PowerPlatformEnvironmentId == id))
            throw CannotLink("One of the environments is already linked.");
        if (other.Type != environment.Type || other.Geography != EnvironmentJson.Geography)
            throw CannotLink($"The Power Platform environment is of type {other.Type} in {other.Geography}; type and geography must be the same.");

        environment.PowerPlatformEnvironmentId = id;
        return Reply.Empty();
    }

    [Operation("unlinkPowerPlatformEnvironment")]
    public static Reply UnlinkPowerPlatformEnvironment(Call call, BcEnvironment environment)
    {
        var id = call.Query("powerPlatformEnvironmentId");
        if (environment.PowerPlatformEnvironmentId is not { } linked || !Guid.TryParse(id, out var given) || given != linked)
            throw CannotLink($"{environment.Name} is not linked to the Power Platform environment {id}.");

        environment.PowerPlatformEnvironmentId = null;
        return Reply.Empty();
    }

    private static Refusal CannotLink(string message) => new(400, "BadArgument", message);
}
