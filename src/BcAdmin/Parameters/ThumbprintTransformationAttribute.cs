using System.Management.Automation;

namespace BcAdmin.Parameters;

/// <summary>
/// A thumbprint as the certificate dialog of Windows shows it: with blanks, and with an invisible mark of the reading direction in front.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ThumbprintTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text ? string.Concat(text.Where(IsPart)) : inputData;

    private static bool IsPart(char letter) =>
        !char.IsWhiteSpace(letter) && letter != ':' && char.GetUnicodeCategory(letter) is not (UnicodeCategory.Format or UnicodeCategory.Control);
}
