using System.Management.Automation;
using BcAdmin.Bulk;
using BcAdmin.Cmdlets.Users;

namespace BcAdmin.Cmdlets.Permissions;

/// <summary>Changes the permission set or company of an assignment: getUserPermission, updateUserPermission. Add and Remove are safer.</summary>
[Cmdlet(VerbsCommon.Set, "BcUserPermission", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcUserPermission))]
[AcceptsInput(typeof(BcUserPermission), typeof(BcUser), typeof(BcAccessControl), typeof(BcEnvironment))]
public sealed class SetBcUserPermissionCommand : BcEnvironmentCmdlet
{
    /// <summary>User name, email address, or security ID.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("UserSecurityId", "UserName")]
    [NameOrId(typeof(BcUser), nameof(BcUser.UserName), IsSingle = true)]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string User { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(UserPermissionCompleter))]
    public Guid UserPermissionId { get; set; }

    [Parameter]
    [Alias("RoleId")]
    [NameOrId(typeof(BcPermissionSet), nameof(BcPermissionSet.RoleId), IsSingle = true)]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string? PermissionSet { get; set; }

    /// <summary>Name or ID of the company, or an empty string for all companies. Does not bind from the pipeline.</summary>
    [Parameter]
    [AllowEmptyString]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(PermissionSetAppCompleter))]
    public Guid? AppId { get; set; }

    [Parameter]
    [ValidateSet("System", "Tenant")]
    public string? Scope { get; set; }

    /// <summary>The ETag of the assignment when it was read; bound from the piped object. The default is the current state.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? ETag { get; set; }

    /// <summary>Overwrites changes that were made after the object was read, and grants SUPER and SECURITY without a prompt.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private UserPipeline Users =>
        field ??= new(this) { WritesObjects = PassThru, SkipsPrompts = Force, Explain = AddConflictAdvice };

    protected override Task BeginAsync()
    {
        if (PermissionSet is null && Company is null && AppId is null && Scope is null)
            throw new BcException(ErrorCode.InvalidArgument, Messages.SpecifyAssignmentChange);
        return Task.CompletedTask;
    }

    protected override Task ProcessAsync()
    {
        var (id, etag) = (UserPermissionId, Force ? "*" : ETag);
        return ChangeAsync(User, connection => Users.AddAsync(connection, Key, User, (lookup, user) => PlanAsync(lookup, user, id, etag)));
    }

    protected override Task EndAsync() => Users.EndAsync();

    private async Task<IReadOnlyList<BulkStep>> PlanAsync(UserLookup lookup, BcUser user, Guid id, string? etag)
    {
        var permission = (await lookup.HeldAsync(user)).FirstOrDefault(held => held.UserPermissionId == id)
            ?? await lookup.Automation.GetUserPermissionAsync(user.UserSecurityId, id, PipelineStopToken); // fails with the reason
        var company = Company is null ? null : await lookup.CompanyNameAsync(Company);
        return [BulkStep.Plan(new PermissionChanged(user, permission, new(PermissionSet, company, AppId, Scope), etag))];
    }
}
