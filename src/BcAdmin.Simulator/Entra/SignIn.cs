using BcAdmin.Simulator.Serving;
using BcAdmin.Simulator.State;

namespace BcAdmin.Simulator.Entra;

/// <summary>Who is known: the questions that every flow asks about tenant and app.</summary>
internal static class SignIn
{
    private static readonly string[] AnyTenant = ["common", "organizations", "consumers"];

    /// <summary>Microsoft's own public clients are in every tenant: Azure PowerShell and Azure CLI.</summary>
    private static readonly string[] FirstPartyClients = ["1950a258-227b-4e31-a9cf-717495945fc2", "04b07795-8ddb-461a-bbee-02f9e1bf7b46"];

    public static bool IsFirstParty(string? clientId) => FirstPartyClients.Contains(clientId, StringComparer.OrdinalIgnoreCase);

    public static bool IsAnyTenant(string segment) => AnyTenant.Contains(segment, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="Refusal">AADSTS90002: no such tenant, and open sign-in is off.</exception>
    public static Tenant FindTenant(World world, string segment)
    {
        if (world.FindTenant(segment) is { } tenant)
            return tenant;
        if (IsAnyTenant(segment) || world.Settings.OpenSignIn)
            return world.DefaultTenant;

        throw EntraError.Of(400, "invalid_request", 90002,
            $"Tenant '{segment}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.");
    }

    /// <summary>The app's registration in the tenant; null for an app that nobody knows and that open sign-in lets pass.</summary>
    /// <exception cref="Refusal">AADSTS700016: the app is not in this tenant.</exception>
    public static AppRegistration? FindApp(World world, Tenant tenant, string clientId)
    {
        lock (tenant.Gate)
        {
            if (tenant.FindApp(clientId) is { } app)
                return app;
        }

        if (IsFirstParty(clientId))
            return null;
        if (world.Settings.OpenSignIn && world.Tenants.All(other => other == tenant || !Knows(other, clientId)))
            return null;

        throw EntraError.Of(400, "unauthorized_client", 700016,
            $"Application with identifier '{clientId}' was not found in the directory '{tenant.Domain}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.");
    }

    /// <exception cref="Refusal">AADSTS65001: nobody consented to the app in this tenant.</exception>
    public static void RequireConsent(AppRegistration? app, string clientId)
    {
        if (app is { Consented: false })
        {
            throw EntraError.Of(400, "invalid_grant", 65001,
                $"The user or administrator has not consented to use the application with ID '{clientId}' named '{app.Name}'. Send an interactive authorization request for this user and resource.");
        }
    }

    private static bool Knows(Tenant tenant, string clientId)
    {
        lock (tenant.Gate)
            return tenant.FindApp(clientId) is not null;
    }
}
