using System.Net;

namespace BcAdmin.Api.Graph;

/// <summary>The part of Microsoft Graph v1.0 that registering an app takes, for one cmdlet call.</summary>
internal sealed class GraphClient(Uri endpoint, ApiClient api)
{
    /// <summary>How long Graph may take until it knows everywhere what was just made.</summary>
    private static readonly TimeSpan Replication = TimeSpan.FromMinutes(1);

    private readonly Uri _base = new(endpoint, "/v1.0/");

    /// <summary>The applications of exactly this name: names are not unique in Entra.</summary>
    public async Task<IReadOnlyList<GraphApplication>> FindApplicationsAsync(string name, CancellationToken cancellationToken)
    {
        var filter = Uri.EscapeDataString($"displayName eq '{name.Replace("'", "''", StringComparison.Ordinal)}'");
        var found = new List<GraphApplication>();
        await foreach (var application in api.ListAsync(ApiRequest.Get(Url($"applications?$filter={filter}&$select=id,appId,displayName")), GraphJson.Default.GraphApplication, cancellationToken).ConfigureAwait(false))
            found.Add(application);
        return found;
    }

    public async Task<GraphApplication> GetApplicationAsync(string id, CancellationToken cancellationToken)
    {
        // keyCredentials come with their content only where they are named.
        const string members = "id,appId,displayName,signInAudience,isFallbackPublicClient,requiredResourceAccess,web,publicClient,keyCredentials,passwordCredentials";
        return await ReadAsync(ApiRequest.Get(Url($"applications/{id}?$select={members}")), GraphJson.Default.GraphApplication, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes an application whose name no other has. A lost answer is settled by that name.</summary>
    public async Task<GraphApplication> CreateApplicationAsync(GraphApplication application, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(Post("applications").WithJson(application, GraphJson.Default.GraphApplication), GraphJson.Default.GraphApplication, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException lost) when (lost.IsAnswerLost)
        {
            return await LostAnswer.SettleAsync(lost, async () => await FindApplicationsAsync(application.DisplayName!, cancellationToken).ConfigureAwait(false) is [var made] ? made : null).ConfigureAwait(false);
        }
    }

    public Task UpdateApplicationAsync(string id, GraphApplication changes, CancellationToken cancellationToken) => WhenKnownAsync(async () =>
    {
        var request = new ApiRequest(HttpMethod.Patch, Url($"applications/{id}")) { Repeatable = true }.WithJson(changes, GraphJson.Default.GraphApplication);
        await api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return true;
    }, cancellationToken);

    /// <summary>Makes a secret. Its text is in the answer and never again to be had.</summary>
    public Task<GraphPasswordCredential> AddPasswordAsync(string id, GraphPasswordCredential password, CancellationToken cancellationToken) => WhenKnownAsync(
        () => ReadAsync(Post($"applications/{id}/addPassword").WithJson(new(password), GraphJson.Default.GraphAddPassword), GraphJson.Default.GraphPasswordCredential, cancellationToken),
        cancellationToken);

    public async Task<IReadOnlyList<GraphFederatedCredential>> ListFederatedCredentialsAsync(string id, CancellationToken cancellationToken)
    {
        var found = new List<GraphFederatedCredential>();
        await foreach (var credential in api.ListAsync(ApiRequest.Get(Url($"applications/{id}/federatedIdentityCredentials")), GraphJson.Default.GraphFederatedCredential, cancellationToken).ConfigureAwait(false))
            found.Add(credential);
        return found;
    }

    public Task CreateFederatedCredentialAsync(string id, GraphFederatedCredential credential, CancellationToken cancellationToken) => WhenKnownAsync(
        () => ReadAsync(Post($"applications/{id}/federatedIdentityCredentials").WithJson(credential, GraphJson.Default.GraphFederatedCredential), GraphJson.Default.GraphFederatedCredential, cancellationToken),
        cancellationToken);

    /// <summary>The service principal of an app in the tenant; null where the tenant does not know the app.</summary>
    public async Task<GraphPrincipal?> FindPrincipalAsync(Guid appId, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(
                ApiRequest.Get(Url($"servicePrincipals(appId='{appId}')?$select=id,appId,appRoles,oauth2PermissionScopes")), GraphJson.Default.GraphPrincipal, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsNotFound)
        {
            return null;
        }
    }

    public Task<GraphPrincipal> CreatePrincipalAsync(Guid appId, CancellationToken cancellationToken) => WhenKnownAsync(
        () => ReadAsync(Post("servicePrincipals").WithJson(new(appId), GraphJson.Default.GraphNewPrincipal), GraphJson.Default.GraphPrincipal, cancellationToken),
        cancellationToken);

    public async Task<IReadOnlyList<GraphRoleAssignment>> ListRoleAssignmentsAsync(string principalId, CancellationToken cancellationToken)
    {
        var found = new List<GraphRoleAssignment>();
        await foreach (var assignment in api.ListAsync(ApiRequest.Get(Url($"servicePrincipals/{principalId}/appRoleAssignments")), GraphJson.Default.GraphRoleAssignment, cancellationToken).ConfigureAwait(false))
            found.Add(assignment);
        return found;
    }

    public Task AssignRoleAsync(GraphRoleAssignment assignment, CancellationToken cancellationToken) => WhenKnownAsync(
        () => ReadAsync(
            Post($"servicePrincipals/{assignment.PrincipalId}/appRoleAssignments").WithJson(assignment, GraphJson.Default.GraphRoleAssignment), GraphJson.Default.GraphRoleAssignment, cancellationToken),
        cancellationToken);

    /// <summary>What was granted to an app for everybody, for one API; null if nothing was.</summary>
    public async Task<GraphPermissionGrant?> FindGrantAsync(string principalId, string resourceId, CancellationToken cancellationToken)
    {
        await foreach (var grant in api.ListAsync(ApiRequest.Get(Url($"servicePrincipals/{principalId}/oauth2PermissionGrants")), GraphJson.Default.GraphPermissionGrant, cancellationToken).ConfigureAwait(false))
        {
            if (grant.ResourceId == resourceId && grant.ConsentType == "AllPrincipals")
                return grant;
        }

        return null;
    }

    public Task CreateGrantAsync(GraphPermissionGrant grant, CancellationToken cancellationToken) => WhenKnownAsync(
        () => ReadAsync(Post("oauth2PermissionGrants").WithJson(grant, GraphJson.Default.GraphPermissionGrant), GraphJson.Default.GraphPermissionGrant, cancellationToken),
        cancellationToken);

    public Task UpdateGrantAsync(string id, string scope, CancellationToken cancellationToken) => api.SendAsync(
        new ApiRequest(HttpMethod.Patch, Url($"oauth2PermissionGrants/{id}")) { Repeatable = true }.WithJson(new() { Scope = scope }, GraphJson.Default.GraphPermissionGrant),
        cancellationToken);

    private Uri Url(string path) => new(_base, path);

    private ApiRequest Post(string path) => new(HttpMethod.Post, Url(path));

    private async Task<T> ReadAsync<T>(ApiRequest request, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class => await api.GetAsync(request, type, cancellationToken).ConfigureAwait(false)
        ?? throw new BcApiException(ErrorCode.UnexpectedResponse, $"Microsoft Graph answered {request} with nothing where an object was expected.") { Request = request.ToString() };

    /// <summary>The directory is spread over the world: what was made a moment ago may be unknown to the place that takes the next call.</summary>
    private static async Task<T> WhenKnownAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
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
                await WaitClock.PauseAsync(pause, cancellationToken).ConfigureAwait(false);
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
