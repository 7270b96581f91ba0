using System.Management.Automation;
using BcAdmin.Completion;
using BcAdmin.Connections;

namespace BcAdmin.Cmdlets.Connections;

/// <summary>Makes a connection the current one of this session.</summary>
[Cmdlet(VerbsCommon.Select, "BcConnection")]
[OutputType(typeof(BcConnection))]
[AcceptsInput(typeof(BcConnection))]
public sealed class SelectBcConnectionCommand : BcConnectionSwitchCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string Name { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => GuardAsync(Name, () =>
    {
        var store = ConnectionStore.Current;
        var connection = store.Find(Name).ToList() switch
        {
            [var only] => only,
            [] => throw BcConnection.NotConnected(Name),
            var several => throw new BcException(ErrorCode.AmbiguousConnection, $"'{Name}' fits several connections: {string.Join(", ", several)}."),
        };
        store.Select(connection);
        if (PassThru)
            WriteObject(connection);
        return Task.CompletedTask;
    });
}
