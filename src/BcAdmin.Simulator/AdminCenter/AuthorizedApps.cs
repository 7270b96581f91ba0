namespace BcAdmin.Simulator.AdminCenter;

/// <summary>Microsoft Entra apps that may call this API for the tenant. Authorization and consent of an administrator are separate.</summary>
internal static class AuthorizedApps
{
    [Operation("listAuthorizedApps")]
    public static Reply ListAuthorizedApps(Call call)
    {
        var apps = call.Tenant.Apps.Where(app => app.Authorized).Select(Write)
            .Concat(call.Tenant.AuthorizedClientIds.Select(id => Write(id.ToString(), consented: false)));
        var list = new JsonArray([.. apps]);
        return Reply.Ok(call.Settings.WrapAuthorizedApps ? new JsonObject { ["value"] = list } : list);
    }

    [Operation("authorizeApp")]
    public static Reply AuthorizeApp(Call call)
    {
        if (call.Tenant.FindApp(call["appClientId"]) is { } app)
        {
            app.Authorized = true;
            return Reply.Ok(Write(app));
        }

        // A client ID is added to the list whether or not the tenant has an app for it.
        var id = call.Id("appClientId");
        call.Tenant.AuthorizedClientIds.Add(id);
        return Reply.Ok(Write(id.ToString(), consented: false));
    }

    [Operation("removeAuthorizedApp")]
    public static Reply RemoveAuthorizedApp(Call call)
    {
        if (call.Tenant.FindApp(call["appClientId"]) is { Authorized: true } app)
            app.Authorized = false;
        else if (!call.Tenant.AuthorizedClientIds.Remove(call.Id("appClientId")))
            throw new Refusal(404, "resourceDoesNotExist", $"The app {call["appClientId"]} is not authorized.") { Target = call["appClientId"] };

        return Reply.Empty();
    }

    [Operation("listManageableTenants")]
    public static Reply ListManageableTenants(Call call)
    {
        // Consent is not required: a tenant may be listed where the app cannot sign in.
        var tenants = call.World.Tenants.Where(tenant => tenant.HasAuthorized(call.Caller.Id));
        return Reply.List(tenants.Select(tenant => new JsonObject { ["entraTenantId"] = tenant.Id.ToString() }));
    }

    private static JsonObject Write(AppRegistration app) =>
        Write(app.ClientId, app.RolesFor(DirectoryResource.BusinessCentral).Contains("AdminCenter.ReadWrite.All", StringComparer.Ordinal));

    private static JsonObject Write(string clientId, bool consented) => new() { ["appId"] = clientId, ["isAdminConsentGranted"] = consented };
}
