namespace BcAdmin.Simulator.State;

/// <summary>An API in Microsoft Entra ID: Microsoft's own application with the permissions that other apps can request.</summary>
internal sealed class DirectoryResource
{
    /// <summary>Microsoft's tenant, to which its own applications belong.</summary>
    public static readonly Guid Owner = new("f8cdef31-a31e-4b4a-93e4-5f571e91255a");

    private static readonly DirectoryResource[] All = DemoData.Read<DirectoryResource[]>("directory");

    public static readonly DirectoryResource BusinessCentral = All[0];

    public static readonly DirectoryResource Graph = All[1];

    /// <summary>
    /// Other APIs of Microsoft that every tenant has. Tokens for them are issued without permissions, and no API here accepts them.
    /// </summary>
    private static readonly string[] Others =
    [
        "https://management.azure.com", "https://management.core.windows.net", "797f4846-ba00-4fd7-ba43-dac1f8f63013", "https://vault.azure.net",
        "https://storage.azure.com", "https://graph.windows.net", "api://AzureADTokenExchange", "fb60f99c-7a34-4190-8149-302f77469936",
    ];

    public required string AppId { get; init; }

    /// <summary>The address that requests for tokens contain.</summary>
    public required string Uri { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<DirectoryPermission> Permissions { get; init; }

    public IEnumerable<DirectoryPermission> Roles => Permissions.Where(permission => permission.IsRole);

    public IEnumerable<DirectoryPermission> Scopes => Permissions.Where(permission => !permission.IsRole);

    /// <summary>The API by its application id or its address; null for one that this directory does not know.</summary>
    public static DirectoryResource? Find(string appIdOrUri) => Array.Find(All, resource =>
        string.Equals(resource.AppId, appIdOrUri, StringComparison.OrdinalIgnoreCase)
        || string.Equals(resource.Uri, appIdOrUri.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether tokens for the API can be issued, although the simulator has no such API.</summary>
    public static bool IsExternal(string appIdOrUri) => Others.Contains(appIdOrUri.TrimEnd('/'), StringComparer.OrdinalIgnoreCase);

    /// <summary>The API by the id of its service principal in a tenant.</summary>
    public static DirectoryResource? Find(Tenant tenant, Guid principalId) =>
        Array.Find(All, resource => resource.PrincipalIn(tenant) == principalId);

    public static IEnumerable<DirectoryResource> In(Tenant tenant) =>
        All.Where(resource => resource != BusinessCentral || tenant.HasBusinessCentral);

    public Guid PrincipalIn(Tenant tenant) => StableId.From($"{tenant.Id}/{AppId}");

    public DirectoryPermission? FindRole(string name) => Roles.FirstOrDefault(role => string.Equals(role.Name, name, StringComparison.Ordinal));

    public DirectoryPermission? FindScope(string name) =>
        Scopes.FirstOrDefault(scope => string.Equals(scope.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>
/// A permission of an API: a role is for apps (application permission), a scope is for users through an app (delegated permission).
/// </summary>
internal sealed record DirectoryPermission(string Name, string Text, bool IsRole, bool NeedsAdmin)
{
    /// <summary>An ID that only the simulator uses, because a client must look up the ID of a permission by its name.</summary>
    public Guid Id { get; } = StableId.From($"{(IsRole ? "role" : "scope")}/{Text}/{Name}");
}
