using System.Net;
using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>
/// What to do after a failed call, by operation, code, and status. The facts are from the contracts (x-bc-errors and x-bc-permissions).
/// </summary>
internal static class ApiAdvice
{
    private const ServiceApi AdminCenter = ServiceApi.AdminCenter;
    private const ServiceApi InEnvironment = ServiceApi.Environment;
    private const ServiceApi Both = ServiceApi.BusinessCentral;
    private const ServiceApi Graph = ServiceApi.Graph;

    // Uploads (installPte) require only AdminCenter.ReadWrite.All and the authorization of the app.
    private static readonly string[] AppChanges = ["installApp", "updateApp", "uninstallApp", "cancelAppUpdate", "removeScheduledPte"];
    private static readonly string[] AppsOnly = ["listManageableTenants"];
    private static readonly string[] UsersOnly =
    [
        "listAuthorizedApps", "authorizeApp", "removeAuthorizedApp", "getPartnerAccess", "setPartnerAccess", "linkPowerPlatformEnvironment",
        "unlinkPowerPlatformEnvironment",
    ];
    private static readonly string[] Transfers =
    [
        "listOutgoingTransfers", "listIncomingTransfers", "requestEnvironmentTransfer", "acceptEnvironmentTransfer", "cancelEnvironmentTransfer",
    ];

