using System.Management.Automation;
using BcAdmin.Api.Automation;
using BcAdmin.Cmdlets.Users;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Permissions;

/// <summary>Takes permission sets from a user: listCompanies, listUserPermissions, deleteUserPermission. What is gone already is no error.</summary>
[Cmdlet(VerbsCommon.Remove, "BcUserPermission", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = "UserPermissionId")]
public sealed class RemoveBcUserPermissionCommand : BcUserCmdlet
{
    [Parameter(Mandatory = true, ParameterSetName = "UserPermissionId", ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    public Guid UserPermissionId { get; set; }

    [Parameter(Mandatory = true, Position = 2, ParameterSetName = "PermissionSet")]
    [Alias("RoleId")]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string[] PermissionSet { get; set; } = [];

    /// <summary>Left out: the assignment for all companies. *: every one.</summary>
    [Parameter(ParameterSetName = "PermissionSet")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string[]? Company { get; set; }

    private protected override async Task ChangeAsync(BcConnection connection, AutomationClient automation, BcUser user)
    {
        var held = new List<BcUserPermission>();
        await foreach (var permission in automation.ListUserPermissionsAsync(user.UserSecurityId, PipelineStopToken))
            held.Add(permission);

        var chosen = held.Where(IsChosen).ToList();
        if (chosen.Count == 0)
            WriteVerbose($"User {user.UserName} does not have it.");
        foreach (var permission in chosen)
            await GuardAsync(permission, () => RemoveAsync(connection, automation, user, permission));
    }

    private bool IsChosen(BcUserPermission permission) => UserPermissionId != Guid.Empty
        ? permission.UserPermissionId == UserPermissionId
        : PermissionSet.Contains(permission.RoleId, StringComparer.OrdinalIgnoreCase)
            && (Company is { Length: > 0 } companies
                ? companies.Any(company => WildcardPattern.Get(company, WildcardOptions.IgnoreCase).IsMatch(permission.Company))
                : permission.Company.Length == 0);

    private async Task RemoveAsync(BcConnection connection, AutomationClient automation, BcUser user, BcUserPermission permission)
    {
        if (permission.RoleId.Equals("SUPER", StringComparison.OrdinalIgnoreCase) && await IsLastSuperAsync(automation, permission))
            WriteWarning($"{user.UserName} holds the last SUPER of environment {permission.EnvironmentName}: without it nobody there can give rights to others.");
        var where = permission.Company.Length == 0 ? "all companies" : $"company {permission.Company}";
        if (ShouldProcess(user.Describe(connection), $"Take permission set {permission.RoleId} in {where}"))
            await automation.DeleteUserPermissionAsync(user.UserSecurityId, permission.UserPermissionId, permission.ETag, PipelineStopToken);
    }

    private async Task<bool> IsLastSuperAsync(AutomationClient automation, BcUserPermission mine)
    {
        try
        {
            await foreach (var other in automation.ListAllUserPermissionsAsync(PipelineStopToken))
            {
                if (other.RoleId.Equals("SUPER", StringComparison.OrdinalIgnoreCase) && other.UserPermissionId != mine.UserPermissionId && other.Company.Length == 0)
                    return false;
            }

            return true;
        }
        catch (BcApiException exception) when (!exception.IsTransient)
        {
            WriteVerbose($"Whether it is the last SUPER cannot be told: {exception.Message}");
            return false;
        }
    }
}
