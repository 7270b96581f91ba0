using System.Runtime.CompilerServices;

namespace BcAdmin.Completion;

// Completers for lists of the specified environment in the Admin Center API.

/// <summary>IDs of the installed apps; also matched by name.</summary>
public sealed class AppCompleter() : BcCompleter(typed => typed.Apps()
    .Select(app => new CompletionEntry($"{app.AppId}", app.Name, ListsInEnvironment.Details(app))));

/// <summary>IDs of the installed apps that can be uninstalled; also matched by name.</summary>
public sealed class RemovableAppCompleter() : BcCompleter(typed => typed.Apps().Where(app => app.CanBeUninstalled != false)
    .Select(app => new CompletionEntry($"{app.AppId}", app.Name, ListsInEnvironment.Details(app))));

/// <summary>Names of the installed apps.</summary>
public sealed class AppNameCompleter() : BcCompleter(typed => typed.Apps()
    .Select(app => new CompletionEntry(app.Name, null, ListsInEnvironment.Details(app))));

/// <summary>Publishers of the installed apps.</summary>
public sealed class AppPublisherCompleter() : BcCompleter(typed => typed.Apps()
    .GroupBy(app => app.Publisher ?? string.Empty, StringComparer.OrdinalIgnoreCase)
    .Select(publisher => new CompletionEntry(publisher.Key, null, string.Join(", ", publisher.Select(app => app.Name).Take(5)))));

/// <summary>IDs of the installed apps that have an update; also matched by name.</summary>
public sealed class UpdatableAppCompleter() : BcCompleter(typed => typed.AppUpdates()
    .Select(update => new CompletionEntry($"{update.AppId}", update.Name, ListsInEnvironment.Details(update))));

/// <summary>Available update versions of the specified app.</summary>
public sealed class AppUpdateVersionCompleter() : BcCompleter(typed => typed.AppUpdates()
    .Where(update => typed["AppId"] is { } app
        && (app.Equals($"{update.AppId}", StringComparison.OrdinalIgnoreCase) || app.Equals(update.Name, StringComparison.OrdinalIgnoreCase)))
    .Select(update => new CompletionEntry($"{update.TargetVersion}", null, ListsInEnvironment.Details(update))));

/// <summary>IDs of the operations of the specified app, newest first.</summary>
public sealed class AppOperationCompleter() : BcCompleter(typed => typed.AppOperations(_ => true), keepsOrder: true);

/// <summary>IDs of the operations of the specified app that can be canceled.</summary>
public sealed class CancelableAppOperationCompleter() : BcCompleter(
    typed => typed.AppOperations(operation => !operation.IsCompleted && operation.CanBeCanceled != false), keepsOrder: true);

/// <summary>Target versions of the operations of the specified app that have not ended.</summary>
public sealed class AppOperationVersionCompleter() : BcCompleter(typed => typed.AppOperations()
    .Where(operation => !operation.IsCompleted)
    .Select(operation => new CompletionEntry($"{operation.TargetVersion}", null, CompletionEntry.Join(operation.Type, operation.Status))));

/// <summary>IDs of the active sessions; also matched by user.</summary>
public sealed class SessionCompleter() : BcCompleter(typed => typed.Sessions().Select(session => new CompletionEntry(
    string.Create(CultureInfo.InvariantCulture, $"{session.SessionId}"), $"{session.UserId} {session.ClientType}",
    TenantLists.Details(session.LogOnDate, session.CurrentObjectName,
        session.OperationDuration is { } duration ? TimeSpan.FromSeconds(Math.Floor(duration.TotalSeconds)) : null))));

/// <summary>Users with active sessions.</summary>
public sealed class SessionUserCompleter() : BcCompleter(typed => typed.Sessions()
    .GroupBy(session => session.UserId ?? string.Empty, StringComparer.OrdinalIgnoreCase)
    .Select(user => new CompletionEntry(
        user.Key, null, string.Join(", ", user.Select(session => session.ClientType).Distinct(StringComparer.OrdinalIgnoreCase)))));

/// <summary>Client types of the active sessions.</summary>
public sealed class ClientTypeCompleter() : BcCompleter(typed => typed.Sessions().Select(session => session.ClientType));

/// <summary>Versions to which the environment can be updated.</summary>
public sealed class TargetVersionCompleter() : BcCompleter(typed =>
    typed.OfEnvironment("updates", (admin, environment, stop) => admin.ListUpdatesAsync(environment, stop)).Select(update => new CompletionEntry(
        update.RawTargetVersion ?? string.Empty, null, CompletionEntry.Join(
            update.TargetVersionType, update.Available switch { true => "available", false => "not available yet", null => null },
            update.ExpectedAvailability, update.Selected == true ? "selected" : null))));

