using System.Management.Automation;
using System.Net;
using System.Runtime.CompilerServices;

namespace BcAdmin;

/// <summary>
/// The catalog of error codes: the name that scripts branch on, the category that PowerShell shows, and the text in about_BcAdmin_Errors. The service
/// can return codes that are not in the catalog; their category is derived from the name or the HTTP status.
/// </summary>
/// <param name="Name">The stable name in PascalCase.</param>
/// <param name="Category">The category of the error.</param>
/// <param name="Meaning">The description in the help; empty for self-explanatory codes of the service.</param>
/// <param name="Advice">The default advice, for failures without more specific advice.</param>
internal sealed record ErrorCode(string Name, ErrorCategory Category, string Meaning, string Advice)
{
    private static readonly Dictionary<string, ErrorCode> Known = new(StringComparer.OrdinalIgnoreCase);
    private static readonly List<ErrorCode> Own = [];

    // Connections
    public static readonly ErrorCode NotConnected = Define(
        ErrorCategory.ConnectionError, Messages.NotConnectedMeaning, Messages.NotConnectedAdvice);
    public static readonly ErrorCode AmbiguousConnection = Define(
        ErrorCategory.InvalidArgument, Messages.AmbiguousConnectionMeaning, Messages.AmbiguousConnectionAdvice);
    public static readonly ErrorCode TenantNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.TenantNotFoundMeaning, Messages.TenantNotFoundAdvice);
    public static readonly ErrorCode UserRequired = Define(
        ErrorCategory.PermissionDenied, Messages.UserRequiredMeaning, Messages.UserRequiredAdvice);
    public static readonly ErrorCode AppRequired = Define(
        ErrorCategory.PermissionDenied, Messages.AppRequiredMeaning, Messages.AppRequiredAdvice);
    public static readonly ErrorCode ReadOnlyConnection = Define(
        ErrorCategory.PermissionDenied, Messages.ReadOnlyConnectionMeaning, Messages.ReadOnlyConnectionAdvice);
    public static readonly ErrorCode HostNotAllowed = Define(
        ErrorCategory.SecurityError, Messages.HostNotAllowedMeaning, Messages.HostNotAllowedAdvice);
    public static readonly ErrorCode EndpointNotAvailable = Define(
        ErrorCategory.NotImplemented, Messages.EndpointNotAvailableMeaning, Messages.NotImplementedCategoryAdvice);
    public static readonly ErrorCode ApiVersionTooOld = Define(
        ErrorCategory.NotImplemented, Messages.ApiVersionTooOldMeaning, Messages.ApiVersionTooOldAdvice);
    public static readonly ErrorCode ApiVersionTooNew = Define(
        ErrorCategory.NotImplemented, Messages.ApiVersionTooNewMeaning, Messages.ApiVersionTooNewAdvice);

    // Sign-in
    public static readonly ErrorCode SignInFailed = Define(
        ErrorCategory.AuthenticationError, Messages.SignInFailedMeaning, Messages.SignInFailedAdvice);
    public static readonly ErrorCode SignInCanceled = Define(
        ErrorCategory.AuthenticationError, Messages.SignInCanceledMeaning, Messages.SignInCanceledAdvice);
    public static readonly ErrorCode SignInTimedOut = Define(
        ErrorCategory.AuthenticationError, Messages.SignInTimedOutMeaning, Messages.SignInTimedOutAdvice);
    public static readonly ErrorCode SignInRequired = Define(
        ErrorCategory.AuthenticationError, Messages.SignInRequiredMeaning, Messages.SignInRequiredAdvice);
    public static readonly ErrorCode SignInUnreachable = Define(
        ErrorCategory.ConnectionError, Messages.SignInUnreachableMeaning, Messages.SignInUnreachableAdvice);
    public static readonly ErrorCode BrowserNotAvailable = Define(
        ErrorCategory.AuthenticationError, Messages.BrowserNotAvailableMeaning, Messages.BrowserNotAvailableAdvice);
    public static readonly ErrorCode ManagedIdentityUnavailable = Define(
        ErrorCategory.AuthenticationError, Messages.ManagedIdentityUnavailableMeaning, Messages.ManagedIdentityUnavailableAdvice);
    public static readonly ErrorCode FederatedTokenUnavailable = Define(
        ErrorCategory.AuthenticationError, Messages.FederatedTokenUnavailableMeaning, Messages.FederatedTokenUnavailableAdvice);
    public static readonly ErrorCode TokenExpired = Define(
        ErrorCategory.AuthenticationError, Messages.TokenExpiredMeaning, Messages.TokenExpiredAdvice);
    public static readonly ErrorCode TokenInvalid = Define(
        ErrorCategory.AuthenticationError, Messages.TokenInvalidMeaning, Messages.TokenInvalidAdvice);
    public static readonly ErrorCode TokenNotRenewable = Define(
        ErrorCategory.AuthenticationError, Messages.TokenNotRenewableMeaning, Messages.TokenNotRenewableAdvice);
    public static readonly ErrorCode TokenCacheFailed = Define(
        ErrorCategory.AuthenticationError, Messages.TokenCacheFailedMeaning, Messages.TokenCacheFailedAdvice);
    public static readonly ErrorCode CertificateNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.CertificateNotFoundMeaning, Messages.CertificateNotFoundAdvice);
    public static readonly ErrorCode CertificateNotReadable = Define(
        ErrorCategory.ReadError, Messages.CertificateNotReadableMeaning, Messages.CertificateNotReadableAdvice);
    public static readonly ErrorCode CertificateWithoutKey = Define(
        ErrorCategory.InvalidArgument, Messages.CertificateWithoutKeyMeaning, Messages.CertificateWithoutKeyAdvice);
    public static readonly ErrorCode CertificateKeyNotReadable = Define(
        ErrorCategory.PermissionDenied, Messages.CertificateKeyNotReadableMeaning, Messages.CertificateKeyNotReadableAdvice);

    // Network
    public static readonly ErrorCode CertificateNotTrusted = Define(
        ErrorCategory.ConnectionError, Messages.CertificateNotTrustedMeaning, Messages.CertificateNotTrustedAdvice);
    public static readonly ErrorCode Unreachable = Define(
        ErrorCategory.ConnectionError, Messages.UnreachableMeaning, Messages.UnreachableAdvice);
    public static readonly ErrorCode TlsHandshakeFailed = Define(
        ErrorCategory.ConnectionError, Messages.TlsHandshakeFailedMeaning, Messages.TlsHandshakeFailedAdvice);
    public static readonly ErrorCode ProxyTunnelFailed = Define(
        ErrorCategory.ConnectionError, Messages.ProxyTunnelFailedMeaning, Messages.ProxyTunnelFailedAdvice);
    public static readonly ErrorCode ProxyAuthenticationRequired = Define(
        ErrorCategory.AuthenticationError, Messages.ProxyAuthenticationRequiredMeaning, Messages.ProxyAuthenticationRequiredAdvice);
    public static readonly ErrorCode ConnectionLost = Define(
        ErrorCategory.InvalidOperation, Messages.ConnectionLostMeaning, Messages.OperationTimeoutCategoryAdvice);
    public static readonly ErrorCode RequestTimeout = Define(
        ErrorCategory.OperationTimeout, Messages.RequestTimeoutMeaning, Messages.OperationTimeoutCategoryAdvice);
    public static readonly ErrorCode UnexpectedResponse = Define(
        ErrorCategory.InvalidData, Messages.UnexpectedResponseMeaning, Messages.UnexpectedResponseAdvice);
    public static readonly ErrorCode BatchNotAnswered = Define(
        ErrorCategory.InvalidOperation, Messages.BatchNotAnsweredMeaning, Messages.BatchNotAnsweredAdvice);

    // Input
    public static readonly ErrorCode InvalidArgument = Define(
        ErrorCategory.InvalidArgument, Messages.InvalidArgumentMeaning, Messages.InvalidArgumentAdvice);
    public static readonly ErrorCode InvalidPattern = Define(
        ErrorCategory.InvalidArgument, Messages.InvalidPatternMeaning, Messages.InvalidPatternAdvice);
    public static readonly ErrorCode InputTypeNotAccepted = Define(
        ErrorCategory.InvalidArgument, Messages.InputTypeNotAcceptedMeaning, Messages.InputTypeNotAcceptedAdvice);
    public static readonly ErrorCode InputTenantMismatch = Define(
        ErrorCategory.InvalidArgument, Messages.InputTenantMismatchMeaning, Messages.OmitConnectionForPipedObjects);
    public static readonly ErrorCode InputKeyMissing = Define(
        ErrorCategory.InvalidArgument, Messages.InputKeyMissingMeaning, Messages.InputKeyMissingAdvice);
    public static readonly ErrorCode ConfirmationRequired = Define(
        ErrorCategory.InvalidArgument, Messages.ConfirmationRequiredMeaning, Messages.ConfirmationRequiredAdvice);
    public static readonly ErrorCode EulaNotAccepted = Define(
        ErrorCategory.InvalidArgument, Messages.EulaNotAcceptedMeaning, Messages.EulaNotAcceptedAdvice);
    public static readonly ErrorCode FileNotFound = Define(ErrorCategory.ObjectNotFound, Messages.FileNotFoundMeaning, Messages.FileNotFoundAdvice);
    public static readonly ErrorCode FileNotReadable = Define(
        ErrorCategory.ReadError, Messages.FileNotReadableMeaning, Messages.FileNotReadableAdvice);
    public static readonly ErrorCode FileNotWritable = Define(
        ErrorCategory.WriteError, Messages.FileNotWritableMeaning, Messages.FileNotWritableAdvice);
    public static readonly ErrorCode FileTooLarge = Define(
        ErrorCategory.LimitsExceeded, Messages.FileTooLargeMeaning, Messages.FileTooLargeAdvice);
    public static readonly ErrorCode FileAccessFailed = Define(
        ErrorCategory.ReadError, Messages.FileAccessFailedMeaning, Messages.FileAccessFailedAdvice);
    public static readonly ErrorCode InvalidData = Define(
        ErrorCategory.InvalidData, Messages.InvalidDataMeaning, Messages.InvalidDataAdvice);
    public static readonly ErrorCode CryptographyFailed = Define(
        ErrorCategory.SecurityError, Messages.CryptographyFailedMeaning, Messages.CryptographyFailedAdvice);
    public static readonly ErrorCode PlatformFailed = Define(
        ErrorCategory.NotImplemented, Messages.NotSupportedByOperatingSystem, Messages.PlatformFailedAdvice);
    public static readonly ErrorCode TenantNotReadable = Define(
        ErrorCategory.ReadError, Messages.TenantNotReadableMeaning, Messages.TenantNotReadableAdvice);
    public static readonly ErrorCode InternalError = Define(
        ErrorCategory.NotSpecified, Messages.InternalErrorMeaning, Messages.InternalErrorAdvice);

    // Configuration files
    public static readonly ErrorCode InvalidConfiguration = Define(
        ErrorCategory.InvalidData, Messages.InvalidConfigurationMeaning, Messages.InvalidConfigurationAdvice);
    public static readonly ErrorCode ConfigurationMismatch = Define(
        ErrorCategory.InvalidArgument, Messages.ConfigurationMismatchMeaning, Messages.ConfigurationMismatchAdvice);
    public static readonly ErrorCode ConfigurationUnknown = Define(
        ErrorCategory.ReadError, Messages.ConfigurationUnknownMeaning, Messages.ConfigurationUnknownAdvice);
    public static readonly ErrorCode ConfigurationChanged = Define(
        ErrorCategory.ResourceUnavailable, Messages.ConfigurationChangedMeaning, Messages.ConfigurationChangedAdvice);
    public static readonly ErrorCode SecretNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.SecretNotFoundMeaning, Messages.SecretNotFoundAdvice);
    public static readonly ErrorCode AppIsRequired = Define(
        ErrorCategory.InvalidOperation, Messages.AppIsRequiredMeaning, Messages.AppIsRequiredAdvice);
    public static readonly ErrorCode EnvironmentNotActive = Define(
        ErrorCategory.ResourceUnavailable, Messages.EnvironmentNotActiveMeaning, Messages.EnvironmentNotActiveAdvice);

    // Objects
    public static readonly ErrorCode EnvironmentNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.EnvironmentNotFoundMeaning, Messages.EnvironmentNotFoundAdvice, Commands.GetEnvironment,
        isListedByName: true);
    public static readonly ErrorCode AccessControlNotFound = NotFound(Commands.GetAccessControl);
    public static readonly ErrorCode AppNotFound = NotFoundByName(Commands.GetApp);
    public static readonly ErrorCode ApplicationFamilyNotFound = NotFound(Commands.GetApplicationFamily);
    public static readonly ErrorCode CompanyNotFound = NotFoundByName(Commands.GetCompany);
    public static readonly ErrorCode ConfigurationPackageNotFound = NotFound(Commands.GetConfigurationPackage);
    public static readonly ErrorCode CountryNotFound = NotFound(Commands.GetApplicationFamily);
    public static readonly ErrorCode CustomerNotFound = NotFound(Commands.GetCustomer);
    public static readonly ErrorCode EntitySetNotFound = NotFound(Commands.GetApiEntitySet);
    public static readonly ErrorCode ExtensionNotFound = NotFoundByName(Commands.GetExtension);
    public static readonly ErrorCode FeatureNotFound = NotFoundByName(Commands.GetFeature);
    public static readonly ErrorCode PermissionNotFound = NotFound(Commands.GetPermission);
    public static readonly ErrorCode PermissionSetNotFound = NotFoundByName(Commands.GetPermissionSet);
    public static readonly ErrorCode ProfileNotFound = NotFoundByName(Commands.GetProfile);
    public static readonly ErrorCode PublisherNotFound = NotFound(Commands.GetExtension);
    public static readonly ErrorCode RecipientNotFound = NotFoundByName(Commands.GetNotificationRecipient);
    public static readonly ErrorCode ScheduledJobNotFound = NotFound(Commands.GetScheduledJob);
    public static readonly ErrorCode SecurityGroupNotFound = NotFoundByName(Commands.GetSecurityGroup);
    public static readonly ErrorCode SessionNotFound = NotFound(Commands.GetSession);
    public static readonly ErrorCode TargetVersionNotFound = NotFound(Commands.GetEnvironmentUpdate);
    public static readonly ErrorCode TimeZoneNotFound = NotFound(Commands.GetTimeZone);
    public static readonly ErrorCode UserNotFound = NotFoundByName(Commands.GetUser);
    public static readonly ErrorCode UserPermissionNotFound = NotFound(Commands.GetUserPermission);
    public static readonly ErrorCode AmbiguousApp = Define(ErrorCategory.InvalidArgument, Messages.AmbiguousAppMeaning, Messages.AmbiguousAppAdvice);
    public static readonly ErrorCode AmbiguousExtension = Define(
        ErrorCategory.InvalidArgument, Messages.AmbiguousExtensionMeaning, Messages.SpecifyPackageId);
    public static readonly ErrorCode AmbiguousPermissionSet = Define(
        ErrorCategory.InvalidArgument, Messages.AmbiguousPermissionSetMeaning, Messages.AmbiguousPermissionSetAdvice);
    public static readonly ErrorCode AmbiguousRecipient = Define(
        ErrorCategory.InvalidArgument, Messages.AmbiguousRecipientMeaning, Messages.SpecifyRecipientEmail);
    public static readonly ErrorCode AmbiguousSecurityGroup = Define(
        ErrorCategory.InvalidArgument, Messages.AmbiguousSecurityGroupMeaning, Messages.AmbiguousSecurityGroupAdvice);
    public static readonly ErrorCode AmbiguousUser = Define(
        ErrorCategory.InvalidArgument, Messages.AmbiguousUserMeaning, Messages.AmbiguousUserAdvice);
    public static readonly ErrorCode AmbiguousVersion = Define(
        ErrorCategory.InvalidArgument, Messages.AmbiguousVersionMeaning, Messages.SpecifyFullVersion);
    public static readonly ErrorCode ResourceExists = Define(
        ErrorCategory.ResourceExists, Messages.ResourceExistsMeaning, Messages.ResourceExistsCategoryAdvice);
    public static readonly ErrorCode LastCompany = Define(
        ErrorCategory.InvalidOperation, Messages.LastCompanyMeaning, Messages.LastCompanyAdvice);
    public static readonly ErrorCode ProductionRequired = Define(
        ErrorCategory.InvalidArgument, Messages.ProductionRequiredMeaning, Messages.ProductionRequiredAdvice);
    public static readonly ErrorCode OutageReportFailed = Define(
        ErrorCategory.InvalidResult, Messages.OutageReportFailedMeaning, Messages.OutageReportFailedAdvice);
    public static readonly ErrorCode MaximumNumberOfCompaniesReached = Define(
        ErrorCategory.LimitsExceeded, Messages.MaximumNumberOfCompaniesReachedMeaning, Messages.MaximumNumberOfCompaniesReachedAdvice);
    public static readonly ErrorCode MaximumNumberOfExportsReached = Define(
        ErrorCategory.LimitsExceeded, Messages.MaximumNumberOfExportsReachedMeaning, Messages.MaximumNumberOfExportsReachedAdvice);
    public static readonly ErrorCode MaximumNumberOfRecipientsReached = Define(
        ErrorCategory.LimitsExceeded, Messages.MaximumNumberOfRecipientsReachedMeaning, Messages.MaximumNumberOfRecipientsReachedAdvice);

    // Operations
    public static readonly ErrorCode OperationFailed = Define(
        ErrorCategory.InvalidResult, Messages.OperationFailedMeaning, Messages.OperationFailedAdvice);
    public static readonly ErrorCode OperationTimeout = Define(
        ErrorCategory.OperationTimeout, Messages.OperationTimeoutMeaning, Messages.OperationTimeoutAdvice);
    public static readonly ErrorCode OperationNotStarted = Define(
        ErrorCategory.OperationTimeout, Messages.OperationNotStartedMeaning, Messages.OperationNotStartedAdvice);
    public static readonly ErrorCode OperationNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.OperationNotFoundMeaning, Messages.OperationNotFoundAdvice);
    public static readonly ErrorCode EnvironmentFailed = Define(
        ErrorCategory.InvalidResult, Messages.EnvironmentFailedMeaning, Messages.EnvironmentFailedAdvice);
    public static readonly ErrorCode NotInstalled = Define(
        ErrorCategory.InvalidResult, Messages.NotInstalledMeaning, Messages.NotInstalledAdvice);
    public static readonly ErrorCode NotUninstalled = Define(
        ErrorCategory.InvalidResult, Messages.NotUninstalledMeaning, Messages.NotUninstalledAdvice);
    public static readonly ErrorCode NotUnpublished = Define(
        ErrorCategory.InvalidResult, Messages.NotUnpublishedMeaning, Messages.NotUnpublishedAdvice);
    public static readonly ErrorCode ExtensionsChanged = Define(
        ErrorCategory.ResourceBusy, Messages.ExtensionsChangedMeaning, Messages.ExtensionsChangedAdvice);
    public static readonly ErrorCode ExtensionInstalled = Define(
        ErrorCategory.InvalidOperation, Messages.ExtensionInstalledMeaning, Messages.ExtensionInstalledAdvice);
    public static readonly ErrorCode ExtensionScheduled = Define(
        ErrorCategory.ResourceBusy, Messages.ExtensionScheduledMeaning, Messages.ExtensionScheduledAdvice);
    public static readonly ErrorCode DependencyFailed = Define(
        ErrorCategory.InvalidOperation, Messages.DependencyFailedMeaning, Messages.DependencyFailedAdvice);
    public static readonly ErrorCode ConfigurationPackageBusy = Define(
        ErrorCategory.ResourceBusy, Messages.ConfigurationPackageBusyMeaning, Messages.ConfigurationPackageBusyAdvice);
    public static readonly ErrorCode ConfigurationPackageNotImported = Define(
        ErrorCategory.InvalidOperation, Messages.ConfigurationPackageNotImportedMeaning, Messages.ConfigurationPackageNotImportedAdvice);
    public static readonly ErrorCode FeatureIsOneWay = Define(
        ErrorCategory.InvalidOperation, Messages.FeatureIsOneWayMeaning, Messages.FeatureIsOneWayAdvice);
    public static readonly ErrorCode UpdateNotAvailable = Define(
        ErrorCategory.InvalidOperation, Messages.UpdateNotAvailableMeaning, Messages.UpdateNotAvailableAdvice);
    public static readonly ErrorCode RestorePointNotAvailable = Define(
        ErrorCategory.InvalidOperation, Messages.RestorePointNotAvailableMeaning, Messages.RestorePointNotAvailableAdvice);

    // Simulator
    public static readonly ErrorCode SimulatorNotStarted = Define(
        ErrorCategory.ResourceUnavailable, Messages.SimulatorNotStartedMeaning, Messages.SimulatorNotStartedAdvice);
    public static readonly ErrorCode SimulatorNotFound = Define(
        ErrorCategory.ResourceUnavailable, Messages.SimulatorNotFoundMeaning, Messages.SimulatorNotFoundAdvice);
    public static readonly ErrorCode SimulatorRefused = Define(
        ErrorCategory.InvalidOperation, Messages.SimulatorRefusedMeaning, Messages.SimulatorRefusedAdvice);

    // Codes of the service that the module handles
    public static readonly ErrorCode ApplicationTypeDoesNotExist = Service();
    public static readonly ErrorCode Application_DialogException = Service();
    public static readonly ErrorCode Authentication_InvalidCredentials = Service();
    public static readonly ErrorCode BadArgument = Service();
    public static readonly ErrorCode BadRequest_NotFound = Service();
    public static readonly ErrorCode BadRequest_ResourceNotFound = Service();
    public static readonly ErrorCode BusinessCentralCommunicationException = Service();
    public static readonly ErrorCode CannotSetAppInsightsKey = Service();
    public static readonly ErrorCode DeletedEnvironmentRecoveryInProgress = Service();
    public static readonly ErrorCode DependentAppsInstalled = Service();
    public static readonly ErrorCode DestinationApplicationServiceNotFound = Service();
    public static readonly ErrorCode DoesNotExist = Service();
    public static readonly ErrorCode EntityValidationFailed = Service();
    public static readonly ErrorCode EnvironmentAppOperationFailed = Service();
    public static readonly ErrorCode EnvironmentNameNotValid = Service();
    public static readonly ErrorCode EnvironmentReservationFailed = Service(ErrorCategory.ResourceExists);
    public static readonly ErrorCode ExportFailed = Service();
    public static readonly ErrorCode ExtensionChangeFailed = Service();
    public static readonly ErrorCode Internal_CompanyNotFound = Service();
    public static readonly ErrorCode Internal_EntityWithSameKeyExists = Service();
    public static readonly ErrorCode Internal_RecordNotFound = Service();
    public static readonly ErrorCode Internal_TenantUnavailable = Service();
    public static readonly ErrorCode InvalidInput = Service();
    public static readonly ErrorCode InvalidRange = Service();
    public static readonly ErrorCode InvalidStatusCannotDeleteTenant = Service(ErrorCategory.ResourceBusy);
    public static readonly ErrorCode InvalidStatusCannotRecoverDeletedEnvironment = Service();
    public static readonly ErrorCode MaximumNumberOfEnvironmentsAllowedReached = Service();
    public static readonly ErrorCode MaximumStorageCapacityUsageReached = Service();
    public static readonly ErrorCode MissingDependencies = Service();
    public static readonly ErrorCode NoBackingApplicationObject = Service();
    public static readonly ErrorCode Request_EntityChanged = Service();
    public static readonly ErrorCode ResourceDoesNotExist = Service();
    public static readonly ErrorCode ScheduledUpgradeConstraintViolation = Service();
    public static readonly ErrorCode TenantAlreadyProvisioning = Service(ErrorCategory.ResourceBusy);
    public static readonly ErrorCode TenantDeletionInProgress = Service(ErrorCategory.ResourceBusy);
    public static readonly ErrorCode TenantSyncFailure = Service();

    /// <summary>The codes of the module, in the order in which the help lists them.</summary>
    public static IEnumerable<ErrorCode> Documented => Own;

    /// <summary>The known codes of the service.</summary>
    public static IEnumerable<ErrorCode> OfService => Known.Values.Except(Own);

    /// <summary>The code for an error response.</summary>
    /// <param name="name">The error code of the service, or the name of the status.</param>
    /// <param name="status">The status of the response; null if there was none.</param>
    public static ErrorCode Of(string name, HttpStatusCode? status = null)
    {
        if (Known.TryGetValue(name, out var known) && known.Category != ErrorCategory.NotSpecified)
            return known with { Name = name };
        var category = ByName(name) ?? ByStatus(status);
        return new(name, category, string.Empty, AdviceFor(category));
    }

    /// <summary>The cmdlet that lists the objects, if the code is about an object that does not exist.</summary>
    public SuggestedCommand? List { get; private init; }

    /// <summary>Whether <see cref="List"/> selects the objects by a name with wildcards, which is its next parameter after the environment.</summary>
    public bool IsListedByName { get; private init; }

    /// <summary>Compares without case, because the service returns the same code in different casings.</summary>
    public bool Is(ErrorCode other) => Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Name;

    private static ErrorCode Define(
        ErrorCategory category, string meaning, string advice, SuggestedCommand? list = null, bool isListedByName = false,
        [CallerMemberName] string name = "")
    {
        var code = new ErrorCode(name, category, meaning, advice) { List = list, IsListedByName = isListedByName };
        Known.Add(name, code);
        Own.Add(code);
        return code;
    }

    private static ErrorCode NotFound(SuggestedCommand list, [CallerMemberName] string name = "") =>
        Define(ErrorCategory.ObjectNotFound, string.Empty, Messages.ListExistingObjects(list), list, isListedByName: false, name);

    private static ErrorCode NotFoundByName(SuggestedCommand list, [CallerMemberName] string name = "") =>
        Define(ErrorCategory.ObjectNotFound, string.Empty, Messages.ListExistingObjects(list), list, isListedByName: true, name);

    private static ErrorCode Service([CallerMemberName] string name = "") => Service(ByName(name) ?? ErrorCategory.NotSpecified, name);

    private static ErrorCode Service(ErrorCategory category, [CallerMemberName] string name = "")
    {
        var code = new ErrorCode(name, category, string.Empty, AdviceFor(category));
        Known.Add(name, code);
        return code;
    }

    private static ErrorCategory? ByName(string name) => name switch
    {
        _ when name.EndsWith("NotFound", StringComparison.OrdinalIgnoreCase) => ErrorCategory.ObjectNotFound,
        _ when name.EndsWith("DoesNotExist", StringComparison.OrdinalIgnoreCase) => ErrorCategory.ObjectNotFound,
        _ when name.EndsWith("Exists", StringComparison.OrdinalIgnoreCase) => ErrorCategory.ResourceExists,
        _ when name.StartsWith("Maximum", StringComparison.OrdinalIgnoreCase) => ErrorCategory.LimitsExceeded,
        _ => null,
    };

    private static ErrorCategory ByStatus(HttpStatusCode? status) => status switch
    {
        HttpStatusCode.Unauthorized => ErrorCategory.AuthenticationError,
        HttpStatusCode.Forbidden => ErrorCategory.PermissionDenied,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => ErrorCategory.ObjectNotFound,
        HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => ErrorCategory.ResourceBusy,
        HttpStatusCode.TooManyRequests or HttpStatusCode.RequestEntityTooLarge => ErrorCategory.LimitsExceeded,
        HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => ErrorCategory.OperationTimeout,
        HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed => ErrorCategory.NotImplemented,
        >= HttpStatusCode.InternalServerError => ErrorCategory.ResourceUnavailable,
        >= HttpStatusCode.BadRequest => ErrorCategory.InvalidArgument,
        null => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.InvalidResult,
    };

    /// <summary>The advice for codes of the service that have no rule in <see cref="ApiAdvice"/>.</summary>
    private static string AdviceFor(ErrorCategory category) => category switch
    {
        ErrorCategory.AuthenticationError => Messages.AuthenticationErrorCategoryAdvice,
        ErrorCategory.PermissionDenied => Messages.PermissionDeniedCategoryAdvice,
        ErrorCategory.ObjectNotFound => Messages.ObjectNotFoundCategoryAdvice,
        ErrorCategory.ResourceExists => Messages.ResourceExistsCategoryAdvice,
        ErrorCategory.ResourceBusy => Messages.ResourceBusyCategoryAdvice,
        ErrorCategory.LimitsExceeded => Messages.LimitsExceededCategoryAdvice,
        ErrorCategory.OperationTimeout => Messages.OperationTimeoutCategoryAdvice,
        ErrorCategory.ResourceUnavailable => Messages.ResourceUnavailableCategoryAdvice,
        ErrorCategory.NotImplemented => Messages.NotImplementedCategoryAdvice,
        _ => Messages.OtherFailureAdvice,
    };
}
