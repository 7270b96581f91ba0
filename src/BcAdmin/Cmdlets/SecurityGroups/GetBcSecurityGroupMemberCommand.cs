using System.Management.Automation;

namespace BcAdmin.Cmdlets.SecurityGroups;

/// <summary>
/// Lists the members of security groups, or the groups of users: listSecurityGroupMembers, listMembersOfSecurityGroup,
/// listUserSecurityGroupMembers, getSecurityGroupMember.
/// </summary>
[Cmdlet(VerbsCommon.Get, "BcSecurityGroupMember")]
[OutputType(typeof(BcSecurityGroupMember))]
public sealed class GetBcSecurityGroupMemberCommand : BcEnvironmentReadCmdlet
{
    private readonly EnvironmentLists _lists;

    public GetBcSecurityGroupMemberCommand() => _lists = new(this);

    /// <summary>IDs, codes, or names.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("SecurityGroupId", "SecurityGroupCode")]
    [SupportsWildcards]
    [NameOrId(typeof(BcSecurityGroup), nameof(BcSecurityGroup.Code))]
    [ArgumentCompleter(typeof(SecurityGroupCompleter))]
    public string[]? SecurityGroup { get; set; }

    /// <summary>User names, email addresses, or security IDs.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    [Alias("UserSecurityId", "UserName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcUser), nameof(BcUser.UserName))]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? User { get; set; }

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
        var query = new ODataQuery(Filter);
        if (SecurityGroup is null && User is null)
        {
            if (!WasRead(connection, environment, Company))
            {
                await WriteAllAsync(connection, environment,
                    automation.ListSecurityGroupMembersAsync(await _lists.CompanyIdAsync(automation, Company), query, PipelineStopToken));
            }

            return;
        }

        var through = await _lists.CompanyIdAsync(automation, Company);
        var groups = SecurityGroup is null ? (IReadOnlyList<string>)[null!]
            : await _lists.ExpandSecurityGroupsAsync(connection, environment, SecurityGroup);
        var users = await _lists.ExpandUsersAsync(connection, environment, User ?? []);
        foreach (var group in groups)
        {
            await GuardAsync(group, async () =>
            {
                var found = group is null ? null : await _lists.FindSecurityGroupAsync(connection, environment, group);
                if (User is null)
                {
                    await WriteAllAsync(connection, environment,
                        automation.ListMembersOfSecurityGroupAsync(through, found!.SecurityGroupId, query, PipelineStopToken));
                }

                foreach (var user in users)
                {
                    await GuardAsync(user, async () => await ReadUserAsync(
                        connection, environment, through, found, await _lists.FindUserAsync(connection, environment, user), query));
                }
            });
        }
    }

    private async Task ReadUserAsync(
        BcConnection connection, EnvironmentKey environment, Guid? through, BcSecurityGroup? group, Guid user, ODataQuery query)
    {
        var automation = Automation(connection, environment);
        if (group is null)
            await WriteAllAsync(connection, environment, automation.ListUserSecurityGroupMembersAsync(through, user, query, PipelineStopToken));
        else if (await automation.FindSecurityGroupMemberAsync(group.Code, user, PipelineStopToken) is { } member)
            await WriteAsync(connection, environment, member);
        else
            WriteVerbose(Messages.UserNotInSecurityGroup(user, group));
    }

    private async Task WriteAllAsync(BcConnection connection, EnvironmentKey environment, IAsyncEnumerable<BcSecurityGroupMember> members)
    {
        await foreach (var member in members)
            await WriteAsync(connection, environment, member);
    }

    /// <summary>Writes a member with its names. Before version 29, the service returns only IDs.</summary>
    private async Task WriteAsync(BcConnection connection, EnvironmentKey environment, BcSecurityGroupMember member)
    {
        member.UserName ??= (await _lists.UsersAsync(connection, environment)).Find(user => user.UserSecurityId == member.UserSecurityId)?.UserName;
        WriteObject(member);
    }
}
