using System.Security.Cryptography;

namespace BcAdmin.Simulator.Control;

internal sealed record ResetRequest(string? Scenario, bool? FaultsOnly) : IControlRequest<ResetRequest>;

internal sealed record ClockRequest(double? AdvanceSec, double? TimeScale) : IControlRequest<ClockRequest>;

internal sealed record TokensRequest(double? LifetimeSec, double? ClientSlackSec, double? RefreshLifetimeSec, bool? Revoke)
    : IControlRequest<TokensRequest>;

internal sealed record DeviceCodeRequest(string? UserCode, string? User, string? Decision) : IControlRequest<DeviceCodeRequest>;

/// <summary>An app to create, or the changes of an existing one. Members that are null do not change.</summary>
internal sealed record AppRequest(
    string? TenantId, string? ClientId, string? Name, string? Secret, bool? SecretExpired, double? SecretEndsInDays, string? CertificatePem,
    List<FederatedCredential>? Federated, List<string>? Roles, bool? Consented, bool? Authorized, JsonNode? Environments,
    bool? CompaniesVisible, List<string>? PermissionSets, bool? ManagedIdentity) : IControlRequest<AppRequest>
{
    /// <exception cref="JsonException">certificatePem is not a certificate.</exception>
    public KeyCredential? ReadCertificate()
    {
        try
        {
            return CertificatePem is null ? null : KeyCredential.FromPem(CertificatePem);
        }
        catch (CryptographicException error)
        {
            throw new JsonException($"certificatePem is not a certificate: {error.Message}", error);
        }
    }

    /// <summary>The environments that will know the app, with null names for all of them; null if nothing changes.</summary>
    /// <exception cref="JsonException">environments is neither a list of names nor "all".</exception>
    public (List<string>? Names, bool IsAll)? ReadEnvironments() => Environments switch
    {
        null => null,
        JsonValue word when word.TryGetValue<string>(out var text) =>
            text == "all" ? (null, true) : throw new JsonException("environments is a list of names or \"all\"."),
        var names => (names.Deserialize<List<string>>(), false),
    };

    /// <exception cref="JsonException">One of the roles does not exist in Business Central or Microsoft Graph.</exception>
    public void CheckRoles()
    {
        if (Roles?.Find(role => DirectoryResource.BusinessCentral.FindRole(role) is null && DirectoryResource.Graph.FindRole(role) is null)
            is { } unknown)
        {
            throw new JsonException($"Business Central has no application permission {unknown}.");
        }
    }
}
