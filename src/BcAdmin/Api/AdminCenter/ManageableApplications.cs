namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>listManageableApplications. Delegated administrators only.</summary>
    public IAsyncEnumerable<BcManageableApplication> ListManageableApplicationsAsync(CancellationToken cancellationToken) =>
        From(api.ListAsync(ApiRequest.Get(Url("manageableapplications")), BcJson.Default.BcManageableApplication, cancellationToken));

    /// <summary>setManageableApplicationAccess. Its body is the bare true or false.</summary>
    public Task SetManageableApplicationAsync(string family, string country, bool access, CancellationToken cancellationToken) =>
        api.SendAsync(
            Repeatable(HttpMethod.Put, Url($"manageableapplications/{Escape(family)}/countries/{Escape(country)}")).WithJson(access, BcJson.Default.Boolean),
            cancellationToken);
}
