namespace BcAdmin.Bulk;

/// <summary>The desired values of one import row for one user. Null and empty values are not changed.</summary>
internal sealed record DesiredUser
{
    /// <summary>The user name, email address, or security ID.</summary>
    public required string User { get; init; }

    public string[] PermissionSets { get; init; } = [];

    /// <summary>The names or IDs of companies; empty for all companies.</summary>
    public string[] Companies { get; init; } = [];

    public Guid? AppId { get; init; }

    public string? Scope { get; init; }

    public string? State { get; init; }

    public DateTimeOffset? ExpiryDate { get; init; }

    public string? ContactEmail { get; init; }

    /// <summary>The codes or names of the groups that the user should be a member of.</summary>
    public string[] SecurityGroups { get; init; } = [];
}

/// <summary>
/// Plans the rows of an import by comparing them with the current state of an environment, which is read once. Each row takes the changes of earlier
/// rows into account, so that no change is planned twice.
/// </summary>
internal sealed class UserPlan
{
    private readonly EnvironmentKey _environment;
    private readonly List<BcCompany> _companies;
    private readonly ILookup<string, BcPermissionSet> _sets;
    private readonly UserDirectory _users;
    private readonly Dictionary<Guid, List<BcUserPermission>> _held;
    private readonly Dictionary<Guid, List<PermissionAdded>> _named = [];
    private readonly Dictionary<Guid, UserUpdate> _updates = [];
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>For more users than this, the permissions of all users are read as one list.</summary>
    private const int FewUsers = 100;

    private UserPlan(
        EnvironmentKey environment, List<BcCompany> companies, List<BcPermissionSet> sets, List<BcUser> users,
        Dictionary<Guid, List<BcUserPermission>> held)
    {
        (_environment, _companies, _held) = (environment, companies, held);
        _sets = sets.ToLookup(set => set.RoleId, StringComparer.OrdinalIgnoreCase);
        _users = new(environment, users);
    }

    /// <summary>Reads the state of an environment and plans its rows.</summary>
    /// <param name="desiredOf">Returns the desired values of a row; throws InvalidArgument if a cell is not valid.</param>
    /// <param name="isExact">Whether to remove permission sets that no row lists.</param>
    public static async Task<IReadOnlyList<BulkItem<T>>> PlanAsync<T>(
        BulkEnvironment<T> environment, Func<T, DesiredUser> desiredOf, bool isExact, CancellationToken cancellationToken)
    {
        var names = environment.Items.Select(item => item.Name).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var plan = await ReadAsync(environment.Automation, environment.Key, names, cancellationToken).ConfigureAwait(false);
        var groups = new Dictionary<int, string[]>();
        var items = environment.Items.ToList();
        for (var row = 0; row < items.Count; row++)
        {
            try
            {
                var desired = desiredOf(items[row].Source);
                var steps = plan.Add(desired, out var user);
                items[row] = items[row] with { User = user, Steps = steps };
                if (desired.SecurityGroups.Length > 0)
                    groups.Add(row, desired.SecurityGroups);
            }
            catch (BcException exception)
            {
                items[row] = items[row].Fail(exception);
            }
        }

        if (isExact)
            plan.AddSurplus(items);
        if (groups.Count > 0)
            await AddGroupNotesAsync(environment.Automation, items, groups, cancellationToken).ConfigureAwait(false);
        return items;
    }

    /// <summary>listCompanyUserPermissions. Returns the direct assignments of all users.</summary>
    public static async Task<Dictionary<Guid, List<BcUserPermission>>> ReadAllPermissionsAsync(
        AutomationClient automation, CancellationToken cancellationToken)
    {
        var held = new Dictionary<Guid, List<BcUserPermission>>();
        await foreach (var permission in automation.ListAllUserPermissionsAsync(cancellationToken).ConfigureAwait(false))
            ListOf(held, permission.UserSecurityId).Add(permission);
        return held;
    }

