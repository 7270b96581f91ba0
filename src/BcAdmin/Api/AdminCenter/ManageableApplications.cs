namespace BcAdmin.Api.AdminCenter;

internal sealed partial class AdminCenterClient
{
    /// <summary>listManageableApplications. Available to delegated administrators only.</summary>
    public IAsyncEnumerable<BcManageableApplication> ListManageableApplicationsAsync(CancellationToken cancellationToken) =>
        From(Api.ListAsync(Get("listManageableApplications", "manageableapplications"), BcJson.Default.BcManageableApplication, cancellationToken));

    /// <summary>setManageableApplicationAccess. The body is a bare true or false.</summary>
    public Task SetManageableApplicationAsync(string family, string country, bool access, CancellationToken cancellationToken) =>
        Api.SendAsync(
            Put("setManageableApplicationAccess", $"manageableapplications/{Escape(family)}/countries/{Escape(country)}").AsRepeatable().WithJson(
                access, BcJson.Default.Boolean),
            cancellationToken);
}
