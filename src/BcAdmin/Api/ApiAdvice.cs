using System.Net;
using BcAdmin.Transport;

namespace BcAdmin.Api;

/// <summary>What to do next, by error code and status. Facts: design notes of the contracts, x-bc-errors and x-bc-permissions.</summary>
internal static class ApiAdvice
{
    /// <param name="message">What the service said, for what its code and status do not tell.</param>
    public static string? For(string code, HttpStatusCode status, ApiRequest request, string message)
    {
        if (IsGraph(request))
            return ForGraph(status);
        if (Refusal.IsPermission(message) && !IsAdminCenter(request))
            return $"{MissingPermission} {TestOf(request)} shows what is missing.";
        if (Refusal.IsPassing(message) || code.Equals("Internal_TenantUnavailable", StringComparison.OrdinalIgnoreCase))
            return "The environment is changing, for example because extensions are installed. Run the command again in a few minutes.";

        // Several places decide about access, and only looking at each of them tells which one refused.
        var advice = ByCode(code, status, request);
        return status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? $"{advice} {TestOf(request)} shows what is missing.".TrimStart() : advice;
    }

    private static string? ByCode(string code, HttpStatusCode status, ApiRequest request) => code.ToUpperInvariant() switch
    {
        "ENVIRONMENTNOTFOUND" => EnvironmentNotFound,
        "APPLICATIONTYPEDOESNOTEXIST" or "DOESNOTEXIST" => "Check -ApplicationFamily; it is BusinessCentral for all but Embed apps.",
        "RESOURCEEXISTS" or "ENVIRONMENTRESERVATIONFAILED" => "Choose another name, or remove what has it.",
        "ENVIRONMENTNAMENOTVALID" => "A name starts with a letter, has letters, digits, - and _ only, is shorter than 30 characters and not a reserved word.",
        "TENANTALREADYPROVISIONING" => "Another environment is being created. Get-BcOperation -Status running shows it; Wait-BcOperation waits for it.",
        "TENANTDELETIONINPROGRESS" => "It is being deleted already: Get-BcOperation shows how far it is.",
        "MAXIMUMNUMBEROFENVIRONMENTSALLOWEDREACHED" => "Remove an environment of this type or buy more; soft-deleted ones do not count.",
        "MAXIMUMSTORAGECAPACITYUSAGEREACHED" => "The tenant's storage is used up: free some, or buy more.",
        "DESTINATIONAPPLICATIONSERVICENOTFOUND" => "No service can host this country, ring and version for the tenant.",
        "INVALIDRANGE" => "An update window is six hours long at least.",
        "SCHEDULEDUPGRADECONSTRAINTVIOLATION" => "The window does not go with the date of the chosen update: move that first, with Set-BcEnvironmentUpdate.",
        "ENTITYVALIDATIONFAILED" when request.Address.AbsolutePath.Contains("/updates/", StringComparison.OrdinalIgnoreCase) =>
            "Specify a date from now on, up to LatestSelectable of Get-BcEnvironmentUpdate.",
        "CANNOTSETAPPINSIGHTSKEY" => "The environment must be Active: Wait-BcEnvironment waits for that.",
        "INVALIDSTATUSCANNOTRECOVERDELETEDENVIRONMENT" => "Only a soft-deleted environment can be brought back: Get-BcEnvironment -Status SoftDeleted lists them.",
        "BADARGUMENT" when request.Address.AbsolutePath.Contains("/bap/", StringComparison.OrdinalIgnoreCase) =>
            "A link is one to one; both environments must be active, of the same type and in the same Azure geography.",
        "ENTITYVALIDATIONFAILED" when ChangesApps(request) =>
            "The app is already installed, was uninstalled less than a minute ago, or is not offered in this version for the environment's country. "
            + "Get-BcApp lists what is installed, Get-BcAppUpdate what is offered.",
        "ENVIRONMENTAPPOPERATIONFAILED" when NeedsAppsPermission(request) => AppsPermission,
        "EXPORTFAILED" =>
            "An export takes a paid subscription, the permission set D365 BACKUP/RESTORE inside of the environment, and exports that are left (Get-BcDatabaseExportQuota).",
        "INVALIDINPUT" when request.Address.AbsolutePath.Contains("/manageableapplications/", StringComparison.OrdinalIgnoreCase) =>
            "Access cannot be taken away while the customer has an environment of that family.",
        "BUSINESSCENTRALCOMMUNICATIONEXCEPTION" => "The call reaches into the environment, which must be running: Get-BcEnvironment shows its status.",
        "REQUEST_ENTITYCHANGED" => Changed,
        "INTERNAL_COMPANYNOTFOUND" when !request.Address.AbsolutePath.Contains("/companies(", StringComparison.OrdinalIgnoreCase) =>
            "The call requires a company, and this user has no default company: name it with -Company. "
                + "Get-BcCompany lists the companies of the environment.",
        "INTERNAL_COMPANYNOTFOUND" => "Get-BcCompany lists the companies of the environment.",
        "AUTHENTICATION_INVALIDCREDENTIALS" => InsideEnvironment,
        _ => For(status, request),
    };

