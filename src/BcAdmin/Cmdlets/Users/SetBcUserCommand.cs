using System.Management.Automation;
using BcAdmin.Api.Automation.Bulk;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Sets the end of access or the contact e-mail of a user: listUsers, updateUser.</summary>
[Cmdlet(VerbsCommon.Set, "BcUser", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcUser))]
[AcceptsInput(typeof(BcUser), typeof(BcUserPermission), typeof(BcAccessControl), typeof(BcSecurityGroupMember), typeof(BcUserImportResult), typeof(BcEnvironment))]
public sealed class SetBcUserCommand : BcUserUpdateCmdlet
{
    [Parameter]
    [DateTransformation]
    public DateTime ExpiryDate { get; set; }

    [Parameter]
    public SwitchParameter NeverExpires { get; set; }

    /// <summary>Version 25 and later.</summary>
    [Parameter]
    [ValidateLength(0, 250)]
    public string? ContactEmail { get; set; }

    protected override Task BeginAsync()
    {
        if (NeverExpires && ExpiryDate != default)
            throw new BcException(ErrorCode.InvalidArgument, "-ExpiryDate and -NeverExpires exclude each other.");
        if (!NeverExpires && ExpiryDate == default && ContactEmail is null)
            throw new BcException(ErrorCode.InvalidArgument, "Nothing to change: name -ExpiryDate, -NeverExpires or -ContactEmail.");
        return Task.CompletedTask;
    }

    private protected override void Plan(UserItem item, string etag)
    {
        DateTimeOffset? expiry = NeverExpires ? UserUpdate.Never : ExpiryDate == default ? null : new DateTimeOffset(ExpiryDate.ToUniversalTime());
        Change(item, item.Name, new UserChanged(item.User, new UserUpdate { ExpiryDate = expiry, ContactEmail = ContactEmail }, etag));
    }
}
