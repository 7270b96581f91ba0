using System.Collections;
using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using System.Xml;
using BcAdmin.Api.AdminCenter;
using BcAdmin.Api.Automation;
using BcAdmin.Api.Graph;
using BcAdmin.Api;
using BcAdmin.Bulk;
using BcAdmin.Cmdlets;
using BcAdmin.Configuration;
using BcAdmin.Connections;
using BcAdmin.LocalSimulator;
using BcAdmin.Migration;
using BcAdmin.Operations;
using BcAdmin.Parameters;
using BcAdmin.Pipeline;
using BcAdmin.Publishing;
using BcAdmin.Reports;
using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>All texts that users read, except those of the report and of the help, in the order of the folders that use them.</summary>
internal static class Messages
{
    // Api

    public static string EnvironmentNamesNotRead(Exception exception) =>
        $"The environments cannot be listed to suggest a name: {exception.Message}";

    // Api/AdminCenter

    public static string SeveralAppsHaveName(string name, List<BcApp> found) =>
        $"Several apps have the name '{name}': {string.Join(", ", found.Select(app => $"{app.AppId} ({app.Publisher}, {app.Version})"))}.";

    public const string AppNameOrId = "The app, by name or ID.";

    public const string AppIdOrAddress = "The app, by ID, by the address of its page in AppSource, or by the name of an installed app.";

    public const string SpecifyAppId = "Specify the app ID instead of the name.";

    public static string PipeMatchesToCmdlet(string name, SuggestedCommand command) =>
        $"'{name}' contains wildcards, which this cmdlet does not accept. Pipe the objects to the cmdlet instead: {command}";

    public static string WildcardsNotAccepted(string name, string? advice) =>
        $"'{name}' contains wildcards, which this cmdlet does not accept. {advice}".TrimEnd();


    public static string TimeZoneNotConvertible(string zone) =>
        $"The IANA time zone '{zone}' does not exist, or this computer cannot convert it to a Windows time zone.";

    public const string UseWindowsTimeZone = "Check the name, or use the Windows ID of the time zone. Get-BcTimeZone lists the time zones.";

    public static string SearchTimeZonesLike(string zone, BcConnection connection) =>
        $"To find the time zone: {Commands.GetTimeZone.With(NameFilter.IsPattern(zone) ? zone : $"*{WildcardPattern.Escape(zone)}*").On(connection)}";

    public static string SearchTimeZonesByCity(BcConnection? connection) =>
        $"Time zones are named after regions and cities. To find one by a city: {Commands.GetTimeZone.With("*Berlin*").On(connection)}";

    public static string AppNotInTenant(EnvironmentKey environment, string name, BcConnection connection) =>
        $"Neither environment {environment} nor another active environment of tenant {connection.TenantWithName} has an app '{name}'.";

    public static string NoEnvironmentHasApp(BcConnection connection, string name) =>
        $"No active environment of tenant {connection.TenantWithName} has an app '{name}'.";

    public const string FindAppInAppSource =
        "The Business Central APIs do not list the apps of AppSource. Open the page of the app in AppSource, and specify its address, which "
        + "contains PAPPID and the app ID, or only the app ID.";

    public static string NewerAdminCenterApiRequired(string what, Version version, BcConnection connection) =>
        $"{what} requires version {version} of the Admin Center API. This connection uses version {connection.ApiVersion}.";

    public const string ConnectWithNewerApiVersion = "Connect again without -ApiVersion, or with a newer version.";

    public static string AppNotInEnvironment(EnvironmentKey environment, object app) => $"Environment {environment} has no app '{app}'.";

    public static string ListApps(EnvironmentKey environment, BcConnection? connection) =>
        $"{Commands.GetApp.In(environment).On(connection)} lists the apps.";

    public const string DependentAppList = "The list of dependent apps";

    public const string PerTenantExtensionUpload = "The upload of a per-tenant extension";

    public const string ScheduledExtensionList = "The list of scheduled per-tenant extensions";

    public const string ScheduledExtensionCancellation = "Canceling a scheduled per-tenant extension";

    public const string PackageAppIdNotReadable = "The app ID in the package cannot be read, so the operation cannot be identified.";

    public const string DeletedEnvironmentRecovery = "Recovering a deleted environment";

    public const string PowerPlatformLink = "A link to Power Platform";

    public static string ExportHistoryNotSupported(BcConnection connection) =>
        $"Version {connection.ApiVersion} of the Admin Center API has no export history.";

    public static string ListExportOperations =>
        $"{Commands.GetOperation} lists the exports of the last 180 days. Alternatively, connect with -ApiVersion 2.29.";

    public static string OperationStatusSince(BcOperation operation, DateTimeOffset? since) =>
        string.Create(
        CultureInfo.InvariantCulture,
        $"{operation.Type} of {operation.EnvironmentName} has been {operation.Status} since {since:u}. To wait for it: ");

    public static string OutageReportPossiblyReceived(BcConnection connection) =>
        $"The service may have received the report. Check {Commands.GetOutageReport.On(connection)} before you send another.";

    public const string MicrosoftLicenseAccess = "Access with Microsoft 365 licenses";

    public const string AppUpdateCadenceSetting = "The update cadence of apps";

    public const string UpdateWindowTimeZone = "An update window in a time zone";

    public const string TimeZoneList = "The list of time zones";

    // Api

    public static string SeveralVersionsStartWith(string version, List<object?> found) =>
        $"Several versions start with {version}: {string.Join(", ", found.OrderDescending())}.";

    public const string SpecifyFullVersion = "Specify the full version.";

    public static string NextPageAtOtherAddress(string other) =>
        $"The link to the next page has another address ({other}) and was not followed.";

    public const string NextPageRepeatsPage = "The link to the next page is the address of the same page, so the list would never end.";

    public static string ReadOnlyConnectionRejectsChange(string what) => $"{what} is not allowed, because the connection is read-only.";

    public static string ConnectWithoutReadOnly(SuggestedCommand connect) => $"To make changes, connect without -ReadOnly: {connect}";

    public static string RequestContainsReplacementCharacter(HttpRequestMessage message) =>
        $"{message.Method} {message.RequestUri!.AbsolutePath} was not sent, because it contains the character U+FFFD, which replaces a character "
        + "that could not be decoded.";

    public static string ReadTextInOriginalEncoding =>
        $"Read the text in its original encoding, for example: {Commands.ImportCsv.With("FILE").With("Encoding", 1252)}";

    public static string InvalidRequestHeader(string name) =>
        $"The header {name} cannot be sent. A header name can contain letters, digits, and hyphens, and a value can contain printable ASCII "
        + "characters. Headers that describe the content are not accepted.";

    public const string ItemIsNull = "The item is null.";

    public static string DescriptionWithRequirements(string description, IReadOnlyList<BcAppRequirement> requirements) =>
        $"{description} Needed first: {string.Join(", ", requirements)}.";

    public static string DescriptionWithAttempts(string description, int attempts) =>
        string.Create(CultureInfo.InvariantCulture, $"{description} (after {attempts} attempts)");

    public static string UseNewestApiVersion =>
        "The service does not have this version of the Admin Center API. "
        + $"Use {Commands.ConnectTenant} without -ApiVersion to use version {ServiceAccess.NewestApiVersion}.";

    public static string ResponseTooLarge(ApiRequest? request, Exception exception) =>
        $"The response to {request} is too large: {exception.Message.TrimEnd('.')}.";

    public const string RequestLessData = "Request less data: use a filter, fewer members, or a shorter time span.";

    public static string RequestTimedOut(string? host, ApiRequest? request) => $"{host} did not respond to {request} in time.";

    public static string ConnectionLostBeforeResponse(string? host, ApiRequest? request, Exception innermost) =>
        $"The connection to {host} was lost before {request} was answered: {innermost.Message.TrimEnd('.')}.";

    public static string ResponseNotJson(ApiRequest request, Func<string, string> clean, string sentence) =>
        $"The response to {request} is not JSON, but {clean(sentence)}";

    public const string ProxyMayHaveAnswered =
        "A proxy or a sign-in page may have answered instead of the service. The property ResponseBody of the exception contains the response.";

    public static string InvalidResponseFormat(ApiRequest request, Func<string, string> clean, JsonException exception) =>
        $"The response to {request} does not have the expected format: {clean(exception.Message)}";

    public static string ServiceErrorWithoutReason(string status) => $"The service returned {status} without a reason.";

    public static string ServiceErrorWithContent(string status, string sentence) => $"The service returned {status} with {sentence}";

    public const string NoContentType = "no content type";

    public static string ResponsePageDescription(string type, string title) => $"a page of {type}{title}";

    public static string CheckFilter(IEnumerable<string> properties) =>
        $"Check -Filter. The API has the properties {string.Join(", ", properties)}.";

    public const string RunCommandAgain = "Run the command again.";

    public const string CheckStateBeforeRetry =
        "The service may have made the change. Check the state before you run the command again.";

    public static string NotAppFile(string path) => $"'{path}' is not an .app file.";

    public const string PublishAfterDependencyInstalled = "Publish it again after that extension is installed.";

    public static string DependencyFailed(AppPackage package) =>
        $"{package} was not uploaded, because it depends on an extension of this call that failed.";

    public static string AppFileTooLarge(string path, long length, long mostBytes) =>
        string.Create(
        CultureInfo.InvariantCulture, $"'{path}' has {length:N0} bytes; the service accepts at most {mostBytes / (1024 * 1024)} MB.");

    public const string ReduceExtensionSize = "Split the extension, or remove large resources from it.";

    public static string InputFileNotReadable(string path, Exception exception) => $"'{path}' cannot be read: {exception.Message}";

    // Api/Automation

    public static string SeveralExtensionsHaveName(string name, List<BcExtension> found) =>
        $"Several versions of extensions have the name '{name}': "
        + string.Join(", ", found.Select(known =>
            $"{known.PackageId} ({known.Publisher}, {known.Version}{(known.IsInstalled == true ? ", installed" : "")})")) + ".";

    public const string SpecifyPackageId = "Specify the package ID, or the name and the version in quotation marks.";

    public static string BatchResponseMismatch(ApiRequest request) => $"The responses of the batch {request} do not match its calls.";

    public static string NoCompanyForApiCall(EnvironmentKey environment) =>
        $"Environment {environment} returns no company, and the API is called through a company.";

    public const string CheckPermissionsAndCompanyAccess =
        "Check the permission sets of the app in the environment, or the access of the user to the companies.";

    public static string CompanyNotInEnvironment(EnvironmentKey environment, string company) =>
        $"Environment {environment} has no company '{company}'.";

    public static string ListCompanies(EnvironmentKey environment, BcConnection? connection) =>
        $"{Commands.GetCompany.In(environment).On(connection)} lists the companies.";

    public static string ConfigurationPackageNotInCompany(BcCompany company, string code) =>
        $"Company {company.Name} has no configuration package '{code}'.";

    public static string ListConfigurationPackages(BcCompany company) =>
        $"{Commands.GetConfigurationPackage.In(company).With(company.Name)} lists the packages.";

    public static string ConfigurationPackageAlreadyExists(BcCompany company, string code) =>
        $"Company {company.Name} already has a configuration package '{code}'.";

    public static string UseGetUserPermission =>
        $"{Commands.GetUserPermission} lists the assigned permission sets in every version.";

    public const string OmitDetailed = "Omit -Detailed.";

    public const string SeePermissionSetsPage = "See the page Permission Sets in the client.";

    public const string SeeFeatureManagementPage = "See the page Feature Management in the client.";

    public const string SeeProfilesPage = "See the page Profiles (Roles) in the client.";

    public const string SeeJobQueueEntriesPage = "See the page Job Queue Entries in the client.";

    public const string SecurityGroupsPageAdded = "Update the environment to version 22.1 or later, which has the page Security Groups.";

    public static string OmitEffective =>
        $"Omit -Effective, and use {Commands.GetSecurityGroupMember} and {Commands.GetSecurityGroupPermission}.";

    public const string OmitDetailedAndEffective = "Omit -Detailed and -Effective.";

    public static string EntitySetRequiresNewerVersion(
        EnvironmentKey environment, string missing, Dictionary<string, (string Since, string Advice)> versionBound) =>
        $"Environment {environment} does not have {missing}, which requires version {versionBound[missing].Since} of Business Central.";

    public static string NoExtensionUploadSlot(EnvironmentKey environment) =>
        $"Environment {environment} has no upload slot for extensions.";

    public static string PublishThroughAdminCenter => $"{Commands.PublishApp} uploads extensions through the admin center.";

    public static string ExtensionRemovalNotSupported(EnvironmentKey environment) =>
        $"Environment {environment} cannot remove extensions from the list. This requires version 25.4 or later.";

    public const string UpdateEnvironmentFirst = "Update the environment first.";

    public static string ExtensionChangeNotApplied(string what, EnvironmentKey environment) =>
        $"The service reported success, but the extension is not {what} in environment {environment}.";

    public const string OnlyPerTenantExtensionsRemovable =
        "The service removes only per-tenant extensions. Marketplace apps are not listed after they are uninstalled.";

    public static string CheckExtensionInstallationStatus(EnvironmentKey environment, BcConnection connection) =>
        $"{Commands.GetExtension.In(environment).On(connection)} lists the extensions. "
        + "The page Extension Installation Status in the client shows the reason.";

    public static string PermissionSetNotInEnvironment(EnvironmentKey environment, string set) =>
        $"Environment {environment} has no permission set '{set}'.";

    public static string ListPermissionSets(EnvironmentKey environment, BcConnection? connection) =>
        $"{Commands.GetPermissionSet.In(environment).On(connection)} lists the permission sets.";

    public static string SeveralSecurityGroupsHaveName(string group, List<BcSecurityGroup> byName) =>
        $"Several security groups are named {group}: {byName[0].Code}, {byName[1].Code}. Specify the code.";

    public static string SecurityGroupNotInEnvironment(EnvironmentKey environment, string group) =>
        $"Environment {environment} has no security group '{group}'.";

    public static string ListOrAddSecurityGroups(EnvironmentKey environment, BcConnection? connection) =>
        $"{Commands.GetSecurityGroup.In(environment).On(connection)} lists the security groups. "
        + "Create a group in Microsoft Entra ID, and add it on the page Security Groups in the client.";

    public static string SeveralUsersHaveAddress(string user, List<BcUser> byMail) =>
        $"Several users have the address {user}: {byMail[0].UserName}, {byMail[1].UserName}.";

    public static string UserNotInEnvironment(EnvironmentKey environment, string user) => $"Environment {environment} has no user '{user}'.";

    public static string ListUsers(EnvironmentKey environment, BcConnection? connection) =>
        $"{Commands.GetUser.In(environment).On(connection)} lists the users. "
        + "Users come from Microsoft 365. They require a license, and appear when they first sign in or when they are imported.";

    public static string UserImportWithoutBackgroundJob(BcConnection connection, BcApiException exception) =>
        $"{connection.Account} cannot start background jobs ({exception.Message}), so the users are imported synchronously.";

    public static string UserImportJobNotListed(EnvironmentKey environment) =>
        $"Environment {environment} accepted the import of users, but does not list a job for it.";

    public static string CheckUserImportLater(EnvironmentKey environment, BcConnection connection) =>
        $"To check later: {Commands.GetScheduledJob.In(environment).On(connection)}, and for the users: "
        + Commands.GetUser.In(environment).On(connection);

    // Api

    public const string EnvironmentWithoutPartnerAccessHidden =
        "An environment without partner access is not listed, so it cannot be distinguished from one that does not exist.";

    public static string SpecifyEnvironmentToTest => $"Specify the environment: {Commands.TestConnection} NAME";

    public const string UnknownLifetime = "with unknown lifetime";

    public static string TokenValidUntil(IssuedToken token) =>
        string.Create(CultureInfo.InvariantCulture, $"valid until {token.ExpiresOn.LocalDateTime:t}");

    public static string HomeTenantSuffix(string home) => $" (tenant {home})";

    public static string SignedInAs(string caller, string from, BcConnection connection, string expires) =>
        $"Signed in as {caller}{from} by {connection.SignIn}; token {expires}.";

    public const string SignInServiceTimeMissing = "The sign-in service did not return its time.";

    public static string ClockDiffersFromService(TimeSpan skew) =>
        $"The clock of this computer is {CountWithNoun((long)Math.Round(Math.Abs(skew.TotalSeconds)), "second")} "
        + $"{(skew < TimeSpan.Zero ? "behind" : "ahead of")} the service.";

    public const string SetComputerClock =
        "Set the clock. Tokens and signatures are rejected if it is more than five minutes off.";

    public const string ClockIsCorrect = "The clock of this computer is correct.";

    public static string TenantNotFoundInCloud(string tenant, BcConnection connection) =>
        $"Tenant {tenant} does not exist in the cloud of {connection.Authority?.Host}.";

    public const string CheckTenantAndAuthority = "Check the tenant ID or domain, and -Authority.";

    public static string AppNotKnownInTenant(string tenant, string app) =>
        $"The {app} does not exist in tenant {tenant}. It is registered in another tenant, or no administrator has consented to it in this tenant.";

    public static string SpecifyAppTenantOrConsent(SuggestedCommand consentAddress) =>
        $"Specify the tenant that the app is registered in. To use a multi-tenant app here, an administrator must consent: {consentAddress}";

    public static string ApiNotAvailableInTenant(string tenant, BcConnection connection) =>
        $"The API {connection.Access.Resource.AbsoluteUri.TrimEnd('/')} is not available in tenant {tenant}.";

    public const string CheckTenantHasBusinessCentral = "Check the tenant and -Authority. The tenant must have Business Central.";

    public static string CallerNotInTenant(string tenant, string caller) => $"Tenant {tenant} does not contain {caller}.";

    public const string SpecifyAccountTenantOrInvite =
        "Specify the tenant of the account, or invite the account as a guest. Partners require a GDAP relationship with the customer.";

    public const string TokenNotReadable = "Only the service can read the token.";

    public static string TokenAudience(string? audience) => $"The token is for {audience}.";

    public static string TokenAudienceMismatch(string? audience, string expected) => $"The token is for {audience ?? "no API"}, not for {expected}.";

    public static string GetTokenForResource(string expected) => $"Get the token for the resource {expected} (scope {expected}/.default).";

    public const string TokenWithoutTenant = "The tenant of the token is unknown.";

    public static string RequestedTenantNotFound(string requested, BcConnection connection, string actual) =>
        $"Tenant {requested} does not exist in the cloud of {connection.Authority?.Host}. The token is for tenant {actual}.";

    public const string CheckRequestedTenant = "Check the tenant ID or domain.";

    public static string TokenTenant(string actual) => $"The token is for tenant {actual}.";

    public static string TokenTenantMismatch(string actual, string requested, TenantFacts facts) =>
        $"The token is for tenant {actual}, not for tenant {requested} ({facts.TenantId}).";

    public const string ManagedIdentityRequiresOwnTenant =
        "A managed identity works only in its own tenant. Connect without a tenant, or use an app registration in the other tenant.";

    public static string GetTokenFromRequestedTenant(string requested) =>
        $"Get the token from {requested}, or connect without a tenant.";

    public const string TokenPermissionsUnknown = "The permissions in the token cannot be read.";

    public const string TokenHasNoApplicationPermission =
        "The token contains no application permission. No administrator has consented to the permissions of the app, or it requests none.";

    public const string TokenHasNoDelegatedPermission =
        "The token contains no delegated permission. No consent was given to the permissions of the app.";

    public static string RequestAdminConsent(SuggestedCommand consentAddress, SuggestedCommand grantConsent) =>
        $"{consentAddress} returns the address where an administrator of the tenant can consent. "
        + $"If the app requests no permissions yet: {grantConsent}";

    public const string TokenHasDelegatedPermission = "The token contains the delegated permission.";

    public static string TokenLacksDelegatedPermissions(string[] scopes) =>
        $"The token does not contain the delegated permissions {string.Join(" and ", scopes)}.";

    public const string AddDelegatedPermissions =
        "Add the delegated permissions of Dynamics 365 Business Central to the app, and consent to them.";

    public const string TokenHasBothApplicationPermissions = "The token contains the application permissions for both APIs.";

    public static string AllCmdletsRejected(string adminCenterRole, string automationRole) =>
        $"The token lacks the application permissions {adminCenterRole} and {automationRole}, so the service rejects all cmdlets.";

    public static string AdminCenterCmdletsRejected(string adminCenterRole) =>
        $"The token lacks the application permission {adminCenterRole}, so the service rejects cmdlets for environments, apps, and operations.";

    public static string AutomationCmdletsRejected(string automationRole) =>
        $"The token lacks the application permission {automationRole}, so the service rejects cmdlets that work in environments.";

    public static string AddPermissionAndGrantConsent(SuggestedCommand grantConsent) =>
        $"Add the permission to the app and grant consent: {grantConsent}, or in the portal under API permissions.";

    public static string AdminCenterApiWorks(string caller, List<BcEnvironment> environments) =>
        string.Create(CultureInfo.InvariantCulture,
        $"The Admin Center API works. Environments that {caller} can access: {environments.Count}.");

    public static string AppUnauthorizedInAdminCenter(string app, string tenant, string adminCenterRole) =>
        $"The Admin Center API rejected the {app} (401). It is probably not authorized in tenant {tenant}, "
        + $"or {adminCenterRole} has no admin consent there.";

    public static string AuthorizeOrConsent(string authorize, string consent) => $"{authorize} If it is already in the list: {consent}";

    public static string AppForbiddenInAdminCenter(string app, string adminCenterRole, string tenant) =>
        $"The Admin Center API rejected the {app} (403). {adminCenterRole} has no admin consent in tenant {tenant}, "
        + "or the app is not authorized there.";

    public static string ConsentOrAuthorize(string consent, string authorize) => $"{consent} If consent was given: {authorize}";

    public static string UserForbiddenInAdminCenter(string caller, string tenant) =>
        $"The Admin Center API rejected {caller} (403). The user has no administrator role in tenant {tenant}, "
        + "or is from a partner without GDAP.";

    public static string AssignRoleOrAddPermissions(string role) =>
        $"{role} If you registered the app that is used to sign in, it requires delegated permissions with admin consent.";

    public static string UserUnauthorizedInAdminCenter(string caller, BcApiException exception) =>
        $"The Admin Center API rejected {caller} (401): {exception.Message}";

    public static string CheckTenantCloudAndToken(string authorize, string role) =>
        $"Check the tenant and the cloud. The tenant must have Business Central. If the token is for an app: {authorize} Otherwise: {role}";

    public static string AuthorizeAppAsAdministrator(BcConnection connection) =>
        $"Run {Commands.AddAuthorizedApp.With(connection.ClientId?.ToString() ?? "CLIENTID")} as an administrator of the tenant "
        + "(in the admin center: Authorized Microsoft Entra apps).";

    public static string GetAdminConsentAddress(string adminCenterRole, SuggestedCommand consentAddress) =>
        $"An administrator must consent to {adminCenterRole}: "
        + $"{consentAddress} returns the address.";

    public const string AssignAdministratorRole =
        "Assign the role Dynamics 365 Business Central Administrator or Dynamics 365 Administrator. "
        + "Partners get it through GDAP, from a security group that contains the user.";

    public static string EnvironmentAcceptsCaller(BcEnvironment known, string caller) => $"{known.Name} accepts {caller}.";

    public static string EnvironmentNotAcceptingCalls(BcEnvironment known) => $"{known.Name} is {known.Status} and does not accept calls now.";

    public static string PartnerTenantWithId(string home) => $"the partner tenant {home}";

    public const string AppHomeTenant = "the tenant that the app belongs to";

    public static string GrantPartnerAccess(EnvironmentKey environment, BcConnection connection) =>
        "To grant access, as a Global Administrator of the tenant: "
        + $"{Commands.SetEnvironmentPartnerAccess.In(environment).With("AllowAllPartnerTenants")}. "
        + $"{Commands.GetEnvironment.On(connection)} lists the environments with access.";

    public static string PartnerAccessNotGranted(EnvironmentKey environment, string partner) =>
        $"{environment.Name} exists, but its partner access settings do not include {partner}.";

    public static string EnvironmentNotAccessible(EnvironmentKey environment, string caller, string partner) =>
        $"{environment.Name} is not in the list that {caller} can access. It does not exist, or its partner access settings do not include "
        + $"{partner}.";

    public static string EnvironmentMissingInTenant(EnvironmentKey environment, string tenant) =>
        $"Tenant {tenant} has no environment {environment.Name}.";

    public static string ListEnvironments(BcConnection connection) => $"{Commands.GetEnvironment.On(connection)} lists the environments.";

    public static string AutomationAcceptsCaller(EnvironmentKey environment, string caller) => $"{environment.Name} accepts {caller}.";

    public static string NoCompanyReturnedToCaller(EnvironmentKey environment, string caller) =>
        $"{environment.Name} accepts {caller}, but returns no company. The permission sets are not sufficient.";

    public static string AppMissingOrDisabled(EnvironmentKey environment, string app) =>
        $"The {app} does not exist in environment {environment.Name}, or is not enabled.";

    public static string UserMissingOrDisabled(EnvironmentKey environment, string caller) =>
        $"Environment {environment.Name} does not contain {caller}, or the user is disabled.";

    public static string ImportOrEnableUser =>
        $"Assign a license and import the user from Microsoft 365, or enable the user: {Commands.EnableUser}";

    public static string PermissionMissingInEnvironment(EnvironmentKey environment, string caller, BcApiException exception) =>
        $"{environment.Name} accepts {caller}, but a permission is missing: {exception.Message}";

    public static string PermissionSetsNotSufficient(EnvironmentKey environment, string caller) =>
        $"{environment.Name} accepts {caller}, but the permission sets are not sufficient.";

    public static string EnableAppInEnvironment(BcConnection connection) =>
        $"In the environment, on the page Microsoft Entra Applications: client ID {connection.ClientId}, state Enabled, "
        + "permission sets D365 AUTOMATION (and EXTEN. MGT. - ADMIN for extensions).";

    public static string AssignPermissionSetsToUser => $"Assign permission sets to the user: {Commands.AddUserPermission}";

    public const string ManagedIdentityRenewedByAzure = "Azure renews the credential of a managed identity.";

    public const string FederatedCredentialDoesNotExpire = "A federated credential does not expire.";

    public const string AccessTokenCredentialUnknown = "An access token does not show the credential that it was issued for.";

    public static string GdapRelationshipsUnknown(string partner, PartnerRelationships read) =>
        $"The GDAP relationships of the partner tenant {partner} are not known to this session."
        + (read.Failure is null ? string.Empty : $" {read.Failure}");

    public static string ReadGdapRelationships(PartnerRelationships read, string partner) =>
        (read.IsPartnerConnected ? string.Empty : $"{Commands.ConnectTenant.With(partner)}, then ")
        + $"{Commands.GetCustomer.Switch("Detailed")} reads them, and prompts for sign-in if required.";

