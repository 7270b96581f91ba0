namespace BcAdmin.Simulator.State;

/// <summary>An app that must be processed before another one.</summary>
/// <param name="Version">The version to install, or to uninstall.</param>
/// <param name="Kind">The kind of work, as in <see cref="AppWork"/>.</param>
internal sealed record AppRequirement(Guid AppId, string Name, string Publisher, Version Version, string Kind);

/// <summary>The dependencies between apps, including indirect ones.</summary>
internal static class AppRequirements
{
    /// <summary>The given dependencies that are missing or too old, in the order in which they must be processed.</summary>
    public static List<AppRequirement> Of(BcEnvironment environment, IEnumerable<AppDependency> dependencies)
    {
        var requirements = new List<AppRequirement>();
        Collect(dependencies);
        return requirements;

        void Collect(IEnumerable<AppDependency> needed)
        {
            foreach (var dependency in needed)
            {
                var installed = environment.FindApp(dependency.AppId);
                if (installed?.Version >= dependency.MinVersion || requirements.Exists(requirement => requirement.AppId == dependency.AppId))
                    continue;

                var app = Marketplace.Find(dependency.AppId);
                var offer = BestOffer(environment, dependency);
                Collect(offer?.Dependencies ?? []);
                requirements.Add(new AppRequirement(
                    dependency.AppId, app?.Name ?? dependency.Name, app?.Publisher ?? dependency.Publisher, offer?.Version ?? dependency.MinVersion,
                    installed is null ? AppWork.Install : AppWork.Update));
            }
        }
    }

    /// <summary>The installed apps that depend on an app, directly or indirectly, in the order in which they must be uninstalled.</summary>
    public static List<AppRequirement> DependentsOf(BcEnvironment environment, Guid appId)
    {
        var dependents = new List<AppRequirement>();
        Collect(appId);
        return dependents;

        void Collect(Guid id)
        {
            foreach (var app in environment.Apps.Where(app => app.Dependencies.Any(dependency => dependency.AppId == id)))
            {
                if (dependents.Exists(dependent => dependent.AppId == app.Id))
                    continue;
                Collect(app.Id);
                dependents.Add(new AppRequirement(app.Id, app.Name, app.Publisher, app.Version, AppWork.Uninstall));
            }
        }
    }

    /// <summary>Installs and updates the dependencies that the Marketplace offers.</summary>
    /// <returns>The first dependency that is not met; null if there is none.</returns>
    public static AppRequirement? Satisfy(BcEnvironment environment, IReadOnlyList<AppDependency> dependencies)
    {
        foreach (var requirement in Of(environment, dependencies))
        {
            if (Marketplace.Find(requirement.AppId) is not { } app || app.Offer(environment, requirement.Version) is not { } offer)
                return requirement;
            environment.Put(app.Install(offer));
        }

        return null;
    }

    private static MarketplaceVersion? BestOffer(BcEnvironment environment, AppDependency dependency) =>
        Marketplace.Find(dependency.AppId)?.NewestFor(environment) is { } offer && offer.Version >= dependency.MinVersion ? offer : null;
}
