using System.Management.Automation;
using System.Net;
using System.Security;

namespace BcAdmin.Parameters;

/// <summary>
/// Accepts secrets as SecureString. Other values are rejected without being quoted, unlike in the error of PowerShell's own conversion.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether plain text is also accepted, for secrets that users copy from a portal, such as connection strings.</summary>
    public bool AllowPlainText { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null => null,
            SecureString secret => secret,
            string text when AllowPlainText => new NetworkCredential(string.Empty, text).SecurePassword,
            Uri address when AllowPlainText => new NetworkCredential(string.Empty, address.OriginalString).SecurePassword,
            _ => throw new ArgumentTransformationMetadataException(
                Messages.ValueMustBeSecureString),
        };

    /// <summary>Gets the plain text of the secret, for a request.</summary>
    internal static string Reveal(SecureString secret) => new NetworkCredential(string.Empty, secret).Password;
}
