namespace BcAdmin.Simulator.State;

/// <summary>
/// A Microsoft Entra tenant with its Business Central environments. Code that reads or changes it holds <see cref="Gate"/>
/// and has updated the world to the current time.
/// </summary>
internal sealed class Tenant(Guid id, string domain)
{
    private static readonly TimeSpan OperationsKept = TimeSpan.FromDays(180);

    /// <summary>One lock for all tenants of a world, because a transfer and the app of a partner affect several tenants.</summary>
    public object Gate { get; set; } = new();

    public Guid Id { get; } = id;

    public string Domain { get; } = domain;

    /// <summary>The name of the organization.</summary>
    public string DisplayName { get; init; } = domain.Split('.')[0];

    /// <summary>The delegated admin relationships (GDAP) that the tenant has as a partner.</summary>
    public List<DelegatedAdminRelationship> Relationships { get; } = [];

    public List<string> ApplicationFamilies { get; init; } = ["BusinessCentral"];

    /// <summary>Application families and countries that a delegated administrator opened or closed.</summary>
    public Dictionary<(string Family, string Country), bool> ApplicationAccess { get; } = [];

    public required TenantLimits Limits { get; init; }

    public List<Account> Accounts { get; } = [];

    /// <summary>The service principals of the tenant.</summary>
    public List<AppRegistration> Apps { get; } = [];

    /// <summary>Applications that were registered in the tenant.</summary>
    public List<EntraApplication> Applications { get; } = [];

    /// <summary>False for a tenant that does not have Business Central's own application yet.</summary>
    public bool HasBusinessCentral { get; set; } = true;

    public List<BcEnvironment> Environments { get; } = [];

    /// <summary>Newest last.</summary>
    public List<EnvironmentOperation> Operations { get; } = [];

    /// <summary>The versions that environments can be updated to, oldest first.</summary>
    public IReadOnlyList<Release> Releases { get; init; } = [];

    public List<NotificationRecipient> Recipients { get; } = [];

    /// <summary>Users with a license in Microsoft 365, unknown to an environment until it imports them.</summary>
    public List<LicensedUser> LicensedPeople { get; init; } = [];

    /// <summary>Security groups in Microsoft Entra ID.</summary>
    public List<EntraGroup> Groups { get; init; } = [];

    public List<PowerPlatformEnvironment> PowerPlatformEnvironments { get; init; } = [];

    public List<ReportedOutage> Outages { get; } = [];

    /// <summary>Client IDs in the list of authorized apps for which the tenant has no app.</summary>
    public HashSet<Guid> AuthorizedClientIds { get; } = [];

    public bool IsNamed(string tenant) =>
        string.Equals(Domain, tenant, StringComparison.OrdinalIgnoreCase) || (Guid.TryParse(tenant, out var id) && id == Id);

