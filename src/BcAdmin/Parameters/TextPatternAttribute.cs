using System.Management.Automation;
using System.Text.RegularExpressions;

namespace BcAdmin.Parameters;

/// <summary>Validates text with a regular expression. The error of ValidatePattern shows the expression instead of the expected value.</summary>
/// <param name="pattern">The expression; case-sensitive.</param>
/// <param name="message">The error, in which {0} is the value.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextPatternAttribute(string pattern, string message) : ValidateEnumeratedArgumentsAttribute
{
    /// <summary>Two letters, or a letter and a digit, such as W1.</summary>
    public const string CountryCode = "^[A-Za-z][A-Za-z0-9]$";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    protected override void ValidateElement(object element)
    {
        var text = element?.ToString() ?? string.Empty;
        if (!Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout))
            throw new ValidationMetadataException(message.Replace("{0}", text, StringComparison.Ordinal));
    }
}
