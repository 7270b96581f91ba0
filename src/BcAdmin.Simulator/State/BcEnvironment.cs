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

/// <summary>A Business Central environment with the data that the APIs show.</summary>
internal sealed class BcEnvironment
{
    public static readonly TimeSpan KeptAfterDelete = TimeSpan.FromDays(14);

    private const int LongestName = 30;

    public required string Name { get; set; }

    /// <summary>Never changes, even if the environment is renamed.</summary>
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

    /// <summary>The time from which the Automation API is available: later than the success of the operation that created the environment.</summary>
    public DateTimeOffset ApiReadyOn { get; set; }

    /// <summary>The time when it became Active, which starts the warm-up that ends at <see cref="ApiReadyOn"/>.</summary>
    public DateTimeOffset ActiveOn { get; set; }

    public List<Company> Companies { get; init; } = [];

    public List<BcUser> Users { get; init; } = [];

    public List<BcSecurityGroup> SecurityGroups { get; init; } = [];

    /// <summary>IDs of the enabled features.</summary>
    public HashSet<string> EnabledFeatures { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Background jobs that the Automation API has started, newest last.</summary>
    public List<ScheduledJob> Jobs { get; init; } = [];

    public List<InstalledApp> Apps { get; init; } = [];

    /// <summary>Uninstalled apps that are still listed, with the time of their end.</summary>
    public List<(InstalledApp App, DateTimeOffset Until)> Leaving { get; } = [];

    /// <summary>The published versions of per-tenant and developer extensions, installed or not. They stay until they are unpublished.</summary>
    public List<InstalledApp> Published { get; init; } = [];

    /// <summary>The deployments from the upload slots of its companies, newest last.</summary>
    public List<ExtensionDeployment> Deployments { get; init; } = [];

    public List<EnvironmentSession> Sessions { get; init; } = [];

    /// <summary>Its versions with the time of their installation, oldest first; the last one is the current version.</summary>
    public List<(DateTimeOffset Since, Version Version)> VersionHistory { get; init; } = [];

    public UpdateWindow? UpdateWindow { get; set; }

    /// <summary>The settings for each release, by its major.minor.</summary>
    public Dictionary<Version, UpdateChoice> UpdateChoices { get; init; } = [];

    /// <summary>The release that is selected as the next update.</summary>
    public Version? SelectedUpdate { get; set; }

    /// <summary>The update that waits for its time; it becomes an operation of the tenant when it starts.</summary>
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

    /// <summary>The start times of restores from it.</summary>
    public List<DateTimeOffset> RestoresOn { get; init; } = [];

    /// <summary>Database size in KB at <see cref="StorageMeasuredOn"/>.</summary>
    public long DatabaseKb { get; set; } = 1_048_576;

    public DateTimeOffset StorageMeasuredOn { get; set; }

    public long DatabaseGrowthKbPerDay { get; set; }

    public long DatabaseKbAt(DateTimeOffset now) =>
        DatabaseKb + (long)(DatabaseGrowthKbPerDay * Math.Max(0, (now - StorageMeasuredOn).TotalDays));

    /// <summary>Whether it counts towards the tenant's number of environments.</summary>
    public bool CountsTowardsQuota => Status != EnvironmentStatus.SoftDeleted;

    /// <summary>Saves the state that a transaction of the Automation API can change, and returns the action that restores it.</summary>
    public Action Checkpoint()
    {
        Action[] restores =
        [
            Remember(Companies, company => company with { }), Remember(Users), Remember(SecurityGroups),
            Remember(Apps), Remember(Published), Remember(Deployments),
        ];
        return () => Array.ForEach(restores, restore => restore());

        static Action Remember<T>(List<T> list, Converter<T, T>? copy = null)
        {
            var before = list.ConvertAll(copy ?? (item => item));
            return () =>
            {
                list.Clear();
                list.AddRange(before);
            };
        }
    }

    /// <summary>Installs the apps that every environment has.</summary>
    public void Preinstall()
    {
        foreach (var app in Marketplace.Preinstalled)
            Put(app.Install(app.NewestFor(this)!));
    }

    /// <summary>Copies the content of another environment, including its apps, as a copy or a restore does.</summary>
    /// <param name="moment">The point in time, if its state is known; null for a copy.</param>
    /// <param name="now">The time of the request for the copy or restore.</param>
    /// <param name="published">The apps that are published in addition, without being installed.</param>
    public void TakeContent(
        BcEnvironment source, DateTimeOffset? moment, DateTimeOffset now, IEnumerable<InstalledApp> installed, IEnumerable<InstalledApp> published)
    {
        Companies.AddRange(source.Companies.Where(company => moment is null || company.CreatedAt <= moment).Select(company => company with { }));
        Users.AddRange(source.Users);
        SecurityGroups.AddRange(source.SecurityGroups);
        EnabledFeatures.UnionWith(source.EnabledFeatures);
        DatabaseKb = source.DatabaseKbAt(moment ?? now);
        DatabaseGrowthKbPerDay = source.DatabaseGrowthKbPerDay;
        Apps.Clear();
        Published.Clear();
        Published.AddRange(published);
        foreach (var app in installed)
            Put(app);
    }

    /// <summary>The apps that a restore installs.</summary>
    /// <param name="version">The version of the environment at that time, which is also that of Microsoft's own apps.</param>
    /// <param name="skipExtensions">True to exclude per-tenant and developer extensions.</param>
    /// <param name="skipGlobal">True to exclude global apps of other publishers.</param>
    public IEnumerable<InstalledApp> AppsToRestore(Version version, bool skipExtensions, bool skipGlobal) =>
        from app in Apps
        let isMicrosoft = app.Publisher == Marketplace.Microsoft
        where app.Scope == AppScope.Global ? isMicrosoft || !skipGlobal : !skipExtensions
        select isMicrosoft ? app with { Version = version } : app;

    /// <summary>Completes its creation, after which the Automation API needs some time to become available.</summary>
    public void CompleteCreation(DateTimeOffset at, TimeSpan warmup)
    {
        Status = EnvironmentStatus.Active;
        ActiveOn = at;
        StorageMeasuredOn = at;
        VersionHistory.Add((at, Version));
        ApiReadyOn = at + warmup;
    }

    /// <summary>Deletes it softly: it can be recovered for some time, with a name that contains the time of its deletion.</summary>
    /// <param name="suffixDigits">The number of digits of the time in the name.</param>
    public void SoftDelete(DateTimeOffset at, int suffixDigits)
    {
        Status = EnvironmentStatus.SoftDeleted;
        SoftDeletedOn = at;
        HardDeletePendingOn = at + KeptAfterDelete;
        DeleteReason = "requestedByAdmin";
        var suffix = at.UtcDateTime.ToString("'-'yyMMddHHmmssff", CultureInfo.InvariantCulture)[..(suffixDigits + 1)];
        Name = Name[..Math.Min(Name.Length, LongestName - suffix.Length)] + suffix;
        Sessions.Clear();
    }

    public void Recover(DateTimeOffset at)
    {
        Status = EnvironmentStatus.Active;
        SoftDeletedOn = null;
        DeleteReason = null;
        ActiveOn = ApiReadyOn = at;
    }

    /// <summary>The number of exports that are still allowed in the month.</summary>
    public int ExportsRemaining(DateTimeOffset now)
    {
        return Math.Max(0, DatabaseExport.MostPerMonth - Exports.Count(export => MonthOf(export.Time) == MonthOf(now)));

        static (int Year, int Month) MonthOf(DateTimeOffset time) => (time.UtcDateTime.Year, time.UtcDateTime.Month);
    }

    /// <summary>The start of an update that is scheduled for a time: that time, or the first window after it.</summary>
    public DateTimeOffset StartOf(UpdateChoice choice)
    {
        var chosen = choice.SelectedDateTime!.Value;
        return choice.IgnoreUpdateWindow || UpdateWindow is not { } window ? chosen : window.FirstFrom(chosen);
    }

    /// <summary>The settings of the selected update, if it waits for a window.</summary>
    public UpdateChoice? ChoiceInWindow => PendingUpdate is not null && SelectedUpdate is { } selected
        && UpdateChoices.GetValueOrDefault(selected) is { IgnoreUpdateWindow: false, SelectedDateTime: not null } choice ? choice : null;

    /// <summary>Changes the window, and with it the start of a scheduled update.</summary>
    public void ChangeUpdateWindow(UpdateWindow window)
    {
        UpdateWindow = window;
        if (PendingUpdate is { } update && UpdateChoices.GetValueOrDefault(SelectedUpdate!) is { } choice)
            update.StartsOn = StartOf(choice);
    }

    /// <summary>Uninstalls an app and the apps that depend on it. They stay listed for some time.</summary>
    public void Uninstall(Guid appId, DateTimeOffset at, TimeSpan listed)
    {
        Leaving.RemoveAll(item => item.Until <= at);
        foreach (var gone in AppRequirements.DependentsOf(this, appId).Select(dependent => dependent.AppId).Append(appId))
        {
            Leaving.AddRange(Apps.Where(installed => installed.Id == gone).Select(installed => (installed, at + listed)));
            Apps.RemoveAll(installed => installed.Id == gone);
        }
    }

    /// <summary>Extensions as its users see them: every version of per-tenant and developer extensions, and the installed global apps.</summary>
    public IEnumerable<InstalledApp> Extensions => Apps.Where(app => app.Scope == AppScope.Global).Concat(Published)
        .OrderBy(app => app.Name, StringComparer.OrdinalIgnoreCase).ThenBy(app => app.Version);

    public bool HasInstalled(InstalledApp app) => FindApp(app.Id)?.Version == app.Version;

    /// <summary>
    /// Whether it has or had this version: each version can be used only once for an app ID or a name, even if it failed or was removed.
    /// </summary>
    public bool HasOrHadVersion(AppPackage package)
    {
        return Published.Exists(app => app.Version == package.Version && IsSame(app.Id, app.Name, app.Publisher))
            || Deployments.Exists(earlier => earlier.Package.Version == package.Version
                && IsSame(earlier.Package.Id, earlier.Package.Name, earlier.Package.Publisher));

        bool IsSame(Guid id, string name, string publisher) => id == package.Id || (name == package.Name && publisher == package.Publisher);
    }

    /// <summary>Adds licensed users that it does not know yet.</summary>
    public void AddUsers(IEnumerable<LicensedUser> people)
    {
        foreach (var person in people.Where(person => FindUser(person.UserName) is null).ToList())
        {
            Users.Add(new BcUser
            {
                UserSecurityId = Guid.NewGuid(),
                UserName = person.UserName.Split('@')[0].ToUpperInvariant(),
                DisplayName = person.DisplayName,
                AuthenticationEmail = person.UserName,
                ContactEmail = person.UserName,
                LicenseType = person.LicenseType,
            });
        }
    }

    public BcUser? FindUser(string authenticationEmail) =>
        Users.Find(user => string.Equals(user.AuthenticationEmail, authenticationEmail, StringComparison.OrdinalIgnoreCase));

    /// <summary>Replaces a user, or the hidden user of a group. Users are records, so that copies of an environment can share them.</summary>
    public BcUser Replace(BcUser changed)
    {
        var group = SecurityGroups.FindIndex(group => group.HiddenUser.UserSecurityId == changed.UserSecurityId);
        if (group < 0)
            Users[Users.FindIndex(user => user.UserSecurityId == changed.UserSecurityId)] = changed;
        else
            SecurityGroups[group] = SecurityGroups[group] with { HiddenUser = changed };
        return changed;
    }

    public IEnumerable<BcSecurityGroup> GroupsOf(BcUser user) => SecurityGroups.Where(group => group.Members.Contains(user.UserSecurityId));

    public Company? FindCompany(string name) => Companies.Find(company => string.Equals(company.Name, name, StringComparison.OrdinalIgnoreCase));

    public Company? FindCompany(Guid id) => Companies.Find(company => company.Id == id);

    public InstalledApp? FindApp(Guid id) => Apps.Find(app => app.Id == id);

    public IEnumerable<InstalledApp> PendingUninstallsAt(DateTimeOffset time) =>
        Leaving.Where(item => item.Until > time && FindApp(item.App.Id) is null).Select(item => item.App);

    /// <summary>Installs the app, and replaces an older version.</summary>
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

    /// <summary>Installs an app from development. Unlike in the upload slot, the same version can be published repeatedly.</summary>
    public void PublishFromDevelopment(InstalledApp app)
    {
        Published.RemoveAll(published => published.Id == app.Id && published.Scope == AppScope.Dev);
        Put(app);
    }

    /// <summary>Updates it to another version, including Microsoft's own apps.</summary>
    public void ChangeVersion(Version version, DateTimeOffset at)
    {
        Version = version;
        VersionHistory.Add((at, version));
        foreach (var app in Apps.Where(app => app.Publisher == Marketplace.Microsoft).ToList())
            Put(app with { Version = version });
    }
}

/// <summary>The users of other tenants that can administer an environment.</summary>
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

/// <summary>An export of the database. Does not contain an address with a key.</summary>
internal sealed class DatabaseExport
{
    public const int MostPerMonth = 10;

