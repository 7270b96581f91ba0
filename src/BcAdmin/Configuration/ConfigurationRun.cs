namespace BcAdmin.Configuration;

/// <summary>
/// Applies a configuration to tenants: prompts, reads the state again, and makes the changes, one component after another. Stops if the tenant has
/// changed since the plan was shown. Changes describe the desired state, so an interrupted run can be repeated.
/// </summary>
internal sealed class ConfigurationRun(ConfigurationPlanner planner, IConfigurationHost host, CancellationToken cancellationToken)
{
    private BcConfigurationStatus Unconfirmed => host.IsWhatIf ? BcConfigurationStatus.Planned : BcConfigurationStatus.Declined;

    /// <summary>Applies the plan of a tenant. Nothing is changed if an entry cannot be applied.</summary>
    /// <exception cref="BcException">The environments of the tenant could not be read.</exception>
    public async Task ApplyAsync(TenantPlan plan)
    {
        if (plan.Unknown is { } unknown)
            throw unknown;
        var refusals = plan.Refusals.ToList();
        var created = await PlanCreationAsync(plan, refusals).ConfigureAwait(true);
        if (refusals.Count > 0)
        {
            foreach (var refusal in refusals)
                host.WriteError(refusal, refusal.Target);
            foreach (var scope in plan.Scopes)
                Skip(scope, Messages.TenantNotChangedInvalidEntries);
            return;
        }

        foreach (var scope in plan.Scopes)
            await TryAsync(scope.Scope.Description, () => ApplyAsync(scope)).ConfigureAwait(true);
        foreach (var (missing, request) in created)
            await TryAsync(missing.Entry.Name, () => CreateAsync(plan.Connection, missing, request)).ConfigureAwait(true);
    }

    /// <summary>Prompts for the plan of a tenant or environment, and applies it.</summary>
    private async Task ApplyAsync(ScopePlan plan)
    {
        if (!plan.Scope.IsTenant && host is { CreatesEnvironments: true, IsWhatIf: false } && IsActivating(plan.Scope.Environment))
        {
            // An earlier run created the environment.
            var environment = await host.WaitUntilReadyAsync(plan.Scope.Connection, plan.Scope.Key,
                Messages.CreatingConfiguredEnvironment(plan)).ConfigureAwait(true);
            await ApplyNewAsync(plan.Scope.Connection, environment).ConfigureAwait(true);
            return;
        }

        foreach (var component in plan.Components.Where(component => component.Unknown is not null))
            {
            var schema = component.Component.Schema;
            host.WriteError(ConfigurationObjects.Unknown(plan.Scope, schema, component.Unknown!), schema.Name);
        }

        Skip(plan with { Components = [.. plan.Components.Select(component =>
            component.Only(change => change.Action == BcConfigurationAction.None))] });
        plan = plan with { Components = [.. plan.Components.Select(component =>
            component.Only(change => change.Action != BcConfigurationAction.None))] };
        var changes = plan.Components.SelectMany(component => component.Changes).ToList();
        if (changes.Count == 0)
        {
            host.WriteVerbose(Messages.NothingToChange(plan));
            return;
        }

        if (!await host.ConfirmAsync(plan.Scope, changes).ConfigureAwait(true))
        {
            foreach (var change in changes)
                host.Write(ConfigurationObjects.Result(plan.Scope, change, Unconfirmed));
            return;
        }

        using var progress = host.ShowProgress(plan.Scope, changes.Count, out var step);
        var open = plan.Components.Where(component => component.Changes.Count > 0).ToList();
        for (var index = 0; index < open.Count; index++)
        {
            try
            {
                await ApplyAsync(plan.Scope, open[index], isLast: index == open.Count - 1, step).ConfigureAwait(true);
            }
            catch (BcException failure) when (failure.Is(ErrorCode.ConfigurationChanged))
            {
                Skip(plan with { Components = [.. open.Skip(index)] }, failure.Message);
                throw;
            }
        }
    }

