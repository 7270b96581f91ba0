namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>listPermissionSets.</summary>
    public IAsyncEnumerable<BcPermissionSet> ListPermissionSetsAsync(Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync(through, "permissionSets", query, BcJson.Default.BcPermissionSet, cancellationToken));

    /// <summary>listPermissionSets, all of them.</summary>
    public IAsyncEnumerable<BcPermissionSet> ListPermissionSetsAsync(Guid? through, CancellationToken cancellationToken) => ListPermissionSetsAsync(through, null, cancellationToken);

    /// <summary>listUserPermissions: what one user holds directly.</summary>
    public IAsyncEnumerable<BcUserPermission> ListUserPermissionsAsync(Guid user, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync(null, $"users({user})/userPermissions", query, BcJson.Default.BcUserPermission, cancellationToken));

    /// <summary>listUserPermissions, all of them.</summary>
    public IAsyncEnumerable<BcUserPermission> ListUserPermissionsAsync(Guid user, CancellationToken cancellationToken) => ListUserPermissionsAsync(user, null, cancellationToken);

    /// <summary>
    /// listCompanyUserPermissions: what all users hold, in one list. The service refuses it without a filter on the user, so the filter says
    /// "any" (contract: x-bc-notes of listCompanyUserPermissions).
    /// </summary>
    public IAsyncEnumerable<BcUserPermission> ListAllUserPermissionsAsync(string? filter, CancellationToken cancellationToken)
    {
        var query = new ODataQuery(ODataQuery.All($"userSecurityId ne {Guid.Empty}", filter));
        return From(ListAsync(null, "userPermissions", query, BcJson.Default.BcUserPermission, cancellationToken));
    }

    /// <summary>listCompanyUserPermissions, all of them.</summary>
    public IAsyncEnumerable<BcUserPermission> ListAllUserPermissionsAsync(CancellationToken cancellationToken) => ListAllUserPermissionsAsync(null, cancellationToken);

    /// <summary>getUserPermission.</summary>
    public async Task<BcUserPermission> GetUserPermissionAsync(Guid user, Guid permission, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get(await UserUrlAsync(user, $"userPermissions({permission})", cancellationToken).ConfigureAwait(false));
        return From(await _api.GetAsync(request, BcJson.Default.BcUserPermission, cancellationToken).ConfigureAwait(false) ?? throw Nothing(request));
    }

    /// <summary>createUserPermission. Null where the user holds it already.</summary>
    public async Task<BcUserPermission?> CreateUserPermissionAsync(Guid user, UserPermissionRequest body, CancellationToken cancellationToken)
    {
        // A second try after a lost answer is answered as a duplicate, which is the state that was wanted: so it may be repeated.
        var request = new ApiRequest(HttpMethod.Post, await UserUrlAsync(user, "userPermissions", cancellationToken).ConfigureAwait(false)) { Repeatable = true }
            .WithJson(body, BcJson.Default.UserPermissionRequest);
        try
        {
            return From(await _api.GetAsync(request, BcJson.Default.BcUserPermission, cancellationToken).ConfigureAwait(false) ?? throw Nothing(request));
        }
        catch (BcApiException exception) when (exception.Code.Equals("Internal_EntityWithSameKeyExists", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
    }

    /// <summary>updateUserPermission. All of its values are keys: the service renames the row.</summary>
    public async Task<BcUserPermission> UpdateUserPermissionAsync(Guid user, BcUserPermission permission, UserPermissionRequest body, CancellationToken cancellationToken)
    {
        var url = await UserUrlAsync(user, $"userPermissions({permission.UserPermissionId})", cancellationToken).ConfigureAwait(false);
        var request = new ApiRequest(HttpMethod.Patch, url).WithJson(body, BcJson.Default.UserPermissionRequest).WithHeader("If-Match", permission.ETag ?? "*");
        return From(await _api.GetAsync(request, BcJson.Default.BcUserPermission, cancellationToken).ConfigureAwait(false) ?? throw Nothing(request));
    }

    /// <summary>deleteUserPermission. One that is gone already is what was wanted.</summary>
    public async Task DeleteUserPermissionAsync(Guid user, Guid permission, string? etag, CancellationToken cancellationToken)
    {
        var url = await UserUrlAsync(user, $"userPermissions({permission})", cancellationToken).ConfigureAwait(false);
        try
        {
            await _api.SendAsync(new ApiRequest(HttpMethod.Delete, url) { Repeatable = true }.WithHeader("If-Match", etag ?? "*"), cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.Code.Equals("Internal_RecordNotFound", StringComparison.OrdinalIgnoreCase))
        {
            // Somebody, or the first try of this very call, has done it.
        }
    }
}
