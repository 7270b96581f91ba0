using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Lists the time ranges to which environments can be restored: listAvailableRestorePeriods.</summary>
[Cmdlet(VerbsCommon.Get, "BcEnvironmentRestorePeriod")]
[OutputType(typeof(BcEnvironmentRestorePeriod))]
public sealed class GetBcEnvironmentRestorePeriodCommand : BcEnvironmentReadCmdlet
{
    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        await foreach (var item in AdminCenter(connection).ListRestorePeriodsAsync(environment, PipelineStopToken))
            WriteObject(item);
    }
}
