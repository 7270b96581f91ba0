using System.Management.Automation;

namespace BcAdmin.Cmdlets.Connections;

/// <summary>Lists the connections of this session, without tokens and secrets.</summary>
[Cmdlet(VerbsCommon.Get, "BcConnection", DefaultParameterSetName = "Name")]
[OutputType(typeof(BcConnection))]
public sealed class GetBcConnectionCommand : BcCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = "Name")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [NameOrId(typeof(BcConnection), nameof(BcConnection.Name))]
    public string[]? Name { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Current")]
    public SwitchParameter Current { get; set; }

    protected override async Task ProcessAsync()
    {
        var store = ConnectionStore.Current;
        if (Current)
        {
            WriteObject(store.Selected ?? throw store.NoneSelected());
            return;
        }

        foreach (var name in Name ?? ["*"])
        {
            await GuardAsync(name, () =>
            {
                foreach (var connection in store.Find(name))
                    WriteObject(connection.IsOpen ? connection : throw BcConnection.NotConnected(name));
                return Task.CompletedTask;
            });
        }
    }
}
