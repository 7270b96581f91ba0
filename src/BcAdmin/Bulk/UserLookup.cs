using System.Net;

namespace BcAdmin.Bulk;

/// <summary>Plans the steps for the user of a pipeline object, using the parameter values that are bound for this object.</summary>
internal delegate Task<IReadOnlyList<BulkStep>> UserPlanner(UserLookup environment, BcUser user);

/// <summary>Plans the pipeline objects of one environment: finds their users and provides data to their planners. Shared data is read once.</summary>
/// <param name="earlier">The lookup of the previous objects, whose list of users is still valid.</param>
/// <param name="log">Receives the reason if something cannot be read.</param>
internal sealed class UserLookup(
    AutomationClient automation, EnvironmentKey key, UserLookup? earlier, Action<string> log, CancellationToken stopToken)
{
    private readonly Dictionary<string, string> _companyNames = new(StringComparer.OrdinalIgnoreCase) { [string.Empty] = string.Empty };
    private List<BcUser>? _users = earlier?._users;
    private IEnumerable<Guid> _found = [];
    private Task<ILookup<Guid, BcUserPermission>>? _held;
    private List<BcCompany>? _companies;
    private IReadOnlyList<string>? _permissionSets;

    public AutomationClient Automation => automation;

    public EnvironmentKey Key => key;

    public async Task<IReadOnlyList<BulkItem<UserPlanner>>> PlanAsync(IReadOnlyList<BulkItem<UserPlanner>> items)
    {
        var found = await FindUsersAsync(items).ConfigureAwait(true);
        _found = found.Select(item => item.User).OfType<BcUser>().Select(user => user.UserSecurityId);
        var planned = new List<BulkItem<UserPlanner>>();
        foreach (var item in found)
        {
            planned.Add(item.User is { } user
                ? await TryAsync(item, async () => item with { Steps = await item.Source(this, user).ConfigureAwait(true) }).ConfigureAwait(true)
                : item);
        }

        return planned;
    }

    /// <summary>The direct assignments of the user. The assignments of all users are read on first use.</summary>
    public async Task<IEnumerable<BcUserPermission>> HeldAsync(BcUser user) =>
        (await (_held ??= UserReader.HeldAsync(automation, _found, stopToken)).ConfigureAwait(true))[user.UserSecurityId];

    /// <summary>The technical name for a company name or ID, as the service requires it; empty for all companies.</summary>
    public async Task<string> CompanyNameAsync(string company)
    {
        if (!_companyNames.TryGetValue(company, out var name))
            _companyNames.Add(company, name = await automation.CompanyNameAsync(company, stopToken).ConfigureAwait(true));
        return name;
    }

    /// <summary>The companies of the environment.</summary>
    public async Task<List<BcCompany>> CompaniesAsync() =>
        _companies ??= await automation.ListCompaniesAsync(stopToken).ToListAsync().ConfigureAwait(true);

    /// <summary>Throws if the environment does not have the permission set.</summary>
    /// <exception cref="BcException">PermissionSetNotFound.</exception>
    public async Task CheckPermissionSetAsync(string set)
    {
        try
        {
            _permissionSets ??= await automation.ListPermissionSetIdsAsync(stopToken).ConfigureAwait(true);
        }
        catch (BcApiException exception)
        {
            log(Messages.PermissionSetsNotReadable(key, exception));
            return;
        }

        if (!_permissionSets.Contains(set, StringComparer.OrdinalIgnoreCase))
            throw AutomationClient.PermissionSetNotFound(set, key, _permissionSets);
    }

    /// <summary>Reads the object of a completed change if the response contains none, and updates the list of users.</summary>
    /// <param name="settled">The change.</param>
    /// <param name="needsObject">Whether the object is part of the output.</param>
    public async Task<ChangeResult> CompleteAsync(ChangeResult settled, bool needsObject, CancellationToken cancellationToken)
    {
        var (change, found, error) = settled;
        try
        {
            // If the permission set does not exist, that is reported instead of the error of the service.
            if (error is BcApiException { IsTransient: false, Status: not HttpStatusCode.Forbidden } && change.AssignedSet is { } set)
                await CheckPermissionSetAsync(set).ConfigureAwait(true);
            if (error is not null)
                return settled;
            if (found is null && (needsObject || change is UserChanged))
                found = await ReadAsync(change, cancellationToken).ConfigureAwait(true);
        }
        catch (BcException unread)
        {
            return new(change, null, unread);
        }

        if (found is BcUser changed && _users?.FindIndex(user => user.UserSecurityId == changed.UserSecurityId) is >= 0 and var place)
            _users[place] = changed;
        return settled with { Found = found };
    }

    private async Task<BcEnvironmentResource?> ReadAsync(UserChange change, CancellationToken cancellationToken)
    {
        Guid[] id = [change.User.UserSecurityId];
        var users = await UserReader.UsersAsync(automation, id, cancellationToken).ConfigureAwait(false);
        var held = await UserReader.HeldAsync(automation, id, cancellationToken).ConfigureAwait(false);
        return users.TryGetValue(id[0], out var user) ? change.Find(user, held[id[0]]) : null;
    }

    /// <summary>Finds users by ID with a few calls, and by name in the list of all users.</summary>
    private async Task<List<BulkItem<UserPlanner>>> FindUsersAsync(IReadOnlyList<BulkItem<UserPlanner>> items)
    {
        var ids = items.Where(item => Guid.TryParse(item.Name, out _)).Select(item => Guid.Parse(item.Name)).ToList();
        var byId = ids.Distinct().Count() > 1 ? await UserReader.UsersAsync(automation, ids, stopToken).ConfigureAwait(true) : [];
        var all = ids.Count == items.Count ? [] : _users ??= await automation.ListUsersAsync(null, stopToken).ToListAsync().ConfigureAwait(true);

        var found = new List<BulkItem<UserPlanner>>();
        foreach (var item in items)
            found.Add(await TryAsync(item, async () => item with { User = await FindAsync(item.Name).ConfigureAwait(true) }).ConfigureAwait(true));
        return found;

        async Task<BcUser> FindAsync(string name) => Guid.TryParse(name, out var id)
            ? byId.GetValueOrDefault(id) ?? await automation.GetUserAsync(id, stopToken).ConfigureAwait(true) // throws the reason
            : UserFinder.Pick(all, name) ?? throw UserFinder.NotFound(name, key, all);
    }

    private static async Task<BulkItem<UserPlanner>> TryAsync(BulkItem<UserPlanner> item, Func<Task<BulkItem<UserPlanner>>> work)
    {
        try
        {
            return await work().ConfigureAwait(true);
        }
        catch (BcException exception)
        {
            return item.Fail(exception);
        }
    }
}
