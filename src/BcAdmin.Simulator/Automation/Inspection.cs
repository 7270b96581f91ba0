using System.Xml;

namespace BcAdmin.Simulator.Automation;

/// <summary>
/// The read-only views of version 29: users with their licenses, assignments with their origin, and the rights of permission sets.
/// </summary>
internal static class Inspection
{
    /// <summary>The objects for which the simulated sets grant rights.</summary>
    private static readonly AlObject[] Objects = DemoData.Read<AlObject[]>("objects");

    [Operation("listUsersPermissions")]
    public static Reply ListUsersPermissions(Call call) => ODataCollection.Answer(call, call.Environment.Users.Select(WriteUser));

    [Operation("getUsersPermission")]
    public static Reply GetUsersPermission(Call call) => ODataCollection.AnswerOne(call, WriteUser(FindUser(call)));

    [Operation("listUserPermissionSetsOfUser")]
    public static Reply ListUserPermissionSetsOfUser(Call call) => ODataCollection.Answer(call, Held(call, FindUser(call)));

    [Operation("listUserPermissionSets")]
    public static Reply ListUserPermissionSets(Call call) =>
        ODataCollection.Answer(call, call.Environment.Users.SelectMany(user => Held(call, user)));

    [Operation("listAccessControls")]
    public static Reply ListAccessControls(Call call) => ODataCollection.Answer(call, AccessControls(call));

    [Operation("getAccessControl")]
    public static Reply GetAccessControl(Call call) => ODataCollection.AnswerOne(call,
        AccessControls(call).FirstOrDefault(row => row["id"]!.ToString() == call.Id("accessControlId").ToString())
        ?? throw AutomationError.NotFound($"The access control with the ID {call["accessControlId"]} does not exist."));

    [Operation("listSecurityGroupAccessControls")]
    public static Reply ListSecurityGroupAccessControls(Call call)
    {
        var holder = SecurityGroups.Find(call).HiddenUser;
        return ODataCollection.Answer(call, holder.PermissionSets.Select(assigned => WriteAccessControl(call, holder, assigned)));
    }

    [Operation("listAggregatePermissionSets")]
    public static Reply ListAggregatePermissionSets(Call call) => ODataCollection.Answer(call, Sets().Select(set => new JsonObject
    {
        ["id"] = StableId.From($"{set.RoleId}/{set.AppId}/{set.Scope}").ToString(),
        ["appId"] = set.AppId.ToString(),
        ["appName"] = set.ExtensionName,
        ["name"] = set.DisplayName,
        ["roleId"] = set.RoleId,
        ["scope"] = set.Scope,
    }));

    [Operation("listExpandedPermissionSets")]
    public static Reply ListExpandedPermissionSets(Call call) =>
        ODataCollection.Answer(call, Sets().SelectMany(set => ObjectsOf(set).Select(target => WriteRight(set, target))));

    private static IEnumerable<PermissionSetDefinition> Sets() =>
        PermissionCatalog.All.Where(set => !set.ExtensionName.Contains("_Exclude_", StringComparison.Ordinal));

    /// <summary>The objects of a set. SUPER grants rights to whole types, which have the ID 0.</summary>
    private static IEnumerable<AlObject> ObjectsOf(PermissionSetDefinition set) => set.RoleId == PermissionSet.Super
        ? Objects.Select(target => target.Type).Distinct(StringComparer.Ordinal).Select(type => new AlObject(type, 0, ""))
        : Objects;

    private static BcUser FindUser(Call call) => call.Environment.Users.Find(user => user.SystemId == call.Id("usersPermissionId"))
        ?? throw AutomationError.NotFound($"The user with the system ID {call["usersPermissionId"]} does not exist.");

    /// <summary>The fastest view: group assignments are listed for the hidden users of the groups.</summary>
    private static IEnumerable<JsonObject> AccessControls(Call call) =>
        from holder in call.Environment.Users.Concat(call.Environment.SecurityGroups.ConvertAll(known => known.HiddenUser))
        from assigned in holder.PermissionSets
        select WriteAccessControl(call, holder, assigned);

