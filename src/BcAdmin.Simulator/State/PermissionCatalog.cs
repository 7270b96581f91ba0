namespace BcAdmin.Simulator.State;

/// <summary>A permission set that can be given: defined by an app (scope System) or by the tenant's own people (scope Tenant).</summary>
internal sealed record PermissionSetDefinition(string RoleId, string DisplayName, Guid AppId, string ExtensionName, string Scope);

/// <summary>The permission sets that every simulated environment knows.</summary>
internal static class PermissionCatalog
{
    private static readonly Guid BaseApplication = new("437dbf0e-84ff-417a-965d-ed2bb9650972");
    private static readonly Guid SystemApplication = new("63ca2fa4-4f03-4f2b-a480-172fef340d3f");

    public static IReadOnlyList<PermissionSetDefinition> All { get; } =
    [
        Of("SUPER", "This role has all permissions"),
        Of("SECURITY", "Assign permissions to users"),
        FromApp("D365 ACC. PAYABLE", "Dyn. 365 Accounts payable"),
        FromApp("D365 ACCOUNTANTS", "Dyn. 365 Accountants"),
        FromApp("D365 AUTOMATION", "Dyn. 365 Automation"),
        FromApp("D365 BACKUP/RESTORE", "Backup or restore database"),
        FromApp("D365 BASIC", "Dyn. 365 Basic access"),
        FromApp("D365 BUS FULL ACCESS", "Dyn. 365 Full Business Acc."),
        FromApp("D365 CUSTOMER, EDIT", "Dyn. 365 Edit customers"),
        FromApp("D365 EXTENSION MGT", "Dyn. 365 Extension Mgt."),
        FromApp("D365 FINANCIALS", "Dyn. 365 Financials"),
        FromApp("D365 ITEM, EDIT", "Dyn. 365 Edit items"),
        FromApp("D365 JOBS, EDIT", "Dyn. 365 Edit projects"),
        FromApp("D365 MFG, EDIT", "Dyn. 365 Edit manufacturing"),
        FromApp("D365 PURCH DOC, EDIT", "Dyn. 365 Create purchase doc."),
        FromApp("D365 READ", "Dyn. 365 Read access"),
        FromApp("D365 SALES", "Dyn. 365 Sales"),
        FromApp("D365 SALES DOC, EDIT", "Dyn. 365 Create sales doc."),
        FromApp("D365 SALES DOC, POST", "Dyn. 365 Post sales doc."),
        FromApp("D365 TEAM MEMBER", "Dyn. 365 Team Member"),
        FromApp("D365 VENDOR, EDIT", "Dyn. 365 Edit vendors"),
        FromApp("D365 WHSE, EDIT", "Dyn. 365 Edit warehouse"),
        FromApp("EXTEN. MGT. - ADMIN", "Extension Management - Admin", SystemApplication, "System Application"),
        FromApp("LOCAL", "Country/region-specific func."),
        FromApp("LOGIN", "Minimum permissions to sign in", SystemApplication, "System Application"),
        // Defined twice: who gives it has to say which.
        FromApp("TRAVEL", "Travel expenses", new("0f9f4b5c-6a3e-4d59-8c1a-2b7f3a9d6e10"), "Contoso Travel"),
        new("TRAVEL", "Our own travel expenses", Guid.Empty, "", "Tenant"),
        new("O'NEIL & \"CO\" Æ", "A name as people make them", Guid.Empty, "", "Tenant"),
    ];

    public static IEnumerable<PermissionSetDefinition> Find(string roleId) => All.Where(set => set.RoleId.Equals(roleId, StringComparison.OrdinalIgnoreCase));

    /// <summary>The definition of a set that somebody holds.</summary>
    public static PermissionSetDefinition? Of(AssignedPermissionSet assigned) =>
        Find(assigned.RoleId).FirstOrDefault(set => set.AppId == assigned.AppId && set.Scope == assigned.Scope) ?? Find(assigned.RoleId).FirstOrDefault();

    /// <summary>An assignment of a set that is defined once.</summary>
    public static AssignedPermissionSet Assign(Guid id, string roleId, string company)
    {
        var set = Find(roleId).Single();
        return new AssignedPermissionSet(id, set.RoleId, company) { AppId = set.AppId, Scope = set.Scope };
    }

    private static PermissionSetDefinition Of(string roleId, string displayName) => new(roleId, displayName, Guid.Empty, "", "System");

    private static PermissionSetDefinition FromApp(string roleId, string displayName, Guid? app = null, string extension = "Base Application") =>
        new(roleId, displayName, app ?? BaseApplication, extension, "System");
}