    public static string GdapRelationshipSubject(BcCustomerRelationship last) => $"The GDAP relationship '{last.DisplayName}'";

    public static string SubjectActiveWithUnknownEnd(string subject) => $"{subject} is active, and its end date is unknown.";

    public static string SubjectExtendedAutomatically(string subject, string day) => $"{subject} expires on {day}, and is extended automatically.";

    public const string TurnOnAutoExtend =
        "Turn on Auto extend for the relationship in Partner Center, or send the customer a new relationship request.";

    public static string NoActiveGdapRelationship(string partner, BcCustomerRelationship? last) =>
        $"The partner tenant {partner} has no active GDAP relationship with this tenant"
        + (last is null ? "." : $"; the last one, '{last.DisplayName}', has the status {last.Status}.");

    public static string UserHasOtherAccess(string detail) => $"{detail} The user has access in another way, such as a guest account.";

    public const string SendRelationshipRequest = "Send the customer a relationship request in Partner Center.";

    public const string SecretExpiryAccessDenied = "Microsoft Graph does not allow the app to read the expiry date of its client secret.";

    public static string SecretExpiryNotReturned(BcException exception) =>
        $"Microsoft Graph did not return the expiry date of the client secret: {exception.Message}";

    public const string GrantApplicationReadPermission =
        "In the tenant in which the app is registered, grant it the application permission Application.Read.All of "
        + "Microsoft Graph, or look under App registrations, Certificates & secrets.";

    public const string SecretExpiryInOtherTenant =
        "The app is registered in another tenant, and only that tenant stores the expiry date of the client secret.";

    public static string TestConnectionInAppTenant =>
        $"Connect the app to the tenant in which it is registered, and run {Commands.TestConnection} there.";

    public const string ClientSecretNotListed = "Microsoft Graph does not list the client secret that is in use.";

    public static string ClientSecretSubject(GraphPasswordCredential inUse) => $"The client secret {inUse.KeyId}";

    public static string SubjectDoesNotExpire(string subject) => $"{subject} does not expire.";

    public static string GraphRequestTimedOut(TimeSpan limit) =>
        string.Create(CultureInfo.InvariantCulture, $"Microsoft Graph did not answer within {limit.TotalSeconds:0} seconds.");

    public static string SubjectExpired(string subject, string day) => $"{subject} expired on {day}.";

    public static string SubjectExpires(string subject, string day, string days) => $"{subject} expires on {day}, in {days}.";

    public static string RenewCredential(SuggestedCommand command) =>
        $"Create a new credential as an administrator of the tenant in which the app is registered: {command}";

    public const string LessThanOneDay = "less than a day";

    // Api/Graph

    public static string SeveralEntraGroupsHaveName(string name, List<GraphGroup> found) =>
        $"Microsoft Entra ID has several groups with the name '{name}': {string.Join(", ", found.Select(group => group.Id))}.";

    public static string EntraGroupNotFound(BcConnection connection, string name) =>
        $"Tenant {connection.TenantWithName} has no group '{name}' in Microsoft Entra ID.";

    public const string SpecifyGroupId = "Specify the object ID of the group instead of the name.";

    public const string UseExactGroupNameOrId = "Specify the exact display name or the object ID of the group.";

    public const string CreateBusinessCentralPrincipalStep = "Create the service principal of Dynamics 365 Business Central in the tenant";

    public static string RegisterAppStep(string describe, string permissions) =>
        $"Register the app ({describe}) with the permissions {permissions}";

    public static string UpdateAppStep(string permissions, string describe) => $"Update the app: permissions {permissions}; {describe}";

    public const string CreateAppPrincipalStep = "Create the service principal of the app in the tenant";

    public static string CustomerWithoutTenantId(string? name) => $"The customer '{name}' has no tenant ID.";

    public static string ApiPermissionNotFound(AppRegistrationRequest request, string name) =>
        $"Dynamics 365 Business Central has no {(request.IsService ? "application" : "delegated")} permission {name} in this tenant.";

    public static string AvailableApiPermissions(IReadOnlyList<GraphPermission> offered) =>
        $"Available permissions: {string.Join(", ", offered.Select(permission => permission.Value))}.";

    public const string CreateCertificateStep = "Create a certificate and add its public key";

    public const string AddCertificateKeyStep = "Add the public key of the certificate";

    public static string TrustTokensStep(GraphFederatedCredential trust) => $"Trust the tokens of {trust.Issuer} for {trust.Subject}";

    public static string CreateClientSecretStep(AppRegistrationRequest request) =>
        string.Create(CultureInfo.InvariantCulture, $"Create a client secret that is valid until {request.SecretEnd:yyyy-MM-dd}");

    public static string GrantAdminConsentStep(List<string> missing) => $"Grant admin consent to {string.Join(", ", missing)}";

    public static string GrantTenantConsentStep(List<string> missing) =>
        $"Grant admin consent to {string.Join(", ", missing)} for all users of the tenant";

    public const string AuthorizeAppStep = "Authorize the app for the Admin Center API";

    public const string InteractivePublicClient = "public client for interactive sign-in";

    public const string PowerAutomateConnector = "Power Automate connector";

    // Api

    public static string InvalidPathSegment(string value, int longest) =>
        $"'{(value.Length > longest ? value[..50] + "…" : value)}' is not a valid name.";

    public static string PackageFileTooLarge(string path, FileUpload file) =>
        string.Create(
        CultureInfo.InvariantCulture, $"'{path}' has {file.Length:N0} bytes; the service accepts at most 350 MB.");

    public const string SplitPackage = "Split the package.";

    public static string ResponseEmpty(ApiRequest request) => $"The response to {request} is empty.";

    // Bulk

    public static string GrantPermissionSetAction(string roleId, string where) => $"Grant permission set {roleId} in {where}";

    public static string ReplacePermissionSetAction(BcUserPermission permission, string roleId, string where) =>
        $"Change {permission} to {roleId} in {where}";

    public static string RemovePermissionSetAction(BcUserPermission permission, string where) =>
        $"Remove permission set {permission.RoleId} in {where}";

    public static string UpdateUserAction(UserUpdate update) =>
        "Set " + string.Join(", ", new[]
        {
        update.State is { } state ? $"state to {state}" : null,
        update.ExpiryDate is not { } end ? null
        : end == UserUpdate.Never ? "no expiry date"
        : string.Create(CultureInfo.InvariantCulture, $"expiry date to {end.UtcDateTime:u}"),
        update.ContactEmail is { } mail ? $"contact email to {(mail.Length == 0 ? "(empty)" : mail)}" : null,
        }.OfType<string>());

    public static string UserAlreadyInState(BcUser user, string state) => $"User {user.UserName} is already {state.ToLowerInvariant()}.";

    public const string IncompleteBatchResponse = "The service did not answer all calls of a batch.";

    public static string PermissionSetsNotReadable(EnvironmentKey key, BcApiException exception) =>
        $"The permission sets of environment {key} cannot be read: {exception.Message}";

    public const string SameAsEarlierRow = "Skipped because an earlier row is identical.";

    public static string ConflictWithEarlierRow(BcUser user) =>
        $"An earlier row has another state, expiry date, or contact email for user {user.UserName}.";

    public const string SpecifyValueInOneRow = "Specify the value in one row of the user, and leave it blank in the others.";

    public static string UserNotMemberOfGroups(List<string> missing) =>
        $"The user is not a member of {string.Join(", ", missing)}. Memberships are managed in Microsoft Entra ID.";

    public static string SeveralPermissionSetsHaveId(string roleId) => $"Several permission sets have the ID {roleId}.";

    public const string SpecifyAppIdAndScope = "Specify the AppId and Scope.";

    // Cmdlets/ApiCalls

    public static string EntitySetNotFound(EnvironmentKey environment, string name) =>
        $"The Automation API of environment {environment} has no entity set '{name}'.";

    public static string ListEntitySets(EnvironmentKey environment) =>
        $"{Commands.GetApiEntitySet.In(environment)} lists the entity sets. Some require a later version of Business Central.";

    public static string MetadataNotXml(EnvironmentKey environment, XmlException exception) =>
        $"The $metadata of environment {environment} is not XML: {exception.Message}";

    public const string AuthorizationHeaderNotAllowed = "-Header cannot contain Authorization, because the connection adds it.";

    public static string NotConnectionHost(Uri full, BcConnection connection) =>
        $"{full.GetLeftPart(UriPartial.Authority)} is not the host of connection {connection.Name}. Its token is not sent to other hosts.";

    public static string ApiRequiresEnvironment(string apiName) => $"The API {apiName} requires -Environment.";

    public static string InvalidContentType(string? contentType) => $"'{contentType}' is not a content type, such as application/json.";

    public static string AtomicBatchTooLarge(List<(BatchCall Call, PSObject Source)> calls) =>
        $"A batch with -Atomic can have at most {AutomationClient.MaxBatchSize} calls, not {calls.Count}.";

    public const string SplitCallsIntoBatches = "Split the calls into batches that do not depend on each other.";

    public const string DuplicateCallId = "Two calls have the same Id.";

    public const string SpecifyUniqueCallIds = "Specify a different Id for each call, or none.";

    public static string EnvironmentTarget(EnvironmentKey environment, BcConnection connection) =>
        $"environment {environment} (tenant {connection.TenantWithNameNested})";

    public static string SendBatchAction(List<string> changes, SwitchParameter atomic) =>
        $"Send {string.Join(", ", changes)}{(atomic ? ", all or nothing" : string.Empty)}";

    public static string CallNotAnsweredAfterFailure(BatchCall call) =>
        $"The service did not answer {call.Method} {call.Url}, because an earlier call of the batch failed.";

    public const string CheckStateAndResend = "The change was most likely not made. Check the state, and send the call again.";

    public const string BatchCallRequiresPath = "A call of a batch requires a Path, such as companies(…)/users.";

    public static string BatchMethodNotSupported(string method) => $"A batch supports GET, POST, PATCH, and DELETE, not {method}.";

    public static string BodyNotValidJson(Exception exception) => $"The Body is not valid JSON: {exception.Message}";

    // Cmdlets/AppRegistrations

    public const string RegistrationRequiresOneConnection = "An app is registered in one tenant. Specify exactly one connection.";

    public static string AppRegistrationTarget(string name, BcConnection connection) => $"app '{name}' in tenant {connection.TenantWithName}";

    public static string AlreadyHasAllSettings(string target) => $"The {target} already has all settings.";

    public static string AppAlreadyRegistered(string name, GraphApplication only) => $"App '{name}' already exists: {only.AppId}.";

    public const string UseUpdateToCompleteRegistration = "Use -Update to add what is missing, or choose another name.";

    public static string SeveralRegistrationsHaveName(string name, List<GraphApplication> found) =>
        $"Several apps have the name '{name}': {string.Join(", ", found.Select(app => app.AppId))}.";

    public const string ChooseAnotherRegistrationName = "Choose another name, or rename the others in the portal.";

    public const string FederatedIssuerRequiresSubject = "-FederatedIssuer and -FederatedSubject must be used together.";

    public const string GitHubRepositoryRequired = "-GitHubBranch and -GitHubEnvironment require -GitHubRepository.";

    public const string SpecifyOneFederatedIssuer =
        "Specify one issuer, and a branch or an environment of GitHub. To add another one, run the command again with -Update.";

    public const string FederatedCredentialDescription = "Created by New-BcAppRegistration";

    public static string StoreTheSecret(string variable) =>
        $"Store the secret now, because Microsoft Entra ID does not show it again: Set-Secret NAME ${variable}.ClientSecret. "
        + "The variable is kept until this session ends.";

    public static string SecretIsInFile(BcConnection connection, string path) =>
        "The client ID and the secret are in the file. To sign in: "
        + Commands.ConnectTenant.With(connection.Name) + " -Credential (" + Commands.ImportClixml.With(path) + ")";

    public const string NoSecretToSave =
        "No secret is created, so -CredentialPath writes nothing. A secret that exists cannot be read: use -NewSecret to create another.";

    public const string SecretCouldNotBeSaved =
        "The secret exists, but it could not be saved to the file. Store it now: the result and the variable of this session still have it.";

    public static string AdminConsentRequired(Uri consent) =>
        "An administrator must consent (Cloud Application Administrator, Application Administrator, Privileged Role Administrator, "
        + $"or Global Administrator): {consent}";

    public static string AuthorizeAppInAdminCenter(Guid clientId) =>
        $"Authorize the app in the admin center, as an administrator of Business Central: {Commands.AddAuthorizedApp.With(clientId)}";

    public static string EnableAppInEachEnvironment(Guid clientId) =>
        $"In each environment, on the page Microsoft Entra Applications: client ID {clientId}, state Enabled, permission "
        + "sets such as D365 AUTOMATION. There is no API for this step.";

    public static string TestConnectionAfterRegistration =>
        $"After you connect as the app, {Commands.TestConnection} shows what is missing. It can take Microsoft Entra ID a "
        + "minute to apply the changes.";

    public static string AppRegistrationNotFound(BcConnection connection, Guid clientId) =>
        $"Tenant {connection.TenantWithName} has no app registration {clientId}.";

    public const string ConnectToHomeTenant = "An app is registered in its home tenant. Connect to that tenant.";

    public static string CreateCredentialAction(string kind) => $"Create a new {kind}";

    public static string ReplaceCredentialAction(string kind, IEnumerable<string> select) =>
        $"Create a new {kind}, sign in with it, and remove {string.Join(", ", select)}";

    public static string AppCredentialTarget(GraphApplication app, Guid clientId, BcConnection connection) =>
        $"app '{app.DisplayName}' ({clientId}) in tenant {connection.TenantWithName}";

    public static string CredentialCreated(string kind, Guid keyId) => $"Created the {kind} {keyId}.";

    public static string NewCredentialRejected(string kind, Guid clientId, BcException exception) =>
        $"The new {kind} of app {clientId} could not sign in, and was removed: {exception.Message}";

    public const string CheckAppServicePrincipal =
        "The previous credentials are unchanged. Check that the app has a service principal in this tenant, then run the command again.";

    public static string CredentialNotFound(Guid clientId, string kind, Guid id) => $"The app {clientId} has no {kind} {id}.";

    public static string AppCredentials(IEnumerable<string> select) => $"Credentials of the app: {string.Join(", ", select)}.";

    public static string SeveralCredentialsOfKind(Guid clientId, int count, IEnumerable<string> select) =>
        string.Create(CultureInfo.InvariantCulture, $"The app {clientId} has {count} credentials of this kind: {string.Join(", ", select)}.");

    public const string SelectCredentialsToRemove = "Specify the credentials to remove with -KeyId, or use -KeepOld.";

    public const string NewSecretNotReturned = "Microsoft Graph did not return the new secret.";

    public static string AppAlreadyHasCertificate(Guid clientId, X509Certificate2 certificate) =>
        $"The app {clientId} already has the certificate {certificate.Thumbprint}.";

    public const string SpecifyNewCertificateFile = "To create a certificate, specify a file that does not exist.";

    public static string NewCredentialNotAcceptedYet(string kind, BcException exception) =>
        $"The new {kind} is not accepted yet: {exception.Message}";

    public const string CredentialWithoutId = "Microsoft Graph returned a credential without an ID.";

    // Cmdlets/Apps

    public static string NoAppByPublisher(EnvironmentKey environment, string name) =>
        $"Environment {environment} has no app by the publisher '{name}'.";

    public static string ListAppsOnConnection(EnvironmentKey environment, BcConnection connection) =>
        $"{Commands.GetApp.In(environment).On(connection)} lists the apps.";

    public static string AppOperationNotFound(Guid appId, EnvironmentKey environment, Guid id) =>
        $"App {appId} in environment {environment} has no operation {id}.";

    public static string AppCannotBeUninstalled(EnvironmentKey environment, BcApp app) =>
        $"App {app.Name} cannot be uninstalled from environment {environment}.";

    public static string VersionNotScheduled(Guid app, string version, string schedule) =>
        $"Version {version} of app {app} is not scheduled for {schedule}.";

    public static string ListAppOperations(EnvironmentKey environment, Guid appId, BcConnection connection, Guid id) =>
        $"{Commands.GetAppOperation.In(environment).With(appId).On(connection)} lists the operations of the app, "
        + $"{Commands.GetOperation.With("OperationId", id).On(connection)} finds an operation on an environment.";

    public const string AllowPreviewRequiresTargetVersion = "-AllowPreview requires -TargetVersion.";

    public static string InstallAppAction(BcApp? installed, Guid app, string typed, string? version) =>
        $"Install app {installed?.Name ?? AppFinder.Describe(typed, app)} {version ?? "in the newest version"}";

    public const string InUpdateWindowSuffix = " in the update window";

    public static string UnpublishPreviousConflictsWithSchedule(string schedule) =>
        $"-UnpublishPrevious cannot be combined with -Schedule {schedule}.";

    public static string CurrentVersionStaysInstalled =>
        $"The current version stays installed until then. When it has been replaced, use: {Commands.GetExtension} -Orphaned";

    public const string InUpdateWindow = "in the update window";

    public const string WithNextMinorUpdate = "with the next minor update";

    public const string WithNextMajorUpdate = "with the next major update";

    public static string NewExtensionCannotBeScheduled(AppPackage package, PackagePlace place) =>
        $"{package} is not installed in environment {place.Environment}, so it cannot be scheduled for an update of the environment.";

    public const string UseImmediateOrUpdateWindow = "Use -Schedule Immediate or UpdateWindow.";

    public static string AppInEnvironmentTarget(string? app, EnvironmentKey environment, BcConnection connection) =>
        $"app {app} in environment {environment} (tenant {connection.TenantWithNameNested})";

    public const string SpecifyOperationOrSchedule =
        "Specify -OperationId for an update of a Marketplace app, or -ScheduleKind and -TargetVersion for a per-tenant extension.";

    public static string CancelScheduledUpdateAction(Guid id) => $"Cancel the scheduled update {id}";

    public static string InvalidScheduleKind(string kind, string[] schedules) =>
        $"'{kind}' is not a valid schedule. -ScheduleKind is one of {string.Join(", ", schedules)}.";

    public const string TargetVersionRequired = "A scheduled per-tenant extension also requires -TargetVersion.";

    public static string CancelScheduledVersionAction(string targetVersion, string schedule) =>
        $"Cancel version {targetVersion} that is scheduled for {schedule}, and delete its uploaded file";

    public static string UnpublishInDevelopmentTool(BcApp app) =>
        $"{app.Name} was published from a development tool. If the service reports that it is not installed, unpublish it in that tool.";

    public static string FailedButAppNotListed(BcAppOperation ended) =>
        $"{OperationHandler.Failed(ended).Message} However, the app is no longer listed.";

    public const string UninstallAndDeleteDataAction = "Uninstall and permanently delete the data";

    public const string UninstallAndKeepDataAction = "Uninstall (the data is kept)";

    public static string UninstallWithDependentsAction(string data, IReadOnlyList<BcAppUninstallRequirement> dependents) =>
        $"{data}, together with the {(dependents.Count == 1 ? "app that depends" : "apps that depend")} on it: {string.Join(", ", dependents)}";

    public static string OtherAppsDependOn(EnvironmentKey environment, BcApp app, IReadOnlyList<BcAppUninstallRequirement> dependents) =>
        $"App {app} cannot be uninstalled from environment {environment}, because {JoinedNames(dependents)} "
        + $"{(dependents.Count == 1 ? "depends" : "depend")} on it.";

    public static string DependentAppsUnknown(BcException exception) => $"The dependent apps are unknown: {exception.Message}";

    public static string UpdateAppAction(string? version, SwitchParameter useUpdateWindow, SwitchParameter includeDependency) =>
        $"Update to {version}{(useUpdateWindow ? " in the update window" : "")}{AppTerms.WithDependencies(includeDependency)}";

    public static string NoUpdateForApp(EnvironmentKey key, Guid appId) => $"Environment {key} has no update for app {appId}.";

    public static string NotUpdatedFromMarketplace(BcApp app) =>
        $"The {app.Describe()} is a per-tenant extension, which is not updated from the Marketplace.";

    public const string PublishNewVersion = "Upload the new version with Publish-BcApp.";

    // Cmdlets/AuthorizedApps

    public static string AuthorizeAppTarget(Guid id, BcConnection connection) => $"app {id} in tenant {connection.TenantWithName}";

    public const string AuthorizeAppAction = "Authorize for the Admin Center API";

    public static string AuthorizedAppLacksAdminConsent(Guid id, BcConnection connection) =>
        $"App {id} is authorized, but its permissions have no admin consent in tenant {connection.TenantWithName}. The service "
        + "rejects it until consent is granted.";

    public static string AppNotAuthorized(Guid id, BcConnection connection) => $"App {id} is not authorized in tenant {connection.TenantWithName}.";

    public static string UseAddAuthorizedApp(Guid id, BcConnection connection) =>
        $"To authorize it: {Commands.AddAuthorizedApp.With(id).On(connection)}";

    public const string ConnectionAppSuffix = ", the app of this connection";

    public static string RemoveAuthorizedAppTarget(Guid id, string own, BcConnection connection) =>
        $"app {id}{own} in tenant {connection.TenantWithName}";

    public const string RemoveAuthorizedAppAction =
        "Remove the authorization for the Admin Center API (scripts that use the app stop working)";

    public const string ListAuthorizedApps = "Get-BcAuthorizedApp lists the authorized apps.";

    // Cmdlets

    public static string PerformingOperation(string action, string target) => $"Performing the operation \"{action}\" on target \"{target}\".";

    public static string DidYouMean(string nearest) => $" Did you mean '{nearest}'?";

    public static string KnownValues(IReadOnlyCollection<string> known) => $" Known values: {string.Join(", ", known)}.";

    public static string UnknownFilterValue(string parameter, string value, string advice) =>
        $"-{parameter}: no object has the value '{value}', and it is not a known value.{advice}";

    public static string ConfirmOperation(string action, string target) =>
        $"{PrintableText.Line(action)}\nTarget: {PrintableText.Line(target)}\nDo you want to continue?";

    public static string ConfirmProductionOperation(string action, string target, string stakes, string? limit) =>
        $"{PrintableText.Line(action)}\nTarget: {PrintableText.Line(target)}\n{stakes}{(limit is null ? "" : " " + limit)}\nDo you want to continue?";

    public static string ProductionEnvironmentCaption(EnvironmentKey environment) => $"PRODUCTION environment {environment}";

    public static string ProductionStakes(string sessions, string users) =>
        $"This is a PRODUCTION environment. Active sessions: {sessions}. Users: {users}.";

    public static string EnvironmentTypeUnknown(BcException exception) =>
        $"The type of the environment is unknown, so it may be a PRODUCTION environment: {exception.Message}";

    public const string TimeoutSecRequiresWait = "-TimeoutSec has no effect without -Wait.";

    public const string ReadAgainOrOverwrite =
        "The object changed after it was read. Read it again, or use -Force to overwrite the change.";

    public static string CallRequiresUserSignIn(BcConnection connection) =>
        $"The service accepts this call only from users, and {connection.Name} is signed in as an app.";

    public static string GraphRejectsAccessToken(BcConnection connection) =>
        $"{connection.Name} is signed in with an access token for Business Central, which Microsoft Graph does not accept.";

    public static string CallRequiresAppSignIn(BcConnection connection) =>
        $"The service accepts this call only from apps, and {connection.Name} is signed in as {connection.Account ?? "a user"}.";

    public static string SignInAsApp(BcConnection connection) =>
        $"Sign in as an app: {connection.TenantCommand} -ClientId ID with -ClientSecret, -Certificate, or another credential of "
        + "the app.";

    public static string StartLaterThanEnd(DateTimeOffset from, DateTimeOffset until) =>
        $"The start {from.UtcDateTime:u} is later than the end {until.UtcDateTime:u}.";

    public static string NoMatchAndListUnavailable(IReadOnlyList<string> missing, BcException exception) =>
        $"Nothing matches '{string.Join("', '", missing)}', and the list that shows whether it exists cannot be read: {exception.Message}";

    public static string ApplicationFamilyNotFound(BcConnection connection, string name) =>
        $"Tenant {connection.TenantWithName} has no application family '{name}'.";

    public static string AvailableApplicationFamilies(IReadOnlyCollection<string> known) =>
        $"The application families are {string.Join(", ", known.Order(StringComparer.OrdinalIgnoreCase))}.";

    public static string ListApplicationFamilies(BcConnection? connection) =>
        $"{Commands.GetApplicationFamily.On(connection)} lists the application families.";

    public static string EnvironmentNotInTenant(BcConnection connection, string name) =>
        $"Tenant {connection.TenantWithName} has no environment '{name}'.";

    public static string NoApplicationFamilyInCountry(BcConnection connection, string country) =>
        $"No application family of tenant {connection.TenantWithName} is available in the country '{country}'.";

    public static string ListCountries(BcConnection? connection) => $"{Commands.GetApplicationFamily.On(connection)} lists the countries.";

    public const string PipeNamesOrEnvironments =
        "Pipe names of environments, objects of BcAdmin, or rows with the column EnvironmentName, or specify -Environment.";

    public const string TenantOfRowEmpty = "The row does not specify its tenant, and several tenants are connected.";

    public const string FillTenantColumnOrSpecifyConnection =
        "Specify the tenant in the column TenantId or TenantName, or remove the column and specify the connection with -Connection.";

    public static string CurrentTenantUsed(string command, BcConnection selected) =>
        $"Several tenants are connected, and {command} uses the current one, {selected.TenantWithName}. "
        + "To choose the tenant, specify -Connection, pipe objects instead of names, or run Select-BcConnection.";

    public static string ObjectOfOtherTenant(object target, string tenant, BcConnection[] specified) => string.Create(
        CultureInfo.InvariantCulture,
        $"The object '{target}' belongs to tenant {tenant}, but the cmdlet uses the connection "
        + $"{string.Join(", ", specified.Select(connection => connection.Name))}.");

    public static string ArgumentsOfSeveralTenants(IEnumerable<BcConnection> origins) =>
        $"The arguments are objects from several connections: {string.Join(", ", origins.Select(origin => origin.Name))}.";

    public const string OmitConnectionForPipedObjects =
        "Omit -Connection: objects are processed with the connection that read them. To use another tenant, specify names instead of objects.";

    public static string SeveralConnectionsMatch(IReadOnlyList<BcConnection> several) =>
        $"Several connections match: {string.Join(", ", several.Select(connection => connection.Name))}.";

    public const string SpecifyConnection = "Specify one of them with -Connection.";

    public static string InactiveEnvironmentSkipped(BcEnvironment environment, BcConnection connection) =>
        $"Environment {environment.Key} of tenant {connection.TenantWithName} is skipped because its status is {environment.Status}. "
        + "Use -Environment with its name to read it.";

    public static string SoftDeletedEnvironmentsSkipped(BcConnection connection, int deleted) =>
        string.Create(CultureInfo.InvariantCulture, $"Soft-deleted environments of tenant {connection.TenantWithName} that are skipped: {deleted}.");

