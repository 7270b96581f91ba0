namespace BcAdmin.Simulator.Graph;

/// <summary>The signed-in user and the organization.</summary>
internal static class Identity
{
    public static Reply Organization(GraphCall call) => GraphQuery.Answer(call, "organization", [new JsonObject
    {
        ["id"] = call.Tenant.Id.ToString(),
        ["deletedDateTime"] = null,
        ["displayName"] = call.Tenant.DisplayName,
        ["tenantType"] = "AAD",
        ["verifiedDomains"] = new JsonArray(new JsonObject
        {
            ["capabilities"] = "Email, OfficeCommunicationsOnline",
            ["isDefault"] = true,
            ["isInitial"] = true,
            ["name"] = call.Tenant.Domain,
            ["type"] = "Managed",
        }),
    }]);

    public static Reply Me(GraphCall call)
    {
        // Apps are rejected earlier, because they cannot have the permission.
        var account = call.Caller.Account!;
        return GraphQuery.AnswerOne(call, "users", new JsonObject
        {
            ["id"] = account.ObjectId.ToString(),
            ["displayName"] = account.UserName.Split('@')[0],
            ["mail"] = account.UserName,
            ["userPrincipalName"] = account.UserName,
        });
    }
}