    /// <summary>The first rule that fits a failure gives the advice. An empty column fits all.</summary>
    private static readonly Rule[] Rules =
    [
        // By code
        new(Both, [], [ErrorCode.EnvironmentNotFound], [], call => EnvironmentNotFound(call.Connection)),
        new(Both, [], [ErrorCode.ApplicationTypeDoesNotExist, ErrorCode.DoesNotExist], [],
            _ => "Check -ApplicationFamily. It is BusinessCentral for all apps except Embed apps."),
        new(Both, [], [ErrorCode.ResourceExists, ErrorCode.EnvironmentReservationFailed], [],
            _ => "Choose another name, or remove the object that has it."),
        new(Both, [], [ErrorCode.EnvironmentNameNotValid], [],
            _ => "A name starts with a letter, has only letters, digits, - and _, has at most 29 characters, and is not a reserved word."),
        new(Both, [], [ErrorCode.TenantAlreadyProvisioning], [],
            call => "Another environment is being created. To wait for it: "
                + $"{Commands.GetOperation.With("Status", "running").On(call.Connection).Then(Commands.WaitOperation)}"),
        new(Both, [], [ErrorCode.TenantDeletionInProgress], [],
            call => "The environment is already being deleted. To list its operations: "
                + Commands.GetOperation.In(call.Environment).On(call.Connection)),
        new(Both, [], [ErrorCode.MaximumNumberOfEnvironmentsAllowedReached], [],
            _ => "Remove an environment of this type, or buy more. Soft-deleted environments do not count."),
        new(Both, [], [ErrorCode.MaximumStorageCapacityUsageReached], [], _ => "The storage of the tenant is full. Free storage, or buy more."),
        new(Both, [], [ErrorCode.DestinationApplicationServiceNotFound], [],
            _ => "No service can host this country, ring, and version for the tenant."),
        new(Both, [], [ErrorCode.InvalidRange], [], _ => "An update window is at least six hours long."),
        new(Both, [], [ErrorCode.ScheduledUpgradeConstraintViolation], [],
            _ => $"The window does not match the date of the selected update. Move the update first, with {Commands.SetEnvironmentUpdate}."),
        new(Both, ["selectEnvironmentUpdate"], [ErrorCode.EntityValidationFailed], [],
            call => $"Specify a date from today to LatestSelectable of {Commands.GetEnvironmentUpdate.In(call.Environment).On(call.Connection)}"),
        new(Both, [.. AppChanges, "installPte"], [ErrorCode.EntityValidationFailed], [],
            call => "The app is already installed, was uninstalled less than a minute ago, or is not offered in this version for the country of the "
                + "environment. "
                + $"{Commands.GetApp.In(call.Environment).On(call.Connection)} lists the installed apps, "
                + $"{Commands.GetAppUpdate.In(call.Environment).On(call.Connection)} the available updates."),
        new(Both, AppChanges, [ErrorCode.EnvironmentAppOperationFailed], [], _ => AppsPermission),
        new(Both, [], [ErrorCode.CannotSetAppInsightsKey], [],
            call => $"The environment must be Active. To wait for that: {Commands.WaitEnvironment.In(call.Environment).On(call.Connection)}"),
        new(Both, [], [ErrorCode.InvalidStatusCannotRecoverDeletedEnvironment], [],
            call => "Only a soft-deleted environment can be restored. To list them: "
                + Commands.GetEnvironment.With("Status", "SoftDeleted").On(call.Connection)),
        new(Both, ["linkPowerPlatformEnvironment", "unlinkPowerPlatformEnvironment"], [ErrorCode.BadArgument], [],
            _ => "A link is one to one. Both environments must be active, of the same type, and in the same Azure geography."),
        new(Both, [], [ErrorCode.ExportFailed], [],
            call => "An export requires a paid subscription, the permission set D365 BACKUP/RESTORE in the environment, and an export that is left: "
                + $"{Commands.GetDatabaseExportQuota.In(call.Environment).On(call.Connection)}"),
        new(Both, ["setManageableApplicationAccess"], [ErrorCode.InvalidInput], [],
            _ => "Access cannot be removed while the customer has an environment of that family."),
        new(Both, [], [ErrorCode.BusinessCentralCommunicationException], [],
            call => $"The environment must be running. To see its status: {Commands.GetEnvironment.In(call.Environment).On(call.Connection)}"),
        new(Both, [], [ErrorCode.Request_EntityChanged], [], _ => Changed),
        new(Both, [], [ErrorCode.Internal_CompanyNotFound], [], CompanyNotFound),
        new(Both, [], [ErrorCode.Authentication_InvalidCredentials], [], _ => NotAcceptedInEnvironment),

        // By status
        new(AdminCenter, AppChanges, [], [HttpStatusCode.Unauthorized], _ => $"{AppsPermission} {AuthorizationFirst}"),
        new(AdminCenter, AppChanges, [], [HttpStatusCode.Forbidden], _ => $"{AppsPermission} {ConsentFirst}"),
        new(AdminCenter, Transfers, [], [HttpStatusCode.Forbidden],
            _ => "Only an internal administrator of the tenant can transfer environments. Partners, guests, and apps cannot."),
        new(AdminCenter, ["listManageableApplications", "setManageableApplicationAccess"], [], [HttpStatusCode.Forbidden],
            _ => "Only a delegated administrator of the customer can do this, with the role Dynamics 365 Administrator or higher. "
                + "Internal users, guests, and apps cannot."),
        new(AdminCenter, ["getExportMetrics", "startDatabaseExport", "listExportHistory"], [], [HttpStatusCode.Forbidden],
            _ => "The caller requires the permission set D365 BACKUP/RESTORE in the environment, and an administrator role."),
        new(AdminCenter, AppsOnly, [], [HttpStatusCode.Unauthorized], _ => $"{OnlyApps} {AuthorizationFirst}"),
        new(AdminCenter, AppsOnly, [], [HttpStatusCode.Forbidden], _ => $"{OnlyApps} {ConsentFirst}"),
        new(AdminCenter, UsersOnly, [], [HttpStatusCode.Unauthorized], _ => $"{OnlyUsers} {AuthorizationFirst}"),
        new(AdminCenter, UsersOnly, [], [HttpStatusCode.Forbidden], _ => $"{OnlyUsers} {ConsentFirst}"),
        new(AdminCenter, [], [], [HttpStatusCode.Unauthorized],
            _ => $"{AuthorizationFirst} Check the tenant, and that the token is for https://api.businesscentral.dynamics.com."),
        new(AdminCenter, [], [], [HttpStatusCode.Forbidden], _ => ConsentFirst),
        new(InEnvironment, [], [], [HttpStatusCode.Unauthorized], _ => NotAcceptedInEnvironment),
        new(InEnvironment, [], [], [HttpStatusCode.Forbidden],
            _ => "The caller lacks permission sets in the environment. An app requires D365 AUTOMATION, and EXTEN. MGT. - ADMIN for extensions. "
                + "An app cannot have SUPER."),
        new(Both, [], [], [HttpStatusCode.ProxyAuthenticationRequired], call => NotSent.ProxyAuthentication(call.Request.Address).Advice!),
        new(AdminCenter, ["cancelEnvironmentOperation"], [], [HttpStatusCode.BadRequest, HttpStatusCode.Conflict],
            call => "Only a running update or data upgrade outside its enforced update period can be canceled. "
                + $"{Commands.GetOperation.In(call.Environment).On(call.Connection)} shows the type and the status."),
        new(Both, [], [], [HttpStatusCode.PreconditionFailed], _ => Changed), // documented beside 409 for the same thing
        new(Both, [], [], [HttpStatusCode.TooManyRequests],
            _ => "The service limits calls to 6,000 in 5 minutes and 5 at once for each user. "
                + "Run the command again later, or with fewer calls at once."),
        new(Both, [], [], [HttpStatusCode.RequestTimeout, HttpStatusCode.GatewayTimeout],
            _ => "The service stopped waiting after some minutes, and may have done the work nevertheless: "
                + "look at the state before you run the command again.")
        {
            IsForChanges = true,
        },
        new(Both, [], [], [HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable],
            _ => "The service is not available. Run the command again in a few minutes."),
        new(Both, [], [], [HttpStatusCode.NotImplemented], _ => "This server does not offer the call."),

        // Microsoft Graph
        new(Graph, [], [], [HttpStatusCode.Unauthorized],
            _ => $"Microsoft Graph did not accept the sign-in. Sign in again: {Commands.ConnectTenant}"),
        new(Graph, ["listDelegatedAdminCustomers", "listDelegatedAdminRelationships"], [], [HttpStatusCode.Forbidden],
            _ => "The list of customers requires the permission DelegatedAdminRelationship.Read.All of Microsoft Graph in the tenant of the partner: "
                + "an app requires the application permission with admin consent; a user requires a role of the partner such as Admin Agent."),
        new(Graph, [], [], [HttpStatusCode.Forbidden],
            _ => "Registering an app requires the role Application Developer where the tenant does not allow it to all users. "
                + "Changing the apps of others and granting consent requires the role Cloud Application Administrator, "
                + "Application Administrator, Privileged Role Administrator, or Global Administrator."),
        new(Graph, [], [], [HttpStatusCode.TooManyRequests], _ => "Microsoft Graph limits calls. Run the command again in a minute."),
    ];

