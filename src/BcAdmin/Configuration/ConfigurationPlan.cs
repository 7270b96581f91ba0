using BcAdmin.Configuration.Components;

namespace BcAdmin.Configuration;

/// <summary>The comparison of one component of a tenant or environment with the file.</summary>
internal sealed record ComponentPlan(IManagedComponent Component)
{
    public IReadOnlyList<ItemChange> Changes { get; init; } = [];

    /// <summary>Entries that cannot be applied.</summary>
    public IReadOnlyList<BcConfigurationException> Refusals { get; init; } = [];

    /// <summary>The reason why the current state is not known; null if it is known.</summary>
    public BcException? Unknown { get; init; }

    /// <summary>The position of the component in the file.</summary>
    public required FilePlace Place { get; init; }

    public ComponentPlan Only(Func<ItemChange, bool> isWanted) => this with { Changes = [.. Changes.Where(isWanted)] };
}

/// <summary>The comparison of a tenant or an environment with the file.</summary>
internal sealed record ScopePlan(ConfigurationScope Scope, IReadOnlyList<ComponentPlan> Components);

/// <summary>An environment that is in the file but not in the tenant.</summary>
/// <param name="Kind">The properties of the environment to create; null if the file does not specify them.</param>
internal sealed record MissingEnvironment(ConfigurationEntry Entry, ConfigurationItem? Kind, string? Suggestion);

/// <summary>The comparison of one tenant with the file.</summary>
internal sealed record TenantPlan(BcConnection Connection)
{
    public IReadOnlyList<ScopePlan> Scopes { get; init; } = [];

    public IReadOnlyList<MissingEnvironment> Missing { get; init; } = [];

    /// <summary>The reason why the environments are not known; null if they are known.</summary>
    public BcException? Unknown { get; init; }

    /// <summary>The parts that could not be read: the environments, or a component of the tenant or of an environment.</summary>
    public IEnumerable<(string Component, string? Environment, BcException Failure)> UnknownParts =>
        (Unknown is null ? [] : new[] { ("Environment", (string?)null, Unknown) }).Concat(Scopes.SelectMany(
            scope => scope.Components.Where(component => component.Unknown is not null).Select(component => (
                component.Component.Schema.Name, scope.Scope.IsTenant ? null : scope.Scope.Key.Name, component.Unknown!))));

    public IEnumerable<BcConfigurationException> Refusals => Scopes.SelectMany(scope => scope.Components).SelectMany(component => component.Refusals);
}

