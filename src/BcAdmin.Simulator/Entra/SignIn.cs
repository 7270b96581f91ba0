using Microsoft.AspNetCore.Http.HttpResults;

namespace BcAdmin.Simulator.Entra;

/// <summary>The checks of tenant, app, and consent that all flows share.</summary>
internal static class SignIn
{
    private const string NotInstalled = "This can happen if the application has not been installed by the administrator of the tenant "
        + "or consented to by any user in the tenant.";

    private static readonly string[] AnyTenant = ["common", "organizations", "consumers"];

    /// <summary>
    /// Microsoft's own public clients, which exist in every tenant: Azure PowerShell, Azure CLI, and Microsoft Graph Command Line Tools.
    /// </summary>
    private static readonly string[] FirstPartyClients =
        ["1950a258-227b-4e31-a9cf-717495945fc2", "04b07795-8ddb-461a-bbee-02f9e1bf7b46", "14d82eec-204b-4c2f-b7e8-296a70dab67e"];

    private static readonly string[] IdentityScopes = ["openid", "profile", "email", "offline_access"];

    public static bool IsAnyTenant(string segment) => AnyTenant.Contains(segment, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="Refusal">AADSTS90002: the tenant does not exist, and open sign-in is off.</exception>
    public static Tenant FindTenant(World world, string segment)
    {
        if (world.FindTenant(segment) is { } tenant)
            return tenant;
        if (IsAnyTenant(segment) || world.Settings.OpenSignIn)
            return world.DefaultTenant;

        throw EntraError.Of(400, "invalid_request", 90002,
            $"Tenant '{segment}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.");
    }

    /// <summary>The app in the tenant; null for an unknown app that open sign-in accepts.</summary>
    /// <exception cref="Refusal">AADSTS700016: the app does not exist in this tenant. AADSTS7000229: it exists, but has no service
    /// principal.</exception>
    public static AppRegistration? FindApp(World world, Tenant tenant, string clientId)
    {
        lock (tenant.Gate)
        {
            if (tenant.FindApp(clientId) is { } app)
                return app;
            if (tenant.FindApplication(clientId) is not null)
            {
                throw EntraError.Of(400, "unauthorized_client", 7000229,
                    $"The client application {clientId} is missing service principal in the tenant {tenant.Id}. "
                    + "See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119");
            }
        }

        if (IsFirstParty(clientId))
            return null;
        if (world.Settings.OpenSignIn && world.Tenants.All(other => other == tenant || !Knows(other, clientId)))
            return null;
        throw UnknownApp(tenant, clientId);
    }

    /// <summary>The application that can be added to a tenant: one of its own, or a multitenant application of another tenant.</summary>
    public static EntraApplication? FindApplication(World world, Tenant tenant, string clientId)
    {
        lock (tenant.Gate)
        {
            return Known(tenant) ?? world.Tenants.Select(Known).FirstOrDefault(application => application is { IsMultiTenant: true });
        }

        EntraApplication? Known(Tenant other) => other.FindApplication(clientId) ?? other.FindApp(clientId)?.Application;
    }

    public static Refusal UnknownApp(Tenant tenant, string clientId) => EntraError.Of(400, "unauthorized_client", 700016,
        $"Application with identifier '{clientId}' was not found in the directory '{tenant.Domain}'. {NotInstalled}");

    /// <summary>An app with registered addresses receives responses only at those addresses; a loopback address may have any port.</summary>
    /// <exception cref="Refusal">AADSTS50011.</exception>
    public static void RequireRedirect(EntraApplication application, string redirect)
    {
        var registered = application.RedirectUris.ToList();
        if (registered.Count > 0 && !registered.Exists(known => known == redirect || IsSameLoopback(known, redirect)))
        {
            throw EntraError.Of(400, "invalid_request", 50011,
                $"The redirect URI '{redirect}' specified in the request does not match the redirect URIs configured "
                + $"for the application '{application.ClientId}'.");
        }
    }

    /// <summary>The audience of the token: the first scope that names a resource, without the permission.</summary>
    public static string ResourceOf(string scope)
    {
        var first = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(part => part is not ("openid" or "profile" or "offline_access" or "email")) ?? "00000003-0000-0000-c000-000000000000";
        // https://host/.default, https://host/permission, and <guid>/.default name a resource; https://host alone (v1) is one.
        var cut = first.LastIndexOf('/');
        // A scope that names no resource is one of Microsoft Graph.
        if (cut < 0 && !Guid.TryParse(first, out _))
            return DirectoryResource.Graph.AppId;
        var resource = cut > first.IndexOf("//", StringComparison.Ordinal) + 1 ? first[..cut] : first;
        return resource.TrimEnd('/');
    }

    /// <summary>The API that a token is requested for; null for one that every tenant has but the simulator does not.</summary>
    /// <exception cref="Refusal">AADSTS500011: the tenant does not have this API.</exception>
    public static DirectoryResource? FindResource(Exchange exchange, Tenant tenant, string resource)
    {
        if (exchange.Simulator.FindResource(resource) is { } known)
            return known;
        // An application can be an API itself.
        var application = resource.StartsWith("api://", StringComparison.OrdinalIgnoreCase) ? resource["api://".Length..] : resource;
        if (DirectoryResource.IsExternal(resource) || FindApplication(exchange.World, tenant, application) is not null)
            return null;

        throw EntraError.Of(400, "invalid_resource", 500011,
            $"The resource principal named {resource} was not found in the tenant named {tenant.Domain}. {NotInstalled} "
            + "You might have sent your authentication request to the wrong tenant.");
    }

    /// <summary>The delegated permissions of a token for the user.</summary>
    /// <param name="app">The app; null for one of Microsoft's own clients, or one that open sign-in accepts.</param>
    /// <exception cref="Refusal">AADSTS65001: the app has no consent in this tenant. AADSTS90094: an administrator must consent.</exception>
    public static IReadOnlyList<string> ScopesFor(
        Exchange exchange, Tenant tenant, AppRegistration? app, string clientId, Account account, string scope)
    {
        var parts = scope.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] asked = [.. parts.Where(part => !IdentityScopes.Contains(part, StringComparer.OrdinalIgnoreCase))];
        var resource = FindResource(exchange, tenant, ResourceOf(scope));
        if (app is not null)
        {
            // The permissions of an unknown API are not known either.
            string[] granted = resource is not null ? [.. app.ScopesFor(resource, account)] : app.IsConsented ? ["user_impersonation"] : [];
            // A sign-in without permissions requires no consent here.
            if (asked.Length > 0 && granted.Length == 0)
            {
                throw EntraError.Of(400, "invalid_grant", 65001,
                    $"The user or administrator has not consented to use the application with ID '{clientId}' named '{app.Name}'. "
                    + "Send an interactive authorization request for this user and resource.");
            }

            return granted;
        }

        if (resource == DirectoryResource.BusinessCentral || resource is null)
            return ["user_impersonation", "Financials.ReadWrite.All"];
        // A request for the resource alone, as in the older endpoint, requests all permissions.
        if (asked.Length == 0 || asked.Any(part => part.EndsWith("/.default", StringComparison.Ordinal) || ResourceOf(part) == part.TrimEnd('/')))
            return [.. resource.Scopes.Select(known => known.Name)];

        // These clients request the permissions that they need, and the user consents on a page that is not shown here.
        DirectoryPermission[] named = [.. asked.Select(Find)];
        if (named.Any(permission => permission.NeedsAdmin) && !account.GlobalAdministrator)
            throw EntraError.Of(400, "access_denied", 90094, "Admin consent is required for the permissions requested by this application.");
        return [.. named.Select(permission => permission.Name)];

        DirectoryPermission Find(string part) => resource.FindScope(part[(part.LastIndexOf('/') + 1)..])
            ?? throw EntraError.Of(400, "invalid_client", 650053, $"The application '{clientId}' asked for scope '{part}' "
                + $"that doesn't exist on the resource '{resource.AppId}'.");
    }

