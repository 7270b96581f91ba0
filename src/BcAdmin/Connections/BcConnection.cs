using System.Collections.Concurrent;
using System.Management.Automation;

namespace BcAdmin;

/// <summary>
/// A sign-in to one tenant. Thread-safe; works in ForEach-Object -Parallel through $using:. Its public properties are few and harmless, since
/// plain ConvertTo-Json prints the connection of every object.
/// </summary>
public sealed class BcConnection
{
    private readonly ServiceAccess? _access;

    internal BcConnection(ServiceAccess access) => _access = access;

    private BcConnection(string name) => Name = name;

    /// <summary>Name to select it by; by default the domain or id of the tenant.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>Entra id of the tenant; the domain where the token does not tell the id.</summary>
    public string? TenantId { get; internal init; }

    /// <summary>Who signed in: a user name, or the client id of an app.</summary>
    public string? Account { get; internal init; }

    /// <summary>How: Interactive, DeviceCode, ClientSecret, Certificate, ManagedIdentity, FederatedToken, AccessToken.</summary>
    public string SignIn { get; internal init; } = string.Empty;

    /// <summary>True for a caller that is known to be an app (service to service).</summary>
    public bool IsApp { get; internal init; }

    /// <summary>True for a caller that is known to be a user. An access token that cannot be read is neither.</summary>
    internal bool IsUser { get; init; }

    /// <summary>When the certificate of the app expires; null for other sign-ins.</summary>
    internal DateTimeOffset? CertificateExpiresOn { get; init; }

    public Guid? ClientId { get; internal init; }

    /// <summary>Host of the APIs.</summary>
    public Uri? Endpoint { get; internal init; }

    /// <summary>Host of the sign-in service.</summary>
    public Uri? Authority { get; internal init; }

    /// <summary>Version of the Admin Center API in the path of its calls.</summary>
    public Version ApiVersion { get; internal init; } = ServiceAccess.NewestApiVersion;

    /// <summary>Whether cmdlets can only read with it: -ReadOnly of Connect-BcTenant.</summary>
    public bool IsReadOnly => _access?.IsReadOnly == true;

    public DateTimeOffset ConnectedOn { get; internal init; }

    /// <summary>Until when the token in hand is good. Renewed by itself before that, except for SignIn AccessToken.</summary>
    public DateTimeOffset? TokenExpiresOn => _access?.TokenExpiresOn;

    /// <summary>Where the sign-in is kept: Memory (this session) or Encrypted (the platform's store).</summary>
    public string? TokenCache => _access?.TokenCache;

    /// <summary>True for the connection that cmdlets take when none is named.</summary>
    public bool IsCurrent => ConnectionStore.OfThisRunspace is { } store && ReferenceEquals(store.Selected, this);

    public override string ToString() => Name;

    /// <summary>Stands for a name that no connection has, until it is used and becomes the error NotConnected.</summary>
    internal static BcConnection Missing(string name) => new(name);

    internal bool IsOpen => _access is { IsOpen: true };

    internal ServiceAccess Access => IsOpen ? _access! : throw NotConnected(Name);

    /// <summary>Null for a connection that was never open.</summary>
    internal KnownEnvironments? Environments => _access?.Environments;

    /// <summary>The API client of one cmdlet call.</summary>
    internal ApiClient Client(CallContext call) => Access.Client(call, this);

    /// <summary>Where it is one of the open connections; null before and after.</summary>
    internal ConnectionStore? Store { get; set; }

    /// <summary>Whether a suggested command has to name it.</summary>
    internal bool IsOneOfSeveral => Store is { All.Count: > 1 };

    internal void Close() => _access?.Dispose();

    /// <summary>Companies by environment, to route calls that want just any company; see <see cref="Api.Automation.AutomationClient"/>.</summary>
    internal ConcurrentDictionary<string, Guid> AnyCompany { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What tab completion remembers for a minute.</summary>
    internal ConcurrentDictionary<string, (DateTimeOffset Until, Task List)> Completions { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal static BcException NotConnected(string? name) => name is null
        ? new(ErrorCode.NotConnected, Messages.NotConnectedTenant) { Advice = ConnectionStore.WithRunspaces(Messages.SignFirstContosoCom) }
        : NameFilter.Invalid(name) ?? new(ErrorCode.NotConnected, Messages.ThereNoConnectionSession(name))
        {
            Suggestion = Suggestion.Nearest(name, ConnectionStore.OfThisRunspace?.All.Select(connection => connection.Name) ?? []),
            Advice = ConnectionStore.WithRunspaces(Messages.ListsConnectionsCreatesOne),
            Target = name,
        };
}
