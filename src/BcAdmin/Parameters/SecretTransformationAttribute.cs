using System.Management.Automation;
using System.Net;
using System.Security;

namespace BcAdmin.Parameters;

/// <summary>
/// For parameters that are secrets: refuses what is no SecureString without quoting it, which PowerShell's own conversion would do.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Takes a plain text too: for secrets that people copy from a portal, such as connection strings.</summary>
    public bool AllowPlainText { get; init; }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null => null,
            SecureString secret => secret,
            string text when AllowPlainText => new NetworkCredential(string.Empty, text).SecurePassword,
            Uri address when AllowPlainText => new NetworkCredential(string.Empty, address.OriginalString).SecurePassword,
            _ => throw new ArgumentTransformationMetadataException(
                Messages.TakesSecureStringGetSecretNAMERead),
        };

    /// <summary>The secret as the text that goes over the wire.</summary>
    internal static string Reveal(SecureString secret) => new NetworkCredential(string.Empty, secret).Password;
}
