using System.Security;

namespace BcAdmin;

/// <summary>The purpose of an app registration.</summary>
public enum BcAppKind
{
    /// <summary>An unattended app with its own permissions (app-only).</summary>
    Service,

    /// <summary>A public client for interactive sign-in of users.</summary>
    Delegated,

    /// <summary>An app for a custom connector.</summary>
    PowerAutomate,
}

/// <summary>A registered Microsoft Entra app that is ready for Connect-BcTenant.</summary>
public sealed record BcAppRegistration : BcResource
{
    public string Name { get; init; } = string.Empty;

    /// <summary>Application (client) ID.</summary>
    public Guid ClientId { get; init; }

    /// <summary>ID of the application object in Microsoft Entra ID.</summary>
    public Guid ObjectId { get; init; }

    /// <summary>ID of the service principal (enterprise application) in the tenant.</summary>
    public Guid? ServicePrincipalId { get; init; }

    public BcAppKind Kind { get; init; }

    public bool IsMultiTenant { get; init; }

    /// <summary>The names of the requested permissions of Business Central.</summary>
    public IReadOnlyList<string> Permissions { get; init => field = new ValueList<string>([.. value]); } = new ValueList<string>([]);

    /// <summary>Whether an administrator has consented to the permissions; null if this was not checked.</summary>
    public bool? IsConsentGranted { get; init; }

    /// <summary>Whether the app is authorized for the Admin Center API; null if this was not checked.</summary>
    public bool? IsAuthorized { get; init; }

    /// <summary>The secret, if this run created one. It cannot be read again.</summary>
    public SecureString? ClientSecret { get; init; }

    public DateTimeOffset? ClientSecretExpiresOn { get; init; }

    /// <summary>The file with the client ID and the secret; only with -CredentialPath, if a secret was created.</summary>
    public string? CredentialPath { get; init; }

    /// <summary>The path of the certificate with its private key, which is only stored on this computer.</summary>
    public string? CertificatePath { get; init; }

    public string? CertificateThumbprint { get; init; }

    /// <summary>The URL where an administrator consents to the app.</summary>
    public Uri? AdminConsentUrl { get; init; }

    /// <summary>The changes that this run made; empty if the app was already complete.</summary>
    public IReadOnlyList<string> Changes { get; init => field = new ValueList<string>([.. value]); } = new ValueList<string>([]);

    /// <summary>The steps that an administrator must complete, in this order.</summary>
    public IReadOnlyList<string> NextSteps { get; init => field = new ValueList<string>([.. value]); } = new ValueList<string>([]);

    public override string ToString() => Name;
}
