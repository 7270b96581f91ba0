namespace BcAdmin.Pipeline;

/// <summary>
/// The values of a parameter that chooses objects by name, with or without wildcards. A name that an object has exactly is that name and not a
/// pattern, whatever characters it contains. Every list that is chosen from has a filter of its own.
/// </summary>
/// <param name="names">What the user typed; null for a parameter that was left out, which chooses everything.</param>
/// <param name="textsOf">The texts of an object that a name can mean.</param>
/// <param name="emptyIsName">Whether an empty text is a name. Otherwise it matches nothing.</param>
internal sealed class NameFilter<T>(IEnumerable<string>? names, Func<T, IEnumerable<string?>> textsOf, bool emptyIsName = false)
{
    private readonly List<NamePattern>? _names =
        names?.Where(name => emptyIsName || !string.IsNullOrEmpty(name)).Select(name => new NamePattern(name)).ToList();

    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The error of an exact name that no object has; null where such a name is no error.</summary>
    public Func<string, BcException>? NotFound { get; set; }

    /// <summary>The names, where the service can choose by them: none has wildcards.</summary>
    public IReadOnlyList<string>? Exact =>
        _names is { Count: > 0 } && _names.TrueForAll(name => name.IsLiteral) ? _names.ConvertAll(name => name.Literal) : null;

    /// <summary>Whether a list has been read to its end, so that it is known what matched nothing.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The texts of all objects that were seen.</summary>
    public IReadOnlyCollection<string> Seen => _seen;

    /// <summary>The exact names that no object has.</summary>
    public IReadOnlyList<string> Missing => [.. Unmatched.Where(name => name.IsLiteral).Select(name => name.Text)];

    /// <summary>The errors of the missing names, with the nearest name that there is, and of the patterns that are not valid.</summary>
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

    /// <summary>The name that is nearest to a missing one, of those that were seen and others that are known.</summary>
    public string? Nearest(string missing, IEnumerable<string>? known = null) => Suggestion.Nearest(missing, _seen.Concat(known ?? []));

    /// <summary>Takes note of an object, so that its names count for all that is decided later.</summary>
    public void See(T item)
    {
        if (_names is null)
            return;
        _seen.UnionWith(TextsOf(item));
        foreach (var name in _names)
            name.Best = Better(name.Best, MatchOf(name, item));
    }

    /// <summary>Whether the object is chosen, by all that was seen; null while an object that is still to come can decide otherwise.</summary>
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

    /// <summary>Whether the object is chosen, when all objects were seen.</summary>
    public bool Matches(T item) => Decide(item) != false;

    public void Complete() => IsComplete = true;

    /// <summary>The chosen objects of a list that is here in full.</summary>
    public List<T> From(IReadOnlyCollection<T> items)
    {
        foreach (var item in items)
            See(item);
        Complete();
        return [.. items.Where(Matches)];
    }

    /// <summary>The chosen objects of a list that is here in full; fails with the first error.</summary>
    public List<T> Choose(IReadOnlyCollection<T> items)
    {
        var chosen = From(items);
        foreach (var (_, error) in Errors)
            throw error;
        return chosen;
    }

    private IEnumerable<NamePattern> Unmatched => (_names ?? []).Where(name => name.Best == NameMatch.None);

    private NameMatch MatchOf(NamePattern name, T item) =>
        name.MatchesAll ? NameMatch.Pattern : TextsOf(item).Aggregate(NameMatch.None, (best, text) => Better(best, name.MatchOf(text)));

    private IEnumerable<string> TextsOf(T item) => textsOf(item).OfType<string>().Where(text => emptyIsName || text.Length > 0);

    private static NameMatch Better(NameMatch one, NameMatch other) => one > other ? one : other;
}

/// <summary>Chooses from lists by filters.</summary>
internal static class NameFilter
{
    /// <summary>
    /// The objects that all filters choose, in their order. They are passed on as they come; only where an exact name may follow what matches a
    /// pattern are they held until that is known.
    /// </summary>
    public static async IAsyncEnumerable<T> ChosenBy<T>(this IAsyncEnumerable<T> items, params NameFilter<T>[] filters)
    {
        var held = new List<T>();
        await foreach (var item in items)
        {
            foreach (var filter in filters)
                filter.See(item);
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

    /// <summary>Those of the values that the typed ones mean, for lists of plain names.</summary>
    public static NameFilter<string> Of(IEnumerable<string>? names) => new(names, value => [value]);

    /// <summary>
    /// Replaces each pattern among the names by the keys of the objects that it matches, for reads that look up one name after the other. The list
    /// is read only where there is a pattern.
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

    /// <summary>Whether it is a pattern that can be read.</summary>
    public static bool IsPattern(string name) => new NamePattern(name).IsPattern;

    /// <summary>The error of a pattern that is not valid; null for any other name.</summary>
    public static BcException? Invalid(string name) => new NamePattern(name).Error;
}
