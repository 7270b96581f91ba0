using System.Text.Json.Nodes;

namespace BcAdmin.Simulator.State;

/// <summary>The update of an environment to another version, and what comes with it.</summary>
internal static class UpdateWork
{
    private const double UpdateSec = 1800;

    /// <summary>An update that waits for its time. It is no operation of the tenant before it starts.</summary>
    public static EnvironmentOperation Plan(
        Tenant tenant, BcEnvironment environment, Release release, DateTimeOffset startsOn, DateTimeOffset now, string createdBy, string principalType) => new()
        {
            Type = "update",
            TenantId = tenant.Id,
            Environment = environment,
            EnvironmentName = environment.Name,
            CreatedOn = now,
            StartsOn = startsOn,
            DurationSec = UpdateSec,
            ListedFrom = now,
            CreatedBy = createdBy,
            CreatorPrincipalType = principalType,
            Parameters = new JsonObject
            {
                ["sourceVersion"] = environment.Version.ToString(),
                ["targetVersion"] = release.Full.ToString(),
            },
            Started = () => environment.Status = EnvironmentStatus.Upgrading,
            Ended = (succeeded, at) =>
            {
                environment.Status = EnvironmentStatus.Active;
                // The chosen moment stays and is stale from now on; whoever selects the version anew has to name another.
                environment.SelectedUpdate = null;
                if (succeeded)
                    Complete(tenant, environment, release, at);
            },
        };

    private static void Complete(Tenant tenant, BcEnvironment environment, Release release, DateTimeOffset at)
    {
        var major = release.Full.Major > environment.Version.Major;
        environment.UpdateChoices.Remove(release.Target);
        environment.Sessions.Clear();
        environment.ChangeVersion(release.Full, at);

        // Default acts as DuringMajorUpgrade.
        if (major || environment.AppUpdateCadence == "DuringMajorMinorUpgrade")
        {
            foreach (var app in environment.Apps.Where(app => app.Scope == AppScope.Global).ToList())
            {
                if (Marketplace.Find(app.Id)?.NewestFor(environment) is { } newest && newest.Version > app.Version)
                    environment.Put(app with { Version = newest.Version, Dependencies = newest.Dependencies });
            }
        }

        foreach (var staged in environment.Deployments.Where(deployment => deployment is { TargetRelease: not null, Status: DeploymentStatus.Completed } && deployment.TargetRelease <= release.Target))
        {
            if (!(environment.FindApp(staged.Package.Id)?.Version >= staged.Package.Version))
                environment.Put(staged.Package.Install());
        }

        foreach (var waiting in tenant.Operations.Where(operation =>
            operation.Environment == environment && operation is { IsTerminal: false, StartsOn: null, App: not null } && operation.App.TargetRelease <= release.Target))
            waiting.StartsOn = at;
    }
}
