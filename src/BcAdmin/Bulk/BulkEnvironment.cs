namespace BcAdmin.Bulk;

/// <summary>The items about one environment in their order, and the changes to it that were agreed to.</summary>
internal sealed class BulkEnvironment<T>(AutomationClient automation, IReadOnlyList<BulkItem<T>> items)
{
    private readonly Dictionary<object, UserChange> _changes = [];

    public AutomationClient Automation => automation;

    public BcConnection Connection => Items[0].Connection;

    public EnvironmentKey Key => Items[0].Environment;

    /// <summary>As the last phase has left them.</summary>
    public IReadOnlyList<BulkItem<T>> Items { get; set; } = items;

    /// <summary>How many of the items were prompted about.</summary>
    public int Confirmed { get; set; }

    /// <summary>The changes that were agreed to, each once.</summary>
    public IReadOnlyCollection<UserChange> Changes => _changes.Values;

    /// <summary>The change that was agreed to and sends the same call; null where there is none.</summary>
    public UserChange? Same(UserChange change) => _changes.GetValueOrDefault(change.Call);

    public void Add(UserChange change) => _changes.Add(change.Call, change);

    /// <summary>A failure of the environment is the failure of each item that has none of its own.</summary>
    public void Fail(BcException error) => Items = [.. Items.Select(item => item.Failure is null
        ? item with { Steps = [BulkStep.Fail(error) with { IsOfEnvironment = true }] }
        : item)];
}
