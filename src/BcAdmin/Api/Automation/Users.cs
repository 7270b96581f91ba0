namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>listUsers: all users of the environment, whatever company leads there.</summary>
    public IAsyncEnumerable<BcUser> ListUsersAsync(Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync(through, "users", query, BcJson.Default.BcUser, cancellationToken));

    /// <summary>listUsers, all of them.</summary>
    public IAsyncEnumerable<BcUser> ListUsersAsync(Guid? through, CancellationToken cancellationToken) => ListUsersAsync(through, null, cancellationToken);

    /// <summary>getUser.</summary>
    public async Task<BcUser> GetUserAsync(Guid user, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Get(await UserUrlAsync(user, null, cancellationToken).ConfigureAwait(false));
        return From(await _api.GetAsync(request, BcJson.Default.BcUser, cancellationToken).ConfigureAwait(false) ?? throw Nothing(request));
    }

    private async Task<Uri> UserUrlAsync(Guid user, string? below, CancellationToken cancellationToken) =>
        CompanyUrl(await AnyCompanyAsync(cancellationToken).ConfigureAwait(false), $"users({user}){(below is null ? null : "/" + below)}");
}
