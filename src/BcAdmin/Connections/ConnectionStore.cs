using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using BcAdmin.Pipeline;

namespace BcAdmin.Connections;

/// <summary>
/// The connections of one runspace. Not one for the process: a host that serves several tenants in several runspaces must never mix them.
/// </summary>
internal sealed class ConnectionStore
{
    private static readonly ConditionalWeakTable<Runspace, ConnectionStore> Stores = [];

    private readonly List<BcConnection> _connections = [];

    /// <summary>Null on a thread without a runspace.</summary>
    public static ConnectionStore? OfThisRunspace => Runspace.DefaultRunspace is { } runspace ? Stores.GetOrCreateValue(runspace) : null;

    public static ConnectionStore Current => OfThisRunspace ?? throw new InvalidOperationException("A cmdlet runs in a runspace.");

    public BcConnection? Selected { get; private set; }

    public IReadOnlyList<BcConnection> All => _connections;

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
        Selected = connection;
        FailedAttempt = null;
    }

    public void Select(BcConnection connection) => Selected = connection;

    public void Remove(BcConnection connection)
    {
        _connections.Remove(connection);
        connection.Close();
        if (Selected is null || ReferenceEquals(Selected, connection))
            Selected = _connections.Count == 1 ? _connections[0] : null; // with several left, guessing could hit the wrong tenant
    }

    /// <summary>Connections by name (with wildcards) or by tenant id.</summary>
    public IEnumerable<BcConnection> Find(string nameOrTenant)
    {
        var byName = new NameFilter<BcConnection>([nameOrTenant], connection => [connection.Name]).From(_connections);
        if (byName.Count > 0)
            return byName;

        // A tenant is meant, not each way to it: several connections to it would do everything several times.
        var ofTenant = _connections.Where(connection => string.Equals(connection.TenantId, nameOrTenant, StringComparison.OrdinalIgnoreCase)).ToList();
        return Selected is { } selected && ofTenant.Contains(selected) ? [selected] : ofTenant;
    }
}
