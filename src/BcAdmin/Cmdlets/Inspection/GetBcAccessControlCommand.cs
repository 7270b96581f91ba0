using System.Management.Automation;

namespace BcAdmin.Cmdlets.Inspection;

/// <summary>
/// Lists the permission set assignments of all users in one call: listCompanies, listAccessControls, getAccessControl,
/// listSecurityGroupAccessControls. Version 29 and later.
/// </summary>
[Cmdlet(VerbsCommon.Get, "BcAccessControl")]
[OutputType(typeof(BcAccessControl))]
public sealed class GetBcAccessControlCommand : BcEnvironmentReadCmdlet
{
    private readonly EnvironmentLists _lists;

    public GetBcAccessControlCommand() => _lists = new(this);

    /// <summary>User names, email addresses, or security IDs. The default is all users.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("UserSecurityId", "UserName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcUser), nameof(BcUser.UserName))]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? User { get; set; }

    [Parameter(Position = 2)]
    [Alias("RoleId")]
    [SupportsWildcards]
    [NameOrId(typeof(BcPermissionSet), nameof(BcPermissionSet.RoleId))]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string[]? PermissionSet { get; set; }

    /// <summary>IDs, codes, or names of security groups, for the permission sets that they grant.</summary>
    [Parameter]
    [Alias("SecurityGroupId", "SecurityGroupCode")]
    [SupportsWildcards]
    [NameOrId(typeof(BcSecurityGroup), nameof(BcSecurityGroup.Code))]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string[]? SecurityGroup { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(AccessControlCompleter))]
    public Guid[]? AccessControlId { get; set; }

    /// <summary>The company through which the environment is read. It does not limit the results.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("CompanyId")]
    [NameOrId(typeof(BcCompany), nameof(BcCompany.Name), IsSingle = true)]
    [ArgumentCompleter(typeof(CompanyCompleter))]
    public string? Company { get; set; }

    /// <summary>An OData $filter expression that the service applies in addition to the other parameters.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Filter { get; set; }

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var automation = Automation(connection, environment);
        if (AccessControlId is { } ids)
        {
            foreach (var id in ids)
                await GuardAsync(id, async () => WriteObject(await automation.GetAccessControlAsync(id, PipelineStopToken)));
            return;
        }

        if (User is null && SecurityGroup is null && WasRead(connection, environment, Company))
            return;

        var through = await _lists.CompanyIdAsync(automation, Company);
        var filter = new NameFilter<BcAccessControl>(PermissionSet, row => [row.RoleId]);
        var sets = ODataQuery.IsAnyOf("roleId", filter.Exact?.Select(set => set.ToUpperInvariant()).ToList());
        foreach (var name in await _lists.ExpandSecurityGroupsAsync(connection, environment, SecurityGroup ?? []))
        {
            await GuardAsync(name, async () =>
            {
                var group = await _lists.FindSecurityGroupAsync(connection, environment, name);
                await WriteAsync(automation.ListSecurityGroupAccessControlsAsync(
                    through, group.SecurityGroupId, new ODataQuery(ODataQuery.All(sets, Filter)), PipelineStopToken), filter, null);
            });
        }

        if (SecurityGroup is not null)
        {
            await WriteUnknownSetsAsync(automation, environment, filter);
            return;
        }

        var users = User is null ? null : await FindUsersAsync(connection, environment, User);
        if (users is { Count: 0 })
            return;
        var query = new ODataQuery(ODataQuery.All(ODataQuery.IsAnyOf("userSecurityId", users), sets, Filter));
        await WriteAsync(automation.ListAccessControlsAsync(through, query, PipelineStopToken), filter, users);
        await WriteUnknownSetsAsync(automation, environment, filter);
    }

    private async Task WriteUnknownSetsAsync(AutomationClient automation, EnvironmentKey environment, NameFilter<BcAccessControl> filter)
    {
        WriteErrors(filter);
        if (filter.IsComplete && Filter is null)
        {
            await WriteUnknownAsync(
                filter.Missing, () => automation.ListPermissionSetsAsync(null, new ODataQuery(Select: "id"), PipelineStopToken), set => [set.RoleId],
                name => AutomationClient.PermissionSetNotFound(name, environment));
        }
    }

    private async Task WriteAsync(IAsyncEnumerable<BcAccessControl> rows, NameFilter<BcAccessControl> filter, HashSet<Guid>? users)
    {
        await foreach (var row in rows.ChosenBy(filter))
        {
            if (users?.Contains(row.UserSecurityId) != false)
                WriteObject(row);
        }
    }

    private async Task<HashSet<Guid>> FindUsersAsync(BcConnection connection, EnvironmentKey environment, string[] names)
    {
        var found = new HashSet<Guid>();
        foreach (var name in await _lists.ExpandUsersAsync(connection, environment, names))
            await GuardAsync(name, async () => found.Add(await _lists.FindUserAsync(connection, environment, name)));
        return found;
    }
}
