namespace BcAdmin.Simulator.State;

/// <summary>A permission set that can be assigned: defined by an app (scope System) or by users of the tenant (scope Tenant).</summary>
internal sealed record PermissionSetDefinition(string RoleId, string DisplayName, Guid AppId, string ExtensionName = "", string Scope = "System");

/// <summary>The permission sets that every simulated environment knows. TRAVEL is defined twice, so an assignment must specify which one.</summary>
internal static class PermissionCatalog
{
    public static IReadOnlyList<PermissionSetDefinition> All { get; } = DemoData.Read<PermissionSetDefinition[]>("permissionSets");

    public static IEnumerable<PermissionSetDefinition> Find(string roleId) =>
        All.Where(set => set.RoleId.Equals(roleId, StringComparison.OrdinalIgnoreCase));

    /// <summary>The definition of an assigned set.</summary>
    public static PermissionSetDefinition? Of(AssignedPermissionSet assigned) =>
        Find(assigned.RoleId).FirstOrDefault(set => set.AppId == assigned.AppId && set.Scope == assigned.Scope)
        ?? Find(assigned.RoleId).FirstOrDefault();

    /// <summary>An assignment of a set that is defined once.</summary>
    public static AssignedPermissionSet Assign(Guid id, string roleId, string company)
    {
        var set = Find(roleId).Single();
        return new AssignedPermissionSet(id, set.RoleId, company) { AppId = set.AppId, Scope = set.Scope };
    }
}
