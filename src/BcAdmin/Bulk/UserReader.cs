using System.Net;

namespace BcAdmin.Bulk;

/// <summary>Reads the current state of selected users: several in one call, or each individually if the service rejects the filter.</summary>
internal static class UserReader
{
    /// <summary>More users make the URL too long.</summary>
    private const int UsersOfOneCall = 20;

    /// <summary>listUsers, getUser. Users that no longer exist are omitted.</summary>
    public static async Task<Dictionary<Guid, BcUser>> UsersAsync(
        AutomationClient automation, IEnumerable<Guid> users, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(
            users,
            filter => automation.ListUsersAsync(null, new ODataQuery(filter), cancellationToken),
            user => user.UserSecurityId,
            async id => [await automation.GetUserAsync(id, cancellationToken).ConfigureAwait(false)]).ConfigureAwait(false);
        return found.DistinctBy(item => item.User).ToDictionary(item => item.User, item => item.Row);
    }

    /// <summary>listCompanyUserPermissions, listUserPermissions. Returns the direct assignments of each user.</summary>
    public static async Task<ILookup<Guid, BcUserPermission>> HeldAsync(
        AutomationClient automation, IEnumerable<Guid> users, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(
            users,
            filter => automation.ListCompanyUserPermissionsAsync(filter, cancellationToken),
            permission => permission.UserSecurityId,
            id => automation.ListUserPermissionsAsync(id, cancellationToken).ToListAsync()).ConfigureAwait(false);
        return found.ToLookup(item => item.User, item => item.Row);
    }

    /// <summary>Whether the service rejected the request itself, as opposed to an authorization or transient error.</summary>
    public static bool IsRefusedFilter(BcApiException refusal) =>
        refusal is { IsTransient: false, Status: not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) };

    private static async Task<IEnumerable<(Guid User, T Row)>> ReadAsync<T>(
        IEnumerable<Guid> users, Func<string, IAsyncEnumerable<T>> list, Func<T, Guid> userOf, Func<Guid, Task<List<T>>> readOne)
    {
        return (await Task.WhenAll(users.Distinct().Chunk(UsersOfOneCall).Select(SomeAsync)).ConfigureAwait(false)).SelectMany(rows => rows);

        async Task<IEnumerable<(Guid, T)>> SomeAsync(Guid[] some)
        {
            if (some.Length == 1)
                return await OneAsync(some[0]).ConfigureAwait(false);
            try
            {
                var rows = await list(ODataQuery.IsAnyOf("userSecurityId", some)!).ToListAsync().ConfigureAwait(false);
                return rows.Select(row => (userOf(row), row)).Where(item => some.Contains(item.Item1));
            }
            catch (BcApiException refusal) when (IsRefusedFilter(refusal))
            {
                return (await Task.WhenAll(some.Select(OneAsync)).ConfigureAwait(false)).SelectMany(rows => rows);
            }
        }

        async Task<IEnumerable<(Guid, T)>> OneAsync(Guid user)
        {
            try
            {
                return (await readOne(user).ConfigureAwait(false)).Select(row => (user, row));
            }
            catch (BcApiException gone) when (gone.IsRecordNotFound)
            {
                return [];
            }
        }
    }
}
