using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Unlinks an environment from its Power Platform environment: getEnvironment, unlinkPowerPlatformEnvironment.</summary>
[Cmdlet(VerbsCommon.Remove, "BcPowerPlatformLink", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[AcceptsInput(typeof(BcEnvironment))]
public sealed class RemoveBcPowerPlatformLinkCommand : BcEnvironmentCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string PowerPlatformEnvironmentId { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        RequireUser(connection);
        var admin = AdminCenter(connection);
        var environment = await admin.GetEnvironmentAsync(Key, PipelineStopToken);
        if (await ConfirmAsync(connection, environment.Key, $"environment {environment.Describe()}",
            Messages.UnlinkPowerPlatformAction(PowerPlatformEnvironmentId), Force))
        {
            await admin.UnlinkPowerPlatformAsync(environment.Key, PowerPlatformEnvironmentId, PipelineStopToken);
        }
    });
}