    /// <summary>The advice for a failed call; null where there is none.</summary>
    /// <param name="message">What the service said, for what its code and status do not tell.</param>
    public static string? For(ErrorCode code, HttpStatusCode status, FailedCall call, string message)
    {
        if (call.Request.Api == InEnvironment && Refusal.IsPermission(message))
            return $"{MissingPermission} {TestOf(call)}";
        if (call.Request.Api != Graph && (Refusal.IsPassing(message) || code.Is(ErrorCode.Internal_TenantUnavailable)))
            return "The environment is changing, for example because extensions are being installed. Run the command again in a few minutes.";

        var advice = Array.Find(Rules, rule => rule.Fits(code, status, call.Request))?.Text(call) ?? (IsRedirect(status) ? Redirected : null);
        // Several places decide about access, and only a test of each of them shows which one refused.
        return call.Request.Api != Graph && status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? $"{advice} {TestOf(call)}".TrimStart() : advice;
    }

    /// <summary>The advice where other apps must be installed, updated, or uninstalled first; null where none must.</summary>
    public static string? For(IReadOnlyList<BcAppRequirement> requirements) => requirements.Count == 0 ? null
        : requirements.Any(requirement => requirement.HasType("uninstall"))
            ? "Uninstall these apps first, or use -IncludeDependent. The property Requirements of the exception has them as objects."
            : "Install or update these apps first, or use -IncludeDependency. The property Requirements of the exception has them as objects.";

    /// <summary>The advice after a failed operation on an app. The codes decide, since the texts are in the language of the environment.</summary>
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

    /// <summary>An environment that does not exist, or that this caller may not see.</summary>
    public static string EnvironmentNotFound(BcConnection? connection) =>
        $"{Commands.GetEnvironment.On(connection)} lists the environments that this sign-in may see. Partner access settings hide the others.";

