using System.Management.Automation;

namespace BcAdmin.Cmdlets.Environments;

/// <summary>Links an environment to a Power Platform environment: getEnvironment, linkPowerPlatformEnvironment.</summary>
[Cmdlet(VerbsCommon.New, "BcPowerPlatformLink", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[AcceptsInput(typeof(BcEnvironment))]
public sealed class NewBcPowerPlatformLinkCommand : BcEnvironmentCmdlet
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
            Messages.LinkPowerPlatformAction(PowerPlatformEnvironmentId), Force))
        {
            await admin.LinkPowerPlatformAsync(environment.Key, PowerPlatformEnvironmentId, PipelineStopToken);
        }
    });
}
