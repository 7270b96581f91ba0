using System.Management.Automation;
using BcAdmin.Api.Automation;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Stops a user from signing in: listUsers, updateUser. One that is disabled already is left as it is.</summary>
[Cmdlet(VerbsLifecycle.Disable, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcUser))]
public sealed class DisableBcUserCommand : BcUserUpdateCmdlet
{
    private protected override async Task ChangeAsync(BcConnection connection, AutomationClient automation, BcUser user)
    {
        if (string.Equals(user.ContactEmail, connection.Account, StringComparison.OrdinalIgnoreCase))
            throw new BcException("InvalidArgument", $"User {user.UserName} is the account that this runs as.") { Target = User };
        if (user.HasState("Disabled"))
        {
            WriteVerbose($"User {user.UserName} is disabled already.");
        }
        else
        {
            if (!ShouldProcess(user.Describe(connection), "Disable"))
                return;
            user = await UpdateAsync(connection, automation, user, new UserUpdate { State = "Disabled" });
        }

        if (PassThru)
            WriteObject(user);
    }
}
