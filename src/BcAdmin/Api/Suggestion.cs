namespace BcAdmin.Api;

/// <summary>Finds the known name that is most similar to a mistyped name.</summary>
internal static class Suggestion
{
    private const int ShortestPrefix = 3;
    private const int ShortestPart = 4;

    /// <summary>The most similar known name; null if none is similar enough. The comparison ignores case and culture.</summary>
    public static string? Nearest(string typed, IEnumerable<string?> known)
    {
        var (nearest, least) = ((string?)null, int.MaxValue);
        var names = known.ToList();
        foreach (var name in names)
        {
            if (string.IsNullOrEmpty(name) || name.Equals(typed, StringComparison.OrdinalIgnoreCase))
                continue;
            var (wanted, candidate) = WithoutDomain(typed.ToUpperInvariant(), name.ToUpperInvariant());
            var limit = Math.Min(least, Math.Max(1, wanted.Length / 3) + 1);
            // A prefix counts as one typing error.
            var distance = wanted.Length >= ShortestPrefix && wanted != candidate && candidate.StartsWith(wanted, StringComparison.Ordinal)
                ? 1 : Distance(wanted, candidate, limit);
            if (distance < limit)
                (nearest, least) = (name, distance);
        }

        return nearest ?? Containing(typed.Trim(), names);
    }

    /// <summary>The shortest name that contains the text as whole words, such as Adatum Payroll for Payroll.</summary>
    private static string? Containing(string typed, IEnumerable<string?> known) => typed.Length < ShortestPart
        ? null
        : known.OfType<string>().Where(name => name.Length > typed.Length && HasWords(name, typed)).MinBy(name => name.Length);

    private static bool HasWords(string name, string words)
    {
        for (var start = 0; (start = name.IndexOf(words, start, StringComparison.OrdinalIgnoreCase)) >= 0; start++)
        {
            var end = start + words.Length;
            if ((start == 0 || IsBetweenWords(name[start - 1])) && (end == name.Length || IsBetweenWords(name[end])))
                return true;
        }

        return false;
    }

    /// <summary>The parts of addresses and domains are not words, because many users have the same domain.</summary>
    private static bool IsBetweenWords(char letter) => !char.IsLetterOrDigit(letter) && letter is not ('.' or '@');

    /// <summary>
    /// The parts that identify the names: of two addresses, the parts before the @, and of two names in one domain, the parts before it. Otherwise,
    /// a long domain would make different names similar.
    /// </summary>
    private static (string Typed, string Known) WithoutDomain(string typed, string known)
    {
        var (left, right) = (typed.IndexOf('@', StringComparison.Ordinal), known.IndexOf('@', StringComparison.Ordinal));
        if (left > 0 && right > 0)
            return (typed[..left], known[..right]);
        (left, right) = (typed.IndexOf('.', StringComparison.Ordinal), known.IndexOf('.', StringComparison.Ordinal));
        return left > 0 && right > 0 && typed.AsSpan(left).SequenceEqual(known.AsSpan(right)) ? (typed[..left], known[..right]) : (typed, known);
    }

    /// <summary>
    /// The number of insertions, deletions, replacements, and transpositions (Damerau-Levenshtein distance), or <paramref name="limit"/> if it is not
    /// lower.
    /// </summary>
    public static int Distance(string left, string right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) >= limit)
            return limit;
        var (beforeLast, last, row) = (new int[right.Length + 1], Enumerable.Range(0, right.Length + 1).ToArray(), new int[right.Length + 1]);
        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[right.Length];
    }
}
