namespace BcAdmin.Simulator.State;

/// <summary>The update of an environment to another version, and the changes that depend on it.</summary>
internal static class UpdateWork
{
    private const double UpdateSec = 1800;

    /// <summary>An update that waits for its time. It is not an operation of the tenant before it starts.</summary>
    public static EnvironmentOperation Plan(
        Tenant tenant, BcEnvironment environment, Release release, DateTimeOffset startsOn, OperationRequest request) => new()
        {
            Type = "update",
            // It is listed immediately when it starts.
            Request = request with { ListedFrom = request.CreatedOn },
            Environment = environment,
            EnvironmentName = environment.Name,
            StartsOn = startsOn,
            DurationSec = UpdateSec,
            Parameters = new JsonObject
            {
                ["sourceVersion"] = environment.Version.ToString(),
                ["targetVersion"] = release.Full.ToString(),
            },
            Started = () => environment.Status = EnvironmentStatus.Upgrading,
            Ended = (succeeded, at) =>
            {
                environment.Status = EnvironmentStatus.Active;
                // The selected time is kept and is now in the past; to select the version again, another time is required.
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

        // Default means DuringMajorUpgrade.
        if (major || environment.AppUpdateCadence == "DuringMajorMinorUpgrade")
        {
            foreach (var app in environment.Apps.Where(app => app.Scope == AppScope.Global).ToList())
            {
                if (Marketplace.Find(app.Id)?.NewestFor(environment) is { } newest && newest.Version > app.Version)
                    environment.Put(app with { Version = newest.Version, Dependencies = newest.Dependencies });
            }
        }

        foreach (var staged in environment.Deployments.Where(deployment => deployment.Status == DeploymentStatus.Completed))
        {
            var isDue = staged.TargetRelease is { } planned && planned <= release.Target;
            if (isDue && !(environment.FindApp(staged.Package.Id)?.Version >= staged.Package.Version))
                environment.Put(staged.Package.Install());
        }

        foreach (var waiting in tenant.OpenOperationsOn(environment).Where(operation => operation is { StartsOn: null, App: not null }))
        {
            if (waiting.App!.TargetRelease <= release.Target)
                waiting.StartsOn = at;
        }
    }
}
