using System.Text.Json.Serialization;

namespace BcAdmin.Simulator.Scenarios;

/// <summary>A scenario as its JSON file contains it; docs/simulator.md describes the format.</summary>
internal sealed record ScenarioFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public string? Description { get; init; }

    public required List<TenantEntry> Tenants { get; init; }

    /// <summary>Reads a scenario by its name (one of those that are included) or the path of a .json file.</summary>
    /// <exception cref="ScenarioException">The scenario does not exist, or the file is not valid.</exception>
    public static ScenarioFile Read(string nameOrPath)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "Scenarios");
        var path = nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? nameOrPath
            : Directory.EnumerateFiles(shipped, "*.json").FirstOrDefault(file =>
                string.Equals(Path.GetFileNameWithoutExtension(file), nameOrPath, StringComparison.OrdinalIgnoreCase));
        if (path is null || !File.Exists(path))
        {
            var names = Directory.EnumerateFiles(shipped, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal);
            throw new ScenarioException(
                $"There is no scenario '{nameOrPath}'. Use one of {string.Join(", ", names)}, or the path of a .json file.");
        }

        try
        {
            var scenario = JsonSerializer.Deserialize<ScenarioFile>(File.ReadAllText(path), Json) ?? throw new JsonException("The file is empty.");
            if (scenario.Tenants.Count == 0)
                throw new ScenarioException($"The scenario '{path}' has no tenant.");
            return scenario;
        }
        catch (JsonException error)
        {
            throw new ScenarioException($"The scenario '{path}' cannot be read: {error.Message}");
        }
    }

    public List<Tenant> Build(DateTimeOffset now)
    {
        List<Tenant> tenants = [.. Tenants.SelectMany(entry => Enumerable.Range(1, entry.Repeat).Select(number => entry.Build(number, now)))];
        foreach (var entry in Tenants)
        {
            var partner = tenants.Find(tenant => tenant.Id == entry.TenantId)!;
            partner.Relationships.AddRange(entry.Relationships.SelectMany(relationship => relationship.Build(partner, tenants, now)));
        }

        return tenants;
    }
}

/// <summary>The scenario that the user specified cannot be loaded; the message contains the reason.</summary>
internal sealed class ScenarioException(string message) : Exception(message);

internal sealed record TenantEntry : TenantLimits
{
    public required Guid TenantId { get; init; }

    public required string Domain { get; init; }

    /// <summary>The name of the organization; by default the first part of the domain.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The number of tenants to create. The additional ones have their own IDs and domains; names of environments are the same.</summary>
    public int Repeat { get; init; } = 1;

    public List<string> ApplicationFamilies { get; init; } = ["BusinessCentral"];

    public List<EntraGroup> Groups { get; init; } = [];

    /// <summary>Licensed users that the environments do not know yet.</summary>
    public List<LicensedUser> LicensedPeople { get; init; } = [];

    public List<PowerPlatformEnvironment> PowerPlatformEnvironments { get; init; } = [];

    /// <summary>The delegated admin relationships (GDAP) that the tenant has as a partner.</summary>
    public List<RelationshipEntry> Relationships { get; init; } = [];

    public List<RecipientEntry> Recipients { get; init; } = [];

    public List<AccountEntry> Users { get; init; } = [];

    public List<AppEntry> Apps { get; init; } = [];

    public List<EnvironmentEntry> Environments { get; init; } = [];

    public Tenant Build(int number, DateTimeOffset now)
    {
        var id = number == 1 ? TenantId : StableId.From($"{TenantId}/{number}");
        var domain = number == 1 ? Domain : $"{number}.{Domain}";
        var tenant = new Tenant(id, domain)
        {
            DisplayName = DisplayName is null ? domain.Split('.')[0]
                : number == 1 ? DisplayName : string.Create(CultureInfo.InvariantCulture, $"{DisplayName} {number}"),
            ApplicationFamilies = [.. ApplicationFamilies],
            Limits = this,
            Groups = [.. Groups],
            LicensedPeople = [.. LicensedPeople],
            PowerPlatformEnvironments = [.. PowerPlatformEnvironments],
            Releases = Release.Plan(now),
        };
        tenant.Accounts.AddRange(Users.Select(user => user.Build(id)));
        foreach (var app in Apps.Select(app => app.Build(id, now)))
        {
            tenant.Apps.Add(app);
            if (app.HomeTenantId == id)
                tenant.Applications.Add(app.Application);
        }

        tenant.Recipients.AddRange(Recipients.Select(recipient => recipient.Build(id)));
        foreach (var entry in Environments)
        {
            var environment = entry.Build(id, domain, now);
            tenant.Environments.Add(environment);
            if (entry.SelectedUpdate is { } update)
                update.Select(tenant, environment, now);
        }

        return tenant;
    }
}

