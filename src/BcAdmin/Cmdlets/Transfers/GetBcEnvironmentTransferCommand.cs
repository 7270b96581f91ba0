using System.Management.Automation;

namespace BcAdmin.Cmdlets.Transfers;

/// <summary>Lists environments that are offered to or by another tenant: listOutgoingTransfers, listIncomingTransfers. Requires a user.</summary>
[Cmdlet(VerbsCommon.Get, "BcEnvironmentTransfer", DefaultParameterSetName = "Outgoing")]
[OutputType(typeof(BcEnvironmentTransfer))]
public sealed class GetBcEnvironmentTransferCommand : BcConnectedCmdlet, IThrottled
{
    /// <summary>The tenants that offer environments. The service lists the offers of one tenant per call.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Incoming")]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public Guid[] SourceTenantId { get; set; } = [];

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override async Task ProcessAsync()
    {
        if (ParameterSetName == "Outgoing")
            await ReadAsync(null, connection => WriteAsync(connection, AdminCenter(connection).ListOutgoingTransfersAsync(PipelineStopToken)));
        foreach (var source in SourceTenantId)
        {
            await ReadAsync(source, async connection =>
            {
                if (!await WriteAsync(connection, AdminCenter(connection).ListIncomingTransfersAsync(source, PipelineStopToken)))
                    WriteWarning(Messages.NoEnvironmentOffered(source, connection));
            });
        }
    }

    private async Task<bool> WriteAsync(BcConnection connection, IAsyncEnumerable<BcEnvironmentTransfer> transfers)
    {
        RequireUser(connection);
        var any = false;
        await foreach (var transfer in transfers)
        {
            any = true;
            WriteObject(transfer);
        }

        return any;
    }
}
