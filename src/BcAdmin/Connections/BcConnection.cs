using System.Collections.Concurrent;
using System.Management.Automation;

namespace BcAdmin;

/// <summary>
/// A sign-in to one tenant. Thread-safe, and can be used in ForEach-Object -Parallel with $using:. It has few public properties and no secrets,
/// because ConvertTo-Json writes the connection of every object.
/// </summary>
public sealed class BcConnection
{
    private readonly ServiceAccess? _access;

    internal BcConnection(ServiceAccess access) => _access = access;

    private BcConnection(string name) => Name = name;

    /// <summary>The name of the connection, which defaults to the domain or ID of the tenant.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The tenant ID, or the domain if the token does not contain the ID.</summary>
    public string? TenantId { get; internal init; }

    /// <summary>The account: a user name, or the client ID of an app.</summary>
    public string? Account { get; internal init; }

    /// <summary>The sign-in method: Interactive, DeviceCode, ClientSecret, Certificate, ManagedIdentity, FederatedToken, or AccessToken.</summary>
    public string SignIn { get; internal init; } = string.Empty;

    /// <summary>Whether the caller is known to be an app (service-to-service).</summary>
    public bool IsApp { get; internal init; }

    /// <summary>Whether the caller is known to be a user. Both are false for an access token that cannot be read.</summary>
    internal bool IsUser { get; init; }

    /// <summary>When the certificate of the app expires; null for other sign-in methods.</summary>
    internal DateTimeOffset? CertificateExpiresOn { get; init; }

    public Guid? ClientId { get; internal init; }

    /// <summary>The host of the APIs.</summary>
    public Uri? Endpoint { get; internal init; }

    /// <summary>The host of the sign-in service.</summary>
    public Uri? Authority { get; internal init; }

    /// <summary>The version of the Admin Center API.</summary>
    public Version ApiVersion { get; internal init; } = ServiceAccess.NewestApiVersion;

    /// <summary>Whether the connection blocks changes (Connect-BcTenant -ReadOnly).</summary>
    public bool IsReadOnly => _access?.IsReadOnly == true;

    public DateTimeOffset ConnectedOn { get; internal init; }

    /// <summary>When the current token expires. Tokens are renewed automatically, except with the sign-in method AccessToken.</summary>
    public DateTimeOffset? TokenExpiresOn => _access?.TokenExpiresOn;

    /// <summary>Where tokens are cached: Memory (this session) or Encrypted (the store of the platform).</summary>
    public string? TokenCache => _access?.TokenCache;

    /// <summary>Whether this is the current connection, which cmdlets use by default.</summary>
    public bool IsCurrent => ConnectionStore.OfThisRunspace is { } store && ReferenceEquals(store.Selected, this);

    public override string ToString() => Name;

    /// <summary>Gets whether this is a connection to the tenant with the ID or the domain.</summary>
    internal bool IsTo(string tenant) =>
        tenant.Equals(TenantId, StringComparison.OrdinalIgnoreCase) || tenant.Equals(Name, StringComparison.OrdinalIgnoreCase)
        || tenant.Equals(Tenant, StringComparison.OrdinalIgnoreCase);

    /// <summary>The tenant as it was specified when the connection was created: a domain or an ID.</summary>
    internal string Tenant { get => field ?? Name; init; }

    /// <summary>The domain of the tenant, or the name of the connection if it was created with the ID of the tenant.</summary>
    internal string TenantName => Guid.TryParse(Tenant, out _) ? Name : Tenant;

    /// <summary>The tenant for messages, with the name of the connection if it differs.</summary>
    internal string TenantWithName => HasOwnName ? $"{Tenant} (connection {Name})" : Name;

    /// <summary><see cref="TenantWithName"/> for texts in parentheses.</summary>
    internal string TenantWithNameNested => HasOwnName ? $"{Tenant}, connection {Name}" : Name;

    private bool HasOwnName => !Name.Equals(Tenant, StringComparison.OrdinalIgnoreCase);

    /// <summary>The command that creates the connection again. It contains placeholders instead of secrets.</summary>
    internal SuggestedCommand ConnectCommand => _access?.ConnectCommand ?? Commands.ConnectTenant.With(Tenant);

