namespace BcAdmin.Simulator.Automation;

/// <summary>Permission sets, and their direct assignments: to users, and to security groups through their hidden users.</summary>
internal static class UserPermissions
{
    [Operation("listPermissionSets")]
    public static Reply ListPermissionSets(Call call) => ODataCollection.Answer(call, PermissionCatalog.All.Select(set => new JsonObject
    {
        ["id"] = set.RoleId,
        ["displayName"] = set.DisplayName,
        ["appId"] = set.AppId.ToString(),
        ["extensionName"] = set.ExtensionName,
        ["scope"] = set.Scope,
    }));

    [Operation("listUserPermissions"), Operation("listSecurityGroupPermissions")]
    public static Reply ListUserPermissions(Call call)
    {
        var user = Holder(call);
        return ODataCollection.Answer(call, user.PermissionSets.Select(assigned => Write(user, assigned)));
    }

    [Operation("listCompanyUserPermissions")]
    public static Reply ListCompanyUserPermissions(Call call)
    {
        if (call.Query("$filter")?.Contains("userSecurityId", StringComparison.OrdinalIgnoreCase) != true)
            throw AutomationError.Dialog("User Security ID must be specified as a filter.");
        return ODataCollection.Answer(call, call.Environment.Users.SelectMany(user => user.PermissionSets.Select(assigned => Write(user, assigned))));
    }

    [Operation("getUserPermission")]
    public static Reply GetUserPermission(Call call)
    {
        var user = Holder(call);
        return ODataCollection.AnswerOne(call, Write(user, Find(call, user)));
    }

    [Operation("createUserPermission"), Operation("createSecurityGroupPermission")]
    public static Reply CreateUserPermission(Call call)
    {
        var user = Holder(call);
        var wanted = new AssignedPermissionSet(Guid.NewGuid(), call.Text("roleId")!, call.Text("company") ?? "");
        var assigned = Resolve(call, wanted, call.Text("appId"), call.Text("scope"));
        RejectDuplicate(user, assigned);
        call.Environment.Replace(user with { PermissionSets = [.. user.PermissionSets, assigned] });
        return Reply.Created(Write(user, assigned));
    }

    [Operation("updateUserPermission")]
    public static Reply UpdateUserPermission(Call call)
    {
        var user = Holder(call);
        var before = Find(call, user);
        ETag.Check(call, before.RowVersion);
        var other = new AssignedPermissionSet(before.Id, call.Text("roleId") ?? before.RoleId, call.Text("company") ?? before.Company);
        var kept = call.Text("roleId") is null || call.Text("roleId") == before.RoleId ? before : null;
        var after = Resolve(call, other, call.Text("appId") ?? kept?.AppId.ToString(), call.Text("scope") ?? kept?.Scope);
        RejectDuplicate(user, after);
        var sets = user.PermissionSets.Select(assigned => assigned.Id == before.Id ? after : assigned);
        call.Environment.Replace(user with { PermissionSets = [.. sets] });
        return Reply.Ok(Write(user, after));
    }

    [Operation("deleteUserPermission"), Operation("deleteSecurityGroupPermission")]
    public static Reply DeleteUserPermission(Call call)
    {
        var user = Holder(call);
        var assigned = Find(call, user);
        ETag.Check(call, assigned.RowVersion);
        call.Environment.Replace(user with { PermissionSets = [.. user.PermissionSets.Where(other => other.Id != assigned.Id)] });
        return Reply.NoContent();
    }

    private static BcUser Holder(Call call) =>
        call.PathValues.ContainsKey("securityGroupId") ? SecurityGroups.Find(call).HiddenUser : Users.Find(call);

    /// <summary>Checks that the set and the company of an assignment exist, and adds the app that defines the set.</summary>
    private static AssignedPermissionSet Resolve(Call call, AssignedPermissionSet assigned, string? appId, string? scope)
    {
        var definitions = PermissionCatalog.Find(assigned.RoleId)
            .Where(set => (appId is null || set.AppId == Guid.Parse(appId)) && (scope is null || set.Scope == scope))
            .ToList();
        if (definitions.Count == 0)
        {
            throw new Refusal(400, "Internal_DataNotFoundFilter",
                $"There is no Aggregate Permission Set within the filter. Filters: Role ID: {assigned.RoleId}");
        }

        if (definitions.Count > 1)
            throw AutomationError.Dialog($"The permission set {assigned.RoleId} is defined more than once. Specify appId and scope.");
        if (assigned.Company.Length > 0 && call.Environment.FindCompany(assigned.Company) is null)
        {
            throw new Refusal(400, "Internal_InvalidTableRelation",
                $"The field Company of table User Permission contains a value ({assigned.Company}) that cannot be found "
                + "in the related table (Company).");
        }

        return assigned with { RoleId = definitions[0].RoleId, AppId = definitions[0].AppId, Scope = definitions[0].Scope };
    }

    private static void RejectDuplicate(BcUser user, AssignedPermissionSet assigned)
    {
        if (user.PermissionSets.Any(other => other.Id != assigned.Id && other.IsSame(assigned)))
            throw AutomationError.SameKey("Access Control", $"Role ID='{assigned.RoleId}',Company Name='{assigned.Company}'");
    }

    private static AssignedPermissionSet Find(Call call, BcUser user) =>
        user.PermissionSets.FirstOrDefault(assigned => assigned.Id == call.Id("userPermissionId"))
        ?? throw AutomationError.NotFound($"The user permission with the ID {call["userPermissionId"]} does not exist.");

    private static JsonObject Write(BcUser user, AssignedPermissionSet assigned)
    {
        var definition = PermissionCatalog.Of(assigned);
        return new JsonObject
        {
            ["@odata.etag"] = ETag.Of(assigned.RowVersion),
            ["id"] = assigned.Id.ToString(),
            ["userSecurityId"] = user.UserSecurityId.ToString(),
            ["roleId"] = assigned.RoleId,
            ["displayName"] = definition?.DisplayName ?? "",
            ["company"] = assigned.Company,
            ["appId"] = assigned.AppId.ToString(),
            ["extensionName"] = definition?.ExtensionName ?? "",
            ["scope"] = assigned.Scope,
        };
    }
}
