namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>listAuthorizedApps. The only list that the API returns as a bare array.</summary>
    public IAsyncEnumerable<BcAuthorizedApp> ListAuthorizedAppsAsync(CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("listAuthorizedApps", "authorizedAadApps"), BcJson.Default.BcAuthorizedApp, cancellationToken));

    /// <summary>listAuthorizedApps. Null if the app is not authorized.</summary>
    public Task<BcAuthorizedApp?> FindAuthorizedAppAsync(Guid client, CancellationToken cancellationToken) =>
        ListAuthorizedAppsAsync(cancellationToken).FirstOrNullAsync(app => app.ClientId == client);

    /// <summary>authorizeApp. Grants neither consent nor permission sets.</summary>
    public async Task<BcAuthorizedApp> AuthorizeAppAsync(Guid client, CancellationToken cancellationToken)
    {
        var request = Put("authorizeApp", $"authorizedAadApps/{client}").AsRepeatable();
        return From(await Api.GetAsync(request, BcJson.Default.BcAuthorizedApp, cancellationToken).ConfigureAwait(false)
            ?? await FindAuthorizedAppAsync(client, cancellationToken).ConfigureAwait(false)
            ?? throw Nothing(request));
    }

    /// <summary>removeAuthorizedApp. Does not remove consent or permission sets.</summary>
    public Task RemoveAuthorizedAppAsync(Guid client, CancellationToken cancellationToken) =>
        Api.SendAsync(Delete("removeAuthorizedApp", $"authorizedAadApps/{client}").AsRepeatable(), cancellationToken);

    /// <summary>listManageableTenants.</summary>
    public IAsyncEnumerable<BcManageableTenant> ListManageableTenantsAsync(CancellationToken cancellationToken) =>
        Api.ListAsync(Get("listManageableTenants", "authorizedAadApps/manageableTenants"), BcJson.Default.BcManageableTenant, cancellationToken);
}
