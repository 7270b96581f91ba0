using BcAdmin.Bulk;

namespace BcAdmin.Configuration;

/// <summary>Resolves the permission set and the company of an assignment in an environment.</summary>
internal sealed class AssignmentNames(EnvironmentKey environment, List<BcCompany> companies, List<BcPermissionSet> sets)
{
    private readonly ILookup<string, BcPermissionSet> _sets = sets.ToLookup(set => set.RoleId, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _companies = new(companies.Select(company => company.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Replaces the names in a file entry with those of the tenant. The app is part of the key only if the role ID is not unique, because the service
    /// does not return it for all assignments.
    /// </summary>
    /// <exception cref="BcConfigurationException">PermissionSetNotFound, AmbiguousPermissionSet, CompanyNotFound.</exception>
    public ConfigurationItem Resolve(ConfigurationScope scope, ConfigurationItem item)
    {
        var (roleId, company, app) = (item["permissionSet"]!, item["company"] ?? string.Empty, item["appId"]);
        if (company.Length > 0 && !_companies.Contains(company) && !scope.Lists("Companies", "name", company))
        {
            company = AutomationClient.Pick(companies, company)?.Name ?? throw BcConfigurationException.At(
                item.PlaceOf("company"), AutomationClient.CompanyNotFound(company, environment, companies));
        }

        var named = _sets[roleId].ToList();
        if (app is not null)
            named.RemoveAll(set => set.AppId != Guid.Parse(app));
        if (named.Count == 0 && app is not null && scope.Lists("Apps", "appId", app))
            return item.With("company", company); // Installing the app adds the permission set.
        if (named.Count == 0)
        {
            throw BcConfigurationException.At(
                item.PlaceOf("permissionSet"),
                AutomationClient.PermissionSetNotFound(UserDirectory.Short(roleId), environment, _sets.Select(known => known.Key)));
        }

        if (HasSeveralApps(named))
        {
            throw item.Fail(
                "permissionSet", ErrorCode.AmbiguousPermissionSet, Messages.SeveralAppsDefinePermissionSet(roleId),
                Messages.AddAppId(named));
        }

        return item.With("permissionSet", named[0].RoleId).With("company", company).With("appId", KeyApp(roleId, named[0].AppId));
    }

    /// <summary>The app as part of a key; null if the role ID is unique. User-defined permission sets have an empty GUID.</summary>
    public string? KeyApp(string roleId, Guid? appId) =>
        HasSeveralApps(_sets[roleId]) ? (appId ?? Guid.Empty).ToString() : null;

    /// <summary>The app and scope that a call must specify; null if the role ID is unique.</summary>
    public (Guid? AppId, string? Scope) Origin(ConfigurationItem item)
    {
        var known = _sets[item["permissionSet"]!].ToList();
        if (known.Count < 2)
            return (null, null);
        var app = item["appId"] is { } id ? Guid.Parse(id) : Guid.Empty;
        var set = known.Find(candidate => candidate.AppId == app) ?? known[0];
        return (set.AppId, set.Scope);
    }

    private static bool HasSeveralApps(IEnumerable<BcPermissionSet> sets) => sets.Select(set => set.AppId).Distinct().Count() > 1;
}
