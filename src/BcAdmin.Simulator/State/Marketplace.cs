namespace BcAdmin.Simulator.State;

/// <summary>The global apps that environments can install: Microsoft's own, in the version of the environment, and those of vendors.</summary>
internal static class Marketplace
{
    public const string Microsoft = "Microsoft";

    public static readonly Guid BaseApplication = new("437dbf0e-84ff-417a-965d-ed2bb9650972");

    /// <summary>Publishing tools read its version before anything else.</summary>
    public static readonly Guid Application = new("c1335042-3002-4257-bf8a-75c898ccb1b8");

    private static readonly Guid BusinessFoundation = new("f3552374-a1f2-4356-848e-196002525837");
    private static readonly Guid SystemApplication = new("63ca2fa4-4f03-4f2b-a480-172fef340d3f");
    private static readonly Guid ShopifyConnector = new("ec255f57-31d0-4ca2-b751-f2fa7c745abb");
    private static readonly Guid FabrikamBase = Vendor(1);
    private static readonly Guid FabrikamRentals = Vendor(2);
    private static readonly Guid FabrikamReports = Vendor(3);
    private static readonly Guid AdatumPayroll = Vendor(4);
    private static readonly Guid LitwareCore = Vendor(5);
    private static readonly Guid LitwareWarehouse = Vendor(6);
    private static readonly Guid ProsewareInsights = Vendor(7);

    /// <summary>An app whose every operation fails, to test that.</summary>
    public static readonly Guid AlwaysFails = Vendor(9);

    public static IReadOnlyList<MarketplaceApp> Apps { get; } =
    [
        new(SystemApplication, "System Application", Microsoft, []) { CanBeUninstalled = false },
        new(BaseApplication, "Base Application", Microsoft, []) { CanBeUninstalled = false },
        new(BusinessFoundation, "Business Foundation", Microsoft, []) { CanBeUninstalled = false },
        new(Application, "Application", Microsoft, []) { CanBeUninstalled = false },
        new(ShopifyConnector, "Shopify Connector", Microsoft, []),
        new(FabrikamBase, "Fabrikam Base", "Fabrikam", [new(3, 0), new(3, 1)]),
        new(FabrikamRentals, "Fabrikam Rentals", "Fabrikam",
            [new(3, 0, new AppDependency(FabrikamBase, 3, 0)), new(3, 1, new AppDependency(FabrikamBase, 3, 1))]),
        new(FabrikamReports, "Fabrikam Reports", "Fabrikam", [new(3, 0, new AppDependency(FabrikamRentals, 3, 0))]),
        new(AdatumPayroll, "Adatum Payroll", "Adatum", [new(5, 2), new(5, 3)]),
        new(LitwareCore, "Litware Core", "Litware", [new(1, 4)]),
        new(LitwareWarehouse, "Litware Warehouse", "Litware", [new(2, 0, new AppDependency(LitwareCore, 1, 4))]),
        new(ProsewareInsights, "Proseware Insights", "Proseware", [new(1, 0), new(2, 0) { Preview = true }]),
        new(AlwaysFails, "Tailspin Trouble", "Tailspin", [new(1, 0)]),
    ];

    /// <summary>What every new environment has.</summary>
    public static IEnumerable<MarketplaceApp> Preinstalled => Apps.Where(app => app.Publisher == Microsoft);

    public static MarketplaceApp? Find(Guid id) => Apps.FirstOrDefault(app => app.Id == id);

    private static Guid Vendor(int number) => new($"a9900000-0000-4000-8000-{number:000000000000}");
}

/// <summary>An app on offer, with its versions from old to new. Microsoft's own have none: theirs is that of the environment.</summary>
internal sealed record MarketplaceApp(Guid Id, string Name, string Publisher, IReadOnlyList<MarketplaceVersion> Versions)
{
    public bool CanBeUninstalled { get; init; } = true;

    /// <summary>The offers to an environment, from old to new.</summary>
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
{
    public MarketplaceVersion(int major, int minor, params AppDependency[] dependencies)
        : this(new Version(major, minor, 0, 0), dependencies)
    {
    }

    /// <summary>Only for those who allow previews.</summary>
    public bool Preview { get; init; }
}

/// <summary>An app that another one needs, in this version or a later one.</summary>
internal sealed record AppDependency(Guid AppId, Version MinVersion, string Name = "", string Publisher = "")
{
    public AppDependency(Guid appId, int major, int minor)
        : this(appId, new Version(major, minor, 0, 0))
    {
    }
}

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

    /// <summary>Id of this version of it, the same wherever it is published.</summary>
    public Guid PackageId => StableId.From($"package/{Id}/{Version}");

    public required string Name { get; init; }

    public required string Publisher { get; init; }

    public required Version Version { get; init; }

    public required AppScope Scope { get; init; }

    public bool CanBeUninstalled { get; init; } = true;

    public IReadOnlyList<AppDependency> Dependencies { get; init; } = [];
}