    public AppRegistration? FindApp(string clientId) => Apps.Find(app => string.Equals(app.ClientId, clientId, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a client ID is in the list of authorized apps.</summary>
    public bool HasAuthorized(string clientId) =>
        FindApp(clientId)?.Authorized ?? (Guid.TryParse(clientId, out var id) && AuthorizedClientIds.Contains(id));

    public EntraApplication? FindApplication(string clientId) =>
        Applications.Find(application => string.Equals(application.ClientId, clientId, StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds the service principal of an application to the tenant. A client ID that was authorized before stays authorized.</summary>
    /// <param name="isSetUp">Whether all environments know the app immediately.</param>
    public AppRegistration AddServicePrincipal(EntraApplication application, DateTimeOffset now, bool isSetUp)
    {
        var app = new AppRegistration
        {
            Application = application,
            CreatedOn = now,
            Environments = isSetUp ? null : [],
            Authorized = Guid.TryParse(application.ClientId, out var id) && AuthorizedClientIds.Remove(id),
        };
        Apps.Add(app);
        return app;
    }

    /// <summary>Adds an app with the permissions of roles and an administrator's consent to them.</summary>
    /// <exception cref="FormatException">A new application has no name, or one of the roles does not exist.</exception>
    public AppRegistration Register(string? clientId, string? name, IEnumerable<string> roles, DateTimeOffset now)
    {
        var application = (clientId is null ? null : FindApplication(clientId))
            ?? new EntraApplication(clientId ?? Guid.NewGuid().ToString(), name ?? throw new FormatException("A new app requires a name."))
            {
                HomeTenantId = Id,
                CreatedOn = now,
                Properties = { ["signInAudience"] = "AzureADMyOrg", ["isFallbackPublicClient"] = true },
            };
        application.Require(roles);
        if (!Applications.Contains(application))
            Applications.Add(application);
        var app = AddServicePrincipal(application, now, isSetUp: false);
        app.Consent(now);
        return app;
    }

    public Account? FindAccount(string userName) =>
        Accounts.Find(account => string.Equals(account.UserName, userName, StringComparison.OrdinalIgnoreCase));

    public BcEnvironment? FindEnvironment(string family, string name) => Environments.Find(environment =>
        string.Equals(environment.ApplicationFamily, family, StringComparison.OrdinalIgnoreCase)
        && string.Equals(environment.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The operations on an environment that have not ended.</summary>
    public IEnumerable<EnvironmentOperation> OpenOperationsOn(BcEnvironment environment) =>
        Operations.Where(operation => operation.Environment == environment && !operation.IsTerminal);

    public IEnumerable<EnvironmentOperation> OperationsOn(BcEnvironment environment, Guid appId) =>
        Operations.Where(operation => operation.Environment == environment && operation.App?.AppId == appId);

    /// <summary>The copy that reads from an environment, during which its apps cannot change.</summary>
    public EnvironmentOperation? CopyOf(BcEnvironment environment) =>
        Operations.Find(operation => operation.Source == environment && !operation.IsTerminal);

    /// <summary>
    /// The time when work on an app can start: apps of an environment are processed one after another; work that waits for its window does not
    /// block others.
    /// </summary>
    public DateTimeOffset StartAfterOtherApps(BcEnvironment environment, DateTimeOffset start, SimulatorClock clock)
    {
        var others = OpenOperationsOn(environment).Where(operation => operation.App is not null);
        foreach (var operation in others.OrderBy(operation => operation.StartsOn))
        {
            if ((operation.StartedOn ?? operation.StartsOn) > start)
                continue;
            var end = operation.EndsOn ?? operation.StartsOn + clock.Scaled(operation.DurationSec);
            start = end > start ? end.Value : start;
        }

        return start;
    }

    /// <summary>Renames an environment. The old name stops working everywhere; the history continues with the new one.</summary>
    public void Rename(BcEnvironment environment, string name)
    {
        if (environment.FriendlyName == environment.Name)
            environment.FriendlyName = name;
        environment.Name = name;
        foreach (var operation in Operations.Where(operation => operation.Environment == environment))
            operation.EnvironmentName = name;
        if (environment.PendingUpdate is { } update)
            update.EnvironmentName = name;
    }

    public void CancelScheduledVersions(BcEnvironment environment, Guid appId, string by, DateTimeOffset at)
    {
        foreach (var scheduled in OperationsOn(environment, appId).Where(operation => operation.IsScheduledVersion).ToList())
            scheduled.Cancel(by, at, "The extension was uninstalled.");
    }

    /// <summary>The number of environments of a type that the tenant may have.</summary>
    public int EnvironmentQuota(Settings settings, EnvironmentType type) => type == EnvironmentType.Production
        ? settings.ProductionQuota ?? Limits.ProductionQuota
        : settings.SandboxQuota ?? Limits.SandboxQuota;

    public int CountTowardsQuota(EnvironmentType type) =>
        Environments.Count(environment => environment.Type == type && environment.CountsTowardsQuota);

    public long StorageQuotaKb(Settings settings) =>
        settings.StorageQuotaKb ?? Limits.DefaultStorageKb + Limits.UserLicenseStorageKb + Limits.AdditionalStorageKb;

    public long UsedStorageKb(DateTimeOffset now) =>
        Environments.Where(environment => environment.CountsTowardsQuota).Sum(environment => environment.DatabaseKbAt(now));

    /// <summary>The releases that an environment can be updated to.</summary>
    public IEnumerable<Release> OffersTo(BcEnvironment environment) =>
        Releases.Where(release => release.Target > new Version(environment.Version.Major, environment.Version.Minor));

    /// <summary>The only update that older versions of the API know: the selected one, or the next.</summary>
    public Release? NextUpdateOf(BcEnvironment environment, DateTimeOffset now)
    {
        var available = OffersTo(environment).Where(release => release.IsAvailableTo(environment.Type, now)).ToList();
        return available.Find(release => release.Target == environment.SelectedUpdate) ?? available.FirstOrDefault();
    }

    /// <summary>An environment of any family, for addresses without a family.</summary>
    public BcEnvironment? FindEnvironment(string name) =>
        Environments.Find(environment => string.Equals(environment.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the tenant may create environments of a family in a country; the default is yes for the tenant's own families.</summary>
    public bool HasAccessTo(string family, string country) =>
        ApplicationAccess.TryGetValue((family, country), out var access) ? access : ApplicationFamilies.Contains(family);

    public ReportedOutage? FindOutage(BcEnvironment environment, string outageType) =>
        Outages.Find(outage => outage.EnvironmentId == environment.Id && outage.OutageType == outageType);

    public ReportedOutage ReportOutage(BcEnvironment environment, string outageType, string? appVersion, string? platformVersion, DateTimeOffset now)
    {
        var outage = new ReportedOutage
        {
            EnvironmentId = environment.Id,
            CreatedOn = now,
            OutageType = outageType,
            CaseNumber = (Outages.Count + 1).ToString("D16", CultureInfo.InvariantCulture),
            AppVersion = appVersion ?? environment.Version.ToString(),
            PlatformVersion = platformVersion ?? $"{environment.Version.Major}.0.0.0",
        };
        Outages.Add(outage);
        return outage;
    }

    /// <summary>
    /// The next release after that of the environment, or the next one of a higher major version; if none is planned, the mandatory one.
    /// </summary>
    public Version ReleaseAfter(BcEnvironment environment, bool major)
    {
        var current = environment.Version;
        return OffersTo(environment).Select(release => release.Target).FirstOrDefault(target => !major || target.Major > current.Major)
            ?? (major ? new Version(current.Major + 1, 0) : new Version(current.Major, current.Minor + 1));
    }

    /// <summary>
    /// Processes everything that is due, in its order: updates and operations start and end, deployments end, soft-deleted environments and old
    /// operations are removed.
    /// </summary>
    public void Advance(DateTimeOffset now, SimulatorClock clock)
    {
        var time = DateTimeOffset.MinValue;
        while (true)
        {
            var update = Environments.Where(CanStartUpdate).MinBy(environment => environment.PendingUpdate!.StartsOn);
            var operation = Operations.Where(operation => operation.NextChange is not null).MinBy(operation => operation.NextChange);
            var deployment = Environments.SelectMany(environment => environment.Deployments)
                .Where(deployment => deployment.NextChange is not null).MinBy(deployment => deployment.NextChange);
            var updateOn = update?.PendingUpdate!.StartsOn ?? DateTimeOffset.MaxValue;
            var operationOn = operation?.NextChange ?? DateTimeOffset.MaxValue;
            var deploymentOn = deployment?.NextChange ?? DateTimeOffset.MaxValue;
            var next = new[] { updateOn, operationOn, deploymentOn }.Min();
            if (next > now)
                break;

            // A change that waits for another one happens after it, not at its own time.
            time = next > time ? next : time;
            if (deploymentOn == next)
            {
                deployment!.End();
            }
            else if (updateOn < operationOn)
            {
                var started = update!.PendingUpdate!;
                update.PendingUpdate = null;
                Operations.Add(started);
                started.Advance(time, clock);
            }
            else
            {
                operation!.Advance(time, clock);
            }
        }

        foreach (var job in Environments.SelectMany(environment => environment.Jobs))
            job.Advance(now);
        Environments.RemoveAll(environment => environment.HardDeletePendingOn <= now);
        Operations.RemoveAll(operation => operation.CreatedOn + OperationsKept < now);

        bool CanStartUpdate(BcEnvironment environment) =>
            environment is { PendingUpdate: not null, Status: EnvironmentStatus.Active }
            && OpenOperationsOn(environment).All(operation => operation.Status != OperationStatus.Running);
    }
}

/// <summary>The limits of a tenant; soft-deleted environments do not count.</summary>
internal record TenantLimits
{
    public int ProductionQuota { get; init; } = 1;

    public int SandboxQuota { get; init; } = 3;

    /// <summary>KB included in the subscription.</summary>
    public long DefaultStorageKb { get; init; } = 83_886_080;

    /// <summary>KB included in user licenses.</summary>
    public long UserLicenseStorageKb { get; init; } = 31_457_280;

    /// <summary>KB purchased in addition.</summary>
    public long AdditionalStorageKb { get; init; } = 4_194_304;

    /// <summary>A trial cannot restore or export.</summary>
    public bool PaidSubscription { get; init; } = true;
}

internal sealed record NotificationRecipient(Guid Id, string Email, string Name);

/// <summary>A user of Microsoft 365 with a license for Business Central.</summary>
internal sealed record LicensedUser(string UserName, string DisplayName, string LicenseType = "Full User");

internal sealed record EntraGroup(Guid Id, string DisplayName);

/// <summary>A Power Platform environment that an environment can be linked to.</summary>
internal sealed record PowerPlatformEnvironment(Guid Id, EnvironmentType Type, string Geography = "Europe", bool Active = true);

/// <summary>The role of a user in the tenant.</summary>
internal enum AccountRole
{
    /// <summary>Not an administrator: can use environments that know the user, but not the Admin Center.</summary>
    User,

    /// <summary>An administrator who belongs to the tenant.</summary>
    Admin,

    /// <summary>A user of a partner with rights by GDAP.</summary>
    DelegatedAdmin,
}

/// <summary>A user who can sign in to the tenant.</summary>
internal sealed record Account(Guid ObjectId, string UserName, AccountRole Role)
{
    /// <summary>The display name in the directory: adele.admin@contoso.example is Adele Admin.</summary>
    public string DisplayName => string.Join(' ', UserName.Split('@')[0].Split('.').Select(Capitalize));

    /// <summary>Whether an administrator of the tenant is also a Global Administrator.</summary>
    public bool GlobalAdministrator { get; init; }

    /// <summary>The tenant that the user belongs to; that of the partner for delegated administrators.</summary>
    public required Guid HomeTenantId { get; init; }

    /// <summary>Permission sets inside the environments, limited to those that the Admin Center API requires.</summary>
    public IReadOnlyList<string> PermissionSets { get; init; } = [];

    private static string Capitalize(string part) => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..];
}
