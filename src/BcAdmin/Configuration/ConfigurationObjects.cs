namespace BcAdmin.Configuration;

/// <summary>Converts plans to the output objects of the cmdlets.</summary>
internal static class ConfigurationObjects
{
    /// <summary>The differences of a tenant, ordered by level.</summary>
    public static IEnumerable<BcConfigurationDifference> Differences(TenantPlan plan)
    {
        var tenant = new BcConfigurationDifference
        {
            TenantName = plan.Connection.TenantName,
            TenantId = plan.Connection.TenantId,
            Connection = plan.Connection,
        };
        if (plan.Unknown is { } unknown)
            yield return tenant with { Component = "Environment", Action = BcConfigurationAction.Unknown, Reason = unknown.Message };
        foreach (var missing in plan.Missing)
        {
            yield return tenant with
            {
                EnvironmentName = missing.Entry.Name,
                ApplicationFamily = missing.Entry.Key.Family,
                Component = "Environment",
                Key = missing.Entry.Name,
                Desired = missing.Kind is null ? null : string.Join(", ", missing.Kind.Values.OfType<string>()),
                Action = missing.Kind is null ? BcConfigurationAction.None : BcConfigurationAction.Add,
                Reason = Messages.MissingEnvironmentReason(missing),
                Source = Source(missing.Entry.Place),
            };
        }

        foreach (var scope in plan.Scopes)
        {
            var environment = scope.Scope.IsTenant ? tenant : tenant with
            {
                EnvironmentName = scope.Scope.Key.Name,
                ApplicationFamily = scope.Scope.Key.Family,
            };
            foreach (var difference in scope.Components.SelectMany(component => Differences(environment, component)))
                yield return difference;
        }
    }

    /// <summary>The differences between two configurations, or between the configurations of several tenants.</summary>
    public static IEnumerable<BcConfigurationDifference> Differences(
        IReadOnlyList<ConfigurationDocument> desired, IReadOnlyList<ConfigurationDocument> current)
    {
        if (desired.Count == 1 && current.Count == 1)
            return Differences(null, desired, current);
        var tenants = desired.Concat(current).Select(document => document.Tenant?.Text).Distinct(StringComparer.OrdinalIgnoreCase);
        return tenants.SelectMany(tenant => Differences(tenant, Of(tenant, desired), Of(tenant, current)));

        static List<ConfigurationDocument> Of(string? tenant, IEnumerable<ConfigurationDocument> documents) =>
            [.. documents.Where(document => string.Equals(document.Tenant?.Text, tenant, StringComparison.OrdinalIgnoreCase))];
    }

    private static IEnumerable<BcConfigurationDifference> Differences(
        string? tenant, IReadOnlyList<ConfigurationDocument> desired, IReadOnlyList<ConfigurationDocument> current)
    {
        var desiredItems = Items(desired.SelectMany(document => document.TenantItems));
        var currentItems = Items(current.SelectMany(document => document.TenantItems));
        foreach (var difference in Differences(new() { TenantName = tenant }, desiredItems, currentItems))
            yield return difference;
        var known = current.SelectMany(document => document.Environments).ToLookup(entry => entry.Label, StringComparer.OrdinalIgnoreCase);
        var wanted = desired.SelectMany(document => document.Environments).ToLookup(entry => entry.Label, StringComparer.OrdinalIgnoreCase);
        foreach (var label in wanted.Select(group => group.Key).Union(known.Select(group => group.Key), StringComparer.OrdinalIgnoreCase))
        {
            var origin = new BcConfigurationDifference { TenantName = tenant, EnvironmentName = label };
            var (own, other) = (Items(wanted[label].SelectMany(entry => entry.Items)), Items(known[label].SelectMany(entry => entry.Items)));
            foreach (var difference in Differences(origin, own, other))
                yield return difference;
        }

        static Dictionary<ComponentSchema, DesiredItems> Items(IEnumerable<KeyValuePair<ComponentSchema, DesiredItems>> items) =>
            items.DistinctBy(item => item.Key).ToDictionary(item => item.Key, item => item.Value);
    }

