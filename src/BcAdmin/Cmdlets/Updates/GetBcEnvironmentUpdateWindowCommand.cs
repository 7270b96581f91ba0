using System.Management.Automation;

namespace BcAdmin.Cmdlets.Updates;

/// <summary>Shows the update window of environments: getUpdateSettings.</summary>
[Cmdlet(VerbsCommon.Get, "BcEnvironmentUpdateWindow")]
[OutputType(typeof(BcEnvironmentUpdateWindow))]
public sealed class GetBcEnvironmentUpdateWindowCommand : BcEnvironmentReadCmdlet
{
    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment) =>
        WriteObject(await AdminCenter(connection).GetUpdateWindowAsync(environment, PipelineStopToken));
}
