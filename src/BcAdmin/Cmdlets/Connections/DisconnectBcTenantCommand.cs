using System.Management.Automation;

namespace BcAdmin.Cmdlets.Connections;

/// <summary>Closes connections and removes their tokens. Succeeds if there is no connection.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "BcTenant", DefaultParameterSetName = "Name")]
[AcceptsInput(typeof(BcConnection))]
public sealed class DisconnectBcTenantCommand : BcCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Name", ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [NameOrId(typeof(BcConnection), nameof(BcConnection.Name))]
    public string[]? Name { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "All")]
    public SwitchParameter All { get; set; }

    protected override async Task ProcessAsync()
    {
        var store = ConnectionStore.Current;
        // Without open connections, a name that does not exist is not an error.
        var reportsMissing = IsTyped(nameof(Name)) && store.All.Count > 0;
        IEnumerable<BcConnection> connections = All
            ? store.All : Name is null ? new[] { store.Selected }.OfType<BcConnection>() : Name.SelectMany(store.Find);
        foreach (var connection in connections.ToList())
        {
            if (!connection.IsOpen)
            {
                if (reportsMissing)
                    WriteError(ErrorRecordFactory.Create(BcConnection.NotConnected(connection.Name), connection.Name));
                continue;
            }

            await GuardAsync(connection.Name, () => connection.Access.SignOutAsync(PipelineStopToken));
            store.Remove(connection);
            WriteVerbose(Messages.Disconnected(connection));
        }

        if (All)
        {
            store.FailedAttempt = null;
            store.SignIns.RemoveUnused();
        }
    }
}