    // Cmdlets/Companies

    public static string NoCompanyReturnedToApp(EnvironmentKey environment) =>
        $"Environment {environment} returns no company to this app. The app may lack permission sets in the environment (page Microsoft Entra "
        + "Applications), "
        + "such as D365 AUTOMATION.";

    public static string EvaluationCompaniesUnknown(BcApiException exception) =>
        $"Evaluation companies cannot be identified: {exception.Message}";

    public const string DisplayNameRequiresOneName = "-DisplayName can be used with one name only.";

    public static string CompanyCreationRequiresCompany(EnvironmentKey environment) =>
        $"Environment {environment} returns no company, and a company can only be created through another company.";

    public static string CompanyAlreadyExists(EnvironmentKey environment, string name) =>
        $"Environment {environment} already has a company '{name}'.";

    public static string CompanyLimitReached(EnvironmentKey environment, List<BcCompany> companies) =>
        string.Create(CultureInfo.InvariantCulture,
        $"Environment {environment} has {companies.Count} companies. The service supports at most {AutomationClient.MaxCompanies}.");

    public static string NewCompanyTarget(string name, EnvironmentKey environment, BcConnection connection) =>
        $"company {name} in environment {environment} (tenant {connection.TenantWithNameNested})";

    public static string CompanyWithoutSetupData(BcCompany created) =>
        $"Company {created.Name} has no setup data. Open it once in the client, or import a configuration package.";

    public static string LastCompanyCannotBeDeleted(BcCompany company, EnvironmentKey environment) =>
        $"Company {company.Name} is the only company of environment {environment} and cannot be deleted.";

    public static string RemoveCompanyTarget(BcCompany company, EnvironmentKey environment, BcConnection connection) =>
        $"company {company.Name} with all its data, in environment {environment} (tenant {connection.TenantWithNameNested})";

    public const string CompanyRecoveryLimits =
        "The company can only be recovered by a restore of the whole environment (10 per month, 28 days back).";

    public const string SpecifyCompanyChange = "Specify -DisplayName or -BusinessProfileId.";

    public static string ChangeCompanyTarget(BcCompany company, BcConnection connection) =>
        $"company {company.Name} in environment {company.EnvironmentName} (tenant {connection.TenantWithNameNested})";

    public static string DisplayNameChange(string displayName) => $"display name to '{displayName}'";

    public static string BusinessProfileChange(string businessProfileId) => $"business profile to '{businessProfileId}'";

    // Cmdlets/Configuration

    public static string ConfigurationFileRequiresOneTenant(List<BcConnection> connections) =>
        $"A file contains the configuration of one tenant, and {connections.Count} tenants are connected.";

    public const string SpecifyFolderForTenants = "Specify a folder. It receives a subfolder for each tenant.";

    public static string WriteConfigurationAction(BcConnection connection) => $"Write the configuration of tenant {connection.TenantWithName}";

    public static string ReadingEnvironments(BcConnection connection) => $"Reading the environments of tenant {connection.TenantWithName}";

    public static string ComponentOmittedForApp(ComponentSchema component, ConfigurationScope scope) =>
        $"{component.Name} of {scope.Description} is omitted, because the service returns it only to users.";

    public static string ComponentOmittedForStatus(ComponentSchema component, ConfigurationScope scope) =>
        $"{component.Name} of {scope.Description} is omitted, because the environment has the status {scope.Environment.Status}.";

    public static string OtherConfigurationFileInFolder(string other) =>
        $"{other} is also in the folder and was not written, because the tenant has no such environment.";

    public static string JsonSchemaWritten(string target) => $"The JSON schema is {target}.";

    public const string ApplyOneChangeAction = "Apply 1 change";

    public static string ApplyChangesAction(IReadOnlyList<ItemChange> changes) =>
        string.Create(CultureInfo.InvariantCulture, $"Apply {changes.Count} changes");

    public static string PlanCounts(int added, int changed, int removed) =>
        string.Create(CultureInfo.InvariantCulture, $": {added} to add, {changed} to change, {removed} to remove");

    public static string MoreChanges(int count) => string.Create(CultureInfo.InvariantCulture, $"and {count} more; -WhatIf shows all of them");

    public const string UnlistedEntriesRemoved = "Entries that are not in the configuration are removed.";

    public static string PlanGrantsPermissionSet(ItemChange powerful) => $"The plan grants {powerful["permissionSet"]!.ToUpperInvariant()}.";

    public static string ConfirmConfigurationChanges(StringBuilder action, ConfigurationScope scope, string warning) =>
        $"{action}\nTarget: {PrintableText.Line(scope.Description)}\n{warning} Do you want to continue?";

    public static string ConfiguredEnvironmentTarget(EnvironmentKey environment, string description, BcConnection connection) =>
        $"environment {environment} ({description}, tenant {connection.TenantWithNameNested})";

    public static string ApplyingConfiguration(ConfigurationScope scope) => $"Applying the configuration to {scope.Description}";

    public const string ServiceContinues = "the service continues.";

    public static string DifferenceEnvironment(BcConfigurationDifference unknown) =>
        $"environment {unknown.EnvironmentName} (tenant {unknown.TenantName})";

    public static string ComponentNotReadable(BcConfigurationDifference unknown, string place) =>
        $"{unknown.Component} of {place} could not be read: {unknown.Reason}";

    public const string CorrectCauseOrExcludeComponent = "Correct the cause, or use -Component to exclude it.";

    // Cmdlets/ConfigurationPackages

    public const string CodeRequiresOneFile = "-Code can be used with one file only.";

    public static string ImportConfigurationPackageAction(
        string code, RapidStartFile file, BcConfigurationPackage? package, SwitchParameter apply) =>
        $"Import configuration package {code} from "
        + $"{file.FileName}{(package is null ? "" : " and replace the existing package")}{(apply ? " and apply it" : "")}";

    public static string PackageCodeMismatch(RapidStartFile file, string code) =>
        $"{file.FileName} contains the package {file.Code}, not {code}. The service may reject another code.";

    public static string PackageCodeNotReadable(RapidStartFile file) => $"The package code cannot be read from {file.FileName}.";

    public const string SpecifyCode = "Specify it with -Code.";

    public static string PackageImportNotCompleted(BcConfigurationPackage package) =>
        $"Configuration package {package} cannot be applied, because its import status is {package.ImportStatus ?? "unknown"}, not Completed.";

    public const string UseImportConfigurationPackage =
        "Import-BcConfigurationPackage uploads and imports a file. Use -Apply to apply it as well.";

    public static string ApplyRecordsAction(BcConfigurationPackage package) =>
        $"Apply {CountWithNoun(package.NumberOfRecords ?? 0, "record")} in {CountWithNoun(package.NumberOfTables ?? 0, "table")}";

    public static string PackageInCompanyTarget(
        string code, BcCompany company, string environment, BcConnection connection) =>
        $"configuration package {code} in company {company.Name} of environment {environment} (tenant {connection.TenantWithNameNested})";

    public const string DeletePackageAction = "Delete (the applied data is kept)";

    public const string SpecifyPackageChange =
        "Specify -PackageName, -LanguageId, -ProductVersion, -ProcessingOrder, or -ExcludeConfigurationTable.";

    public static string PackageNameChange(string name) => $"name to '{name}'";

    public static string LanguageChange(int language) => string.Create(CultureInfo.InvariantCulture, $"language to {language}");

    public static string ProductVersionChange(string version) => $"product version to '{version}'";

    public static string ProcessingOrderChange(int order) => string.Create(CultureInfo.InvariantCulture, $"processing order to {order}");

    public static string TableExclusionChange(bool exclude) => $"exclusion of configuration tables to {exclude}";

    // Cmdlets/Connections

    public static string InvalidTenantIdOrDomain(string tenant) => $"'{tenant}' is not a tenant ID or domain.";

    public const string UseTenantIdOrDomain = "Use an ID or a domain such as contoso.com.";

    public static string ApiVersionNotSupported(string apiVersion) => $"Version {apiVersion} of the Admin Center API is not supported.";

    public static string UseSupportedApiVersion => $"Use 2.9 to {ServiceAccess.NewestApiVersion}, or omit -ApiVersion.";

    public const string CredentialRequiresClientId = "The user name of -Credential must be the client ID of the app (a GUID).";

    public static string CommandsHiddenByOtherModule(List<string> hidden) =>
        $"Another module has commands with the same names: {string.Join(", ", hidden)}. Use the full name: BcAdmin\\{hidden[0]}";

    public static string Disconnected(BcConnection connection) => $"Disconnected from {connection.Name}.";

    public const string TokenRequiresOneConnection = "A token belongs to one connection. Specify exactly one.";

    public static string NameMatchesSeveralConnections(string name, IReadOnlyList<BcConnection> several) =>
        $"'{name}' matches several connections: {string.Join(", ", several)}.";

    // Cmdlets/Customers

    public static string SignInToPartnerTenant =>
        $"Sign in to the partner tenant in another way: {Commands.ConnectTenant} TENANT, or with the credential of an app.";

    public static string ActiveCustomerNotFound(BcConnection connection, string name) =>
        $"{connection.Name} has no customer '{name}' with an active relationship.";

    public static string ListCustomers(BcConnection connection) => $"{Commands.GetCustomer.On(connection)} lists the customers.";

    // Cmdlets/Environments

    public static string VersionNotInRing(string ring, string country, string version) =>
        $"Ring {ring} has no version {version} for country {country}.";

    public static string AvailableVersions(List<BcApplicationVersion> offered) => offered.Count == 0
        ? "Get-BcApplicationFamily lists the countries and rings."
        : $"The versions are {string.Join(", ", offered)}.";

    public static string CopyEnvironmentAction(string type, string newName) => $"Copy to {type} environment {newName}";

    public static string CopyingEnvironment(BcEnvironment source, string newName) => $"Copying environment {source.Name} to {newName}";

    public const string ChooseAnotherName = "Choose another name.";

    public const string CannotReplaceWithOwnCopy = "An environment cannot be replaced by a copy of itself.";

    public static string ProductionEnvironmentNotReplaced(BcEnvironment existing) =>
        $"Environment {existing.Name} is a production environment and is not replaced.";

    public const string SpecifyTypeProduction = "To replace it, also specify -Type Production.";

    public const string DeleteReplacedEnvironmentAction = "Delete (recoverable for 14 days) to free its name for the copy";

    public static string DeletingReplacedEnvironment(BcEnvironment existing) => $"Deleting environment {existing.Name}";

    public static string UsageIncomplete(BcConnection connection, BcApiException exception) =>
        $"The usage of tenant {connection.TenantWithName} is incomplete because a part cannot be read: {exception.Message}";

    public static string SoftDeletedEnvironmentsNotShown(BcConnection connection, int hidden) =>
        string.Create(CultureInfo.InvariantCulture,
        $"Soft-deleted environments of {connection.Name} that are not shown: {hidden}. -IncludeDeleted shows them.");

    public static string NewEnvironmentTarget(EnvironmentKey key, string type, string country, string? version, BcConnection connection) =>
        $"environment {key} ({type}, {country}{(version is null ? "" : ", " + version)}, tenant {connection.TenantWithNameNested})";

    public static string CreatingEnvironment(EnvironmentKey key) => $"Creating environment {key}";

    public static string LinkPowerPlatformAction(string powerPlatformEnvironmentId) =>
        $"Link to Power Platform environment {powerPlatformEnvironmentId}";

    public const string DeleteEnvironmentAction = "Delete (recoverable for 14 days)";

    public const string EnvironmentRecoverable = "The environment can be recovered for 14 days; then it is removed permanently.";

    public static string DeletingEnvironment(EnvironmentKey key) => $"Deleting environment {key}";

    public static string UnlinkPowerPlatformAction(string powerPlatformEnvironmentId) =>
        $"Unlink from Power Platform environment {powerPlatformEnvironmentId}";

    public static string RenameEnvironmentAction(string newName) => $"Rename to {newName} (it restarts, and its addresses change)";

    public static string RenamingEnvironment(BcEnvironment environment, string newName) => $"Renaming environment {environment.Name} to {newName}";

    public const string RestartEnvironmentAction = "Restart (ends all sessions)";

    public const string CallNotDocumented =
        "This call is not documented and may change without notice.";

    public static string RestartingEnvironment(EnvironmentKey environment) => $"Restarting environment {environment}";

    public const string RestartNotSupported = "The service does not support the restart through its API.";

    public const string RestartInAdminCenter = "Restart the environment in the admin center.";

    public static string DeletedEnvironmentTarget(BcEnvironment environment) => $"deleted environment {environment.Describe()}";

    public static string RecoveringEnvironment(BcEnvironment environment) => $"Recovering environment {environment.Key}";

    public static string EnvironmentNotDeleted(BcEnvironment environment) =>
        $"Environment {environment.Name} is {environment.Status} and cannot be recovered.";

    public const string ListDeletedEnvironments =
        "The name of a deleted environment ends with the time of the deletion. To list these environments: Get-BcEnvironment -Status SoftDeleted";

    public static string RestoreEnvironmentAction(DateTimeOffset pointInTime, string type, string newName) =>
        $"Restore to {pointInTime.UtcDateTime:u} into {type} environment {newName}";

    public static string RestoringEnvironment(BcEnvironment source, string newName) => $"Restoring environment {source.Name} into {newName}";

    public static string NoRestorePointYet(EnvironmentKey source) =>
        $"Environment {source} has no restore point yet.";

    public static string RestorePointOutOfRange(
        EnvironmentKey source, DateTimeOffset pointInTime, List<BcEnvironmentRestorePeriod> periods) =>
        $"Environment {source} cannot be restored to {pointInTime.UtcDateTime:u}. Restore points are available between {string.Join("; ", periods)}.";

    public static string ListRestorePoints(EnvironmentKey source) =>
        $"{Commands.GetEnvironmentRestorePeriod.In(source)} lists the restore points. A new environment has none for about 30 minutes.";

    public static string WaitingForTargetStatus(EnvironmentKey key, string status) => $"Waiting for environment {key} to be {status}";

    public static string EnvironmentStatusNotReachable(EnvironmentKey key, BcEnvironment environment, string status) =>
        $"Environment {key} is {environment.Status} and does not become {status} without a further operation.";

    public const string WaitForEnvironmentOperation =
        "If it is being created, renamed, or deleted, wait for that operation: Get-BcOperation | Wait-BcOperation";

    public static string EnvironmentStatusNotReached(BcEnvironment seen, string status) =>
        $"Environment {seen.Key} is still {seen.Status}, not {status}.";

    public const string RunAgainToContinueWaiting = "Run the command again to continue to wait.";

    // Cmdlets/Exports

    public static string ExportQuotaUsedUp(EnvironmentKey environment, BcDatabaseExportQuota quota) =>
        $"Environment {environment} has no export left this month ({quota}).";

    public static string ExportDatabaseAction(string container, string blob, string host, BcDatabaseExportQuota quota) =>
        $"Export the database to {container}/{blob} on {host}; exports left this month: {quota}";

    public static string ExportingDatabase(EnvironmentKey environment) => $"Exporting the database of environment {environment}";

    public const string InvalidStorageAccountSasUri =
        "-StorageAccountSasUri is not the https address of a storage account with a shared access signature.";

    public const string CreateBlobServiceSignature =
        "Create a signature for the Blob service with the permissions Read, Write, Create, and Delete on container and object, valid for at least "
        + "72 hours.";

    public static string SharedSignatureExpiresTooSoon(DateTimeOffset until) =>
        $"The shared access signature expires at {until.UtcDateTime:u}. The service requires at least 72 hours.";

    public const string SearchingForOperation = "searching for the operation";

    public const string ExportOperationNotListed = "No operation of the export is listed.";

    public static string ExportContinues(EnvironmentKey environment, BcConnection connection) =>
        $"the export continues. Check it with: {Commands.GetOperation.In(environment).On(connection)}";

    public static string CheckBeforeNextExport(EnvironmentKey environment) =>
        $"No operation of an export is listed. Check {Commands.GetOperation.In(environment)} before you start another export, because "
        + "each export counts.";

    public static string ExportCannotBeAwaited(EnvironmentKey environment, string blob) =>
        $"The export of environment {environment} to {blob} has started, but its operation is not listed, so the cmdlet cannot wait for it.";

    public static string CheckExportLater(EnvironmentKey environment) =>
        $"Check the file, or check again later: {Commands.GetOperation.In(environment)}";

    public static string ExportOperationNotListedYet(EnvironmentKey environment, string blob) =>
        $"The export of environment {environment} to {blob} has started, but its operation is not listed yet. To check later: "
        + $"{Commands.GetOperation.In(environment)}";

    // Cmdlets/Extensions

    public const string OrphanedConflictsWithFilters = "-Orphaned cannot be combined with -Filter, -Installed, or -PackageId.";

    public const string UseNameOrPublisher =
        "It compares all versions in the environment. Use -Name or -Publisher to choose some of them.";

    public static string NoExtensionByPublisher(EnvironmentKey environment, string name) =>
        $"Environment {environment} has no extension by the publisher '{name}'.";

    public static string PackageIdNotInEnvironment(EnvironmentKey environment, Guid id) =>
        $"Environment {environment} has no extension with the package ID {id}.";

    public static string ListExtensionPackageIds(EnvironmentKey environment) =>
        $"{Commands.GetExtension.In(environment)} lists the extensions. Each version has its own package ID. "
        + $"{Commands.InstallApp} installs Marketplace apps.";

    public static string ExtensionNotInEnvironment(EnvironmentKey environment, string name) =>
        $"Environment {environment} has no extension '{name}'.";

    public static string ListExtensions(EnvironmentKey environment, BcConnection? connection) =>
        $"{Commands.GetExtension.In(environment).On(connection)} lists the extensions. Marketplace apps are listed while they are installed.";

    public static string EnvironmentAlreadyRead(EnvironmentKey environment, string? company) =>
        $"Environment {environment} was already read. Company {company} has the same objects.";

    public static string ExtensionAlreadyInstalled(BcExtension extension) => $"Extension {extension} is already installed.";

    public const string UploadPathDeprecated =
        "Microsoft removes this upload path in 2027. Use Publish-BcApp instead, and do not use both for the same extension.";

    public static string ScheduledExtensionsUnknown(BcException exception) =>
        $"Extensions that are scheduled in the admin center are unknown: {exception.Message}";

    public static string RunningInstallationsUnknown(BcException exception) =>
        $"It is not known whether installations are running: {exception.Message}";

    public static string WithEnvironmentVersion(string other) => $"with the {char.ToLowerInvariant(other[0])}{other[1..]} of the environment";

    public static string PublishedButNotInstalled(AppPackage package) =>
        $"{package} is already published but not installed. The service accepts each version once.";

    public static string InstallPublishedExtension(PackagePlace place, BcExtension same) =>
        $"Install it with: {Commands.InstallExtension.In(place.Environment).With(same.PackageId).On(place.Connection)}";

    public static string ScheduledExtensionVersion(BcAppOperation waiting, AppPackage package) =>
        $"Version {waiting.TargetVersion} of {package.Name}";

    public static string VersionScheduledInAdminCenter(string version, BcAppOperation waiting) =>
        $"{version} is scheduled in the admin center ({waiting.ScheduleKind}). The upload slot does not take it into account, and the "
        + "two would conflict.";

    public const string PublishOrCancelScheduledVersion =
        "Upload with Publish-BcApp, or cancel the scheduled version with Stop-BcAppOperation.";

    public const string UploadSlotStaysInUse =
        "The upload slot stays in use, because it cannot be deleted. The next Publish-BcExtension prompts before "
        + "it takes over the slot. -Force skips the prompt.";

    public const string UploadSlotReleasedDuringCall = "The upload slot was used and released during this call.";

    public static string ConfirmUploadSlotTakeover(ExtensionUpload taken) =>
        $"The upload slot of the company is in use ({taken.Schedule}). Another upload may be running, or an upload has failed. Do you want to "
        + "take over the slot?";

    public const string UploadSlotInUseCaption = "Upload slot in use";

    public const string UploadSlotNotChanged = "The upload slot was not changed.";

    public static string ExtensionNotInstalled(BcExtension? extension, Guid id) =>
        $"Extension {extension?.ToString() ?? id.ToString()} is not installed.";

    public static string ExtensionNotInstalledDataKept(BcExtension? extension, Guid id) =>
        $"Extension {extension?.ToString() ?? id.ToString()} is not installed, so its data is kept. The service deletes data only when "
        + "the extension is uninstalled.";

    public static string InstalledExtensionNotRemovable(BcExtension extension) =>
        $"Extension {extension} is installed. Only extensions that are not installed can be removed from the list.";

    public const string UninstallExtensionFirst =
        "Uninstall it with Uninstall-BcExtension. Versions that were replaced by an upgrade have a different package ID.";

    public const string RemoveFromListAction = "Remove from the list";

    // Cmdlets/Features

    public static string FeatureAlreadyDisabled(BcFeature feature) => $"Feature {feature} is already disabled.";

    public static string EnabledFeatureCannotBeDisabled(BcFeature feature) => $"Feature {feature} cannot be disabled after it was enabled.";

    public const string RestoreEnvironmentToUndo = "To undo it, restore the environment to an earlier time with Restore-BcEnvironment.";

    public const string DisableFeatureAction = "Disable for all users";

    public static string FeatureAlreadyEnabled(BcFeature feature) => $"Feature {feature} is already enabled.";

    public const string InBackgroundSuffix =
        " in the background. The page Feature Management in the client shows the progress";

    public static string FeatureUpdatesData(BcFeature feature, string progress) =>
        $"Feature {feature} updates the data of all companies{progress}.";

    public const string EnableFeatureAction = "Enable for all users";

    public const string UpdateDataSuffix = ", and update data";

    public static string FeatureNotInEnvironment(EnvironmentKey environment, string name) => $"Environment {environment} has no feature '{name}'.";

    public static string ListFeatures(EnvironmentKey environment, BcConnection? connection) =>
        $"{Commands.GetFeature.In(environment).On(connection)} lists the features.";

    // Cmdlets/Inspection

    public static string NoPermissionForObject(int id) =>
        string.Create(CultureInfo.InvariantCulture, $"-ObjectId: no permission applies to object {id}.");

    // Cmdlets/Jobs

    public static string SuggestedJobCategory(string nearest) => $"Did you mean '{nearest}'?";

    public static string KnownJobCategories => $"Known values: {BcScheduledJob.UserImport}.";

    public static string UnknownJobCategory(string category, string advice) =>
        $"-Category: no object has the value '{category}', and it is not a known value. {advice}";

    // Cmdlets/ManageableApplications

    public static string ApplicationFamilyTarget(string applicationFamily, string country, BcConnection connection) =>
        $"application family {applicationFamily} in {country} (tenant {connection.TenantWithNameNested})";

    public const string AllowNewEnvironmentsAction = "Allow new environments";

    public const string ForbidNewEnvironmentsAction = "Do not allow new environments";

    // Cmdlets/Notifications

    public static string SeveralRecipientsHaveName(string name, List<BcNotificationRecipient> found) =>
        $"Several notification recipients have the name '{name}': "
        + string.Join(", ", found.Select(recipient => $"{recipient.Email} ({recipient.RecipientId})")) + ".";

    public const string SpecifyRecipientEmail = "Specify the email address instead of the name.";

    public static string NotificationRecipientNotFound(BcConnection connection, string name) =>
        $"Tenant {connection.TenantWithName} sends no notifications to '{name}'.";

    public static string ListNotificationRecipients(BcConnection? connection) =>
        $"{Commands.GetNotificationRecipient.On(connection)} lists the recipients.";

    public static string RecipientAlreadyExists(BcConnection connection, string email) =>
        $"Tenant {connection.TenantWithName} already sends notifications to {email}.";

    public static string RecipientLimit(BcConnection connection, List<BcNotificationRecipient> recipients) =>
        string.Create(CultureInfo.InvariantCulture,
        $"Tenant {connection.TenantWithName} has {recipients.Count} recipients. The maximum is {AdminCenterClient.MaxRecipients}.");

    public const string RemoveRecipientFirst = "Remove one with Remove-BcNotificationRecipient, or use a mailing list.";

    public static string SendNotificationsAction(BcConnection connection) => $"Send notifications of tenant {connection.TenantWithName}";

    public static string StopNotificationsAction(BcConnection connection) => $"Stop notifications of tenant {connection.TenantWithName}";

    // Cmdlets/Operations

    public static string OperationNotInTenant(BcConnection connection, Guid id) => $"Tenant {connection.TenantWithName} has no operation {id}.";

    public const string ListKeptOperations = "The service keeps operations for 180 days. Get-BcOperation lists them.";

    public static string OperationAlreadyCanceled(Guid operationId) => $"Operation {operationId} is already canceled.";

    public static string OperationMayNotBeCancelable(Guid operationId, BcOperation operation) =>
        $"Operation {operationId} has the type {operation.Type} and the status {operation.Status}. "
        + "According to the documentation, only running updates and data upgrades can be canceled. The service decides.";

    public static string CancelOperationTarget(BcOperation operation, Guid operationId, EnvironmentKey environment, BcConnection connection) =>
        $"{operation.Type} {operationId} of environment {environment} (tenant {connection.TenantWithNameNested})";

    public const string CancelOperationAction = "Cancel (the environment can be unavailable for more than an hour)";

    public static string CancelingOperation(BcOperation operation, EnvironmentKey environment) =>
        $"Canceling {operation.Type} of environment {environment}";

    public static string OperationNotInEnvironment(EnvironmentKey environment, Guid operationId) =>
        $"Environment {environment} has no operation {operationId}.";

    public static string ListOperations(EnvironmentKey environment, BcConnection? connection) =>
        $"{Commands.GetOperation.In(environment).On(connection)} lists the operations.";

    public static string WaitingStoppedOperationsContinue(int count) => count == 0 ? "Waiting was stopped." : string.Create(
        CultureInfo.InvariantCulture, $"Waiting was stopped. Operations that continue: {count}. {Commands.GetOperation} lists them.");

    public static string ListOperationsOfTenant(BcConnection connection) =>
        $"{Commands.GetOperation.On(connection)} lists the operations on environments. To wait for an operation on an app, pipe it from "
        + $"{Commands.GetAppOperation}.";

    // Cmdlets/Outages

    public static string SandboxOutageNotReportable(BcEnvironment environment) =>
        $"Environment {environment.Name} is a sandbox. Outages can be reported only for production environments.";

    public static string ReportOutageAction(string outageType) =>
        $"Report the outage {outageType} to Microsoft (opens a support request)";

    public static string SupportRequestNotCreated(string outageType) =>
        $"The service accepted the report of {outageType}, but could not create a support request.";

    public const string CheckOutageReport =
        "Check Get-BcOutageReport. If the report is missing, report the outage in the admin center or by phone.";

