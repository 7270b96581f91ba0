using System.Management.Automation;

namespace BcAdmin.Cmdlets.Connections;

/// <summary>Makes a connection the current one of this session.</summary>
[Cmdlet(VerbsCommon.Select, "BcConnection")]
[OutputType(typeof(BcConnection))]
[AcceptsInput(typeof(BcConnection))]
public sealed class SelectBcConnectionCommand : BcCmdlet
{
    private readonly ConnectionSwitch _switch;

    public SelectBcConnectionCommand() => _switch = new(this);

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [NameOrId(typeof(BcConnection), nameof(BcConnection.Name), IsSingle = true)]
    public string Name { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => _switch.RunAsync(this, Name, () =>
    {
        var store = ConnectionStore.Current;
        var connection = store.Find(Name) switch
        {
            [{ IsOpen: true } only] => only,
            [] or [_] => throw BcConnection.NotConnected(Name),
            var several => throw new BcException(ErrorCode.AmbiguousConnection, Messages.NameMatchesSeveralConnections(Name, several)),
        };
        store.Select(connection);
        if (PassThru)
            WriteObject(connection);
        return Task.CompletedTask;
    });

    private protected override void OnFailed(BcException failure, object? target) => _switch.Fail(failure, target);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _switch.End();
        base.Dispose(disposing);
    }
}
