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

    /// <summary>updateUser. The same values twice do no harm.</summary>
    public async Task<BcUser> UpdateUserAsync(BcUser user, UserUpdate body, CancellationToken cancellationToken)
    {
        var request = new ApiRequest(HttpMethod.Patch, await UserUrlAsync(user.UserSecurityId, null, cancellationToken).ConfigureAwait(false)) { Repeatable = true }
            .WithJson(body, BcJson.Default.UserUpdate)
            .WithHeader("If-Match", user.ETag ?? "*");
        return await _api.GetAsync(request, BcJson.Default.BcUser, cancellationToken).ConfigureAwait(false) is { } changed
            ? From(changed)
            : await GetUserAsync(user.UserSecurityId, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Uri> UserUrlAsync(Guid user, string? below, CancellationToken cancellationToken) =>
        CompanyUrl(await AnyCompanyAsync(cancellationToken).ConfigureAwait(false), $"users({user}){(below is null ? null : "/" + below)}");
}
