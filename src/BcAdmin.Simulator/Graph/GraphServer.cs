using System.Text.RegularExpressions;

using static BcAdmin.Simulator.Graph.GraphPermission;

namespace BcAdmin.Simulator.Graph;

/// <summary>
/// Simulates a part of Microsoft Graph v1.0: applications, service principals, consent, groups, the customers of a partner, the signed-in user,
/// and the organization. Apps that are created here can sign in, because both use the same directory.
/// </summary>
internal sealed partial class GraphServer(SimulatedService simulator)
{
    private static readonly GraphRoute[] Routes =
    [
        new("GET", "applications", "graphListApplications", ReadApplications, Applications.List),
        new("POST", "applications", "graphCreateApplication", WriteApplications, Applications.Create),
        new("GET", "applications/{id}", "graphGetApplication", ReadApplications, Applications.Get),
        new("PATCH", "applications/{id}", "graphUpdateApplication", WriteApplications, Applications.Update),
        new("DELETE", "applications/{id}", "graphDeleteApplication", WriteApplications, Applications.Delete),
        new("POST", "applications/{id}/addPassword", "graphAddPassword", WriteApplications, Applications.AddPassword),
        new("POST", "applications/{id}/removePassword", "graphRemovePassword", WriteApplications, Applications.RemovePassword),
        new("GET", "applications/{id}/federatedIdentityCredentials", "graphListFederatedCredentials", ReadApplications, FederatedCredentials.List),
        new("POST", "applications/{id}/federatedIdentityCredentials", "graphCreateFederatedCredential",
            WriteApplications, FederatedCredentials.Create),
        new("GET", "applications/{id}/federatedIdentityCredentials/{id}", "graphGetFederatedCredential", ReadApplications, FederatedCredentials.Get),
        new("DELETE", "applications/{id}/federatedIdentityCredentials/{id}", "graphDeleteFederatedCredential",
            WriteApplications, FederatedCredentials.Delete),
        new("GET", "servicePrincipals", "graphListServicePrincipals", ReadApplications, ServicePrincipals.List),
        new("POST", "servicePrincipals", "graphCreateServicePrincipal", WriteApplications, ServicePrincipals.Create),
        new("GET", "servicePrincipals/{id}", "graphGetServicePrincipal", ReadApplications, ServicePrincipals.Get),
        new("DELETE", "servicePrincipals/{id}", "graphDeleteServicePrincipal", WriteApplications, ServicePrincipals.Delete),
        new("GET", "servicePrincipals/{id}/appRoleAssignments", "graphListAppRoleAssignments", ReadApplications, Consent.ListRoles),
        new("POST", "servicePrincipals/{id}/appRoleAssignments", "graphCreateAppRoleAssignment", AssignRoles, Consent.AssignRole),
        new("DELETE", "servicePrincipals/{id}/appRoleAssignments/{id}", "graphDeleteAppRoleAssignment", AssignRoles, Consent.RemoveRole),
        new("GET", "servicePrincipals/{id}/appRoleAssignedTo", "graphListAppRoleAssignedTo", ReadApplications, Consent.ListAssigned),
        new("POST", "servicePrincipals/{id}/appRoleAssignedTo", "graphCreateAppRoleAssignedTo", AssignRoles, Consent.AssignRole),
        new("GET", "servicePrincipals/{id}/oauth2PermissionGrants", "graphListServicePrincipalGrants", ReadGrants, Consent.ListGrantsOf),
        new("GET", "oauth2PermissionGrants", "graphListPermissionGrants", ReadGrants, Consent.ListGrants),
        new("POST", "oauth2PermissionGrants", "graphCreatePermissionGrant", GrantScopes, Consent.Grant),
        new("GET", "oauth2PermissionGrants/{id}", "graphGetPermissionGrant", ReadGrants, Consent.GetGrant),
        new("PATCH", "oauth2PermissionGrants/{id}", "graphUpdatePermissionGrant", GrantScopes, Consent.UpdateGrant),
        new("DELETE", "oauth2PermissionGrants/{id}", "graphDeletePermissionGrant", GrantScopes, Consent.DeleteGrant),
        new("GET", "tenantRelationships/delegatedAdminCustomers", "graphListDelegatedAdminCustomers", ReadDelegatedAdmin,
            DelegatedAdmin.ListCustomers),
        new("GET", "tenantRelationships/delegatedAdminRelationships", "graphListDelegatedAdminRelationships", ReadDelegatedAdmin,
            DelegatedAdmin.ListRelationships),
        new("GET", "groups", "graphListGroups", ReadGroups, Groups.List),
        new("GET", "organization", "graphListOrganization", ReadOrganization, Identity.Organization),
        new("GET", "me", "graphGetMe", ReadMe, Identity.Me),
    ];

