using System.Management.Automation;
using BcAdmin.Api.Automation.Bulk;
using BcAdmin.Cmdlets.Users;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Permissions;

/// <summary>Gives permission sets to a user: listCompanies, listUserPermissions, createUserPermission. What is there already is left as it is.</summary>
[Cmdlet(VerbsCommon.Add, "BcUserPermission", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcUserPermission))]
[AcceptsInput(typeof(BcUserPermission), typeof(BcUser), typeof(BcPermissionSet), typeof(BcAccessControl), typeof(BcSecurityGroupMember), typeof(BcSecurityGroupPermission), typeof(BcEnvironment))]
public sealed class AddBcUserPermissionCommand : BcUserCmdlet
{
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("RoleId")]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string[] PermissionSet { get; set; } = [];

    /// <summary>Names or ids of the companies that the sets are for; all companies without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string[]? Company { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public Guid? AppId { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateSet("System", "Tenant", "")]
    [AllowNull]
    public string? Scope { get; set; }

    /// <summary>Grants SUPER and SECURITY without a prompt.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool SkipsPrompts => Force;

    private protected override bool WritesResults => PassThru;

    private protected override Func<UserItem, Task> Plan()
    {
        var (sets, companies, appId, scope) = (PermissionSet, Company is { Length: > 0 } several ? several : [string.Empty], AppId, string.IsNullOrEmpty(Scope) ? null : Scope);
        return async item =>
        {
            foreach (var company in companies)
            {
                var name = await item.Group.CompanyNameAsync(company, PipelineStopToken);
                foreach (var roleId in sets)
                    Give(item, new PermissionGiven(item.User, roleId, name, appId, scope));
            }
        };
    }

    private void Give(UserItem item, PermissionGiven gift)
    {
        if (gift.Find(item.User, item.Held) is { } held)
            Keep(item, held, $"User {item.User.UserName} has {held} already.");
        else
            Change(item, gift.RoleId, gift);
    }
}
