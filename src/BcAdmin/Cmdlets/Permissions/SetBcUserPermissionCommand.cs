using System.Management.Automation;
using BcAdmin.Api.Automation.Bulk;
using BcAdmin.Cmdlets.Users;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Permissions;

/// <summary>Swaps the permission set or company of an assignment: getUserPermission, updateUserPermission. Add and Remove are the safer pair.</summary>
[Cmdlet(VerbsCommon.Set, "BcUserPermission", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcUserPermission))]
[AcceptsInput(typeof(BcUserPermission), typeof(BcUser), typeof(BcAccessControl), typeof(BcEnvironment))]
public sealed class SetBcUserPermissionCommand : BcUserCmdlet
{
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    public Guid UserPermissionId { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string? PermissionSet { get; set; }

    /// <summary>Name or id; an empty text for all companies. Never from the pipeline.</summary>
    [Parameter]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    [Parameter]
    public Guid? AppId { get; set; }

    [Parameter]
    [ValidateSet("System", "Tenant")]
    public string? Scope { get; set; }

    /// <summary>The state that the assignment was read in; comes with the object. Without it, the state at the moment.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    public string? ETag { get; set; }

    /// <summary>Overwrites what others have changed since, and grants SUPER and SECURITY without a prompt.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override Task BeginAsync() => PermissionSet is null && Company is null && AppId is null && Scope is null
        ? throw new BcException(ErrorCode.InvalidArgument, "Nothing to change: name -PermissionSet, -Company, -AppId or -Scope.")
        : Task.CompletedTask;

    private protected override bool WritesResults => PassThru;

    private protected override bool SkipsPrompts => Force;

    private protected override BcException Explain(BcException error) => AdviseForce(error);

    private protected override Func<UserItem, Task> Plan()
    {
        var (id, read) = (UserPermissionId, ETag);
        return async item =>
        {
            var permission = item.Held.FirstOrDefault(held => held.UserPermissionId == id)
                ?? await item.Group.Automation.GetUserPermissionAsync(item.User.UserSecurityId, id, PipelineStopToken); // which says what is wrong with it
            var company = Company is null ? null : await item.Group.CompanyNameAsync(Company, PipelineStopToken);
            Change(item, item.Name, new PermissionChanged(item.User, permission, new(PermissionSet, company, AppId, Scope), Force ? "*" : read ?? permission.ETag ?? "*"));
        };
    }
}
