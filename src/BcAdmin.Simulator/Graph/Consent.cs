namespace BcAdmin.Simulator.Graph;

/// <summary>
/// The permissions that were granted to apps: application permissions (appRoleAssignment) and delegated permissions (oAuth2PermissionGrant).
/// </summary>
internal static class Consent
{
    public static Reply ListRoles(GraphCall call)
    {
        var principal = ServicePrincipals.Find(call, call.Keys[0]);
        var rows = principal.App is { } app ? app.RoleAssignments.Select(assignment => Write(call.Tenant, app, assignment)) : [];
        return GraphQuery.Answer(call, $"servicePrincipals('{call.Keys[0]}')/appRoleAssignments", rows);
    }

    public static Reply ListAssigned(GraphCall call)
    {
        var id = ServicePrincipals.Find(call, call.Keys[0]).Json["id"]!.GetValue<string>();
        var rows = from app in call.Tenant.Apps
                   from assignment in app.RoleAssignments
                   where assignment.Resource.PrincipalIn(call.Tenant).ToString() == id
                   select Write(call.Tenant, app, assignment);
        return GraphQuery.Answer(call, $"servicePrincipals('{call.Keys[0]}')/appRoleAssignedTo", rows);
    }

    /// <summary>Grants an application permission. The path contains the client or the resource, and the body contains both.</summary>
    public static Reply AssignRole(GraphCall call)
    {
        call.RequireAdministrator();
        var inPath = ServicePrincipals.Find(call, call.Keys[0]).Json["id"]!.GetValue<string>();
        var body = call.Body();
        var (principalId, resourceId) = (Id(body, "principalId"), Id(body, "resourceId"));
        if (principalId.ToString() != inPath && resourceId.ToString() != inPath)
            throw new Refusal(400, "Request_BadRequest", "Invalid object identifier: the path and the body name different service principals.");

        var app = ServicePrincipals.FindApp(call, principalId.ToString());
        var resource = Resource(call, resourceId);
        var roleId = Id(body, "appRoleId");
        var role = resource.Roles.FirstOrDefault(candidate => candidate.Id == roleId)
            ?? throw new Refusal(400, "Request_BadRequest", $"Permission being assigned was not found on application '{resource.AppId}'");
        if (app.RoleAssignments.Exists(known => known.Resource == resource && known.Role == role))
            throw new Refusal(400, "Request_BadRequest", "Permission being assigned already exists on the object");

        var assignment = new RoleAssignment(resource, role, call.Now);
        app.RoleAssignments.Add(assignment);
        return GraphQuery.AnswerOne(call, $"servicePrincipals('{inPath}')/appRoleAssignments", Write(call.Tenant, app, assignment), 201);
    }

    public static Reply RemoveRole(GraphCall call)
    {
        call.RequireAdministrator();
        var app = ServicePrincipals.FindApp(call, call.Keys[0]);
        return app.RoleAssignments.RemoveAll(assignment => assignment.Id == call.Keys[1]) > 0
            ? Reply.NoContent()
            : throw GraphCall.NotFound(call.Keys[1]);
    }

    public static Reply ListGrants(GraphCall call) => ListGrants(call, All(call.Tenant));

    public static Reply ListGrantsOf(GraphCall call)
    {
        var principal = ServicePrincipals.Find(call, call.Keys[0]);
        return ListGrants(call, All(call.Tenant).Where(found => found.App == principal.App));
    }

    private static Reply ListGrants(GraphCall call, IEnumerable<(AppRegistration App, DelegatedGrant Grant)> grants) =>
        GraphQuery.Answer(call, "oauth2PermissionGrants", grants.Select(found => Write(call.Tenant, found.App, found.Grant)));

    public static Reply GetGrant(GraphCall call)
    {
        var (app, grant) = Find(call);
        return GraphQuery.AnswerOne(call, "oauth2PermissionGrants", Write(call.Tenant, app, grant));
    }

