namespace BcAdmin.Simulator.State;

internal enum EnvironmentType
{
    Production,
    Sandbox,
}

internal enum EnvironmentStatus
{
    NotReady,
    Removing,
    Preparing,
    Active,
    Upgrading,
    CreatingFailed,
    RemovingFailed,
    SoftDeleting,
    SoftDeletingFailed,
    SoftDeleted,
    Recovering,
    RecoveringFailed,
}

/// <summary>A Business Central environment with the part of its data that the APIs show.</summary>
internal sealed class BcEnvironment
{
    public required string Name { get; set; }

    /// <summary>Never changes, whatever the name does.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    public required string FriendlyName { get; set; }

    public required string ApplicationFamily { get; init; }

    public required EnvironmentType Type { get; init; }

    public required string CountryCode { get; init; }

    public required string RingName { get; init; }

    /// <summary>major.minor.build.revision.</summary>
    public required Version Version { get; set; }

    public EnvironmentStatus Status { get; set; } = EnvironmentStatus.Active;

    public DateTimeOffset? SoftDeletedOn { get; set; }

    public DateTimeOffset? HardDeletePendingOn { get; set; }

    public string? DeleteReason { get; set; }

    /// <summary>From when the Automation API answers: a new environment is not ready the moment its operation succeeds.</summary>
    public DateTimeOffset ApiReadyOn { get; set; }

    /// <summary>When it became Active, the start of the warm-up that ends at <see cref="ApiReadyOn"/>.</summary>
    public DateTimeOffset ActiveOn { get; set; }

    public List<Company> Companies { get; init; } = [];

    public List<BcUser> Users { get; init; } = [];

    public List<BcSecurityGroup> SecurityGroups { get; init; } = [];

    /// <summary>Ids of the features that are switched on.</summary>
    public HashSet<string> EnabledFeatures { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Background jobs that the Automation API has started, newest last.</summary>
    public List<ScheduledJob> Jobs { get; init; } = [];

    public List<InstalledApp> Apps { get; init; } = [];

    /// <summary>Apps whose uninstallation has succeeded and that are still listed, with the time of their end.</summary>
    public List<(InstalledApp App, DateTimeOffset Until)> Leaving { get; } = [];

    /// <summary>The versions of per-tenant and developer extensions that are there, installed or not. They stay until they are unpublished.</summary>
    public List<InstalledApp> Published { get; init; } = [];

    /// <summary>What came through the upload slots of its companies, newest last.</summary>
    public List<ExtensionDeployment> Deployments { get; init; } = [];

    public List<EnvironmentSession> Sessions { get; init; } = [];

    /// <summary>The versions it has had and since when, oldest first; the last is the one it has.</summary>
    public List<(DateTimeOffset Since, Version Version)> VersionHistory { get; init; } = [];

    public UpdateWindow? UpdateWindow { get; set; }

    /// <summary>What was chosen about each release, by its major.minor.</summary>
    public Dictionary<Version, UpdateChoice> UpdateChoices { get; init; } = [];

    /// <summary>The release that is selected as the next update.</summary>
    public Version? SelectedUpdate { get; set; }

    /// <summary>The update that waits for its time; becomes an operation of the tenant when it starts.</summary>
    public EnvironmentOperation? PendingUpdate { get; set; }

    public string? AppInsightsKey { get; set; }

    public Guid? SecurityGroupId { get; set; }

    public PartnerAccess PartnerAccess { get; set; } = new("AllowAllPartnerTenants", []);

    public bool M365LicenseAccess { get; set; }

    public string AppUpdateCadence { get; set; } = "Default";

    /// <summary>The Power Platform environment that it is linked to.</summary>
    public Guid? PowerPlatformEnvironmentId { get; set; }

    public SupportContact SupportContact { get; set; } = new(null, null, null);

    public List<DatabaseExport> Exports { get; init; } = [];

    /// <summary>When restores from it were started.</summary>
    public List<DateTimeOffset> RestoresOn { get; init; } = [];

    /// <summary>Database size in KB at <see cref="StorageMeasuredOn"/>.</summary>
    public long DatabaseKb { get; set; } = 1_048_576;

    public DateTimeOffset StorageMeasuredOn { get; set; }

    public long DatabaseGrowthKbPerDay { get; set; }

    public long DatabaseKbAt(DateTimeOffset now) => DatabaseKb + (long)(DatabaseGrowthKbPerDay * Math.Max(0, (now - StorageMeasuredOn).TotalDays));

    /// <summary>Whether it counts towards the tenant's number of environments.</summary>
    public bool CountsTowardsQuota => Status != EnvironmentStatus.SoftDeleted;

    /// <summary>Remembers what a transaction of the Automation API can change, and gives back the way to return to it.</summary>
    public Action Checkpoint()
    {
        var companies = Companies.Select(company => company with { }).ToList();
        var users = Users.ToList();
        var groups = SecurityGroups.ToList();
        var apps = Apps.ToList();
        var published = Published.ToList();
        var deployments = Deployments.ToList();
        return () =>
        {
            Restore(Companies, companies);
            Restore(Users, users);
            Restore(SecurityGroups, groups);
            Restore(Apps, apps);
            Restore(Published, published);
            Restore(Deployments, deployments);
        };

        static void Restore<T>(List<T> list, List<T> before)
        {
            list.Clear();
            list.AddRange(before);
        }
    }

    /// <summary>Takes over what is inside of another environment, as a copy or a restore does.</summary>
    /// <param name="source">The other one.</param>
    /// <param name="moment">As it was then, as far as that is known; null for now.</param>
    public void TakeInside(BcEnvironment source, DateTimeOffset? moment = null)
    {
        Companies.AddRange(source.Companies.Where(company => moment is null || company.CreatedAt <= moment).Select(company => company with { }));
        Users.AddRange(source.Users);
        SecurityGroups.AddRange(source.SecurityGroups);
        EnabledFeatures.UnionWith(source.EnabledFeatures);
    }

    /// <summary>Takes over the apps of another environment in place of its own.</summary>
    /// <param name="installed">What is to be installed.</param>
    /// <param name="published">What is there besides, without being installed.</param>
    public void TakeApps(IEnumerable<InstalledApp> installed, IEnumerable<InstalledApp> published)
    {
        Apps.Clear();
        Published.Clear();
        Published.AddRange(published);
        foreach (var app in installed)
            Put(app);
    }

    public Company? FindCompany(Guid id) => Companies.Find(company => company.Id == id);

    public InstalledApp? FindApp(Guid id) => Apps.Find(app => app.Id == id);

    public IEnumerable<InstalledApp> LeavingAt(DateTimeOffset time) =>
        Leaving.Where(item => item.Until > time && FindApp(item.App.Id) is null).Select(item => item.App);

    /// <summary>Installs the app, in place of an older version if there is one.</summary>
    public void Put(InstalledApp app)
    {
        var place = Apps.FindIndex(installed => installed.Id == app.Id);
        if (place < 0)
            Apps.Add(app);
        else
            Apps[place] = app;
        if (app.Scope != AppScope.Global && !Published.Exists(known => known.PackageId == app.PackageId))
            Published.Add(app);
    }

    /// <summary>Brings it to another version, and with it Microsoft's own apps.</summary>
    public void ChangeVersion(Version version, DateTimeOffset at)
    {
        Version = version;
        VersionHistory.Add((at, version));
        foreach (var app in Apps.Where(app => app.Publisher == Marketplace.Microsoft).ToList())
            Put(app with { Version = version });
    }
}

/// <summary>Who from other tenants may administer an environment.</summary>
internal sealed record PartnerAccess(string Status, IReadOnlyList<Guid> AllowedTenantIds)
{
    public bool Admits(Guid partnerTenantId) => Status switch
    {
        "Disabled" => false,
        "AllowSelectedPartnerTenants" => AllowedTenantIds.Contains(partnerTenantId),
        _ => true,
    };
}

internal sealed record SupportContact(string? Name, string? Email, string? Url);

/// <summary>An export of the database. Holds no address with a key in it.</summary>
internal sealed class DatabaseExport
{
    /// <summary>False while it is being made: it counts, but is not history yet.</summary>
    public bool Done { get; set; }