    /// <summary>Redirects the browser to the app.</summary>
    public static RedirectHttpResult Redirect(string address, bool isFragment, params (string Name, string? Value)[] answer)
    {
        var fields = answer.Where(field => field.Value is not null).Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value!)}");
        var separator = isFragment ? '#' : address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return TypedResults.Redirect($"{address}{separator}{string.Join('&', fields)}");
    }

    public static ContentHttpResult Page(string body, string head = "", string attributes = "") =>
        TypedResults.Content($"<html>{head}<body{attributes}>{body}</body></html>", "text/html; charset=utf-8");

    private static bool IsFirstParty(string clientId) => FirstPartyClients.Contains(clientId, StringComparer.OrdinalIgnoreCase);

    private static bool IsSameLoopback(string known, string redirect) =>
        Uri.TryCreate(known, UriKind.Absolute, out var one) && one.IsLoopback && one.Scheme == Uri.UriSchemeHttp
        && Uri.TryCreate(redirect, UriKind.Absolute, out var other)
        && (other.Scheme, other.Host, other.AbsolutePath) == (one.Scheme, one.Host, one.AbsolutePath);

    private static bool Knows(Tenant tenant, string clientId)
    {
        lock (tenant.Gate)
            return tenant.FindApp(clientId) is not null || tenant.FindApplication(clientId) is not null;
    }
}
