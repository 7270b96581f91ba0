namespace BcAdmin.Simulator.State;

/// <summary>An API as Microsoft Entra knows it: Microsoft's own application with the permissions that others may ask for.</summary>
internal sealed class DirectoryResource
{
    /// <summary>Microsoft's tenant, to which its own applications belong.</summary>
    public static readonly Guid Owner = new("f8cdef31-a31e-4b4a-93e4-5f571e91255a");

    // The ids are the simulator's own: a client has to look up the id of a permission by its name.
    public static readonly DirectoryResource BusinessCentral = new()
    {
        AppId = "996def3d-b36c-4153-8607-a6fd3c01b89f",
        Uri = "https://api.businesscentral.dynamics.com",
        Name = "Dynamics 365 Business Central",
        Permissions =
        [
            Role("AdminCenter.ReadWrite.All", "Full access to the Admin Center API"),
            Role("Automation.ReadWrite.All", "Full access to automation"),
            Role("API.ReadWrite.All", "Full access to web services API"),
            Role("app_access", "Access according to the application's permissions in Dynamics 365 Business Central"),
            Scope("user_impersonation", "Access as the signed-in user"),
            Scope("Financials.ReadWrite.All", "Access Dynamics 365 Business Central as the signed-in user"),
        ],
    };

    public static readonly DirectoryResource Graph = new()
    {
        AppId = "00000003-0000-0000-c000-000000000000",
        Uri = "https://graph.microsoft.com",
        Name = "Microsoft Graph",
        Permissions =
        [
            Role("Application.Read.All", "Read all applications"),
            Role("Application.ReadWrite.All", "Read and write all applications"),
            Role("AppRoleAssignment.ReadWrite.All", "Manage app permission grants and app role assignments"),
            Role("DelegatedPermissionGrant.ReadWrite.All", "Manage all delegated permission grants"),
            Role("Directory.Read.All", "Read directory data"),
            Role("Organization.Read.All", "Read organization information"),
            Scope("openid", "Sign users in"),
            Scope("profile", "View users' basic profile"),
            Scope("email", "View users' email address"),
            Scope("offline_access", "Maintain access to data you have given it access to"),
            Scope("User.Read", "Sign in and read user profile"),
            Scope("Application.Read.All", "Read applications", admin: true),
            Scope("Application.ReadWrite.All", "Read and write all applications", admin: true),
            Scope("AppRoleAssignment.ReadWrite.All", "Manage app permission grants and app role assignments", admin: true),
            Scope("DelegatedPermissionGrant.ReadWrite.All", "Manage all delegated permission grants", admin: true),
            Scope("Directory.Read.All", "Read directory data", admin: true),
            Scope("Directory.AccessAsUser.All", "Access the directory as you", admin: true),
            Scope("Group.ReadWrite.All", "Read and write all groups", admin: true),
            Scope("Organization.Read.All", "Read organization information", admin: true),
        ],
    };

    private static readonly DirectoryResource[] All = [BusinessCentral, Graph];

    /// <summary>
    /// Other APIs of Microsoft that every tenant has. Tokens for them are issued without permissions, and no API here accepts them.
    /// </summary>
    private static readonly string[] Others =
    [
        "https://management.azure.com", "https://management.core.windows.net", "797f4846-ba00-4fd7-ba43-dac1f8f63013", "https://vault.azure.net",
        "https://storage.azure.com", "https://graph.windows.net", "api://AzureADTokenExchange", "fb60f99c-7a34-4190-8149-302f77469936",
    ];

    public required string AppId { get; init; }

    /// <summary>What tokens for the API are asked for with.</summary>
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
    public static bool IsElsewhere(string appIdOrUri) => Others.Contains(appIdOrUri.TrimEnd('/'), StringComparer.OrdinalIgnoreCase);

    /// <summary>The API by the id of its service principal in a tenant.</summary>
    public static DirectoryResource? Find(Tenant tenant, Guid principalId) =>
        Array.Find(All, resource => resource.PrincipalIn(tenant) == principalId);

    public static IEnumerable<DirectoryResource> In(Tenant tenant) =>
        All.Where(resource => resource != BusinessCentral || tenant.KnowsBusinessCentral);

    public Guid PrincipalIn(Tenant tenant) => StableId.From($"{tenant.Id}/{AppId}");

    public DirectoryPermission? FindRole(string name) => Roles.FirstOrDefault(role => string.Equals(role.Name, name, StringComparison.Ordinal));

    public DirectoryPermission? FindScope(string name) =>
        Scopes.FirstOrDefault(scope => string.Equals(scope.Name, name, StringComparison.OrdinalIgnoreCase));

    private static DirectoryPermission Role(string name, string text) =>
        new(StableId.From($"role/{text}/{name}"), name, text, IsRole: true, NeedsAdmin: true);

    private static DirectoryPermission Scope(string name, string text, bool admin = false) =>
        new(StableId.From($"scope/{text}/{name}"), name, text, IsRole: false, admin);
}

/// <summary>A permission of an API: a role is for apps (application permission), a scope for people through an app (delegated permission).</summary>
internal sealed record DirectoryPermission(Guid Id, string Name, string Text, bool IsRole, bool NeedsAdmin);
