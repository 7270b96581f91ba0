namespace BcAdmin.Simulator.State;

/// <summary>
/// A Microsoft Entra tenant with its Business Central environments. Whoever reads or changes it holds <see cref="Gate"/>
/// and has let the world advance before.
/// </summary>
internal sealed class Tenant(Guid id, string domain)
{
    private static readonly TimeSpan OperationsKept = TimeSpan.FromDays(180);

    /// <summary>One lock for all tenants of a world, since a transfer and a partner's app reach across them.</summary>
    public object Gate { get; set; } = new();

    public Guid Id { get; } = id;

    public string Domain { get; } = domain;

    public List<string> ApplicationFamilies { get; init; } = ["BusinessCentral"];

    /// <summary>Application families and countries that a delegated administrator opened or closed.</summary>
    public Dictionary<(string Family, string Country), bool> ApplicationAccess { get; } = [];

    public int ProductionQuota { get; init; } = 1;

    public int SandboxQuota { get; init; } = 3;

    /// <summary>KB that come with the subscription.</summary>
    public long DefaultStorageKb { get; init; } = 83_886_080;

    /// <summary>KB that come with user licences.</summary>
    public long UserLicenseStorageKb { get; init; } = 31_457_280;

    /// <summary>KB bought on top.</summary>
    public long AdditionalStorageKb { get; init; } = 4_194_304;

    /// <summary>A trial may not restore or export.</summary>
    public bool PaidSubscription { get; init; } = true;

    public List<Account> Accounts { get; } = [];

    /// <summary>Apps that the tenant lets in: their service principals.</summary>
    public List<AppRegistration> Apps { get; } = [];

    /// <summary>Applications that were registered in the tenant.</summary>
    public List<EntraApplication> Applications { get; } = [];

    /// <summary>False for a tenant into which nobody has brought Business Central's own application yet.</summary>
    public bool KnowsBusinessCentral { get; set; } = true;

    public List<BcEnvironment> Environments { get; } = [];

    /// <summary>Newest last.</summary>
    public List<EnvironmentOperation> Operations { get; } = [];

    /// <summary>What environments can be updated to, oldest first.</summary>
    public IReadOnlyList<Release> Releases { get; init; } = [];

    public List<NotificationRecipient> Recipients { get; } = [];

    /// <summary>People with a licence in Microsoft 365 whom no environment knows until it brings them in.</summary>
    public List<LicensedPerson> LicensedPeople { get; init; } = [];

    /// <summary>Security groups in Microsoft Entra ID.</summary>
    public List<EntraGroup> Groups { get; init; } = [];

    public List<PowerPlatformEnvironment> PowerPlatformEnvironments { get; init; } = [];

    public List<ReportedOutage> Outages { get; } = [];

    /// <summary>Client ids on the list of authorized apps that no app of the tenant stands behind.</summary>
    public HashSet<Guid> AuthorizedStrangers { get; } = [];

    public bool IsCalled(string tenant) =>
        string.Equals(Domain, tenant, StringComparison.OrdinalIgnoreCase) || (Guid.TryParse(tenant, out var id) && id == Id);

    public AppRegistration? FindApp(string clientId) => Apps.Find(app => string.Equals(app.ClientId, clientId, StringComparison.OrdinalIgnoreCase));

    public EntraApplication? FindApplication(string clientId) =>
        Applications.Find(application => string.Equals(application.ClientId, clientId, StringComparison.OrdinalIgnoreCase));

    /// <summary>Gives an application its service principal in the tenant. A client id that was authorized before stays so.</summary>
    /// <param name="application">The application.</param>
    /// <param name="now">The time.</param>
    /// <param name="isSetUp">Whether all environments know the app at once.</param>
    public AppRegistration LetIn(EntraApplication application, DateTimeOffset now, bool isSetUp)
    {
        var app = new AppRegistration
        {
            Application = application,
            CreatedOn = now,
            Environments = isSetUp ? null : [],
            Authorized = Guid.TryParse(application.ClientId, out var id) && AuthorizedStrangers.Remove(id),
        };
        Apps.Add(app);
        return app;
    }

    public Account? FindAccount(string userName) => Accounts.Find(account => string.Equals(account.UserName, userName, StringComparison.OrdinalIgnoreCase));