    /// <summary>False while it is in progress: it counts, but is not in the history yet.</summary>
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

    /// <summary>The technical name, at most 30 characters; it never changes.</summary>
    public required string Name { get; init; }

    public required string DisplayName { get; set; }

    public string BusinessProfileId { get; set; } = "";

    public bool EvaluationCompany { get; init; }

    /// <summary>The only slot for an upload; null if there is none.</summary>
    public ExtensionUploadSlot? UploadSlot { get; set; }

    public IReadOnlyList<ConfigurationPackage> ConfigurationPackages { get; set; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid CreatedBy { get; init; }

    public required DateTimeOffset ModifiedAt { get; set; }

    public required Guid ModifiedBy { get; set; }

    public long RowVersion { get; private set; } = State.RowVersion.Next();

    public static Company Create(string name, string displayName, DateTimeOffset now, Guid by) => new()
    {
        Id = Guid.NewGuid(),
        Name = name,
        DisplayName = displayName,
        CreatedAt = now,
        CreatedBy = by,
        ModifiedAt = now,
        ModifiedBy = by,
    };

    public void SetModified(DateTimeOffset now, Guid by)
    {
        ModifiedAt = now;
        ModifiedBy = by;
        RowVersion = State.RowVersion.Next();
    }
}

/// <summary>A user inside an environment, which is separate from the account in Microsoft Entra ID.</summary>
internal sealed record BcUser
{
    public required Guid UserSecurityId { get; init; }

