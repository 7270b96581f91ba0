using System.Management.Automation;
using System.Net;
using System.Security;

namespace BcAdmin.Cmdlets;

/// <summary>Takes a plain text where a SecureString is expected: for secrets that people copy from a portal, such as connection strings.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text ? new NetworkCredential(string.Empty, text).SecurePassword : inputData;

    /// <summary>The secret as the text that goes over the wire.</summary>
    internal static string Reveal(SecureString secret) => new NetworkCredential(string.Empty, secret).Password;
}
