using System.Management.Automation;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Lists the users of environments: listCompanies, listUsers, getUser; with -Detailed listUsersPermissions, getUsersPermission.</summary>
[Cmdlet(VerbsCommon.Get, "BcUser")]
[OutputType(typeof(BcUser))]
public sealed class GetBcUserCommand : BcEnvironmentReadCmdlet
{
    private readonly EnvironmentLists _lists;

    public GetBcUserCommand() => _lists = new(this);

    /// <summary>Names or patterns for the user name, the display name, and the email address.</summary>
    [Parameter(Position = 1)]
    [Alias("UserName", "User")]
    [SupportsWildcards]
    [NameOrId(typeof(BcUser), nameof(BcUser.UserName))]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? Name { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(UserIdCompleter))]
    public Guid[]? UserSecurityId { get; set; }

    /// <summary>With -Detailed, avoids the search for the details of a user that were read before.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public Guid? SystemId { get; set; }

    [Parameter]
    [ValidateSet("Enabled", "Disabled")]
    public string? State { get; set; }

    /// <summary>Version 29 and later.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

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
        if (UserSecurityId is { } ids)
        {
            foreach (var id in ids)
                await GuardAsync(id, () => ReadOneAsync(automation, id));
            return;
        }

        if (WasRead(connection, environment, Company))
            return;

        var through = await _lists.CompanyIdAsync(automation, Company);
        // A name is an error if no user has it, but not if the user has another state. With names, the state is therefore filtered locally.
        var state = State is null || Name is not null ? null : ODataQuery.Is("state", CanonicalCase(nameof(State), State));
        var query = new ODataQuery(ODataQuery.All(state, Filter));
        var users = automation.ListUsersAsync(through, query, PipelineStopToken);
        if (Detailed)
            users = WithDetailsAsync(users, await DetailsAsync(automation, through, null));
        await WriteMatchesAsync(users, Filter is not null, Name, user => [user.UserName, user.DisplayName, user.ContactEmail],
            name => UserFinder.NotFound(name, environment), IsChosen);
    }

    private async Task ReadOneAsync(AutomationClient automation, Guid id)
    {
        var user = await automation.GetUserAsync(id, PipelineStopToken);
        if (!IsChosen(user))
            return;
        if (Detailed)
        {
            var details = SystemId is { } known
                ? await automation.GetUserDetailsAsync(known, PipelineStopToken)
                : (await DetailsAsync(automation, null, ODataQuery.Is("userSecurityId", id))).GetValueOrDefault(id);
            user = details is null ? user : user.MergeWith(details);
        }

        WriteObject(user);
    }

    private async Task<Dictionary<Guid, UserDetails>> DetailsAsync(AutomationClient automation, Guid? through, string? filter)
    {
        var details = new Dictionary<Guid, UserDetails>();
        await foreach (var item in automation.ListUserDetailsAsync(through, new ODataQuery(filter), PipelineStopToken))
            details[item.UserSecurityId] = item;
        return details;
    }

    private static async IAsyncEnumerable<BcUser> WithDetailsAsync(IAsyncEnumerable<BcUser> users, Dictionary<Guid, UserDetails> details)
    {
        await foreach (var user in users)
            yield return details.TryGetValue(user.UserSecurityId, out var more) ? user.MergeWith(more) : user;
    }

    private bool IsChosen(BcUser user) => State is null || user.HasState(State);
}
