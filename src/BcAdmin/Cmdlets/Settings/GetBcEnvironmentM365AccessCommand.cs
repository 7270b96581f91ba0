using System.Management.Automation;

namespace BcAdmin.Cmdlets.Settings;

/// <summary>Shows whether users can access environments with Microsoft 365 licenses: getM365LicenseAccess.</summary>
[Cmdlet(VerbsCommon.Get, "BcEnvironmentM365Access")]
[OutputType(typeof(BcEnvironmentM365Access))]
public sealed class GetBcEnvironmentM365AccessCommand : BcEnvironmentReadCmdlet
{
    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment) =>
        WriteObject(await AdminCenter(connection).GetM365AccessAsync(environment, PipelineStopToken));
}
