namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>listPermissionSets.</summary>
    public IAsyncEnumerable<BcPermissionSet> ListPermissionSetsAsync(Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listPermissionSets", through, "permissionSets", query, BcJson.Default.BcPermissionSet, cancellationToken));

    /// <summary>listPermissionSets, without a query.</summary>
    public IAsyncEnumerable<BcPermissionSet> ListPermissionSetsAsync(Guid? through, CancellationToken cancellationToken) =>
        ListPermissionSetsAsync(through, null, cancellationToken);

    /// <summary>listUserPermissions. Returns the permission sets that are assigned directly to one user.</summary>
    public IAsyncEnumerable<BcUserPermission> ListUserPermissionsAsync(Guid user, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listUserPermissions", null, Record("users", user) / "userPermissions", query, BcJson.Default.BcUserPermission,
            cancellationToken));

    /// <summary>listUserPermissions, without a query.</summary>
    public IAsyncEnumerable<BcUserPermission> ListUserPermissionsAsync(Guid user, CancellationToken cancellationToken) =>
        ListUserPermissionsAsync(user, null, cancellationToken);

    /// <summary>listCompanyUserPermissions. Returns directly assigned permission sets. The service requires a filter on the user.</summary>
    public IAsyncEnumerable<BcUserPermission> ListCompanyUserPermissionsAsync(string filter, CancellationToken cancellationToken) =>
        From(ListAsync("listCompanyUserPermissions", null, "userPermissions", new ODataQuery(filter), BcJson.Default.BcUserPermission,
            cancellationToken));

    /// <summary>
    /// listCompanyUserPermissions. Returns the direct assignments of all users, with a filter on the user that matches any user (contract:
    /// x-bc-notes).
    /// </summary>
    public IAsyncEnumerable<BcUserPermission> ListAllUserPermissionsAsync(string? filter, CancellationToken cancellationToken) =>
        ListCompanyUserPermissionsAsync(ODataQuery.All($"userSecurityId ne {Guid.Empty}", filter)!, cancellationToken);

    /// <summary>listCompanyUserPermissions, without a query.</summary>
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

    /// <summary>listPermissionSets, only their IDs.</summary>
    public async Task<IReadOnlyList<string>> ListPermissionSetIdsAsync(CancellationToken cancellationToken) =>
        await ListPermissionSetsAsync(null, new ODataQuery(Select: "id"), cancellationToken)
            .Select(set => set.RoleId).ToListAsync().ConfigureAwait(false);

    /// <param name="known">The permission sets of the environment, if they are known.</param>
    public static BcException PermissionSetNotFound(string set, EnvironmentKey environment, IEnumerable<string>? known = null) =>
        new(ErrorCode.PermissionSetNotFound, Messages.PermissionSetNotInEnvironment(environment, set))
        {
            Target = set,
            Suggestion = Suggestion.Nearest(set, known ?? []),
            AdviceFor = connection => Messages.ListPermissionSets(environment, connection),
        };
}