    /// <summary>Reads a component again and makes its changes if they still match the plan.</summary>
    private async Task ApplyAsync(ConfigurationScope scope, ComponentPlan plan, bool isLast, Action step)
    {
        var environment = plan.Component.Schema.Level == ComponentLevel.Environment
            ? await scope.Admin.GetEnvironmentAsync(scope.Key, scope.CancellationToken).ConfigureAwait(true) : null;
        var now = (await planner.PlanAsync(scope.Refresh(environment), plan.Component).ConfigureAwait(true))
            .Only(change => change.Action != BcConfigurationAction.None);
        var planned = plan.Changes.ToDictionary(change => (change.Action, change.Key));
        if (now.Unknown is not null || now.Refusals.Count > 0
            || now.Changes.Any(change => !planned.TryGetValue((change.Action, change.Key), out var known) || !known.IsSame(change)))
        {
            throw new BcException(
                ErrorCode.ConfigurationChanged, Messages.ComponentChangedAfterPlan(plan, scope), now.Unknown)
            {
                Target = plan.Component.Schema.Name,
                Advice = Messages.RerunToApplyNewPlan,
            };
        }

        var open = now.Changes.ToDictionary(change => (change.Action, change.Key));
        foreach (var change in plan.Changes.Where(change => !open.ContainsKey((change.Action, change.Key))))
        {
            host.Write(ConfigurationObjects.Result(scope, change, BcConfigurationStatus.AlreadyDone));
            step();
        }

        if (open.Count == 0)
            return;
        try
        {
            await foreach (var outcome in plan.Component.ApplyAsync(scope.Refresh(environment), now.Changes).ConfigureAwait(true))
            {
                open.Remove((outcome.Change.Action, outcome.Change.Key));
                await CompleteAsync(scope, outcome, host.WaitsForLast || !isLast).ConfigureAwait(true);
                step();
            }
        }
        catch (BcException failure)
        {
            foreach (var change in open.Values)
                host.Write(ConfigurationObjects.Result(scope, change, BcConfigurationStatus.Failed, failure.Message));
            host.WriteError(failure, plan.Component.Schema.Name);
        }
    }

    private async Task CompleteAsync(ConfigurationScope scope, ItemOutcome outcome, bool wait)
    {
        var failure = outcome.Error;
        if (failure is null && outcome.Operation is { } operation && wait)
        {
            try
            {
                var ended = await host.EndAsync(scope.Connection, operation).ConfigureAwait(true);
                if (!ended.IsSucceeded)
                    throw OperationHandler.Failed(ended);
                await host.WaitUntilReadyAsync(scope.Connection, scope.Key, Messages.RestartingConfiguredEnvironment(scope)).ConfigureAwait(true);
            }
            catch (BcException exception)
            {
                failure = exception;
            }
        }

        var status = failure is not null ? BcConfigurationStatus.Failed
            : outcome.Operation is { IsCompleted: false } && !wait ? BcConfigurationStatus.Started
            : BcConfigurationStatus.Done;
        host.Write(ConfigurationObjects.Result(scope, outcome.Change, status, failure?.Message));
        if (failure is not null)
            host.WriteError(BcConfigurationException.At(outcome.Change.Place, failure), outcome.Change.Key);
    }

    private void Skip(ScopePlan plan, string? reason = null)
    {
        foreach (var change in plan.Components.SelectMany(component => component.Changes))
            host.Write(ConfigurationObjects.Result(plan.Scope, change, BcConfigurationStatus.Skipped, reason));
    }

