using System.Security;

namespace BcAdmin;

/// <summary>
/// The result of replacing a credential of a Microsoft Entra app: the new credential, which was verified by a sign-in, and the removed ones.
/// </summary>
public sealed record BcAppCredential : BcResource
{
    /// <summary>Name of the app.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Application (client) ID.</summary>
    public Guid ClientId { get; init; }

    /// <summary>Secret or Certificate.</summary>
    public string Kind { get; init; } = string.Empty;

    /// <summary>ID of the new credential.</summary>
    public Guid? KeyId { get; init; }

    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>The new secret. It cannot be read again.</summary>
    public SecureString? ClientSecret { get; init; }

    /// <summary>The file with the client ID and the new secret; only with -CredentialPath.</summary>
    public string? CredentialPath { get; init; }

    /// <summary>The path of the new certificate with its private key, which is only stored on this computer.</summary>
    public string? CertificatePath { get; init; }

    public string? CertificateThumbprint { get; init; }

    /// <summary>IDs of the credentials that were removed.</summary>
    public IReadOnlyList<Guid> RemovedKeyId { get; init => field = new ValueList<Guid>([.. value]); } = new ValueList<Guid>([]);

    public override string ToString() => Name;
}