    /// <summary>Only the upload of a per-tenant extension has a sync mode.</summary>
    private static string ForSchemaChange(BcAppOperation operation) => (operation.ScheduleKind, operation.SyncMode?.ToUpperInvariant()) switch
    {
        (_, "FORCESYNC") => "The service rejected the change of the database despite -SyncMode ForceSync. Correct the app and raise its version.",
        ({ Length: > 0 }, _) => $"The app removes or changes tables or fields. {ForceSync}",
        _ => $"The app removes or changes tables or fields. Marketplace app: contact its publisher. Per-tenant extension: {ForceSync}",
    };

    private static string CompanyNotFound(FailedCall call)
    {
        var list = $"{Commands.GetCompany.In(call.Environment).On(call.Connection)} lists the companies of the environment.";
        return call.Request.Subject.Company is null
            ? $"The call requires a company, and this user has no default company. Specify -Company. {list}"
            : list;
    }

    /// <summary>The test that shows which place refused: of the whole connection, or of an environment.</summary>
    private static string TestOf(FailedCall call) =>
        $"{Commands.TestConnection.In(call.Request.Api == InEnvironment ? call.Environment : null).On(call.Connection)} shows what is missing.";

    private static bool IsRedirect(HttpStatusCode status) => status is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest;

    private const string Redirected = "The service returned a redirect, and redirects are not followed. Check -Endpoint.";

    private const string Changed = "The object changed after it was read. Read it again, and run the command again.";

    private const string OnlyApps = "Only apps can make this call: connect with -ClientId.";

    private const string OnlyUsers = "Only users can make this call, not apps: connect as an administrator of the tenant.";

    private static string ForceSync =>
        $"Keep them in the app, or use {Commands.PublishApp} with -SyncMode ForceSync, which deletes their data.";

    private const string AppsPermission =
        "To install or uninstall apps, the caller requires the permission set EXTEN. MGT. - ADMIN (D365 EXTENSION MGT in old versions) in the "
        + "environment. For a Microsoft Entra app, assign it on the page Microsoft Entra Applications.";

    private static string MissingPermission =>
        "The caller lacks the permission that the message names. Assign a permission set that contains it: to a user with "
        + $"{Commands.AddUserPermission}, to an app on the page Microsoft Entra Applications of the environment.";

    private const string NotAcceptedInEnvironment =
        "The environment does not accept this caller. An app must be set up in the environment (page Microsoft Entra Applications: client id, "
        + "state Enabled, permission sets such as D365 AUTOMATION) and requires Automation.ReadWrite.All with admin consent. "
        + "A signed-in person must be a user of the environment.";

    // The service was seen to answer 401 where the list lacks the app, and 403 where consent or GDAP is missing; older reports have 403 for both.
    private static string AuthorizationFirst =>
        $"An app must be in the list of Authorized Microsoft Entra apps of the admin center ({Commands.AddAuthorizedApp}), "
        + "and requires the application permission AdminCenter.ReadWrite.All with admin consent. "
        + "A user requires an administrator role in the tenant; a partner gets it through GDAP.";

    private static string ConsentFirst =>
        "An app requires the application permission AdminCenter.ReadWrite.All with admin consent, and must be in the list of Authorized "
        + $"Microsoft Entra apps of the admin center ({Commands.AddAuthorizedApp}). "
        + "A user requires the role Dynamics 365 Business Central Administrator or higher; a partner gets it through GDAP.";

    /// <summary>A row of the table.</summary>
    /// <param name="Api">The APIs that it is for.</param>
    /// <param name="Operations">The operations; none for all, and for calls that the contract does not know.</param>
    /// <param name="Codes">The codes; none for all.</param>
    /// <param name="Statuses">The statuses; none for all.</param>
    /// <param name="Text">Makes the advice.</param>
    private sealed record Rule(ServiceApi Api, string[] Operations, ErrorCode[] Codes, HttpStatusCode[] Statuses, Func<FailedCall, string> Text)
    {
        /// <summary>True for calls that change something only.</summary>
        public bool IsForChanges { get; init; }

        public bool Fits(ErrorCode code, HttpStatusCode status, ApiRequest request) =>
            Api.HasFlag(request.Api)
            && (Operations.Length == 0 || Operations.Contains(request.OperationId, StringComparer.Ordinal))
            && (Codes.Length == 0 || Array.Exists(Codes, code.Is))
            && (Statuses.Length == 0 || Statuses.Contains(status))
            && (!IsForChanges || request.Method != HttpMethod.Get);
    }
}
