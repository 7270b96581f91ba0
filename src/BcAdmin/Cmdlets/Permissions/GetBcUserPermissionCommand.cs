using System.Management.Automation;
using BcAdmin.Bulk;

namespace BcAdmin.Cmdlets.Permissions;

/// <summary>
/// Lists the permission sets of users: listCompanies, listUsers, listUserPermissions, getUserPermission, listCompanyUserPermissions; with -Effective,
/// listUsersPermissions, listUserPermissionSetsOfUser, listUserPermissionSets.
/// </summary>
[Cmdlet(VerbsCommon.Get, "BcUserPermission")]
[OutputType(typeof(BcUserPermission))]
public sealed class GetBcUserPermissionCommand : BcEnvironmentReadCmdlet
{
    private readonly Dictionary<(BcConnection, EnvironmentKey), List<BcUser>> _users = [];

    /// <summary>User names, email addresses, or security IDs. The default is all users.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("UserSecurityId", "UserName")]
    [SupportsWildcards]
    [NameOrId(typeof(BcUser), nameof(BcUser.UserName))]
    [ArgumentCompleter(typeof(UserCompleter))]
    public string[]? User { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(UserPermissionCompleter))]
    public Guid UserPermissionId { get; set; }

    [Parameter]
    [Alias("RoleId")]
    [SupportsWildcards]
    [NameOrId(typeof(BcPermissionSet), nameof(BcPermissionSet.RoleId))]
    [ArgumentCompleter(typeof(PermissionSetCompleter))]
    public string[]? PermissionSet { get; set; }

    /// <summary>Includes permission sets that are granted by security groups. Version 29 and later.</summary>
    [Parameter]
    public SwitchParameter Effective { get; set; }

    private readonly Dictionary<(BcConnection, EnvironmentKey), NameFilter<BcUserPermission>> _filters = [];

    private readonly HashSet<BcConnection?> _found = [];

    protected override async Task EndAsync()
    {
        foreach (var ((connection, environment), filter) in _filters.Where(entry => entry.Value.IsComplete))
        {
            WriteErrors(filter);
            await WriteUnknownAsync(
                filter.Missing, () => Automation(connection, environment)
                    .ListPermissionSetsAsync(null, new ODataQuery(Select: "id"), PipelineStopToken),
                set => [set.RoleId], name => AutomationClient.PermissionSetNotFound(name, environment));
        }
    }

    private NameFilter<BcUserPermission> FilterOf(BcConnection connection, EnvironmentKey environment)
    {
        if (!_filters.TryGetValue((connection, environment), out var filter))
            _filters.Add((connection, environment), filter = new(PermissionSet, permission => [permission.RoleId]));
        return filter;
    }

    /// <summary>
    /// Gets the filter for the service. Names with wildcards are filtered locally. The ID of a permission set is a code, which is always uppercase.
    /// </summary>
    private static ODataQuery QueryOf(NameFilter<BcUserPermission> filter) =>
        new(ODataQuery.IsAnyOf("roleId", filter.Exact?.Select(set => set.ToUpperInvariant()).ToList()));

    private protected override async Task ReadAsync(BcConnection connection, EnvironmentKey environment)
    {
        var automation = Automation(connection, environment);
        if (User is not { } names)
        {
            await ReadAllAsync(connection, automation, environment);
            if (UserPermissionId != Guid.Empty && !_found.Contains(connection))
            {
                throw new BcException(ErrorCode.UserPermissionNotFound,
                    Messages.AssignmentNotInEnvironment(environment, UserPermissionId))
                { Target = UserPermissionId };
            }

            return;
        }

        var users = await NameFilter.ExpandAsync(
            names, () => UsersAsync(connection, automation, environment), UserFinder.TextsOf, user => user.UserSecurityId.ToString());
        foreach (var name in users)
            await GuardAsync(name, () => ReadUserAsync(connection, automation, environment, name));
    }

    private async Task ReadUserAsync(BcConnection connection, AutomationClient automation, EnvironmentKey environment, string name)
    {
        var filter = FilterOf(connection, environment);
        var user = Guid.TryParse(name, out var id)
            ? await FindAsync(connection, automation, environment, id) ?? new BcUser { UserSecurityId = id } // users of partners are not listed
            : UserFinder.Pick(await UsersAsync(connection, automation, environment), name)
                ?? throw UserFinder.NotFound(name, environment, await UsersAsync(connection, automation, environment));
        if (UserPermissionId != Guid.Empty)
        {
            foreach (var permission in filter.From(
                [await automation.GetUserPermissionAsync(user.UserSecurityId, UserPermissionId, PipelineStopToken)]))
            {
                Write(permission, user);
            }

            return;
        }

        if (Effective)
        {
            await ReadEffectiveAsync(automation, user, filter);
            return;
        }

        await foreach (var permission in automation.ListUserPermissionsAsync(user.UserSecurityId, QueryOf(filter), PipelineStopToken)
            .ChosenBy(filter))
        {
            Write(permission, user);
        }
    }

    /// <summary>Reads the effective permission sets of a user, whose key in this list differs from the user security ID.</summary>
    private async Task ReadEffectiveAsync(AutomationClient automation, BcUser user, NameFilter<BcUserPermission> filter)
    {
        await foreach (var details in automation.ListUserDetailsAsync(
            null, new ODataQuery(ODataQuery.Is("userSecurityId", user.UserSecurityId)), PipelineStopToken))
        {
            if (details.UserSecurityId != user.UserSecurityId)
                continue;
            await foreach (var held in automation.ListEffectivePermissionsOfAsync(details.Id, QueryOf(filter), PipelineStopToken).ChosenBy(filter))
                Write(held, user with { UserName = details.UserName ?? user.UserName });
            return;
        }

        throw new BcException(ErrorCode.UserNotFound,
            Messages.UserWithoutEffectivePermissions(user))
        {
            Target = user.UserSecurityId,
        };
    }

    /// <summary>Reads all users in one list, or each user separately if the service does not support it.</summary>
    private async Task ReadAllAsync(BcConnection connection, AutomationClient automation, EnvironmentKey environment)
    {
        var filter = FilterOf(connection, environment);
        var users = (await UsersAsync(connection, automation, environment)).ToDictionary(user => user.UserSecurityId);
        if (Effective)
        {
            await foreach (var held in automation.ListEffectivePermissionsAsync(QueryOf(filter), PipelineStopToken).ChosenBy(filter))
                Write(held, users.GetValueOrDefault(held.UserSecurityId));
            return;
        }

        try
        {
            await foreach (var permission in automation.ListAllUserPermissionsAsync(QueryOf(filter).Filter, PipelineStopToken).ChosenBy(filter))
                Write(permission, users.GetValueOrDefault(permission.UserSecurityId));
            return;
        }
        catch (BcApiException exception) when (!exception.IsTransient && exception.Status != System.Net.HttpStatusCode.Unauthorized)
        {
            WriteVerbose(Messages.ReadingAssignmentsByUser(exception));
        }

        foreach (var user in users.Values)
        {
            await GuardAsync(user.UserName, async () =>
            {
                await foreach (var permission in automation.ListUserPermissionsAsync(user.UserSecurityId, QueryOf(filter), PipelineStopToken)
                    .ChosenBy(filter))
                {
                    Write(permission, user);
                }
            });
        }
    }

    /// <summary>Gets the user whose name is added to the results: by one call, or from one list for the users of the pipeline.</summary>
    private async Task<BcUser?> FindAsync(BcConnection connection, AutomationClient automation, EnvironmentKey environment, Guid id) =>
        MyInvocation.ExpectingInput
        ? UserFinder.Pick(await UsersAsync(connection, automation, environment), id.ToString())
        : (await UserReader.UsersAsync(automation, [id], PipelineStopToken)).GetValueOrDefault(id);

    private async Task<List<BcUser>> UsersAsync(BcConnection connection, AutomationClient automation, EnvironmentKey environment)
    {
        if (!_users.TryGetValue((connection, environment), out var users))
        {
            users = [];
            await foreach (var user in automation.ListUsersAsync(null, PipelineStopToken))
                users.Add(user);
            _users[(connection, environment)] = users;
        }

        return users;
    }

    private void Write(BcUserPermission permission, BcUser? user)
    {
        if (UserPermissionId != Guid.Empty && permission.UserPermissionId != UserPermissionId)
            return;
        _found.Add(permission.Connection);
        permission.UserName = user is { UserName.Length: > 0 } ? user.UserName : permission.UserName;
        WriteObject(permission);
    }
}
