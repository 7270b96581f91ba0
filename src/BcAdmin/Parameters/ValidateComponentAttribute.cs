using System.Management.Automation;
using BcAdmin.Configuration;

namespace BcAdmin.Parameters;

/// <summary>Accepts the names of configuration components.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateComponentAttribute : ValidateEnumeratedArgumentsAttribute
{
    protected override void ValidateElement(object element)
    {
        var name = $"{element}";
        if (ConfigurationInput.ComponentNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            return;
        var suggestion = Suggestion.Nearest(name, ConfigurationInput.ComponentNames) is { } nearest ? Messages.DidYouMean(nearest) : string.Empty;
        throw new ValidationMetadataException(
            Messages.ComponentDoesNotExist(name, suggestion));
    }
}