/// <summary>Reads tenants and compares them with a configuration. Components are read concurrently and fail independently.</summary>
/// <param name="documentOf">Gets the configuration of a tenant.</param>
internal sealed class ConfigurationPlanner(
    Func<BcConnection, ConfigurationDocument> documentOf, ConfigurationSecrets secrets, CancellationToken cancellationToken)
{
    public required Func<BcConnection, AdminCenterClient> AdminCenter { get; init; }

    public required Func<BcConnection, EnvironmentKey, AutomationClient> Automation { get; init; }

    /// <summary>Whether a component is selected.</summary>
    public required Func<ComponentSchema, bool> IsWanted { get; init; }

    /// <summary>The names of the environments to compare; null for all.</summary>
    public string[]? Environments { get; init; }

    /// <summary>Called with the environments of each tenant, unless only selected environments are compared.</summary>
    public Action<ConfigurationDocument, IReadOnlyList<BcEnvironment>> EnvironmentsRead { get; init; } = (_, _) => { };

    /// <summary>Whether to remove entries that are not in the file.</summary>
    public bool IncludeUnlisted { get; init; }

    public IConfigurationHost? Host { get; init; }

    /// <exception cref="BcException">The configuration is for another tenant, or its entries conflict.</exception>
    public async Task<TenantPlan> PlanAsync(BcConnection connection)
    {
        var document = documentOf(connection);
        var tenant = new ConfigurationScope(connection, AdminCenter(connection), null, null, secrets, cancellationToken)
        {
            Desired = document.TenantItems,
            Host = Host,
        };
        var tenantPlan = Environments is null ? PlanAsync(tenant) : null;
        if (document.Environments.Count == 0)
            return new(connection) { Scopes = await NotEmptyAsync(tenantPlan).ConfigureAwait(false) };

        List<BcEnvironment> all;
        try
        {
            all = await AdminCenter(connection).ListEnvironmentsAsync(null, cancellationToken)
                .Where(environment => !environment.HasStatus("SoftDeleted")).ToListAsync().ConfigureAwait(false);
        }
        catch (BcException failure)
        {
            return new(connection) { Scopes = await NotEmptyAsync(tenantPlan).ConfigureAwait(false), Unknown = failure };
        }

        if (Environments is null)
            EnvironmentsRead(document, all);
        var chosen = Chosen(connection, all, out var missing);
        var scopes = chosen.Select(environment => ScopeOf(connection, environment)).Where(scope => scope.Desired.Count > 0).ToList();
        var plans = await Task.WhenAll(scopes.Select(PlanAsync)).ConfigureAwait(false);
        return new(connection) { Scopes = [.. await NotEmptyAsync(tenantPlan).ConfigureAwait(false), .. plans], Missing = missing };
    }

    /// <summary>Compares a tenant or environment with the file.</summary>
    public async Task<ScopePlan> PlanAsync(ConfigurationScope scope)
    {
        var components = ManagedComponents.Of(scope.IsTenant)
            .Where(component => IsWanted(component.Schema) && scope.Desired.ContainsKey(component.Schema)).ToList();
        // Higher levels have the longest chains of calls, from companies to permission sets, so they start first.
        var plans = components.OrderByDescending(component => component.Schema.Level)
            .ToDictionary(component => component, component => PlanAsync(scope, component));
        return new(scope, await Task.WhenAll(components.Select(component => plans[component])).ConfigureAwait(false));
    }

    public async Task<ComponentPlan> PlanAsync(ConfigurationScope scope, IManagedComponent component)
    {
        var desired = scope.Desired[component.Schema];
        var plan = new ComponentPlan(component) { Place = desired.Place };
        if (component.Schema.Level == ComponentLevel.Content && !scope.Environment.HasStatus("Active"))
        {
            return plan with
            {
                Unknown = new(ErrorCode.EnvironmentNotActive,
                    Messages.InactiveEnvironmentContentNotReadable(scope))
                {
                    Target = scope.Key.Name,
                },
            };
        }

        try
        {
            var current = await component.ReadAsync(scope, desired.Items).ConfigureAwait(false);
            var refusals = new List<BcConfigurationException>();
            var resolved = await ResolveAsync(scope, component, desired, refusals).ConfigureAwait(false);
            // An entry that cannot be resolved may correspond to one that seems unlisted, so nothing is removed in that case.
            var removes = IncludeUnlisted && component.Schema.CanRemove && refusals.Count == 0;
            var changes = ConfigurationComparison.Compare(component.Schema, resolved, current, removes).ToList();
            return plan with { Changes = await CheckAsync(scope, component, changes, refusals).ConfigureAwait(false), Refusals = refusals };
        }
        catch (BcException failure)
        {
            return plan with { Unknown = failure };
        }
    }

    public ConfigurationScope ScopeOf(BcConnection connection, BcEnvironment environment) =>
        new(connection, AdminCenter(connection), environment, Automation(connection, environment.Key), secrets, cancellationToken)
        {
            Desired = documentOf(connection).ItemsOf(environment),
            Host = Host,
        };

    private static async Task<DesiredItems> ResolveAsync(
        ConfigurationScope scope, IManagedComponent component, DesiredItems desired, List<BcConfigurationException> refusals)
    {
        var resolved = new List<ConfigurationItem>(desired.Items.Count);
        var keys = new Dictionary<string, FilePlace>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in desired.Items)
        {
            try
            {
                var known = await component.ResolveAsync(scope, item).ConfigureAwait(false);
                if (!keys.TryAdd(known.Key, item.Place!))
                {
                    throw new BcConfigurationException(
                        ErrorCode.InvalidConfiguration, item.Place!, Messages.ConfigurationItemListedTwice(known, keys))
                    {
                        Target = known.Key,
                    };
                }

                resolved.Add(known);
            }
            catch (BcConfigurationException refusal)
            {
                refusals.Add(refusal.Of(item.Key));
            }
        }

        return desired with { Items = resolved };
    }

    private static async Task<IReadOnlyList<ItemChange>> CheckAsync(
        ConfigurationScope scope, IManagedComponent component, List<ItemChange> changes, List<BcConfigurationException> refusals)
    {
        var plan = new List<ItemChange>();
        foreach (var change in changes)
        {
            try
            {
                if (await component.CheckAsync(scope, change, changes).ConfigureAwait(false) is { } possible)
                    plan.Add(possible);
            }
            catch (BcConfigurationException refusal)
            {
                refusals.Add(refusal.Of(change.Key));
            }
        }

        return plan;
    }

    /// <summary>The environments to compare, and those that are in the file but not in the tenant.</summary>
    private List<BcEnvironment> Chosen(BcConnection connection, List<BcEnvironment> all, out List<MissingEnvironment> missing)
    {
        var absent = documentOf(connection).Environments.Where(entry => entry.Name is not null && !all.Exists(entry.IsAbout)).ToList();
        if (Environments is not null)
        {
            var names = new NameFilter<string>(Environments, name => [name])
            {
                NotFound = name =>
                    new(ErrorCode.EnvironmentNotFound, Messages.EnvironmentNotInTenantOrConfiguration(connection, name))
                {
                    Target = name,
                },
            };
            var chosen = names.Choose([.. all.Select(environment => environment.Name), .. absent.Select(entry => entry.Name!)])
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            all = all.FindAll(environment => chosen.Contains(environment.Name));
            absent.RemoveAll(entry => !chosen.Contains(entry.Name!));
        }

        var known = all.Select(environment => environment.Name).ToList();
        missing = absent.ConvertAll(entry => new MissingEnvironment(
            entry, entry.Items.FirstOrDefault(item => item.Key.Name == "Environment").Value?.Items[0], Suggestion.Nearest(entry.Name!, known)));
        return all;
    }

    private static async Task<ScopePlan[]> NotEmptyAsync(Task<ScopePlan>? plan) =>
        plan is not null && await plan.ConfigureAwait(false) is { Components.Count: > 0 } known ? [known] : [];
}
