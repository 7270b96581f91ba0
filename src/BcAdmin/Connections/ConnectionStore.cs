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

    private long? _lastCommandLine;

    /// <summary>The reason why no connection is current after a failed switch.</summary>
    private string? _failedSwitch;

    /// <summary>The command that connects after a failed switch.</summary>
    private SuggestedCommand _retry = Commands.ConnectTenant;

    /// <summary>The store of the current runspace; null on a thread without a runspace.</summary>
    public static ConnectionStore? OfThisRunspace => Runspace.DefaultRunspace is { } runspace ? Stores.GetOrCreateValue(runspace) : null;

    /// <summary>Extends advice for runspaces and jobs that were started from a session with connections.</summary>
    public static string AddRunspaceAdvice(string advice) =>
        OfThisRunspace is not { All.Count: 0 } own ? advice
        : Stores.Any(other => !ReferenceEquals(other.Value, own) && other.Value.All.Count > 0
            && other.Key.RunspaceStateInfo.State == RunspaceState.Opened) ? Messages.AdviceWithSentence(advice, Messages.PassConnectionToRunspace)
        // Start-Job starts a process with this parameter.
        : Environment.GetCommandLineArgs().Contains("-s", StringComparer.Ordinal) ? Messages.AdviceWithSentence(advice, Messages.ConnectInsideJob)
        : advice;

    public static ConnectionStore Current => OfThisRunspace ?? throw new InvalidOperationException(Messages.RunspaceRequired);

    public BcConnection? Selected { get; private set; }

    /// <summary>Whether the user chose the current connection: it was selected, or it is the only one that its command line created.</summary>
    public bool IsChosen { get; private set; }

    public bool HasSeveralTenants => _connections.Select(connection => connection.TenantKey).Distinct().Take(2).Count() > 1;

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
    /// <param name="commandLine">The ID of the command line in the history of the session.</param>
    public void Add(BcConnection connection, long commandLine)
    {
        if (_connections.Find(other => other.Name.Equals(connection.Name, StringComparison.OrdinalIgnoreCase)) is { } replaced)
            Remove(replaced);
        _connections.Add(connection);
        connection.Store = this;
        Select(connection);
        IsChosen = commandLine != _lastCommandLine;
        _lastCommandLine = commandLine;
    }

    public void Select(BcConnection connection)
    {
        Selected = connection;
        IsChosen = true;
        _failedSwitch = null;
        FailedAttempt = null;
    }

    /// <summary>Clears the current connection after a failed switch, so that later commands do not act on the previous tenant.</summary>
    /// <param name="reason">The reason, to complete a sentence.</param>
    /// <param name="retry">The command that connects again.</param>
    public void Deselect(string reason, SuggestedCommand retry)
    {
        Selected = null;
        (_failedSwitch, _retry) = (reason, retry);
    }

    /// <summary>Creates the error for a command without -Connection if no connection is current.</summary>
    public BcException NoneSelected()
    {
        if (_failedSwitch is not null)
        {
            return new(ErrorCode.NotConnected, Messages.NoConnectionCurrentBecause(_failedSwitch))
            {
                Advice = _connections.Count == 0
                    ? Messages.RunAgain(_retry)
                    : Messages.ReconnectOrSelectConnection(_retry, _connections),
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
    /// Finds connections by name, with wildcards, or by the ID or domain of the tenant, to list, select, or close them. For a name without a match,
    /// returns a closed connection that fails with NotConnected. For an empty name or a pattern without a match, returns nothing.
    /// </summary>
    public IReadOnlyList<BcConnection> Find(string nameOrTenant)
    {
        var byName = new NameFilter<BcConnection>([nameOrTenant], connection => [connection.Name]).From(_connections);
        if (byName.Count > 0 || nameOrTenant.Length == 0)
            return byName;

        // A tenant returns only one of several connections to it; otherwise, every call would run several times.
        var ofTenant = _connections.FindAll(connection => connection.IsTo(nameOrTenant));
        if (ofTenant.Count > 0)
            return Selected is { } selected && ofTenant.Contains(selected) ? [selected] : ofTenant;
        return NameFilter.IsPattern(nameOrTenant) ? [] : [BcConnection.Missing(nameOrTenant)];
    }

    /// <summary>
    /// Finds the connections that a cmdlet uses for the values of -Connection. A pattern or a tenant ID selects one connection per tenant; otherwise,
    /// every call would run several times. A value without a match becomes a closed connection that fails with NotConnected.
    /// </summary>
    /// <param name="names">Names, patterns, and tenant IDs.</param>
    /// <param name="chosen">The connections that were specified as objects.</param>
    public IReadOnlyList<BcConnection> FindToUse(IReadOnlyCollection<string> names, IEnumerable<BcConnection> chosen)
    {
        var found = chosen.ToList();
        // Connections that are named exactly come first, because a pattern adds only tenants that they do not have.
        foreach (var name in names.OrderBy(name => IsExact(name) ? 0 : 1))
        {
            var matches = Find(name);
            if (IsExact(name) || matches.Count == 0)
            {
                found.AddRange(matches.DefaultIfEmpty(BcConnection.Missing(name)));
                continue;
            }

            var tenants = found.Select(connection => connection.TenantKey).ToHashSet();
            found.AddRange(OnePerTenant(matches).Where(match => !tenants.Contains(match.TenantKey)));
        }

        return [.. found.Distinct()];
    }

    /// <summary>Gets the connections that are not used because another one to the same tenant is.</summary>
    public IEnumerable<BcConnection> Unused(IReadOnlyCollection<BcConnection> used)
    {
        var tenants = used.Select(connection => connection.TenantKey).ToHashSet();
        return _connections.Except(used).Where(connection => tenants.Contains(connection.TenantKey));
    }

    private bool IsExact(string name) => _connections.Exists(connection => connection.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Selects one connection per tenant: the current one, or else the first.</summary>
    private IEnumerable<BcConnection> OnePerTenant(IReadOnlyList<BcConnection> connections)
    {
        var current = connections.FirstOrDefault(connection => ReferenceEquals(connection, Selected));
        return connections
            .Where(connection => ReferenceEquals(connection, current) || !connection.TenantKey.Equals(current?.TenantKey))
            .DistinctBy(connection => connection.TenantKey);
    }
}
