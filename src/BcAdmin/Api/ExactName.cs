namespace BcAdmin.Api;

/// <summary>Finds objects by exact name. Wildcard characters are compared literally, because a pattern must not select what is changed.</summary>
internal static class ExactName
{
    /// <summary>The objects with the name as typed; if there are none, the objects with the name without wildcard escapes.</summary>
    public static List<T> Find<T>(IReadOnlyCollection<T> items, string name, Func<T, IEnumerable<string?>> namesOf)
    {
        var found = Called(name);
        return found.Count > 0 || EscapedName.Unescape(name) is not { } literal || literal == name ? found : Called(literal);

        List<T> Called(string wanted) => [.. items.Where(item => namesOf(item).Contains(wanted, StringComparer.OrdinalIgnoreCase))];
    }
}
