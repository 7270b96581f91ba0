using System.Collections;
using System.Management.Automation;
using System.Text;
using BcAdmin.Configuration;

namespace BcAdmin.Cmdlets.Configuration;

/// <summary>
/// Makes tenants match a configuration: the reads and writes of each component, listed in docs/configuration.md, createEnvironment, and
/// listRingVersions.
/// </summary>
[Cmdlet(VerbsCommon.Set, "BcConfiguration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
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

    /// <summary>Removes entries of lists that the configuration does not name.</summary>
    [Parameter]
    [Alias("IncludeUnlisted")]
    public SwitchParameter RemoveUnlisted { get; set; }

    /// <summary>Creates environments that the configuration names and the tenant does not have.</summary>
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

    // Collects only: all tenants are read side by side, however they were passed, and changed one after the other.
    protected override Task ProcessAsync() => ChangeAsync(Path, connection =>
    {
        _ = connection.Access; // fails for a connection that is closed
        if (!_connections.Contains(connection))
            _connections.Add(connection);
        return Task.CompletedTask;
    });

    protected override async Task EndAsync()
    {
        var planner = new ConfigurationPlanner(_input.Document, _input.Secrets, PipelineStopToken)
        {
            AdminCenter = AdminCenter,
            Automation = Automation,
            IsWanted = _input.IsWanted,
            Environments = Environment,
            IncludeUnlisted = RemoveUnlisted,
            Waits = new Waits(this),
        };
        var plans = _connections.ConvertAll(connection => (connection, Plan: planner.PlanAsync(connection)));
        foreach (var (connection, plan) in plans)
            await GuardAsync(connection.Name, async () => await ApplyAsync(planner, await plan));
    }

    private async Task ApplyAsync(ConfigurationPlanner planner, TenantPlan plan)
    {
        if (plan.Unknown is { } unknown)
            throw unknown;
        var refusals = plan.Refusals.ToList();
        var created = await PlanCreationAsync(plan, refusals);
        if (refusals.Count > 0)
        {
            foreach (var refusal in refusals)
                WriteError(ErrorRecordFactory.Create(refusal, refusal.Target));
            foreach (var scope in plan.Scopes)
                Skip(scope, "Nothing was changed in this tenant, because the configuration has entries that cannot be applied.");
            return;
        }

        foreach (var scope in plan.Scopes)
            await GuardAsync(scope.Scope.Description, () => ApplyAsync(planner, scope));
        foreach (var (missing, request) in created)
            await GuardAsync(missing.Entry.Name, () => CreateAsync(planner, plan.Connection, missing, request));
    }

    /// <summary>Applies the plan of a tenant or environment, after a prompt.</summary>
    private async Task ApplyAsync(ConfigurationPlanner planner, ScopePlan plan)
    {
        foreach (var component in plan.Components.Where(component => component.Unknown is not null))
        {
            WriteError(ErrorRecordFactory.Create(
                new BcException(
                    ErrorCode.ConfigurationUnknown,
                        $"{component.Component.Schema.Name} of {plan.Scope.Description} could not be read: {component.Unknown!.Message}",
                    component.Unknown)
                {
                    Target = component.Component.Schema.Name,
                    Advice = component.Unknown.Advice,
                }, component.Component.Schema.Name));
        }

        var changes = plan.Components.SelectMany(component => component.Changes).ToList();
        if (changes.Count == 0)
        {
            WriteVerbose($"Nothing to change in {plan.Scope.Description}.");
            return;
        }

        if (!await ConfirmAsync(plan.Scope, changes))
        {
            var status = IsWhatIf ? BcConfigurationStatus.Planned : BcConfigurationStatus.Declined;
            foreach (var change in changes)
                WriteObject(ConfigurationObjects.Result(plan.Scope, change, status));
            return;
        }

        using var progress = new CountProgress(this, $"Applying the configuration to {plan.Scope.Description}", changes.Count);
        var open = plan.Components.Where(component => component.Changes.Count > 0).ToList();
        for (var index = 0; index < open.Count; index++)
        {
            try
            {
                await ApplyAsync(planner, plan.Scope, open[index], isLast: index == open.Count - 1, progress);
            }
            catch (BcException failure) when (failure.Is(ErrorCode.ConfigurationChanged))
            {
                Skip(plan with { Components = [.. open.Skip(index)] }, failure.Message);
                throw;
            }
        }
    }

    /// <summary>Reads a component again and makes its changes, if they are still those of the plan.</summary>
    private async Task ApplyAsync(ConfigurationPlanner planner, ConfigurationScope scope, ComponentPlan plan, bool isLast, CountProgress progress)
    {
        var environment = scope.IsTenant ? null : await scope.Admin.GetEnvironmentAsync(scope.Key, PipelineStopToken);
        var now = await planner.PlanAsync(scope.Refresh(environment), plan.Component);
        var planned = plan.Changes.ToDictionary(change => (change.Action, change.Key), change => change);
        if (now.Unknown is not null || now.Refusals.Count > 0
            || now.Changes.Any(change => !planned.TryGetValue((change.Action, change.Key), out var known) || !known.IsSame(change)))
        {
            throw new BcException(
                ErrorCode.ConfigurationChanged, $"{plan.Component.Schema.Name} of {scope.Description} changed after the plan was made.", now.Unknown)
            {
                Target = plan.Component.Schema.Name,
                Advice = "Run the cmdlet again to see and apply the new plan.",
            };
        }

        var still = now.Changes.Select(change => (change.Action, change.Key)).ToHashSet();
        foreach (var change in plan.Changes.Where(change => !still.Contains((change.Action, change.Key))))
        {
            WriteObject(ConfigurationObjects.Result(scope, change, BcConfigurationStatus.AlreadyDone));
            progress.Step();
        }

        if (now.Changes.Count == 0)
            return;
        await foreach (var outcome in plan.Component.ApplyAsync(scope.Refresh(environment), now.Changes))
        {
            await CompleteAsync(scope, outcome, Wait || !isLast);
            progress.Step();
        }
    }

    private async Task CompleteAsync(ConfigurationScope scope, ItemOutcome outcome, bool wait)
    {
        var failure = outcome.Error;
        if (failure is null && outcome.Operation is { } operation && wait)
        {
            try
            {
                await Track(scope.Connection).SuccessAsync(operation, OperationHandler.Of(operation).Describe(operation));
                await Track(scope.Connection).ReadyAsync(scope.Key, $"Restarting environment {scope.Key}");
            }
            catch (BcException exception)
            {
                failure = exception;
            }
        }

        var status = failure is not null ? BcConfigurationStatus.Failed
            : outcome.Operation is { } started && !wait && !started.IsCompleted ? BcConfigurationStatus.Started
            : BcConfigurationStatus.Done;
        WriteObject(ConfigurationObjects.Result(scope, outcome.Change, status, failure?.Message));
        if (failure is not null)
            WriteError(ErrorRecordFactory.Create(BcConfigurationException.At(outcome.Change.Place, failure), outcome.Change.Key));
    }

    /// <summary>One prompt for all changes of a tenant or environment, which shows them.</summary>
    private async Task<bool> ConfirmAsync(ConfigurationScope scope, List<ItemChange> changes)
    {
        const int Most = 25;
        var action = new StringBuilder(changes.Count == 1 ? "Apply 1 change"
            : string.Create(CultureInfo.InvariantCulture, $"Apply {changes.Count} changes"));
        var (added, changed, removed) = (Count(BcConfigurationAction.Add), Count(BcConfigurationAction.Change), Count(BcConfigurationAction.Remove));
        action.Append(CultureInfo.InvariantCulture, $": {added} to add, {changed} to change, {removed} to remove");
        if (IsWhatIf)
            return ShouldProcess(scope.Description, action.ToString());
        foreach (var change in changes.Take(Most))
            action.Append(CultureInfo.InvariantCulture, $"\n  {change}{(string.IsNullOrEmpty(change.Reason) ? "" : $" ({change.Reason})")}");
        if (changes.Count > Most)
            action.Append(CultureInfo.InvariantCulture, $"\n  and {changes.Count - Most} more; -WhatIf shows all of them");

        var powerful = changes.Find(change => change.Action == BcConfigurationAction.Add && change.Component.IndexOf("permissionSet") >= 0
            && PowerfulPermissionSet.Is(change["permissionSet"]!));
        if (powerful is not null && Prompts(Force)
            && !AskDefaultNo($"{action}\nTarget: {scope.Description}\nThe plan grants {powerful["permissionSet"]}. "
            + "Do you want to continue?", $"Grant {powerful["permissionSet"]!.ToUpperInvariant()}"))
        {
            return false;
        }

        if (scope.IsTenant || powerful is not null)
        {
            return scope.Connection.IsReadOnly ? throw ApiClient.ReadOnly("'Set-BcConfiguration'")
                : powerful is not null && Prompts(Force) || ShouldProcess(scope.Description, action.ToString(), Force);
        }

        return await ConfirmAsync(scope.Connection, scope.Key, scope.Description, action.ToString(), Force);

        int Count(BcConfigurationAction wanted) => changes.Count(change => change.Action == wanted);
    }

    private void Skip(ScopePlan plan, string reason)
    {
        foreach (var change in plan.Components.SelectMany(component => component.Changes))
            WriteObject(ConfigurationObjects.Result(plan.Scope, change, BcConfigurationStatus.Skipped, reason));
    }

    /// <summary>The environments to create. Those that cannot be created are refusals.</summary>
    private async Task<List<(MissingEnvironment Missing, CreateEnvironmentRequest Request)>> PlanCreationAsync(
        TenantPlan plan, List<BcConfigurationException> refusals)
    {
        var created = new List<(MissingEnvironment, CreateEnvironmentRequest)>();
        foreach (var missing in plan.Missing)
        {
            try
            {
                created.Add((missing, await PlanCreationAsync(plan.Connection, missing)));
            }
            catch (BcConfigurationException refusal)
            {
                refusals.Add(refusal);
            }
        }

        return created;
    }

    private async Task<CreateEnvironmentRequest> PlanCreationAsync(BcConnection connection, MissingEnvironment missing)
    {
        var key = missing.Entry.Key;
        if (!IncludeEnvironment || missing.Kind is not { } kind)
        {
            throw new BcConfigurationException(
                ErrorCode.EnvironmentNotFound, missing.Entry.Place, $"Tenant {connection.Name} has no environment '{key}'.")
            {
                Target = missing.Entry.Name,
                Suggestion = missing.Suggestion,
                Advice = missing.Kind is null ? "Correct the name, or describe the environment in the member environment."
                    : "Use -IncludeEnvironment to create it.",
            };
        }

        foreach (var required in (string[])["type", "country"])
        {
            if (kind[required] is null)
                throw kind.Fail(required, ErrorCode.InvalidConfiguration, $"Creating environment {key} requires {required}.");
        }

        var ring = kind["ring"] ?? BcApplicationVersion.ProductionRing;
        string? version = null;
        if (kind["version"] is { } policy && VersionPolicy.TryParse(policy)!.Minimum is not null)
        {
            var offered = await AdminCenter(connection).ListApplicationVersionsAsync(key.Family, kind["country"]!, ring,
                PipelineStopToken).ToListAsync();
            var newest = offered.Select(known => known.Version as Version).Max();
            if (!VersionPolicy.TryParse(policy)!.Accepts(newest?.ToString()))
            {
                throw kind.Fail(
                    "version", ErrorCode.TargetVersionNotFound,
                        $"No version that {policy} accepts is offered for country {kind["country"]} and ring {ring}.",
                    newest is null ? "No version is offered." : $"The newest version is {newest}.",
                        newest is null ? null : $">={newest.ToString(2)}");
            }

            version = newest!.ToString();
        }

        return new(kind["type"]!, kind["country"]!.ToUpperInvariant(), kind["ring"], version);
    }

    /// <summary>Creates an environment, waits until it can be used, and applies the configuration to it.</summary>
    private async Task CreateAsync(
        ConfigurationPlanner planner, BcConnection connection, MissingEnvironment missing, CreateEnvironmentRequest request)
    {
        var key = missing.Entry.Key;
        var admin = AdminCenter(connection);
        var parts = new[] { request.EnvironmentType, request.CountryCode, request.ApplicationVersion };
        var description = string.Join(", ", parts.OfType<string>());
        var result = new BcConfigurationResult
        {
            TenantName = connection.Name,
            TenantId = connection.TenantId,
            Connection = connection,
            EnvironmentName = key.Name,
            ApplicationFamily = key.Family,
            Component = missing.Kind!.Component.Name,
            Key = key.Name,
            Action = BcConfigurationAction.Add,
            Status = BcConfigurationStatus.Done,
            Changes = description,
            Source = ConfigurationObjects.Source(missing.Entry.Place),
        };
        if (!ShouldProcess($"environment {key} ({description}, tenant {connection.Name})", "Create", Force))
        {
            WriteObject(result with { Status = IsWhatIf ? BcConfigurationStatus.Planned : BcConfigurationStatus.Declined });
            return;
        }

        var activity = $"Creating environment {key}";
        var operation = await admin.CreateEnvironmentAsync(key, request, PipelineStopToken);
        if (!Wait && missing.Entry.Items.Count == 1)
        {
            WriteObject(result with { Status = BcConfigurationStatus.Started });
            return;
        }

        await Track(connection).SuccessAsync(operation, activity);
        var environment = await Track(connection).ReadyAsync(key, activity);
        WriteObject(result);
        var plan = await planner.PlanAsync(planner.ScopeOf(connection, environment));
        var refusals = plan.Components.SelectMany(component => component.Refusals).ToList();
        foreach (var refusal in refusals)
            WriteError(ErrorRecordFactory.Create(refusal, refusal.Target));
        if (refusals.Count > 0)
            Skip(plan, "Nothing else was changed in the new environment, because the configuration has entries that cannot be applied.");
        else
            await ApplyAsync(planner, plan);
    }

    /// <summary>A tracker for one operation.</summary>
    private OperationTracker Track(BcConnection connection) => new(this, connection, TimeSpan.FromSeconds(TimeoutSec));

    private sealed class Waits(SetBcConfigurationCommand cmdlet) : IConfigurationWaits
    {
        public bool AcceptsTerms => cmdlet.AcceptIsvEula;

        public Task<T> EndAsync<T>(BcConnection connection, T operation)
            where T : class, ILongRunningOperation => cmdlet.Track(connection).EndAsync(operation);

        public Task<T> UntilAsync<T>(BcConnection connection, string activity, WaitFor<T> wait) =>
            cmdlet.Track(connection).UntilAsync(activity, "the service continues.", wait);
    }
}