/// <summary>A relationship of a partner with a customer, or with each customer of an entry that is repeated.</summary>
internal sealed record RelationshipEntry
{
    /// <summary>The domain of the entry of the customer; null for a customer whose tenant the simulator does not have.</summary>
    public string? Customer { get; init; }

    /// <summary>The name of a customer whose tenant the simulator does not have.</summary>
    public string? CustomerName { get; init; }

    public required string DisplayName { get; init; }

    public string Status { get; init; } = "active";

    /// <summary>The days since the customer approved the relationship; null for one that is not approved.</summary>
    public int? StartedDaysAgo { get; init; }

    public int DurationDays { get; init; } = 730;

    public bool AutoExtend { get; init; }

    /// <summary>Template ids of the roles.</summary>
    public List<Guid> Roles { get; init; } = [];

    public IEnumerable<DelegatedAdminRelationship> Build(Tenant partner, List<Tenant> tenants, DateTimeOffset now)
    {
        if (Customer is null)
            return [Build(partner, StableId.From($"customer/{CustomerName}"), CustomerName ?? "Customer", now)];
        var customers = tenants.Where(
            tenant => tenant.Domain == Customer || tenant.Domain.EndsWith($".{Customer}", StringComparison.Ordinal)).ToList();
        return customers.Count > 0
            ? customers.Select(customer => Build(partner, customer.Id, customer.DisplayName, now))
            : throw new ScenarioException($"There is no tenant '{Customer}' that a partner can have a relationship with.");
    }

    private DelegatedAdminRelationship Build(Tenant partner, Guid customerId, string customerName, DateTimeOffset now) => new()
    {
        Id = $"{StableId.From($"{DisplayName}/{customerId}")}-{partner.Id}",
        DisplayName = $"{DisplayName} {customerName}",
        CustomerId = customerId,
        CustomerName = customerName,
        Status = Status,
        CreatedOn = now.AddDays(-(StartedDaysAgo ?? 0) - 1),
        ActivatedOn = StartedDaysAgo is { } days ? now.AddDays(-days) : null,
        DurationDays = DurationDays,
        AutoExtend = AutoExtend,
        Roles = Roles,
    };
}

internal sealed record RecipientEntry([property: JsonRequired] string Email, [property: JsonRequired] string Name)
{
    public NotificationRecipient Build(Guid tenantId) => new(StableId.From($"{tenantId}/recipient/{Email}"), Email, Name);
}

/// <param name="GlobalAdministrator">Whether an Admin is a Global Administrator too.</param>
/// <param name="PermissionSets">Permission sets inside the environments that the Admin Center API requires; null for all of them.</param>
/// <param name="HomeTenantId">The tenant that a guest belongs to; null for a user of the tenant, or of the partner by the domain.</param>
internal sealed record AccountEntry(
    [property: JsonRequired] string UserName, AccountRole Role, Guid? ObjectId, bool GlobalAdministrator, List<string>? PermissionSets,
    Guid? HomeTenantId)
{
    public Account Build(Guid tenantId) => new(ObjectId ?? StableId.From(UserName), UserName, Role)
    {
        GlobalAdministrator = GlobalAdministrator,
        HomeTenantId = HomeTenantId ?? (Role == AccountRole.DelegatedAdmin ? StableId.From(UserName.Split('@')[^1]) : tenantId),
        PermissionSets = PermissionSets ?? [PermissionSet.BackupRestore, PermissionSet.ExtensionAdmin],
    };
}

internal sealed record AppEntry
{
    public required string ClientId { get; init; }

    public required string Name { get; init; }

    public string? Secret { get; init; }

    public bool SecretExpired { get; init; }

    /// <summary>The expiry of the secret, in days after the start of the simulator. The maximum of Microsoft Entra ID is two years.</summary>
    public double SecretEndsInDays { get; init; } = 730;

    public string? CertificatePem { get; init; }

    public List<FederatedCredential> Federated { get; init; } = [];

    public List<string> Roles { get; init; } = [];

    public bool Consented { get; init; } = true;

    public bool Authorized { get; init; }

    /// <summary>Names of environments that know the app; null for all.</summary>
    public List<string>? Environments { get; init; } = [];

    public bool CompaniesVisible { get; init; } = true;

    /// <summary>Permission sets inside the environments that the Admin Center API requires.</summary>
    public List<string> PermissionSets { get; init; } = [];

    /// <summary>The tenant that a multitenant app belongs to; null for an app of the tenant.</summary>
    public Guid? HomeTenantId { get; init; }

    public bool ManagedIdentity { get; init; }

