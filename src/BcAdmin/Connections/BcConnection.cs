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
        tenant.Equals(TenantId, StringComparison.OrdinalIgnoreCase) || tenant.Equals(Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Creates a placeholder for a name without a connection. Using it fails with NotConnected.</summary>
    internal static BcConnection Missing(string name) => new(name);

    internal bool IsOpen => _access is { IsOpen: true };

    internal ServiceAccess Access => IsOpen ? _access! : throw NotConnected(Name);

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

    internal static BcException NotConnected(string? name) => name is null
        ? new(ErrorCode.NotConnected, Messages.NotConnectedToTenant) { Advice = ConnectionStore.AddRunspaceAdvice(Messages.ConnectTenantFirst) }
        : NameFilter.Invalid(name) ?? new(ErrorCode.NotConnected, Messages.ConnectionNotFoundInSession(name))
        {
            Suggestion = Suggestion.Nearest(name, ConnectionStore.OfThisRunspace?.All.Select(connection => connection.Name) ?? []),
            Advice = ConnectionStore.AddRunspaceAdvice(Messages.ListOrCreateConnections),
            Target = name,
        };
}