    public Destination? TryRoute(Exchange exchange)
    {
        if (!exchange.SegmentIs(0, "v1.0"))
            return null;

        var segments = Normalize(exchange.Segments.Skip(1));
        var fitting = Array.FindAll(Routes, candidate => candidate.Fits(segments));
        var route = Array.Find(fitting, candidate => string.Equals(candidate.Method, exchange.Request.Method, StringComparison.OrdinalIgnoreCase));
        var caller = simulator.Tokens.FindCaller(exchange, DirectoryResource.Graph, out var problem);
        return new Destination
        {
            OperationId = route?.OperationId ?? "unknown",
            Caller = caller,
            Refuse = refusal => Refuse(exchange, refusal),
            Serve = () =>
            {
                if (caller is null)
                    throw new Refusal(401, "InvalidAuthenticationToken", problem!);
                if (fitting.Length == 0)
                    throw new Refusal(400, "BadRequest", $"Resource not found for the segment '{segments[^1]}'.");
                if (route is null)
                    throw new Refusal(405, "Request_BadRequest", $"Specified HTTP method is not allowed for the request target.");

                route.Permission.Require(caller);
                lock (caller.Tenant.Gate)
                    return Sign(exchange, route.Serve(new GraphCall(exchange, caller, exchange.World.Clock.UtcNow, route.Keys(segments))));
            },
        };
    }

    /// <summary>Path segments with the key in parentheses split off: applications(appId='x') is "applications", "appId=x".</summary>
    private static List<string> Normalize(IEnumerable<string> segments) => [.. segments.SelectMany(segment =>
        AlternateKey().Match(segment) is { Success: true } match
            ? [match.Groups["set"].Value, $"{match.Groups["key"].Value}={match.Groups["value"].Value}"]
            : (string[])[segment])];

    private static Reply Sign(Exchange exchange, Reply reply)
    {
        reply.Headers["request-id"] = exchange.CorrelationId.ToString();
        reply.Headers["client-request-id"] = ClientRequestId(exchange);
        return reply;
    }

    private static string ClientRequestId(Exchange exchange) =>
        exchange.Request.Headers["client-request-id"].ToString() is { Length: > 0 } id ? id : exchange.CorrelationId.ToString();