    /// <summary>What helps when apps are in the way.</summary>
    public static string? For(IReadOnlyList<BcAppRequirement> requirements) => requirements.Count == 0 ? null
        : requirements.Any(requirement => requirement.HasType("uninstall"))
            ? "Uninstall these apps first, or say -IncludeDependent. The exception's Requirements holds them as objects."
            : "Install or update these apps first, or say -IncludeDependency. The exception's Requirements holds them as objects.";

    /// <summary>What helps after an operation on an app has failed. The codes decide; the texts come in the language of the environment.</summary>
    public static string? ForAppFailure(BcAppOperation operation)
    {
        var failure = ServiceFailure.Parse(operation.ErrorMessage);
        if (failure.Has(ErrorCode.EnvironmentAppOperationFailed))
            return AppsPermission;
        if (failure.Has(ErrorCode.MissingDependencies))
            return "Install or update the apps that it depends on first, or use -IncludeDependency.";
        if (failure.Has(ErrorCode.DependentAppsInstalled))
            return "Uninstall the apps that depend on it first, or use -IncludeDependent.";
        return failure.Has(ErrorCode.ExtensionChangeFailed) || failure.Has(ErrorCode.TenantSyncFailure) ? ForSchemaChange(operation) : null;
    }

    /// <summary>Only the upload of a per-tenant extension has a sync mode.</summary>
    private static string ForSchemaChange(BcAppOperation operation) => (operation.ScheduleKind, operation.SyncMode?.ToUpperInvariant()) switch
    {
        (_, "FORCESYNC") => "The service refused the change of the database despite -SyncMode ForceSync. Correct the app and raise its version.",
        ({ Length: > 0 }, _) => $"The app removes or changes tables or fields. {ForceSync}",
        _ => $"The app removes or changes tables or fields. Marketplace app: contact its publisher. Per-tenant extension: {ForceSync}",
    };

    private const string ForceSync =
        "Keep them in the app, or use Publish-BcApp with -SyncMode ForceSync, which deletes their data.";

    public const string EnvironmentNotFound = "Get-BcEnvironment lists the environments that this sign-in may see; partner access settings hide the others.";

    private const string Changed = "Somebody changed it since it was read: read it again and repeat.";

    private const string AppsPermission =
        "To install or uninstall apps, the caller needs the permission set EXTEN. MGT. - ADMIN (D365 EXTENSION MGT in old versions) inside the "
        + "environment; for a Microsoft Entra app, assign it on the page Microsoft Entra Applications.";

    private const string MissingPermission =
        "The caller lacks the permission that the message names. Assign a permission set that contains it: Add-BcUserPermission for a user, the page "
        + "Microsoft Entra Applications of the environment for an app.";

    private const string InsideEnvironment =
        "The environment does not accept this caller. An app must be set up inside the environment (page Microsoft Entra Applications: client id, "
        + "state Enabled, permission sets such as D365 AUTOMATION) and needs Automation.ReadWrite.All with admin consent; a person must be a user of the environment.";

    // The service was seen to answer 401 where the list lacks the app, and 403 where consent or GDAP is missing; older reports have 403 for both.
    private const string AdminCenterListFirst =
        "An app must be in the list of Authorized Microsoft Entra apps of the admin center (Add-BcAuthorizedApp), and requires the application "
        + "permission AdminCenter.ReadWrite.All with admin consent. "
        + "A user requires an administrator role in the tenant; a partner gets it through GDAP.";

    private const string AdminCenterConsentFirst =
        "An app requires the application permission AdminCenter.ReadWrite.All with admin consent, and must be in the list of Authorized "
        + "Microsoft Entra apps of the admin center (Add-BcAuthorizedApp). "
        + "A user requires the role Dynamics 365 Business Central Administrator or higher; a partner gets it through GDAP.";

    /// <summary>For calls that the documentation opens to one kind of caller: a token that does not say whose it is was sent nevertheless.</summary>
    private static string? OnlyCaller(ApiRequest request)
    {
        var path = request.Address.AbsolutePath;
        return Ends("/authorizedAadApps/manageableTenants") ? "Only apps may make this call: connect with -ClientId."
            : path.Contains("/authorizedAadApps", StringComparison.OrdinalIgnoreCase) || Ends("/settings/partneraccess")
                || path.Contains("/bap/", StringComparison.OrdinalIgnoreCase)
                ? "Only users may make this call, not apps: connect as an administrator of the tenant."
                : null;

        bool Ends(string end) => path.EndsWith(end, StringComparison.OrdinalIgnoreCase);
    }

