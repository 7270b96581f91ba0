using System.Management.Automation;

namespace BcAdmin.Cmdlets.Outages;

/// <summary>Lists the outages that the tenant has reported: listReportedOutages.</summary>
[Cmdlet(VerbsCommon.Get, "BcOutageReport")]
[OutputType(typeof(BcOutageReport))]
public sealed class GetBcOutageReportCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(null, async connection =>
    {
        await foreach (var report in AdminCenter(connection).ListOutageReportsAsync(PipelineStopToken))
            WriteObject(report);
    });
}
