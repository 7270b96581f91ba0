using System.Text.RegularExpressions;

namespace BcAdmin.Discovery;

/// <summary>Splits text into words, and reduces words to stems so that different endings match.</summary>
internal static partial class SearchWords
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    /// <summary>Words that do not describe a task.</summary>
    private static readonly HashSet<string> Fillers = new(StringComparer.Ordinal)
    {
        "a", "an", "the", "of", "in", "on", "to", "for", "my", "me", "i", "is", "are", "be", "am", "was", "do", "does", "did", "can", "could", "how",
        "with", "from", "by", "at", "it", "its", "this", "that", "and", "or", "as", "all", "any", "into", "we", "you", "your", "someone", "somebody",
        "please", "need", "want", "business", "central",
    };

    /// <summary>All words in lowercase. Cmdlet names are split, for example Get-BcEnvironment into get and environment.</summary>
    public static List<string> Split(string text) =>
    [
        .. Word().Matches(CmdletName().Replace(text, match => Capital().Replace(match.Value, " $&")).ToLowerInvariant())
            .Select(match => match.Value.Length > 4 && match.Value.StartsWith("bc", StringComparison.Ordinal) ? match.Value[2..] : match.Value)
            .Where(word => word != "bc"),
    ];

    /// <summary>The stems of the words that describe a task; of all words if there are none.</summary>
    public static List<string> Stems(string text)
    {
        var words = Split(text);
        var meaningful = words.Where(word => !Fillers.Contains(word)).Select(Stem).ToList();
        return meaningful.Count > 0 ? meaningful : [.. words.Select(Stem)];
    }

    private static string Stem(string word)
    {
        if (word.Length <= 3)
            return word;
        if (word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4)
            word = word[..^3] + "y";
        else if (EndsInEs().IsMatch(word))
            word = word[..^2];
        else if (word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i'))
            word = word[..^1];

        foreach (var ending in (ReadOnlySpan<string>)["ing", "ed", "ion"])
        {
            if (!word.EndsWith(ending, StringComparison.Ordinal) || word.Length - ending.Length < 3)
                continue;
            word = word[..^ending.Length];
            if (word.Length > 3 && word[^1] == word[^2] && word[^1] is not ('l' or 's' or 'z'))
                word = word[..^1];
            break;
        }

        return word[^1] == 'e' && word.Length > 3 ? word[..^1] : word;
    }

    [GeneratedRegex("[a-z0-9]+", Options)]
    private static partial Regex Word();

    [GeneratedRegex("([A-Za-z]+-)?Bc[A-Z][A-Za-z0-9]*", Options)]
    private static partial Regex CmdletName();

    [GeneratedRegex("[A-Z][a-z]|[A-Z][0-9]", Options)]
    private static partial Regex Capital();

    [GeneratedRegex("(ch|sh|x|z|ss)es$", Options)]
    private static partial Regex EndsInEs();
}
