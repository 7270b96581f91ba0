using BcAdmin.Cmdlets;

namespace BcAdmin.Pipeline;

/// <summary>
/// What a cmdlet reads from each environment once, for all items of the pipeline: the lists in which it looks up names, and whether it has read the
/// environment through another company before.
/// </summary>
internal sealed class EnvironmentLists(BcConnectedCmdlet cmdlet)
{
    private readonly HashSet<(BcConnection, EnvironmentKey)> _read = [];
    private readonly OncePerKey<(BcConnection, EnvironmentKey), List<BcUser>> _users = new();
    private readonly OncePerKey<(BcConnection, EnvironmentKey), List<BcSecurityGroup>> _groups = new();

    /// <summary>Whether the environment was read for another company before, which returns the same objects.</summary>
    public bool IsReadAlready(BcConnection connection, EnvironmentKey environment, string? company)
    {
        if (_read.Add((connection, environment)))
            return false;
        cmdlet.WriteVerbose(Messages.EnvironmentBeenReadAlreadyCompanySame(environment, company));
        return true;
    }

    /// <summary>The id of the company through which the environment is read; null for any.</summary>
    public async Task<Guid?> ThroughAsync(AutomationClient automation, string? company) =>
        string.IsNullOrEmpty(company) ? null : await automation.FindCompanyIdAsync(company, cmdlet.PipelineStopToken);

    /// <summary>The security id of the user with this name, e-mail address, or id.</summary>
    public async Task<Guid> FindUserAsync(BcConnection connection, EnvironmentKey environment, string user)
    {
        if (Guid.TryParse(user, out var id))
            return id;
        var users = await UsersAsync(connection, environment);
        return (UserFinder.Pick(users, user) ?? throw UserFinder.NotFound(user, environment, users)).UserSecurityId;
    }

    /// <summary>The users, with the members that identify one.</summary>
    public Task<List<BcUser>> UsersAsync(BcConnection connection, EnvironmentKey environment) => _users.GetAsync(
        (connection, environment), () => cmdlet.Automation(connection, environment)
            .ListUsersAsync(null, new ODataQuery(Select: UserFinder.Members), cmdlet.PipelineStopToken).ToListAsync());

    /// <summary>The security group with this id, code, or name.</summary>
    public async Task<BcSecurityGroup> FindSecurityGroupAsync(BcConnection connection, EnvironmentKey environment, string group)
    {
        var groups = await SecurityGroupsAsync(connection, environment);
        return SecurityGroupFinder.Pick(groups, group) ?? throw SecurityGroupFinder.NotFound(group, environment, groups);
    }

    /// <summary>The security groups. The list is slow, because the service asks Microsoft Entra ID about each group.</summary>
    public Task<List<BcSecurityGroup>> SecurityGroupsAsync(BcConnection connection, EnvironmentKey environment) => _groups.GetAsync(
        (connection, environment),
        () => cmdlet.Automation(connection, environment).ListSecurityGroupsAsync(null, null, cmdlet.PipelineStopToken).ToListAsync());
}
