using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Shows how many environments and how much storage tenants may use: getQuotas.</summary>
[Cmdlet(VerbsCommon.Get, "BcQuota")]
[OutputType(typeof(BcQuota))]
public sealed class GetBcQuotaCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(null, async connection =>
        WriteObject(await AdminCenter(connection).GetQuotasAsync(PipelineStopToken)));
}
