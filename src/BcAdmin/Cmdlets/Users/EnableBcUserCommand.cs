using System.Management.Automation;
using BcAdmin.Api.Automation;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Lets a user sign in: listUsers, updateUser. One that is enabled already is left as it is.</summary>
[Cmdlet(VerbsLifecycle.Enable, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcUser))]
public sealed class EnableBcUserCommand : BcUserUpdateCmdlet
{
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
            user = await UpdateAsync(connection, automation, user, new UserUpdate { State = "Enabled" });
        }

        if (PassThru)
            WriteObject(user);
    }
}
