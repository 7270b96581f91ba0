using System.Security.Cryptography.X509Certificates;

namespace BcAdmin.Simulator.State;

/// <summary>
/// An application object of Microsoft Entra ID: the registration in its home tenant, with its credentials. Tenants add it with a service principal
/// of their own, see <see cref="AppRegistration"/>.
/// </summary>
internal sealed class EntraApplication
{
    public EntraApplication(string clientId, string name)
    {
        ClientId = clientId;
        Properties["displayName"] = name;
    }

    public string ClientId { get; }

    public Guid ObjectId { get; init; } = Guid.NewGuid();

    public required Guid HomeTenantId { get; init; }

    public DateTimeOffset CreatedOn { get; init; }

    /// <summary>The user who can change it without an administrator role: the user who registered it.</summary>
    public Guid? Owner { get; init; }

    /// <summary>All members that can be written with Microsoft Graph, except the credentials.</summary>
    public JsonObject Properties { get; } = [];

    public List<PasswordCredential> Passwords { get; } = [];

    public List<KeyCredential> Keys { get; set; } = [];

    public List<FederatedCredential> Federated { get; set; } = [];

    public string Name
    {
        get => Properties["displayName"]!.GetValue<string>();
        set => Properties["displayName"] = value;
    }

    /// <summary>Whether other tenants can add it.</summary>
    public bool IsMultiTenant => Properties["signInAudience"]?.GetValue<string>() is "AzureADMultipleOrgs" or "AzureADandPersonalMicrosoftAccount";

    /// <summary>Whether it can sign users in without its own credential if there is no redirect, such as with a device code.</summary>
    public bool IsPublicClient => Properties["isFallbackPublicClient"]?.GetValue<bool>() == true;

    public IReadOnlyList<string> WebRedirects => Redirects("web");

    /// <summary>All registered redirect addresses.</summary>
    public IEnumerable<string> RedirectUris => [.. WebRedirects, .. Redirects("publicClient"), .. Redirects("spa")];

    /// <summary>The permissions that it requests (requiredResourceAccess), limited to the APIs that are known here.</summary>
    public IEnumerable<(DirectoryResource Resource, DirectoryPermission Permission)> Required =>
        from access in Properties["requiredResourceAccess"] as JsonArray ?? []
        let resource = DirectoryResource.Find(access!["resourceAppId"]!.GetValue<string>())
        where resource is not null
        from item in access["resourceAccess"] as JsonArray ?? []
        let id = Guid.TryParse(item!["id"]!.GetValue<string>(), out var given) ? given : Guid.Empty
        let permission = resource.Permissions.FirstOrDefault(candidate => candidate.Id == id)
        where permission is not null
        select (resource, permission);

    /// <summary>Names of the application permissions that it requests.</summary>
    public IEnumerable<string> RequiredRoles => Required.Where(required => required.Permission.IsRole).Select(required => required.Permission.Name);

    /// <summary>
    /// Requests application permissions of Business Central and Microsoft Graph, by their names, and the delegated ones of Business Central.
    /// </summary>
    /// <exception cref="FormatException">The permission does not exist.</exception>
    public void Require(IEnumerable<string> roles)
    {
        var names = roles.ToList();
        var (api, graph) = (DirectoryResource.BusinessCentral, DirectoryResource.Graph);
        if (names.Find(name => api.FindRole(name) is null && graph.FindRole(name) is null) is { } unknown)
            throw new FormatException($"Business Central has no application permission {unknown}.");

        var access = new JsonArray(Access(api, names.Select(api.FindRole).OfType<DirectoryPermission>().Concat(api.Scopes)));
        if (names.Select(graph.FindRole).OfType<DirectoryPermission>().ToList() is { Count: > 0 } ofGraph)
            access.Add((JsonNode)Access(graph, ofGraph));
        Properties["requiredResourceAccess"] = access;

        static JsonObject Access(DirectoryResource resource, IEnumerable<DirectoryPermission> permissions) => new()
        {
            ["resourceAppId"] = resource.AppId,
            ["resourceAccess"] = new JsonArray([.. permissions.Select(permission =>
                new JsonObject { ["id"] = permission.Id.ToString(), ["type"] = permission.IsRole ? "Role" : "Scope" })]),
        };
    }

    /// <summary>Replaces all its secrets by one secret.</summary>
    public void ReplaceSecrets(string text)
    {
        Passwords.Clear();
        Passwords.Add(new PasswordCredential { Text = text });
    }

    public void EndSecrets(DateTimeOffset end) => Passwords.ForEach(password => password.End = end);

    private List<string> Redirects(string platform) =>
        [.. (Properties[platform]?["redirectUris"] as JsonArray ?? []).Select(address => address!.GetValue<string>())];
}

internal sealed class PasswordCredential
{
    public Guid KeyId { get; init; } = Guid.NewGuid();

    public string? Name { get; init; }

    public required string Text { get; init; }

    public DateTimeOffset Start { get; init; } = DateTimeOffset.MinValue;

    public DateTimeOffset End { get; set; } = DateTimeOffset.MaxValue;
}

/// <summary>A certificate whose key signs the app's assertions.</summary>
/// <param name="Certificate">DER form.</param>
internal sealed record KeyCredential(Guid KeyId, string? Name, byte[] Certificate, DateTimeOffset Start, DateTimeOffset End)
{
    public static KeyCredential FromPem(string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return new KeyCredential(Guid.NewGuid(), certificate.Subject, certificate.RawData, new(certificate.NotBefore), new(certificate.NotAfter));
    }

    public string Thumbprint
    {
        get
        {
            using var certificate = new X509Certificate2(Certificate);
            return certificate.Thumbprint;
        }
    }
}

/// <summary>Trust for the tokens of another issuer.</summary>
internal sealed record FederatedCredential(string Issuer, string Subject)
{
    public const string UsualAudience = "api://AzureADTokenExchange";

    public Guid Id { get; init; } = Guid.NewGuid();

    public string? Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string> Audiences { get; init; } = [UsualAudience];
}
