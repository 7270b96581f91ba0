using System.Management.Automation;

namespace BcAdmin.Cmdlets.Settings;

/// <summary>Shows who from outside of the tenant may administer environments: getPartnerAccess.</summary>
[Cmdlet(VerbsCommon.Get, "BcEnvironmentPartnerAccess")]
[OutputType(typeof(BcEnvironmentPartnerAccess))]
public sealed class GetBcEnvironmentPartnerAccessCommand : BcEnvironmentReadCmdlet
{
    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        RequireUser(connection);
        WriteObject(await AdminCenter(connection).GetPartnerAccessAsync(environment, PipelineStopToken));
    }
}