// Completers for lists of the specified environment in the Automation API.

/// <summary>Names of the companies.</summary>
public sealed class CompanyCompleter() : BcCompleter(typed => typed.Companies()
    .Select(company => new CompletionEntry(company.Name, null, ListsInEnvironment.Details(company))));

/// <summary>IDs of the companies; also matched by name.</summary>
public sealed class CompanyIdCompleter() : BcCompleter(typed => typed.Companies()
    .Select(company => new CompletionEntry($"{company.CompanyId}", company.Name, ListsInEnvironment.Details(company))));

/// <summary>Codes of the configuration packages of the specified company.</summary>
public sealed class ConfigurationPackageCompleter() : BcCompleter(typed => (typed["Company"] ?? typed["CompanyId"]) is { } company
    ? typed.InEnvironment(Messages.PackagesOfCompany(company), (automation, stop) => ListsInEnvironment.PackagesAsync(automation, company, stop))
        .Select(package => new CompletionEntry(
            package.Code, null, CompletionEntry.Join(package.PackageName, package.ProductVersion, package.ImportStatus, package.ApplyStatus)))
    : []);

/// <summary>Names of the entity sets of the Automation API.</summary>
public sealed class EntitySetCompleter() : BcCompleter(typed =>
    typed.InEnvironment("entity sets", (automation, stop) => automation.ListEntitySetsAsync(stop))
        .Select(set => new CompletionEntry(set.Name, null, CompletionEntry.Join(set.Kind, set.Url))));

/// <summary>Package IDs of the extensions; also matched by name.</summary>
public sealed class ExtensionCompleter() : BcCompleter(typed => typed.Extensions(_ => true));

/// <summary>Package IDs of the extensions that are not installed.</summary>
public sealed class PublishedExtensionCompleter() : BcCompleter(typed => typed.Extensions(extension => extension.IsInstalled != true));

/// <summary>Package IDs of the extensions that are installed.</summary>
public sealed class InstalledExtensionCompleter() : BcCompleter(typed => typed.Extensions(extension => extension.IsInstalled != false));

/// <summary>Names of the extensions.</summary>
public sealed class ExtensionNameCompleter() : BcCompleter(typed => typed.Extensions()
    .Select(extension => new CompletionEntry(extension.Name, null, ListsInEnvironment.Details(extension))));

/// <summary>Publishers of the extensions.</summary>
public sealed class ExtensionPublisherCompleter() : BcCompleter(typed => typed.Extensions().Select(extension => extension.Publisher));

/// <summary>Names of the extensions that were uploaded or installed.</summary>
public sealed class DeploymentNameCompleter() : BcCompleter(typed =>
    typed.InEnvironment("deployments", (automation, stop) => automation.ListExtensionDeploymentsAsync(null, stop))
        .Select(deployment => new CompletionEntry(
            deployment.Name, null, CompletionEntry.Join(deployment.OperationType, deployment.Version, deployment.Status))));

/// <summary>IDs of the features.</summary>
public sealed class FeatureCompleter() : BcCompleter(typed =>
    typed.InEnvironment("features", (automation, stop) =>
        automation.ListFeaturesAsync(null, new ODataQuery(Select: "id,enabled,descriptionInEnglish,mandatoryByVersion"), stop))
        .Select(feature => new CompletionEntry(feature.FeatureId, null, CompletionEntry.Join(
            feature.Enabled, feature.MandatoryByVersion is { Length: > 0 } version ? $"mandatory by {version}" : null,
            feature.DescriptionInEnglish))));

/// <summary>IDs of background jobs of the specified category.</summary>
public sealed class ScheduledJobCompleter() : BcCompleter(typed =>
{
    var category = typed["Category"] ?? BcScheduledJob.UserImport;
    return typed.InEnvironment($"jobs {category}", (automation, stop) => automation.ListScheduledJobsAsync(null, category, null, stop))
        .OrderByDescending(job => job.StartedOn).Select(job => new CompletionEntry(
            $"{job.ScheduledJobId}", $"{job.Category} {job.Status}", TenantLists.Details(job.StartedOn, job.Description, job.ErrorMessage)));
}, keepsOrder: true);

