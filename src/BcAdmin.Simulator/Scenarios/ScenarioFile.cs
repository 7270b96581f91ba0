using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using BcAdmin.Simulator.State;

namespace BcAdmin.Simulator.Scenarios;

/// <summary>A scenario as its JSON file gives it; docs/simulator.md describes the format.</summary>
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

    /// <summary>Reads a scenario by its name (one of those shipped) or the path of a .json file.</summary>
    /// <exception cref="ScenarioException">There is no such scenario, or the file is not a valid one.</exception>
    public static ScenarioFile Read(string nameOrPath)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "Scenarios");
        var path = nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? nameOrPath
            : Directory.EnumerateFiles(shipped, "*.json").FirstOrDefault(file =>
                string.Equals(Path.GetFileNameWithoutExtension(file), nameOrPath, StringComparison.OrdinalIgnoreCase));
        if (path is null || !File.Exists(path))
        {
            var names = string.Join(", ", Directory.EnumerateFiles(shipped, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
            throw new ScenarioException($"There is no scenario '{nameOrPath}'. Name one of {names}, or give the path of a .json file.");
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

    public List<Tenant> Build(DateTimeOffset now) =>
        [.. Tenants.SelectMany(entry => Enumerable.Range(1, entry.Repeat).Select(number => entry.Build(number, now)))];
}

/// <summary>The scenario named by the user cannot be played; the message says why.</summary>
internal sealed class ScenarioException(string message) : Exception(message);

internal sealed record TenantEntry
{
    public required Guid TenantId { get; init; }

    public required string Domain { get; init; }

    /// <summary>How many tenants to make of this entry. The later ones get ids and domains of their own; names of environments stay the same.</summary>
    public int Repeat { get; init; } = 1;

    public List<string> ApplicationFamilies { get; init; } = ["BusinessCentral"];

    public int ProductionQuota { get; init; } = 1;

    public int SandboxQuota { get; init; } = 3;

    public List<AccountEntry> Users { get; init; } = [];

    public List<AppEntry> Apps { get; init; } = [];

    public List<EnvironmentEntry> Environments { get; init; } = [];

    public Tenant Build(int number, DateTimeOffset now)
    {
        var id = number == 1 ? TenantId : StableId.From($"{TenantId}/{number}");
        var domain = number == 1 ? Domain : $"{number}.{Domain}";
        var tenant = new Tenant(id, domain)
        {
            ApplicationFamilies = [.. ApplicationFamilies],
            ProductionQuota = ProductionQuota,
            SandboxQuota = SandboxQuota,
        };
        tenant.Accounts.AddRange(Users.Select(user => new Account(user.ObjectId ?? StableId.From(user.UserName), user.UserName, user.Role)));
        tenant.Apps.AddRange(Apps.Select(app => app.Build(id)));
        tenant.Environments.AddRange(Environments.Select(environment => environment.Build(id, domain, now)));
        return tenant;
    }
}

internal sealed record AccountEntry
{
    public required string UserName { get; init; }

    public AccountRole Role { get; init; }

    public Guid? ObjectId { get; init; }
}

internal sealed record AppEntry
{
    public required string ClientId { get; init; }

    public required string Name { get; init; }

    public string? Secret { get; init; }

    public bool SecretExpired { get; init; }

    public string? CertificatePem { get; init; }

    public List<FederatedCredential> Federated { get; init; } = [];

    public List<string> Roles { get; init; } = [];

    public bool Consented { get; init; } = true;

    public bool Authorized { get; init; }

    /// <summary>Names of environments that know the app; null for all.</summary>
    public List<string>? Environments { get; init; } = [];

    public bool CompaniesVisible { get; init; } = true;

    public bool ManagedIdentity { get; init; }

    public AppRegistration Build(Guid tenantId) => new()
    {
        ClientId = ClientId,
        Name = Name,
        ObjectId = StableId.From($"{tenantId}/{ClientId}"),
        Secret = Secret,
        SecretExpired = SecretExpired,
        Certificates = CertificatePem is null ? [] : [CertificatePem],
        Federated = [.. Federated],
        Roles = [.. Roles],
        Consented = Consented,
        Authorized = Authorized,
        Environments = Environments is null ? null : [.. Environments],
        CompaniesVisible = CompaniesVisible,
        ManagedIdentity = ManagedIdentity,
    };
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

    /// <summary>How many users the environment has; they are made up by role.</summary>
    public int UserCount { get; init; }

    public BcEnvironment Build(Guid tenantId, string domain, DateTimeOffset now)
    {
        var created = now.AddDays(-90);
        return new BcEnvironment
        {
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
            Users = [.. Enumerable.Range(1, UserCount).Select(number => RoleUsers.Make($"{tenantId}/{Name}", domain, number))],
        };
    }
}

internal sealed record CompanyEntry
{
    public Guid? Id { get; init; }

    public required string Name { get; init; }

    public string? DisplayName { get; init; }

    public bool EvaluationCompany { get; init; }

    public Company Build(string owner, DateTimeOffset created)
    {
        var creator = StableId.From($"{owner}/system");
        return new Company
        {
            Id = Id ?? StableId.From($"{owner}/company/{Name}"),
            Name = Name,
            DisplayName = DisplayName ?? Name,
            EvaluationCompany = EvaluationCompany,
            CreatedAt = created,
            CreatedBy = creator,
            ModifiedAt = created,
            ModifiedBy = creator,
        };
    }
}

/// <summary>Users named by what they do, with the permission sets that such a role has.</summary>
internal static class RoleUsers
{
    private static readonly (string Role, string[] PermissionSets)[] Roles =
    [
        ("Accountant", ["D365 BUS FULL ACCESS", "D365 ACC. PAYABLE"]),
        ("Buyer", ["D365 PURCH DOC, EDIT", "D365 BASIC"]),
        ("Seller", ["D365 SALES DOC, EDIT", "D365 BASIC"]),
        ("Warehouse Worker", ["D365 WHSE, EDIT", "D365 BASIC"]),
        ("Project Manager", ["D365 JOBS, EDIT", "D365 BASIC"]),
        ("Production Planner", ["D365 MFG, EDIT", "D365 BASIC"]),
        ("Auditor", ["D365 READ"]),
        ("Application Admin", ["SUPER"]),
    ];

    public static BcUser Make(string owner, string domain, int number)
    {
        var (role, sets) = Roles[(number - 1) % Roles.Length];
        var name = string.Create(CultureInfo.InvariantCulture, $"{role.Replace(' ', '.')}.{number:00}");
        var id = StableId.From($"{owner}/user/{name}");
        return new BcUser
        {
            UserSecurityId = id,
            UserName = name.ToUpperInvariant(),
            DisplayName = string.Create(CultureInfo.InvariantCulture, $"{role} {number:00}"),
            AuthenticationEmail = $"{name.ToLowerInvariant()}@{domain}",
            ContactEmail = $"{name.ToLowerInvariant()}@{domain}",
            // One in ten has left.
            Enabled = number % 10 != 0,
            PermissionSets = [.. sets.Select(set => PermissionCatalog.Assign(StableId.From($"{id}/{set}"), set, company: ""))],
        };
    }
}

/// <summary>Ids that stay the same from start to start, so that scripts and documents can name them.</summary>
internal static class StableId
{
    public static Guid From(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
}
