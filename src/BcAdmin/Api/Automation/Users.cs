namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>listUsers. Returns all users of the environment; the company in the path does not matter.</summary>
    public IAsyncEnumerable<BcUser> ListUsersAsync(Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listUsers", through, "users", query, BcJson.Default.BcUser, cancellationToken));

    /// <summary>listUsers, without a query.</summary>
    public IAsyncEnumerable<BcUser> ListUsersAsync(Guid? through, CancellationToken cancellationToken) =>
        ListUsersAsync(through, null, cancellationToken);

    /// <summary>getUser.</summary>
    public async Task<BcUser> GetUserAsync(Guid user, CancellationToken cancellationToken)
    {
        var request = Get("getUser", await InAnyCompanyAsync(Record("users", user), cancellationToken).ConfigureAwait(false));
        return From(await ReadAsync(request, BcJson.Default.BcUser, cancellationToken).ConfigureAwait(false));
    }
}
