using System.Management.Automation;
using BcAdmin.Api.Automation;
using BcAdmin.Completion;

namespace BcAdmin.Cmdlets.Users;

/// <summary>A cmdlet that changes something of one user: adds -Environment, -ApplicationFamily and -User.</summary>
public abstract class BcUserCmdlet : BcConnectedCmdlet
{
    private readonly Dictionary<(BcConnection, EnvironmentKey), List<BcUser>> _users = [];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string Environment { get; set; } = string.Empty;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    /// <summary>User name, e-mail address or security id.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("UserSecurityId")]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string User { get; set; } = string.Empty;

    private protected EnvironmentKey Key => new(ApplicationFamily, Environment);

    protected sealed override Task ProcessAsync() => ChangeAsync(User, async connection =>
    {
        var automation = Automation(connection, Key);
        await ChangeAsync(connection, automation, await FindUserAsync(connection, automation));
    });

    /// <summary>Changes something of the user that was found.</summary>
    private protected abstract Task ChangeAsync(BcConnection connection, AutomationClient automation, BcUser user);

    /// <summary>By id with one call; by name from the list, which is read once for all items of the pipeline.</summary>
    private async Task<BcUser> FindUserAsync(BcConnection connection, AutomationClient automation)
    {
        if (Guid.TryParse(User, out var id))
            return await automation.GetUserAsync(id, PipelineStopToken);

        if (!_users.TryGetValue((connection, Key), out var users))
        {
            users = [];
            await foreach (var user in automation.ListUsersAsync(null, PipelineStopToken))
                users.Add(user);
            _users.Add((connection, Key), users);
        }

        return UserFinder.Pick(users, User) ?? throw UserFinder.NotFound(User, Key);
    }

    /// <summary>Keeps the list true after a change, so that the next item of the pipeline sees it.</summary>
    private protected void Remember(BcConnection connection, BcUser changed)
    {
        if (_users.TryGetValue((connection, Key), out var users) && users.FindIndex(user => user.UserSecurityId == changed.UserSecurityId) is >= 0 and var place)
            users[place] = changed;
    }
}