/// <summary>Names of the profiles.</summary>
public sealed class ProfileCompleter() : BcCompleter(typed =>
    typed.InEnvironment("profiles", (automation, stop) => automation.ListProfilesAsync(null, null, stop))
        .Select(profile => new CompletionEntry(profile.ProfileId, null, CompletionEntry.Join(profile.DisplayName, profile.AppName))));

/// <summary>IDs of the permission sets.</summary>
public sealed class PermissionSetCompleter() : BcCompleter(typed => typed.PermissionSets()
    .Select(set => new CompletionEntry(set.RoleId, null, CompletionEntry.Join(set.DisplayName, set.Scope, set.ExtensionName))));

/// <summary>IDs of the apps that define the specified permission set; also matched by app name.</summary>
public sealed class PermissionSetAppCompleter() : BcCompleter(typed => typed.PermissionSets()
    .Where(set => set.AppId != Guid.Empty && (typed["PermissionSet"] is not { } role || role.Equals(set.RoleId, StringComparison.OrdinalIgnoreCase)))
    .Select(set => new CompletionEntry($"{set.AppId}", set.ExtensionName)));

/// <summary>Codes of the security groups.</summary>
public sealed class SecurityGroupCompleter() : BcCompleter(typed => typed.SecurityGroups()
    .Select(group => new CompletionEntry(group.Code, null, CompletionEntry.Join(group.Name, group.SecurityGroupId))));

/// <summary>IDs of the security groups; also matched by code.</summary>
public sealed class SecurityGroupIdCompleter() : BcCompleter(typed => typed.SecurityGroups()
    .Select(group => new CompletionEntry(group.SecurityGroupId, group.Code, group.Name)));

/// <summary>User names.</summary>
public sealed class UserCompleter() : BcCompleter(typed => typed.Users()
    .Select(user => new CompletionEntry(user.UserName, null, ListsInEnvironment.Details(user))));

/// <summary>IDs of the users; also matched by name.</summary>
public sealed class UserIdCompleter() : BcCompleter(typed => typed.Users()
    .Select(user => new CompletionEntry($"{user.UserSecurityId}", user.UserName, ListsInEnvironment.Details(user))));

/// <summary>IDs of the permission set assignments of users; also matched by permission set.</summary>
public sealed class UserPermissionCompleter() : BcCompleter(typed =>
    typed.InEnvironment("user permissions", (automation, stop) => automation.ListAllUserPermissionsAsync(stop)).Where(typed.IsOfTypedUser)
        .Select(permission => new CompletionEntry($"{permission.UserPermissionId}", $"{permission.RoleId} {permission.Company}".TrimEnd(),
            CompletionEntry.Join(typed.NameOf(permission.UserSecurityId), permission.DisplayName, permission.Scope))));

/// <summary>IDs of the permission set assignments of the specified security group; also matched by permission set.</summary>
public sealed class SecurityGroupPermissionCompleter() : BcCompleter(typed =>
    typed["SecurityGroup"] is { } code
        && typed.SecurityGroups().FirstOrDefault(group => code.Equals(group.Code, StringComparison.OrdinalIgnoreCase)
            || code.Equals(group.SecurityGroupId, StringComparison.OrdinalIgnoreCase)) is { } group
    ? typed.InEnvironment($"permissions of {group.Code}", (automation, stop) =>
        automation.ListSecurityGroupPermissionsAsync(null, group, null, stop)).Select(permission => new CompletionEntry(
            $"{permission.UserPermissionId}", $"{permission.RoleId} {permission.Company}".TrimEnd(), permission.DisplayName))
    : []);

/// <summary>IDs of the permission set assignments of all users and security groups.</summary>
public sealed class AccessControlCompleter() : BcCompleter(typed =>
    typed.InEnvironment("access controls", (automation, stop) => automation.ListAccessControlsAsync(null, null, stop))
        .Select(control => new CompletionEntry($"{control.AccessControlId}", $"{control.UserName} {control.RoleId} {control.Company}".TrimEnd(),
            CompletionEntry.Join(control.FullName, control.RoleName))));