    public required DateTimeOffset Time { get; init; }

    public required string User { get; init; }

    public required string StorageAccount { get; init; }

    public required string Container { get; init; }

    public required string Blob { get; init; }

    public required Version ApplicationVersion { get; init; }
}

/// <summary>A company of an environment.</summary>
internal sealed record Company
{
    public required Guid Id { get; init; }

    /// <summary>Technical name, at most 30 characters; never changes.</summary>
    public required string Name { get; init; }

    public required string DisplayName { get; set; }

    public string BusinessProfileId { get; set; } = "";

    public bool EvaluationCompany { get; init; }

    /// <summary>The one place for an upload; null while there is none.</summary>
    public ExtensionUploadSlot? UploadSlot { get; set; }

    public IReadOnlyList<ConfigurationPackage> ConfigurationPackages { get; set; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset ModifiedAt { get; set; }

    public required Guid ModifiedBy { get; set; }

    public long RowVersion { get; private set; } = State.RowVersion.Next();

    public void Touch(DateTimeOffset now, Guid by)
    {
        ModifiedAt = now;
        ModifiedBy = by;
        RowVersion = State.RowVersion.Next();
    }
}

/// <summary>A user inside an environment; not the same as the person's account in Entra.</summary>
internal sealed record BcUser
{
    public required Guid UserSecurityId { get; init; }

    public required string UserName { get; init; }

    public required string DisplayName { get; init; }

    public required string AuthenticationEmail { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>End of access; null means never.</summary>
    public DateTimeOffset? ExpiryDate { get; init; }

    public string ContactEmail { get; init; } = "";

    /// <summary>Id of the row, which is another one than the user's.</summary>
    public Guid SystemId { get; init; } = Guid.NewGuid();

    /// <summary>In plain text, such as Full User.</summary>
    public string LicenseType { get; init; } = "Full User";

    public IReadOnlyList<AssignedPermissionSet> PermissionSets { get; init; } = [];

    public long RowVersion { get; init; } = State.RowVersion.Next();
}

/// <summary>A permission set given to a user. A blank company means every company.</summary>
internal sealed record AssignedPermissionSet(Guid Id, string RoleId, string Company)
{
    public Guid AppId { get; init; }

    public string Scope { get; init; } = "System";

    public long RowVersion { get; init; } = State.RowVersion.Next();
}

/// <summary>Numbers the states of all rows, for their concurrency tokens.</summary>
internal static class RowVersion
{
    private static long s_last = 80_000;

    public static long Next() => Interlocked.Increment(ref s_last);
}
