using BcAdmin.Simulator.Entra;

namespace BcAdmin.Simulator.Graph;

/// <summary>The service principals of the tenant, including those of Microsoft's own APIs.</summary>
internal static class ServicePrincipals
{
    private const string Set = "servicePrincipals";

    public static Reply List(GraphCall call) => GraphQuery.Answer(call, Set, All(call).Select(principal => principal.Json));

    public static Reply Get(GraphCall call) => GraphQuery.AnswerOne(call, Set, Find(call, call.Keys[0]).Json);

    public static Reply Create(GraphCall call)
    {
        var appId = GraphCall.Required(call.Body(), "appId", "servicePrincipal");
        var tenant = call.Tenant;
        if (tenant.FindApp(appId) is not null || DirectoryResource.In(tenant).Any(known => known.AppId == appId))
        {
            throw GraphCall.Conflict("The service principal cannot be created, updated, or restored because "
                + $"the service principal name {appId} is already in use.");
        }

        if (DirectoryResource.Find(appId) is { } api)
        {
            call.RequireAdministrator();
            tenant.HasBusinessCentral = true;
            return GraphQuery.AnswerOne(call, Set, Write(tenant, api), 201);
        }

        if (SignIn.FindApplication(call.Exchange.World, tenant, appId) is not { } application || !call.IsVisible(application.CreatedOn))
        {
            throw new Refusal(
                400, "Request_BadRequest", $"The appId '{appId}' of the service principal does not reference a valid application object.");
        }

        if (application.Owner is null || application.Owner != call.Caller.ObjectId)
            call.RequireAdministrator();
        var app = tenant.AddServicePrincipal(application, call.Now, call.Exchange.World.Settings.NewAppsAreSetUp);
        return GraphQuery.AnswerOne(call, Set, Write(app), 201);
    }

    public static Reply Delete(GraphCall call)
    {
        var app = FindApp(call, call.Keys[0]);
        if (app.Application.Owner is null || app.Application.Owner != call.Caller.ObjectId)
            call.RequireAdministrator();
        call.Tenant.Apps.Remove(app);
        return Reply.NoContent();
    }

    /// <summary>The service principal of an app, except those of Microsoft's own APIs.</summary>
    public static AppRegistration FindApp(GraphCall call, string key) => Find(call, key).App ?? throw GraphPermission.Denied();

    public static Principal Find(GraphCall call, string key) => All(call).FirstOrDefault(principal =>
        string.Equals(principal.Json["id"]!.GetValue<string>(), key, StringComparison.OrdinalIgnoreCase)
        || string.Equals($"appId={principal.Json["appId"]}", key, StringComparison.OrdinalIgnoreCase))
        ?? throw GraphCall.NotFound(key);

    private static IEnumerable<Principal> All(GraphCall call) =>
        DirectoryResource.In(call.Tenant).Select(api => new Principal(null, Write(call.Tenant, api)))
            .Concat(call.Tenant.Apps.Where(app => call.IsVisible(app.CreatedOn)).Select(app => new Principal(app, Write(app))));

    private static JsonObject Write(AppRegistration app)
    {
        var json = Write(app.ObjectId, app.ClientId, app.Name, app.HomeTenantId);
        json["createdDateTime"] = Applications.Utc(app.CreatedOn);
        json["signInAudience"] = app.Application.Properties["signInAudience"]?.DeepClone();
        json["replyUrls"] = new JsonArray([.. app.Application.RedirectUris.Select(address => JsonValue.Create(address))]);
        return json;
    }

    private static JsonObject Write(Tenant tenant, DirectoryResource api)
    {
        var json = Write(api.PrincipalIn(tenant), api.AppId, api.Name, DirectoryResource.Owner);
        json["signInAudience"] = "AzureADMultipleOrgs";
        json["servicePrincipalNames"] = new JsonArray(api.AppId, api.Uri);
        json["appRoles"] = new JsonArray([.. api.Roles.Select(role => new JsonObject
        {
            ["allowedMemberTypes"] = new JsonArray("Application"),
            ["description"] = role.Text,
            ["displayName"] = role.Text,
            ["id"] = role.Id.ToString(),
            ["isEnabled"] = true,
            ["origin"] = "Application",
            ["value"] = role.Name,
        })]);
        json["oauth2PermissionScopes"] = new JsonArray([.. api.Scopes.Select(scope => new JsonObject
        {
            ["adminConsentDescription"] = scope.Text,
            ["adminConsentDisplayName"] = scope.Text,
            ["id"] = scope.Id.ToString(),
            ["isEnabled"] = true,
            ["type"] = scope.NeedsAdmin ? "Admin" : "User",
            ["userConsentDescription"] = scope.Text,
            ["userConsentDisplayName"] = scope.Text,
            ["value"] = scope.Name,
        })]);
        return json;
    }

    private static JsonObject Write(Guid id, string appId, string name, Guid owner) => new()
    {
        ["id"] = id.ToString(),
        ["deletedDateTime"] = null,
        ["accountEnabled"] = true,
        ["appDisplayName"] = name,
        ["appId"] = appId,
        ["appOwnerOrganizationId"] = owner.ToString(),
        ["appRoleAssignmentRequired"] = false,
        ["displayName"] = name,
        ["servicePrincipalType"] = "Application",
        ["servicePrincipalNames"] = new JsonArray(appId),
        ["tags"] = new JsonArray(),
        ["appRoles"] = new JsonArray(),
        ["oauth2PermissionScopes"] = new JsonArray(),
    };
}

/// <summary>A service principal as Microsoft Graph returns it, and its app; null for Microsoft's own.</summary>
internal sealed record Principal(AppRegistration? App, JsonObject Json);
