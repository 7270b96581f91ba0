using System.Management.Automation;

namespace BcAdmin.Cmdlets;

/// <summary>
/// A cmdlet that reads from environments. Adds -Environment, which accepts several names, wildcards, and pipeline input, and -ApplicationFamily.
/// </summary>
public abstract class BcEnvironmentReadCmdlet : BcConnectedCmdlet, IThrottled
{
    /// <summary>The environments that were read, with the pipeline object for which they were read. Shared by the copies.</summary>
    private readonly Dictionary<(BcConnection, EnvironmentKey), object?> _read = [];

    /// <summary>The environment that this copy reads; null if the parameters select it.</summary>
    private EnvironmentKey? _chosen;

    /// <summary>Names or patterns. The default is all active environments.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("EnvironmentName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcResource), nameof(BcEnvironment.EnvironmentName))]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[] Environment { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ApplicationFamilyCompleter))]
    public string ApplicationFamily { get; set; } = BcEnvironment.DefaultFamily;

    [Parameter]
    [ValidateRange(1, 1024)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Several tenants are read concurrently, and written in order.</summary>
    private protected override int ItemLimit => Math.Max(ThrottleLimit, IsTyped(nameof(Connection)) ? Connections.Count : 1);

    TimeSpan? IThrottled.MaxAge => ThrottleLimit > 1 ? IThrottled.DefaultMaxAge : null;

    private bool ChoosesFromList => Environment.Length == 0 || Array.Exists(Environment, NameFilter.HasWildcards);

    protected sealed override async Task ProcessAsync()
    {
        var targets = await TargetsAsync();
        using var environments = Context.Activity.BeginEnvironments(targets.Count);
        foreach (var (connection, environment) in targets)
        {
            await GuardAsync(connection, environment.Name, _ => ReadAsync(connection, environment));
            environments.Step();
        }
    }

    private protected override async Task<IEnumerable<BcCmdlet>> SplitAsync() => (await TargetsAsync()).Select(target =>
    {
        var copy = (BcEnvironmentReadCmdlet)Copy();
        (copy.Connection, copy._chosen) = ([target.Connection], target.Environment);
        return copy;
    });

    /// <summary>Reads from one environment and writes the results. A failure is an error of this environment only.</summary>
    private protected abstract Task ReadAsync(BcConnection connection, EnvironmentKey environment);

    /// <summary>
    /// Whether the environment was already read through another company, which returns the same objects. An outdated result is discarded and read
    /// again for the same pipeline object.
    /// </summary>
    private protected bool WasRead(BcConnection connection, EnvironmentKey environment, string? company)
    {
        if (_read.TryAdd((connection, environment), Item) || (Item is not null && _read[(connection, environment)] == Item))
            return false;
        WriteVerbose(Messages.EnvironmentAlreadyRead(environment, company));
        return true;
    }

    /// <summary>Gets the environments to read. Exact names require no call; otherwise, each tenant is listed.</summary>
    private async Task<List<(BcConnection Connection, EnvironmentKey Environment)>> TargetsAsync()
    {
        if (_chosen is { } key)
            return [(Connections[0], key)];
        if (!ChoosesFromList)
        {
            return [.. from name in Environment
                       from connection in Connections
                       select (connection, new EnvironmentKey(ApplicationFamily, WildcardPattern.Unescape(name)))];
        }

        var family = MyInvocation.BoundParameters.ContainsKey(nameof(ApplicationFamily)) ? ApplicationFamily : null;
        var names = Environment is { Length: > 0 } ? Environment : null;
        var found = new Dictionary<BcConnection, List<EnvironmentKey>>();
        await ReadAsync(names, async connection => found[connection] = await ActiveEnvironmentsAsync(connection, names, family));
        return [.. from connection in Connections
                   where found.ContainsKey(connection)
                   from environment in found[connection]
                   select (connection, environment)];
    }
}
