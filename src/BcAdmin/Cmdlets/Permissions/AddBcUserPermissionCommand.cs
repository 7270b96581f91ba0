using System.Management.Automation;
using BcAdmin.Bulk;
using BcAdmin.Cmdlets.Users;

namespace BcAdmin.Cmdlets.Permissions;

/// <summary>
/// Grants permission sets to a user: listCompanies, listUserPermissions, createUserPermission. Sets that the user already has are skipped.
/// </summary>
[Cmdlet(VerbsCommon.Add, "BcUserPermission", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(BcUserPermission))]
[AcceptsInput(
    typeof(BcUserPermission), typeof(BcUser), typeof(BcPermissionSet), typeof(BcAccessControl), typeof(BcSecurityGroupMember),
    typeof(BcSecurityGroupPermission), typeof(BcEnvironment))]
public sealed class AddBcUserPermissionCommand : BcEnvironmentCmdlet
{
    /// <summary>User names, email addresses, or security IDs.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UserSecurityId", "UserName")]
    [NameOrId(typeof(BcResource), nameof(BcUser.UserSecurityId))]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[] User { get; set; } = [];

    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("RoleId")]
    [NameOrId(typeof(BcPermissionSet), nameof(BcPermissionSet.RoleId))]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string[] PermissionSet { get; set; } = [];

    /// <summary>Names or IDs of the companies. The default is all companies.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name))]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string[]? Company { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [ArgumentCompleter(typeof(PermissionSetAppCompleter))]
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

    private UserPipeline Users => field ??= new(this) { WritesObjects = PassThru, SkipsPrompts = Force };

    protected override Task ProcessAsync()
    {
        var companies = Company is { Length: > 0 } several ? several : [string.Empty];
        var (sets, appId, scope) = (PermissionSet, AppId, string.IsNullOrEmpty(Scope) ? null : Scope);
        return ChangeAsync(User, connection => Users.AddAsync(connection, Key, User, (lookup, user) =>
            PlanAsync(lookup, user, companies, company => sets.Select(set => new PermissionAdded(user, set, company, appId, scope)))));
    }

    protected override Task EndAsync() => Users.EndAsync();

    private static async Task<IReadOnlyList<BulkStep>> PlanAsync(
        UserLookup lookup, BcUser user, string[] companies, Func<string, IEnumerable<PermissionAdded>> assignmentsIn)
    {
        var steps = new List<BulkStep>();
        try
        {
            var held = (await lookup.HeldAsync(user)).ToList();
            foreach (var company in companies)
                steps.AddRange(assignmentsIn(await lookup.CompanyNameAsync(company)).Select(assignment => Plan(assignment, held)));
        }
        catch (BcException exception)
        {
            steps.Add(BulkStep.Fail(exception)); // companies before the one that does not exist are processed
        }

        return steps;
    }

    private static BulkStep Plan(PermissionAdded assignment, List<BcUserPermission> held) => assignment.Find(assignment.User, held) is { } permission
        ? BulkStep.Keep(Messages.UserAlreadyHasPermissionSet(assignment, permission), permission)
        : BulkStep.Plan(assignment, assignment.RoleId);
}
