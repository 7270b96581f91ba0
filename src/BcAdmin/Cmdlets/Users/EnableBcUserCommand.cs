using System.Management.Automation;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Lets a user sign in: listUsers, updateUser. One that is enabled already is left as it is.</summary>
[Cmdlet(VerbsLifecycle.Enable, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(BcUser))]
[AcceptsInput(typeof(BcUser), typeof(BcUserPermission), typeof(BcAccessControl), typeof(BcSecurityGroupMember), typeof(BcUserImportResult), typeof(BcEnvironment))]
public sealed class EnableBcUserCommand : BcUserUpdateCmdlet
{
    private protected override void Plan(UserItem item, string etag) => ChangeState(item, etag, "Enabled", "Enable");
}
