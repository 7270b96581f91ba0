namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>listSecurityGroups. The service queries Microsoft Entra ID for each group, so the call can take a while.</summary>
    public IAsyncEnumerable<BcSecurityGroup> ListSecurityGroupsAsync(Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listSecurityGroups", through, "securityGroups", query, BcJson.Default.BcSecurityGroup, cancellationToken));

    /// <summary>getSecurityGroup.</summary>
    public async Task<BcSecurityGroup> GetSecurityGroupAsync(string group, CancellationToken cancellationToken) =>
        From(await ReadAsync(
            "getSecurityGroup", Record("securityGroups", group), BcJson.Default.BcSecurityGroup, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// deleteSecurityGroup. Deletes the registration and its permission sets, not the group in Microsoft Entra ID. Succeeds if it no longer exists.
    /// </summary>
    public async Task DeleteSecurityGroupAsync(BcSecurityGroup group, CancellationToken cancellationToken) =>
        await DeleteAsync("deleteSecurityGroup", Record("securityGroups", group.SecurityGroupId), group.ETag,
            cancellationToken).ConfigureAwait(false);

    /// <summary>listSecurityGroupMembers. Returns the members of all groups.</summary>
    public IAsyncEnumerable<BcSecurityGroupMember> ListSecurityGroupMembersAsync(
        Guid? through, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listSecurityGroupMembers", through, "securityGroupMembers", query, BcJson.Default.BcSecurityGroupMember, cancellationToken));

    /// <summary>listMembersOfSecurityGroup.</summary>
    public IAsyncEnumerable<BcSecurityGroupMember> ListMembersOfSecurityGroupAsync(
        Guid? through, string group, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listMembersOfSecurityGroup", through, Record("securityGroups", group) / "securityGroupMembers", query,
            BcJson.Default.BcSecurityGroupMember, cancellationToken));

    /// <summary>listUserSecurityGroupMembers. Returns the groups of a user.</summary>
    public IAsyncEnumerable<BcSecurityGroupMember> ListUserSecurityGroupMembersAsync(
        Guid? through, Guid user, ODataQuery? query, CancellationToken cancellationToken) =>
        From(ListAsync("listUserSecurityGroupMembers", through, Record("users", user) / "securityGroupMembers", query,
            BcJson.Default.BcSecurityGroupMember, cancellationToken));

    /// <summary>getSecurityGroupMember. Returns null if the user is not a member of the group.</summary>
    public async Task<BcSecurityGroupMember?> FindSecurityGroupMemberAsync(string code, Guid user, CancellationToken cancellationToken)
    {
        try
        {
            var path = new ResourcePath($"securityGroupMembers(securityGroupCode={ResourcePath.TextKey(code)},userSecurityId={user})").About(
                "securityGroupMembers", code);
            return From(await ReadAsync(
                "getSecurityGroupMember", path, BcJson.Default.BcSecurityGroupMember, cancellationToken).ConfigureAwait(false));
        }
        catch (BcApiException exception) when (exception.IsRecordNotFound)
        {
            return null;
        }
    }

    /// <summary>listSecurityGroupPermissions.</summary>
    public IAsyncEnumerable<BcSecurityGroupPermission> ListSecurityGroupPermissionsAsync(
        Guid? through, BcSecurityGroup group, ODataQuery? query, CancellationToken cancellationToken)
    {
        var path = Record("securityGroups", group.SecurityGroupId) / "userPermissions";
        return From(ListAsync("listSecurityGroupPermissions", through, path, query, BcJson.Default.BcSecurityGroupPermission, cancellationToken))
            .Select(permission =>
            {
                permission.BelongsTo(group);
                return permission;
            });
    }

    /// <summary>
    /// createSecurityGroupPermission. Returns null if the group already has the permission set. Inferred: the documentation does not describe the
    /// call.
    /// </summary>
    public async Task<BcSecurityGroupPermission?> CreateSecurityGroupPermissionAsync(
        BcSecurityGroup group, UserPermissionRequest body, CancellationToken cancellationToken)
    {
        var path = await InAnyCompanyAsync(
            Record("securityGroups", group.SecurityGroupId) / "userPermissions", cancellationToken).ConfigureAwait(false);
        // The call can be repeated: after a lost response, the service rejects the second call as a duplicate, which is the desired state.
        var request = Post("createSecurityGroupPermission", path).AsRepeatable().WithJson(body, BcJson.Default.UserPermissionRequest);
        try
        {
            if (await Api.GetAsync(request, BcJson.Default.BcSecurityGroupPermission, cancellationToken).ConfigureAwait(false) is not { } permission)
            {
                return await ListSecurityGroupPermissionsAsync(null, group, null, cancellationToken)
                    .FirstOrNullAsync(held => held.Is(body.RoleId!, body.Company ?? string.Empty, body.AppId, body.Scope)).ConfigureAwait(false)
                    ?? throw Nothing(request);
            }

            From(permission).BelongsTo(group);
            return permission;
        }
        catch (BcApiException exception) when (exception.Is(ErrorCode.Internal_EntityWithSameKeyExists))
        {
            return null;
        }
    }

    /// <summary>
    /// deleteSecurityGroupPermission. Succeeds if the assignment no longer exists. Inferred: the documentation does not describe the call.
    /// </summary>
    public Task DeleteSecurityGroupPermissionAsync(
        BcSecurityGroup group, BcSecurityGroupPermission permission, CancellationToken cancellationToken) =>
        DeleteAsync(
            "deleteSecurityGroupPermission", Record("securityGroups", group.SecurityGroupId) / Record("userPermissions", permission.UserPermissionId),
            permission.ETag, cancellationToken);

    private async Task DeleteAsync(string operationId, ResourcePath path, string? etag, CancellationToken cancellationToken)
    {
        var request = Delete(operationId, await InAnyCompanyAsync(path, cancellationToken).ConfigureAwait(false)).AsRepeatable()
            .WithHeader("If-Match", etag ?? "*");
        try
        {
            await Api.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.IsRecordNotFound)
        {
            // Another caller, or an earlier attempt of this call, has already deleted it.
        }
    }
}
