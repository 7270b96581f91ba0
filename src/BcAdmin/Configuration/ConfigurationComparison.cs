namespace BcAdmin.Configuration;

/// <summary>Compares the entries of a component. Makes no calls, so it can compare a file with a tenant or with another file.</summary>
internal static class ConfigurationComparison
{
    /// <param name="includeUnlisted">Whether to remove entries that are not in the desired configuration.</param>
    public static IEnumerable<ItemChange> Compare(
        ComponentSchema component, DesiredItems desired, IReadOnlyCollection<ConfigurationItem> current, bool includeUnlisted)
    {
        var known = new Dictionary<string, ConfigurationItem>(current.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var item in current)
            known.TryAdd(item.Key, item);

        var listed = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var item in desired.Items)
        {
            var key = item.Key;
            listed.Add(key);
            var found = known.GetValueOrDefault(key);
            var values = Differences(item, found).ToList();
            if (found is null && component.Shape == ComponentShape.List)
                yield return new(component, BcConfigurationAction.Add, item, null, values) { Place = item.Place! };
            else if (values.Count > 0)
                yield return new(component, BcConfigurationAction.Change, item, found, values) { Place = item.Place! };
        }

        // A setting that is not in the desired configuration is compared only between two files.
        if (!includeUnlisted || (component.Shape != ComponentShape.List && desired.Items.Count > 0))
            yield break;
        foreach (var item in known.Values.Where(item => !listed.Contains(item.Key)))
            yield return new(component, BcConfigurationAction.Remove, null, item, []) { Place = desired.Place };
    }

    private static IEnumerable<ValueChange> Differences(ConfigurationItem desired, ConfigurationItem? current)
    {
        for (var index = 0; index < desired.Values.Length; index++)
        {
            var member = desired.Component.Members[index];
            if (member.IsKey || member.IsNote || desired.Values[index] is not { } wanted)
                continue;
            var known = current?.Values[index];
            if (current is null || !IsMet(member, wanted, known, current))
                yield return new(member, known, wanted);
        }
    }

    private static bool IsMet(ComponentMember member, string wanted, string? known, ConfigurationItem current) =>
        member.AreEqual(wanted, known)
        || (member.Kind == ValueKind.Version && VersionPolicy.TryParse(wanted)!.Accepts(known, current.Offered));
}
