using System.Net;
using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>
/// The advice for failed calls, by operation, code, and status. The facts come from the contracts (x-bc-errors and x-bc-permissions).
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

    /// <summary>The advice comes from the first rule that matches a failure. An empty condition matches everything.</summary>
    private static readonly Rule[] Rules =
    [
        // By code
        new(Both, [], [ErrorCode.EnvironmentNotFound], [], call => EnvironmentNotFound(call.Connection)),
        new(Both, [], [ErrorCode.ApplicationTypeDoesNotExist, ErrorCode.DoesNotExist], [],
            _ => Messages.CheckApplicationFamily),
        new(Both, ["copyEnvironment"], [ErrorCode.ResourceExists, ErrorCode.EnvironmentReservationFailed], [],
            _ => Messages.UseAnotherNameOrReplace),
        new(Both, [], [ErrorCode.ResourceExists, ErrorCode.EnvironmentReservationFailed], [],
            _ => Messages.UseAnotherNameOrRemoveObject),
        new(Both, [], [ErrorCode.EnvironmentNameNotValid], [],
            _ => Messages.EnvironmentNameRules),
        new(Both, [], [ErrorCode.TenantAlreadyProvisioning], [],
            call => Messages.WaitForEnvironmentCreation(call)),
        new(Both, [], [ErrorCode.TenantDeletionInProgress], [],
            call => Messages.EnvironmentDeletionInProgress(call)),
        new(Both, [], [ErrorCode.MaximumNumberOfEnvironmentsAllowedReached], [],
            _ => Messages.RemoveOrBuyEnvironments),
        new(Both, [], [ErrorCode.MaximumStorageCapacityUsageReached], [], _ => Messages.FreeOrBuyStorage),
        new(Both, [], [ErrorCode.DestinationApplicationServiceNotFound], [],
            _ => Messages.CountryRingOrVersionNotAvailable),
        new(Both, [], [ErrorCode.InvalidRange], [], _ => Messages.UpdateWindowMinimumLength),
        new(Both, [], [ErrorCode.ScheduledUpgradeConstraintViolation], [],
            _ => Messages.MoveSelectedUpdateFirst),
        new(Both, ["selectEnvironmentUpdate"], [ErrorCode.EntityValidationFailed], [],
            call => Messages.SpecifySelectableDate(call)),
        new(Both, [.. AppChanges, "installPte"], [ErrorCode.EntityValidationFailed], [],
            call => Messages.AppNotInstallableReasons(call)),
        // The service uses one code for a missing permission and for an app or environment whose state does not allow the change.
        new(Both, AppChanges, [ErrorCode.EnvironmentAppOperationFailed], [HttpStatusCode.BadRequest, HttpStatusCode.Conflict],
            _ => Messages.CorrectStateOrPermission(Messages.AppInstallationPermissionRequired)),
        new(Both, AppChanges, [ErrorCode.EnvironmentAppOperationFailed], [], _ => Messages.AppInstallationPermissionRequired),
        new(Both, [], [ErrorCode.CannotSetAppInsightsKey], [],
            call => Messages.WaitForActiveEnvironment(call)),
        new(Both, [], [ErrorCode.InvalidStatusCannotRecoverDeletedEnvironment], [],
            call => Messages.OnlySoftDeletedEnvironmentsRestorable(call.Connection)),
        new(Both, ["linkPowerPlatformEnvironment", "unlinkPowerPlatformEnvironment"], [ErrorCode.BadArgument], [],
            _ => Messages.PowerPlatformLinkRequirements),
        new(Both, [], [ErrorCode.ExportFailed], [],
            call => Messages.DatabaseExportRequirements(call)),
        new(Both, ["setManageableApplicationAccess"], [ErrorCode.InvalidInput], [],
            _ => Messages.FamilyAccessInUseByCustomer),
        new(Both, [], [ErrorCode.BusinessCentralCommunicationException], [],
            call => Messages.RunningEnvironmentRequired(call)),
        new(Both, [], [ErrorCode.Request_EntityChanged], [], _ => Messages.ObjectChangedSinceRead),
        new(Both, [], [ErrorCode.Internal_CompanyNotFound], [], CompanyNotFound),
        new(Both, [], [ErrorCode.Authentication_InvalidCredentials], [], _ => Messages.CallerNotAcceptedInEnvironment),

        // By status
        new(AdminCenter, AppChanges, [], [HttpStatusCode.Unauthorized],
            _ => $"{Messages.AppInstallationPermissionRequired} {Messages.AppAuthorizationRequired}"),
        new(AdminCenter, AppChanges, [], [HttpStatusCode.Forbidden],
            _ => $"{Messages.AppInstallationPermissionRequired} {Messages.AdminCenterPermissionRequired}"),
        new(AdminCenter, Transfers, [], [HttpStatusCode.Forbidden],
            _ => Messages.TransferRequiresInternalAdministrator),
        new(AdminCenter, ["listManageableApplications", "setManageableApplicationAccess"], [], [HttpStatusCode.Forbidden],
            _ => Messages.DelegatedAdministratorRequired),
        new(AdminCenter, ["getExportMetrics", "startDatabaseExport", "listExportHistory"], [], [HttpStatusCode.Forbidden],
            _ => Messages.DatabaseExportPermissionRequired),
        new(AdminCenter, AppsOnly, [], [HttpStatusCode.Unauthorized], _ => $"{Messages.OnlyAppsCanCall} {Messages.AppAuthorizationRequired}"),
        new(AdminCenter, AppsOnly, [], [HttpStatusCode.Forbidden], _ => $"{Messages.OnlyAppsCanCall} {Messages.AdminCenterPermissionRequired}"),
        new(AdminCenter, UsersOnly, [], [HttpStatusCode.Unauthorized], _ => $"{Messages.OnlyUsersCanCall} {Messages.AppAuthorizationRequired}"),
        new(AdminCenter, UsersOnly, [], [HttpStatusCode.Forbidden], _ => $"{Messages.OnlyUsersCanCall} {Messages.AdminCenterPermissionRequired}"),
        new(AdminCenter, [], [], [HttpStatusCode.Unauthorized],
            _ => Messages.CheckTenantAndTokenAudience(Messages.AppAuthorizationRequired)),
        new(AdminCenter, [], [], [HttpStatusCode.Forbidden], _ => Messages.AdminCenterPermissionRequired),
        new(InEnvironment, [], [], [HttpStatusCode.Unauthorized], _ => Messages.CallerNotAcceptedInEnvironment),
        new(InEnvironment, [], [], [HttpStatusCode.Forbidden],
            _ => Messages.EnvironmentPermissionSetsRequired),
        new(Both, [], [], [HttpStatusCode.ProxyAuthenticationRequired], call => NotSent.ProxyAuthentication(call.Request.Address).Advice!),
        new(AdminCenter, ["cancelEnvironmentOperation"], [], [HttpStatusCode.BadRequest, HttpStatusCode.Conflict],
            call => Messages.CancelableOperations(call)),
        // The documentation lists 412 and 409 for the same error.
        new(Both, [], [], [HttpStatusCode.PreconditionFailed], _ => Messages.ObjectChangedSinceRead),
        new(Both, [], [], [HttpStatusCode.TooManyRequests],
            _ => Messages.ServiceRateLimits),
        new(Both, [], [], [HttpStatusCode.RequestTimeout, HttpStatusCode.GatewayTimeout],
            _ => Messages.ServiceTimedOutCheckState)
        {
            IsForChanges = true,
        },
        new(Both, [], [], [HttpStatusCode.BadGateway, HttpStatusCode.ServiceUnavailable],
            _ => Messages.ServiceUnavailableRetryLater),
        new(Both, [], [], [HttpStatusCode.NotImplemented], _ => Messages.CallNotOfferedByServer),

        // Microsoft Graph
        new(Graph, [], [], [HttpStatusCode.Unauthorized],
            _ => Messages.MicrosoftGraphSignInRejected),
        new(Graph, ["listDelegatedAdminCustomers", "listDelegatedAdminRelationships"], [], [HttpStatusCode.Forbidden],
            _ => Messages.ListCustomersRequiresPermission),
        new(Graph, [], [], [HttpStatusCode.Forbidden],
            _ => Messages.AppRegistrationRequiredRoles),
        new(Graph, [], [], [HttpStatusCode.TooManyRequests], _ => Messages.MicrosoftGraphRateLimitReached),
    ];

    /// <summary>The advice for a failed call; null if there is none.</summary>
    /// <param name="message">The message of the service, for details that its code and status do not contain.</param>
    public static string? For(ErrorCode code, HttpStatusCode status, FailedCall call, string message)
    {
        if (call.Request.Api == InEnvironment && Refusal.IsPermission(message))
            return $"{Messages.AssignMissingPermission} {TestOf(call)}";
        if (call.Request.Api != Graph && (Refusal.IsTemporary(message) || code.Is(ErrorCode.Internal_TenantUnavailable)))
            return Messages.EnvironmentChangingRetryLater;

        if (call.Request.Api != Graph && status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict && Refusal.IsBusy(message))
            return Messages.WaitForOtherOperation(call, Refusal.OperationOf(message));

        if (call.Request.Api != Graph && Refusal.IsProtectedApp(message))
            return Messages.ListRemovableApps(call.Environment, call.Connection);

        var advice = Array.Find(Rules, rule => rule.Fits(code, status, call.Request))?.Text(call)
            ?? (IsRedirect(status) ? Messages.RedirectNotFollowed : null);
        // Access is checked in several places, and only a test of each of them shows which one denied it.
        return call.Request.Api != Graph && status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            ? $"{advice} {TestOf(call)}".TrimStart() : advice;
    }

    /// <summary>The advice if other apps must be installed, updated, or uninstalled first; otherwise null.</summary>
    public static string? For(IReadOnlyList<BcAppRequirement> requirements) => requirements.Count == 0 ? null
        : requirements.Any(requirement => requirement.HasType("uninstall"))
            ? Messages.UninstallListedAppsFirst
            : Messages.InstallListedAppsFirst;

    /// <summary>
    /// The advice for a failed operation on an app. It depends on the codes, because the texts are in the language of the environment.
    /// </summary>
    public static string? ForAppFailure(BcAppOperation operation)
    {
        var failure = ServiceFailure.Parse(operation.ErrorMessage);
        if (Refusal.IsProtectedApp(operation.ErrorMessage ?? string.Empty))
            return Messages.ListRemovableApps(new EnvironmentKey(operation.ApplicationFamily, operation.EnvironmentName), operation.Connection);
        if (failure.Has(ErrorCode.EnvironmentAppOperationFailed))
            return Messages.AppInstallationPermissionRequired;
        if (failure.Has(ErrorCode.MissingDependencies))
            return Messages.InstallDependenciesFirst;
        if (failure.Has(ErrorCode.DependentAppsInstalled))
            return Messages.UninstallDependentAppsFirst;
        return failure.Has(ErrorCode.ExtensionChangeFailed) || failure.Has(ErrorCode.TenantSyncFailure) ? ForSchemaChange(operation) : null;
    }

    /// <summary>The advice for an environment that does not exist or is not visible to the caller.</summary>
    public static string EnvironmentNotFound(BcConnection? connection) =>
        Messages.ListAccessibleEnvironments(connection);

    /// <summary>The advice for a rejected schema change. Only uploads of per-tenant extensions have a sync mode.</summary>
    private static string ForSchemaChange(BcAppOperation operation) => (operation.ScheduleKind, operation.SyncMode?.ToUpperInvariant()) switch
    {
        (_, "FORCESYNC") => Messages.SchemaChangeRejectedDespiteForceSync,
        ({ Length: > 0 }, _) => Messages.BreakingSchemaChange(Messages.KeepSchemaOrUseForceSync),
        _ => Messages.BreakingSchemaChangeUnknownSource(Messages.KeepSchemaOrUseForceSync),
    };

    private static string CompanyNotFound(FailedCall call)
    {
        var list = Messages.ListCompaniesOfEnvironment(call);
        return call.Request.Subject.Company is null
            ? Messages.CompanyParameterRequired(list)
            : list;
    }

    /// <summary>The command that shows where access was denied: a test of the connection or of an environment.</summary>
    private static string TestOf(FailedCall call) =>
        Messages.RunTestConnection(call, InEnvironment);

    private static bool IsRedirect(HttpStatusCode status) => status is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest;

    // The service currently returns 401 if the app is not in the list, and 403 if consent or GDAP is missing; older reports show 403 for both.
    /// <summary>A rule of the table.</summary>
    /// <param name="Api">The APIs that the rule applies to.</param>
    /// <param name="Operations">The operations; empty for all, including calls that are not in the contract.</param>
    /// <param name="Codes">The codes; empty for all.</param>
    /// <param name="Statuses">The statuses; empty for all.</param>
    /// <param name="Text">Creates the advice.</param>
    private sealed record Rule(ServiceApi Api, string[] Operations, ErrorCode[] Codes, HttpStatusCode[] Statuses, Func<FailedCall, string> Text)
    {
        /// <summary>Whether the rule applies only to calls that make changes.</summary>
        public bool IsForChanges { get; init; }

        public bool Fits(ErrorCode code, HttpStatusCode status, ApiRequest request) =>
            Api.HasFlag(request.Api)
            && (Operations.Length == 0 || Operations.Contains(request.OperationId, StringComparer.Ordinal))
            && (Codes.Length == 0 || Array.Exists(Codes, code.Is))
            && (Statuses.Length == 0 || Statuses.Contains(status))
            && (!IsForChanges || request.Method != HttpMethod.Get);
    }
}
