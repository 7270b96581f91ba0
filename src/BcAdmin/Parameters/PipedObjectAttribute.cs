using System.Management.Automation;

namespace BcAdmin.Parameters;

/// <summary>
/// Rejects a piped object that PowerShell cannot bind. PowerShell would reject it as well, but its message does not say what the cmdlet accepts.
/// </summary>
/// <param name="guard">Gets the guard of the cmdlet, which is created when the cmdlet begins.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PipedObjectAttribute(Func<InputGuard?> guard) : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData is not null && guard()?.DescribeUnbound(PSObject.AsPSObject(inputData)) is { } reason
            ? throw new ArgumentTransformationMetadataException(reason)
            : inputData;
}