    public static BcConfigurationSummary Summary(TenantPlan plan)
    {
        var differences = Differences(plan).ToList();
        var unknown = Count(BcConfigurationAction.Unknown);
        return new()
        {
            TenantName = plan.Connection.TenantName,
            TenantId = plan.Connection.TenantId,
            Connection = plan.Connection,
            InDesiredState = differences.Count == 0 ? true : differences.Count == unknown ? null : false,
            Environments = plan.Scopes.Count(scope => !scope.Scope.IsTenant) + plan.Missing.Count,
            Add = Count(BcConfigurationAction.Add),
            Change = Count(BcConfigurationAction.Change),
            Remove = Count(BcConfigurationAction.Remove),
            Refused = Count(BcConfigurationAction.None),
            Unknown = unknown,
            Differences = differences,
        };

        int Count(BcConfigurationAction action) => differences.Count(difference => difference.Action == action);
    }

    /// <summary>The error for a component that could not be read.</summary>
    public static BcException Unknown(ConfigurationScope scope, ComponentSchema component, BcException failure) =>
        new(ErrorCode.ConfigurationUnknown, Messages.ConfigurationComponentNotReadable(component, scope, failure), failure)
        {
            Target = component.Name,
            Advice = failure.Advice,
        };

    public static BcConfigurationResult Result(
        ConfigurationScope scope, ItemChange change, BcConfigurationStatus status, string? reason = null) => new()
        {
            TenantName = scope.Connection.TenantName,
            TenantId = scope.Connection.TenantId,
            Connection = scope.Connection,
            EnvironmentName = scope.IsTenant ? null : scope.Key.Name,
            ApplicationFamily = scope.IsTenant ? null : scope.Key.Family,
            Component = change.Component.Name,
            Key = NullIfEmpty(change.Key),
            Action = change.Action,
            Status = status,
            Changes = NullIfEmpty(change.Changes),
            Reason = NullIfEmpty(reason ?? change.Reason),
            Source = Source(change.Place),
        };

    public static string Source(FilePlace place) => string.Create(CultureInfo.InvariantCulture, $"{place.File}({place.Line},{place.Column})");

    private static IEnumerable<BcConfigurationDifference> Differences(BcConfigurationDifference origin, ComponentPlan plan)
    {
        origin = origin with { Component = plan.Component.Schema.Name };
        if (plan.Unknown is { } unknown)
            yield return origin with { Action = BcConfigurationAction.Unknown, Reason = unknown.Message, Source = Source(plan.Place) };
        foreach (var refusal in plan.Refusals)
        {
            yield return origin with
            {
                Key = NullIfEmpty(refusal.Entry),
                Action = BcConfigurationAction.None,
                Reason = refusal.Suggestion is null ? refusal.Reason : Messages.ReasonWithSuggestion(refusal),
                Source = Source(refusal.Place),
            };
        }

        foreach (var difference in plan.Changes.SelectMany(change => Differences(origin, change)))
            yield return difference;
    }

    private static IEnumerable<BcConfigurationDifference> Differences(
        BcConfigurationDifference origin, IReadOnlyDictionary<ComponentSchema, DesiredItems> desired,
        IReadOnlyDictionary<ComponentSchema, DesiredItems> current)
    {
        foreach (var component in Components.ManagedComponents.All.Select(component => component.Schema))
        {
            var (wanted, known) = (desired.GetValueOrDefault(component), current.GetValueOrDefault(component));
            if (wanted is null && known is null)
                continue;
            var changes = ConfigurationComparison.Compare(
                component, wanted ?? new(known!.Place, []), known?.Items ?? [], includeUnlisted: true);
            foreach (var difference in changes.SelectMany(change => Differences(origin with { Component = component.Name }, change)))
                yield return difference;
        }
    }

    /// <summary>One object for each changed value, or one for an added or removed entry.</summary>
    private static IEnumerable<BcConfigurationDifference> Differences(BcConfigurationDifference origin, ItemChange change)
    {
        origin = origin with
        {
            Key = NullIfEmpty(change.Key),
            Action = change.Action,
            Reason = NullIfEmpty(change.Reason),
            Source = Source(change.Place),
        };
        if (change.Action == BcConfigurationAction.Change)
        {
            return change.Values.Select(value => origin with
            {
                Property = value.Member.Name,
                Current = value.Member.Show(value.Current),
                Desired = value.Member.Show(value.Desired),
                Source = Source(change.Desired!.PlaceOf(value.Member.Name)),
            });
        }

        return [origin with { Current = Values(change.Current), Desired = Values(change.Desired) }];
    }

    /// <summary>The values of an entry without its key.</summary>
    private static string? Values(ConfigurationItem? item) => item is null ? null : NullIfEmpty(string.Join(", ", item.Component.Members
        .Zip(item.Values, (member, value) => (member, value)).Where(pair => !pair.member.IsKey && pair.value is not null)
        .Select(pair => $"{pair.member.Name}: {pair.value}")));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
