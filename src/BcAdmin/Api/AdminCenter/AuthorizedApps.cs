namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>listAuthorizedApps. The only list of the API that is a bare array.</summary>
    public IAsyncEnumerable<BcAuthorizedApp> ListAuthorizedAppsAsync(CancellationToken cancellationToken) =>
        From(api.ListAsync(ApiRequest.Get(Url("authorizedAadApps")), BcJson.Default.BcAuthorizedApp, cancellationToken));

    /// <summary>authorizeApp. Grants no consent and no permission set.</summary>
    public async Task<BcAuthorizedApp> AuthorizeAppAsync(Guid client, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Put, Url($"authorizedAadApps/{client}")) { Repeatable = true };
        return From(await api.GetAsync(request, BcJson.Default.BcAuthorizedApp, cancellationToken).ConfigureAwait(false)
            ?? await ReadAsync().ConfigureAwait(false)
            ?? throw Nothing(request));

        async Task<BcAuthorizedApp?> ReadAsync()
        {
            await foreach (var app in ListAuthorizedAppsAsync(cancellationToken).ConfigureAwait(false))
            {
                if (app.ClientId == client)
                    return app;
            }

            return null;
        }
    }

    /// <summary>removeAuthorizedApp. Consent and permission sets stay.</summary>
    public Task RemoveAuthorizedAppAsync(Guid client, CancellationToken cancellationToken) =>
        api.SendAsync(new ApiRequest(HttpMethod.Delete, Url($"authorizedAadApps/{client}")) { Repeatable = true }, cancellationToken);

    /// <summary>listManageableTenants.</summary>
    public IAsyncEnumerable<BcManageableTenant> ListManageableTenantsAsync(CancellationToken cancellationToken) =>
        api.ListAsync(ApiRequest.Get(Url("authorizedAadApps/manageableTenants")), BcJson.Default.BcManageableTenant, cancellationToken);
}
