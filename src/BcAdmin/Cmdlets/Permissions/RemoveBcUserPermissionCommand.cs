using System.Management.Automation;
using BcAdmin.Bulk;
using BcAdmin.Cmdlets.Users;

namespace BcAdmin.Cmdlets.Permissions;

/// <summary>
/// Removes permission sets from a user: listCompanies, listUserPermissions, deleteUserPermission. Sets that the user does not have are skipped.
/// </summary>
[Cmdlet(
    VerbsCommon.Remove, "BcUserPermission", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = "PermissionSet")]
[AcceptsInput(typeof(BcUserPermission), typeof(BcUser), typeof(BcAccessControl), typeof(BcSecurityGroupMember), typeof(BcEnvironment))]
public sealed class RemoveBcUserPermissionCommand : BcEnvironmentCmdlet
{
    /// <summary>The assignments of SUPER for all companies, as read before the changes of a bulk of 100 objects.</summary>
    private readonly Dictionary<BulkEnvironment<UserPlanner>, List<Guid>> _supers = [];

    /// <summary>User names, email addresses, or security IDs.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserSecurityId", "UserName")]
    [NameOrId(typeof(BcResource), nameof(BcUser.UserSecurityId))]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[] User { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "UserPermissionId", ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(UserPermissionCompleter))]
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

    private UserPipeline Users => field ??= new(this) { BeforePromptAsync = WarnOfLastSuperAsync };

    protected override Task ProcessAsync()
    {
        var (id, isTyped, sets, companies) = (UserPermissionId, IsTyped(nameof(UserPermissionId)), PermissionSet, Company);
        return ChangeAsync(User, connection => Users.AddAsync(connection, Key, User, (lookup, user) => id == Guid.Empty
            ? PlanAsync(lookup, user, sets, companies)
            : PlanAsync(lookup, user, id, isTyped)));
    }

    protected override Task EndAsync() => Users.EndAsync();

    private static async Task<IReadOnlyList<BulkStep>> PlanAsync(UserLookup lookup, BcUser user, Guid id, bool isTyped)
    {
        var chosen = (await lookup.HeldAsync(user)).Where(permission => permission.UserPermissionId == id).ToList();
        return chosen.Count > 0 || !isTyped
            ? Take(user, chosen)
            : throw new BcException(ErrorCode.UserPermissionNotFound, Messages.UserAssignmentNotFound(user, id))
            {
                Target = id,
                Advice = Messages.ListUserAssignments(user),
            };
    }

    private static async Task<IReadOnlyList<BulkStep>> PlanAsync(UserLookup lookup, BcUser user, string[] sets, string[]? companies)
    {
        var held = (await lookup.HeldAsync(user)).ToList();
        foreach (var set in sets.Except(held.Select(permission => permission.RoleId), StringComparer.OrdinalIgnoreCase).Where(set => set.Length > 0))
            await lookup.CheckPermissionSetAsync(set);
        HashSet<string> chosen = companies is { Length: > 0 }
            ? await CompanyChoice.ChooseAsync(companies, held.Select(permission => permission.Company), lookup.Key, lookup.CompaniesAsync)
            : [string.Empty];
        var taken = held.FindAll(
            permission => sets.Contains(permission.RoleId, StringComparer.OrdinalIgnoreCase) && chosen.Contains(permission.Company));
        var kept = CompanyChoice.Kept(held.Select(permission => (permission.RoleId, permission.Company)), sets, companies, chosen)
            .Select(set => BulkStep.Keep(Messages.UserKeepsPermissionSet(user, set.RoleId, set.Companies)) with { IsWarning = true }).ToList();
        return taken.Count == 0 && kept.Count > 0 ? kept : [.. Take(user, taken), .. kept];
    }

    private static IReadOnlyList<BulkStep> Take(BcUser user, List<BcUserPermission> permissions) => permissions.Count > 0
        ? permissions.ConvertAll(permission => BulkStep.Plan(new PermissionRemoved(user, permission), permission))
        : [BulkStep.Keep(Messages.UserLacksPermissionSet(user))];

    private async Task WarnOfLastSuperAsync(BulkEnvironment<UserPlanner> environment, UserChange change)
    {
        if (change is PermissionRemoved { Permission: var mine } && IsSuper(mine) && await IsLastSuperAsync(environment, mine))
        {
            WriteWarning(Messages.LastSuperAssignment(change, mine));
        }
    }

    /// <summary>Gets whether no other assignment of SUPER for all companies remains.</summary>
    private async Task<bool> IsLastSuperAsync(BulkEnvironment<UserPlanner> environment, BcUserPermission mine)
    {
        try
        {
            if (!_supers.TryGetValue(environment, out var supers))
            {
                supers = [];
                await foreach (var held in environment.Automation.ListAllUserPermissionsAsync(PipelineStopToken))
                {
                    if (IsSuper(held) && held.Company.Length == 0)
                        supers.Add(held.UserPermissionId);
                }

                _supers.Add(environment, supers);
            }

            var taken = environment.Changes.OfType<PermissionRemoved>().Select(change => change.Permission.UserPermissionId);
            return !supers.Except(taken).Any(id => id != mine.UserPermissionId);
        }
        catch (BcApiException exception) when (!exception.IsTransient)
        {
            WriteVerbose(Messages.LastSuperAssignmentUnknown(exception));
            return false;
        }
    }

    private static bool IsSuper(BcUserPermission permission) => permission.RoleId.Equals("SUPER", StringComparison.OrdinalIgnoreCase);
}
