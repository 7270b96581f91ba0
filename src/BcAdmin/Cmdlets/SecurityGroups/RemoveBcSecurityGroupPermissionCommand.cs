using System.Management.Automation;
using BcAdmin.Cmdlets.Permissions;

namespace BcAdmin.Cmdlets.SecurityGroups;

/// <summary>
/// Removes permission sets from a security group: listSecurityGroupPermissions, deleteSecurityGroupPermission. Missing assignments are skipped.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "BcSecurityGroupPermission", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = "PermissionSet")]
[AcceptsInput(typeof(BcSecurityGroupPermission), typeof(BcSecurityGroup), typeof(BcEnvironment))]
public sealed class RemoveBcSecurityGroupPermissionCommand : BcEnvironmentCmdlet
{
    private readonly EnvironmentLists _lists;

    public RemoveBcSecurityGroupPermissionCommand() => _lists = new(this);

    /// <summary>ID, code, or name of the security group.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SecurityGroupId", "SecurityGroupCode")]
    [NameOrId(typeof(BcSecurityGroup), nameof(BcSecurityGroup.Code), IsSingle = true)]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string SecurityGroup { get; set; } = string.Empty;

    [Parameter(Mandatory = true, ParameterSetName = "UserPermissionId", ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(SecurityGroupPermissionCompleter))]
    public Guid UserPermissionId { get; set; }

    [Parameter(Mandatory = true, Position = 2, ParameterSetName = "PermissionSet")]
    [Alias("RoleId")]
    [NameOrId(typeof(BcPermissionSet), nameof(BcPermissionSet.RoleId))]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string[] PermissionSet { get; set; } = [];

    /// <summary>Names or IDs of companies, or * for all assignments. The default is the assignment for all companies.</summary>
    [Parameter(ParameterSetName = "PermissionSet")]
    [SupportsWildcards]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name))]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string[]? Company { get; set; }

    protected override Task ProcessAsync() => ChangeAsync(SecurityGroup, async connection =>
        await RemoveAsync(connection, Automation(connection, Key), await _lists.FindSecurityGroupAsync(connection, Key, SecurityGroup)));

    private async Task RemoveAsync(BcConnection connection, AutomationClient automation, BcSecurityGroup group)
    {
        var held = await automation.ListSecurityGroupPermissionsAsync(null, group, null, PipelineStopToken).ToListAsync();
        var companies = UserPermissionId == Guid.Empty && Company is { Length: > 0 }
            ? await CompanyChoice.ChooseAsync(
                Company, held.Select(permission => permission.Company), Key, () => automation.ListCompaniesAsync(PipelineStopToken).ToListAsync())
            : [string.Empty];
        var chosen = held.Where(permission => IsChosen(permission, companies)).ToList();
        var assignments = held.Select(permission => (permission.RoleId, permission.Company));
        var kept = UserPermissionId == Guid.Empty ? CompanyChoice.Kept(assignments, PermissionSet, Company, companies).ToList() : [];
        foreach (var (roleId, where) in kept)
            WriteWarning(Messages.GroupKeepsPermissionSet(group, roleId, where));
        if (chosen.Count == 0 && kept.Count == 0)
            WriteVerbose(Messages.GroupLacksPermissionSet(group));
        if (UserPermissionId != Guid.Empty && chosen.Count == 0 && IsTyped(nameof(UserPermissionId)))
        {
            throw new BcException(ErrorCode.UserPermissionNotFound, Messages.GroupAssignmentNotFound(group, UserPermissionId))
            {
                Target = UserPermissionId,
            };
        }

        await WriteUnknownAsync(
            [.. PermissionSet.Where(set => !held.Exists(permission => permission.RoleId.Equals(set, StringComparison.OrdinalIgnoreCase)))],
            () => automation.ListPermissionSetsAsync(null, new ODataQuery(Select: "id"), PipelineStopToken), set => [set.RoleId],
            name => AutomationClient.PermissionSetNotFound(name, Key));
        foreach (var permission in chosen)
        {
            var where = permission.Company.Length == 0 ? "all companies" : $"company {permission.Company}";
            if (ShouldProcess(group.Describe(connection), Messages.RemoveGroupPermissionSetAction(permission, where)))
                await GuardAsync(permission, () => automation.DeleteSecurityGroupPermissionAsync(group, permission, PipelineStopToken));
        }
    }

    private bool IsChosen(BcSecurityGroupPermission permission, HashSet<string> companies) => UserPermissionId != Guid.Empty
        ? permission.UserPermissionId == UserPermissionId
        : PermissionSet.Contains(permission.RoleId, StringComparer.OrdinalIgnoreCase) && companies.Contains(permission.Company);
}
