using System.Management.Automation;

namespace BcAdmin.Cmdlets.Settings;

/// <summary>Shows which partner tenants can administer environments: getPartnerAccess.</summary>
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
