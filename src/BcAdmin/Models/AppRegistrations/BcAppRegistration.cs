using System.Security;

namespace BcAdmin;

/// <summary>What an app registration is for.</summary>
public enum BcAppKind
{
    /// <summary>Runs by itself, without a person (app-only).</summary>
    Service,

    /// <summary>Signs people in on their own machine (public client).</summary>
    Delegated,

    /// <summary>Signs people in for a custom connector.</summary>
    PowerAutomate,
}

/// <summary>An app registered in Entra, ready for Connect-BcTenant.</summary>
public sealed record BcAppRegistration : BcResource
{
    public string Name { get; init; } = string.Empty;

    /// <summary>Application (client) id.</summary>
    public Guid ClientId { get; init; }

    /// <summary>Id of the application object in Entra.</summary>
    public Guid ObjectId { get; init; }

    /// <summary>Id of the service principal (enterprise application) in the tenant.</summary>
    public Guid? ServicePrincipalId { get; init; }

    public BcAppKind Kind { get; init; }

    public bool IsMultiTenant { get; init; }

    /// <summary>Permissions of Business Central that were asked for, by name.</summary>
    public IReadOnlyList<string> Permissions { get; init => field = new ValueList<string>([.. value]); } = new ValueList<string>([]);

    /// <summary>Whether an administrator has consented to them; null where nobody looked.</summary>
    public bool? IsConsentGranted { get; init; }

    /// <summary>Whether the app is on the Admin Center's list of authorized apps; null where nobody looked.</summary>
    public bool? IsAuthorized { get; init; }

    /// <summary>The secret that was made in this run, and only then: it cannot be read again.</summary>
    public SecureString? ClientSecret { get; init; }

    public DateTimeOffset? ClientSecretExpiresOn { get; init; }

    /// <summary>The file with the client ID and the secret; only with -CredentialPath, if a secret was created.</summary>
    public string? CredentialPath { get; init; }

    /// <summary>File of the certificate with its private key, which never leaves this machine.</summary>
    public string? CertificatePath { get; init; }

    public string? CertificateThumbprint { get; init; }

    /// <summary>Where an administrator consents to the app.</summary>
    public Uri? AdminConsentUrl { get; init; }

    /// <summary>What this run made or completed; empty when all was there.</summary>
    public IReadOnlyList<string> Changes { get; init => field = new ValueList<string>([.. value]); } = new ValueList<string>([]);

    /// <summary>What only a person can do, in this order.</summary>
    public IReadOnlyList<string> NextSteps { get; init => field = new ValueList<string>([.. value]); } = new ValueList<string>([]);

    public override string ToString() => Name;
}
