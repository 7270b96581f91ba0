using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using BcAdmin.Transport;

namespace BcAdmin.Connections;

/// <summary>
/// The connections of one runspace. They are not shared by the process, because a host can serve different tenants in different runspaces.
/// </summary>
internal sealed class ConnectionStore
{
    private static readonly ConditionalWeakTable<Runspace, ConnectionStore> Stores = [];

    private readonly List<BcConnection> _connections = [];

    /// <summary>The reason why no connection is current after a failed switch.</summary>
    private string? _failedSwitch;

    /// <summary>The store of the current runspace; null on a thread without a runspace.</summary>
    public static ConnectionStore? OfThisRunspace => Runspace.DefaultRunspace is { } runspace ? Stores.GetOrCreateValue(runspace) : null;

    /// <summary>Extends advice for runspaces and jobs that were started from a session with connections.</summary>
    public static string AddRunspaceAdvice(string advice) =>
        OfThisRunspace is not { All.Count: 0 } own ? advice
        : Stores.Any(other => !ReferenceEquals(other.Value, own) && other.Value.All.Count > 0
            && other.Key.RunspaceStateInfo.State == RunspaceState.Opened) ? $"{advice} {Messages.PassConnectionToRunspace}"
        : Environment.GetCommandLineArgs().Contains("-s", StringComparer.Ordinal) ? $"{advice} {Messages.ConnectInsideJob}" // from Start-Job
        : advice;

    public static ConnectionStore Current => OfThisRunspace ?? throw new InvalidOperationException(Messages.RunspaceRequired);

    public BcConnection? Selected { get; private set; }

    public IReadOnlyList<BcConnection> All => _connections;

    /// <summary>The sign-ins that the connections share.</summary>
    public SharedSignIns SignIns { get; } = new();

    /// <summary>The user who signed in to the current connection; null for an app.</summary>
    public string? CurrentUser =>
        Selected is { SignIn: nameof(SignInFlow.Interactive) or nameof(SignInFlow.DeviceCode) } connection ? connection.Account : null;

    /// <summary>The last failed sign-in of an app, until a sign-in succeeds. It is not a connection, but Test-BcConnection can analyze it.</summary>
    public BcConnection? FailedAttempt
    {
        get;
        set
        {
            if (!ReferenceEquals(field, value))
                field?.Close();
            field = value;
        }
    }

    /// <summary>Adds a connection and makes it current. A connection with the same name is closed and replaced.</summary>
    public void Add(BcConnection connection)
    {
        if (_connections.Find(other => other.Name.Equals(connection.Name, StringComparison.OrdinalIgnoreCase)) is { } replaced)
            Remove(replaced);
        _connections.Add(connection);
        connection.Store = this;
        Select(connection);
    }

    public void Select(BcConnection connection)
    {
        Selected = connection;
        _failedSwitch = null;
        FailedAttempt = null;
    }

    /// <summary>Clears the current connection after a failed switch, so that later commands do not act on the previous tenant.</summary>
    /// <param name="reason">The reason, to complete a sentence.</param>
    public void Deselect(string reason)
    {
        Selected = null;
        _failedSwitch = reason;
    }

    /// <summary>Creates the error for a command without -Connection if no connection is current.</summary>
    public BcException NoneSelected()
    {
        if (_failedSwitch is not null)
        {
            return new(ErrorCode.NotConnected, Messages.NoConnectionCurrentBecause(_failedSwitch))
            {
                Advice = _connections.Count == 0
                    ? Messages.RunConnectTenantAgain
                    : Messages.ReconnectOrSelectConnection(_connections),
            };
        }

        return _connections.Count == 0
            ? BcConnection.NotConnected(null)
            : new(ErrorCode.AmbiguousConnection, Messages.NoCurrentConnectionSelected)
            {
                Advice = Messages.SelectConnectionOrSpecifyName,
            };
    }

    public void Remove(BcConnection connection)
    {
        _connections.Remove(connection);
        connection.Store = null;
        connection.Close();
        if (_failedSwitch is null && (Selected is null || ReferenceEquals(Selected, connection)))
            Selected = _connections.Count == 1 ? _connections[0] : null; // with several connections, the selection could be the wrong tenant
        if (_connections.Count == 0)
            _failedSwitch = null;
    }

    /// <summary>
    /// Finds connections by name, with wildcards, or by tenant ID. For a name without a match, returns a closed connection that fails with
    /// NotConnected. For an empty name or a pattern without a match, returns nothing.
    /// </summary>
    public IReadOnlyList<BcConnection> Find(string nameOrTenant)
    {
        var byName = new NameFilter<BcConnection>([nameOrTenant], connection => [connection.Name]).From(_connections);
        if (byName.Count > 0 || nameOrTenant.Length == 0)
            return byName;

        // A tenant ID returns only one of several connections to the tenant; otherwise, every call would run several times.
        var ofTenant = _connections.Where(
            connection => string.Equals(connection.TenantId, nameOrTenant, StringComparison.OrdinalIgnoreCase)).ToList();
        if (ofTenant.Count > 0)
            return Selected is { } selected && ofTenant.Contains(selected) ? [selected] : ofTenant;
        return NameFilter.IsPattern(nameOrTenant) ? [] : [BcConnection.Missing(nameOrTenant)];
    }
}
