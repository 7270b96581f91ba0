using BcAdmin.Api.Automation;
using BcAdmin.Api.Automation.Bulk;
using BcAdmin.Pipeline;

namespace BcAdmin.Cmdlets.Users;

/// <summary>One item of the pipeline: what its parameters said, and the steps that it takes.</summary>
/// <param name="name">The user as somebody wrote it.</param>
/// <param name="plan">Finds the steps once the state of the user is known, by the values that the parameters had for this item.</param>
internal sealed class UserItem(BcConnection connection, EnvironmentKey key, string name, Func<UserItem, Task> plan)
{
    public BcConnection Connection => connection;

    public EnvironmentKey Key => key;

    public string Name => name;

    public List<UserStep> Steps { get; } = [];

    /// <summary>The items that it is worked on with.</summary>
    public UserGroup Group { get; set; } = null!;

    /// <summary>Set when it was found, before the plan.</summary>
    public BcUser User { get; set; } = null!;

    /// <summary>What the user holds directly.</summary>
    public IEnumerable<BcUserPermission> Held => Group.Held[User.UserSecurityId];

    public bool HasFailed => Steps.Exists(step => step.Error is not null);

    public bool IsSettled => Steps.TrueForAll(step => step.Change is null);

    /// <summary>Finds the steps, unless the user was not found.</summary>
    public Task PlanAsync() => HasFailed ? Task.CompletedTask : TryAsync(name, () => plan(this));

    /// <summary>A failure becomes a step of the item.</summary>
    public async Task TryAsync(object target, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (BcException exception)
        {
            Steps.Add(new UserStep(target) { Error = exception });
        }
    }
}

/// <summary>A step of an item: a change, or what is known without one.</summary>
/// <param name="target">What the user passed for it.</param>
internal sealed class UserStep(object target)
{
    public object Target => target;

    /// <summary>The change that decides about it, until it is settled.</summary>
    public UserChange? Change { get; set; }

    public BcEnvironmentResource? Found { get; set; }

    public BcException? Error { get; set; }
}

/// <summary>Items about one environment that are worked on together.</summary>
internal sealed class UserGroup
{
    private readonly Dictionary<string, UserChange> _changes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _companyNames = new(StringComparer.OrdinalIgnoreCase) { [string.Empty] = string.Empty };
    private List<BcCompany>? _companies;
    private List<string>? _permissionSets;

    public UserGroup(AutomationClient automation, IReadOnlyList<UserItem> items)
    {
        (Automation, Items) = (automation, items);
        foreach (var item in items)
            item.Group = this;
    }

    public AutomationClient Automation { get; }

    public IReadOnlyList<UserItem> Items { get; }

    public BcConnection Connection => Items[0].Connection;

    public EnvironmentKey Key => Items[0].Key;

    /// <summary>What users hold directly.</summary>
    public ILookup<Guid, BcUserPermission> Held { get; set; } = Array.Empty<BcUserPermission>().ToLookup(permission => permission.UserSecurityId);

    /// <summary>The changes that were agreed to, each once.</summary>
    public IReadOnlyCollection<UserChange> Changes => _changes.Values;

    /// <summary>The change that was agreed to and that sends the same; null where there is none.</summary>
    public UserChange? Same(UserChange change) => _changes.GetValueOrDefault(CallOf(change));

    public void Add(UserChange change) => _changes.Add(CallOf(change), change);

    /// <summary>The technical name that the service wants, of a name or id; empty for all companies.</summary>
    public async Task<string> CompanyNameAsync(string company, CancellationToken cancellationToken)
    {
        if (!_companyNames.TryGetValue(company, out var name))
            _companyNames.Add(company, name = await Automation.CompanyNameAsync(company, cancellationToken));
        return name;
    }

    /// <summary>The companies of the environment.</summary>
    public async Task<List<BcCompany>> CompaniesAsync(CancellationToken cancellationToken) =>
        _companies ??= await Automation.ListCompaniesAsync(cancellationToken).ToListAsync();

    /// <summary>Fails for a permission set that the environment does not have.</summary>
    /// <param name="set">Id of the set.</param>
    /// <param name="log">Takes the reason why the sets cannot be read.</param>
    /// <exception cref="BcException">PermissionSetNotFound.</exception>
    public async Task CheckPermissionSetAsync(string set, Action<string> log, CancellationToken cancellationToken)
    {
        try
        {
            _permissionSets ??= (await Automation.ListPermissionSetsAsync(null, new ODataQuery(Select: "id"), cancellationToken).ToListAsync()).ConvertAll(known => known.RoleId);
        }
        catch (BcApiException exception)
        {
            log($"The permission sets of environment {Key} cannot be read: {exception.Message}");
            return;
        }

        if (!_permissionSets.Contains(set, StringComparer.OrdinalIgnoreCase))
            throw Permissions.GetBcPermissionSetCommand.NotFound(set, Key, _permissionSets);
    }

    /// <summary>Tells the steps that wait for a change how it ended.</summary>
    public void Settle(SettledChange settled)
    {
        foreach (var step in Items.SelectMany(item => item.Steps).Where(step => ReferenceEquals(step.Change, settled.Change)))
            (step.Change, step.Found, step.Error) = (null, settled.Found, settled.Error);
    }

    /// <summary>Ends whatever is not settled yet.</summary>
    public void Fail(BcException error)
    {
        foreach (var step in Items.SelectMany(item => item.Steps).Where(step => step.Change is not null))
            (step.Change, step.Error) = (null, error);
    }

    private static string CallOf(UserChange change)
    {
        var call = change.ToCall(string.Empty, Guid.Empty);
        return $"{call.Method} {call.Url} {call.Body?.GetRawText()}";
    }
}
