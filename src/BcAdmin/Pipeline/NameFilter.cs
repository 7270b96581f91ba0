namespace BcAdmin.Pipeline;

/// <summary>
/// Selects objects by the values of a parameter, with or without wildcards. A value that is exactly the name of an object selects this object and is
/// not used as a pattern. Each list requires a separate filter.
/// </summary>
/// <param name="names">The values that the user specified; null selects all objects.</param>
/// <param name="textsOf">Gets the texts of an object that names are compared with.</param>
/// <param name="emptyIsName">Whether an empty text is a name. Otherwise, it matches nothing.</param>
internal sealed class NameFilter<T>(IEnumerable<string>? names, Func<T, IEnumerable<string?>> textsOf, bool emptyIsName = false)
{
    private readonly List<NamePattern>? _names =
        names?.Where(name => emptyIsName || !string.IsNullOrEmpty(name)).Select(name => new NamePattern(name)).ToList();

    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates the error for an exact name that no object has; null if this is not an error.</summary>
    public Func<string, BcException>? NotFound { get; set; }

    /// <summary>The names, if none contains wildcards, so that the service can filter by them.</summary>
    public IReadOnlyList<string>? Exact =>
        _names is { Count: > 0 } && _names.TrueForAll(name => name.IsLiteral) ? _names.ConvertAll(name => name.Literal) : null;

    /// <summary>Whether a list was read completely, so that names without a match are known.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The texts of all objects that were read.</summary>
    public IReadOnlyCollection<string> Seen => _seen;

    /// <summary>The exact names that no object has.</summary>
    public IReadOnlyList<string> Missing => [.. Unmatched.Where(name => name.IsLiteral).Select(name => name.Text)];

    /// <summary>The errors for names without a match, with the most similar existing name, and for invalid patterns.</summary>
    public IEnumerable<(string Name, BcException Error)> Errors
    {
        get
        {
            if (NotFound is { } notFound)
            {
                foreach (var name in Missing)
                {
                    var error = notFound(name);
                    error.Suggestion ??= Nearest(name);
                    yield return (name, error);
                }
            }

            foreach (var name in Unmatched)
            {
                if (name.Error is { } error)
                    yield return (name.Text, error);
            }
        }
    }

    /// <summary>Gets the most similar name to one without a match, from the objects that were read and further known names.</summary>
    public string? Nearest(string missing, IEnumerable<string>? known = null) => Suggestion.Nearest(missing, _seen.Concat(known ?? []));

    /// <summary>Adds the names of an object, which affect all later decisions.</summary>
    public void Observe(T item)
    {
        if (_names is null)
            return;
        _seen.UnionWith(TextsOf(item));
        foreach (var name in _names)
            name.Best = Max(name.Best, MatchOf(name, item));
    }

    /// <summary>Whether the object is selected, based on the objects read so far; null if a later object can change this.</summary>
    public bool? Decide(T item)
    {
        if (_names is null)
            return true;
        var isOpen = false;
        foreach (var name in _names)
        {
            var match = MatchOf(name, item);
            if (match == NameMatch.None || match < name.Best)
                continue;
            if (match == name.Most)
                return true;
            isOpen = true;
        }

        return isOpen ? null : false;
    }

    /// <summary>Whether the object is selected, after all objects were read.</summary>
    public bool Matches(T item) => Decide(item) != false;

    public void Complete() => IsComplete = true;

    /// <summary>Gets the selected objects of a complete list.</summary>
    public List<T> From(IReadOnlyCollection<T> items)
    {
        foreach (var item in items)
            Observe(item);
        Complete();
        return [.. items.Where(Matches)];
    }

    /// <summary>Gets the selected objects of a complete list. Throws the first error.</summary>
    public List<T> Choose(IReadOnlyCollection<T> items)
    {
        var chosen = From(items);
        foreach (var (_, error) in Errors)
            throw error;
        return chosen;
    }

    private IEnumerable<NamePattern> Unmatched => (_names ?? []).Where(name => name.Best == NameMatch.None);

    private NameMatch MatchOf(NamePattern name, T item) =>
        name.MatchesAll ? NameMatch.Pattern : TextsOf(item).Aggregate(NameMatch.None, (best, text) => Max(best, name.MatchOf(text)));

    private IEnumerable<string> TextsOf(T item) => textsOf(item).OfType<string>().Where(text => emptyIsName || text.Length > 0);

    private static NameMatch Max(NameMatch one, NameMatch other) => one > other ? one : other;
}

/// <summary>Applies filters to lists.</summary>
internal static class NameFilter
{
    /// <summary>
    /// Returns the objects that all filters select, in their order. They are streamed, except for objects that match a pattern while a later object
    /// can match the same value as an exact name; these are buffered until that is known.
    /// </summary>
    public static async IAsyncEnumerable<T> ChosenBy<T>(this IAsyncEnumerable<T> items, params NameFilter<T>[] filters)
    {
        var held = new List<T>();
        await foreach (var item in items)
        {
            foreach (var filter in filters)
                filter.Observe(item);
            if (Array.Exists(filters, filter => filter.Decide(item) == false))
                continue;
            if (held.Count > 0 || Array.Exists(filters, filter => filter.Decide(item) is null))
                held.Add(item);
            else
                yield return item;
        }

        foreach (var filter in filters)
            filter.Complete();
        foreach (var item in held)
        {
            if (Array.TrueForAll(filters, filter => filter.Matches(item)))
                yield return item;
        }
    }

    /// <summary>Creates a filter for a list of names.</summary>
    public static NameFilter<string> Of(IEnumerable<string>? names) => new(names, value => [value]);

    /// <summary>
    /// Replaces each pattern by the keys of the objects that it matches, for reads that look up one name per call. The list is read only if there is
    /// a pattern.
    /// </summary>
    /// <exception cref="BcException">InvalidPattern.</exception>
    public static async Task<IReadOnlyList<string>> ExpandAsync<T>(
        IEnumerable<string> names, Func<Task<List<T>>> read, Func<T, IEnumerable<string?>> textsOf, Func<T, string> keyOf)
    {
        var expanded = new List<string>();
        foreach (var name in names.Where(name => name.Length > 0))
        {
            if (HasWildcards(name))
                expanded.AddRange(new NameFilter<T>([name], textsOf).Choose(await read()).Select(keyOf));
            else
                expanded.Add(name);
        }

        return [.. expanded.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    public static bool HasWildcards(string name) => !new NamePattern(name).IsLiteral;

    /// <summary>Whether the name is a valid pattern.</summary>
    public static bool IsPattern(string name) => new NamePattern(name).IsPattern;

    /// <summary>Gets the error of an invalid pattern; null for any other name.</summary>
    public static BcException? Invalid(string name) => new NamePattern(name).Error;
}
