using System.Management.Automation;
using BcAdmin.Api;
using BcAdmin.Api.AdminCenter;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;
using BcAdmin.Connections;
using BcAdmin.Pipeline;

namespace BcAdmin.Cmdlets;

/// <summary>A cmdlet that calls the service: adds -Connection and hands out the API clients.</summary>
public abstract class BcConnectedCmdlet : BcCmdlet
{
    private ApiCall? _call;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("TenantId")]
    [ConnectionTransformation]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public BcConnection[]? Connection { get; set; }

    /// <summary>Shared by all requests of this cmdlet call.</summary>
    private ApiCall Call => _call ??= new ApiCall(Guid.NewGuid().ToString(), line => PipelinePump.Running?.TryPost(() => WriteVerbose(line)));

    internal AdminCenterClient AdminCenter(BcConnection connection) => new(connection, connection.Access.Client(Call));

    internal AutomationClient Automation(BcConnection connection, EnvironmentKey environment) => new(connection, environment, connection.Access.Client(Call));

    internal ApiClient Client(BcConnection connection) => connection.Access.Client(Call);

    /// <summary>A read: over all connections side by side. Each one's failure is an error of its own.</summary>
    /// <param name="target">What the user passed.</param>
    /// <param name="work">Reads from one connection and writes what it finds.</param>
    private protected Task ReadAsync(object? target, Func<BcConnection, Task> work)
    {
        var connections = Resolve();
        return connections.Count == 1
            ? GuardAsync(target, () => work(connections[0]))
            : Task.WhenAll(connections.Select(connection => GuardAsync(target, () => work(connection))));
    }

    /// <summary>A change: one connection after the other, so that a question, a stop or a failure comes at a place that can be told.</summary>
    private protected async Task ChangeAsync(object? target, Func<BcConnection, Task> work)
    {
        foreach (var connection in Resolve())
            await GuardAsync(target, () => work(connection));
    }

    /// <summary>Refuses what the service is known to take from people only, and says so better than a 403.</summary>
    private protected static void RequireUser(BcConnection connection)
    {
        if (connection.IsApp)
        {
            throw new BcException("UserRequired", $"The service takes this call from people only, and {connection.Name} is signed in as an app.")
            {
                Target = connection.Name,
                Advice = "Sign in as an administrator: Connect-BcTenant TENANT, or -DeviceCode where there is no browser.",
            };
        }
    }

    private IReadOnlyList<BcConnection> Resolve()
    {
        if (Connection is { Length: > 0 } named)
            return named;
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Connection)))
            return []; // a pattern that matches nothing is no error

        var store = ConnectionStore.Current;
        if (store.Selected is { } selected)
            return [selected];
        throw store.All.Count == 0
            ? BcConnection.NotConnected(null)
            : new BcException("AmbiguousConnection", "Several connections are open and none of them is the current one.")
            {
                Advice = "Choose one: Select-BcConnection NAME, or -Connection NAME (-Connection * for all).",
            };
    }
}
