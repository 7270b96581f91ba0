namespace BcAdmin.Api;

/// <summary>Finds the objects that an exact name means. Wildcards are ordinary characters here: a pattern never chooses what is changed.</summary>
internal static class ExactName
{
    /// <summary>The objects with the name as it was typed; where there are none, with the name without the escapes of wildcards.</summary>
    public static List<T> Find<T>(IReadOnlyCollection<T> items, string name, Func<T, IEnumerable<string?>> namesOf)
    {
        var found = Called(name);
        return found.Count > 0 || EscapedName.Unescape(name) is not { } literal || literal == name ? found : Called(literal);

        List<T> Called(string wanted) => [.. items.Where(item => namesOf(item).Contains(wanted, StringComparer.OrdinalIgnoreCase))];
    }

    /// <summary>Whether the user may have typed a pattern, which a change does not accept.</summary>
    public static bool MayBePattern(string name) => name.AsSpan().IndexOfAny('*', '?', '[') >= 0;
}