    public static Reply Grant(GraphCall call)
    {
        call.RequireAdministrator();
        var body = call.Body();
        var app = ServicePrincipals.FindApp(call, Id(body, "clientId").ToString());
        var resource = Resource(call, Id(body, "resourceId"));
        Guid? person = body["consentType"]?.ToString() switch
        {
            "AllPrincipals" when body["principalId"] is null => null,
            "Principal" => Id(body, "principalId"),
            _ => throw GraphCall.BadProperty("consentType", "oAuth2PermissionGrant"),
        };
        if (app.DelegatedGrants.Exists(known => known.Resource == resource && known.PrincipalId == person))
            throw GraphCall.Conflict("Permission entry already exists.");

        var grant = new DelegatedGrant(resource, person) { Scopes = Scopes(resource, body) };
        app.DelegatedGrants.Add(grant);
        return GraphQuery.AnswerOne(call, "oauth2PermissionGrants", Write(call.Tenant, app, grant), 201);
    }

    public static Reply UpdateGrant(GraphCall call)
    {
        call.RequireAdministrator();
        var (_, grant) = Find(call);
        grant.Scopes = Scopes(grant.Resource, call.Body());
        return Reply.NoContent();
    }

    public static Reply DeleteGrant(GraphCall call)
    {
        call.RequireAdministrator();
        var (app, grant) = Find(call);
        app.DelegatedGrants.Remove(grant);
        return Reply.NoContent();
    }

    private static IEnumerable<(AppRegistration App, DelegatedGrant Grant)> All(Tenant tenant) =>
        tenant.Apps.SelectMany(app => app.DelegatedGrants.Select(grant => (app, grant)));

    private static (AppRegistration App, DelegatedGrant Grant) Find(GraphCall call) =>
        All(call.Tenant).FirstOrDefault(found => found.Grant.Id == call.Keys[0]) is { Grant: not null } found
            ? found
            : throw GraphCall.NotFound(call.Keys[0]);

    private static Guid Id(JsonObject body, string name) =>
        Guid.TryParse(body[name]?.ToString(), out var id)
            ? id
            : throw new Refusal(400, "Request_BadRequest", $"One or more properties contains invalid values: '{name}'.");

    private static DirectoryResource Resource(GraphCall call, Guid id) =>
        DirectoryResource.Find(call.Tenant, id) is { } api && DirectoryResource.In(call.Tenant).Contains(api)
            ? api
            : throw GraphCall.NotFound(id.ToString());

    private static string[] Scopes(DirectoryResource resource, JsonObject body)
    {
        var text = body["scope"]?.ToString() ?? throw GraphCall.BadProperty("scope", "oAuth2PermissionGrant");
        var scopes = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return scopes.FirstOrDefault(scope => resource.FindScope(scope) is null) is { } unknown
            ? throw new Refusal(400, "Request_BadRequest", $"Invalid scope '{unknown}': the API {resource.Name} has no such delegated permission.")
            : scopes;
    }

    private static JsonObject Write(Tenant tenant, AppRegistration app, RoleAssignment assignment) => new()
    {
        ["id"] = assignment.Id,
        ["deletedDateTime"] = null,
        ["appRoleId"] = assignment.Role.Id.ToString(),
        ["createdDateTime"] = Applications.Utc(assignment.CreatedOn),
        ["principalDisplayName"] = app.Name,
        ["principalId"] = app.ObjectId.ToString(),
        ["principalType"] = "ServicePrincipal",
        ["resourceDisplayName"] = assignment.Resource.Name,
        ["resourceId"] = assignment.Resource.PrincipalIn(tenant).ToString(),
    };

    private static JsonObject Write(Tenant tenant, AppRegistration app, DelegatedGrant grant) => new()
    {
        ["clientId"] = app.ObjectId.ToString(),
        ["consentType"] = grant.PrincipalId is null ? "AllPrincipals" : "Principal",
        ["id"] = grant.Id,
        ["principalId"] = grant.PrincipalId?.ToString(),
        ["resourceId"] = grant.Resource.PrincipalIn(tenant).ToString(),
        ["scope"] = string.Join(' ', grant.Scopes),
    };
}