    private static string? For(HttpStatusCode status, ApiRequest request) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when IsAdminCenter(request) && NeedsAppsPermission(request) =>
            $"{AppsPermission} {(status == HttpStatusCode.Unauthorized ? AdminCenterListFirst : AdminCenterConsentFirst)}",
        HttpStatusCode.Unauthorized when IsAdminCenter(request) && OnlyCaller(request) is { } caller => $"{caller} {AdminCenterListFirst}",
        HttpStatusCode.Unauthorized when IsAdminCenter(request) =>
            $"{AdminCenterListFirst} Check also the tenant, and that the token is for https://api.businesscentral.dynamics.com.",
        HttpStatusCode.Unauthorized => InsideEnvironment,
        HttpStatusCode.Forbidden when request.Address.AbsolutePath.Contains("/transfers/", StringComparison.OrdinalIgnoreCase) =>
            "Only an administrator from inside the tenant may transfer environments: no partner, no guest, no app.",
        HttpStatusCode.Forbidden when request.Address.AbsolutePath.Contains("/manageableapplications", StringComparison.OrdinalIgnoreCase) =>
            "Only a delegated administrator of the customer may do this, with the role Dynamics 365 Administrator or higher: no one from inside, no guest, no app.",
        HttpStatusCode.Forbidden when IsAdminCenter(request) && request.Address.AbsolutePath.Contains("/exports/", StringComparison.OrdinalIgnoreCase) =>
            "The caller needs the permission set D365 BACKUP/RESTORE inside of the environment, besides the rights of an administrator.",
        HttpStatusCode.Forbidden when IsAdminCenter(request) => $"{OnlyCaller(request)} {AdminCenterConsentFirst}".TrimStart(),
        HttpStatusCode.Forbidden =>
            "The caller lacks permission sets inside the environment: an app needs D365 AUTOMATION (and EXTEN. MGT. - ADMIN for extensions); no app can have SUPER.",
        HttpStatusCode.ProxyAuthenticationRequired => NotSent.ProxyAuthentication(request.Address).Advice,
        HttpStatusCode.BadRequest or HttpStatusCode.Conflict when request.Address.AbsolutePath.EndsWith("/cancel", StringComparison.OrdinalIgnoreCase) && !ChangesApps(request) =>
            "Only a running update or data upgrade outside its enforced update period can be canceled. Get-BcOperation shows the type and status.",
        HttpStatusCode.PreconditionFailed => Changed, // documented beside 409 for the same thing
        HttpStatusCode.TooManyRequests => "The service limits calls (6,000 in 5 minutes, 5 at once for each user). Run it again in a while, or with less at once.",
        HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout when request.Method != HttpMethod.Get =>
            "The service gave up after some minutes and may have done the work all the same: look at the state before you repeat it.",
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable => "The service is not available at the moment; run it again in a few minutes.",
        HttpStatusCode.NotImplemented => "This server does not offer the call.",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => "The service sent us elsewhere, which is never followed: check -Endpoint.",
        _ => null,
    };

    private static string? ForGraph(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "Microsoft Graph did not take the sign-in: run Connect-BcTenant again.",
        HttpStatusCode.Forbidden =>
            "To register apps takes the role Application Developer, where the tenant does not let everybody; to change those of others and to grant consent takes Cloud Application "
            + "Administrator, Application Administrator, Privileged Role Administrator or Global Administrator.",
        HttpStatusCode.TooManyRequests => "Microsoft Graph limits calls: run it again in a minute.",
        _ => null,
    };

    /// <summary>The test that looks into a refusal: of the whole connection, or of the environment in the path.</summary>
    private static string TestOf(ApiRequest request)
    {
        if (IsAdminCenter(request))
            return "Test-BcConnection";
        // /v2.0/{tenant}/{environment}/api/…, or without the tenant.
        var segments = request.Address.AbsolutePath.Split('/');
        var api = Array.IndexOf(segments, "api");
        return api > 2 ? $"Test-BcConnection '{Uri.UnescapeDataString(segments[api - 1])}'" : "Test-BcConnection";
    }

    private static bool IsGraph(ApiRequest request) => request.Address.AbsolutePath.StartsWith("/v1.0/", StringComparison.Ordinal);

    private static bool ChangesApps(ApiRequest request) =>
        request.Method == HttpMethod.Post && request.Address.AbsolutePath.Contains("/apps/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Uploads need AdminCenter.ReadWrite.All and the authorization of the app only (contract: installPte).</summary>
    private static bool NeedsAppsPermission(ApiRequest request) =>
        ChangesApps(request) && !request.Address.AbsolutePath.EndsWith("/apps/pteInstall", StringComparison.OrdinalIgnoreCase);

    private static bool IsAdminCenter(ApiRequest request) => request.Address.AbsolutePath.StartsWith("/admin/", StringComparison.OrdinalIgnoreCase);
}
