using System.Management.Automation;

namespace BcAdmin.Cmdlets.Settings;

/// <summary>Limits sign-in to an environment to the members of an Entra group: getSecurityGroup, setSecurityGroup.</summary>
[Cmdlet(VerbsCommon.Set, "BcEnvironmentSecurityGroup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcEnvironmentSecurityGroup))]
[AcceptsInput(typeof(BcEnvironmentSecurityGroup), typeof(BcEnvironment))]
public sealed class SetBcEnvironmentSecurityGroupCommand : BcEnvironmentCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public Guid GroupId { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var environment = Key;
        var admin = AdminCenter(connection);
        var current = await admin.GetSecurityGroupAsync(environment, PipelineStopToken);
        if (current?.GroupId == GroupId)
        {
            WriteVerbose(Messages.EnvironmentGroupAlready(environment));
        }
        else if (await ConfirmAsync(
            connection, environment, Messages.EnvironmentTenantGroupNowNone(environment, connection, current),
            Messages.LimitSignMembersGroup(GroupId), Force))
        {
            await SetAsync(admin, environment);
        }
        else
        {
            return;
        }

        if (PassThru && await admin.GetSecurityGroupAsync(environment, PipelineStopToken) is { } group)
            WriteObject(group);
    });

    private async Task SetAsync(AdminCenterClient admin, EnvironmentKey environment)
    {
        try
        {
            await admin.SetSecurityGroupAsync(environment, GroupId, PipelineStopToken);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            // The environment was there a moment ago.
            throw exception.With(Messages.EntraNoSuchGroupTenantGive, GroupId);
        }
    }
}
