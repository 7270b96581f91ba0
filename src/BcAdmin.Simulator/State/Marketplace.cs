namespace BcAdmin.Simulator.State;

/// <summary>The global apps that environments can install: Microsoft's own, in the version of the environment, and those of vendors.</summary>
internal static class Marketplace
{
    public const string Microsoft = "Microsoft";

    /// <summary>An app whose operations always fail, to test failures.</summary>
    public static readonly Guid AlwaysFails = new("a9900000-0000-4000-8000-000000000009");

    public static IReadOnlyList<MarketplaceApp> Apps { get; } = DemoData.Read<MarketplaceApp[]>("marketplace");

    /// <summary>The apps of every new environment.</summary>
    public static IEnumerable<MarketplaceApp> Preinstalled => Apps.Where(app => app.Publisher == Microsoft);

    public static MarketplaceApp? Find(Guid id) => Apps.FirstOrDefault(app => app.Id == id);
}

/// <summary>An app with its available versions from old to new. Microsoft's own apps have none: their version is that of the environment.</summary>
internal sealed record MarketplaceApp(Guid Id, string Name, string Publisher, IReadOnlyList<MarketplaceVersion> Versions)
{
    public bool CanBeUninstalled { get; init; } = true;

    /// <summary>The versions for an environment, from old to new.</summary>
    public IReadOnlyList<MarketplaceVersion> OffersTo(BcEnvironment environment) =>
        Publisher == Marketplace.Microsoft ? [new MarketplaceVersion(environment.Version)] : Versions;

    public MarketplaceVersion? NewestFor(BcEnvironment environment) => OffersTo(environment).LastOrDefault(offer => !offer.Preview);

    public MarketplaceVersion? Offer(BcEnvironment environment, Version version) =>
        OffersTo(environment).FirstOrDefault(offer => offer.Version == version);

    public InstalledApp Install(MarketplaceVersion offer) => new()
    {
        Id = Id,
        Name = Name,
        Publisher = Publisher,
        Version = offer.Version,
        Scope = AppScope.Global,
        CanBeUninstalled = CanBeUninstalled,
        Dependencies = offer.Dependencies,
    };
}

internal sealed record MarketplaceVersion(Version Version, params AppDependency[] Dependencies)
{    /// <summary>Only for those who allow previews.</summary>
    public bool Preview { get; init; }
}

/// <summary>The dependency of an app on another one, in this version or later.</summary>
internal sealed record AppDependency(Guid AppId, Version MinVersion, string Name = "", string Publisher = "");

internal enum AppScope
{
    /// <summary>From the Marketplace.</summary>
    Global,

    /// <summary>Uploaded by the tenant: a per-tenant extension.</summary>
    Tenant,

    /// <summary>Published from a development environment.</summary>
    Dev,
}

internal sealed record InstalledApp
{
    public required Guid Id { get; init; }

    /// <summary>The ID of this version of the app, the same in all environments.</summary>
    public Guid PackageId => StableId.From($"package/{Id}/{Version}");

    public required string Name { get; init; }

    public required string Publisher { get; init; }

    public required Version Version { get; init; }

    public required AppScope Scope { get; init; }

    public bool CanBeUninstalled { get; init; } = true;

    public IReadOnlyList<AppDependency> Dependencies { get; init; } = [];
}