    public static string UnknownOutageQuestion(string outageType, List<string> unknown) =>
        $"{outageType} has no question {string.Join(", ", unknown)}.";

    public static string OutageAnswersRequired(string outageType, List<BcOutageQuestion> missing) =>
        $"{outageType} requires answers to: "
        + $"{string.Join("; ", missing.Select(question => $"{question.QuestionId} ({question.QuestionText})"))}";

    public static string ListOutageQuestions(string outageType) =>
        $"{Commands.GetOutageQuestion.With(outageType)} lists the questions. The format of -Answer is @{{ id = answer }}.";

    // Cmdlets/Permissions

    public static string UserAlreadyHasPermissionSet(PermissionAdded assignment, BcUserPermission permission) =>
        $"User {assignment.User.UserName} already has {permission}.";

    public static string AssignmentNotInEnvironment(EnvironmentKey environment, Guid userPermissionId) =>
        $"Environment {environment} has no permission assignment {userPermissionId}.";

    public static string UserWithoutEffectivePermissions(BcUser user) =>
        $"User {user.UserSecurityId} is not in the list of effective permissions. The service omits apps and users with some licenses.";

    public static string ReadingAssignmentsByUser(BcApiException exception) =>
        $"The service rejected the list of all assignments ({exception.Message}). The assignments are read user by user.";

    public static string UserAssignmentNotFound(BcUser user, Guid id) => $"User {user.UserName} has no permission assignment {id}.";

    public static string ListUserAssignments(BcUser user) => $"{Commands.GetUserPermission.In(user).With(user.UserName)} lists the assignments.";

    public static string UserLacksPermissionSet(BcUser user) => $"User {user.UserName} does not have the permission set.";

    public static string UserKeepsPermissionSet(BcUser user, string roleId, IReadOnlyList<string> companies) =>
        KeepsPermissionSet($"User {user.UserName}", roleId, companies);

    public static string LastSuperAssignment(UserChange change, BcUserPermission mine) =>
        $"{change.User.UserName} has the last SUPER assignment of environment {mine.EnvironmentName}. "
        + "Without it, no user of the environment can assign permissions.";

    public static string LastSuperAssignmentUnknown(BcApiException exception) =>
        $"Whether this is the last SUPER assignment is unknown: {exception.Message}";

    public const string SpecifyAssignmentChange = "Specify -PermissionSet, -Company, -AppId, or -Scope.";

    // Cmdlets/Profiles

    public static string ProfileNotInEnvironment(EnvironmentKey environment, string name) => $"Environment {environment} has no profile '{name}'.";

    public static string ListProfiles(EnvironmentKey environment, BcConnection connection) =>
        $"{Commands.GetProfile.In(environment).On(connection)} lists the profiles.";

    // Cmdlets/Reports

    public static string WriteReportAction(string subject) => $"Write a report about {subject}";

    public static string ReportPartsNotReadable(string parts) => $"{parts} could not be read. The report lists each missing part, and the reason.";

    public static string ReportExtensionNotSupported(string path) =>
        $"A report cannot be written as a {Path.GetExtension(path)} file. The supported extensions are .html, .htm, and .json.";

    public const string ChooseReportFormat =
        "Specify a .html or .json file, or a folder with -Format Csv, which writes a .csv file for each table.";

    public static string FormatContradictsExtension(string path, string format) =>
        $"-Format {format} contradicts the extension {Path.GetExtension(path)} of '{path}'.";

    public const string CorrectFormatOrExtension = "Change the extension, or specify another -Format.";

    public static string NothingReadFromTenant(string tenant, BcException failure) =>
        $"Nothing could be read from tenant {tenant}, so no report was written: {failure.Message}";

    public static string NothingReadFromTenants(int count, string tenant, BcException failure) =>
        string.Create(
        CultureInfo.InvariantCulture,
        $"Nothing could be read from any of the {count} tenants, so no report was written. The error of tenant {tenant} is: {failure.Message}");

    public static string FindMissingPermission(string tenant) =>
        $"{Commands.TestConnection.OnNamed(tenant)} shows which permission is missing.";

    public static string BaselineComponent((string Component, string? Environment, BcException Failure) part) => $"{part.Component} of the baseline";

    // Cmdlets/SecurityGroups

    public static string GroupAlreadyHasPermissionSet(BcSecurityGroup group, string roleId, string where) =>
        $"Security group {group} already has {roleId} in {where}.";

    public static string UserNotInSecurityGroup(Guid user, BcSecurityGroup group) => $"User {user} is not a member of security group {group.Code}.";

    public const string RemoveSecurityGroupAction = "Remove (its members lose the permissions of the group)";

    public static string GroupLacksPermissionSet(BcSecurityGroup group) => $"Security group {group} does not have the permission set.";

    public static string GroupKeepsPermissionSet(BcSecurityGroup group, string roleId, IReadOnlyList<string> companies) =>
        KeepsPermissionSet($"Security group {group}", roleId, companies);

    private static string KeepsPermissionSet(string holder, string roleId, IReadOnlyList<string> companies)
    {
        var where = companies.All(company => company.Length == 0) ? "all companies"
            : $"{(companies.Count == 1 ? "company" : "companies")} {string.Join(", ", companies)}";
        return $"{holder} keeps the permission set {roleId} in {where}. To remove every assignment of it, use -Company '*'.";
    }

    public static string SecurityGroupTarget(BcSecurityGroup group, BcConnection connection) =>
        $"security group {group} in environment {group.EnvironmentName} (tenant {connection.TenantWithNameNested})";

    public static string GroupAssignmentNotFound(BcSecurityGroup group, Guid userPermissionId) =>
        $"Security group {group} has no permission assignment {userPermissionId}.";

    public static string RemoveGroupPermissionSetAction(BcSecurityGroupPermission permission, string where) =>
        $"Remove permission set {permission.RoleId} in {where}";

    // Cmdlets/Sessions

    public const string EndSessionAction = "End (unsaved work is lost)";

    public static string SessionAlreadyEnded(int id, EnvironmentKey environment) =>
        string.Create(CultureInfo.InvariantCulture, $"Session {id} of environment {environment} has already ended.");

    // Cmdlets/Settings

    public static string SecurityGroupAlreadyCleared(EnvironmentKey environment) => $"Environment {environment} already has no security group.";

    public static string ClearSecurityGroupAction(BcEnvironmentSecurityGroup group) =>
        $"Allow access to all licensed users (remove the group {group})";

    public static string NoSecurityGroupRestriction(EnvironmentKey environment) =>
        $"Environment {environment} has no security group. All licensed users can sign in.";

    public static string SetAppUpdateCadenceAction(string cadence) => $"Set update cadence of Marketplace apps to {cadence}";

    public static string ApplicationInsightsAlreadySet(BcEnvironment environment) =>
        $"Environment {environment.Key} already has this connection and does not restart.";

    /// <summary>The value is a secret, so the message names its source only.</summary>
    public static string InvalidApplicationInsightsKey(string source) =>
        $"The value of {source} is neither a connection string nor an instrumentation key of Application Insights.";

    public const string CopyApplicationInsightsConnectionString =
        "Copy the connection string of the Application Insights resource from the Azure portal. It starts with InstrumentationKey=.";

    public static string ChangeApplicationInsightsAction(SwitchParameter clear) =>
        $"{(clear ? "Clear" : "Set")} Application Insights connection (restarts the environment)";

    public static string ApplicationInsightsNotCleared(BcEnvironment environment) =>
        $"Environment {environment.Key} still has an Application Insights connection. The service did not clear it.";

    public static string SetMicrosoftLicenseAccessAction(bool enabled) => $"Turn access with Microsoft 365 licenses {(enabled ? "on" : "off")}";

    public static string PartnerTenantIdRequiresAccess =>
        $"-PartnerTenantId and -Access {BcEnvironmentPartnerAccess.SelectedPartners} must be used together.";

    public static string PartnerAccessAlreadySet(EnvironmentKey environment) => $"Environment {environment} already has this partner access.";

    public static string PartnerAccessTarget(
        EnvironmentKey environment, BcConnection connection, BcEnvironmentPartnerAccess current) =>
        $"environment {environment} (tenant {connection.TenantWithNameNested}), current partner access: {current}";

    public static string SetPartnerAccessAction(string access, string partners) => $"Set partner access to {access}{partners}, effective immediately";

    public static string SecurityGroupAlreadySet(EnvironmentKey environment) => $"Environment {environment} already has this group.";

    public static string EnvironmentSecurityGroupTarget(EnvironmentKey environment, BcConnection connection, BcEnvironmentSecurityGroup? current) =>
        $"environment {environment} (tenant {connection.TenantWithNameNested}), current group: {current?.ToString() ?? "none"}";

    public static string LimitSignInAction(string typed, Guid id) =>
        $"Limit sign-in to members of the group {(Guid.TryParse(typed, out _) ? $"{id}" : $"{typed} ({id})")}";

    public const string EntraGroupIdNotFound = "Microsoft Entra ID has no such group in this tenant. Specify the object ID of the group.";

    // Cmdlets/Simulator

    public const string RemoveFaultsAction = "Remove the faults";

    public static string ResetScenarioAction(string? scenario, SimulatorProcess simulator) => $"Reset to scenario {scenario ?? simulator.Scenario}";

    public static string SimulatorTarget(SimulatorProcess simulator) => $"simulator {simulator.Name} ({simulator.Https})";

    // Cmdlets/Support

    public const string SpecifySupportContact = "Specify -Name, -Email, or -Url.";

    public static string SetSupportContactAction(SetSupportContactRequest contact) =>
        $"Set the support contact to '{contact.Name}', '{contact.Email}', '{contact.Url}'";

    // Cmdlets/Transfers

    public static string TenantAlreadyHasEnvironment(BcConnection connection, EnvironmentKey arrival) =>
        $"Tenant {connection.TenantWithName} already has an environment {arrival}.";

    public static string EnvironmentNotOffered(BcEnvironment environment) =>
        $"Environment {environment.Name} is not offered to another tenant, or its transfer has started.";

    public static string EnvironmentNotOfferedToTenant(string sourceEnvironmentName, Guid sourceTenantId) =>
        $"Environment {sourceEnvironmentName} of tenant {sourceTenantId} is not offered to this tenant.";

    public const string ChooseAnotherNewName = "Choose another -NewName.";

    public static string IncomingEnvironmentTarget(string sourceEnvironmentName, Guid sourceTenantId) =>
        $"environment {sourceEnvironmentName} of tenant {sourceTenantId}";

    public static string MoveIntoTenantAction(BcConnection connection, EnvironmentKey arrival) =>
        $"Move into tenant {connection.TenantWithName} as {arrival}";

    public static string MovingEnvironment(string sourceEnvironmentName, BcConnection connection) =>
        $"Moving environment {sourceEnvironmentName} into tenant {connection.TenantWithName}";

    public static string TransferContinues(EnvironmentKey arrival, BcConnection connection) =>
        $"the transfer continues. Resume with: {Commands.WaitEnvironment.In(arrival).On(connection)}";

    public static string NoEnvironmentOffered(Guid source, BcConnection connection) =>
        $"Tenant {source} offers no environment to tenant {connection.TenantWithName}.";

    public static string InvalidTransferTime(DateTime time) =>
        $"{time:u} is not a valid time for a transfer. A transfer must run within the next two weeks.";

    public static string OfferTransferAction(Guid destinationTenantId, DateTime? runAt) =>
        $"Offer to tenant {destinationTenantId}, to move there "
        + $"{(runAt is null ? "when it is accepted" : $"on {runAt.Value.ToUniversalTime():u}")}";

    public static string AcceptTransferInOtherTenant(BcEnvironmentTransfer transfer, BcEnvironment environment) =>
        string.Create(
        CultureInfo.InvariantCulture, $"An administrator of the other tenant can accept it until {transfer.ExpiresOn?.UtcDateTime:u} with: ")
        + Commands.ApproveEnvironmentTransfer.With(environment.Name).With(transfer.SourceTenantId).With("NEWNAME");

    public const string CancelTransferAction = "Cancel the offer to another tenant";

    // Cmdlets/Updates

    public const string CalendarIncomplete = "Some environments could not be read. The calendar does not contain their updates.";

    public static string UpdateWithoutDate(BcUpdateCalendarEntry entry) =>
        $"The update of environment {entry.EnvironmentName} ({entry.TenantName}) to {entry.TargetVersion} has no date yet.";

    public static string WriteCalendarAction(int count) =>
        $"Write a calendar with {CountWithNoun(count, "update")}";

    public static string TimeZoneDoesNotExist(string name) => $"Time zone '{name}' does not exist.";

    public static string UpdateAlreadySelected(BcEnvironmentUpdate update, EnvironmentKey environment) =>
        $"The update to {update} is already selected for environment {environment} with this schedule.";

    public static string UpdateRolloutPaused(BcEnvironmentUpdate update, string rollout) =>
        $"Microsoft has paused the rollout of {update} ({rollout}). The update starts after the rollout resumes.";

    public const string ChangeDeclined = "The change was declined. Nothing was sent.";

    public const string LatestRequiresDate =
        "-Latest requires exactly one of -Date, -LastPossible, and -StartNow, which specify when the update starts.";

    public const string LastPossibleRequiresLatest = "-LastPossible requires -Latest. With a version, specify -Date.";

    public const string WaitRequiresStartNow = "-Wait requires -StartNow. An update that starts later cannot be awaited.";

    public const string TargetVersionOrLatestRequired = "Specify the version with -TargetVersion, or use -Latest.";

    public static string ParametersNotCombinable(string one, string other) => $"-{one} and -{other} cannot be combined.";

