using System.Management.Automation;

namespace BcAdmin.Cmdlets.Outages;

/// <summary>Lists the outage types that can be reported: listOutageTypes.</summary>
[Cmdlet(VerbsCommon.Get, "BcOutageType")]
[OutputType(typeof(BcOutageType))]
public sealed class GetBcOutageTypeCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(null, async connection =>
    {
        await foreach (var type in AdminCenter(connection).ListOutageTypesAsync(PipelineStopToken))
            WriteObject(type);
    });
}