    private static IEnumerable<JsonObject> Held(Call call, BcUser user)
    {
        foreach (var assigned in user.PermissionSets)
            yield return WriteHeld(user, assigned, null);
        foreach (var group in call.Environment.GroupsOf(user))
        {
            foreach (var assigned in group.HiddenUser.PermissionSets)
                yield return WriteHeld(user, assigned, group);
        }
    }

    private static JsonObject WriteUser(BcUser user) => new()
    {
        ["@odata.etag"] = ETag.Of(user.RowVersion),
        ["id"] = user.SystemId.ToString(),
        ["userSecurityId"] = user.UserSecurityId.ToString(),
        ["userName"] = user.UserName,
        ["fullName"] = user.DisplayName,
        ["state"] = user.Enabled ? "Enabled" : "Disabled",
        ["expiryDate"] = Users.WriteExpiry(user),
        ["windowsSecurityID"] = "",
        ["changePassword"] = false,
        ["licenseType"] = XmlConvert.EncodeName(user.LicenseType),
        ["authenticationEmail"] = user.AuthenticationEmail,
        ["contactEmail"] = user.ContactEmail,
        ["exchangeIdentifier"] = "",
        ["applicationId"] = Guid.Empty.ToString(),
    };

    private static JsonObject WriteHeld(BcUser user, AssignedPermissionSet assigned, BcSecurityGroup? through)
    {
        var definition = PermissionCatalog.Of(assigned);
        return new JsonObject
        {
            // The rows are created for the request: their IDs differ in the next response.
            ["id"] = Guid.NewGuid().ToString(),
            ["userSecurityId"] = user.UserSecurityId.ToString(),
            ["type"] = through is null ? "User" : "SecurityGroup",
            ["roleId"] = assigned.RoleId,
            ["roleName"] = definition?.DisplayName ?? "",
            ["securityGroupCode"] = through?.Code ?? "",
            ["company"] = assigned.Company,
            ["scope"] = assigned.Scope,
            ["appId"] = assigned.AppId.ToString(),
            ["appName"] = definition?.ExtensionName ?? "",
        };
    }

    private static JsonObject WriteAccessControl(Call call, BcUser holder, AssignedPermissionSet assigned)
    {
        var definition = PermissionCatalog.Of(assigned);
        return new JsonObject
        {
            ["@odata.etag"] = ETag.Of(assigned.RowVersion),
            ["id"] = assigned.Id.ToString(),
            ["userSecurityId"] = holder.UserSecurityId.ToString(),
            ["roleId"] = assigned.RoleId,
            ["roleName"] = definition?.DisplayName ?? "",
            ["company"] = assigned.Company,
            ["userName"] = holder.UserName,
            ["fullName"] = holder.DisplayName,
            ["userLicenseType"] = DisplayText.Of(call, holder.LicenseType),
            ["scope"] = assigned.Scope,
            ["appId"] = assigned.AppId.ToString(),
            ["appName"] = definition?.ExtensionName ?? "",
        };
    }

    private static JsonObject WriteRight(PermissionSetDefinition set, AlObject target)
    {
        var isData = target.Type is "Table Data";
        string[] writing = [PermissionSet.Super, "EDIT", "FULL"];
        var writes = isData && writing.Any(word => set.RoleId.Contains(word, StringComparison.Ordinal));
        return new JsonObject
        {
            ["id"] = StableId.From($"{set.RoleId}/{set.AppId}/{set.Scope}/{target.Type}/{target.Id}").ToString(),
            ["appId"] = set.AppId.ToString(),
            ["appName"] = set.ExtensionName,
            ["roleId"] = set.RoleId,
            ["roleName"] = set.DisplayName,
            ["objectType"] = XmlConvert.EncodeName(target.Type),
            ["objectId"] = target.Id,
            ["objectName"] = target.Name,
            ["readPermission"] = isData ? "Yes" : "_x0020_",
            ["insertPermission"] = writes ? "Yes" : "_x0020_",
            ["modifyPermission"] = writes ? "Yes" : isData && target.Id == 17 ? "Indirect" : "_x0020_",
            ["deletePermission"] = writes && target.Id != 17 ? "Yes" : "_x0020_",
            ["executePermission"] = isData ? "_x0020_" : "Yes",
            ["alObjectName"] = target.Name,
            ["scope"] = set.Scope,
        };
    }

    private sealed record AlObject(string Type, int Id, string Name);
}