    /// <summary>Reads the state to compare with: listCompanies, listUsers, listPermissionSets, and the direct assignments of the users.</summary>
    private static async Task<UserPlan> ReadAsync(
        AutomationClient automation, EnvironmentKey environment, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        var companies = await automation.ListCompaniesAsync(cancellationToken).ToListAsync().ConfigureAwait(false);
        if (companies.Count == 0)
            await automation.AnyCompanyAsync(cancellationToken).ConfigureAwait(false); // throws a clear error if no company is visible
        var sets = automation.ListPermissionSetsAsync(null, cancellationToken).ToListAsync();
        var all = names.Count > FewUsers
            ? TryReadAllPermissionsAsync(automation, cancellationToken)
            : Task.FromResult<Dictionary<Guid, List<BcUserPermission>>?>(null);
        var users = await automation.ListUsersAsync(null, cancellationToken).ToListAsync().ConfigureAwait(false);
        var held = await all.ConfigureAwait(false);
        var plan = new UserPlan(environment, companies, await sets.ConfigureAwait(false), users, held ?? []);
        await plan._users.ReadSignInAddressesAsync(automation, names, cancellationToken).ConfigureAwait(false);
        if (held is not null)
            return plan;

        var chosen = names.Select(plan._users.Candidate).OfType<BcUser>().Select(user => user.UserSecurityId);
        foreach (var user in await UserReader.HeldAsync(automation, chosen, cancellationToken).ConfigureAwait(false))
            plan._held[user.Key] = [.. user];
        return plan;
    }

    /// <summary>Adds the changes that a row requires. A row that repeats an earlier one requires none.</summary>
    /// <exception cref="BcException">UserNotFound, AmbiguousUser, PermissionSetNotFound, CompanyNotFound, InvalidArgument.</exception>
    private List<BulkStep> Add(DesiredUser desired, out BcUser user)
    {
        user = _users.Find(desired.User);
        var assignments = Assignments(user, desired);
        var update = new UserUpdate { State = desired.State, ExpiryDate = desired.ExpiryDate, ContactEmail = desired.ContactEmail };
        var given = assignments.Select(assignment => $"{assignment.RoleId}/{assignment.Company}/{assignment.AppId}/{assignment.Scope}")
            .Order(StringComparer.OrdinalIgnoreCase);
        if (!_seen.Add($"{user.UserSecurityId}|{string.Join('|', given)}|{update}"))
            return [BulkStep.Keep(Messages.SameAsEarlierRow)];

        var earlier = _updates.GetValueOrDefault(user.UserSecurityId) ?? new UserUpdate();
        if (Contradicts(earlier.State, update.State) || Contradicts(earlier.ContactEmail, update.ContactEmail)
            || (earlier.ExpiryDate is { } one && update.ExpiryDate is { } other && one != other))
        {
            throw new BcException(
                ErrorCode.InvalidArgument, Messages.ConflictWithEarlierRow(user))
            {
                Target = desired.User,
                Advice = Messages.SpecifyValueInOneRow,
            };
        }

        var changes = new List<UserChange>();
        if (Needed(user, earlier, update) is { } needed)
            changes.Add(new UserChanged(user, needed, ETag: "*")); // can be repeated with the same values
        _updates[user.UserSecurityId] = new UserUpdate
        {
            State = earlier.State ?? update.State,
            ExpiryDate = earlier.ExpiryDate ?? update.ExpiryDate,
            ContactEmail = earlier.ContactEmail ?? update.ContactEmail,
        };

        var named = ListOf(_named, user.UserSecurityId);
        foreach (var assignment in assignments)
        {
            if (!named.Contains(assignment) && assignment.Find(user, Held(user)) is null)
                changes.Add(assignment);
            named.Add(assignment);
        }

        return [.. changes.Select(change => BulkStep.Plan(change))];
    }

    /// <summary>
    /// Adds the removal of permission sets that no row lists, at the first row of each user. Nothing is removed from users whose rows list no
    /// permission set, or who have an invalid row, because that row may list the permission set in question.
    /// </summary>
    private void AddSurplus<T>(List<BulkItem<T>> items)
    {
        var done = items.Where(item => item.Failure is not null).Select(item => _users.Candidate(item.Name)?.UserSecurityId).ToHashSet();
        for (var row = 0; row < items.Count; row++)
        {
            if (items[row] is { User: { } user } item && done.Add(user.UserSecurityId))
                items[row] = item with { Steps = [.. item.Steps, .. Surplus(user).Select(change => BulkStep.Plan(change))] };
        }
    }

    private IEnumerable<PermissionRemoved> Surplus(BcUser user) => _named[user.UserSecurityId] is { Count: > 0 } named
        ? Held(user).Where(held => !named.Exists(assignment => assignment.Find(user, [held]) is not null))
            .Select(held => new PermissionRemoved(user, held))
        : [];