    public BcEnvironment? FindEnvironment(string family, string name) => Environments.Find(environment =>
        string.Equals(environment.ApplicationFamily, family, StringComparison.OrdinalIgnoreCase)
        && string.Equals(environment.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the tenant may create environments of a family in a country; what nobody changed is open for the tenant's own families.</summary>
    public bool HasAccessTo(string family, string country) =>
        ApplicationAccess.TryGetValue((family, country), out var access) ? access : ApplicationFamilies.Contains(family);

    /// <summary>The next release after an environment's own, or the next of a higher major version; where none is planned, the one that has to come.</summary>
    public Version ReleaseAfter(BcEnvironment environment, bool major)
    {
        var current = environment.Version;
        return Releases.Select(release => release.Target).FirstOrDefault(target => major ? target.Major > current.Major : target > new Version(current.Major, current.Minor))
            ?? (major ? new Version(current.Major + 1, 0) : new Version(current.Major, current.Minor + 1));
    }

    /// <summary>Lets everything happen that is due, in its order: updates and operations start and end, deployments end, soft-deleted environments go, old operations are forgotten.</summary>
    public void Advance(DateTimeOffset now, SimulatorClock clock)
    {
        var time = DateTimeOffset.MinValue;
        while (true)
        {
            var update = Environments.Where(environment => environment.PendingUpdate is not null && environment.Status == EnvironmentStatus.Active && !IsBusy(environment))
                .MinBy(environment => environment.PendingUpdate!.StartsOn);
            var operation = Operations.Where(operation => operation.NextChange is not null).MinBy(operation => operation.NextChange);
            var deployment = Environments.SelectMany(environment => environment.Deployments).Where(deployment => deployment.NextChange is not null).MinBy(deployment => deployment.NextChange);
            var updateOn = update?.PendingUpdate!.StartsOn ?? DateTimeOffset.MaxValue;
            var operationOn = operation?.NextChange ?? DateTimeOffset.MaxValue;
            var deploymentOn = deployment?.NextChange ?? DateTimeOffset.MaxValue;
            var next = new[] { updateOn, operationOn, deploymentOn }.Min();
            if (next > now)
                break;

            // What was held up happens when the way is free, not before.
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

        bool IsBusy(BcEnvironment environment) => Operations.Exists(operation => operation.Environment == environment && operation.Status == OperationStatus.Running);
    }
}

internal sealed record NotificationRecipient(Guid Id, string Email, string Name);

/// <summary>A person of Microsoft 365 with a licence for Business Central.</summary>
internal sealed record LicensedPerson(string UserName, string DisplayName, string LicenseType = "Full User");

internal sealed record EntraGroup(Guid Id, string DisplayName);

/// <summary>A Power Platform environment that an environment can be linked to.</summary>
internal sealed record PowerPlatformEnvironment(Guid Id, EnvironmentType Type, string Geography = "Europe", bool Active = true);

/// <summary>An outage that the tenant reported to Microsoft.</summary>
internal sealed record ReportedOutage
{
    public required Guid EnvironmentId { get; init; }

    public required DateTimeOffset CreatedOn { get; init; }

    public required string OutageType { get; init; }

    public required string CaseNumber { get; init; }

    public required string AppVersion { get; init; }

    public required string PlatformVersion { get; init; }
}

/// <summary>What a person may do in the tenant.</summary>
internal enum AccountRole
{
    /// <summary>No administrator: may use environments that know the user, not the Admin Center.</summary>
    User,

    /// <summary>An administrator of the tenant's own.</summary>
    Admin,

    /// <summary>A partner's person with rights by GDAP.</summary>
    DelegatedAdmin,
}

/// <summary>A person who can sign in to the tenant.</summary>
internal sealed record Account(Guid ObjectId, string UserName, AccountRole Role)
{
    /// <summary>As the directory shows the person: adele.admin@contoso.example is Adele Admin.</summary>
    public string DisplayName => string.Join(' ', UserName.Split('@')[0].Split('.').Select(part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    /// <summary>Whether an administrator of the tenant is a Global Administrator too.</summary>
    public bool GlobalAdministrator { get; init; }

    /// <summary>The tenant that the person belongs to; a partner's for delegated administrators.</summary>
    public required Guid HomeTenantId { get; init; }

    /// <summary>Permission sets inside the environments, as far as the Admin Center API asks for them.</summary>
    public IReadOnlyList<string> PermissionSets { get; init; } = [];
}
