namespace BcAdmin.Api.Automation;

/// <summary>The read-only views that version 29 introduced. They cover the environment; the company in the path does not matter.</summary>
internal sealed partial class AutomationClient
{
    /// <summary>listUsersPermissions. Does not include app users and the internal users of security groups.</summary>
    public IAsyncEnumerable<UserDetails> ListUserDetailsAsync(Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        ListAsync("listUsersPermissions", through, "usersPermissions", query, BcJson.Default.UserDetails, cancellationToken);

    /// <summary>getUsersPermission. The key is the system ID of the row, not the user ID.</summary>
    public Task<UserDetails> GetUserDetailsAsync(Guid systemId, CancellationToken cancellationToken) =>
        ReadAsync("getUsersPermission", Record("usersPermissions", systemId), BcJson.Default.UserDetails, cancellationToken);

    /// <summary>
    /// listUserPermissionSets. Returns all permission sets that users have, directly and through groups. Slow in large tenants, because the service
    /// queries Microsoft Entra ID.
    /// </summary>
    public IAsyncEnumerable<BcUserPermission> ListEffectivePermissionsAsync(ODataQuery query, CancellationToken cancellationToken) =>
        EffectiveAsync("listUserPermissionSets", "userPermissionSets", query, cancellationToken);

    /// <summary>listUserPermissionSetsOfUser.</summary>
    public IAsyncEnumerable<BcUserPermission> ListEffectivePermissionsOfAsync(Guid systemId, ODataQuery query, CancellationToken cancellationToken) =>
        EffectiveAsync("listUserPermissionSetsOfUser", Record("usersPermissions", systemId) / "userPermissionSets", query, cancellationToken);

    /// <summary>listAccessControls. The license type is display text, so it is requested in English.</summary>
    public IAsyncEnumerable<BcAccessControl> ListAccessControlsAsync(Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listAccessControls", through, "accessControls", query, BcJson.Default.BcAccessControl, cancellationToken, inEnglish: true));

    /// <summary>getAccessControl.</summary>
    public async Task<BcAccessControl> GetAccessControlAsync(Guid accessControl, CancellationToken cancellationToken) =>
        From(await ReadAsync(
            "getAccessControl", Record("accessControls", accessControl), BcJson.Default.BcAccessControl, cancellationToken,
            inEnglish: true).ConfigureAwait(false));

    /// <summary>listSecurityGroupAccessControls.</summary>
    public IAsyncEnumerable<BcAccessControl> ListSecurityGroupAccessControlsAsync(
        Guid? through, string group, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listSecurityGroupAccessControls", through, Record("securityGroups", group) / "accessControls", query,
            BcJson.Default.BcAccessControl, cancellationToken, inEnglish: true));

    /// <summary>listAggregatePermissionSets, converted to permission sets.</summary>
    public IAsyncEnumerable<BcPermissionSet> ListAggregatePermissionSetsAsync(
        Guid? through, ODataQuery? query, CancellationToken cancellationToken)
    {
        var sets = ListAsync(
            "listAggregatePermissionSets", through, "aggregatePermissionSets", query, BcJson.Default.AggregatePermissionSet, cancellationToken);
        return sets.Select(set => From(new BcPermissionSet
        {
            RoleId = set.RoleId!,
            DisplayName = set.Name,
            AppId = set.AppId,
            ExtensionName = set.AppName,
            Scope = set.Scope,
            SystemId = set.Id,
        }));
    }

    /// <summary>listExpandedPermissionSets. The list is very long, so a filter is always required.</summary>
    public IAsyncEnumerable<BcPermission> ListPermissionsAsync(Guid? through, ODataQuery query, CancellationToken cancellationToken) =>
        From(ListAsync("listExpandedPermissionSets", through, "expandedPermissionSets", query, BcJson.Default.BcPermission, cancellationToken));

    private IAsyncEnumerable<BcUserPermission> EffectiveAsync(
        string operationId, ResourcePath path, ODataQuery query, CancellationToken cancellationToken) =>
        ListAsync(operationId, null, path, query, BcJson.Default.EffectivePermission, cancellationToken)
            .Select(held => From(BcUserPermission.From(held)));
}
