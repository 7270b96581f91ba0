namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>listPermissionSets.</summary>
    public IAsyncEnumerable<BcPermissionSet> ListPermissionSetsAsync(Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listPermissionSets", through, "permissionSets", query, BcJson.Default.BcPermissionSet, cancellationToken));

    /// <summary>listPermissionSets, all of them.</summary>
    public IAsyncEnumerable<BcPermissionSet> ListPermissionSetsAsync(Guid? through, CancellationToken cancellationToken) =>
        ListPermissionSetsAsync(through, null, cancellationToken);

    /// <summary>listUserPermissions: what one user holds directly.</summary>
    public IAsyncEnumerable<BcUserPermission> ListUserPermissionsAsync(Guid user, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listUserPermissions", null, Record("users", user) / "userPermissions", query, BcJson.Default.BcUserPermission,
            cancellationToken));

    /// <summary>listUserPermissions, all of them.</summary>
    public IAsyncEnumerable<BcUserPermission> ListUserPermissionsAsync(Guid user, CancellationToken cancellationToken) =>
        ListUserPermissionsAsync(user, null, cancellationToken);

    /// <summary>listCompanyUserPermissions: what users hold. The service refuses it without a filter on the user.</summary>
    public IAsyncEnumerable<BcUserPermission> ListCompanyUserPermissionsAsync(string filter, CancellationToken cancellationToken) =>
        From(ListAsync("listCompanyUserPermissions", null, "userPermissions", new ODataQuery(filter), BcJson.Default.BcUserPermission,
            cancellationToken));

    /// <summary>
    /// listCompanyUserPermissions: what all users hold, in one list, by a filter on the user that says "any" (contract: x-bc-notes).
    /// </summary>
    public IAsyncEnumerable<BcUserPermission> ListAllUserPermissionsAsync(string? filter, CancellationToken cancellationToken) =>
        ListCompanyUserPermissionsAsync(ODataQuery.All($"userSecurityId ne {Guid.Empty}", filter)!, cancellationToken);

    /// <summary>listCompanyUserPermissions, all of them.</summary>
    public IAsyncEnumerable<BcUserPermission> ListAllUserPermissionsAsync(CancellationToken cancellationToken) =>
        ListAllUserPermissionsAsync(null, cancellationToken);

    /// <summary>getUserPermission.</summary>
    public async Task<BcUserPermission> GetUserPermissionAsync(Guid user, Guid permission, CancellationToken cancellationToken)
    {
        var request = Get(
            "getUserPermission", await InAnyCompanyAsync(
                Record("users", user) / Record("userPermissions", permission), cancellationToken).ConfigureAwait(false));
        return From(await ReadAsync(request, BcJson.Default.BcUserPermission, cancellationToken).ConfigureAwait(false));
    }

    /// <param name="known">The permission sets of the environment, where they are known.</param>
    public static BcException PermissionSetNotFound(string set, EnvironmentKey environment, IEnumerable<string>? known = null) =>
        new(ErrorCode.PermissionSetNotFound, Messages.EnvironmentNoPermissionSet(environment, set))
        {
            Target = set,
            Suggestion = Suggestion.Nearest(set, known ?? []),
            Advice = Messages.ListsPermissionSets(environment),
        };
}