    public required string UserName { get; init; }

    public required string DisplayName { get; init; }

    public required string AuthenticationEmail { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>The end of access; null for never.</summary>
    public DateTimeOffset? ExpiryDate { get; init; }

    public string ContactEmail { get; init; } = "";

    /// <summary>The ID of the row, which differs from that of the user.</summary>
    public Guid SystemId { get; init; } = Guid.NewGuid();

    /// <summary>In plain text, such as Full User.</summary>
    public string LicenseType { get; init; } = "Full User";

    public IReadOnlyList<AssignedPermissionSet> PermissionSets { get; init; } = [];

    public long RowVersion { get; init; } = State.RowVersion.Next();
}

/// <summary>A permission set assigned to a user. A blank company means every company.</summary>
internal sealed record AssignedPermissionSet(Guid Id, string RoleId, string Company)
{
    public Guid AppId { get; init; }

    public string Scope { get; init; } = "System";

    public long RowVersion { get; init; } = State.RowVersion.Next();

    /// <summary>Whether another assignment has the same set for the same company.</summary>
    public bool IsSame(AssignedPermissionSet other) => (RoleId, AppId, Scope) == (other.RoleId, other.AppId, other.Scope)
        && string.Equals(Company, other.Company, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Numbers the changes of all rows, for their concurrency tokens.</summary>
internal static class RowVersion
{
    private static long _last = 80_000;

    public static long Next() => Interlocked.Increment(ref _last);
}