    /// <summary>
    /// Adds a note for groups that users are not a member of. Group membership is managed in Microsoft Entra ID, so it can only be compared.
    /// </summary>
    private static async Task AddGroupNotesAsync<T>(
        AutomationClient automation, List<BulkItem<T>> items, Dictionary<int, string[]> groups, CancellationToken cancellationToken)
    {
        var groupsOf = new Dictionary<Guid, HashSet<string>>();
        await foreach (var member in automation.ListSecurityGroupMembersAsync(null, null, cancellationToken).ConfigureAwait(false))
        {
            if (!groupsOf.TryGetValue(member.UserSecurityId, out var names))
                groupsOf.Add(member.UserSecurityId, names = new(StringComparer.OrdinalIgnoreCase));
            names.UnionWith(new[] { member.SecurityGroupCode, member.SecurityGroupName }.OfType<string>());
        }

        foreach (var (row, wanted) in groups)
        {
            var known = groupsOf.GetValueOrDefault(items[row].User!.UserSecurityId);
            var missing = wanted.Where(name => known?.Contains(name) != true).ToList();
            if (missing.Count > 0)
            {
                var note = Messages.UserNotMemberOfGroups(missing);
                items[row] = items[row] with { Steps = [.. items[row].Steps, BulkStep.Keep(note)] };
            }
        }
    }

    private List<BcUserPermission> Held(BcUser user) => _held.TryGetValue(user.UserSecurityId, out var held) ? held : [];

    /// <summary>Returns null if the service does not allow a list for all users.</summary>
    private static async Task<Dictionary<Guid, List<BcUserPermission>>?> TryReadAllPermissionsAsync(
        AutomationClient automation, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAllPermissionsAsync(automation, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException refusal) when (UserReader.IsRefusedFilter(refusal))
        {
            return null;
        }
    }

    private List<PermissionAdded> Assignments(BcUser user, DesiredUser desired)
    {
        // The service requires the technical names of companies.
        var companies = desired.Companies.Select(company => AutomationClient.Pick(_companies, company)?.Name
            ?? throw AutomationClient.CompanyNotFound(company, _environment, _companies)).ToList();
        if (companies.Count == 0)
            companies.Add(string.Empty);

        var assignments = new List<PermissionAdded>();
        foreach (var roleId in desired.PermissionSets)
        {
            var (appId, scope) = Origin(roleId, desired);
            assignments.AddRange(companies.Select(company => new PermissionAdded(user, roleId, company, appId, scope)));
        }

        return [.. assignments.Distinct()];
    }

    /// <summary>The app and scope that a call must specify; null if the role ID is unique.</summary>
    private (Guid? AppId, string? Scope) Origin(string roleId, DesiredUser desired)
    {
        var sets = _sets[roleId].Where(set => (desired.AppId is null || set.AppId == desired.AppId)
            && (desired.Scope is null || desired.Scope.Equals(set.Scope, StringComparison.OrdinalIgnoreCase))).ToList();
        return sets.Count switch
        {
            0 => throw AutomationClient.PermissionSetNotFound(UserDirectory.Short(roleId), _environment, _sets.Select(known => known.Key)),
            1 when _sets[roleId].Count() == 1 => (null, null),
            1 => (sets[0].AppId, sets[0].Scope),
            _ => throw new BcException(ErrorCode.AmbiguousPermissionSet, Messages.SeveralPermissionSetsHaveId(roleId))
            {
                Target = roleId,
                Advice = Messages.SpecifyAppIdAndScope,
            },
        };
    }

    /// <summary>The part of an update that differs from the user and that no earlier row changes.</summary>
    private static UserUpdate? Needed(BcUser user, UserUpdate earlier, UserUpdate update)
    {
        var needed = new UserUpdate
        {
            State = update.State is null || earlier.State is not null || user.HasState(update.State) ? null : update.State,
            ExpiryDate = update.ExpiryDate is not { } end || earlier.ExpiryDate is not null || user.HasExpiryDate(end) ? null : end,
            ContactEmail = update.ContactEmail is null || earlier.ContactEmail is not null || update.ContactEmail == user.ContactEmail
                ? null
                : update.ContactEmail,
        };
        return needed == new UserUpdate() ? null : needed;
    }

    private static bool Contradicts(string? one, string? other) =>
        one is not null && other is not null && !one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static List<T> ListOf<T>(Dictionary<Guid, List<T>> lists, Guid id)
    {
        if (!lists.TryGetValue(id, out var list))
            lists.Add(id, list = []);
        return list;
    }
}
