namespace BcAdmin.Simulator.Graph;

/// <summary>The security groups of the tenant. They are defined in the scenario.</summary>
internal static class Groups
{
    public static Reply List(GraphCall call) => GraphQuery.Answer(call, "groups", call.Tenant.Groups.Select(group => new JsonObject
    {
        ["id"] = group.Id.ToString(),
        ["displayName"] = group.DisplayName,
        ["securityEnabled"] = true,
    }));
}
