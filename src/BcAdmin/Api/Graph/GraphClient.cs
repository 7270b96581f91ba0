using System.Net;
using System.Text.Json.Serialization.Metadata;

namespace BcAdmin.Api.Graph;

/// <summary>The Microsoft Graph v1.0 calls for one cmdlet call: app registrations, the customers of a partner, and security groups.</summary>
internal sealed partial class GraphClient(BcConnection connection, Uri endpoint, ApiClient api)
    : ServiceClient(ServiceApi.Graph, new Uri(endpoint, "/v1.0/"), connection, api)
{
    /// <summary>The maximum time for the replication of new objects.</summary>
    private static readonly TimeSpan Replication = TimeSpan.FromMinutes(1);

    /// <summary>The applications with exactly this name. Names are not unique in Microsoft Entra ID.</summary>
    public async Task<List<GraphApplication>> FindApplicationsAsync(string name, CancellationToken cancellationToken)
    {
        var query = new ODataQuery(ODataQuery.Is("displayName", name), "id,appId,displayName");
        return await ListAsync(
            new ResourcePath("applications").With(query), GraphJson.Default.GraphApplication, cancellationToken).ConfigureAwait(false);
    }

    public Task<GraphApplication> GetApplicationAsync(string id, CancellationToken cancellationToken) =>
        ReadAsync(Call(HttpMethod.Get, Whole($"applications/{id}")), GraphJson.Default.GraphApplication, cancellationToken);

    /// <summary>The application with that client ID; null if the tenant has none.</summary>
    public Task<GraphApplication?> FindApplicationAsync(Guid appId, CancellationToken cancellationToken) =>
        FindAsync(Call(HttpMethod.Get, Whole($"applications(appId='{appId}')")), GraphJson.Default.GraphApplication, cancellationToken);

    /// <summary>The secrets of an app, without their values; null if the app is not registered in this tenant.</summary>
    public async Task<List<GraphPasswordCredential>?> FindPasswordsAsync(Guid appId, CancellationToken cancellationToken)
    {
        var path = new ResourcePath($"applications(appId='{appId}')").With(new ODataQuery(Select: "id,passwordCredentials"));
        var app = await FindAsync(Call(HttpMethod.Get, path), GraphJson.Default.GraphApplication, cancellationToken).ConfigureAwait(false);
        return app is null ? null : [.. app.PasswordCredentials ?? []];
    }

    /// <summary>Microsoft Graph returns the content of keyCredentials only if they are selected explicitly.</summary>
    private static ResourcePath Whole(string path) => new ResourcePath(path).With(new ODataQuery(
        Select: "id,appId,displayName,signInAudience,isFallbackPublicClient,requiredResourceAccess,web,publicClient,keyCredentials,"
            + "passwordCredentials"));

    /// <summary>Creates an application with a unique name. After a lost response, the application is looked up by that name.</summary>
    public async Task<GraphApplication> CreateApplicationAsync(GraphApplication application, CancellationToken cancellationToken)
    {
        try
        {
            var request = Post("applications").WithJson(application, GraphJson.Default.GraphApplication);
            return await ReadAsync(request, GraphJson.Default.GraphApplication, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException lost) when (lost.IsResponseLost)
        {
            return await LostResponse.SettleAsync(
                lost, async () => await FindApplicationsAsync(application.DisplayName!, cancellationToken).ConfigureAwait(false) is [var made]
                    ? made : null)
                .ConfigureAwait(false);
        }
    }

    public Task UpdateApplicationAsync(string id, GraphApplication changes, CancellationToken cancellationToken) => WhenKnownAsync(async () =>
    {
        var request = Call(HttpMethod.Patch, $"applications/{id}").AsRepeatable().WithJson(changes, GraphJson.Default.GraphApplication);
        await Api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return true;
    }, cancellationToken);

    /// <summary>Creates a secret. Only this response contains its value.</summary>
    public Task<GraphPasswordCredential> AddPasswordAsync(string id, GraphPasswordCredential password, CancellationToken cancellationToken) =>
        WhenKnownAsync(
        () => ReadAsync(Post($"applications/{id}/addPassword")
            .WithJson(new(password), GraphJson.Default.GraphAddPassword), GraphJson.Default.GraphPasswordCredential, cancellationToken),
        cancellationToken);

    /// <summary>Removes a secret. After a lost response, the application is read to check whether the secret was removed.</summary>
    public async Task RemovePasswordAsync(string id, Guid keyId, CancellationToken cancellationToken)
    {
        try
        {
            var request = Post($"applications/{id}/removePassword").WithJson(new(keyId), GraphJson.Default.GraphRemovePassword);
            await Api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException lost) when (lost.IsResponseLost)
        {
            var app = await GetApplicationAsync(id, cancellationToken).ConfigureAwait(false);
            if ((app.PasswordCredentials ?? []).Any(password => password.KeyId == keyId))
                throw;
        }
    }

    public Task<List<GraphFederatedCredential>> ListFederatedCredentialsAsync(string id, CancellationToken cancellationToken) =>
        ListAsync($"applications/{id}/federatedIdentityCredentials", GraphJson.Default.GraphFederatedCredential, cancellationToken);

    public Task CreateFederatedCredentialAsync(string id, GraphFederatedCredential credential, CancellationToken cancellationToken) => WhenKnownAsync(
        () => ReadAsync(Post($"applications/{id}/federatedIdentityCredentials")
            .WithJson(credential, GraphJson.Default.GraphFederatedCredential), GraphJson.Default.GraphFederatedCredential, cancellationToken),
        cancellationToken);

    /// <summary>The service principal of an app in the tenant; null if there is none.</summary>
    public Task<GraphPrincipal?> FindPrincipalAsync(Guid appId, CancellationToken cancellationToken)
    {
        var path = new ResourcePath($"servicePrincipals(appId='{appId}')").With(new ODataQuery(Select: "id,appId,appRoles,oauth2PermissionScopes"));
        return FindAsync(Call(HttpMethod.Get, path), GraphJson.Default.GraphPrincipal, cancellationToken);
    }

    public Task<GraphPrincipal> CreatePrincipalAsync(Guid appId, CancellationToken cancellationToken) => WhenKnownAsync(
        () => ReadAsync(Post("servicePrincipals")
            .WithJson(new(appId), GraphJson.Default.GraphNewPrincipal), GraphJson.Default.GraphPrincipal, cancellationToken),
        cancellationToken);

    public Task<List<GraphRoleAssignment>> ListRoleAssignmentsAsync(string principalId, CancellationToken cancellationToken) =>
        ListAsync($"servicePrincipals/{principalId}/appRoleAssignments", GraphJson.Default.GraphRoleAssignment, cancellationToken);

    public Task AssignRoleAsync(GraphRoleAssignment assignment, CancellationToken cancellationToken) => WhenKnownAsync(
        () => ReadAsync(
            Post($"servicePrincipals/{assignment.PrincipalId}/appRoleAssignments")
                .WithJson(assignment, GraphJson.Default.GraphRoleAssignment), GraphJson.Default.GraphRoleAssignment, cancellationToken),
        cancellationToken);

    /// <summary>The tenant-wide delegated permissions of an app for one API; null if there are none.</summary>
    public async Task<GraphPermissionGrant?> FindGrantAsync(string principalId, string resourceId, CancellationToken cancellationToken)
    {
        var grants = await ListAsync(
            $"servicePrincipals/{principalId}/oauth2PermissionGrants", GraphJson.Default.GraphPermissionGrant,
                cancellationToken).ConfigureAwait(false);
        return grants.FirstOrDefault(grant => grant.ResourceId == resourceId && grant.ConsentType == "AllPrincipals");
    }

    public Task CreateGrantAsync(GraphPermissionGrant grant, CancellationToken cancellationToken) => WhenKnownAsync(
        () => ReadAsync(Post("oauth2PermissionGrants")
            .WithJson(grant, GraphJson.Default.GraphPermissionGrant), GraphJson.Default.GraphPermissionGrant, cancellationToken),
        cancellationToken);

    public Task UpdateGrantAsync(string id, string scope, CancellationToken cancellationToken) => Api.SendAsync(
        Call(HttpMethod.Patch, $"oauth2PermissionGrants/{id}").AsRepeatable().WithJson(
            new() { Scope = scope }, GraphJson.Default.GraphPermissionGrant),
        cancellationToken);

    /// <summary>The contracts do not cover Microsoft Graph, so its calls have no operation ID.</summary>
    private ApiRequest Call(HttpMethod method, ResourcePath path) => Request(method, operationId: null, path);

    private ApiRequest Post(string path) => Call(HttpMethod.Post, path);

    private Task<List<T>> ListAsync<T>(ResourcePath path, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Api.ListAsync(Call(HttpMethod.Get, path), type, cancellationToken).ToListAsync();

    /// <summary>Retries a call on a new object, because the directory is eventually consistent.</summary>
    private async Task<T> WhenKnownAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var (pause, waited) = (TimeSpan.FromSeconds(1), TimeSpan.Zero);
        while (true)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (BcApiException exception) when (waited < Replication && IsUnknownYet(exception))
            {
                await Task.Delay(pause, Clock, cancellationToken).ConfigureAwait(false);
                waited += pause;
                pause = TimeSpan.FromSeconds(Math.Min(8, pause.TotalSeconds * 2));
            }
        }
    }

    private static bool IsUnknownYet(BcApiException exception) => exception.Status switch
    {
        HttpStatusCode.NotFound => true,
        HttpStatusCode.BadRequest => exception.Message.Contains("does not reference a valid application object", StringComparison.OrdinalIgnoreCase)
            || exception.Is(ErrorCode.NoBackingApplicationObject),
        _ => false,
    };
}
