using System.Text.RegularExpressions;

namespace BcAdmin.Pipeline;

/// <summary>
/// Makes text safe to show and to log. Names come from tenants and files, so they must not be able to control the terminal, change the direction of
/// the text after them, or begin a line that looks like another message.
/// </summary>
internal static partial class PrintableText
{
    /// <summary>Converts text to one line.</summary>
    public static string Line(string text) => Hidden().Replace(text, " ");

    /// <summary>Cleans the lines of a text. The lines after the first one begin with the indent.</summary>
    public static string Lines(string text, string indent = "  ") => IsPrintable(text)
        ? text
        : string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select((line, index) =>
            index == 0 || line.StartsWith(indent, StringComparison.Ordinal) ? Line(line) : indent + Line(line)));

    /// <summary>Whether a text is one line and contains nothing that a terminal does not show.</summary>
    public static bool IsPrintable(string text) => !Hidden().IsMatch(text);

    [GeneratedRegex(@"[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+", RegexOptions.NonBacktracking)]
    private static partial Regex Hidden();
}