    public static string UpdateCommandExamples(EnvironmentKey environment, DateTimeOffset date)
    {
        var set = Commands.SetEnvironmentUpdate.In(environment);
        var onDate = set.With("28.4").With("Date", date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return $"To list the versions: {Commands.GetEnvironmentUpdate.In(environment)}. "
            + $"Examples: {onDate} or {set.Switch("Latest").Switch("LastPossible")}";
    }

    public static string UpdateNotSelected(BcEnvironmentUpdate stored, EnvironmentKey environment) =>
        $"The service accepted the request, but the update to {stored} is not selected for environment {environment}.";

    public static string IgnoreUpdateWindowNotApplied(BcEnvironmentUpdate stored, bool kept) =>
        $"The service accepted the request, but IgnoreUpdateWindow of the update to {stored} is {kept}.";

    public static string UpdateDateAdjusted(
        EnvironmentKey environment, BcEnvironmentUpdate stored, DateTimeOffset date, DateTimeOffset sent) =>
        $"The service scheduled the update of environment {environment} to {stored} for {date.UtcDateTime:u}, not for "
        + $"{sent.UtcDateTime:u}. It stores a date at the start of the update window.";

    public static string UpdateScheduled(EnvironmentKey environment, BcEnvironmentUpdate stored, DateTimeOffset date) =>
        $"The update of environment {environment} to {stored} is scheduled for {date.UtcDateTime:u}.";

    public static string UpdateVersionNotAvailable(EnvironmentKey environment, string targetVersion, string? targetVersionType) =>
        $"Environment {environment} cannot be updated to {targetVersion} {targetVersionType}".TrimEnd() + ".";

    public const string NoVersionAvailable = "No version is available.";

    public static string AvailableUpdateVersions(List<BcEnvironmentUpdate> offered) => $"Available versions: {string.Join(", ", offered)}.";

    public static string UpdateNotReleased(BcEnvironmentUpdate update) =>
        $"{update} is not released for this environment yet ({update.ExpectedAvailability ?? "no date"}), so it can be selected but not "
        + "scheduled.";

    public const string OmitUpdateDate = "Omit the date. The service sets one when the version is released.";

    public static string UpdateDateAfterLatest(DateTimeOffset date, BcEnvironmentUpdate update) =>
        string.Create(CultureInfo.InvariantCulture,
        $"{date.UtcDateTime:u} is too late. {update} can be postponed until {update.LatestSelectable?.UtcDateTime:u}.");

    public const string SpecifyLaterUpdateDate = "Specify a later date, or use -StartNow.";

    public const string IgnoreUpdateWindowSuffix = ", regardless of the update window";

    public static string ScheduleUpdateAction(BcEnvironmentUpdate update, DateTimeOffset known, string window) =>
        $"Update to {update} on {known.UtcDateTime:u}{window}";

    public static string SelectUpdateAction(BcEnvironmentUpdate update, string window) => $"Select {update} as the next update{window}";

    public static string UpdatingEnvironment(EnvironmentKey environment, string targetVersion) =>
        $"Updating environment {environment} to {targetVersion}";

    public const string WaitingForUpdateStart = "waiting for the update to start";

    public static string ServiceStartsUpdate(SuggestedCommand updateOperation) =>
        $"the service starts the update. Check it with: {updateOperation}";

    public static string UpdateNotStartedYet(EnvironmentKey environment) =>
        $"The update of environment {environment} has not started yet.";

    public static string CheckSelectedUpdate(SuggestedCommand updateOperation) =>
        $"The update is selected. Check whether it has started with: {updateOperation}";

    public static string SetUpdateWindowAction(TimeSpan start, TimeSpan end, bool utc, string timeZone) =>
        string.Create(CultureInfo.InvariantCulture, $@"Set update window to {start:hh\:mm}-{end:hh\:mm} {(utc ? "UTC" : timeZone)}");

    public static string InvalidTimeOfDay(string time) => $"'{time}' is not a time of day. Use the format HH:mm, such as 22:00.";

    public static string UpdateWindowBelowMinimum(TimeSpan start, TimeSpan end) =>
        string.Create(
        CultureInfo.InvariantCulture, $@"An update window requires at least six hours. {start:hh\:mm}-{end:hh\:mm} is shorter.");

    // Cmdlets/Users

    public static string UserIsConnectionAccount(BcUser user) => $"User {user.UserName} is the account of this connection.";

    public static string UserFileAlreadyWritten(string file) =>
        $"{file} was already written with the users of another environment.";

    public const string SpecifyFilePerEnvironment = "Specify a different file for each environment.";

    public static string WriteUsersAction(string environment, BcConnection connection) =>
        $"Write the users of environment {environment} (tenant {connection.TenantWithNameNested})";

    public static string MoreObjectsRejected(int count, string message) => string.Create(
        CultureInfo.InvariantCulture, $"{count} more {(count == 1 ? "object was" : "objects were")} rejected for the same reason: {message}");

    public static string MoreRowsFailed(int count, string code) => string.Create(
        CultureInfo.InvariantCulture,
        $"{count} more {(count == 1 ? "row" : "rows")} failed with {code}. The result of each row has its Message.");

    public static string RowSummary(int changed, int planned, int unchanged, int skipped, int failed) => string.Join(", ", new[]
    {
        planned > 0 ? string.Create(CultureInfo.InvariantCulture, $"{planned} planned") : null,
        planned > 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{changed} changed"),
        string.Create(CultureInfo.InvariantCulture, $"{unchanged} unchanged"),
        skipped > 0 ? string.Create(CultureInfo.InvariantCulture, $"{skipped} skipped") : null,
        string.Create(CultureInfo.InvariantCulture, $"{failed} failed"),
    }.OfType<string>()) + ".";

    public static string FileHasNoRows(string file) => $"{file} has no rows.";

    public static string UnrecognizedColumns(IEnumerable<string> columns) =>
        $"Unrecognized columns are copied to the output: {string.Join(", ", columns)}.";

    public const string ImportUsersAction = "Import users from Microsoft 365";

    public static string ImportingUsers(EnvironmentKey environment) => $"Importing users into {environment}";

    public const string RemovePermissionSetsCaption = "Remove permission sets";

    public const string GrantFullControlCaption = "Grant SUPER or SECURITY";

    public static string ConfirmExactRemoval(List<UserChange> taken, int users, EnvironmentKey environment) =>
        string.Create(
        CultureInfo.InvariantCulture,
        $"-Exact removes {CountWithNoun(taken.Count, "assigned permission set")} that no row lists (users affected: {users}, environment: "
        + $"{environment}). Do you want to continue?");

    public static string ConfirmFullControlGrant(IOrderedEnumerable<string> sets, BulkItem<UserRow> row, List<string> users, string names) =>
        $"The rows grant {string.Join(" and ", sets)}, which gives full control of data or permissions, "
        + $"in environment {row.Environment} (tenant {row.Connection.TenantWithNameNested}).\n"
        + $"Users ({users.Count}): {PrintableText.Line(names)}\nDo you want to grant it?";

    public const string ExpiryDateWithNeverExpires = "-ExpiryDate and -NeverExpires cannot be combined.";

    public const string SpecifyUserChange = "Specify -ExpiryDate, -NeverExpires, or -ContactEmail.";

    public static string NoUserForImport(EnvironmentKey environment) =>
        $"Environment {environment} returns no user, and the import is called through a user.";

    public static string UserImportSubject(EnvironmentKey environment) => $"import of users into {environment}";

    public const string AppCannotImportUsers =
        "Sign in as an administrator for this step: Connect-BcTenant TENANT -Name admin, then Sync-BcUser … -Connection admin. Otherwise, users "
        + "appear when they first sign in, or after 'Update users from Microsoft 365' on the page Users. Apps can make all other changes of users.";

    // Completion

    public static string VersionsOfRing(string family, string country, string ring) => $"versions of {family}/{country}/{ring}";

    public static string TransfersFromTenant(Guid tenant) => $"transfers from {tenant}";

    public static string PackagesOfCompany(string company) => $"configuration packages of {company}";

    // Configuration

    public static string SeveralAppsDefinePermissionSet(string roleId) => $"Several apps have a permission set {roleId}.";

    public static string AddAppId(List<BcPermissionSet> named) =>
        $"Add the appId: {string.Join(", ", named.Select(set => $"{set.AppId} ({set.ExtensionName})"))}.";

    public static string ExpectedChoice(IReadOnlyList<string> choices) => $"one of {string.Join(", ", choices)}";

    public const string ExpectedBoolean = "true or false";

    public static string ExpectedGuidOrNone(string none) => $"a GUID or \"{none}\"";

    public const string ExpectedGuidArray = "an array of GUIDs";

    public const string ExpectedVersionPolicy = "\"*\", \"latest\", or a minimum version such as \">=28.1\"";

    public static string ExpectedDate(string never) => $"a date such as 2027-06-30 or 2027-06-30T22:00:00Z, or \"{never}\"";

    public const string ExpectedTime = "a time such as 22:00";

    public const string ExpectedEmailAddress = "an email address";

    public const string ExpectedSecretReference = "a reference to a secret, such as \"${secret:ApplicationInsights}\"";

    public const string ExpectedText = "a non-empty string";

    // Configuration/Components

    public const string AppsDescription = "The installed apps. Entries are installed in their order.";

    public const string AppIdDescription = "ID of the app.";

    public const string AppNameDescription = "Name of the app, for readers of the file.";

    public const string AppVersionDescription =
        "Accepted versions: \"*\", \"latest\", or a minimum version such as \">=2.1\". The default is \"*\".";

    public const string AppPathDescription = "The .app file of a per-tenant extension, relative to the file.";

    public static string PackageAppIdMismatch(AppPackage package, Guid id) => $"The file is the package of the app {package} with the ID {id}.";

    public static string AppTermsNotAccepted(string name) =>
        $"Installing app {name} accepts the terms of its publisher and of Microsoft.";

    public const string UseAcceptIsvEula = "Use -AcceptIsvEula to accept them.";

    public static string UpdatesToVersion(BcAppUpdate offer) => $"Updates to {offer.TargetVersionText}.";

    public static string NoAcceptedVersionOffered(BcApp installed, ConfigurationScope scope, VersionPolicy policy) =>
        $"App {installed.Name} has version {installed.VersionText} in environment {scope.Key}, and no offered version matches {policy}.";

    public const string NoAppUpdateOffered = "No update is offered.";

    public static string OfferedAppVersion(BcAppUpdate offer) => $"The offered version is {offer.TargetVersionText}.";

    public const string AddAppFilePath = "Add the path of its .app file: a per-tenant extension has no updates of its own.";

    public static string AppsActivity(ConfigurationScope scope) => $"Apps of {scope.Description}";

    public const string WaitingForAppList = "waiting for the list of apps";

    public static string AppListNotUpdated(ConfigurationScope scope) =>
        $"The list of apps of {scope.Description} does not show the change yet.";

    public static string PackageVersionNotAccepted(AppPackage package, VersionPolicy policy) =>
        $"The version of package {package} does not match {policy}.";

    public static string RequiredAppsMissing(AppPackage package, ConfigurationScope scope, List<Guid> missing) =>
        $"{package} requires apps that environment {scope.Key} does not have: {string.Join(", ", missing)}.";

    public const string AddRequiredApps = "Add them to apps.";

    public static string AppPublishedByDevelopmentTool(BcApp app) =>
        $"{app.Name} was published from a development tool, which can unpublish it.";

    public static string AppDataKept(BcApp app) => $"{app.Name}. Its data stays.";

    public static string AppRequiredByOthers(BcApp app, ConfigurationScope scope, List<BcAppUninstallRequirement> staying) =>
        $"App {app.Name} cannot be uninstalled from environment {scope.Key}: {string.Join(", ", staying)} require it.";

    public const string KeepAppOrRemoveDependents = "Add it to apps, or remove the apps that require it as well.";

    public const string CompaniesDescription =
        "The companies. Set-BcConfiguration creates companies and never deletes one.";

    public const string CompanyNameDescription = "Technical name, up to 30 characters.";

    public const string CompanyNameTooLong = "The name of a company can have up to 30 characters.";

    public const string UseDisplayName = "Put a longer name into displayName.";

    public const string FeatureIdDescription = "ID of the feature.";

    public const string FeatureEnabledDescription = "Whether it is enabled for all users.";

    public const string ListOptionalFeatures =
        "Get-BcFeature lists the features. A feature leaves the list when it becomes mandatory.";

    public static string FeatureEnabledPermanently(BcFeature feature, ConfigurationScope scope) =>
        $"Feature {feature} is enabled in environment {scope.Key} and cannot be disabled again.";

    public const string SetEnabledOrRemoveEntry = "Set enabled to true, or remove the entry.";

    public const string FeatureChangeIsPermanent = "The feature cannot be disabled again.";

    public const string FeatureDataUpdateInBackground = "Updates the data of all companies in the background.";

    public const string UsersDescription = "State, expiry date, and contact email of users. Users are never created or deleted.";

    public const string UserDescription = "User name or sign-in address.";

    public const string ExpiryDateDescription = "End of access in UTC, or \"never\".";

    public const string ContactEmailDescription = "Contact email address.";

    public const string EntryChangesUserAddress =
        "The entry changes the email address that identifies the user, so the user could not be found the next time.";

    public static string SpecifyUserByName(BcUser user) => $"Identify the user as {user.UserName}.";

    public const string UserPermissionSetsDescription = "The permission sets that users have directly.";

    public const string PermissionSetIdDescription = "ID of the permission set.";

    public const string PermissionCompanyDescription = "Name of the company. The default is all companies.";

    public const string PermissionAppDescription =
        "App that defines the permission set, if the ID is not unique. Zeros for a set that users have defined.";

    public const string SecurityGroupPermissionsDescription = "The permission sets of security groups.";

    public const string SecurityGroupKeyDescription = "Code or name of the security group.";

    public static string ConfiguredSecurityGroupNotFound(ConfigurationScope scope, string wanted) =>
        $"Environment {scope.Key} has no security group '{wanted}'.";

    public const string UseGetBcSecurityGroup = "Get-BcSecurityGroup lists the security groups.";

    public const string EnvironmentComponentDescription =
        "The type, localization, and version of the environment. Set-BcConfiguration creates a missing environment only with "
        + "-IncludeEnvironment, and never deletes one.";

    public const string EnvironmentTypeDescription = "Type of the environment. Cannot be changed.";

    public const string EnvironmentCountryDescription = "Two-letter code of the localization. Cannot be changed.";

    public const string EnvironmentRingDescription = "Release ring, such as PROD. Cannot be changed.";

    public const string EnvironmentVersionDescription = "Accepted versions: \"*\", \"latest\", or a minimum version such as \">=28.1\".";

    public static string EnvironmentPropertyNotChangeable(ConfigurationScope scope, string name, ValueChange fixedValue) =>
        $"Environment {scope.Key} has the {name} {fixedValue.Current}, which cannot be changed to {fixedValue.Desired}.";

    public const string CheckFileMatchesEnvironment = "Check that the file is for this environment.";

    public static string SelectsScheduledUpdate(BcEnvironmentUpdate update) =>
        $"Selects the update to {update}; the service installs it at its date.";

    public static string NoAcceptedEnvironmentVersionOffered(ConfigurationScope scope, ItemChange change, string policy) =>
        $"Environment {scope.Key} has version {change.Current?["version"]}, and no version that {policy} accepts is offered.";

    public const string UpdateWindowDescription = "The time window in which updates can start.";

    public const string UpdateWindowStartDescription = "Start time, in the time zone of the window.";

    public const string UpdateWindowEndDescription =
        "End time, in the time zone of the window. An end time before the start time is on the next day.";

    public const string UpdateWindowTimeZoneDescription = "Windows ID of the time zone, such as Romance Standard Time.";

    public static string UpdateWindowMemberRequired(ConfigurationScope scope, ComponentMember member) =>
        $"Environment {scope.Key} has no update window yet, so {member.Name} is required.";

    public static string UpdateWindowTooShort(ItemChange change) =>
        $"An update window must be at least six hours long; {change["start"]} to {change["end"]} is shorter.";

    public static string UpdateWindowTimeZoneNotFound(string wanted) => $"The service has no time zone '{wanted}'.";

    public const string UseGetBcTimeZone = "Get-BcTimeZone lists the time zones.";

    public const string AppUpdateCadenceDescription = "When AppSource apps are updated with the environment.";

    public const string PartnerAccessDescription = "Which partners can administer the environment.";

    public static string PartnerTenantsDescription(string selected) => $"Tenant IDs of the partners, with {selected}.";

    public static string PartnerTenantsRequireSelectedAccess(string selected) => $"partnerTenants requires the access {selected}.";

    public const string MicrosoftLicenseAccessDescription =
        "Whether users without a Business Central license can read with their Microsoft 365 license.";

    public const string MicrosoftLicenseAccessEnabledDescription = "Whether it is enabled.";

    public const string AccessGroupDescription = "The Microsoft Entra group whose members can sign in to the environment, or \"none\".";

    public const string AccessGroupIdDescription = "Object ID of the group, or \"none\".";

    public const string SupportContactDescription = "The support contact that users of the environment see. Cannot be removed.";

    public const string SupportContactUrlDescription = "Address of a web page.";

    public const string ApplicationInsightsDescription =
        "The connection string of Application Insights, as a reference to a secret. A change restarts the environment.";

    public const string ApplicationInsightsSecretDescription = "Reference, such as \"${secret:ApplicationInsights}\".";

    public const string ApplicationInsightsChangeRestartsEnvironment = "Restarts the environment.";

    public const string NotificationRecipientsDescription = "The recipients of notifications about the tenant's environments.";

    public const string RecipientNameDescription = "Display name. The default is the email address.";

    public const string AuthorizedAppsDescription = "The Microsoft Entra apps that can use the Admin Center API.";

    public const string AuthorizedAppClientIdDescription = "Application (client) ID.";

    public static string AuthorizedAppsRequireUserSignIn(ConfigurationScope scope) =>
        $"The service accepts changes of authorized apps from users only, and {scope.Connection.Name} is signed in as an app.";

    // Configuration

    public static string ConfigurationTenantMismatch(ConfigurationNode tenant, BcConnection connection) =>
        $"The configuration is for tenant {tenant.Text}, and the connection is to {connection.Name} ({connection.TenantId}).";

    public const string UseMatchingTenantOrRemoveMember =
        "Connect to that tenant, or remove the member tenant to use the configuration for any tenant.";

    public static string EnvironmentComponentConfiguredTwice(
        BcEnvironment environment, ComponentSchema component, Dictionary<ComponentSchema, DesiredItems> items) =>
        $"Two entries for environment {environment.Key} define {component.MemberName}. The first one is {items[component].Place}.";

    public const string RemoveComponentFromOtherEntries = "Remove it from all entries except one.";

    public static string EntryMatchesNoEnvironment(ConfigurationEntry entry) =>
        $"{entry.Place}: None of the environments that were read matches '{entry.Label}'.";

    public const string SecretNotAllowedAsParameter = "a secret, which belongs to -Secret";

    public static string ConfigurationParameterNotText(DictionaryEntry entry, string kind) =>
        $"The value of '{entry.Key}' in -Parameter is {kind}, and a configuration requires a string.";

    public static string ConfigurationSecretNotSecureString(string name) => $"The value of '{name}' in -Secret is not a SecureString.";

    public static string ConfigurationSecretHasNoValue(string name) => $"The secret '{name}' has no value.";

    public static string ProvideConfigurationSecret(string name) =>
        $"Add -Secret @{{ {PowerShellText.Quote(name)} = SECURESTRING }}, or store it with Set-Secret "
        + "of Microsoft.PowerShell.SecretManagement.";

    public static string NoConfigurationForTenant(BcConnection connection) =>
        $"The folder has no configuration for tenant {connection.TenantWithName} ({connection.TenantId}).";

    public static string SeveralConfigurationsForTenant(BcConnection connection, IEnumerable<ConfigurationDocument> documents) =>
        $"Several folders configure tenant {connection.TenantWithName}: {string.Join(", ", documents.Select(document => document.Path))}.";

    public static string ConfigurationNotUsed(ConfigurationDocument document) =>
        $"The configuration in {document.Path} was not used, because its tenant {document.Tenant?.Text} is not connected.";

    public const string ProvideOneConfigurationPerTenant =
        "A folder for several tenants has one folder for each tenant. To compare or change only some of the tenants, specify them with -Connection.";

    public static string ConfigurationRequiresTenant(ConfigurationDocument document) =>
        $"The configuration in {document.Path} does not specify its tenant.";

    public const string AddMemberTenant =
        "Add the member tenant with the ID or the domain of the tenant, which is required in a folder for several tenants.";

    public static string FolderHasNoJsonFiles(string path) => $"Folder {path} has no .json files.";

    public const string UseExportBcConfiguration = "Create a configuration with Export-BcConfiguration.";

    public static string ConfigurationParameterNotFound(string unused) => $"The configuration has no parameter '{unused}'.";

    public static string TenantComponentConfiguredTwice(
        string name, Dictionary<ComponentSchema, DesiredItems> tenantItems, Dictionary<string, ComponentSchema> components) =>
        $"Two files in the folder define {name}. The first one is {tenantItems[components[name]].Place}.";

    public static string ConfigurationFilesTenantMismatch(ConfigurationNode tenant) =>
        $"Another file in the folder is for another tenant: {tenant.Place}.";

    public const string EntryRequiresNameOrMatch = "An entry for environments has either name or match.";

    public static string EnvironmentConfiguredTwice(ConfigurationEntry entry, ConfigurationEntry earlier) =>
        $"Environment {entry.Key} has two entries. The first one is {earlier.Place}.";

    public const string MatchRequiresNameOrType = "match requires name, type, or both.";

    public static string ConfigurationItemListedTwice(ConfigurationItem read, Dictionary<string, FilePlace> keys) =>
        $"{read.Key} is listed twice. The first entry is {keys[read.Key]}.";

    public static string EntryRequiresMember(ComponentMember member) => $"The entry requires the member {member.Name}.";

    public static string SecretReferenceExpected(ComponentMember member) => $"The value is not {member.Expected}.";

    public const string UseSecretReference = "Store the value in a secret store, and refer to it.";

    public static string ConfigurationValueNotText(string capital) => $"{capital} is not a string.";

    public const string ConfigurationValueEmpty = "The string is empty.";

    public const string RemoveMemberToKeepValue = "Remove the member to leave the value as it is.";

    public const string SecretReferenceNotAllowed = "A secret can only be the value of applicationInsights.";

    public static string ReferenceKindNotSupported(string kind) => $"References to '{kind}' are not supported.";

    public const string UseParameterReference = "Use ${parameter:NAME} for values of -Parameter.";

    public static string ConfigurationParameterHasNoValue(string name) => $"The parameter '{name}' has no value.";

    public static string UnknownConfigurationMember(string name) => $"The member '{name}' is not known.";

    public static string KnownConfigurationMembers(IReadOnlyCollection<string> known) => $"The members are {string.Join(", ", known)}.";

    public static string DuplicateConfigurationMember(string name) => $"The member '{name}' occurs twice.";

    public static string UnexpectedConfigurationValue(string capital, string expected) => $"{capital} is not {expected}.";

    public static string UnexpectedMemberValue(string capital, ComponentMember member) => $"{capital} is not {member.Expected}.";

    public static string NumberValue(string text) => $"the number {text}";

    public static string ConfigurationFileNotValidJson(string reason) => $"The file is not valid JSON. {reason}";

    public const string ConfigurationTextEncodingInvalid = "A string is not valid UTF-8.";

    public static string MissingEnvironmentReason(MissingEnvironment missing) =>
        (missing.Kind is null ? "The environment does not exist, and the file does not describe it."
        : "Requires -IncludeEnvironment.")
        + (missing.Suggestion is null ? string.Empty : $" Did you mean '{missing.Suggestion}'?");

    public static string ConfigurationComponentNotReadable(ComponentSchema component, ConfigurationScope scope, BcException failure) =>
        $"{component.Name} of {scope.Description} could not be read: {failure.Message}";

    public static string ReasonWithSuggestion(BcConfigurationException refusal) => $"{refusal.Reason} Did you mean '{refusal.Suggestion}'?";

    public static string InactiveEnvironmentContentNotReadable(ConfigurationScope scope) =>
        $"Environment {scope.Key} has the status {scope.Environment.Status}, so its content cannot be read.";

    public static string EnvironmentNotInTenantOrConfiguration(BcConnection connection, string name) =>
        $"Neither tenant {connection.TenantWithName} nor the configuration has an environment '{name}'.";

    public const string TenantNotChangedInvalidEntries =
        "Nothing was changed in this tenant, because the configuration has entries that cannot be applied.";

    public static string CreatingConfiguredEnvironment(ScopePlan plan) => $"Creating environment {plan.Scope.Key}";

    public static string NothingToChange(ScopePlan plan) => $"Nothing to change in {plan.Scope.Description}.";

    public static string ComponentChangedAfterPlan(ComponentPlan plan, ConfigurationScope scope) =>
        $"{plan.Component.Schema.Name} of {scope.Description} changed after the plan was made.";

    public const string RerunToApplyNewPlan = "Run the cmdlet again to see and apply the new plan.";

    public static string RestartingConfiguredEnvironment(ConfigurationScope scope) => $"Restarting environment {scope.Key}";

    public static string ConfiguredEnvironmentNotFound(BcConnection connection, EnvironmentKey key) =>
        $"Tenant {connection.TenantWithName} has no environment '{key}'.";

    public const string CorrectNameOrDescribeEnvironment = "Correct the name, or describe the environment in the member environment.";

    public const string UseIncludeEnvironment = "Use -IncludeEnvironment to create it.";

    public static string EnvironmentCreationRequiresMember(EnvironmentKey key, string required) => $"Creating environment {key} requires {required}.";

    public static string NoAcceptedVersionForCountryAndRing(string policy, ConfigurationItem kind, string ring) =>
        $"No version that {policy} accepts is offered for country {kind["country"]} and ring {ring}.";

    public const string NoCreationVersionOffered = "No version is offered.";

    public static string NewestOfferedVersion(Version newest) => $"The newest version is {newest}.";

    public const string NewEnvironmentNotConfiguredInvalidEntries =
        "Nothing else was changed in the new environment, because the configuration has entries that cannot be applied.";

    public const string SchemaReferenceDescription = "The JSON schema of this file.";

    public const string SchemaDescription =
        "The desired state of a Business Central tenant, or of its environments. Members that are omitted are not managed.";

    public const string SchemaEnvironmentsDescription = "The settings of environments: one entry for each name, or for all environments that match.";

    public const string SchemaMatchDescription = "The environments that the entry applies to, by name and type.";

    public const string SchemaTenantDescription =
        "Tenant ID or domain. Cmdlets reject a connection to another tenant. Remove it for a configuration that applies to any tenant.";

    public const string SchemaEnvironmentNameDescription = "Name of the environment.";

    public const string SchemaApplicationFamilyDescription = "Application family of the environment. The default is BusinessCentral.";

    public const string SchemaNamePatternDescription = "Name pattern with the wildcards * and ?.";

    public const string SchemaMatchTypeDescription = "Type of the environments.";

    // Connections

    public static string ConnectedTo(BcConnection connection, int? environments) =>
        $"Connected to {connection.Name}{(connection.Account is { } account ? $" as {account}" : string.Empty)}"
        + (connection.IsReadOnly ? ", read-only" : string.Empty)
        + (environments is { } count ? $": {CountWithNoun(count, "environment")}." : ".");

    public static readonly string StartWithCommands = $"Start with {Commands.GetEnvironment} or {Commands.FindCommand} <words>.";

    public static string EnvironmentsNotCounted(BcException failure) => $"The environments were not counted: {failure.Message}";

    public static string CertificateNotInPersonalStore(string thumbprint) =>
        $"The certificate {thumbprint} is not in the personal store of this user or of the computer.";

    public const string ImportCertificateOrUseCertificatePath = "Import it for the account that runs the command, or use -CertificatePath.";

    public static string CertificateFileNotReadable(string path, Exception exception) =>
        $"The certificate {path} cannot be read: {exception.Message.TrimEnd('.')}.";

    public const string CheckCertificatePasswordAndFile =
        "Check -CertificatePassword. The file must contain the certificate and its private key, as .pfx or .pem.";

    public static string CertificateHasNoPrivateKey(X509Certificate2 certificate) => $"The certificate {certificate.Thumbprint} has no private key.";

    public static string CertificatePrivateKeyUnusable(CryptographicException exception) =>
        $"The private key of the certificate cannot be used: {exception.Message.TrimEnd('.')}.";

    public const string UseKeyOwnerOrGrantReadAccess =
        "Run the command with the account that owns the key, or grant this account read access to it "
        + "(certlm.msc: All Tasks, Manage Private Keys).";

    public const string NotConnectedToTenant = "Not connected to a tenant.";

    public static string ConnectTenantFirst => $"Sign in first: {Commands.ConnectTenant.With("contoso.com")}";

    public static string AdviceWithSentence(string advice, string sentence) => $"{advice.TrimEnd('.')}. {sentence}";

    public static string TenantNotConnected(string tenant, string id) => tenant == id
        ? $"This session has no connection to tenant {id}." : $"This session has no connection to tenant {tenant} ({id}).";

    public static string ConnectToTenant(SuggestedCommand command) =>
        $"To connect: {command}. {Commands.GetConnection} lists the connections of this session.";

    public static string ConnectionNotFoundInSession(string name) => $"This session has no connection '{name}'.";

    public static string NoConnectionMatches(string pattern) => $"No connection of this session matches '{pattern}'.";

    public static string UnusedConnectionsToSameTenants(IEnumerable<BcConnection> unused) =>
        $"Connections that are not used, because another connection to the same tenant is: {string.Join(", ", unused)}.";

    public static string PassConnectionToRunspace =>
        $"Connections belong to the runspace that opened them. In ForEach-Object -Parallel and thread jobs, pass one: $connection = "
        + $"{Commands.GetConnection} -Current, then -Connection $using:connection.";

    public static string ConnectInsideJob =>
        $"A job runs in its own process, which has no connections. Run {Commands.ConnectTenant} in its script block, or use Start-ThreadJob with "
        + "-Connection $using:connection.";

    public static string ListOrCreateConnections => $"{Commands.GetConnection} lists the connections. {Commands.ConnectTenant} creates one.";

    public const string RunspaceRequired = "A cmdlet runs in a runspace.";

    public static string NoConnectionCurrentBecause(string failedSwitch) => $"No connection is current, because {failedSwitch}";

    public static string RunAgain(SuggestedCommand command) => $"Run {command} again.";

    public static string ReconnectOrSelectConnection(SuggestedCommand connect, List<BcConnection> connections) =>
        $"Run {connect} again, or {Commands.SelectConnection} with the name of an open connection: "
        + $"{string.Join(", ", connections)}.";

    public const string NoCurrentConnectionSelected = "Several connections are open and none of them is the current one.";

    public static string SelectConnectionOrSpecifyName =>
        $"Choose one: {Commands.SelectConnection} NAME, or -Connection NAME (-Connection * for all).";

    public static string ConnectionSwitchFailed(string describe, BcException failure) => $"{describe} failed with {failure.Code}: {failure.Message}";

    public static string ConnectionSwitchEndedWithoutConnection(string describe) =>
        $"{describe} ended before it signed in, because it received no input or a parameter was not valid.";

    public const string PrivateFileIsNotReplaced =
        "The file can contain the only copy of a key or a secret, so it is not replaced. Use the path of a new file.";

    public static string FileCannotBeWritten(string path, Exception exception) => $"{path} cannot be written: {exception.Message}";

    public static string ValueNotAccessToken(string parameter, string problem) => $"The value of -{parameter} is not an access token: {problem}.";

    public const string PassTokenAsReturned =
        "Pass the token as the sign-in service returned it, for example: "
        + "-AccessToken (Get-AzAccessToken -ResourceUrl https://api.businesscentral.dynamics.com -AsSecureString).Token";

    public const string TokenProblemEmpty = "it is empty";

    public const string TokenProblemWhiteSpace = "it contains spaces or line breaks";

    public const string TokenProblemInvalidCharacters = "it contains characters that are not valid in a token";

    public const string TokenProblemIsId = "it is an ID";

    public const string TokenProblemIncompleteJsonWebToken = "it is not a complete JSON Web Token";

    public static string InvalidApplicationFamily(string applicationFamily) =>
        $"'{applicationFamily}' is not a valid application family. Use only letters, digits, and hyphens.";

    public static string MicrosoftGraphAddressUnknown(Uri authority) =>
        $"The address of Microsoft Graph in the cloud of {authority.Host} is unknown.";

    public static string SimulatorTenantNotFound(SimulatorProcess simulator, string? tenant) =>
        $"The simulator {simulator.Name} has no tenant {tenant}.";

    public static string SimulatorTenants(SimulatorProcess simulator) =>
        $"Tenants: {string.Join(", ", simulator.Tenants.Take(10).Select(item => item.Domain))}.";

    public static string SimulatedCallerNotFound(SimulatedTenant tenant, SimulatedCaller caller) =>
        $"The simulated tenant {tenant.Domain} has no caller of the type {caller}.";

    public static string ScriptBlockReturnedNoToken(string parameter) => $"The script block of -{parameter} returned no token.";

    // Discovery

    public static string CmdletNotFound(string name, IReadOnlyList<string> commands, string explanation) =>
        $"There is no cmdlet {name}. {(explanation.Length > 0 ? explanation : UseCmdlets(commands))}";

    public static string UseCmdlets(IReadOnlyList<string> commands) => $"Use {string.Join(" or ", commands)}.";

    public static string NoMatchingCmdlet(string words) =>
        $"No cmdlet matches '{words}'. Use other words, or run {Commands.FindCommand} without words to list all cmdlets by area. "
        + "Invoke-BcApi calls APIs for which there is no cmdlet.";

    public const string CommandHintsDescription = "Suggests cmdlets for names that BcAdmin does not have.";

    public const string MostSimilarCmdlets = "The most similar cmdlets of BcAdmin are:";

    // Errors

    public const string CheckApplicationFamily = "Check -ApplicationFamily. It is BusinessCentral for all apps except Embed apps.";

    public const string UseAnotherNameOrRemoveObject = "Choose another name, or remove the object that has it.";

    public const string EnvironmentNameRules =
        "A name starts with a letter, has only letters, digits, - and _, has at most 29 characters, and is not a reserved word.";

    public const string UseAnotherNameOrReplace =
        "Choose another name, or use -Replace, which deletes the environment that has the name before the copy starts.";

    public static string WaitForOtherOperation(FailedCall call, Guid? operation) => operation is { } id
        ? $"Wait until the other operation has ended, then run the command again: {Commands.WaitOperation.With(id).On(call.Connection)}"
        : "Wait until the other operation has ended, then run the command again. To find the operation: "
            + $"{Commands.GetOperation.In(call.Environment).On(call.Connection)}";

    public static string WaitForEnvironmentCreation(FailedCall call) =>
        "Another environment is being created. To wait for it: "
        + $"{Commands.GetOperation.With("Status", "running").On(call.Connection).Then(Commands.WaitOperation)}";

    public static string EnvironmentDeletionInProgress(FailedCall call) =>
        "The environment is already being deleted. To list its operations: "
        + Commands.GetOperation.In(call.Environment).On(call.Connection);

    public const string RemoveOrBuyEnvironments = "Remove an environment of this type, or buy more. Soft-deleted environments do not count.";

    public const string FreeOrBuyStorage = "The storage of the tenant is full. Free storage, or buy more.";

    public const string CountryRingOrVersionNotAvailable =
        "The service does not offer this combination of country, ring, and version to the tenant. Choose another combination.";

    public const string UpdateWindowMinimumLength = "An update window is at least six hours long.";

    public static string MoveSelectedUpdateFirst =>
        $"The window does not match the date of the selected update. Move the update first, with {Commands.SetEnvironmentUpdate}.";

    public static string SpecifySelectableDate(FailedCall call) =>
        $"Specify a date from today to LatestSelectable of {Commands.GetEnvironmentUpdate.In(call.Environment).On(call.Connection)}";

    public static string AppNotInstallableReasons(FailedCall call) =>
        "The app is already installed, was uninstalled less than a minute ago, or is not offered in this version for the country of the "
        + "environment. "
        + $"{Commands.GetApp.In(call.Environment).On(call.Connection)} lists the installed apps, "
        + $"{Commands.GetAppUpdate.In(call.Environment).On(call.Connection)} the available updates.";

    public static string WaitForActiveEnvironment(FailedCall call) =>
        $"The environment must be Active. To wait for that: {Commands.WaitEnvironment.In(call.Environment).On(call.Connection)}";

    public static string OnlySoftDeletedEnvironmentsRestorable(BcConnection? connection) =>
        "Only a soft-deleted environment can be restored. To list them: "
        + Commands.GetEnvironment.With("Status", "SoftDeleted").On(connection);

    public const string PowerPlatformLinkRequirements =
        "A link is one to one. Both environments must be active, of the same type, and in the same Azure geography.";

    public static string DatabaseExportRequirements(FailedCall call) =>
        "An export requires a paid subscription, the permission set D365 BACKUP/RESTORE in the environment, and at least one "
        + "export left in this month: "
        + $"{Commands.GetDatabaseExportQuota.In(call.Environment).On(call.Connection)}";

    public const string FamilyAccessInUseByCustomer =
        "Access cannot be removed while the customer has an environment of that family.";

    public static string RunningEnvironmentRequired(FailedCall call) =>
        $"The environment must be running. To see its status: {Commands.GetEnvironment.In(call.Environment).On(call.Connection)}";

    public const string TransferRequiresInternalAdministrator =
        "Only an internal administrator of the tenant can transfer environments. Partners, guests, and apps cannot.";

    public const string DelegatedAdministratorRequired =
        "Only a delegated administrator of the customer can do this, with the role Dynamics 365 Administrator or higher. "
        + "Internal users, guests, and apps cannot.";

    public const string DatabaseExportPermissionRequired =
        "The caller requires the permission set D365 BACKUP/RESTORE in the environment, and an administrator role.";

    public static string CheckTenantAndTokenAudience(string authorizationFirst) =>
        $"{authorizationFirst} Check the tenant, and that the token is for https://api.businesscentral.dynamics.com.";

    public const string EnvironmentPermissionSetsRequired =
        "The caller lacks permission sets in the environment. An app requires D365 AUTOMATION, and EXTEN. MGT. - ADMIN for extensions. "
        + "An app cannot have SUPER.";

    public static string CancelableOperations(FailedCall call) =>
        "Only a running update or data upgrade outside its enforced update period can be canceled. "
        + $"{Commands.GetOperation.In(call.Environment).On(call.Connection)} shows the type and the status.";

    public const string ServiceRateLimits =
        "The service limits the calls of each user. The Automation API allows 6,000 calls in 5 minutes, and 5 at a time. "
        + "Run the command again later, or with fewer parallel calls.";

    public const string ServiceTimedOutCheckState =
        "The service stopped waiting after some minutes, and may have made the change. "
        + "Check the state before you run the command again.";

    public const string ServiceUnavailableRetryLater = "The service is not available. Run the command again in a few minutes.";

    public const string CallNotOfferedByServer = "This server does not offer the call.";

    public static string MicrosoftGraphSignInRejected => $"Microsoft Graph did not accept the sign-in. Sign in again: {Commands.ConnectTenant}";

    public const string ListCustomersRequiresPermission =
        "The list of customers requires the permission DelegatedAdminRelationship.Read.All of Microsoft Graph in the tenant of the partner: "
        + "an app requires the application permission with admin consent; a user requires a role of the partner such as Admin Agent.";

    public const string AppRegistrationRequiredRoles =
        "Registering an app requires the role Application Developer where the tenant does not allow it to all users. "
        + "Changing the apps of others and granting consent requires the role Cloud Application Administrator, "
        + "Application Administrator, Privileged Role Administrator, or Global Administrator.";

    public const string MicrosoftGraphRateLimitReached = "Microsoft Graph limits calls. Run the command again in a minute.";

    public const string EnvironmentChangingRetryLater =
        "The environment is changing, for example because extensions are being installed. Run the command again in a few minutes.";

    public const string UninstallListedAppsFirst =
        "Uninstall these apps first, or use -IncludeDependent. The property Requirements of the exception contains them as objects.";

    public const string InstallListedAppsFirst =
        "Install or update these apps first, or use -IncludeDependency. The property Requirements of the exception contains them as objects.";

    public const string InstallDependenciesFirst = "First install or update the apps that this app depends on, or use -IncludeDependency.";

    public const string UninstallDependentAppsFirst = "First uninstall the apps that depend on this app, or use -IncludeDependent.";

    public static string EnvironmentWasDeleted(string name, string deleted, BcConnection? connection) =>
        $"Environment {name} was deleted and can be recovered: {Commands.RestoreDeletedEnvironment.With(deleted).On(connection)}";

    public static string ListAccessibleEnvironments(BcConnection? connection) =>
        $"{Commands.GetEnvironment.On(connection)} lists the environments that this sign-in can access. Environments without partner access are "
        + "not listed.";

    public const string SchemaChangeRejectedDespiteForceSync =
        "The service rejected the change of the database despite -SyncMode ForceSync. Correct the app and raise its version.";

    public static string BreakingSchemaChange(string forceSync) => $"The app removes or changes tables or fields. {forceSync}";

    public static string BreakingSchemaChangeUnknownSource(string forceSync) =>
        $"The app removes or changes tables or fields. Marketplace app: contact its publisher. Per-tenant extension: {forceSync}";

    public static string ListCompaniesOfEnvironment(FailedCall call) =>
        $"{Commands.GetCompany.In(call.Environment).On(call.Connection)} lists the companies of the environment.";

    public static string CompanyParameterRequired(string list) =>
        $"The call requires a company, and this user has no default company. Specify -Company. {list}";

    public static string RunTestConnection(FailedCall call, ServiceApi inEnvironment) =>
        $"{Commands.TestConnection.In(call.Request.Api == inEnvironment ? call.Environment : null).On(call.Connection)} shows what is missing.";

    public static string KeepSchemaOrUseForceSync =>
        $"Keep them in the app, or use {Commands.PublishApp} with -SyncMode ForceSync, which deletes their data.";

    public static string AssignMissingPermission =>
        "The caller lacks the permission that the message names. Assign a permission set that contains it: to a user with "
        + $"{Commands.AddUserPermission}, to an app on the page Microsoft Entra Applications of the environment.";

    public const string RedirectNotFollowed =
        "The service returned a redirect, and redirects are not followed. Check -Endpoint.";

    public const string ObjectChangedSinceRead =
        "The object changed after it was read. Read it again, and run the command again.";

    public const string OnlyAppsCanCall =
        "Only apps can make this call: connect with -ClientId.";

    public const string OnlyUsersCanCall =
        "Only users can make this call, not apps: connect as an administrator of the tenant.";

    public static string CorrectStateOrPermission(string permission) =>
        $"Correct what the message names, and run the command again. If it names a missing permission: {permission}";

    public static string ListRemovableApps(EnvironmentKey? environment, BcConnection? connection) =>
        "Business Central requires this app. To list the apps that can be uninstalled: "
        + $"{Commands.GetApp.In(environment).On(connection)} | Where-Object CanBeUninstalled";

    public const string AppInstallationPermissionRequired =
        "To install or uninstall apps, the caller requires the permission set EXTEN. MGT. - ADMIN (D365 EXTENSION MGT in old versions) in the "
        + "environment. For a Microsoft Entra app, assign it on the page Microsoft Entra Applications.";

    public const string CallerNotAcceptedInEnvironment =
        "The environment does not accept this caller. An app must be set up in the environment (page Microsoft Entra Applications: client ID, "
        + "state Enabled, permission sets such as D365 AUTOMATION) and requires Automation.ReadWrite.All with admin consent. "
        + "A signed-in user must be a user of the environment.";

    public static string AppAuthorizationRequired =>
        $"An app must be in the list of Authorized Microsoft Entra apps of the admin center ({Commands.AddAuthorizedApp}), "
        + "and requires the application permission AdminCenter.ReadWrite.All with admin consent. "
        + "A user requires an administrator role in the tenant; a partner gets it through GDAP.";

    public static string AdminCenterPermissionRequired =>
        "An app requires the application permission AdminCenter.ReadWrite.All with admin consent, and must be in the list of Authorized "
        + $"Microsoft Entra apps of the admin center ({Commands.AddAuthorizedApp}). "
        + "A user requires the role Dynamics 365 Business Central Administrator or higher; a partner gets it through GDAP.";

    public static string MessageWithSuggestion(string text, string suggestion) => $"{text} Did you mean '{suggestion}'?";

    public static string SignInAsAdministrator(BcConnection connection) =>
        $"Sign in as an administrator: {connection.TenantCommand}, or with -DeviceCode where no browser is available.";

    public const string NotConnectedMeaning = "No connection is current, or no connection has this name.";

    public const string AmbiguousConnectionMeaning = "Several connections match: use Select-BcConnection or -Connection.";

    public const string TenantNotFoundMeaning = "The simulator has no tenant with this name.";

    public const string UserRequiredMeaning = "The service accepts this call from users only.";

    public const string AppRequiredMeaning = "The service accepts this call from apps only.";

    public const string ReadOnlyConnectionMeaning =
        "The connection was opened with -ReadOnly, and the call changes something; nothing was sent.";

    public const string HostNotAllowedMeaning = "The address is not on the host of the connection; nothing was sent.";

    public const string EndpointNotAvailableMeaning = "The server, or the version in -ApiVersion, does not have this call.";

    public const string ApiVersionTooOldMeaning = "-ApiVersion is older than 2.9.";

    public const string ApiVersionTooNewMeaning = "The service does not have the version in -ApiVersion.";

    public const string SignInFailedMeaning =
        "Microsoft Entra ID rejected the sign-in; the message has its code, such as AADSTS7000215.";

    public const string SignInCanceledMeaning = "The user canceled the sign-in.";

    public const string SignInTimedOutMeaning = "The user did not complete the sign-in in time.";

    public const string SignInRequiredMeaning = "The sign-in has expired: run Connect-BcTenant again.";

    public const string SignInUnreachableMeaning = "The sign-in service cannot be reached.";

    public const string BrowserNotAvailableMeaning = "No browser can be opened: use -DeviceCode.";

    public const string ManagedIdentityUnavailableMeaning = "The computer has no managed identity, or it is not enabled.";

    public const string FederatedTokenUnavailableMeaning = "The file or script block returned no federated token.";

    public const string TokenExpiredMeaning = "The token of -AccessToken has expired.";

    public const string TokenInvalidMeaning = "The value of -AccessToken is not an access token.";

    public const string TokenNotRenewableMeaning = "The service rejected the token of -AccessToken, which cannot be renewed.";

    public const string TokenCacheFailedMeaning = "The token cache of -Persist cannot be used.";

    public const string CertificateNotFoundMeaning = "The certificate of the app is not in a store of this account or computer.";

    public const string CertificateNotReadableMeaning = "The certificate file of the app cannot be read: wrong password or not a certificate.";

    public const string CertificateWithoutKeyMeaning = "The certificate of the app has no private key.";

    public const string CertificateKeyNotReadableMeaning = "This account cannot use the private key of the app's certificate.";

    public const string CertificateNotTrustedMeaning = "The certificate of the server is not trusted; often a proxy inspects the traffic.";

    public const string UnreachableMeaning = "No connection to the service, or its name cannot be resolved; nothing was sent.";

    public const string TlsHandshakeFailedMeaning = "No secure connection to the service; nothing was sent.";

    public const string ProxyTunnelFailedMeaning = "The proxy does not open a connection to the service; nothing was sent.";

    public const string ProxyAuthenticationRequiredMeaning = "The proxy requires credentials (407): set them in HTTPS_PROXY.";

    public const string ConnectionLostMeaning = "The connection ended before the answer arrived.";

    public const string RequestTimeoutMeaning = "The service did not answer in time.";

    public const string UnexpectedResponseMeaning = "The answer is not the expected JSON; often it is the page of a proxy.";

    public const string BatchNotAnsweredMeaning = "The service left a call of a batch without an answer.";

    public const string InvalidArgumentMeaning = "Parameters that do not fit together, or a value that is null or not valid.";

    public const string InvalidPatternMeaning = "A name that is neither exact nor a valid wildcard pattern.";

    public const string InputTypeNotAcceptedMeaning = "A piped object of another type; the message names both types.";

    public const string InputTenantMismatchMeaning =
        "An object that is piped or specified as an argument belongs to a tenant that -Connection does not include; the message names both. Or the "
        + "arguments are objects of several tenants.";

    public const string InputKeyMissingMeaning = "A piped row without the column of the key, such as EnvironmentName.";

    public const string ConfirmationRequiredMeaning = "The session cannot answer a prompt: use -Force.";

    public const string EulaNotAcceptedMeaning = "Installing an app requires -AcceptIsvEula.";

    public const string FileNotFoundMeaning = "The file or folder does not exist.";

    public const string FileNotReadableMeaning = "The file cannot be read; the message names the line that cannot be decoded or parsed.";

    public const string FileNotWritableMeaning = "The file cannot be written.";

    public const string FileTooLargeMeaning = "The service does not accept files of this size.";

    public const string FileAccessFailedMeaning = "This account cannot use the file or folder.";

    public const string InvalidDataMeaning = "A value or file does not have the expected format.";

    public const string CryptographyFailedMeaning = "A certificate or key cannot be used.";

    public const string NotSupportedByOperatingSystem = "The operating system cannot do this.";

    public const string TenantNotReadableMeaning = "Nothing could be read from any tenant of a report, so no report was written.";

    public const string InternalErrorMeaning = "An error in BcAdmin: report it with the output of Get-Error.";

    public const string InvalidConfigurationMeaning = "A mistake in a configuration file; the message names the file, line, and column.";

    public const string ConfigurationMismatchMeaning = "The configuration is for another tenant, environment, or app.";

    public const string ConfigurationUnknownMeaning =
        "A part of the tenant could not be read, so it is not known whether it matches the configuration.";

    public const string ConfigurationChangedMeaning = "The tenant has changed since the plan was made; run the cmdlet again.";

    public const string SecretNotFoundMeaning = "A configuration refers to a secret that neither -Secret nor a secret store has.";

    public const string AppIsRequiredMeaning = "Other installed apps require the app.";

    public const string EnvironmentNotActiveMeaning = "The environment is not active, so its content cannot be read.";

    public const string EnvironmentNotFoundMeaning = "No environment has this name, or it is not running; the same code from each API.";

    public const string AmbiguousExtensionMeaning = "Several extensions or versions have this name: use the package ID.";

    public const string AmbiguousRecipientMeaning = "Several notification recipients have this name: use the email address.";

    public const string AmbiguousVersionMeaning = "Several versions start with this text: use the full version.";

    public const string AmbiguousAppMeaning = "Several apps have this name: use the ID.";

    public const string AmbiguousPermissionSetMeaning = "Several permission sets have this ID: specify the app and the scope.";

    public const string AmbiguousSecurityGroupMeaning = "Several security groups have this name: use the code.";

    public const string AmbiguousUserMeaning = "Several users have this address: use the user name.";

    public const string ResourceExistsMeaning = "The name is already in use.";

    public const string LastCompanyMeaning = "The only company of an environment cannot be deleted.";

    public const string ProductionRequiredMeaning = "Outages are reported for production environments only.";

    public const string OutageReportFailedMeaning = "The service accepted the outage report but created no support request.";

    public const string MaximumNumberOfCompaniesReachedMeaning = "The environment cannot have more companies.";

    public const string MaximumNumberOfExportsReachedMeaning = "No export is left in this month.";

    public const string MaximumNumberOfRecipientsReachedMeaning = "The tenant cannot have more notification recipients.";

    public const string OperationFailedMeaning = "The operation failed; see WHILE WAITING.";

    public const string OperationTimeoutMeaning = "-TimeoutSec has passed and the operation continues; see WHILE WAITING.";

    public const string OperationNotStartedMeaning = "The task scheduler did not start the task within 15 minutes.";

    public const string OperationNotFoundMeaning = "The service does not have the operation, or no longer keeps it.";

    public const string EnvironmentFailedMeaning = "The environment did not become Active; see WHILE WAITING.";

    public const string NotInstalledMeaning = "The service reported success, but the extension is not installed.";

    public const string NotUninstalledMeaning = "The service reported success, but the extension is still installed.";

    public const string NotUnpublishedMeaning = "The service reported success, but the extension is still published.";

    public const string ExtensionsChangedMeaning = "The environment is changing its extensions: run the command again later.";

    public const string ExtensionInstalledMeaning = "The extension must be uninstalled first.";

    public const string ExtensionScheduledMeaning = "A version of the extension is already scheduled in the admin center.";

    public const string DependencyFailedMeaning = "An extension of the same call that this one depends on failed.";

    public const string ConfigurationPackageBusyMeaning = "The configuration package is being imported or applied.";

    public const string ConfigurationPackageNotImportedMeaning = "The configuration package must be imported first.";

    public const string FeatureIsOneWayMeaning = "The feature cannot be disabled.";

    public const string UpdateNotAvailableMeaning =
        "The update is not available now: Get-BcEnvironmentUpdate lists those that are.";

    public const string RestorePointNotAvailableMeaning = "The environment cannot be restored to this time: see Get-BcEnvironmentRestorePeriod.";

    public const string SimulatorNotStartedMeaning = "The simulator did not start; often the ASP.NET Core runtime is missing.";

    public const string SimulatorNotFoundMeaning = "No simulator is running, or none has this name.";

    public const string SimulatorRefusedMeaning = "The simulator rejected the call, for example a scenario file that is not valid.";

    public static string MessageWithCorrelationId(BcException exception, string id) => $"{exception.Message} (correlation ID {id})";

    public static string MessageForTenant(BcConnection connection, string message) => $"Tenant {connection.TenantWithName}: {message}";

    public const string SessionNotInteractive = "This session is not interactive.";

    public const string RunInteractivelyOrWithoutPrompts =
        "Run the command in an interactive session, or without -Confirm and Inquire preferences.";

    public const string InvalidPattern = "A pattern is not valid.";

    public const string EscapeBracketsOrCorrectPattern = "Escape [ and ] with a backtick, or correct the pattern.";

    public const string FileOrFolderUnusable = "A file or folder cannot be used.";

    public const string CheckFileExistsAndIsAccessible =
        "Check that it exists, that this account has access to it, and that no other program has it open.";

    public const string CryptographicValueUnusable = "A certificate, key, or encrypted value cannot be used.";

    public const string CheckPrivateKeyAccess = "Check that this account can read the private key.";

    public const string ConnectionFailed = "The connection failed.";

    public const string CheckNetworkThenRetry = "Check the network and the proxy, then run the command again.";

    public const string CallEndedBeforeResponse = "The call ended before it was answered.";

    public const string CheckStateThenRetry = "Check the state, then run the command again.";

    public const string ConnectionClosedDuringCommand = "The connection was closed while the command was running.";

    public static string ReconnectThenRetry => $"Run {Commands.ConnectTenant}, then run the command again.";

    public const string UnexpectedValueFormat = "A value does not have the expected format.";

    public const string CheckInputFormat = "Check the input. Get-Error shows where the value was read.";

    public const string GetErrorShowsDetails = "Get-Error shows the details.";

    public static string FailedWithInternalError(string command, Exception exception) =>
        $"{command} failed because of an error in BcAdmin ({exception.GetType().Name}).";

    public const string ReportErrorWithGetError = "Report this error with the output of Get-Error.";

    public static string PathDoesNotExist(string path) => $"The file or folder '{path}' does not exist.";

    public static string FileOrFolderNotFound(Exception? exception) => $"The file or folder does not exist. {exception?.Message}";

    public const string CheckPath = "Check the path.";

    public const string ExtensionWithPackageId = "extension with the package ID";

    public static string EnvironmentMissingOrNotRunning(EnvironmentKey environment) =>
        $"The environment '{environment}' does not exist, or it is not running.";

    public static string ObjectNotInEnvironment(EnvironmentKey environment, (ErrorCode Code, string Noun, SuggestedCommand List) known, string key) =>
        $"Environment {environment} has no {known.Noun} '{key}'.";

    public static string ListEnvironmentObjects(
        (ErrorCode Code, string Noun, SuggestedCommand List) known, EnvironmentKey environment, FailedCall call) =>
        $"{known.List.In(environment).On(call.Connection)} lists them.";

    public static string SignInWithAnotherAccount(SuggestedCommand connect) => $"sign in with another account ({connect.Switch("Prompt")})";

    public const string PassClientSecretValue =
        "Pass the value of the client secret, not its ID. The value is shown only once, when the secret is created.";

    public static string ClientSecretExpired =>
        $"The client secret has expired. Create another one ({Commands.NewAppRegistration} NAME -Service -Update -NewSecret), "
        + "or use a certificate or a federated credential.";

    public const string CheckClientIdAndTenant =
        "Check the client ID and the tenant: "
        + "the app is not registered in this tenant, or no administrator has consented to it there.";

    public const string CheckTenantAndCloud = "Check the tenant ID or domain, and the cloud: the tenant does not exist.";

    public const string CheckTenantIdOrDomain = "Check the tenant ID or domain: the tenant does not exist.";

    public static string AdminConsentMissing =>
        "Consent is missing: an administrator of the tenant must grant the app its permissions. "
        + $"{Commands.GetAdminConsentUrl} returns the address for that.";

    public const string PermissionsRequireAdminConsent =
        "These permissions require an administrator's consent: sign in as a Cloud Application Administrator or higher.";

    public static string ServicePrincipalMissing =>
        $"The app has no service principal in this tenant. {Commands.NewAppRegistration} NAME -Update creates it, "
        + $"or an administrator opens the address of {Commands.GetAdminConsentUrl}.";

    public static string UploadCertificateToAppRegistration =>
        "Upload the public part of this certificate to the app registration, and compare the thumbprints. "
        + $"If the certificate has expired, {Commands.UpdateAppCredential} replaces it.";

    public const string MultifactorAuthenticationRequired =
        "Multi-factor authentication is required: sign in with a browser or a device code.";

    public const string MultifactorRegistrationRequired =
        "The user must register for multi-factor authentication: sign in with a browser once.";

    public const string FurtherAuthenticationRequired = "A further step of authentication is required: sign in with a browser.";

    public const string ConditionalAccessBlocksSignIn =
        "A Conditional Access policy of the tenant blocks this sign-in. "
        + "Its administrator finds it in the sign-in log by the correlation ID.";

    public const string ConditionalAccessRequiresCompliantDevice = "A Conditional Access policy requires a compliant device.";

    public const string BusinessCentralNotInTenant =
        "Business Central is not available in this tenant. Check the tenant, and that it has a Business Central subscription.";

    public static string UseAccountOfTenant(string signInAnew) =>
        $"This account does not exist in the tenant: {signInAnew}, or specify the right tenant.";

    public const string AppIsSingleTenant =
        "The app is registered for one tenant only: use a multitenant app, or sign in to the tenant of the app.";

    public const string SubscriptionOrConsentMissing =
        "The tenant has no subscription for this service, or an administrator has not consented to it.";

    public const string BusinessCentralPermissionMissing =
        "The app registration does not have the permission for Business Central: add it, then grant consent.";

    public const string AccountNotFoundInTenant = "The tenant has no such account.";

    public const string AppAssignmentRequired = "The enterprise application requires an assignment, and this account has none.";

    public const string NoMatchingFederatedCredential =
        "No federated credential of the app registration matches the issuer, subject, and audience of the token.";

    public const string FederatedCredentialIssuerMismatch =
        "No federated credential of the app registration matches the issuer of the token.";

    public const string FederatedCredentialAudienceMismatch =
        "No federated credential of the app registration matches the audience of the token (usually api://AzureADTokenExchange).";

    public const string FederatedCredentialSubjectMismatch =
        "No federated credential of the app registration matches the subject of the token.";

    public const string FederatedTokenOutsideValidity =
        "The federated token or client assertion is not valid at this time: get another one, and check the clock.";

    public const string SignInExpiredByInactivity = "The sign-in was not used for too long.";

    public const string SignInFrequencyReached = "The tenant requires a new sign-in after some time.";

    public const string PasswordChangedOrSignInsRevoked = "The password was changed, or the sign-ins were revoked.";

    public const string PublicClientFlowsRequired =
        "This client ID is a confidential client: allow public client flows in the app registration, or use another client ID.";

    public static string ConnectWithNewToken(SuggestedCommand connect) =>
        $"Run {connect} again with a new token, or use a sign-in that renews itself.";

    public static string UseDeviceCodeSignIn(SuggestedCommand connect) =>
        $"To sign in with a browser on another device: {connect.Switch("DeviceCode")}";

    public static string ConnectWithPrompt(SuggestedCommand connect) => $"Run {connect.Switch("Prompt")} to sign in again.";

    // LocalSimulator

    public static string StartingSimulator(string name) => $"starting simulator {name}";

    public static string SimulatorNotResponding(SimulatorProcess simulator) => $"Simulator {simulator.Name} no longer answers.";

    public const string StartAnotherSimulator = "Start-BcSimulator starts another one.";

    public static string SimulatorResponseStatus(HttpResponseMessage response) =>
        string.Create(CultureInfo.InvariantCulture, $"The simulator answered {(int)response.StatusCode}.");

    public static string DotnetNotStartable(ProcessStartInfo start, Win32Exception exception) =>
        $"The dotnet program {start.FileName} cannot be started ({exception.Message}).";

    public const string AspNetCoreRuntimeNotInstalled = "The ASP.NET Core runtime is not installed.";

    public static string SimulatorStartFailed(string text) => $"The simulator did not start: {text}";

    public const string SimulatorExitedBeforeReady = "The simulator ended before it was ready.";

    public static string SimulatorStartTimedOut(TimeSpan patience) =>
        string.Create(CultureInfo.InvariantCulture, $"The simulator was not ready after {patience.TotalSeconds} seconds.");

    public static string DotnetVariableNotFullPath(string chosen) => $"BCADMIN_DOTNET is '{chosen}', which is not a full path.";

    public const string SpecifyScenario =
        "Specify the name of a scenario, or the path of a .json file. To list the names, press Tab after: Start-BcSimulator -Scenario";

    public const string CorrectScenarioFile = "Correct the scenario file, then run Start-BcSimulator again.";

    public const string SpecifyFreePort = "Omit -Port to use a free port, or specify a port that no other program uses.";

    public const string StartSimulatorAgain =
        "Run Start-BcSimulator again when the computer is less busy. Security software can also delay the start of dotnet.";

    public const string DotnetNotFoundOnPath = "The dotnet program was not found on the PATH.";

    public const string SimulatorRequiresAspNetCoreRuntime =
        "The simulator requires the ASP.NET Core runtime 8.0 or later: https://aka.ms/dotnet/download. All other cmdlets work without it.";

    public static string SimulatorAlreadyRunning(string name) => $"Simulator {name} is already running.";

    public const string NoSimulatorRunning = "No simulator is running.";

    public static string NamedSimulatorNotRunning(string name) => $"Simulator {name} is not running.";

    public const string StartOrListSimulators =
        "Start-BcSimulator starts a simulator. Get-BcSimulator lists the running simulators.";

    // Models/Apps

    public static string AppDisplayText(string name, string? versionText, string? publisher, string applicationFamily, string environmentName) =>
        $"app {name} {versionText} by {publisher} in environment {new EnvironmentKey(applicationFamily, environmentName)}";

    // Models/ConfigurationPackages

    public static string ConfigurationPackageDisplayText(
        string code, string? companyName, string applicationFamily, string environmentName, BcConnection connection) =>
        $"configuration package {code} of company {companyName} in environment {new EnvironmentKey(applicationFamily, environmentName)} (tenant "
        + $"{connection.TenantWithNameNested})";

    // Models/Extensions

    public static string ExtensionDisplayText(
        string name, Version version, string? publisher, string applicationFamily, string environmentName, BcConnection connection) =>
        $"extension {name} {version} by {publisher} in environment {new EnvironmentKey(applicationFamily, environmentName)} (tenant "
        + $"{connection.TenantWithNameNested})";

    // Models/Features

    public static string FeatureDisplayText(string featureId, string environmentName, BcConnection connection) =>
        $"feature {featureId} in environment {environmentName} (tenant {connection.TenantWithNameNested})";

    // Models/Permissions

    public static string ConfirmGrantPermissionSet(string roleId, string? risk, string holder, string where) =>
        $"{roleId.ToUpperInvariant()} {risk}.\nTarget: {PrintableText.Line(holder)}, {PrintableText.Line(where)}\nDo you want to grant it?";

    public const string SuperPermissionSetRisk = "grants full control of the data, the setup, and the permissions of all users";

    public const string SecurityPermissionSetRisk = "grants control of users and permissions, including the user's own permissions";

    // Models/Sessions

    public static string SessionDisplayText(
        int sessionId, string? userId, string? clientType, string applicationFamily, string environmentName) =>
        string.Create(CultureInfo.InvariantCulture,
        $"session {sessionId} of {userId ?? "an unknown user"} ({clientType}) in environment "
        + $"{new EnvironmentKey(applicationFamily, environmentName)}");

    // Models/Users

    public static string UserDisplayText(string userName, string environmentName, BcConnection connection) =>
        $"user {userName} in environment {environmentName} (tenant {connection.TenantWithNameNested})";

    // Operations

    public static string ConfigurationPackageTaskRunning(ConfigurationPackageTask task, BcConfigurationPackage package) =>
        $"The {task.Name} of configuration package {package} is running ({task.Status}).";

    public static string CheckConfigurationPackageTask(SuggestedCommand lookUp) =>
        $"Check it with: {lookUp}. A task that stays Scheduled does not start; remove the package and import it as another user.";

    public static string RecordsWithErrors(BcConfigurationPackage applied) =>
        string.Create(CultureInfo.InvariantCulture, $"{applied.NumberOfErrors} of {applied.NumberOfRecords} records");

    public static string ConfigurationPackageAppliedWithErrors(BcConfigurationPackage applied, string records) =>
        $"Configuration package {applied} is applied to company {applied.CompanyName}, but {records} have errors. "
        + "The page Config. Package Card in the client shows them.";

    public static string ConfigurationPackageTaskActivity(string name, BcConfigurationPackage package) =>
        $"{char.ToUpperInvariant(name[0])}{name[1..]} of configuration package {package} in company {package.CompanyName}";

    public static string ConfigurationPackageTaskContinues(string name, SuggestedCommand lookUp) => $"the {name} continues. Check it with: {lookUp}";

    public const string NoReasonGiven = "no reason is given";

    public static string ConfigurationPackageTaskFailed(string name, BcConfigurationPackage ended, string? reason) =>
        $"The {name} of configuration package {ended} in company {ended.CompanyName} failed: {reason}";

    public static string ConfigurationPackageTaskTimedOut(
        string name, BcConfigurationPackage seen, Func<BcConfigurationPackage, ConfigurationPackageTask> task, string time) =>
        $"The {name} of configuration package {seen} is still {task(seen).Status} after {time}. It continues.";

    public static string CheckWithCommand(SuggestedCommand lookUp) => $"Check it with: {lookUp}";

    public static string ConfigurationPackageTaskNotStarted(string name, BcConfigurationPackage package, string time) =>
        $"The {name} of configuration package {package} is still Scheduled after {time}: the task scheduler has not started it.";

    public static string ScheduledTaskCallerNotSupported(SuggestedCommand lookUp) =>
        "The service does not run such tasks for delegated administrators, or for apps before version 21.2. Remove the package, and import it "
        + $"as a user of the environment or as an app. If neither applies, other tasks are ahead in the queue. Check the status with: {lookUp}";

    public const string OperationNotListedYet = "not in the list of the service yet; waits for up to five minutes";

    public const string OperationIdNotFoundYet = "not found yet; searches for about 15 seconds";

    public const string WaitingForEnvironmentStatus = "waiting for the environment";

    public static string EnvironmentEndedWithStatus(EnvironmentKey key, BcEnvironment environment) =>
        $"Environment {key} ended as {environment.Status}.";

    public const string WaitingForApis = "waiting for the APIs";

    public static string EnvironmentNotReadyYet(EnvironmentKey key, BcEnvironment? seen) =>
        $"Environment {key} is not ready yet: {seen?.Status ?? "not found"}.";

    public static string CheckEnvironmentAgain(EnvironmentKey key) =>
        $"The operation continues. Check again with: {Commands.GetEnvironment.In(key)}";

    public static string EnvironmentApisNotResponding(EnvironmentKey key, BcApiException exception) =>
        $"Environment {key} is Active, but its APIs do not answer: {exception.Message}";

    public static string FindCauseWithTestConnection(EnvironmentKey key) => $"Find the cause with: {Commands.TestConnection.In(key)}";

    public const string UpdateAlreadyRunning = "The update is running.";

    public static string UpdateNotPossibleWhileRunning(BcEnvironmentUpdate running) => $"The update to {running} is running.";

    public static string AcceptedUpdateNoLongerOffered(BcEnvironmentUpdate? update) =>
        $"The service accepted the request, but no longer offers {update}.";

    public static string AcceptedUpdateNotSelected(BcEnvironmentUpdate stored) =>
        $"The service accepted the request, but did not select {stored}.";

    public const string DateMovedToUpdateWindowStart = "The service stores a date at the start of the update window.";

    public static string NoLastUpdateDate(BcEnvironmentUpdate update) => $"The service returns no last date for {update}.";

    public static string LastUpdateDatePassed(BcEnvironmentUpdate update, DateTimeOffset latest) =>
        $"The last date for {update}, {latest.UtcDateTime:u}, has passed.";

    public static string UpdateDateTooLate(UpdateOptions options, BcEnvironmentUpdate update, DateTimeOffset? latest) =>
        string.Create(
        CultureInfo.InvariantCulture, $"{options.Date?.UtcDateTime:u} is too late: the last date for {update} is {latest?.UtcDateTime:u}.");

    public static string NextReleasedVersionExpected(BcEnvironmentUpdate next) =>
        $"No released version is offered. {next} is expected in {next.ExpectedAvailability}.";

    public const string NoReleasedVersionOffered = "No released version is offered.";

    public static string OperationDisplayText(BcOperation operation) =>
        $"{operation.Type ?? "operation"} of {operation.EnvironmentName ?? operation.OperationId.ToString()}";

    public static string AppOperationDisplayText(BcAppOperation operation) =>
        $"{operation.Type ?? "operation"} of app {operation.AppName ?? operation.AppId.ToString()} in {operation.EnvironmentName}";

    public static string ExtensionDeploymentDisplayText(BcExtensionDeployment deployment) =>
        $"deployment of extension {deployment} in {deployment.EnvironmentName}";

    public const string ExtensionDeploymentFailureAdvice =
        "The page Extension Installation Status in the client shows the reason. The service accepts each version once, even if the deployment "
        + "failed. Increase the version before the next upload.";

    public static string ScheduledJobDisplayText(BcScheduledJob job) =>
        $"job {job.Description ?? job.Category ?? job.ScheduledJobId.ToString()} in {job.EnvironmentName}";

    public static string WaitingNotSupported(ILongRunningOperation operation) => $"{operation.GetType().Name} objects do not support waiting.";

    public static string OperationEndedWithoutReason(OperationHandler handler, ILongRunningOperation operation) =>
        $"The {handler.Describe(operation)} ended as {operation.Status} without a reason.";

    public static string OperationEndedWithMessage(ILongRunningOperation operation) =>
        $"Operation {operation.OperationId} ended as {operation.Status}: {ServiceFailure.Parse(operation.ErrorMessage)}";

    public static string OperationContinuesResume(OperationHandler handler, ILongRunningOperation operation) =>
        $"{handler.Describe(operation)} continues. Resume with: {handler.Resume(operation)}";

    public static string EnvironmentOperationContinuesResume(EnvironmentKey environment, BcConnection connection) =>
        $"the service continues. Resume with: {Commands.WaitEnvironment.In(environment).On(connection)}";

    public static string WaitingStopped(string afterStop) => $"Waiting was stopped; {afterStop}";

    public static string OperationNoLongerKnown(Guid operationId) => $"The service no longer knows operation {operationId}.";

    public static string OperationWaitTimedOut(ILongRunningOperation operation, string status, TimeSpan timeout) =>
        string.Create(
        CultureInfo.InvariantCulture,
        $"Operation {operation.OperationId} is still {status} after {timeout.TotalSeconds:N0} seconds. The operation continues.");

    public static string ContinueWaitingWithCommand(ILongRunningOperation operation) =>
        $"Continue to wait with: {OperationHandler.Of(operation).Resume(operation)}";

    // Parameters

    public static string ValueNotNameOrId(Type type) =>
        $"A value of type {type.Name} is not a name or an ID for this parameter. Pipe the object to the cmdlet, or specify a name.";

    public static string OneValueExpected(int count) => string.Create(
        CultureInfo.InvariantCulture,
        $"The parameter accepts one value, and {count} were specified. To process several objects, pipe them to the cmdlet.");

    public static string NonGregorianDateRejected(CultureInfo culture, string text, DateTime date) =>
        string.Create(
        CultureInfo.InvariantCulture,
        $"In the calendar of {culture.Name}, '{text}' is in the Gregorian year {date.Year}. Write the date as 2027-01-31.");

    public static string InvalidDate(string? text) => $"'{text}' is not a date. Write it as 2027-01-31 or 2027-01-31T22:00:00Z.";

    public static string InvalidEmailAddress(string? text) => $"'{text}' is not an email address, such as alerts@contoso.com.";

    // The constants up to RecipientNameIsEmpty are for TextPattern, which replaces {0} with the value.
    public const string InvalidCountryCode = "'{0}' is not a country code. The country is a two-letter code, such as DE.";

    public const string InvalidVersionNumber = "'{0}' is not a version, such as 28.3.";

    public const string InvalidTenantDomain = "'{0}' is not a tenant. Use the tenant ID, or a domain of the tenant, such as contoso.com.";

    public const string InvalidPhoneNumber = "'{0}' is not a phone number. Use digits only.";

    public const string InvalidRepositoryName = "'{0}' is not a GitHub repository. Use OWNER/NAME, such as contoso/admin.";

    public const string InvalidApiName =
        "'{0}' is not an API. Use AdminCenter, Automation, Standard, or PUBLISHER/GROUP/VERSION, such as contoso/rentals/v1.0.";

    public const string RecipientNameIsEmpty = "The name is empty.";

    public static string InvalidTextLength(string text, int longest) => text.Length == 0
        ? "The value is empty."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"'{(text.Length <= 60 ? text : text[..60] + "…")}' has {CountWithNoun(text.Length, "character")}. The maximum is {longest}.");

