namespace BcAdmin.Simulator.Automation;

/// <summary>
/// Security groups of Microsoft Entra ID that an environment knows, and their members. Groups and memberships cannot be created here.
/// </summary>
internal static class SecurityGroups
{
    private static readonly Version WithDetails = new(29, 0);

    [Operation("listSecurityGroups")]
    public static Reply ListSecurityGroups(Call call) =>
        ODataCollection.Answer(call, call.Environment.SecurityGroups.Select(group => Write(call, group)));

    [Operation("getSecurityGroup")]
    public static Reply GetSecurityGroup(Call call) => ODataCollection.AnswerOne(call, Write(call, Find(call)));

    [Operation("deleteSecurityGroup")]
    public static Reply DeleteSecurityGroup(Call call)
    {
        var group = Find(call);
        ETag.Check(call, group.RowVersion);
        call.Environment.SecurityGroups.Remove(group);
        return Reply.NoContent();
    }

    [Operation("listSecurityGroupMembers")]
    public static Reply ListSecurityGroupMembers(Call call) => ODataCollection.Answer(call, Members(call, call.Environment.SecurityGroups));

    [Operation("listMembersOfSecurityGroup")]
    public static Reply ListMembersOfSecurityGroup(Call call) => ODataCollection.Answer(call, Members(call, [Find(call)]));

    [Operation("listUserSecurityGroupMembers")]
    public static Reply ListUserSecurityGroupMembers(Call call)
    {
        var user = Users.Find(call);
        return ODataCollection.Answer(call, call.Environment.GroupsOf(user).Select(group => WriteMember(call, group, user)));
    }

    [Operation("getSecurityGroupMember")]
    public static Reply GetSecurityGroupMember(Call call)
    {
        var group = call.Environment.SecurityGroups.Find(group => group.Code.Equals(call["securityGroupCode"], StringComparison.OrdinalIgnoreCase));
        var user = call.Environment.Users.Find(user => user.UserSecurityId == call.Id("userSecurityId"));
        return group is not null && user is not null && group.Members.Contains(user.UserSecurityId)
            ? ODataCollection.AnswerOne(call, WriteMember(call, group, user))
            : throw AutomationError.NotFound(
                $"The user {call["userSecurityId"]} is not a member of the security group {call["securityGroupCode"]}.");
    }

    /// <summary>The group in the path.</summary>
    public static BcSecurityGroup Find(Call call) =>
        call.Environment.SecurityGroups.Find(group => group.Id.ToString().Equals(call["securityGroupId"], StringComparison.OrdinalIgnoreCase))
        ?? throw AutomationError.NotFound($"The security group with the ID {call["securityGroupId"]} does not exist.");

    private static IEnumerable<JsonObject> Members(Call call, IEnumerable<BcSecurityGroup> groups) =>
        from found in groups
        from member in found.Members
        let user = call.Environment.Users.Find(user => user.UserSecurityId == member)
        where user is not null
        select WriteMember(call, found, user);

    private static JsonObject Write(Call call, BcSecurityGroup group)
    {
        var row = new JsonObject
        {
            ["@odata.etag"] = ETag.Of(group.RowVersion),
            ["id"] = group.Id.ToString(),
            ["code"] = group.Code,
            ["groupName"] = EntraName(call, group) ?? "",
        };
        if (call.Version < WithDetails)
            return row;

        row["groupUserSecurityId"] = group.HiddenUser.UserSecurityId.ToString();
        row["groupId"] = group.Id.ToString();
        row["retrievedSuccessfully"] = EntraName(call, group) is not null;
        return row;
    }

    private static JsonObject WriteMember(Call call, BcSecurityGroup group, BcUser user)
    {
        var row = new JsonObject
        {
            ["securityGroupCode"] = group.Code,
            ["userSecurityId"] = user.UserSecurityId.ToString(),
            ["securityGroupName"] = EntraName(call, group) ?? "",
        };
        if (call.Version < WithDetails)
            return row;

        row["userName"] = user.UserName;
        row["userFullName"] = user.DisplayName;
        return row;
    }

    private static string? EntraName(Call call, BcSecurityGroup group) => call.Tenant.Groups.Find(known => known.Id == group.Id)?.DisplayName;
}
