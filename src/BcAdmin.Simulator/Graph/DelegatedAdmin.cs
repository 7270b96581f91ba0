namespace BcAdmin.Simulator.Graph;

/// <summary>The customers of a partner, and the relationships that give the partner access to them (tenantRelationships).</summary>
internal static class DelegatedAdmin
{
    private const int LargestPage = 300;

    /// <summary>A customer is listed while one of its relationships is active.</summary>
    public static Reply ListCustomers(GraphCall call) => GraphQuery.Answer(
        call, "tenantRelationships/delegatedAdminCustomers",
        call.Tenant.Relationships.Where(relationship => relationship.IsActive).DistinctBy(relationship => relationship.CustomerId)
            .Select(relationship => new JsonObject
            {
                ["@odata.type"] = "#microsoft.graph.delegatedAdminCustomer",
                ["@odata.etag"] = ETag(relationship.CustomerId.ToString()),
                ["id"] = relationship.CustomerId.ToString(),
                ["tenantId"] = relationship.CustomerId.ToString(),
                ["displayName"] = relationship.CustomerName,
            }), LargestPage);

    public static Reply ListRelationships(GraphCall call) => GraphQuery.Answer(
        call, "tenantRelationships/delegatedAdminRelationships", call.Tenant.Relationships.Select(Write), LargestPage);

    private static JsonObject Write(DelegatedAdminRelationship relationship) => new()
    {
        ["@odata.type"] = "#microsoft.graph.delegatedAdminRelationship",
        ["@odata.etag"] = ETag(relationship.Id),
        ["id"] = relationship.Id,
        ["displayName"] = relationship.DisplayName,
        ["duration"] = string.Create(CultureInfo.InvariantCulture, $"P{relationship.DurationDays}D"),
        ["customer"] = new JsonObject { ["tenantId"] = relationship.CustomerId.ToString(), ["displayName"] = relationship.CustomerName },
        ["accessDetails"] = new JsonObject
        {
            ["unifiedRoles"] = new JsonArray([.. relationship.Roles.Select(role => new JsonObject { ["roleDefinitionId"] = role.ToString() })]),
        },
        ["status"] = relationship.Status,
        ["autoExtendDuration"] = relationship.AutoExtend ? "P180D" : "PT0S",
        ["createdDateTime"] = Applications.Utc(relationship.CreatedOn),
        ["lastModifiedDateTime"] = Applications.Utc(relationship.ActivatedOn ?? relationship.CreatedOn),
        ["activatedDateTime"] = relationship.ActivatedOn is { } activated ? Applications.Utc(activated) : null,
        ["endDateTime"] = relationship.EndsOn is { } end ? Applications.Utc(end) : null,
    };

    private static string ETag(string id) => $"W/\"'{StableId.From(id):N}'\"";
}