    public static string InvalidEnvironmentName(object arguments) =>
        $"'{arguments}' is not a valid environment name. A name starts with a letter, has only letters, digits, - and _, and is shorter "
        + "than 30 characters.";

    public static string InvalidIssuer(object arguments) =>
        $"'{arguments}' is not an issuer. Specify the https address in the claim iss of the token.";

    public static string AddressContainsCredentials(Uri signed) =>
        $"The address of {signed.Host} must not contain a user name or a password.";

    public static string InvalidHostAddress(object arguments) =>
        $"'{arguments}' is not the address of a host, such as https://api.businesscentral.dynamics.com.";

    public static string AddressMustUseHttps(Uri address) =>
        $"'{address}' must use https. Only addresses of this computer can use http.";

    public static string AddressMustNotContainPath(Uri address) => $"'{address}' must not contain a path.";

    public const string ValueMustBeSecureString =
        "The value must be a SecureString, such as from Get-Secret NAME or Read-Host -AsSecureString.";

    public static string ComponentDoesNotExist(string name, string suggestion) =>
        $"Component '{name}' does not exist.{suggestion} The components are {string.Join(", ", ConfigurationInput.ComponentNames)}.";

    // Pipeline

    public static string PromptInNonInteractiveSession(string question) => $"{question} This session is not interactive.";

