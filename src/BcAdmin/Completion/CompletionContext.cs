using System.Collections;
using System.Diagnostics;
using System.Management.Automation;

namespace BcAdmin.Completion;

/// <summary>
/// The parameters that are specified in the command, and the lists of the service for them. All lists together have a limit of two seconds; a list
/// that takes longer is empty until the next completion. Failures are not shown, because errors would disturb the prompt. Lists are cached for one
/// minute per connection.
/// </summary>
internal sealed class CompletionContext(IDictionary bound, string word)
{
    private static readonly TimeSpan CompletionLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    /// <summary>The timeout for a list that is read in the background for the next completion.</summary>
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(20);

    private readonly Stopwatch _since = Stopwatch.StartNew();

    /// <summary>The typed part of the value without quotation marks.</summary>
    public string Word => word;

    /// <summary>Gets the value of a parameter; null if it is not specified.</summary>
    public string? this[string parameter] => bound[parameter] switch
    {
        object[] { Length: > 0 } several => several[0]?.ToString(),
        var other => other?.ToString(),
    } is { Length: > 0 } text ? text : null;

    public string Family => this["ApplicationFamily"] ?? BcEnvironment.DefaultFamily;

    /// <summary>The environment that is specified in the command.</summary>
    public EnvironmentKey? Environment =>
        (this["Environment"] ?? this["EnvironmentName"]) is { } name ? new EnvironmentKey(Family, EscapedName.Unescape(name)) : null;

    /// <summary>The open connections of the session.</summary>
    public static IReadOnlyList<BcConnection> Connections => ConnectionStore.OfThisRunspace?.All ?? [];

    /// <summary>The connection that is specified in the command, or the current one.</summary>
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
                object[] { Length: > 0 } several => several[0] is PSObject { BaseObject: BcConnection connection } ? connection
                    : several[0] as BcConnection ?? store?.Find($"{several[0]}").FirstOrDefault(),
                var name => store?.Find(name.ToString()!).FirstOrDefault(),
            };
        }
    }

    /// <summary>Gets a list of the tenant.</summary>
    public IReadOnlyList<T> OfTenant<T>(string key, Func<AdminCenterClient, CancellationToken, IAsyncEnumerable<T>> read) =>
        Read(key, (connection, api, stop) => read(new(connection, api), stop));

    /// <summary>Gets a list of an environment from the Admin Center API.</summary>
    public IReadOnlyList<T> OfEnvironment<T>(string key, Func<AdminCenterClient, EnvironmentKey, CancellationToken, IAsyncEnumerable<T>> read) =>
        Environment is { } environment
            ? Read($"{key} of {environment}", (connection, api, stop) => read(new(connection, api), environment, stop))
            : [];

    /// <summary>Gets a list of an environment from the Automation API.</summary>
    public IReadOnlyList<T> InEnvironment<T>(string key, Func<AutomationClient, CancellationToken, IAsyncEnumerable<T>> read) =>
        Environment is { } environment
            ? Read($"{key} of {environment}", (connection, api, stop) => read(new(connection, environment, api), stop))
            : [];

    private IReadOnlyList<T> Read<T>(string key, Func<BcConnection, ApiClient, CancellationToken, IAsyncEnumerable<T>> read)
    {
        if (Connection is not { IsOpen: true } connection)
            return [];
        var now = DateTimeOffset.UtcNow;
        if (!connection.Completions.TryGetValue(key, out var known) || known.Until <= now || known.List is not Task<List<T>> list
            || list.IsFaulted || list.IsCanceled)
        {
            list = StartAsync(connection, connection.Client(new CallContext()), read);
            connection.Completions[key] = (now + Memory, list);
        }

        // The prompt is synchronous, so its thread is blocked while a pool thread reads the list, up to the remaining time.
        if (CompletionLimit - _since.Elapsed is { Ticks: > 0 } left)
            ((IAsyncResult)list).AsyncWaitHandle.WaitOne(left);
#pragma warning disable RS0030, VSTHRD002, VSTHRD104 // the task is completed
        return list.IsCompletedSuccessfully ? list.Result : [];
#pragma warning restore RS0030, VSTHRD002, VSTHRD104
    }

    private static Task<List<T>> StartAsync<T>(
        BcConnection connection, ApiClient api, Func<BcConnection, ApiClient, CancellationToken, IAsyncEnumerable<T>> read)
    {
        var list = Task.Run(async () =>
        {
            using var limit = new CancellationTokenSource(ReadLimit);
            return await read(connection, api, limit.Token).ToListAsync().ConfigureAwait(false);
        });
        _ = list.ContinueWith(task => task.Exception, TaskScheduler.Default); // observes the exception
        return list;
    }
}
