using System.Management.Automation;
using BcAdmin.Api.Automation.Bulk;
using BcAdmin.Cmdlets.Users;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Permissions;

/// <summary>Takes permission sets from a user: listCompanies, listUserPermissions, deleteUserPermission. What is gone already is no error.</summary>
[Cmdlet(VerbsCommon.Remove, "BcUserPermission", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium, DefaultParameterSetName = "UserPermissionId")]
[AcceptsInput(typeof(BcUserPermission), typeof(BcUser), typeof(BcAccessControl), typeof(BcSecurityGroupMember), typeof(BcEnvironment))]
public sealed class RemoveBcUserPermissionCommand : BcUserCmdlet
{
    /// <summary>The assignments of SUPER for all companies, as they were before any change of the group.</summary>
    private readonly Dictionary<UserGroup, List<Guid>> _supers = [];

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

    private protected override bool WritesResults => false;

    private protected override Func<UserItem, Task> Plan()
    {
        var (id, sets, companies, typed) = (UserPermissionId, PermissionSet, Company, IsTyped(nameof(UserPermissionId)));
        return async item =>
        {
            Func<BcUserPermission, bool> isChosen = id != Guid.Empty
                ? permission => permission.UserPermissionId == id
                : await ChooserAsync(item, sets, companies);
            var chosen = item.Held.Where(isChosen).ToList();
            if (chosen.Count == 0 && id != Guid.Empty && typed)
                throw NotFound(item, id);
            if (chosen.Count == 0)
                WriteVerbose($"User {item.User.UserName} does not have it.");
            foreach (var permission in chosen)
                await item.TryAsync(permission, () => TakeAsync(item, permission));
        };
    }

    private async Task<Func<BcUserPermission, bool>> ChooserAsync(UserItem item, string[] sets, string[]? companies)
    {
        foreach (var set in sets.Where(set => set.Length > 0 && !item.Held.Any(permission => permission.RoleId.Equals(set, StringComparison.OrdinalIgnoreCase))))
            await item.Group.CheckPermissionSetAsync(set, WriteVerbose, PipelineStopToken);
        var chosen = companies is { Length: > 0 }
            ? await CompanyChoice.ChooseAsync(companies, item.Held.Select(permission => permission.Company), item.Key, () => item.Group.CompaniesAsync(PipelineStopToken))
            : [string.Empty];
        return permission => sets.Contains(permission.RoleId, StringComparer.OrdinalIgnoreCase) && chosen.Contains(permission.Company);
    }

    private static BcException NotFound(UserItem item, Guid id) => new(ErrorCode.UserPermissionNotFound, $"User {item.User.UserName} has no permission assignment {id}.")
    {
        Target = id,
        Advice = $"{Commands.GetUserPermission.In(item.User).With(item.User.UserName)} lists the assignments.",
    };

    private async Task TakeAsync(UserItem item, BcUserPermission permission)
    {
        if (IsSuper(permission) && await IsLastSuperAsync(item.Group, permission))
            WriteWarning($"{item.User.UserName} holds the last SUPER of environment {permission.EnvironmentName}: without it nobody there can give rights to others.");
        Change(item, permission, new PermissionTaken(item.User, permission));
    }

    /// <summary>Whether no other SUPER for all companies stays.</summary>
    private async Task<bool> IsLastSuperAsync(UserGroup group, BcUserPermission mine)
    {
        try
        {
            if (!_supers.TryGetValue(group, out var supers))
            {
                supers = [];
                await foreach (var held in group.Automation.ListAllUserPermissionsAsync(PipelineStopToken))
                {
                    if (IsSuper(held) && held.Company.Length == 0)
                        supers.Add(held.UserPermissionId);
                }

                _supers.Add(group, supers);
            }

            var taken = group.Changes.OfType<PermissionTaken>().Select(change => change.Permission.UserPermissionId);
            return !supers.Except(taken).Any(id => id != mine.UserPermissionId);
        }
        catch (BcApiException exception) when (!exception.IsTransient)
        {
            WriteVerbose($"Whether it is the last SUPER cannot be told: {exception.Message}");
            return false;
        }
    }

    private static bool IsSuper(BcUserPermission permission) => permission.RoleId.Equals("SUPER", StringComparison.OrdinalIgnoreCase);
}