    public static string UseParameterToSkipPrompt(string parameter) => $"Use {parameter} to continue without a prompt.";

    public static string DoneOfWithRate(int done, int all, double rate) =>
        string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {all:N0}, {rate:N0} per second");

    public static string DoneWithRate(int done, double rate) => string.Create(CultureInfo.InvariantCulture, $"{done:N0} done, {rate:N0} per second");

    public static string InProgressFor(TimeSpan elapsed) => $"in progress, {ElapsedTime(elapsed)}";

    public static string ElapsedTime(TimeSpan elapsed) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)elapsed.TotalMinutes}:{elapsed.Seconds:00}");

    public static string DoneCount(int done) => string.Create(CultureInfo.InvariantCulture, $"{done:N0} done");

    public static string DoneOfTotal(int done, int all) => string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {all:N0}");

    public static string TenantsDoneOfTotal(int done, int all) => $"{DoneOfTotal(done, all)} tenants";

    public static string EnvironmentsDoneOfTotal(int done, int all) => $"{DoneOfTotal(done, all)} environments";

    public static string CallInProgress(string? tenant, ApiRequest request) =>
        $"{tenant}{(request.Subject.Environment is { } environment ? $", {environment.Name}" : "")}: ".TrimStart(' ', ',', ':')
        + (request.OperationId is { } operation ? Words(operation) : $"{request}");

    /// <summary>The words of an operation of the contract: "list installed apps".</summary>
    private static string Words(string operation) =>
        string.Concat(operation.Select((letter, index) => char.IsAsciiLetterUpper(letter) && index > 0
            ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    public static string CallsInProgress(int count) => $"{CountWithNoun(count, "call")} in progress";

    public static string SigningInToTenant(string tenant) => $"signing in to {tenant}";

    public static string SigningInForCall(string call) => $"{call}, signing in";

    public static string SigningInToTenants(int count) => $"signing in to {CountWithNoun(count, "tenant")}";

    public static string EntriesRead(long count) => $"{CountWithNoun(count, "entry", "entries")} read";

    public static string NextAttemptAfterFailure(int? status, int seconds)
    {
        var reason = status switch
        {
            null => "no connection",
            429 => "service busy (429)",
            503 => "service unavailable (503)",
            _ => string.Create(CultureInfo.InvariantCulture, $"service error ({status})"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{reason}, next attempt in {seconds} s");
    }

    public static string CallLimitReached(int? seconds) => seconds is null ? "limit of calls per five minutes reached"
        : string.Create(CultureInfo.InvariantCulture, $"limit of calls per five minutes reached, next call in {seconds} s");

    public static string InvalidCsvDelimiter(char delimiter) => $"'{delimiter}' cannot be used as the delimiter.";

    public const string UseValidCsvDelimiter =
        "Use a comma, a semicolon, a tab (\"`t\"), a vertical bar, or the list separator of your culture: "
        + "(Get-Culture).TextInfo.ListSeparator.";

    public const string CsvSeparatorLineIncomplete = "line 1 has no separator after sep=";

    public const string CsvHeaderMissing = "it has no header";

    public static string CsvHeaderColumnTwice(IGrouping<string, string> twice) => $"the header has the column {twice.Key} twice";

    public static string CsvCellWithoutHeader((int Line, List<string> Cells) row, int i) =>
        string.Create(CultureInfo.InvariantCulture,
        $"line {row.Line} has text in column {i + 1}, which has no name in the header");

    public const string QuoteTextWithSeparators = "Put text with separators in quotation marks.";

    public static string CsvSeparatorAmbiguous(List<KeyValuePair<char, int>> best) =>
        $"the separator of the header may be '{best[0].Key}' or '{best[1].Key}'";

    public const string AddCsvSeparatorLine = "Start the file with a line that specifies the separator, such as sep=;";

    public static string CsvQuotationMarkNotClosed(int opened) =>
        string.Create(CultureInfo.InvariantCulture, $"the quotation mark in line {opened} is not closed");

    public static string CsvTextAfterQuotationMark(int line) =>
        string.Create(CultureInfo.InvariantCulture, $"line {line} has text after a closing quotation mark");

    public static string ParameterAcceptsPipelineOnly(string inputObject) => $"-{inputObject} accepts only objects from the pipeline.";

    public const string PipeObjectToCmdlet = "Pipe the object to the cmdlet.";

    public static string EnvironmentAppsNotReadable(EnvironmentKey environment, BcException failure) =>
        $"The apps of environment {environment} cannot be read: {failure.Message}";

    public static string ParameterValueNullOrEmpty(string name) =>
        $"The value of -{name} is null"
        + $"{(name is nameof(BcConnectedCmdlet.Connection) or nameof(BcEnvironmentCmdlet.Environment) ? " or empty" : "")}.";

    public const string CheckVariableOrPropertyName = "Check the variable or property that contains the value. Its name may be misspelled.";

    public static string PipelineTypeNotAccepted(string cmdletName, Type type) =>
        $"{cmdletName} does not accept {type.Name} objects from the pipeline.";

    public static string PipeAcceptedObjectsOrUseParameters(AcceptsInputAttribute accepts) =>
        $"Pipe {string.Join(" or ", accepts.Types.Select(accepted => accepted.Name))} objects, or specify the parameters by name.";

    public static string PipedRowRequiresProperty(string cmdletName, List<string> own, string? other) =>
        $"{cmdletName} requires the property {string.Join(" or ", own)} on each piped row. "
        + $"The column {other ?? "with another name"} is not used as the key.";

    public static string RenameKeyColumn(string own, string? other) =>
        $"Add the column, for example: Select-Object *, @{{ Name = '{own}'; Expression = '{other ?? "ColumnName"}' }}.";

    public static string PipedObjectLacksProperty(string cmdletName, List<string> names, string parameter) =>
        $"{cmdletName} requires the property {string.Join(" or ", names)} on each piped object. Add the property, or specify -{parameter}.";

    public static string TextNotAcceptedFromPipeline(string cmdletName, string parameter, SuggestedCommand? command) =>
        $"{cmdletName} does not accept text from the pipeline. Specify -{parameter}{(command is null ? "." : $", or pipe the object: {command}")}";

    public static string InvalidWildcardPattern(string text) =>
        $"'{text}' is not a valid wildcard pattern, and nothing has exactly this name.";

    public const string EscapeBracketsInName = "Put a backtick in front of a bracket that belongs to the name: 'Name `[Test`]'.";

    public const string PathIsFolder = "It is a folder.";

    public static string FileNotWrittenContentKept(string path, Exception exception, string next) =>
        $"'{path}' cannot be written: {exception.Message} The content is in '{next}'.";

    public static string QuotedFileCannotBeWritten(string path, Exception exception) => $"'{path}' cannot be written: {exception.Message}";

    public const string PipelineThreadMustNotBlock = "Code that a cmdlet calls must not block the pipeline thread.";

    public const string FileIsEmpty = "the file is empty";

    public const string FileIsNotText = "it is not a text file";

    public static string LineHasReplacementCharacter(string lineOf) =>
        $"line {lineOf} has the character U+FFFD, which replaced a letter when the file was saved";

    public const string RestoreLetterOrSaveAgain = "Restore the letter, or save the file again from its source.";

    public static string FileCannotBeRead(string path, string reason) => $"{path} cannot be read: {reason}.";

    public static string LineNotValidInEncoding(string lineOf, string name) => $"line {lineOf} is not valid {name}";

    public const string CorrectCsvEncoding = "Save the file as CSV UTF-8.";

    public static string LineEncodingUnknown(string lineOf) => $"line {lineOf} is neither UTF-8 nor Windows-1252";

    public static string LineEncodingAmbiguous(string lineOf, string around, int[] pages, string around2) =>
        string.Create(
        CultureInfo.InvariantCulture,
        $"line {lineOf} is not UTF-8, and is '{around}' in Windows-{pages[0]} but '{around2}' in "
        + $"Windows-{pages[1]}");

    public static string MegabytesUploaded(long value, double megaByte, long length) =>
        string.Create(CultureInfo.InvariantCulture, $"{value / megaByte:0.0} of {length / megaByte:0.0} MB");

    public const string UseImportCsvForOtherFiles = "Import-Csv reads other files: Import-Csv FILE | Import-BcUser ENVIRONMENT.";

    public static string InvalidFileSystemPath(string path, Exception exception) => $"'{path}' is not a file system path: {exception.Message}";

    public static string FileExtensionNotSupported(string path, string supported) =>
        $"'{path}' has the extension {Path.GetExtension(path)}. The cmdlet writes a {supported} file.";

    public static string ChangeFileExtension(string supported) => $"Specify a file with the extension {supported}.";

    public static string FileNameInsteadOfFolder(string path, string? file) =>
        $"'{path}' has the extension {Path.GetExtension(path)}. "
        + $"The cmdlet writes {(file is null ? "several files to" : $"a {file} file or")} a folder.";

    public static string SpecifyOutputFolder(string? file) => $"Specify the name of a {(file is null ? "" : $"{file} file or a ")}folder.";

    public const string ChooseAnotherPathOrOmitNoClobber = "Choose another path, or omit -NoClobber to overwrite the file.";

    public static string PathNotInFileSystem(string path) => $"'{path}' is not a file system path.";

    public static string ValueHasReplacementCharacter(string shortValue) =>
        $"'{shortValue}' has the character U+FFFD, which replaced a letter when the text was read in another encoding.";

    public const string SpecifyCsvEncoding =
        "Read the file with Import-BcUser -Path, or specify the encoding: Import-Csv FILE -Encoding 1252";

    public const string RowHasNoUser = "The row has no user.";

    public const string UserRowSubject = "The row";

    public const string InputSubject = "The input";

    public static string InputWithoutUserColumn(string input) => $"{input} has no column User.";

    public static string InputWithoutValueColumn(string input) => $"{input} has no column with values to import.";

    public static string UnknownColumns(IReadOnlyList<KeyValuePair<string, string?>> columns) => columns is [var only]
        ? $"Column '{only.Key}' is not recognized."
        : string.Concat(
            columns.Select(column => $" Did you mean '{column.Value}' instead of '{column.Key}'?")
                .Prepend($"Columns {string.Join(", ", columns.Select(column => $"'{column.Key}'"))} are not recognized."));

    public static string RenameOrRemoveColumns(IReadOnlyList<KeyValuePair<string, string?>> columns) =>
        "Correct the name. If the import does not need the column, omit it: Select-Object * -ExcludeProperty "
        + string.Join(", ", columns.Select(column => PowerShellText.Quote(column.Key)));

    public static string RowsHaveSingleColumn(string column, char delimiter) =>
        $"The rows have a single column, '{column}', that contains '{DelimiterText(delimiter)}'.";

    public static string ImportCsvWithDelimiter(char delimiter) =>
        "Read the file with Import-BcUser -Path, or with Import-Csv -Delimiter "
        + (delimiter == '\t' ? "\"`t\"." : $"{PowerShellText.Quote($"{delimiter}")}.");

    private static string DelimiterText(char delimiter) => delimiter == '\t' ? "`t" : $"{delimiter}";

    public const string AddColumnWithValues =
        "Add at least one of these columns: PermissionSets, State, ExpiryDate, ContactEmail, SecurityGroups.";

    public static string RenameColumnToUser(string? column) => column is null
        ? "Add a column User with user names, email addresses, or security IDs."
        : "Rename the column in the file, or pipe the rows: Select-Object *, "
        + $"@{{ Name = 'User'; Expression = {{ $_.{PowerShellText.Quote(column)} }} }}";

    public static string FileLineLocation(string file, int line) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}, line {line}");

    public static string FileEntryLocation(string file, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}, entry {row}");

    public static string RowNumber(int row) => string.Create(CultureInfo.InvariantCulture, $"Row {row}");

    public static string MessageForRow(string place, string message) => $"{place}: {message}";

    public const string FillUserColumn = "Fill the column User with a user name, an email address, or a security ID.";

    public static string SameErrorAsRow(string place) => $"Failed for the same reason as another row ({place}).";

    public static string RowSkippedForConfirmation(string place) => $"Not imported, because another row requires -Force ({place}).";

    public const string SomeChangesDeclined = "Some of the changes were declined.";

    public const string ExpectedIsoDate = "an ISO date. Use a format such as 2027-01-31, which is Gregorian in every culture";

    public static string ExpectedUnambiguousDate(DateTime monthFirst, DateTime dayFirst) => string.Create(CultureInfo.InvariantCulture,
        $"unambiguous. It can be {monthFirst:yyyy-MM-dd} or {dayFirst:yyyy-MM-dd}. Specify an ISO date");

    public static string CorrectCell(string column, string place) => $"Correct the value in column {column} ({place}).";

    public static string InvalidColumnValue(string shortValue, string column, string expected) =>
        $"'{shortValue}' in column {column} is not {expected}.";

    // Publishing

    public static string FolderContainsNoAppFile(string path) => $"Folder '{path}' contains no .app file.";

    public const string SpecifyFolderWithAppFiles = "Subfolders are not searched. Specify the folder that contains the .app files.";

    public static string ZippedAppFilesTooLarge(string path, long mostBytesOfZip) =>
        string.Create(CultureInfo.InvariantCulture, $"The .app files in '{path}' have more than {mostBytesOfZip / (1024 * 1024)} MB.");

    public static string ZipDirectoryTooLarge(int maxBytes) =>
        string.Create(CultureInfo.InvariantCulture, $"The directory of the .zip file is invalid or has more than {maxBytes / (1024 * 1024)} MB.");

    public static string InvalidZipFile(string path) => $"'{path}' is not a valid .zip file.";

    public const string InstallationAcceptsTerms = "Installing an app accepts the terms of its publisher and of Microsoft.";

    public const string IncludingDependencies =
        ", and install or update the apps that it depends on to their latest compatible version";

    public static string AppAlreadyInstalled(BcApp app) => $"Nothing to do: {app.Describe()} is already installed.";

    public static string PackageIdOfMarketplaceApp(AppPackage package) =>
        $"{package} has the ID of an installed Marketplace app, so it cannot be uploaded as a per-tenant extension.";

    public const string UseUpdateBcAppForMarketplaceApps = "Use Update-BcApp to update Marketplace apps.";

    public static string WaitingForEarlierAppOperation(string describe) => $"Waiting for the {describe}: the service handles one app at a time.";

    public static string AppOperationFailed(string describe, ILongRunningOperation ended) =>
        $"The {describe} failed. {OperationHandler.Failed(ended).Message}";

    public static string ScheduledAppOperationNotAwaited(string describe, ILongRunningOperation operation) =>
        $"The {describe} is scheduled for later, so the cmdlet does not wait for it. Check it with: "
        + $"{OperationHandler.Of(operation).LookUp(operation)}";

    public static string InstalledDespiteFailure(BcException failure, object? installed) =>
        $"{failure.Message} However, {installed} is installed now.";

    public static string InstalledAppNotListed(string describe) =>
        $"The {describe} has succeeded, but the environment does not list the installed app.";

    public static string CheckAgainWithCommand(SuggestedCommand lookAgain) => $"Check again with: {lookAgain}";

    public static string UninstallationActivity(EnvironmentKey environment) => $"Uninstallation in {environment}";

    public static string UninstalledAppStillListed(BcApp app) => $"The {app.Describe()} was uninstalled, but is still listed as {app.State}.";

    public static string ReinstallationBlockedWhileListed(EnvironmentKey environment, BcApp app, BcConnection connection) =>
        $"It cannot be installed again while it is in the list: {Commands.GetApp.In(environment).With("AppId", app.AppId).On(connection)}";

    public static string NewerPackagePublished(AppPackage package, (Version Version, AppPackage Package) newer) =>
        $"Nothing to do for {package} ('{package.Path}'): {newer.Package} ('{newer.Package.Path}') is published.";

    public static string PackageManifestNotReadable(AppPackage package) =>
        $"The manifest of {package.FileName} cannot be read, so the service checks its version and dependencies.";

    public static string ScheduledPackageOrderUndefined(AppPackage package, AppPackage needed) =>
        $"{package} depends on {needed}, and both are scheduled for later. The service decides in which order it installs them.";

    public static string SkipInstalledPackage(AppPackage package, Version version, PackagePlace place) =>
        $"Skip {package}: version {version} is already installed in {place}.";

    public static string PackageBeingInstalled(AppPackage package, ILongRunningOperation running) =>
        $"Skip the upload of {package}: the {OperationHandler.Of(running).Describe(running)} has already started.";

    public static string PackageAlreadyInstalled((object Extension, string Description, object? Version) current) =>
        $"Nothing to do: {current.Description} is already installed.";

    public static string UploadAndInstallPackage(AppPackage package, object? current, IPackageTarget target, PackagePublisher publisher) =>
        $"Upload {package}{(current is null ? "" : $" over version {current}")} and install it {target.When}{publisher.Remark}";

    public static string ConfirmForceSync(AppPackage package, PackagePlace place) =>
        $"ForceSync can delete tables, fields, and the data in them when {package} is installed in {place}. Do you want to continue?";

    public const string ForceSchemaCaption = "Force schema changes";

    public static string RemovePreviousVersion(BcExtension extension) =>
        $"Remove the previous version {extension} from the list of extensions";

    public static string ExtensionNotRemoved(BcExtension extension) =>
        $"Extension {extension} was not removed: it is still listed as installed.";

    public static string RemoveExtensionLater(PackagePlace place, BcExtension extension) =>
        $"Remove it later with: {Commands.UnpublishExtension.In(place.Environment).With(extension.PackageId).On(place.Connection)}";

    public static string ExtensionRemoved(BcExtension extension, PackagePlace place) => $"Extension {extension} was removed from {place}.";

    public const string WaitingForExtensionList = "waiting for the list of extensions";

    public const string PreviousVersionsStillInstalled = "Previous versions are still listed as installed.";

    public static string PreviousVersionsActivity(PackagePlace place) => $"Previous versions in {place}";

    // Reports

    public static string HoursAndMinutes(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min");

    public const string UpdateWindowPart = "the update window";

    public const string AuthorizedAppsRequireUser =
        "The service returns the authorized apps only to users, and this report was read as an app. To include them, sign in as a user.";

    public const string PartnerAccessUnavailableToApps =
        "The service returns the partner access only to internal Global Administrators, and this report was read as an app. "
        + "To include it, sign in as an internal Global Administrator.";

    public const string PartnerAccessRequiresGlobalAdministrator = "The service returns the partner access only to internal Global Administrators.";

    public const string UserPermissionsPart = "permissions of users";

    public const string TenantDataUnavailableTitle = "Tenant not readable";

    public const string TenantDataUnavailableImpact = "The report is incomplete for this tenant, and can hide other findings.";

    public const string TenantDataUnavailableSingular = "tenant could not be read completely";

    public const string TenantDataUnavailablePlural = "tenants could not be read completely";

    public const string EnvironmentFailedImpact = "The service does not repair a failed environment, and users may not be able to sign in to it.";

    public const string EnvironmentFailedSingular = "environment has a failed status";

    public const string EnvironmentFailedPlural = "environments have a failed status";

    public const string StorageExceededImpact = "While the quota is exceeded, no environment can be created or copied.";

    public const string StorageExceededTitle = "Storage quota exceeded";

    public const string StorageExceededSingular = "tenant uses more storage than its quota";

    public const string StorageExceededPlural = "tenants use more storage than their quotas";

    public const string UpdateEnforcedImpact =
        "The service updates the environment without regard to the selected date, and apps that are not compatible can stop working.";

    public const string UpdateEnforcedSingular = "environment is in its enforced update period";

    public const string UpdateEnforcedPlural = "environments are in their enforced update periods";

    public const string EnvironmentDataUnavailableImpact = "The report is incomplete for this environment, and can hide other findings.";

    public const string EnvironmentDataUnavailableTitle = "Environment not readable";

    public const string EnvironmentDataUnavailableSingular = "environment could not be read completely";

    public const string EnvironmentDataUnavailablePlural = "environments could not be read completely";

    public const string UpdateEnforcedSoonImpact =
        "From this date, the service chooses when to update the environment. Test the apps and select an earlier date.";

    public const string UpdateEnforcedSoonTitle = "Updates enforced soon";

    public const string UpdateEnforcedSoonSingular = "environment has enforced updates within 30 days";

    public const string UpdateEnforcedSoonPlural = "environments have enforced updates within 30 days";

    public const string UpdateGracePeriodTitle = "Update grace period";

    public const string UpdateGracePeriodSingular = "environment is in its grace period for updates";

    public const string UpdateGracePeriodPlural = "environments are in their grace periods for updates";

    public const string UpdateGracePeriodImpact =
        "During the grace period, you can still choose the date of the update; after it, the service chooses.";

    public static string UpdateGracePeriodDetail(DateTimeOffset grace, DateTimeOffset? enforced, string? daysLeft) =>
        string.Create(CultureInfo.InvariantCulture, $"The grace period began on {grace.UtcDateTime:yyyy-MM-dd}.")
        + (enforced is { } date ? $" {UpdateEnforcedSoonDetail(date, daysLeft)}" : string.Empty);

    public const string FeatureMandatoryWithUpdateTitle = "Feature mandatory with update";

    public const string FeatureMandatoryWithUpdateSingular = "environment has a selected update that makes features mandatory";

    public const string FeatureMandatoryWithUpdatePlural = "environments have a selected update that makes features mandatory";

    public const string FeatureMandatoryWithUpdateImpact =
        "The update enables the features for all users. Some change data or pages, so test them in a sandbox first.";

    public static string FeatureMandatoryWithUpdateDetail(object? target, string features) =>
        $"The selected update to {target} makes these features mandatory, and they are not enabled: {features}.";

    public const string FeatureMandatorySoonTitle = "Feature mandatory soon";

    public const string FeatureMandatorySoonSingular = "environment has features that become mandatory within two major versions";

    public const string FeatureMandatorySoonPlural = "environments have features that become mandatory within two major versions";

    public const string FeatureMandatorySoonImpact =
        "From the named version, the features are enabled for all users. Enable them earlier to choose the time and to test them.";

    public static string FeatureMandatorySoonDetail(string version, string features) =>
        $"Version {version} makes these features mandatory, and they are not enabled: {features}.";

    public const string NoUpdateWindowTitle = "No update window";

    public const string NoUpdateWindowSingular = "production environment has no update window";

    public const string NoUpdateWindowPlural = "production environments have no update window";

    public const string NoUpdateWindowImpact = "Without an update window, an update can start during working hours and end all sessions.";

    public const string NoUpdateWindowDetail = "No update window is set.";

    public const string NoApplicationInsightsTitle = "No Application Insights";

    public const string NoApplicationInsightsSingular = "production environment does not send telemetry to Application Insights";

    public const string NoApplicationInsightsPlural = "production environments do not send telemetry to Application Insights";

    public const string NoApplicationInsightsImpact =
        "Errors, slow queries, and failed jobs of the past can be analyzed only if telemetry was collected at that time.";

    public const string NoApplicationInsightsDetail = "Application Insights is not connected.";

    public const string PartnerAccessForAllTitle = "All partners have access";

    public const string PartnerAccessForAllSingular = "environment allows access from all partner tenants";

    public const string PartnerAccessForAllPlural = "environments allow access from all partner tenants";

    public const string PartnerAccessForAllImpact =
        "Every partner with a delegated admin relationship can manage the environment. Select the partners that need access.";

    public const string PartnerAccessForAllDetail = "All partner tenants have access (AllowAllPartnerTenants).";

    public const string AuthorizedAppWithoutConsentTitle = "Authorized app without consent";

    public const string AuthorizedAppWithoutConsentSingular = "authorized app has no admin consent";

    public const string AuthorizedAppWithoutConsentPlural = "authorized apps have no admin consent";

    public const string AuthorizedAppWithoutConsentImpact =
        "The app cannot call the Admin Center API until an administrator consents. If it is no longer used, remove the authorization.";

    public static string AuthorizedAppWithoutConsentDetail(BcAuthorizedApp app) => $"The app {app.ClientId} is authorized, but has no admin consent.";

    public const string FeaturesBecomingMandatory = "Features that become mandatory";

    public const string StorageNearlyFullImpact = "If the storage exceeds the quota, no environment can be created or copied.";

    public const string StorageNearlyFullTitle = "Storage nearly full";

    public const string StorageNearlyFullSingular = "tenant uses 90% of its storage or more";

    public const string StorageNearlyFullPlural = "tenants use 90% of their storage or more";

    public const string EnvironmentQuotaExceededImpact = "No environment of this type can be created until one is removed or more are purchased.";

    public const string EnvironmentQuotaExceededTitle = "Environment quota exceeded";

    public const string EnvironmentQuotaExceededSingular = "tenant has more environments than its quota";

    public const string EnvironmentQuotaExceededPlural = "tenants have more environments than their quotas";

    public const string OperationFailedImpact = "The requested change did not take place, or only in part.";

    public const string AppUpdateFailedImpact =
        "The environment still has the previous version of the app, which can also block the update of the environment.";

    public const string AppUpdateFailedTitle = "App update failed";

    public const string AppUpdateFailedSingular = "app update failed";

    public const string AppUpdateFailedPlural = "app updates failed";

    public const string ConfigurationDriftImpact = "The settings of the tenant do not match the configuration that was chosen as the baseline.";

    public const string ConfigurationDriftTitle = "Differs from the baseline";

    public const string ConfigurationDriftSingular = "tenant differs from the baseline";

    public const string ConfigurationDriftPlural = "tenants differ from the baseline";

    public const string NoNotificationRecipientImpact = "Microsoft emails dates and failures of updates only to notification recipients.";

    public const string NoNotificationRecipientTitle = "No notification recipient";

    public const string NoNotificationRecipientSingular = "tenant has no notification recipient";

    public const string NoNotificationRecipientPlural = "tenants have no notification recipient";

    public const string AppUpdatesAvailableImpact = "Old versions of apps miss fixes, and can block the next update of the environment.";

    public const string AppUpdatesAvailableTitle = "App updates available";

    public const string AppUpdatesAvailableSingular = "environment has app updates";

    public const string AppUpdatesAvailablePlural = "environments have app updates";

    public const string ManySuperUsersImpact = "A user with SUPER can read and change all data and all permissions.";

    public const string ManySuperUsersTitle = "Many users with SUPER";

    public const string ManySuperUsersSingular = "environment has more than three enabled users with SUPER";

    public const string ManySuperUsersPlural = "environments have more than three enabled users with SUPER";

    public const string EnvironmentDeletedImpact = "After the date, the environment and its data cannot be recovered.";

    public const string EnvironmentDeletedSingular = "environment is deleted and can be restored";

    public const string EnvironmentDeletedPlural = "environments are deleted and can be restored";

    public const string EnvironmentNotActiveTitle = "Environment not active";

    public const string EnvironmentNotActiveImpact = "Users cannot sign in while an environment is not active.";

    public const string EnvironmentNotActiveSingular = "environment is not active";

    public const string EnvironmentNotActivePlural = "environments are not active";

    public static string ReportPartNotReadable(UnreadPart part) => $"Could not read {part.Part}: {part.Failure.Message} {part.Failure.Advice}";

    public static string StorageUsedDetail(double share) =>
        string.Create(
        CultureInfo.InvariantCulture, $"{share:0%} of the storage is used. Above 100%, no environment can be created or copied.");

    public static string EnvironmentQuotaDetail(int count, string type, int? quota) =>
        string.Create(CultureInfo.InvariantCulture, $"The tenant has {CountWithNoun(count, "environment")} of type {type}. The quota is {quota}.");

    public static string OperationFailedDetail(BcOperation operation) =>
        string.Create(CultureInfo.InvariantCulture,
        $"The operation {operation.Type} of {operation.CreatedOn?.UtcDateTime:yyyy-MM-dd} failed. {operation.ErrorMessage}");

    public static string ConfigurationDriftDetail(IReadOnlyList<BcConfigurationDifference> drift, string components) =>
        string.Create(
        CultureInfo.InvariantCulture,
        $"{CountWithNoun(drift.Count, "difference")} from the baseline in {components}.");

    public const string NoNotificationRecipientDetail = "The tenant has no notification recipient.";

    public static string EnvironmentFailedDetail(BcEnvironment environment) => $"The environment has the status {environment.Status}.";

    public static string EnvironmentDeletedDetail(BcEnvironment environment) =>
        string.Create(CultureInfo.InvariantCulture,
        $"The environment is deleted. It can be restored until {environment.HardDeletePendingOn?.UtcDateTime:yyyy-MM-dd}.");

    public static string EnvironmentNotActiveDetail(BcEnvironment environment) =>
        $"The environment has the status {environment.Status}, so its details could not be read.";

    public static string UpdateEnforcedDetail(DateTimeOffset enforced) =>
        string.Create(CultureInfo.InvariantCulture, $"Updates have been enforced since {enforced.UtcDateTime:yyyy-MM-dd}.");

    public static string UpdateEnforcedSoonDetail(DateTimeOffset enforced, string? daysLeft) =>
        string.Create(CultureInfo.InvariantCulture, $"Updates are enforced from {enforced.UtcDateTime:yyyy-MM-dd} ({daysLeft} left).");

    public static string AppUpdateFailedDetail(BcApp app) =>
        $"The last update of app {app.Name} failed. The installed version is {app.Version}.";

    public const string AppUpdateAvailableDetail = "One app has an update.";

    public static string AppUpdatesAvailableDetail(IReadOnlyList<BcAppUpdate> updates) => $"{updates.Count} apps have updates.";

    public static string ManySuperUsersDetail(int super) =>
        string.Create(CultureInfo.InvariantCulture, $"{super} enabled users have the permission set SUPER.");

    public static string FileNotPowerShellScript(string file) => $"{file} is not a PowerShell script.";

    public static string ScriptEncodingMisread(string file) =>
        $"{file} is not UTF-8, and PowerShell 7 reads its non-ASCII characters incorrectly. Save the script as UTF-8.";

    public static string ConvertedScriptAlreadyWritten(string target, string other) => $"{target} was already written from {other}.";

    public const string UseDifferentOutputFolders = "Convert scripts with the same name into different folders.";

    public static string TargetIsSourceScript(string target) => $"{target} is the script itself.";

    public const string SpecifyAnotherFolderOrUseForce = "Specify another folder, or use -Force to overwrite the file.";

    public const string WriteConvertedScript = "Write the converted script";

    public const string ProductionEnvironmentNotRejected =
        "BcContainerHelper rejects production environments in this call, and BcAdmin does not. Check the type of the environment first.";

    public const string AuthorityExcludesTenant = "-Authority is the address of the sign-in service without the tenant.";

    public static string CheckArgumentValue(OldArgument argument, string known) =>
        $"The values of -{argument.Parameter.To} are {known}. Check the value.";

    public static string ArgumentValueNotAvailable(OldArgument argument, StringConstantExpressionAst constant) =>
        $"-{argument.Parameter.To} has no value {constant.Value}.";

    public static string ArgumentMustBeSecureString(OldArgument argument) => $"-{argument.Parameter.To} must be a SecureString.";

    public static string SplatKeysUnknown(VariableExpressionAst splat) => $"The keys of ${Script.NameOf(splat)} are not in this script";

    public static string SplatParameterNotFound(string name, SplatEntry entry) => $"{name} has no parameter {entry.Name}";

    public static string CallParameterNotFound(string name, CommandParameterAst token) => $"{name} has no parameter {token.ParameterName}";

    public static string TooManyPositionalValues(string name) => $"{name} has fewer parameters than this call has values";

    public static string InvalidScriptConversion(string path, string describe) => $"The conversion of {path} is not valid: {describe}";

    public static string ParseErrorCount(ParseError[] errors) =>
        $" PowerShell reports {errors.Length.ToString(CultureInfo.InvariantCulture)} errors.";

    public static string InvalidPowerShellScript(string path, string describe, string more) =>
        $"{path} is not a valid PowerShell script: {describe}{more}";

    public const string CorrectOrExcludeScript = "Correct the script, or exclude it.";

    public static string ParseErrorLocation(ParseError error) =>
        string.Create(
        CultureInfo.InvariantCulture, $"line {error.Extent.StartLineNumber}, column {error.Extent.StartColumnNumber}: {error.Message}");

    public static string CallCommandWithParameters(string unknown, string? command, string parameters) =>
        $"{unknown}. Call {command}, whose parameters are {parameters}.";

    public static string MoveParametersIntoCall(OldFunction function) =>
        $"The update is piped from {function.Source!.Command} {function.Source.Tail} to {function.To}. Write the parameters into the call.";

    public const string UseSeparateSplatHashtables =
        "Other calls splat the same hash table and need other names for its keys. Use a hash table for each.";

    public static string ContextUsedByRemainingFunctions(OldCall call) =>
        "Functions that are not converted also use the context. "
        + $"Sign in with Connect-BcTenant, and call {call.Function.To}.";

    public const string ContextCausesSecondSignIn =
        "Functions that stay with BcContainerHelper use this context, so the script signs in twice.";

    public const string RemoveTokenRenewalCall = "Connections renew their tokens by themselves. Remove the call.";

    public const string PassConnectionFromPassThru = "Pass a connection, which Connect-BcTenant -PassThru returns.";

    public static string ConnectionPropertyNotFound(string property) => $"A connection has no property {property}.";

    public const string UseInvokeBcApiInsteadOfToken = "Invoke-BcApi calls the API without a token in the script.";

    public static string ObjectPropertyNotFound(Ast name) =>
        $"The objects of BcAdmin have no property {((StringConstantExpressionAst)name).Value}.";

    public static string FileEncodingNotValid(Encoding encoding) => $"it is not valid {encoding.WebName}";

    public const string CorrectScriptEncoding = "Save the file again as UTF-8.";

    // Errors/ErrorCode: what to do next, where the place of the failure does not know better

    public const string NotConnectedAdvice = "Run Connect-BcTenant, or pass -Connection. Get-BcConnection lists the open connections.";

    public const string AmbiguousConnectionAdvice = "Run Select-BcConnection, or pass -Connection with one name.";

    public const string TenantNotFoundAdvice = "Get-BcSimulator shows the tenants of the simulator.";

    public const string UserRequiredAdvice =
        "Sign in as a user: Connect-BcTenant TENANT, or Connect-BcTenant TENANT -DeviceCode where no browser is available.";

    public const string AppRequiredAdvice = "Sign in as an app: Connect-BcTenant TENANT -ClientId ID -ClientSecret SECRET, or with a certificate.";

    public const string ReadOnlyConnectionAdvice = "Connect again without -ReadOnly to make changes.";

    public const string HostNotAllowedAdvice = "Use a relative path, or an address of the service that the connection is for.";

    public const string ApiVersionTooOldAdvice = "Connect again without -ApiVersion to use the newest version.";

    public const string ApiVersionTooNewAdvice = "Connect again without -ApiVersion to use the newest version that BcAdmin knows.";

    public const string SignInFailedAdvice =
        "Look up the AADSTS code in about_BcAdmin_Authentication, and check -TenantId, -ClientId, and the credential.";

    public const string SignInCanceledAdvice = "Run Connect-BcTenant again and complete the sign-in.";

    public const string SignInTimedOutAdvice = "Run Connect-BcTenant again and complete the sign-in in time.";

    public const string SignInRequiredAdvice = "Run Connect-BcTenant again.";

    public const string SignInUnreachableAdvice = "Check the network, the proxy, and the firewall, then run Connect-BcTenant again.";

    public const string BrowserNotAvailableAdvice = "Run Connect-BcTenant TENANT -DeviceCode.";

    public const string ManagedIdentityUnavailableAdvice =
        "Enable a managed identity for the resource that runs the script, or sign in with a certificate or a secret.";

    public const string FederatedTokenUnavailableAdvice = "Check the file of -FederatedTokenFile, or the output of -FederatedTokenScript.";

    public const string TokenExpiredAdvice = "Get a new token and run Connect-BcTenant again.";

    public const string TokenInvalidAdvice =
        "Pass the access token itself, which consists of three parts with periods between them, as a SecureString.";

    public const string TokenNotRenewableAdvice =
        "A static access token cannot be renewed. Pass a new token to Connect-BcTenant, or sign in as a user or an app, whose tokens are renewed.";

    public const string TokenCacheFailedAdvice = "Connect without -Persist, or check that the account can write to its profile.";

    public const string CertificateNotFoundAdvice = "Check the thumbprint and the certificate store: Get-ChildItem Cert:\\CurrentUser\\My.";

    public const string CertificateNotReadableAdvice = "Check the path, the format (.pfx or .pem), and -CertificatePassword.";

    public const string CertificateWithoutKeyAdvice = "Use a certificate with its private key, such as a .pfx file.";

    public const string CertificateKeyNotReadableAdvice = "Grant the account access to the private key, or import the certificate for this account.";

    public const string CertificateNotTrustedAdvice =
        "Add the certificate of the proxy to the trusted roots of this computer, or exempt the address from inspection.";

    public const string UnreachableAdvice = "Check the network, the DNS, the proxy, and the firewall, then run the command again.";

    public const string TlsHandshakeFailedAdvice =
        "Check the proxy and the clock of the computer. Nothing was sent, so the command can be run again.";

    public const string ProxyTunnelFailedAdvice = "Allow the address in the proxy, or set HTTPS_PROXY or NO_PROXY.";

    public const string ProxyAuthenticationRequiredAdvice = "Set the credentials of the proxy in HTTPS_PROXY.";

    public const string UnexpectedResponseAdvice = "Check -Endpoint and the proxy. Get-Error shows the response.";

    public const string BatchNotAnsweredAdvice = "Check the state of the objects, then send the calls that are missing again.";

    public const string InvalidArgumentAdvice = "Correct the parameter. Get-Help shows the values that each parameter accepts.";

    public const string InvalidPatternAdvice = "Correct the wildcards, or escape them with a backtick to use the name as it is.";

    public const string InputTypeNotAcceptedAdvice = "Pipe the objects that the message names, or pass the value by parameter.";

    public const string InputKeyMissingAdvice = "Add the column that the message names, or rename a column to it.";

    public const string ConfirmationRequiredAdvice =
        "Use -Force or -Confirm:$false where the message allows it, or run the command in an interactive session.";

    public const string EulaNotAcceptedAdvice = "Add -AcceptIsvEula to accept the terms.";

    public const string FileNotFoundAdvice = "Check the path and the current folder.";

    public const string FileNotReadableAdvice = "Correct the line that the message names, or save the file as UTF-8.";

    public const string FileNotWritableAdvice = "Check the path and the rights of the account, and close other programs that use the file.";

    public const string FileTooLargeAdvice = "Use a smaller file.";

    public const string FileAccessFailedAdvice = "Check the rights of the account, and close other programs that use the file.";

    public const string InvalidDataAdvice = "Correct the value. Get-Error shows where it was read.";

    public const string CryptographyFailedAdvice = "Check the certificate, its password, and the rights of the account to its private key.";

    public const string PlatformFailedAdvice = "Use another sign-in method or another operating system. Get-Error shows what is not available.";

    public static string TenantNotReadableAdvice => $"{Commands.TestConnection} shows which permission is missing.";

    public const string InternalErrorAdvice = "Report the error with the output of Get-Error.";

    public const string InvalidConfigurationAdvice = "Correct the file at the line that the message names.";

    public const string ConfigurationMismatchAdvice = "Use the configuration of this tenant, or name the environment with -Environment.";

    public const string ConfigurationUnknownAdvice =
        "Correct the cause that the message names, such as a missing permission, then run the command again.";

    public const string ConfigurationChangedAdvice = "Run the command again to make a new plan.";

    public const string SecretNotFoundAdvice = "Pass the secret with -Secret, or store it with Set-Secret.";

    public const string AppIsRequiredAdvice = "Uninstall the apps that require it first.";

    public const string EnvironmentNotActiveAdvice = "Wait until the environment is active: Wait-BcEnvironment.";

    public const string EnvironmentNotFoundAdvice = "Get-BcEnvironment lists the environments.";

    public const string AmbiguousAppAdvice = "Use the ID of the app.";

    public const string AmbiguousPermissionSetAdvice = "Specify the app and the scope as well.";

    public const string AmbiguousSecurityGroupAdvice = "Use the code or the ID of the group.";

    public const string AmbiguousUserAdvice = "Use the user name.";

    public const string LastCompanyAdvice = "Create another company first.";

    public const string ProductionRequiredAdvice = "Specify a production environment.";

    public const string OutageReportFailedAdvice = "Create a support request in the Power Platform admin center.";

    public const string MaximumNumberOfCompaniesReachedAdvice = "Delete a company, or use another environment.";

    public const string MaximumNumberOfExportsReachedAdvice = "Wait for the next month. Get-BcDatabaseExportQuota shows what is left.";

    public const string MaximumNumberOfRecipientsReachedAdvice = "Remove a recipient first: Remove-BcNotificationRecipient.";

    public const string OperationFailedAdvice = "Correct the cause that the message names, then start the operation again.";

    public const string OperationTimeoutAdvice = "The operation continues. Get-BcOperation shows its state, and Wait-BcOperation waits for it.";

    public const string OperationNotStartedAdvice = "Check the task scheduler of the environment, then start the task again.";

    public const string OperationNotFoundAdvice = "Get-BcOperation lists the operations that the service still knows.";

    public const string EnvironmentFailedAdvice = "Get-BcOperation shows the operation that failed.";

    public const string NotInstalledAdvice = "Get-BcExtensionDeployment shows the deployment. Install the extension again.";

    public const string NotUninstalledAdvice = "Uninstall the extension again later.";

    public const string NotUnpublishedAdvice = "Unpublish the extension again later.";

    public const string ExtensionsChangedAdvice = "Run the command again in a minute.";

    public const string ExtensionInstalledAdvice = "Uninstall the extension first: Uninstall-BcExtension.";

    public const string ExtensionScheduledAdvice = "Cancel the scheduled version first, or wait until it is installed.";

    public const string DependencyFailedAdvice = "Correct the failure of the other extension, then run the command again.";

    public const string ConfigurationPackageBusyAdvice = "Wait until the package is imported or applied, then run the command again.";

    public const string ConfigurationPackageNotImportedAdvice = "Import the package first: Import-BcConfigurationPackage.";

    public const string FeatureIsOneWayAdvice = "Restore the environment to a time before the feature was enabled if you need the earlier state.";

    public const string UpdateNotAvailableAdvice = "Get-BcEnvironmentUpdate lists the updates that are available.";

    public const string RestorePointNotAvailableAdvice = "Get-BcEnvironmentRestorePeriod shows the times to which the environment can be restored.";

    public const string SimulatorNotStartedAdvice = "Correct the cause that the message names, then run Start-BcSimulator again.";

    public const string SimulatorNotFoundAdvice = "Start-BcSimulator starts a simulator. Get-BcSimulator lists the running simulators.";

    public const string SimulatorRefusedAdvice = "Correct the value that the message names.";

    public const string AuthenticationErrorCategoryAdvice = "Run Test-BcConnection to see which part of the sign-in is not accepted.";

    public const string PermissionDeniedCategoryAdvice = "Run Test-BcConnection to see which role or permission is missing.";

    public const string ObjectNotFoundCategoryAdvice = "Check the name and the environment.";

    public const string ResourceExistsCategoryAdvice = "Choose another name, or use the object that exists.";

    public const string ResourceBusyCategoryAdvice = "Wait until the other change is complete, then run the command again.";

    public const string LimitsExceededCategoryAdvice = "Reduce the usage, or wait, then run the command again.";

    public const string OperationTimeoutCategoryAdvice = "Check the state before you run the command again: the service may have completed the call.";

    public const string ResourceUnavailableCategoryAdvice =
        "Run the command again later. If it fails again, report the correlation ID to Microsoft support.";

    public const string NotImplementedCategoryAdvice = "Connect with another -ApiVersion, or use an environment with a newer version.";

    public const string OtherFailureAdvice = "Correct the value that the message names. Get-Error shows the response of the service.";

    public static string ListExistingObjects(SuggestedCommand list) => $"{list} lists the existing objects.";

    /// <summary>A list such as A, B, and C.</summary>
    private static string JoinedNames<T>(IReadOnlyList<T> items) => items.Count switch
    {
        1 => $"{items[0]}",
        2 => $"{items[0]} and {items[1]}",
        _ => $"{string.Join(", ", items.Take(items.Count - 1))}, and {items[^1]}",
    };

    /// <summary>A number with its noun, such as 1 environment or 2 environments.</summary>
    private static string CountWithNoun(long count, string singular, string? plural = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? singular : plural ?? singular + "s")}");
}
