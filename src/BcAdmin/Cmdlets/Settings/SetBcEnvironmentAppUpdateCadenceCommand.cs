using System.Management.Automation;

namespace BcAdmin.Cmdlets.Settings;

/// <summary>Sets when Marketplace apps are updated with an environment: setAppUpdateCadence, getEnvironment.</summary>
[Cmdlet(VerbsCommon.Set, "BcEnvironmentAppUpdateCadence", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcEnvironment))]
[AcceptsInput(typeof(BcEnvironment))]
public sealed class SetBcEnvironmentAppUpdateCadenceCommand : BcEnvironmentCmdlet
{
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateSet("Default", "DuringMajorUpgrade", "DuringMajorMinorUpgrade")]
    public string Cadence { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var environment = Key;
        var admin = AdminCenter(connection);
        if (IsWhatIf)
            await admin.GetEnvironmentAsync(environment, PipelineStopToken); // fails if the environment does not exist
        if (!ShouldProcess(Messages.EnvironmentTarget(environment, connection), Messages.SetAppUpdateCadenceAction(Cadence)))
            return;

        await admin.SetAppUpdateCadenceAsync(environment, CanonicalCase(nameof(Cadence), Cadence), PipelineStopToken);
        if (PassThru)
            WriteObject(await admin.GetEnvironmentAsync(environment, PipelineStopToken));
    });
}
