using System.Collections;
using System.Management.Automation;

namespace BcAdmin.Parameters;

/// <summary>
/// Accepts names or IDs as text. PowerShell converts every object to text, so without this attribute, a parameter that binds from the pipeline would
/// use the text of any piped object as a name.
/// </summary>
/// <param name="type">The BcAdmin type whose objects are converted to their name or ID.</param>
/// <param name="property">The property with the name or ID.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NameOrIdAttribute(Type type, string property) : ArgumentTransformationAttribute
{
    /// <summary>Whether the ID is a GUID. A number is then neither a name nor an ID.</summary>
    public bool IsGuid { get; init; }

    /// <summary>Whether the parameter accepts a single value. The text of PowerShell for several values names types.</summary>
    public bool IsSingle { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject { BaseObject: not PSCustomObject and var inner } ? inner : inputData;
        if (value is string or not IEnumerable)
            return TextOf(inputData);
        var texts = ((IEnumerable)value).Cast<object?>().Select(TextOf).ToArray();
        return !IsSingle ? texts : texts is [var single] ? single : throw Rejected(Messages.OneValueExpected(texts.Length));
    }

    private string? TextOf(object? item) => (item is PSObject { BaseObject: not PSCustomObject and var inner } ? inner : item) switch
    {
        null => null,
        string text => text,
        Guid id => id.ToString(),
        IConvertible value when !IsGuid => Convert.ToString(value, CultureInfo.InvariantCulture),
        var other => KeyOf(PSObject.AsPSObject(item))
            ?? throw Rejected(Messages.ValueNotNameOrId(InputGuard.TypeOf(PSObject.AsPSObject(item)) ?? other.GetType())),
    };

    private string? KeyOf(PSObject item)
    {
        var key = type.IsAssignableFrom(InputGuard.TypeOf(item)) ? item.Properties[property]?.Value?.ToString() : null;
        return key is { Length: > 0 } && ArgumentOrigin.Of(item) is { } origin ? ArgumentOrigin.Mark(key, origin) : key;
    }

    /// <summary>Creates an exception with an inner exception, without which PowerShell ignores the conversion error of a piped object.</summary>
    private static ArgumentTransformationMetadataException Rejected(string message) => new(message, new PSInvalidCastException(message));
}
