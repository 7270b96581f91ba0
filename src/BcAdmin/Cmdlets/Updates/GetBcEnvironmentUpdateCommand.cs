using System.Management.Automation;

namespace BcAdmin.Cmdlets.Updates;

/// <summary>Lists the versions that environments can be updated to: listEnvironmentUpdates.</summary>
[Cmdlet(VerbsCommon.Get, "BcEnvironmentUpdate")]
[OutputType(typeof(BcEnvironmentUpdate))]
public sealed class GetBcEnvironmentUpdateCommand : BcEnvironmentReadCmdlet
{
    [Parameter]
    public SwitchParameter Selected { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        await foreach (var item in AdminCenter(connection).ListUpdatesAsync(environment, PipelineStopToken))
        {
            if (!Selected || item.Selected == true)
                WriteObject(item);
        }
    }
}
