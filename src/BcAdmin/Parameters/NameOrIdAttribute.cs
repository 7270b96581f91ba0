using System.Collections;
using System.Management.Automation;

namespace BcAdmin.Parameters;

/// <summary>
/// For parameters that accept names or ids as text. PowerShell converts every object to text, so without this attribute a parameter that binds from
/// the pipeline would use the text of any piped object as a name.
/// </summary>
/// <param name="type">The BcAdmin objects that stand for their name or id.</param>
/// <param name="property">Their property that has it.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NameOrIdAttribute(Type type, string property) : ArgumentTransformationAttribute
{
    /// <summary>The id is a GUID, so that a number is neither a name nor an id.</summary>
    public bool IsGuid { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject { BaseObject: not PSCustomObject and var inner } ? inner : inputData) is IEnumerable several and not string
            ? several.Cast<object?>().Select(TextOf).ToArray()
            : TextOf(inputData);

    private string? TextOf(object? item) => (item is PSObject { BaseObject: not PSCustomObject and var inner } ? inner : item) switch
    {
        null => null,
        string text => text,
        Guid id => id.ToString(),
        IConvertible value when !IsGuid => Convert.ToString(value, CultureInfo.InvariantCulture),
        var other => KeyOf(PSObject.AsPSObject(item)) ?? throw NotText(other),
    };

    private string? KeyOf(PSObject item) =>
        type.IsAssignableFrom(InputGuard.TypeOf(item)) ? item.Properties[property]?.Value?.ToString() : null;

    /// <summary>With the inner exception, PowerShell does not bind a piped object to the parameter instead of reporting an error.</summary>
    private static ArgumentTransformationMetadataException NotText(object value)
    {
        var message = Messages.ValueNotNameOrId(value.GetType());
        return new(message, new PSInvalidCastException(message));
    }
}
