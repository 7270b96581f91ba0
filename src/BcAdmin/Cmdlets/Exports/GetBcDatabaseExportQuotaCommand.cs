using System.Management.Automation;

namespace BcAdmin.Cmdlets.Exports;

/// <summary>Shows the number of exports left this month: getExportMetrics.</summary>
[Cmdlet(VerbsCommon.Get, "BcDatabaseExportQuota")]
[OutputType(typeof(BcDatabaseExportQuota))]
public sealed class GetBcDatabaseExportQuotaCommand : BcEnvironmentReadCmdlet
{
    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment) =>
        WriteObject(await AdminCenter(connection).GetExportQuotaAsync(environment, PipelineStopToken));
}
