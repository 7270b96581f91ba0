namespace BcAdmin.Api.Graph;

/// <summary>The requested state of an app registration.</summary>
internal sealed record AppRegistrationRequest
{
    public required string Name { get; init; }

    public required BcAppKind Kind { get; init; }

    /// <summary>The names of the Business Central permissions: application permissions for a service, otherwise delegated permissions.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }

    public bool MultiTenant { get; init; }

    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>
    /// Returns the certificate (DER format, without private key) when it is needed, and creates it if it does not exist; null if no certificate is
    /// requested.
    /// </summary>
    public Func<byte[]>? Certificate { get; init; }

    /// <summary>The certificate if it already exists.</summary>
    public byte[]? ExistingCertificate { get; init; }

    public GraphFederatedCredential? Federated { get; init; }

    /// <summary>Whether to create a secret even if the app already has one.</summary>
    public bool NewSecret { get; init; }

    public DateTimeOffset SecretEnd { get; init; }

    public bool GrantConsent { get; init; }

    public bool Authorize { get; init; }

    public bool IsService => Kind == BcAppKind.Service;
}
