namespace BcAdmin.ContractExports;

/// <summary>The operation that lists the values of a parameter or of a property of a body.</summary>
/// <param name="Value">Path of the value that is sent, in an item.</param>
/// <param name="Title">Path of the text that is shown.</param>
/// <param name="Items">Path to the items in the response. Null: the response is the array.</param>
internal sealed record ValueList(string Operation, string Value, string Title, string? Items = "value")
{
    /// <summary>
    /// By name for path parameters; by operationId/name for properties of bodies and for operations that need another list. Null: there is no list.
    /// </summary>
    private static readonly Dictionary<string, ValueList?> All = new(StringComparer.Ordinal)
    {
        ["environmentName"] = new("listEnvironments", "name", "friendlyName"),
        ["sourceEnvironmentName"] = new("listEnvironments", "name", "friendlyName"),
        ["createEnvironment/environmentName"] = null,
        ["countryCode"] = new("listEnvironments", "countryCode", "countryCode"),
        ["createEnvironment/countryCode"] = new("listEnvironments", "countryCode", "countryCode"),
        ["setManageableApplicationAccess/countryCode"] = new("listManageableApplications", "countryCode", "countryCode"),
        ["ringName"] = new("listEnvironments", "ringName", "ringName"),
        ["createEnvironment/ringName"] = new("listEnvironments", "ringName", "ringName"),
        ["operationId"] = new("listOperations", "id", "type"),
        ["getEnvironmentOperation/operationId"] = new("listEnvironmentOperations", "id", "type"),
        ["cancelEnvironmentOperation/operationId"] = new("listEnvironmentOperations", "id", "type"),
        ["targetVersion"] = new("listEnvironmentUpdates", "targetVersion", "targetVersion"),
        ["setUpdateSettings/timeZoneId"] = new("listTimeZones", "id", "displayName"),
        ["appId"] = new("listInstalledApps", "id", "name"),
        ["installApp/appId"] = new("listInstalledApps", "id", "name"),
        ["updateApp/targetVersion"] = new("listAvailableAppUpdates", "version", "name"),
        ["cancelAppUpdate/ScheduledOperationId"] = new("listAppOperations", "id", "type"),
        ["getAppOperation/operationId"] = new("listAppOperations", "id", "type"),
        ["removeScheduledPte/appId"] = new("listScheduledPteOperations", "appId", "parameters/name"),
        ["removeScheduledPte/targetVersion"] = new("listScheduledPteOperations", "targetAppVersion", "parameters/name"),
        ["removeAuthorizedApp/appClientId"] = new("listAuthorizedApps", "appId", "appId", Items: null),
        ["sessionId"] = new("listSessions", "sessionId", "userId"),
        ["recipientId"] = new("listNotificationRecipients", "id", "email"),
        ["outageType"] = new("listOutageTypes", "outageType", "name"),
        ["reportOutage/outageType"] = new("listOutageTypes", "outageType", "name"),

        ["companyId"] = new("listCompanies", "id", "displayName"),
        ["automationCompanyId"] = new("listAutomationCompanies", "id", "displayName"),
        ["userSecurityId"] = new("listUsers", "userSecurityId", "displayName"),
        ["userPermissionId"] = new("listUserPermissions", "id", "displayName"),
        ["deleteSecurityGroupPermission/userPermissionId"] = new("listSecurityGroupPermissions", "id", "displayName"),
        ["createUserPermission/roleId"] = new("listPermissionSets", "id", "displayName"),
        ["createUserPermission/appId"] = new("listPermissionSets", "appId", "extensionName"),
        ["createUserPermission/company"] = new("listCompanies", "name", "displayName"),
        ["updateUserPermission/roleId"] = new("listPermissionSets", "id", "displayName"),
        ["updateUserPermission/appId"] = new("listPermissionSets", "appId", "extensionName"),
        ["updateUserPermission/company"] = new("listCompanies", "name", "displayName"),
        ["createSecurityGroupPermission/roleId"] = new("listPermissionSets", "id", "displayName"),
        ["createSecurityGroupPermission/appId"] = new("listPermissionSets", "appId", "extensionName"),
        ["createSecurityGroupPermission/company"] = new("listCompanies", "name", "displayName"),
        ["createUserGroupPermission/roleId"] = new("listPermissionSets", "id", "displayName"),
        ["createUserGroupPermission/appId"] = new("listPermissionSets", "appId", "extensionName"),
        ["updateUserGroupPermission/roleId"] = new("listPermissionSets", "id", "displayName"),
        ["updateUserGroupPermission/appId"] = new("listPermissionSets", "appId", "extensionName"),
        ["usersPermissionId"] = new("listUsersPermissions", "id", "userName"),
        ["accessControlId"] = new("listAccessControls", "id", "userName"),
        ["securityGroupId"] = new("listSecurityGroups", "id", "groupName"),
        ["securityGroupCode"] = new("listSecurityGroups", "code", "groupName"),
        ["packageId"] = new("listExtensions", "packageId", "displayName"),
        ["configurationPackageId"] = new("listConfigurationPackages", "id", "packageName"),
        ["packageCode"] = new("listConfigurationPackages", "code", "packageName"),
        ["featureId"] = new("listFeatures", "id", "description"),
    };

    /// <summary>The list for each operation with a parameter of this name.</summary>
    public static ValueList? For(string parameter) => All.GetValueOrDefault(parameter);

    /// <summary>True if the operation has a separate entry for a parameter or a property of its body.</summary>
    public static bool TryGetOwn(string operationId, string name, out ValueList? list) => All.TryGetValue($"{operationId}/{name}", out list);
}
