using System.Collections;
using BcAdmin.Api.Automation;

namespace BcAdmin.Completion;

/// <summary>User names of the environment that was typed before.</summary>
public sealed class UserCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => EnvironmentOf(bound) is { } environment
        ? Ask(bound, $"users of {environment}", (connection, api, stop) => Names(new AutomationClient(connection, environment, api).ListUsersAsync(null, new ODataQuery(Select: "userName"), stop)))
        : [];

    private static async IAsyncEnumerable<string> Names(IAsyncEnumerable<BcUser> users)
    {
        await foreach (var user in users.ConfigureAwait(false))
            yield return user.UserName;
    }
}

/// <summary>Ids of the permission sets of the environment that was typed before.</summary>
public sealed class PermissionSetCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => EnvironmentOf(bound) is { } environment
        ? Ask(bound, $"permission sets of {environment}", (connection, api, stop) => Ids(new AutomationClient(connection, environment, api).ListPermissionSetsAsync(null, new ODataQuery(Select: "id"), stop)))
        : [];

    private static async IAsyncEnumerable<string> Ids(IAsyncEnumerable<BcPermissionSet> sets)
    {
        await foreach (var set in sets.ConfigureAwait(false))
            yield return set.RoleId;
    }
}
