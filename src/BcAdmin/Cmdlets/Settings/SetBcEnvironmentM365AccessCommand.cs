using System.Management.Automation;

namespace BcAdmin.Cmdlets.Settings;

/// <summary>Enables or disables access with Microsoft 365 licenses: setM365LicenseAccess, getM365LicenseAccess.</summary>
[Cmdlet(VerbsCommon.Set, "BcEnvironmentM365Access", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcEnvironmentM365Access))]
[AcceptsInput(typeof(BcEnvironmentM365Access), typeof(BcEnvironment))]
public sealed class SetBcEnvironmentM365AccessCommand : BcEnvironmentCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    public bool Enabled { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var environment = Key;
        var admin = AdminCenter(connection);
        if (IsWhatIf)
            await admin.GetM365AccessAsync(environment, PipelineStopToken); // fails if the environment does not exist
        if (!ShouldProcess(Messages.EnvironmentTarget(environment, connection),
            Messages.SetMicrosoftLicenseAccessAction(Enabled)))
        {
            return;
        }

        await admin.SetM365AccessAsync(environment, Enabled, PipelineStopToken);
        if (PassThru)
            WriteObject(await admin.GetM365AccessAsync(environment, PipelineStopToken));
    });
}
