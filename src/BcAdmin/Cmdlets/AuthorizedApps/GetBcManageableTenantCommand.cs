using System.Management.Automation;

namespace BcAdmin.Cmdlets.AuthorizedApps;

/// <summary>Lists the tenants in which the calling app is authorized: listManageableTenants. Requires an app.</summary>
[Cmdlet(VerbsCommon.Get, "BcManageableTenant")]
[OutputType(typeof(BcManageableTenant))]
public sealed class GetBcManageableTenantCommand : BcConnectedCmdlet, IThrottled
{
    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    protected override Task ProcessAsync() => ReadAsync(null, async connection =>
    {
        RequireApp(connection);
        await foreach (var tenant in AdminCenter(connection).ListManageableTenantsAsync(PipelineStopToken))
            WriteObject(tenant);
    });
}
