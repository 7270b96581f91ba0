using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using BcAdmin.Transport;

namespace BcAdmin.Connections;

/// <summary>
/// The connections of one runspace. Not one for the process: a host that serves several tenants in several runspaces must never mix them.
/// </summary>
internal sealed class ConnectionStore
{
    private static readonly ConditionalWeakTable<Runspace, ConnectionStore> Stores = [];

    private readonly List<BcConnection> _connections = [];

    /// <summary>Why no connection is current, after a switch that failed.</summary>
    private string? _failedSwitch;

    /// <summary>Null on a thread without a runspace.</summary>
    public static ConnectionStore? OfThisRunspace => Runspace.DefaultRunspace is { } runspace ? Stores.GetOrCreateValue(runspace) : null;

    /// <summary>Advice, with what to do in a runspace or process that was started by one with connections, such as a job.</summary>
    public static string WithRunspaces(string advice) =>
        OfThisRunspace is not { All.Count: 0 } own ? advice
        : Stores.Any(other => !ReferenceEquals(other.Value, own) && other.Value.All.Count > 0
            && other.Key.RunspaceStateInfo.State == RunspaceState.Opened) ? $"{advice} {Messages.PassConnectionToRunspace}"
        : Environment.GetCommandLineArgs().Contains("-s", StringComparer.Ordinal) ? $"{advice} {Messages.ConnectInJob}" // as Start-Job starts it
        : advice;

    public static ConnectionStore Current => OfThisRunspace ?? throw new InvalidOperationException(Messages.CmdletRunsRunspace);

    public BcConnection? Selected { get; private set; }

    public IReadOnlyList<BcConnection> All => _connections;

    /// <summary>The sign-ins that these connections share.</summary>
    public SharedSignIns SignIns { get; } = new();

    /// <summary>The user who signed in to the current connection; null for an app.</summary>
    public string? CurrentUser =>
        Selected is { SignIn: nameof(SignInFlow.Interactive) or nameof(SignInFlow.DeviceCode) } connection ? connection.Account : null;

    /// <summary>The app's sign-in that failed last, until one succeeds: no connection, but Test-BcConnection can say why.</summary>
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

    /// <summary>Adds a connection and selects it; one of the same name is replaced and closed.</summary>
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

    /// <summary>A switch to another tenant failed: what follows must not act on the tenant before it.</summary>
    /// <param name="reason">What failed, as the end of a sentence.</param>
    public void Deselect(string reason)
    {
        Selected = null;
        _failedSwitch = reason;
    }

    /// <summary>The failure of a command that names no connection, where none is current.</summary>
    public BcException NoneSelected()
    {
        if (_failedSwitch is not null)
        {
            return new(ErrorCode.NotConnected, Messages.NoConnectionCurrentBecause(_failedSwitch))
            {
                Advice = _connections.Count == 0
                    ? Messages.RunAgain
                    : Messages.RunAgainNameOpenConnection(_connections),
            };
        }

        return _connections.Count == 0
            ? BcConnection.NotConnected(null)
            : new(ErrorCode.AmbiguousConnection, Messages.SeveralConnectionsOpenNoneThemCurrent)
            {
                Advice = Messages.ChooseOneNAMEConnectionNAMEConnection,
            };
    }

    public void Remove(BcConnection connection)
    {
        _connections.Remove(connection);
        connection.Store = null;
        connection.Close();
        if (_failedSwitch is null && (Selected is null || ReferenceEquals(Selected, connection)))
            Selected = _connections.Count == 1 ? _connections[0] : null; // with several left, guessing could hit the wrong tenant
        if (_connections.Count == 0)
            _failedSwitch = null;
    }

    /// <summary>
    /// Connections by name (with wildcards) or by tenant id. For what no connection has, a closed one: using it is the error NotConnected.
    /// Nothing for an empty name, and for a pattern that matches nothing.
    /// </summary>
    public IReadOnlyList<BcConnection> Find(string nameOrTenant)
    {
        var byName = new NameFilter<BcConnection>([nameOrTenant], connection => [connection.Name]).From(_connections);
        if (byName.Count > 0 || nameOrTenant.Length == 0)
            return byName;

        // A tenant is meant, not each way to it: several connections to it would do everything several times.
        var ofTenant = _connections.Where(
            connection => string.Equals(connection.TenantId, nameOrTenant, StringComparison.OrdinalIgnoreCase)).ToList();
        if (ofTenant.Count > 0)
            return Selected is { } selected && ofTenant.Contains(selected) ? [selected] : ofTenant;
        return NameFilter.IsPattern(nameOrTenant) ? [] : [BcConnection.Missing(nameOrTenant)];
    }
}
