using System.Management.Automation;
using System.Runtime.CompilerServices;
using BcAdmin.Api;

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
    private readonly List<NamePattern>? _names = names?.Where(name => emptyIsName || !string.IsNullOrEmpty(name)).Select(name => new NamePattern(name)).ToList();
    private readonly Dictionary<NamePattern, NameMatch> _best = [];
    private readonly HashSet<string> _seen = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a list has been read to its end, so that what matched nothing is known.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The names, where the service can choose by them: none has wildcards.</summary>
    public IReadOnlyList<string>? Exact => _names is { Count: > 0 } && _names.TrueForAll(name => name.IsLiteral) ? _names.ConvertAll(name => name.Literal) : null;

    /// <summary>Takes note of an object, so that its names count for all that is decided later.</summary>
    public void See(T item)
    {
        if (_names is null)
            return;
        foreach (var text in textsOf(item))
        {
            if (string.IsNullOrEmpty(text) && !emptyIsName)
                continue;
            _seen.Add(text ?? string.Empty);
        }

        foreach (var name in _names)
            _best[name] = (NameMatch)Math.Max((int)_best.GetValueOrDefault(name), (int)MatchOf(name, item));
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
            if (match == NameMatch.None || match < _best.GetValueOrDefault(name))
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

    /// <summary>The texts of all objects that were seen.</summary>
    public IReadOnlyCollection<string> Seen => _seen;

    /// <summary>The exact names that no object has.</summary>
    public IReadOnlyList<string> Missing => [.. (_names ?? []).Where(name => name.IsLiteral && _best.GetValueOrDefault(name) == NameMatch.None).Select(name => name.Text)];

    /// <summary>The patterns that cannot be read and are the name of no object either, each with its error.</summary>
    public IReadOnlyList<(string Name, BcException Error)> Invalid =>
        [.. (_names ?? []).Where(name => name.IsInvalid && _best.GetValueOrDefault(name) == NameMatch.None).Select(name => (name.Text, name.Invalid()))];

    /// <summary>The name that is nearest to a missing one, of those that were seen and others that are known.</summary>
    public string? Nearest(string missing, IEnumerable<string>? known = null) => Suggestion.Nearest(missing, known is null ? _seen : _seen.Concat(known));

    private NameMatch MatchOf(NamePattern name, T item)
    {
        var best = NameMatch.None;
        foreach (var text in textsOf(item))
        {
            if ((text is null || (text.Length == 0 && !emptyIsName)) && !name.MatchesAll)
                continue;
            best = (NameMatch)Math.Max((int)best, (int)name.MatchOf(text ?? string.Empty));
        }

        return best;
    }
}

/// <summary>Chooses from lists by filters.</summary>
internal static class NameFilter
{
    /// <summary>
    /// The objects that all filters choose, in their order. They are passed on as they come; only where an exact name may follow what matches a
    /// pattern are they held until that is known.
    /// </summary>
    public static async IAsyncEnumerable<T> ChosenBy<T>(
        this IAsyncEnumerable<T> items, NameFilter<T> filter, NameFilter<T>? other = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        NameFilter<T>[] filters = other is null ? [filter] : [filter, other];
        var held = new List<T>();
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            foreach (var each in filters)
                each.See(item);
            if (Array.Exists(filters, each => each.Decide(item) == false))
                continue;
            if (held.Count > 0 || Array.Exists(filters, each => each.Decide(item) is null))
                held.Add(item);
            else
                yield return item;
        }

        foreach (var each in filters)
            each.Complete();
        foreach (var item in held)
        {
            if (Array.TrueForAll(filters, each => each.Matches(item)))
                yield return item;
        }
    }

    /// <summary>Those of the values that the typed ones mean, for lists of plain names.</summary>
    public static NameFilter<string> Of(IEnumerable<string>? names) => new(names, value => [value]);

    public static bool HasWildcards(string name) => !new NamePattern(name).IsLiteral;

    /// <summary>Whether it is a pattern that can be read.</summary>
    public static bool IsPattern(string name) => new NamePattern(name) is { IsLiteral: false, IsInvalid: false };

    /// <summary>The error for a pattern that cannot be read; null for any other name.</summary>
    public static BcException? Invalid(string name) => new NamePattern(name) is { IsInvalid: true } pattern ? pattern.Invalid() : null;
}

/// <summary>How well a name fits a text. The best fit counts.</summary>
internal enum NameMatch
{
    None,
    Pattern,

    /// <summary>The text, when the escapes of wildcards are taken out of the name.</summary>
    Unescaped,

    /// <summary>The text as it was typed.</summary>
    Exact,
}

/// <summary>One name as the user typed it.</summary>
internal sealed class NamePattern
{
    private readonly WildcardPattern? _pattern;
    private readonly string? _problem;

    public NamePattern(string text)
    {
        (Text, Literal) = (text, WildcardPattern.Unescape(text));
        if (!HasWildcards(text))
            return;
        try
        {
            // A pattern is read when it is used for the first time.
            var pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            pattern.IsMatch(string.Empty);
            _pattern = pattern;
        }
        catch (Exception exception) when (exception is WildcardPatternException or ArgumentException)
        {
            _problem = exception.Message;
        }
    }

    public string Text { get; }

    /// <summary>The name without the escapes of wildcards.</summary>
    public string Literal { get; }

    public bool IsInvalid => _problem is not null;

    public bool IsLiteral => _pattern is null && _problem is null;

    public bool MatchesAll => Text == "*";

    /// <summary>The best fit that there can be.</summary>
    public NameMatch Most => MatchesAll ? NameMatch.Pattern : NameMatch.Exact;

    public NameMatch MatchOf(string text) =>
        MatchesAll ? NameMatch.Pattern
        : text.Equals(Text, StringComparison.OrdinalIgnoreCase) ? NameMatch.Exact
        : text.Equals(Literal, StringComparison.OrdinalIgnoreCase) ? NameMatch.Unescaped
        : _pattern?.IsMatch(text) == true ? NameMatch.Pattern
        : NameMatch.None;

    public BcException Invalid() => new(ErrorCode.InvalidPattern, $"'{Text}' is not a valid wildcard pattern, and nothing has exactly this name.")
    {
        Target = Text,
        Advice = "Put a backtick in front of a bracket that belongs to the name: 'Name `[Test`]'.",
    };

    /// <summary>A closing bracket alone is an ordinary character.</summary>
    private static bool HasWildcards(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '`')
                i++;
            else if (text[i] is '*' or '?' or '[')
                return true;
        }

        return false;
    }
}