    private static Reply Refuse(Exchange exchange, Refusal refusal)
    {
        var reply = Reply.Of(refusal, new JsonObject
        {
            ["error"] = new JsonObject
            {
                ["code"] = refusal.Code,
                ["message"] = refusal.Message,
                ["innerError"] = new JsonObject
                {
                    ["date"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
                    ["request-id"] = exchange.CorrelationId.ToString(),
                    ["client-request-id"] = ClientRequestId(exchange),
                },
            },
        });
        return Sign(exchange, reply);
    }

    [GeneratedRegex(
        @"^(?<set>[A-Za-z0-9]+)\((?:(?<key>[A-Za-z]+)=)?'?(?<value>[^']*)'?\)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AlternateKey();
}

/// <summary>The method that processes an HTTP method and a path; {id} represents a key.</summary>
internal sealed record GraphRoute(string Method, string Path, string OperationId, GraphPermission Permission, Func<GraphCall, Reply> Serve)
{
    private readonly string[] _path = Path.Split('/');

    public bool Fits(IReadOnlyList<string> segments) =>
        segments.Count == _path.Length
        && _path.Zip(segments).All(pair => pair.First is "{id}" || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));

    public IReadOnlyList<string> Keys(IReadOnlyList<string> segments) =>
        [.. _path.Zip(segments).Where(pair => pair.First is "{id}").Select(pair => pair.Second)];
}

/// <summary>A call of Microsoft Graph by a caller that has the permission. The lock of the tenants is held.</summary>
internal sealed record GraphCall(Exchange Exchange, Caller Caller, DateTimeOffset Now, IReadOnlyList<string> Keys)
{
    public Tenant Tenant => Caller.Tenant;

    public JsonObject Body()
    {
        try
        {
            return Exchange.ReadJson() switch
            {
                null => [],
                JsonObject body => body,
                _ => throw new JsonException("The body must be an object."),
            };
        }
        catch (JsonException)
        {
            throw new Refusal(400, "BadRequest",
                "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
        }
    }

    public string? Query(string name) => Exchange.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>The directory is distributed, and a new object is not available everywhere immediately.</summary>
    public bool IsVisible(DateTimeOffset createdOn) => Now >= createdOn + Exchange.World.Clock.Scaled(Exchange.World.Settings.DirectoryLagSec);

    /// <summary>Some changes require an administrator of the directory, whatever permissions the token has.</summary>
    public void RequireAdministrator()
    {
        if (Caller.Kind != CallerKind.App && Caller.Account is not { GlobalAdministrator: true })
            throw GraphPermission.Denied();
    }

    public static Refusal NotFound(string id) =>
        new(404, "Request_ResourceNotFound", $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");

    public static Refusal Conflict(string message) => new(409, "Request_MultipleObjectsWithSameKeyValue", message);

    public static Refusal BadProperty(string name, string resource) =>
        new(400, "Request_BadRequest", $"Invalid value specified for property '{name}' of resource '{resource}'.");

    /// <summary>A required text.</summary>
    public static string Required(JsonObject body, string name, string resource) =>
        body[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : throw BadProperty(name, resource);

    public string Context(string what) => $"{Exchange.BaseAddress}/v1.0/$metadata#{what}";
}

/// <summary>The permissions that a token needs for a call: one of the scopes for a user, one of the roles for an app.</summary>
internal sealed record GraphPermission(string[] Scopes, string[] Roles)
{
    private const string AsUser = "Directory.AccessAsUser.All";

    public static readonly GraphPermission ReadApplications = new(
        ["Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All", AsUser],
        ["Application.Read.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", "Directory.Read.All"]);

    public static readonly GraphPermission WriteApplications = new(["Application.ReadWrite.All", AsUser], ["Application.ReadWrite.All"]);

    public static readonly GraphPermission AssignRoles = new(["AppRoleAssignment.ReadWrite.All", AsUser], ["AppRoleAssignment.ReadWrite.All"]);

    public static readonly GraphPermission ReadGrants = new(
        ["DelegatedPermissionGrant.ReadWrite.All", "Directory.Read.All", AsUser], ["DelegatedPermissionGrant.ReadWrite.All", "Directory.Read.All"]);

    public static readonly GraphPermission GrantScopes = new(
        ["DelegatedPermissionGrant.ReadWrite.All", AsUser], ["DelegatedPermissionGrant.ReadWrite.All"]);

    public static readonly GraphPermission ReadOrganization = new(
        ["User.Read", "Organization.Read.All", "Directory.Read.All", AsUser], ["Organization.Read.All", "Directory.Read.All"]);

    public static readonly GraphPermission ReadDelegatedAdmin = new(
        ["DelegatedAdminRelationship.Read.All", "DelegatedAdminRelationship.ReadWrite.All"],
        ["DelegatedAdminRelationship.Read.All", "DelegatedAdminRelationship.ReadWrite.All"]);

    public static readonly GraphPermission ReadGroups = new(
        ["GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All", AsUser],
        ["GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All"]);

    public static readonly GraphPermission ReadMe = new(["User.Read", "Directory.Read.All", AsUser], []);

    public void Require(Caller caller)
    {
        var (held, asked) = caller.Kind == CallerKind.App ? (caller.Roles, Roles) : (caller.Scopes, Scopes);
        if (!held.Intersect(asked, StringComparer.OrdinalIgnoreCase).Any())
            throw Denied();
    }

    public static Refusal Denied() => new(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
}
