using System.Management.Automation;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Stops a user from signing in: listUsers, updateUser. One that is disabled already is left as it is.</summary>
[Cmdlet(VerbsLifecycle.Disable, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcUser))]
[AcceptsInput(typeof(BcUser), typeof(BcUserPermission), typeof(BcAccessControl), typeof(BcSecurityGroupMember), typeof(BcUserImportResult), typeof(BcEnvironment))]
public sealed class DisableBcUserCommand : BcUserUpdateCmdlet
{
    private protected override void Plan(UserItem item, string etag)
    {
        if (string.Equals(item.User.ContactEmail, item.Connection.Account, StringComparison.OrdinalIgnoreCase))
            throw new BcException(ErrorCode.InvalidArgument, $"User {item.User.UserName} is the account that this runs as.") { Target = item.Name };
        ChangeState(item, etag, "Disabled", "Disable");
    }
}