    /// <summary>The command that signs in to the tenant in another way.</summary>
    internal SuggestedCommand TenantCommand =>
        Endpoint is { IsLoopback: true } ? Commands.ConnectTenant.With(Tenant).Switch("Simulator") : Commands.ConnectTenant.With(Tenant);

    /// <summary>A value that is equal for all connections to the same tenant of the same service.</summary>
    internal object TenantKey => TenantId is { } tenant ? (Endpoint, tenant.ToUpperInvariant()) : this;

    /// <summary>Creates a placeholder for a name without a connection. Using it fails with NotConnected.</summary>
    internal static BcConnection Missing(string name) => new(name);

    internal bool IsOpen => _access is { IsOpen: true };

    internal ServiceAccess Access => IsOpen ? _access! : throw NotConnected(Name, RowTenantName);

    /// <summary>The name of the tenant in the row that a placeholder was created for.</summary>
    internal string? RowTenantName { get; set; }

    /// <summary>The environments that the connection has read; null for a placeholder.</summary>
    internal KnownEnvironments? Environments => _access?.Environments;

    /// <summary>Creates the API client of one cmdlet call.</summary>
    internal ApiClient Client(CallContext call) => Access.Client(call, this);

    /// <summary>The store of open connections to which it belongs; null before it is added and after it is removed.</summary>
    internal ConnectionStore? Store { get; set; }

    /// <summary>Whether a suggested command must include the connection.</summary>
    internal bool IsOneOfSeveral => Store is { All.Count: > 1 };

    internal void Close() => _access?.Dispose();

    /// <summary>The ID of a company per environment, for calls that require any company; see <see cref="Api.Automation.AutomationClient"/>.</summary>
    internal ConcurrentDictionary<string, Guid> AnyCompany { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The lists that tab completion caches for one minute.</summary>
    internal ConcurrentDictionary<string, (DateTimeOffset Until, Task List)> Completions { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The error for a name without a connection, or for a cmdlet without any connection.</summary>
    /// <param name="name">The name or the tenant ID.</param>
    /// <param name="tenantName">The name of the tenant, if the tenant ID is from a row that also contains it.</param>
    internal static BcException NotConnected(string? name, string? tenantName = null) =>
        Guid.TryParse(name, out _) ? NotConnectedTo(tenantName is { Length: > 0 } ? tenantName : name, name)
        : name is null || (NameFilter.IsPattern(name) && ConnectionStore.OfThisRunspace is not { All.Count: > 0 })
        ? new(ErrorCode.NotConnected, Messages.NotConnectedToTenant) { Advice = ConnectionStore.AddRunspaceAdvice(Messages.ConnectTenantFirst) }
        : NameFilter.Invalid(name) ?? new(
            ErrorCode.NotConnected, NameFilter.HasWildcards(name) ? Messages.NoConnectionMatches(name) : Messages.ConnectionNotFoundInSession(name))
        {
            Suggestion = Suggestion.Nearest(name, ConnectionStore.OfThisRunspace?.All.Select(connection => connection.Name) ?? []),
            Advice = ConnectionStore.AddRunspaceAdvice(Messages.ListOrCreateConnections),
            Target = name,
        };

    private static BcException NotConnectedTo(string tenant, string id)
    {
        // The tenant ID is always valid for Connect-BcTenant; the name of a tenant only if it is a domain.
        var isDomain = Uri.CheckHostName(tenant) == UriHostNameType.Dns && tenant.Contains('.', StringComparison.Ordinal);
        var connect = Commands.ConnectTenant.With(isDomain ? tenant : id);
        if (ConnectionStore.OfThisRunspace?.All.Any(connection => connection.Endpoint is { IsLoopback: true }) == true)
            connect = connect.Switch("Simulator");
        return new(ErrorCode.NotConnected, Messages.TenantNotConnected(tenant, id))
        {
            Advice = ConnectionStore.AddRunspaceAdvice(Messages.ConnectToTenant(connect)),
            Target = id,
        };
    }
}
