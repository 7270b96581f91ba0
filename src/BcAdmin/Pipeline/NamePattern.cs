using System.Management.Automation;

namespace BcAdmin.Pipeline;

/// <summary>How a name matches a text, in ascending order.</summary>
internal enum NameMatch
{
    None,
    Pattern,

    /// <summary>The name equals the text after the escape characters of wildcards are removed.</summary>
    Unescaped,

    /// <summary>The name equals the text.</summary>
    Exact,
}

/// <summary>A name that the user specified: a literal, a pattern, or an invalid pattern.</summary>
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
            // PowerShell parses a pattern when it is first used.
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

    /// <summary>The name without the escape characters of wildcards.</summary>
    public string Literal { get; }

    public bool IsLiteral => _pattern is null && !_isInvalid;

    /// <summary>Whether the name is a valid pattern.</summary>
    public bool IsPattern => _pattern is not null;

    public bool MatchesAll => Text == "*";

    /// <summary>The best possible match.</summary>
    public NameMatch Most => MatchesAll ? NameMatch.Pattern : NameMatch.Exact;

    /// <summary>The best match in the objects that were read.</summary>
    public NameMatch Best { get; set; }

    public NameMatch MatchOf(string text) =>
        MatchesAll ? NameMatch.Pattern
        : text.Equals(Text, StringComparison.OrdinalIgnoreCase) ? NameMatch.Exact
        : text.Equals(Literal, StringComparison.OrdinalIgnoreCase) ? NameMatch.Unescaped
        : _pattern?.IsMatch(text) == true ? NameMatch.Pattern
        : NameMatch.None;

    /// <summary>The error of an invalid pattern; null for any other name.</summary>
    public BcException? Error => !_isInvalid ? null
        : new(ErrorCode.InvalidPattern, Messages.InvalidWildcardPattern(Text))
        {
            Target = Text,
            Advice = Messages.EscapeBracketsInName,
        };

    /// <summary>Whether the text contains wildcards. A closing bracket alone is a literal character.</summary>
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