    public AppRegistration Build(Guid tenantId, DateTimeOffset now)
    {
        var application = new EntraApplication(ClientId, Name)
        {
            ObjectId = StableId.From($"{tenantId}/{ClientId}/application"),
            HomeTenantId = HomeTenantId ?? tenantId,
            CreatedOn = now.AddDays(-90),
            Federated = [.. Federated],
            Properties =
            {
                ["signInAudience"] = HomeTenantId is null ? "AzureADMyOrg" : "AzureADMultipleOrgs",
                ["isFallbackPublicClient"] = true,
            },
        };
        if (Secret is not null)
            application.Passwords.Add(new PasswordCredential { Text = Secret, End = now.AddDays(SecretExpired ? -1 : SecretEndsInDays) });
        if (CertificatePem is not null)
            application.Keys.Add(KeyCredential.FromPem(CertificatePem));
        try
        {
            application.Require(Roles);
        }
        catch (FormatException error)
        {
            throw new ScenarioException(error.Message);
        }

        var app = new AppRegistration
        {
            Application = application,
            ObjectId = StableId.From($"{tenantId}/{ClientId}"),
            CreatedOn = application.CreatedOn,
            Authorized = Authorized,
            Environments = Environments is null ? null : [.. Environments],
            CompaniesVisible = CompaniesVisible,
            PermissionSets = [.. PermissionSets],
            ManagedIdentity = ManagedIdentity,
        };
        if (Consented)
            app.Consent(now);
        return app;
    }
}

internal sealed record EnvironmentEntry
{
    public required string Name { get; init; }

    public string? FriendlyName { get; init; }

    public string ApplicationFamily { get; init; } = "BusinessCentral";

    public EnvironmentType Type { get; init; } = EnvironmentType.Sandbox;

    public string CountryCode { get; init; } = "W1";

    public string RingName { get; init; } = "PROD";

    public Version Version { get; init; } = Catalog.NewestVersion("PROD")!;

    public List<CompanyEntry> Companies { get; init; } = [];

    /// <summary>The number of users in the environment; they are generated by role.</summary>
    public int UserCount { get; init; }

    /// <summary>The groups of the tenant that the environment knows.</summary>
    public List<SecurityGroupEntry> SecurityGroups { get; init; } = [];

    /// <summary>IDs of the enabled features.</summary>
    public List<string> Features { get; init; } = [];

    /// <summary>The number of sessions; the first one is a long-running background job.</summary>
    public int SessionCount { get; init; }

    /// <summary>The apps that are installed in addition to Microsoft's own.</summary>
    public List<InstalledAppEntry> Apps { get; init; } = [];

    public UpdateWindowEntry? UpdateWindow { get; init; }

    public SelectedUpdateEntry? SelectedUpdate { get; init; }

    public long DatabaseKb { get; init; } = 1_048_576;

    public long DatabaseGrowthKbPerDay { get; init; }

    public string? AppInsightsKey { get; init; }

    /// <summary>A group in the list of the tenant's groups, or one that no longer exists there.</summary>
    public Guid? SecurityGroupId { get; init; }

    public SupportContact? SupportContact { get; init; }

    public List<ExportEntry> Exports { get; init; } = [];

    public BcEnvironment Build(Guid tenantId, string domain, DateTimeOffset now)
    {
        var created = now.AddDays(-90);
        var environment = new BcEnvironment
        {
            Id = StableId.From($"{tenantId}/{ApplicationFamily}/{Name}"),
            Name = Name,
            FriendlyName = FriendlyName ?? Name,
            ApplicationFamily = ApplicationFamily,
            Type = Type,
            CountryCode = CountryCode,
            RingName = RingName,
            Version = Version,
            ActiveOn = created,
            ApiReadyOn = created,
            Companies = [.. Companies.Select(company => company.Build($"{tenantId}/{Name}", created))],
            Users = [.. Enumerable.Range(1, UserCount).Select(number => DemoUsers.Make($"{tenantId}/{Name}", domain, number))],
            VersionHistory = [(created, Version)],
            UpdateWindow = UpdateWindow?.Build(),
            DatabaseKb = DatabaseKb,
            DatabaseGrowthKbPerDay = DatabaseGrowthKbPerDay,
            StorageMeasuredOn = now,
            AppInsightsKey = AppInsightsKey,
            SecurityGroupId = SecurityGroupId,
            SupportContact = SupportContact ?? new SupportContact(null, null, null),
            Exports = [.. Exports.Select(export => export.Build(Version, now))],
        };
        environment.SecurityGroups.AddRange(SecurityGroups.Select(group => group.Build(environment)));
        foreach (var feature in Features)
            environment.EnabledFeatures.Add(FeatureCatalog.Find(feature)?.Id ?? throw new ScenarioException($"There is no feature '{feature}'."));
        environment.Preinstall();
        foreach (var app in Apps)
            environment.Put(app.Build(environment));
        environment.Sessions.AddRange(Enumerable.Range(0, SessionCount).Select(number => DemoSessions.Make(environment, number, now)));
        return environment;
    }
}

