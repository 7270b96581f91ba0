namespace BcAdmin.Simulator.State;

/// <summary>
/// A Microsoft Entra tenant with its Business Central environments. Whoever reads or changes it holds <see cref="Gate"/>
/// and has called <see cref="Advance"/> before.
/// </summary>
internal sealed class Tenant(Guid id, string domain)
{
    private static readonly TimeSpan OperationsKept = TimeSpan.FromDays(180);

    public object Gate { get; } = new();

    public Guid Id { get; } = id;

    public string Domain { get; } = domain;

    public List<string> ApplicationFamilies { get; init; } = ["BusinessCentral"];

    public int ProductionQuota { get; init; } = 1;

    public int SandboxQuota { get; init; } = 3;

    public List<Account> Accounts { get; } = [];

    public List<AppRegistration> Apps { get; } = [];

    public List<BcEnvironment> Environments { get; } = [];

    /// <summary>Newest last.</summary>
    public List<EnvironmentOperation> Operations { get; } = [];

    public bool IsCalled(string tenant) =>
        string.Equals(Domain, tenant, StringComparison.OrdinalIgnoreCase) || (Guid.TryParse(tenant, out var id) && id == Id);

    public AppRegistration? FindApp(string clientId) => Apps.Find(app => string.Equals(app.ClientId, clientId, StringComparison.OrdinalIgnoreCase));

    public Account? FindAccount(string userName) => Accounts.Find(account => string.Equals(account.UserName, userName, StringComparison.OrdinalIgnoreCase));

    public BcEnvironment? FindEnvironment(string family, string name) => Environments.Find(environment =>
        string.Equals(environment.ApplicationFamily, family, StringComparison.OrdinalIgnoreCase)
        && string.Equals(environment.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Lets everything happen that is due: operations start and end, soft-deleted environments go, old operations are forgotten.</summary>
    public void Advance(DateTimeOffset now)
    {
        foreach (var operation in Operations.Where(operation => !operation.IsTerminal).OrderBy(operation => operation.EndsOn).ToList())
            operation.Advance(now);

        Environments.RemoveAll(environment => environment.HardDeletePendingOn <= now);
        Operations.RemoveAll(operation => operation.CreatedOn + OperationsKept < now);
    }
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
internal sealed record Account(Guid ObjectId, string UserName, AccountRole Role);

/// <summary>
/// An Entra app as one tenant knows it: its credentials, the consent it got there, and what Business Central granted it.
/// Mutable because control can change it.
/// </summary>
internal sealed class AppRegistration
{
    public required string ClientId { get; init; }

    public required string Name { get; set; }

    public Guid ObjectId { get; init; } = Guid.NewGuid();

    public string? Secret { get; set; }

    public bool SecretExpired { get; set; }

    /// <summary>Public certificates (PEM) whose keys sign the app's assertions.</summary>
    public List<string> Certificates { get; set; } = [];

    public List<FederatedCredential> Federated { get; set; } = [];

    /// <summary>Application permissions, such as AdminCenter.ReadWrite.All.</summary>
    public List<string> Roles { get; set; } = [];

    /// <summary>Whether an administrator consented. Without it an app's tokens carry no roles and people cannot sign in to it.</summary>
    public bool Consented { get; set; } = true;

    /// <summary>Whether the client id is on the tenant's list of authorized Microsoft Entra apps.</summary>
    public bool Authorized { get; set; }

    /// <summary>Environments in which the app is set up and enabled; null for all.</summary>
    public List<string>? Environments { get; set; } = [];

    /// <summary>False for an app whose permission sets in the environments do not let it see companies: it gets an empty list, not an error.</summary>
    public bool CompaniesVisible { get; set; } = true;

    /// <summary>Whether it is the identity that the managed identity endpoint hands out when none is named.</summary>
    public bool ManagedIdentity { get; set; }

    public bool IsSetUpIn(BcEnvironment environment) =>
        Environments is null || Environments.Contains(environment.Name, StringComparer.OrdinalIgnoreCase);
}

internal sealed record FederatedCredential(string Issuer, string Subject);
