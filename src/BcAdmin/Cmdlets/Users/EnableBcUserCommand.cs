using System.Management.Automation;
using BcAdmin.Api.Automation;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Lets a user sign in: listUsers, updateUser. One that is enabled already is left as it is.</summary>
[Cmdlet(VerbsLifecycle.Enable, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcUser))]
public sealed class EnableBcUserCommand : BcUserCmdlet
{
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async Task ChangeAsync(BcConnection connection, AutomationClient automation, BcUser user)
    {
        if (user.HasState("Enabled"))
        {
            WriteVerbose($"User {user.UserName} is enabled already.");
        }
        else
        {
            if (!ShouldProcess(user.Describe(connection), "Enable"))
                return;
            user = await automation.UpdateUserAsync(user, new UserUpdate { State = "Enabled" }, PipelineStopToken);
            Remember(connection, user);
        }

        if (PassThru)
            WriteObject(user);
    }
}
