using System.Management.Automation;
using BcAdmin.Api.Graph;

namespace BcAdmin.Cmdlets.Settings;

/// <summary>
/// Limits sign-in to an environment to the members of a Microsoft Entra group: getSecurityGroup, setSecurityGroup; with a group name, also groups of
/// Microsoft Graph.
/// </summary>
[Cmdlet(VerbsCommon.Set, "BcEnvironmentSecurityGroup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(BcEnvironmentSecurityGroup))]
[AcceptsInput(typeof(BcEnvironmentSecurityGroup), typeof(BcEnvironment))]
public sealed class SetBcEnvironmentSecurityGroupCommand : BcEnvironmentCmdlet
{
    /// <summary>The group IDs, by connection and name.</summary>
    private readonly OncePerKey<(BcConnection, string), Guid> _groups = new();

    /// <summary>Object ID or display name.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Group", "GroupName")]
    [NameOrId(typeof(BcEnvironmentSecurityGroup), nameof(BcEnvironmentSecurityGroup.GroupId), IsGuid = true, IsSingle = true)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string GroupId { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(Environment, async connection =>
    {
        var environment = Key;
        var admin = AdminCenter(connection);
        var current = await admin.GetSecurityGroupAsync(environment, PipelineStopToken);
        var id = await FindGroupAsync(connection);
        if (current?.GroupId == id)
        {
            WriteVerbose(Messages.SecurityGroupAlreadySet(environment));
        }
        else if (await ConfirmAsync(
            connection, environment, Messages.EnvironmentSecurityGroupTarget(environment, connection, current),
            Messages.LimitSignInAction(GroupId, id), Force))
        {
            await SetAsync(admin, environment, id);
        }
        else
        {
            return;
        }

        if (PassThru && await admin.GetSecurityGroupAsync(environment, PipelineStopToken) is { } group)
            WriteObject(group);
    });

    private async Task<Guid> FindGroupAsync(BcConnection connection)
    {
        if (Guid.TryParse(GroupId, out var id))
            return id;
        RequireGraphSignIn(connection, ErrorCode.SignInRequired, Messages.SpecifyGroupId);
        return await _groups.GetAsync((connection, GroupId), async () =>
        {
            var access = await connection.Access.GetGraphAsync(
                new(connection.IsApp, connection.Account, [GraphClient.ReadGroups]), PipelineStopToken);
            return await new GraphClient(connection, access.Endpoint, access.Client(Context)).FindGroupAsync(GroupId, PipelineStopToken);
        });
    }

    private async Task SetAsync(AdminCenterClient admin, EnvironmentKey environment, Guid id)
    {
        try
        {
            await admin.SetSecurityGroupAsync(environment, id, PipelineStopToken);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            // The environment exists, so the missing object is the group.
            throw exception.With(Messages.EntraGroupIdNotFound, id);
        }
    }
}
