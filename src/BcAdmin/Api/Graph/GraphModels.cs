namespace BcAdmin.Api.Graph;

/// <summary>A registered app, as far as it matters here. What is not named is not touched by an update.</summary>
internal sealed record GraphApplication
{
    public string? Id { get; init; }

    public Guid? AppId { get; init; }

    public string? DisplayName { get; init; }

    public string? SignInAudience { get; init; }

    /// <summary>Allows flows without a redirect, such as device code, to sign people in without a credential of the app.</summary>
    public bool? IsFallbackPublicClient { get; init; }

    public IReadOnlyList<GraphRequiredAccess>? RequiredResourceAccess { get; init; }

    public GraphPlatform? Web { get; init; }

    public GraphPlatform? PublicClient { get; init; }

    public IReadOnlyList<GraphKeyCredential>? KeyCredentials { get; init; }

    public IReadOnlyList<GraphPasswordCredential>? PasswordCredentials { get; init; }
}

/// <summary>Addresses that sign-in may lead back to.</summary>
internal sealed record GraphPlatform(IReadOnlyList<string>? RedirectUris);

internal sealed record GraphRequiredAccess(string ResourceAppId, IReadOnlyList<GraphAccess> ResourceAccess);

/// <param name="Id">Id of the permission.</param>
/// <param name="Type">Role (for the app itself) or Scope (for people through it).</param>
internal sealed record GraphAccess(Guid Id, string Type);

/// <summary>A certificate of an app; the members of one that is there already go back as they came.</summary>
internal sealed record GraphKeyCredential
{
    public string Type { get; init => field = value ?? "AsymmetricX509Cert"; } = "AsymmetricX509Cert";

    public string Usage { get; init => field = value ?? "Verify"; } = "Verify";

    /// <summary>DER form in base64; Graph tells it only to who asks for one app's keyCredentials by name.</summary>
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

    /// <summary>The first three characters of the secret; none for old secrets.</summary>
    public string? Hint { get; init; }

    /// <summary>The secret itself; only in the answer to its making.</summary>
    public string? SecretText { get; init; }
}

internal sealed record GraphAddPassword(GraphPasswordCredential PasswordCredential);

internal sealed record GraphRemovePassword(Guid KeyId);

internal sealed record GraphFederatedCredential(string Name, string Issuer, string Subject, IReadOnlyList<string>? Audiences, string? Description);

/// <summary>An app as the tenant lets it in; for an API with the permissions that it has to give.</summary>
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

/// <summary>An application permission that an app was granted.</summary>
internal sealed record GraphRoleAssignment(string PrincipalId, string ResourceId, Guid AppRoleId);

/// <summary>Delegated permissions that an app was granted.</summary>
internal sealed record GraphPermissionGrant
{
    public string? Id { get; init; }

    public string? ClientId { get; init; }

    /// <summary>AllPrincipals for everybody in the tenant, or Principal.</summary>
    public string? ConsentType { get; init; }

    public string? ResourceId { get; init; }

    /// <summary>Names with blanks between.</summary>
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

/// <param name="RoleDefinitionId">The template id of a role of Microsoft Entra ID.</param>
internal sealed record GraphUnifiedRole(string? RoleDefinitionId);

/// <summary>All JSON of Microsoft Graph. Graph is exact about names and types, so it needs none of the tolerance that the other APIs do.</summary>
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
