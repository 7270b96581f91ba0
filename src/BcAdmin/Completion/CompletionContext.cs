using System.Collections;
using System.Management.Automation;

namespace BcAdmin.Completion;

/// <summary>
/// The parameters that were typed before, and the lists of the service that they choose. A list has one second, then it is empty. No failure is
/// shown, because errors would disturb the prompt. What was read is remembered for a minute for each connection.
/// </summary>
internal sealed class CompletionContext(IDictionary bound)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    /// <summary>The value of a parameter; null where it was not typed.</summary>
    public string? this[string parameter] => bound[parameter]?.ToString() is { Length: > 0 } text ? text : null;

    public string Family => this["ApplicationFamily"] ?? BcEnvironment.DefaultFamily;

    /// <summary>A list of the tenant.</summary>
    public IReadOnlyList<T> OfTenant<T>(string key, Func<AdminCenterClient, CancellationToken, IAsyncEnumerable<T>> read) =>
        Read(key, (connection, api, stop) => read(new(connection, api), stop));

    /// <summary>A list that the Admin Center API has about an environment.</summary>
    public IReadOnlyList<T> OfEnvironment<T>(string key, Func<AdminCenterClient, EnvironmentKey, CancellationToken, IAsyncEnumerable<T>> read) =>
        Environment is { } environment
            ? Read($"{key} of {environment}", (connection, api, stop) => read(new(connection, api), environment, stop))
            : [];

    /// <summary>A list that the Automation API has inside of an environment.</summary>
    public IReadOnlyList<T> InEnvironment<T>(string key, Func<AutomationClient, CancellationToken, IAsyncEnumerable<T>> read) =>
        Environment is { } environment
            ? Read($"{key} of {environment}", (connection, api, stop) => read(new(connection, environment, api), stop))
            : [];

    private EnvironmentKey? Environment
    {
        get
        {
            var name = (bound["Environment"] ?? bound["EnvironmentName"]) switch
            {
                object[] { Length: > 0 } several => several[0]?.ToString(),
                var other => other?.ToString(),
            };
            return string.IsNullOrEmpty(name) ? null : new EnvironmentKey(Family, name);
        }
    }

    private BcConnection? Connection
    {
        get
        {
            var store = ConnectionStore.OfThisRunspace;
            return (bound["Connection"] ?? bound["TenantId"]) switch
            {
                null => store?.Selected,
                PSObject { BaseObject: BcConnection connection } => connection,
                BcConnection connection => connection,
                BcConnection[] { Length: > 0 } several => several[0],
                var name => store?.Find(name.ToString()!).FirstOrDefault(),
            };
        }
    }

    private IReadOnlyList<T> Read<T>(string key, Func<BcConnection, ApiClient, CancellationToken, IAsyncEnumerable<T>> read)
    {
        if (Connection is not { IsOpen: true } connection)
            return [];
        var now = DateTimeOffset.UtcNow;
        if (connection.Completions.TryGetValue(key, out var known) && known.Until > now)
            return (IReadOnlyList<T>)known.Values;

        using var limit = new CancellationTokenSource(Patience);
        var api = connection.Client(new CallContext());
        // The thread of the prompt can only block. It waits for a task of the pool, and never longer than its patience.
        var answer = Task.Run(() => read(connection, api, limit.Token).ToListAsync(), limit.Token);
        ((IAsyncResult)answer).AsyncWaitHandle.WaitOne(Patience);
        if (!answer.IsCompletedSuccessfully)
        {
            _ = answer.ContinueWith(task => task.Exception, TaskScheduler.Default); // observes the exception
            return [];
        }

#pragma warning disable RS0030, VSTHRD002, VSTHRD104 // it is completed
        var values = answer.Result;
#pragma warning restore RS0030, VSTHRD002, VSTHRD104
        connection.Completions[key] = (now + Memory, values);
        return values;
    }
}
