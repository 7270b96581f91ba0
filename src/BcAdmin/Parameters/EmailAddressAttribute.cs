using System.Management.Automation;
using System.Net.Mail;

namespace BcAdmin.Parameters;

/// <summary>Accepts one or more email addresses without display names.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class EmailAddressAttribute : ValidateEnumeratedArgumentsAttribute
{
    protected override void ValidateElement(object element)
    {
        var text = element?.ToString();
        if (!MailAddress.TryCreate(text, out var address) || address.Address != text)
            throw new ValidationMetadataException(Messages.InvalidEmailAddress(text));
    }
}