/// <summary>Lists that several completers use.</summary>
file static class ListsInEnvironment
{
    public static IReadOnlyList<BcApp> Apps(this CompletionContext typed) =>
        typed.OfEnvironment("apps", (admin, environment, stop) => admin.ListAppsAsync(environment, stop));

    public static string Details(BcApp app) => CompletionEntry.Join(app.Publisher, app.Version, app.AppType, app.State);

    public static IReadOnlyList<BcAppUpdate> AppUpdates(this CompletionContext typed) =>
        typed.OfEnvironment("app updates", (admin, environment, stop) => admin.ListAppUpdatesAsync(environment, stop));

    public static string Details(BcAppUpdate update) => CompletionEntry.Join(update.Name, $"{update.CurrentVersion} → {update.TargetVersion}");

    public static IReadOnlyList<BcAppOperation> AppOperations(this CompletionContext typed)
    {
        if (typed["AppId"] is not { } app)
            return [];
        if (!Guid.TryParse(app, out var id))
            id = typed.Apps().FirstOrDefault(installed => installed.Name.Equals(app, StringComparison.OrdinalIgnoreCase))?.AppId ?? Guid.Empty;
        return id == Guid.Empty ? [] : typed.OfEnvironment($"operations of {id}",
            (admin, environment, stop) => admin.ListAppOperationsAsync(environment, id, stop));
    }

    public static IEnumerable<CompletionEntry> AppOperations(this CompletionContext typed, Func<BcAppOperation, bool> isWanted) =>
        typed.AppOperations().Where(isWanted).OrderByDescending(operation => operation.CreatedOn).Select(operation => new CompletionEntry(
            $"{operation.OperationId}", $"{operation.Type} {operation.TargetVersion} {operation.Status}",
            TenantLists.Details(operation.CreatedOn, operation.CreatedBy, operation.ErrorMessage)));

    public static IReadOnlyList<BcSession> Sessions(this CompletionContext typed) =>
        typed.OfEnvironment("sessions", (admin, environment, stop) => admin.ListSessionsAsync(environment, stop));

    public static IReadOnlyList<BcCompany> Companies(this CompletionContext typed) =>
        typed.InEnvironment("companies", (automation, stop) => automation.ListCompaniesAsync(stop));

    public static string Details(BcCompany company) => CompletionEntry.Join(
        company.DisplayName, company.IsEvaluation == true ? "evaluation company" : null, company.CompanyId);

    public static async IAsyncEnumerable<BcConfigurationPackage> PackagesAsync(
        AutomationClient automation, string company, [EnumeratorCancellation] CancellationToken stop)
    {
        var found = await automation.FindCompanyAsync(company, stop).ConfigureAwait(false);
        await foreach (var package in automation.ListConfigurationPackagesAsync(found, stop).ConfigureAwait(false))
            yield return package;
    }

    public static IReadOnlyList<BcExtension> Extensions(this CompletionContext typed) =>
        typed.InEnvironment("extensions", (automation, stop) => automation.ListExtensionsAsync(null, null, stop));

    public static IEnumerable<CompletionEntry> Extensions(this CompletionContext typed, Func<BcExtension, bool> isWanted) =>
        typed.Extensions().Where(isWanted).Select(extension => new CompletionEntry(
            $"{extension.PackageId}", $"{extension}{(extension.IsInstalled == true ? "" : " (not installed)")}", Details(extension)));

    public static string Details(BcExtension extension) => CompletionEntry.Join(
        extension.Publisher, extension.Version, extension.AppType, extension.IsInstalled == true ? "installed" : "not installed");

    public static IReadOnlyList<BcPermissionSet> PermissionSets(this CompletionContext typed) =>
        typed.InEnvironment("permission sets", (automation, stop) =>
            automation.ListPermissionSetsAsync(null, new ODataQuery(Select: "id,displayName,appId,extensionName,scope"), stop));

    public static IReadOnlyList<BcSecurityGroup> SecurityGroups(this CompletionContext typed) =>
        typed.InEnvironment("security groups", (automation, stop) => automation.ListSecurityGroupsAsync(null, null, stop));

    public static IReadOnlyList<BcUser> Users(this CompletionContext typed) =>
        typed.InEnvironment("users", (automation, stop) =>
            automation.ListUsersAsync(null, new ODataQuery(Select: "userSecurityId,userName,displayName,state,contactEmail"), stop));

    public static string Details(BcUser user) => CompletionEntry.Join(user.DisplayName, user.State, user.ContactEmail);

    /// <summary>Whether the assignment belongs to the specified user, by name or ID. Without a user, all assignments match.</summary>
    public static bool IsOfTypedUser(this CompletionContext typed, BcUserPermission permission) =>
        typed["User"] is not { } name
        || name.Equals($"{permission.UserSecurityId}", StringComparison.OrdinalIgnoreCase)
        || name.Equals(typed.NameOf(permission.UserSecurityId), StringComparison.OrdinalIgnoreCase);

    public static string? NameOf(this CompletionContext typed, Guid user) =>
        typed.Users().FirstOrDefault(candidate => candidate.UserSecurityId == user)?.UserName;
}
