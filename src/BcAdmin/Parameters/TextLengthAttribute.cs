using System.Management.Automation;

namespace BcAdmin.Parameters;

/// <summary>Validates the length of text. The error of ValidateLength names the length as "the 7 argument" and not the limit of the value.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TextLengthAttribute(int shortest, int longest) : ValidateEnumeratedArgumentsAttribute
{
    protected override void ValidateElement(object element)
    {
        var text = element?.ToString() ?? string.Empty;
        if (text.Length < shortest || text.Length > longest)
            throw new ValidationMetadataException(Messages.InvalidTextLength(text, longest));
    }
}