    /// <summary>The environments to create. Environments that cannot be created are reported as errors.</summary>
    private async Task<List<(MissingEnvironment Missing, CreateEnvironmentRequest Request)>> PlanCreationAsync(
        TenantPlan plan, List<BcConfigurationException> refusals)
    {
        var created = new List<(MissingEnvironment, CreateEnvironmentRequest)>();
        foreach (var missing in plan.Missing)
        {
            try
            {
                created.Add((missing, await PlanCreationAsync(plan.Connection, missing).ConfigureAwait(true)));
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
        if (!host.CreatesEnvironments || missing.Kind is not { } kind)
        {
            throw new BcConfigurationException(
                ErrorCode.EnvironmentNotFound, missing.Entry.Place, Messages.ConfiguredEnvironmentNotFound(connection, key))
            {
                Target = missing.Entry.Name,
                Suggestion = missing.Suggestion,
                Advice = missing.Kind is null ? Messages.CorrectNameOrDescribeEnvironment
                    : Messages.UseIncludeEnvironment,
            };
        }

        foreach (var required in (string[])["type", "country"])
        {
            if (kind[required] is null)
                throw kind.Fail(required, ErrorCode.InvalidConfiguration, Messages.EnvironmentCreationRequiresMember(key, required));
        }

        var ring = kind["ring"] ?? BcApplicationVersion.ProductionRing;
        string? version = null;
        if (kind["version"] is { } policy && VersionPolicy.TryParse(policy)!.Minimum is not null)
        {
            var offered = await planner.AdminCenter(connection)
                .ListApplicationVersionsAsync(key.Family, kind["country"]!, ring, cancellationToken).ToListAsync().ConfigureAwait(true);
            var newest = offered.Select(known => known.Version as Version).Max();
            if (!VersionPolicy.TryParse(policy)!.Accepts(newest?.ToString()))
            {
                throw kind.Fail(
                    "version", ErrorCode.TargetVersionNotFound,
                    Messages.NoAcceptedVersionForCountryAndRing(policy, kind, ring),
                    newest is null ? Messages.NoCreationVersionOffered : Messages.NewestOfferedVersion(newest),
                    newest is null ? null : $">={newest.ToString(2)}");
            }

            version = newest!.ToString();
        }

        return new(kind["type"]!, kind["country"]!.ToUpperInvariant(), kind["ring"], version);
    }

    /// <summary>Creates an environment, waits until it is ready, and applies the configuration to it.</summary>
    private async Task CreateAsync(BcConnection connection, MissingEnvironment missing, CreateEnvironmentRequest request)
    {
        var key = missing.Entry.Key;
        var parts = new[] { request.EnvironmentType, request.CountryCode, request.ApplicationVersion };
        var description = string.Join(", ", parts.OfType<string>());
        var result = new BcConfigurationResult
        {
            TenantName = connection.TenantName,
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
        if (!host.ConfirmCreation(connection, key, description))
        {
            host.Write(result with { Status = Unconfirmed });
            return;
        }

        var activity = Messages.CreatingEnvironment(key);
        var operation = await planner.AdminCenter(connection).CreateEnvironmentAsync(key, request, cancellationToken).ConfigureAwait(true);
        if (!host.WaitsForLast && missing.Entry.Items.Count == 1)
        {
            host.Write(result with { Status = BcConfigurationStatus.Started });
            return;
        }

        var ended = await host.EndAsync(connection, operation).ConfigureAwait(true);
        if (!ended.IsSucceeded)
            throw OperationHandler.Failed(ended);
        var environment = await host.WaitUntilReadyAsync(connection, key, activity).ConfigureAwait(true);
        host.Write(result);
        await ApplyNewAsync(connection, environment).ConfigureAwait(true);
    }

    /// <summary>Applies the configuration to a new environment, whose content was not known when the plan was made.</summary>
    private async Task ApplyNewAsync(BcConnection connection, BcEnvironment environment)
    {
        var plan = await planner.PlanAsync(planner.ScopeOf(connection, environment)).ConfigureAwait(true);
        var refusals = plan.Components.SelectMany(component => component.Refusals).ToList();
        foreach (var refusal in refusals)
            host.WriteError(refusal, refusal.Target);
        if (refusals.Count > 0)
            Skip(plan, Messages.NewEnvironmentNotConfiguredInvalidEntries);
        else
            await ApplyAsync(plan).ConfigureAwait(true);
    }

    private async Task TryAsync(object? target, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(true);
        }
        catch (BcException failure)
        {
            host.WriteError(failure, target);
        }
    }

    /// <summary>Whether the environment is about to become active.</summary>
    private static bool IsActivating(BcEnvironment environment) => environment.HasStatus("Preparing") || environment.HasStatus("NotReady");
}