/// <param name="Id">ID of a group of the tenant, or of one that was deleted there.</param>
/// <param name="PermissionSets">IDs of permission sets that the group assigns in all companies.</param>
/// <param name="MembersNamed">The beginning of the names of the members.</param>
internal sealed record SecurityGroupEntry(
    [property: JsonRequired] Guid Id, [property: JsonRequired] string Code, List<string>? PermissionSets, string? MembersNamed)
{
    public BcSecurityGroup Build(BcEnvironment environment)
    {
        var hidden = StableId.From($"{environment.Id}/group/{Code}");
        var sets = (PermissionSets ?? []).Select(set => PermissionCatalog.Assign(StableId.From($"{hidden}/{set}"), set, company: ""));
        return new BcSecurityGroup
        {
            Id = Id,
            Code = Code,
            HiddenUser = new BcUser
            {
                UserSecurityId = hidden,
                UserName = Code,
                DisplayName = Code,
                AuthenticationEmail = "",
                PermissionSets = [.. sets],
            },
            Members = [.. environment.Users.Where(IsMember).Select(user => user.UserSecurityId)],
        };

        bool IsMember(BcUser user) => MembersNamed is not null && user.UserName.StartsWith(MembersNamed, StringComparison.OrdinalIgnoreCase);
    }
}

/// <param name="Name">Required for an app that is not on the Marketplace, as is the publisher.</param>
internal sealed record InstalledAppEntry(
    [property: JsonRequired] Guid AppId, [property: JsonRequired] Version Version, string? Name, string? Publisher, AppScope Scope = AppScope.Tenant)
{
    public InstalledApp Build(BcEnvironment environment)
    {
        if (Marketplace.Find(AppId) is not { } app)
        {
            return new InstalledApp
            {
                Id = AppId,
                Version = Version,
                Name = Name ?? throw new ScenarioException($"The app {AppId} is not on the Marketplace, so it requires a name."),
                Publisher = Publisher ?? throw new ScenarioException($"The app {AppId} is not on the Marketplace, so it requires a publisher."),
                Scope = Scope,
            };
        }

        var known = app.Offer(environment, Version);
        return app.Install(known ?? app.OffersTo(environment)[0]) with { Version = Version };
    }
}

internal sealed record UpdateWindowEntry(
    [property: JsonRequired] TimeOnly Start, [property: JsonRequired] TimeOnly End, [property: JsonRequired] string TimeZoneId)
{
    public UpdateWindow Build() =>
        new(Start, End, TimeZones.Find(TimeZoneId) ?? throw new ScenarioException($"There is no time zone '{TimeZoneId}'."));
}

internal sealed record SelectedUpdateEntry([property: JsonRequired] Version TargetVersion, [property: JsonRequired] int InDays)
{
    public void Select(Tenant tenant, BcEnvironment environment, DateTimeOffset now)
    {
        var release = tenant.Releases.FirstOrDefault(release => release.Target == TargetVersion)
            ?? throw new ScenarioException($"There is no release {TargetVersion}.");
        var chosen = now.AddDays(InDays);
        var start = environment.UpdateWindow?.FirstFrom(chosen) ?? chosen;
        environment.SelectedUpdate = release.Target;
        environment.UpdateChoices[release.Target] = new UpdateChoice { SelectedDateTime = start };
        var request = new OperationRequest(tenant.Id, now, now, CreatedBy: "", CreatorPrincipalType: "App");
        environment.PendingUpdate = UpdateWork.Plan(tenant, environment, release, start, request);
    }
}

internal sealed record ExportEntry(
    [property: JsonRequired] string Blob, [property: JsonRequired] string User, [property: JsonRequired] int DaysAgo,
    string StorageAccount = "contosobackup", string Container = "bc-exports")
{
    public DatabaseExport Build(Version version, DateTimeOffset now) => new()
    {
        Done = true,
        Time = now.AddDays(-DaysAgo),
        User = User,
        StorageAccount = StorageAccount,
        Container = Container,
        Blob = Blob,
        ApplicationVersion = version,
    };
}

internal sealed record CompanyEntry(Guid? Id, [property: JsonRequired] string Name, string? DisplayName, bool EvaluationCompany)
{
    public Company Build(string owner, DateTimeOffset created) =>
        Company.Create(Name, DisplayName ?? Name, created, StableId.From($"{owner}/system")) with
        {
            Id = Id ?? StableId.From($"{owner}/company/{Name}"),
            EvaluationCompany = EvaluationCompany,
        };
}
