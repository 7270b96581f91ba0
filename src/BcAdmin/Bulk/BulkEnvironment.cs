namespace BcAdmin.Bulk;

/// <summary>The items of one environment in input order, and the changes to it that were confirmed.</summary>
/// <param name="connect">Creates the client; fails if the connection is closed.</param>
internal sealed class BulkEnvironment<T>(Func<AutomationClient> connect, IReadOnlyList<BulkItem<T>> items)
{
    private readonly Dictionary<object, UserChange> _changes = [];

    public AutomationClient Automation => field ??= connect();

    public BcConnection Connection => Items[0].Connection;

    public EnvironmentKey Key => Items[0].Environment;

    /// <summary>The items as returned by the last phase.</summary>
    public IReadOnlyList<BulkItem<T>> Items { get; set; } = items;

    /// <summary>The number of items that have been prompted for.</summary>
    public int Confirmed { get; set; }

    /// <summary>The confirmed changes, without duplicates.</summary>
    public IReadOnlyCollection<UserChange> Changes => _changes.Values;

    /// <summary>The confirmed change that sends the same call; null if there is none.</summary>
    public UserChange? Same(UserChange change) => _changes.GetValueOrDefault(change.Call);

    public void Add(UserChange change) => _changes.Add(change.Call, change);

    /// <summary>Sets the error of the environment on each item that has no error of its own.</summary>
    public void Fail(BcException error) => Items = [.. Items.Select(item => item.Failure is null
        ? item with { Steps = [BulkStep.Fail(error) with { IsEnvironmentError = true }] }
        : item)];
}
