namespace BcAdmin.Api.Automation;

/// <summary>The read-only views that came with version 29. They cover the environment, whatever company leads there.</summary>
internal sealed partial class AutomationClient
{
    /// <summary>listUsersPermissions. App users and the hidden users of groups are not in it.</summary>
    public IAsyncEnumerable<UserDetails> ListUserDetailsAsync(Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        ListAsync("listUsersPermissions", through, "usersPermissions", query, BcJson.Default.UserDetails, cancellationToken);

    /// <summary>getUsersPermission. Its key is the system id of the row, not the user's.</summary>
    public Task<UserDetails> GetUserDetailsAsync(Guid systemId, CancellationToken cancellationToken) =>
        ReadAsync("getUsersPermission", Record("usersPermissions", systemId), BcJson.Default.UserDetails, cancellationToken);

    /// <summary>listUserPermissionSets: what every user holds, directly and through groups. Slow on big tenants, for it asks Entra.</summary>
    public IAsyncEnumerable<BcUserPermission> ListEffectivePermissionsAsync(ODataQuery query, CancellationToken cancellationToken) =>
        EffectiveAsync("listUserPermissionSets", "userPermissionSets", query, cancellationToken);

    /// <summary>listUserPermissionSetsOfUser.</summary>
    public IAsyncEnumerable<BcUserPermission> ListEffectivePermissionsOfAsync(Guid systemId, ODataQuery query, CancellationToken cancellationToken) =>
        EffectiveAsync("listUserPermissionSetsOfUser", Record("usersPermissions", systemId) / "userPermissionSets", query, cancellationToken);

    /// <summary>listAccessControls. The license type is display text, so it is asked for in English.</summary>
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

    /// <summary>listAggregatePermissionSets, as the permission sets that they are.</summary>
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

    /// <summary>listExpandedPermissionSets. There are very many rows, so always with a filter.</summary>
    public IAsyncEnumerable<BcPermission> ListPermissionsAsync(Guid? through, ODataQuery query, CancellationToken cancellationToken) =>
        From(ListAsync("listExpandedPermissionSets", through, "expandedPermissionSets", query, BcJson.Default.BcPermission, cancellationToken));

    private IAsyncEnumerable<BcUserPermission> EffectiveAsync(
        string operationId, ResourcePath path, ODataQuery query, CancellationToken cancellationToken) =>
        ListAsync(operationId, null, path, query, BcJson.Default.EffectivePermission, cancellationToken)
            .Select(held => From(BcUserPermission.From(held)));
}
