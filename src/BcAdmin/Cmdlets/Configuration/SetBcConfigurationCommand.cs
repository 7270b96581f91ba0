using System.Collections;
using System.Management.Automation;
using System.Text;
using BcAdmin.Configuration;

namespace BcAdmin.Cmdlets.Configuration;

/// <summary>
/// Applies a configuration to tenants: the read and write operations of each component, as listed in docs/configuration.md, createEnvironment, and
/// listRingVersions.
/// </summary>
[Cmdlet(VerbsCommon.Set, "BcConfiguration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[AcceptsInput(typeof(BcConnection))]
[OutputType(typeof(BcConfigurationResult))]
public sealed class SetBcConfigurationCommand : BcConnectedCmdlet
{
    private readonly ConfigurationInput _input = new();
    private readonly List<BcConnection> _connections = [];

    /// <summary>A file, or a folder with one file for each environment.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    [Parameter]
    [Alias("EnvironmentName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcEnvironment), nameof(BcEnvironment.EnvironmentName))]
    [ArgumentCompleter(typeof(EnvironmentCompleter))]
    public string[]? Environment { get; set; }

    [Parameter]
    [ValidateComponent]
    [ArgumentCompleter(typeof(ComponentCompleter))]
    public string[]? Component { get; set; }

    /// <summary>The values of ${parameter:NAME}.</summary>
    [Parameter]
    public IDictionary? Parameter { get; set; }

    /// <summary>The values of ${secret:NAME}.</summary>
    [Parameter]
    public IDictionary? Secret { get; set; }

    /// <summary>Removes entries that the configuration does not list.</summary>
    [Parameter]
    [Alias("IncludeUnlisted")]
    public SwitchParameter RemoveUnlisted { get; set; }

    /// <summary>Creates environments that the configuration lists and that do not exist.</summary>
    [Parameter]
    public SwitchParameter IncludeEnvironment { get; set; }

    [Parameter]
    public SwitchParameter AcceptIsvEula { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    [Parameter]
    [ValidateRange(1, 2147483)]
    public int TimeoutSec { get; set; } = OperationTracker.DefaultTimeoutSec;

    protected override Task BeginAsync()
    {
        _input.Load(this, Path, Component, Parameter, Secret, needsSecrets: true);
        return Task.CompletedTask;
    }

    // Only collects the connections, because all tenants are read concurrently and then changed one after the other.
    protected override Task ProcessAsync() => ChangeAsync(Path, connection =>
    {
        _ = connection.Access; // fails for a closed connection
        if (!_connections.Contains(connection))
            _connections.Add(connection);
        return Task.CompletedTask;
    });

    protected override async Task EndAsync()
    {
        var host = new RunHost(this);
        var planner = _input.Planner(this, Environment, RemoveUnlisted, host);
        var run = new ConfigurationRun(planner, host, PipelineStopToken);
        var plans = _connections.ConvertAll(connection => (connection, Plan: planner.PlanAsync(connection)));
        using var tenants = Context.Activity.BeginTenants(plans.Count);
        foreach (var (connection, plan) in plans)
        {
            await GuardAsync(connection.Name, async () => await run.ApplyAsync(await plan));
            tenants.Step();
        }

        _input.WarnOfUnused(this);
    }

    /// <summary>Prompts once for all changes of a tenant or environment, and lists them.</summary>
    private async Task<bool> ConfirmAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes)
    {
        const int Most = 25;
        if (scope.Connection.IsReadOnly && !IsWhatIf)
            throw ApiClient.ReadOnly(MyInvocation.MyCommand.Name, scope.Connection.ConnectCommand);
        var action = new StringBuilder(changes.Count == 1 ? Messages.ApplyOneChangeAction
            : Messages.ApplyChangesAction(changes));
        var (added, changed, removed) = (Count(BcConfigurationAction.Add), Count(BcConfigurationAction.Change), Count(BcConfigurationAction.Remove));
        action.Append(Messages.PlanCounts(added, changed, removed));
        if (IsWhatIf)
            return ShouldProcess(scope.Description, action.ToString());
        foreach (var change in changes.Take(Most))
            action.Append(CultureInfo.InvariantCulture, $"\n  {change}{(string.IsNullOrEmpty(change.Reason) ? "" : $" ({change.Reason})")}");
        if (changes.Count > Most)
            action.Append("\n  ").Append(Messages.MoreChanges(changes.Count - Most));

        var powerful = changes.FirstOrDefault(change => change.Action == BcConfigurationAction.Add
            && change.Component.IndexOf("permissionSet") >= 0 && PowerfulPermissionSet.Is(change["permissionSet"]!));
        if ((powerful is null && removed == 0) || !Prompts(Force))
        {
            return scope.IsTenant ? ShouldProcess(scope.Description, action.ToString(), Force)
                : await ConfirmAsync(scope.Connection, scope.Key, scope.Description, action.ToString(), Force);
        }

        // For changes that are hard to undo, the default answer is No in every environment.
        var warning = powerful is null ? Messages.UnlistedEntriesRemoved
            : Messages.PlanGrantsPermissionSet(powerful);
        return PromptDefaultNo(Messages.ConfirmConfigurationChanges(action, scope, warning), scope.Description);

        int Count(BcConfigurationAction wanted) => changes.Count(change => change.Action == wanted);
    }

    /// <summary>Creates a tracker for one operation.</summary>
    private OperationTracker Track(BcConnection connection) => new(this, connection, TimeSpan.FromSeconds(TimeoutSec));

    private sealed class RunHost(SetBcConfigurationCommand cmdlet) : IConfigurationHost
    {
        public bool IsWhatIf => cmdlet.IsWhatIf;

        public bool AcceptsTerms => cmdlet.AcceptIsvEula;

        public bool CreatesEnvironments => cmdlet.IncludeEnvironment;

        public bool WaitsForLast => cmdlet.Wait;

        public Task<bool> ConfirmAsync(ConfigurationScope scope, IReadOnlyList<ItemChange> changes) => cmdlet.ConfirmAsync(scope, changes);

        public bool ConfirmCreation(BcConnection connection, EnvironmentKey environment, string description) =>
            cmdlet.ShouldProcess(Messages.ConfiguredEnvironmentTarget(environment, description, connection), "Create", cmdlet.Force);

        public void Write(BcConfigurationResult result) => cmdlet.WriteObject(result);

        public void WriteError(BcException failure, object? target) => cmdlet.WriteError(ErrorRecordFactory.Create(failure, target));

        public void WriteVerbose(string text) => cmdlet.WriteVerbose(text);

        public IDisposable ShowProgress(ConfigurationScope scope, int changes, out Action step)
        {
            var progress = new CountProgress(cmdlet, Messages.ApplyingConfiguration(scope), changes);
            step = progress.Step;
            return progress;
        }

        public Task<T> EndAsync<T>(BcConnection connection, T operation)
            where T : class, ILongRunningOperation => cmdlet.Track(connection).EndAsync(operation);

        public Task<BcEnvironment> WaitUntilReadyAsync(BcConnection connection, EnvironmentKey environment, string activity) =>
            cmdlet.Track(connection).WaitUntilReadyAsync(environment, activity);

        public Task<T> WaitUntilAsync<T>(BcConnection connection, string activity, WaitFor<T> wait) =>
            cmdlet.Track(connection).WaitUntilAsync(activity, Messages.ServiceContinues, wait);
    }
}
