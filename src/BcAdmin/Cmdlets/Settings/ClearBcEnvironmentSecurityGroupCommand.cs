using System.Management.Automation;

namespace BcAdmin.Cmdlets.Settings;

/// <summary>Removes the security group of an environment, so that every licensed user can sign in: getSecurityGroup, clearSecurityGroup.</summary>
[Cmdlet(VerbsCommon.Clear, "BcEnvironmentSecurityGroup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[AcceptsInput(typeof(BcEnvironmentSecurityGroup), typeof(BcEnvironment))]
public sealed class ClearBcEnvironmentSecurityGroupCommand : BcEnvironmentCmdlet
{
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var environment = Key;
        var admin = AdminCenter(connection);
        if (await admin.GetSecurityGroupAsync(environment, PipelineStopToken) is not { } group)
        {
            WriteVerbose(Messages.SecurityGroupAlreadyCleared(environment));
        }
        else if (await ConfirmAsync(connection, environment, Messages.EnvironmentTarget(environment, connection),
            Messages.ClearSecurityGroupAction(group), Force))
        {
            await admin.ClearSecurityGroupAsync(environment, PipelineStopToken);
        }
    });
}
