using System.Management.Automation;
using BcAdmin.Api.Automation;

namespace BcAdmin.Cmdlets.SecurityGroups;

/// <summary>Removes a security group from Business Central, with the permission sets that it gives: listSecurityGroups, deleteSecurityGroup. The group in Entra stays.</summary>
[Cmdlet(VerbsCommon.Remove, "BcSecurityGroup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[AcceptsInput(typeof(BcSecurityGroup), typeof(BcEnvironment))]
public sealed class RemoveBcSecurityGroupCommand : BcSecurityGroupCmdlet
{
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async Task ChangeAsync(BcConnection connection, AutomationClient automation, BcSecurityGroup group)
    {
        if (await ConfirmAsync(connection, Key, group.Describe(connection), "Remove; its members lose what they have through it", Force))
            await automation.DeleteSecurityGroupAsync(group, PipelineStopToken);
    }
}
