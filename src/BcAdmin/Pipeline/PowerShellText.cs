using System.Management.Automation.Language;

namespace BcAdmin.Pipeline;

/// <summary>Formats values as arguments of a PowerShell command.</summary>
internal static class PowerShellText
{
    /// <summary>
    /// Returns the value unchanged if PowerShell parses it as one argument, otherwise in single quotes. Characters that a terminal does not show are
    /// escaped, so that the text can be pasted.
    /// </summary>
    public static string Quote(string value) =>
        IsBare(value) ? value : PrintableText.IsPrintable(value) ? InSingleQuotes(value) : InDoubleQuotes(value);

    public static string InSingleQuotes(string value) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";

    private static string InDoubleQuotes(string value) => "\"" + string.Concat(value.Select(letter =>
        !PrintableText.IsPrintable(letter.ToString()) ? string.Create(CultureInfo.InvariantCulture, $"`u{{{(int)letter:x}}}")
        : letter is '"' or '\u201C' or '\u201D' or '\u201E' or '`' or '$' ? $"`{letter}" : letter.ToString())) + "\"";

    private static bool IsBare(string value) => value.Length > 0 && char.IsAsciiLetterOrDigit(value[0])
        && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
