using System.Management.Automation.Language;

namespace BcAdmin.Pipeline;

/// <summary>Formats values as arguments of a PowerShell command.</summary>
internal static class PowerShellText
{
    /// <summary>Returns the value unchanged if PowerShell parses it as one argument, otherwise in single quotes.</summary>
    public static string Quote(string value) => IsBare(value) ? value : InSingleQuotes(value);

    public static string InSingleQuotes(string value) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";

    private static bool IsBare(string value) => value.Length > 0 && char.IsAsciiLetterOrDigit(value[0])
        && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
