using System.Management.Automation;

namespace BcAdmin.Pipeline;

/// <summary>How well a name fits a text. The best fit counts.</summary>
internal enum NameMatch
{
    None,
    Pattern,

    /// <summary>The text, when the escapes of wildcards are removed from the name.</summary>
    Unescaped,

    /// <summary>The text as it was typed.</summary>
    Exact,
}

/// <summary>One name as the user typed it: a literal, a pattern, or a pattern that is not valid.</summary>
internal sealed class NamePattern
{
    private readonly WildcardPattern? _pattern;
    private readonly bool _isInvalid;

    public NamePattern(string text)
    {
        (Text, Literal) = (text, WildcardPattern.Unescape(text));
        if (!HasWildcards(text))
            return;
        try
        {
            // A pattern is parsed when it is used for the first time.
            var pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            pattern.IsMatch(string.Empty);
            _pattern = pattern;
        }
        catch (Exception exception) when (exception is WildcardPatternException or ArgumentException)
        {
            _isInvalid = true;
        }
    }

    public string Text { get; }

    /// <summary>The name without the escapes of wildcards.</summary>
    public string Literal { get; }

    public bool IsLiteral => _pattern is null && !_isInvalid;

    /// <summary>Whether it is a pattern that can be read.</summary>
    public bool IsPattern => _pattern is not null;

    public bool MatchesAll => Text == "*";

    /// <summary>The best fit that there can be.</summary>
    public NameMatch Most => MatchesAll ? NameMatch.Pattern : NameMatch.Exact;

    /// <summary>The best fit so far, by the objects that were seen.</summary>
    public NameMatch Best { get; set; }

    public NameMatch MatchOf(string text) =>
        MatchesAll ? NameMatch.Pattern
        : text.Equals(Text, StringComparison.OrdinalIgnoreCase) ? NameMatch.Exact
        : text.Equals(Literal, StringComparison.OrdinalIgnoreCase) ? NameMatch.Unescaped
        : _pattern?.IsMatch(text) == true ? NameMatch.Pattern
        : NameMatch.None;

    /// <summary>The error of a pattern that is not valid; null for any other name.</summary>
    public BcException? Error => !_isInvalid ? null
        : new(ErrorCode.InvalidPattern, Messages.NotValidWildcardPatternNothingExactly(Text))
        {
            Target = Text,
            Advice = Messages.PutBacktickFrontBracketBelongsName,
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
