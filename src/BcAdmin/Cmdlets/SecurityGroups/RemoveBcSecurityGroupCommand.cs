using System.Management.Automation;

namespace BcAdmin.Cmdlets.SecurityGroups;

/// <summary>
/// Removes a security group and its permission set assignments from Business Central: listSecurityGroups, deleteSecurityGroup. The Microsoft Entra
/// group is not changed.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "BcSecurityGroup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[AcceptsInput(typeof(BcSecurityGroup), typeof(BcEnvironment))]
public sealed class RemoveBcSecurityGroupCommand : BcEnvironmentCmdlet
{
    private readonly EnvironmentLists _lists;

    public RemoveBcSecurityGroupCommand() => _lists = new(this);

    /// <summary>ID, code, or name of the security group.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SecurityGroupId", "SecurityGroupCode")]
    [NameOrId(typeof(BcSecurityGroup), nameof(BcSecurityGroup.Code), IsSingle = true)]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string SecurityGroup { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(SecurityGroup, async connection =>
        await RemoveAsync(connection, Automation(connection, Key), await _lists.FindSecurityGroupAsync(connection, Key, SecurityGroup)));

    private async Task RemoveAsync(BcConnection connection, AutomationClient automation, BcSecurityGroup group)
    {
        if (await ConfirmAsync(connection, Key, group.Describe(connection), Messages.RemoveSecurityGroupAction, Force))
            await automation.DeleteSecurityGroupAsync(group, PipelineStopToken);
    }
}
