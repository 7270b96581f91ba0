using System.Management.Automation;

namespace BcAdmin.Parameters;

/// <summary>
/// Normalizes a thumbprint from the certificate dialog of Windows, which contains spaces and starts with an invisible directional mark.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ThumbprintTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text ? string.Concat(text.Where(IsPart)) : inputData;

    private static bool IsPart(char letter) =>
        !char.IsWhiteSpace(letter) && letter != ':' && char.GetUnicodeCategory(letter) is not (UnicodeCategory.Format or UnicodeCategory.Control);
}
