namespace BcAdmin.Api.Graph;

/// <summary>What an app registration shall be like.</summary>
internal sealed record AppRegistrationRequest
{
    public required string Name { get; init; }

    public required BcAppKind Kind { get; init; }

    /// <summary>Names of the permissions of Business Central: application permissions for a service, delegated ones otherwise.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    public bool MultiTenant { get; init; }

    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Gives the certificate (DER form, no private key) when it is needed; makes it if it is not there. Null: none is wanted.</summary>
    public Func<byte[]>? Certificate { get; init; }

    /// <summary>The certificate if it exists already.</summary>
    public byte[]? ExistingCertificate { get; init; }

    public GraphFederatedCredential? Federated { get; init; }

    /// <summary>A secret even where there is one already.</summary>
    public bool NewSecret { get; init; }

    public DateTimeOffset SecretEnd { get; init; }

    public bool GrantConsent { get; init; }

    public bool Authorize { get; init; }

    public bool IsService => Kind == BcAppKind.Service;
}
