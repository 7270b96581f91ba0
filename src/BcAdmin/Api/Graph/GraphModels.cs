namespace BcAdmin.Api.Graph;

/// <summary>The relevant properties of an app registration. Properties that are null are not updated.</summary>
internal sealed record GraphApplication
{
    public string? Id { get; init; }

    public Guid? AppId { get; init; }

    public string? DisplayName { get; init; }

    public string? SignInAudience { get; init; }

    /// <summary>Allows public client flows, such as device code, which need no credential of the app.</summary>
    public bool? IsFallbackPublicClient { get; init; }

    public IReadOnlyList<GraphRequiredAccess>? RequiredResourceAccess { get; init; }

    public GraphPlatform? Web { get; init; }

    public GraphPlatform? PublicClient { get; init; }

    public IReadOnlyList<GraphKeyCredential>? KeyCredentials { get; init; }

    public IReadOnlyList<GraphPasswordCredential>? PasswordCredentials { get; init; }
}

/// <summary>The redirect URIs of a platform.</summary>
internal sealed record GraphPlatform(IReadOnlyList<string>? RedirectUris);

internal sealed record GraphRequiredAccess(string ResourceAppId, IReadOnlyList<GraphAccess> ResourceAccess);

/// <param name="Id">The ID of the permission.</param>
/// <param name="Type">Role for an application permission, or Scope for a delegated permission.</param>
internal sealed record GraphAccess(Guid Id, string Type);

/// <summary>A certificate of an app. An update must return the properties of existing certificates unchanged.</summary>
internal sealed record GraphKeyCredential
{
    public string Type { get; init => field = value ?? "AsymmetricX509Cert"; } = "AsymmetricX509Cert";

    public string Usage { get; init => field = value ?? "Verify"; } = "Verify";

    /// <summary>The certificate in DER format, base64-encoded. Returned only if keyCredentials is selected for a single app.</summary>
    public string? Key { get; init; }

    public DateTimeOffset? EndDateTime { get; init; }

    public Guid? KeyId { get; init; }

    [JsonExtensionData, JsonInclude]
    internal IDictionary<string, JsonElement>? Others { get; set; }
}

internal sealed record GraphPasswordCredential
{
    public Guid? KeyId { get; init; }

    public string? DisplayName { get; init; }

    public DateTimeOffset? EndDateTime { get; init; }

    /// <summary>The first three characters of the secret; null for old secrets.</summary>
    public string? Hint { get; init; }

    /// <summary>The value of the secret, contained only in the response to its creation.</summary>
    public string? SecretText { get; init; }
}

internal sealed record GraphAddPassword(GraphPasswordCredential PasswordCredential);

internal sealed record GraphRemovePassword(Guid KeyId);

internal sealed record GraphFederatedCredential(string Name, string Issuer, string Subject, IReadOnlyList<string>? Audiences, string? Description);

/// <summary>The service principal of an app in the tenant; for an API, with the permissions that it defines.</summary>
internal sealed record GraphPrincipal
{
    public string? Id { get; init; }

    public Guid? AppId { get; init; }

    public IReadOnlyList<GraphPermission>? AppRoles { get; init; }

    [JsonPropertyName("oauth2PermissionScopes")]
    public IReadOnlyList<GraphPermission>? Scopes { get; init; }
}

internal sealed record GraphPermission(Guid Id, string? Value, bool? IsEnabled);

internal sealed record GraphNewPrincipal(Guid AppId);

/// <summary>An application permission that is granted to an app.</summary>
internal sealed record GraphRoleAssignment(string PrincipalId, string ResourceId, Guid AppRoleId);

/// <summary>Delegated permissions that are granted to an app.</summary>
internal sealed record GraphPermissionGrant
{
    public string? Id { get; init; }

    public string? ClientId { get; init; }

    /// <summary>AllPrincipals for all users of the tenant, or Principal for one user.</summary>
    public string? ConsentType { get; init; }

    public string? ResourceId { get; init; }

    /// <summary>The names of the permissions, separated by spaces.</summary>
    public string? Scope { get; init; }
}

/// <summary>A customer of a partner (delegatedAdminCustomer).</summary>
internal sealed record GraphCustomer(string? Id, string? TenantId, string? DisplayName);

/// <summary>A delegated admin relationship (GDAP) of a partner with a customer. Durations are ISO 8601.</summary>
internal sealed record GraphRelationship
{
    public string? Id { get; init; }

    public string? DisplayName { get; init; }

    public string? Status { get; init; }

    public string? Duration { get; init; }

    public string? AutoExtendDuration { get; init; }

    public DateTimeOffset? CreatedDateTime { get; init; }

    public DateTimeOffset? ActivatedDateTime { get; init; }

    public DateTimeOffset? EndDateTime { get; init; }

    public GraphCustomer? Customer { get; init; }

    public GraphAccessDetails? AccessDetails { get; init; }
}

internal sealed record GraphAccessDetails(IReadOnlyList<GraphUnifiedRole>? UnifiedRoles);

/// <param name="RoleDefinitionId">The template ID of a Microsoft Entra ID role.</param>
internal sealed record GraphUnifiedRole(string? RoleDefinitionId);

/// <summary>Serialization for Microsoft Graph, which is consistent in names and types and needs no tolerance for deviations.</summary>
[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GraphAddPassword))]
[JsonSerializable(typeof(GraphApplication))]
[JsonSerializable(typeof(GraphCustomer))]
[JsonSerializable(typeof(GraphFederatedCredential))]
[JsonSerializable(typeof(GraphGroup))]
[JsonSerializable(typeof(GraphNewPrincipal))]
[JsonSerializable(typeof(GraphPasswordCredential))]
[JsonSerializable(typeof(GraphPermissionGrant))]
[JsonSerializable(typeof(GraphPrincipal))]
[JsonSerializable(typeof(GraphRelationship))]
[JsonSerializable(typeof(GraphRemovePassword))]
[JsonSerializable(typeof(GraphRoleAssignment))]
internal sealed partial class GraphJson : JsonSerializerContext;
