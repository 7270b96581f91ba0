using System.Management.Automation;

namespace BcAdmin.Cmdlets.Support;

/// <summary>Shows the support contact of environments: getSupportContact.</summary>
[Cmdlet(VerbsCommon.Get, "BcSupportContact")]
[OutputType(typeof(BcSupportContact))]
public sealed class GetBcSupportContactCommand : BcEnvironmentReadCmdlet
{
    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment) =>
        WriteObject(await AdminCenter(connection).GetSupportContactAsync(environment, PipelineStopToken));
}
