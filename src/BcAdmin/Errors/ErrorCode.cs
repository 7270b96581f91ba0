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
        ErrorCategory.ConnectionError, Messages.NoConnectionCurrentNoConnectionName, Messages.AfterNotConnected);
    public static readonly ErrorCode AmbiguousConnection = Define(
        ErrorCategory.InvalidArgument, Messages.SeveralConnectionsMatchUseSelectBcConnection, Messages.AfterAmbiguousConnection);
    public static readonly ErrorCode TenantNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.SimulatorNoTenantName, Messages.AfterTenantNotFound);
    public static readonly ErrorCode UserRequired = Define(
        ErrorCategory.PermissionDenied, Messages.ServiceAcceptsCallUsersOnly, Messages.AfterUserRequired);
    public static readonly ErrorCode AppRequired = Define(
        ErrorCategory.PermissionDenied, Messages.ServiceAcceptsCallAppsOnly, Messages.AfterAppRequired);
    public static readonly ErrorCode ReadOnlyConnection = Define(
        ErrorCategory.PermissionDenied, Messages.ConnectionOpenedReadOnlyCallChangesSomething, Messages.AfterReadOnlyConnection);
    public static readonly ErrorCode HostNotAllowed = Define(
        ErrorCategory.SecurityError, Messages.AddressNotHostConnectionNothingSent, Messages.AfterHostNotAllowed);
    public static readonly ErrorCode EndpointNotAvailable = Define(
        ErrorCategory.NotImplemented, Messages.ServerVersionApiVersionDoesNotCall, Messages.OnNotImplemented);
    public static readonly ErrorCode ApiVersionTooOld = Define(
        ErrorCategory.NotImplemented, Messages.ApiVersionOlderThan, Messages.AfterApiVersionTooOld);
    public static readonly ErrorCode ApiVersionTooNew = Define(
        ErrorCategory.NotImplemented, Messages.ServiceDoesNotVersionApiVersion, Messages.AfterApiVersionTooNew);

    // Sign-in
    public static readonly ErrorCode SignInFailed = Define(
        ErrorCategory.AuthenticationError, Messages.MicrosoftEntraIDRejectedSignMessage, Messages.AfterSignInFailed);
    public static readonly ErrorCode SignInCanceled = Define(
        ErrorCategory.AuthenticationError, Messages.UserCanceledSign, Messages.AfterSignInCanceled);
    public static readonly ErrorCode SignInTimedOut = Define(
        ErrorCategory.AuthenticationError, Messages.UserDidNotCompleteSignTime, Messages.AfterSignInTimedOut);
    public static readonly ErrorCode SignInRequired = Define(
        ErrorCategory.AuthenticationError, Messages.SignExpiredRunConnectBcTenantAgain, Messages.AfterSignInRequired);
    public static readonly ErrorCode SignInUnreachable = Define(
        ErrorCategory.ConnectionError, Messages.SignServiceCannotReached, Messages.AfterSignInUnreachable);
    public static readonly ErrorCode BrowserNotAvailable = Define(
        ErrorCategory.AuthenticationError, Messages.NoBrowserCanOpenedUseDeviceCode, Messages.AfterBrowserNotAvailable);
    public static readonly ErrorCode ManagedIdentityUnavailable = Define(
        ErrorCategory.AuthenticationError, Messages.ComputerNoManagedIdentityNotEnabled, Messages.AfterManagedIdentityUnavailable);
    public static readonly ErrorCode FederatedTokenUnavailable = Define(
        ErrorCategory.AuthenticationError, Messages.FileScriptBlockReturnedNoFederated, Messages.AfterFederatedTokenUnavailable);
    public static readonly ErrorCode TokenExpired = Define(
        ErrorCategory.AuthenticationError, Messages.TokenAccessTokenExpired, Messages.AfterTokenExpired);
    public static readonly ErrorCode TokenInvalid = Define(
        ErrorCategory.AuthenticationError, Messages.ValueAccessTokenNotAccessToken, Messages.AfterTokenInvalid);
    public static readonly ErrorCode TokenNotRenewable = Define(
        ErrorCategory.AuthenticationError, Messages.ServiceRejectedTokenAccessTokenCannotRenewed, Messages.AfterTokenNotRenewable);
    public static readonly ErrorCode TokenCacheFailed = Define(
        ErrorCategory.AuthenticationError, Messages.StorePersistCannotUsed, Messages.AfterTokenCacheFailed);
    public static readonly ErrorCode CertificateNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.CertificateAppNotStoreAccountComputer, Messages.AfterCertificateNotFound);
    public static readonly ErrorCode CertificateNotReadable = Define(
        ErrorCategory.ReadError, Messages.CertificateFileAppCannotReadWrong, Messages.AfterCertificateNotReadable);
    public static readonly ErrorCode CertificateWithoutKey = Define(
        ErrorCategory.InvalidArgument, Messages.CertificateAppNoPrivateKey, Messages.AfterCertificateWithoutKey);
    public static readonly ErrorCode CertificateKeyNotReadable = Define(
        ErrorCategory.PermissionDenied, Messages.AccountCannotUsePrivateKeyApp, Messages.AfterCertificateKeyNotReadable);

    // Network
    public static readonly ErrorCode CertificateNotTrusted = Define(
        ErrorCategory.ConnectionError, Messages.CertificateServerNotTrustedOftenProxy, Messages.AfterCertificateNotTrusted);
    public static readonly ErrorCode Unreachable = Define(
        ErrorCategory.ConnectionError, Messages.NoConnectionServiceNameCannotResolved, Messages.AfterUnreachable);
    public static readonly ErrorCode TlsHandshakeFailed = Define(
        ErrorCategory.ConnectionError, Messages.NoSecureConnectionServiceNothingSent, Messages.AfterTlsHandshakeFailed);
    public static readonly ErrorCode ProxyTunnelFailed = Define(
        ErrorCategory.ConnectionError, Messages.ProxyDoesNotOpenConnectionService, Messages.AfterProxyTunnelFailed);
    public static readonly ErrorCode ProxyAuthenticationRequired = Define(
        ErrorCategory.AuthenticationError, Messages.ProxyRequiresCredentialsSetThemHTTPS, Messages.AfterProxyAuthenticationRequired);
    public static readonly ErrorCode ConnectionLost = Define(
        ErrorCategory.InvalidOperation, Messages.ConnectionEndedBeforeAnswerArrived, Messages.OnOperationTimeout);
    public static readonly ErrorCode RequestTimeout = Define(
        ErrorCategory.OperationTimeout, Messages.ServiceDidNotAnswerTime, Messages.OnOperationTimeout);
    public static readonly ErrorCode UnexpectedResponse = Define(
        ErrorCategory.InvalidData, Messages.AnswerNotExpectedJSONOftenPage, Messages.AfterUnexpectedResponse);
    public static readonly ErrorCode BatchNotAnswered = Define(
        ErrorCategory.InvalidOperation, Messages.ServiceLeftCallBatchWithoutAnswer, Messages.AfterBatchNotAnswered);

    // Input
    public static readonly ErrorCode InvalidArgument = Define(
        ErrorCategory.InvalidArgument, Messages.ParametersDoNotFitTogetherValue, Messages.AfterInvalidArgument);
    public static readonly ErrorCode InvalidPattern = Define(
        ErrorCategory.InvalidArgument, Messages.NameNeitherExactNorValidWildcard, Messages.AfterInvalidPattern);
    public static readonly ErrorCode InputTypeNotAccepted = Define(
        ErrorCategory.InvalidArgument, Messages.PipedObjectAnotherTypeMessageNames, Messages.AfterInputTypeNotAccepted);
    public static readonly ErrorCode InputKeyMissing = Define(
        ErrorCategory.InvalidArgument, Messages.PipedRowWithoutColumnKeySuch, Messages.AfterInputKeyMissing);
    public static readonly ErrorCode ConfirmationRequired = Define(
        ErrorCategory.InvalidArgument, Messages.SessionCannotAnswerPromptUseForce, Messages.AfterConfirmationRequired);
    public static readonly ErrorCode EulaNotAccepted = Define(
        ErrorCategory.InvalidArgument, Messages.InstallingAppRequiresAcceptIsvEula, Messages.AfterEulaNotAccepted);
    public static readonly ErrorCode FileNotFound = Define(ErrorCategory.ObjectNotFound, Messages.FileFolderDoesNotExist, Messages.AfterFileNotFound);
    public static readonly ErrorCode FileNotReadable = Define(
        ErrorCategory.ReadError, Messages.FileCannotReadMessageNamesLine, Messages.AfterFileNotReadable);
    public static readonly ErrorCode FileNotWritable = Define(ErrorCategory.WriteError, Messages.FileCannotWritten, Messages.AfterFileNotWritable);
    public static readonly ErrorCode FileTooLarge = Define(
        ErrorCategory.LimitsExceeded, Messages.ServiceDoesNotAcceptFilesSize, Messages.AfterFileTooLarge);
    public static readonly ErrorCode FileAccessFailed = Define(
        ErrorCategory.ReadError, Messages.AccountCannotUseFileFolder, Messages.AfterFileAccessFailed);
    public static readonly ErrorCode InvalidData = Define(
        ErrorCategory.InvalidData, Messages.ValueFileDoesNotExpectedFormat, Messages.AfterInvalidData);
    public static readonly ErrorCode CryptographyFailed = Define(
        ErrorCategory.SecurityError, Messages.CertificateKeyCannotUsed, Messages.AfterCryptographyFailed);
    public static readonly ErrorCode PlatformFailed = Define(
        ErrorCategory.NotImplemented, Messages.OperatingSystemCannotDo, Messages.AfterPlatformFailed);
    public static readonly ErrorCode TenantNotReadable = Define(
        ErrorCategory.ReadError, Messages.ReportTenantsNothingCouldBeRead, Messages.AfterTenantNotReadable);
    public static readonly ErrorCode InternalError = Define(
        ErrorCategory.NotSpecified, Messages.ErrorBcAdminReportOutputGetError, Messages.AfterInternalError);

    // Configuration files
    public static readonly ErrorCode InvalidConfiguration = Define(
        ErrorCategory.InvalidData, Messages.MistakeConfigurationFileMessageNamesFile, Messages.AfterInvalidConfiguration);
    public static readonly ErrorCode ConfigurationMismatch = Define(
        ErrorCategory.InvalidArgument, Messages.ConfigurationAnotherTenantEnvironmentApp, Messages.AfterConfigurationMismatch);
    public static readonly ErrorCode ConfigurationUnknown = Define(
        ErrorCategory.ReadError, Messages.PartTenantCouldNotReadSo, Messages.AfterConfigurationUnknown);
    public static readonly ErrorCode ConfigurationChanged = Define(
        ErrorCategory.ResourceUnavailable, Messages.TenantChangedSincePlanMadeRun, Messages.AfterConfigurationChanged);
    public static readonly ErrorCode SecretNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.ConfigurationRefersSecretNeitherSecretNor, Messages.AfterSecretNotFound);
    public static readonly ErrorCode AppIsRequired = Define(
        ErrorCategory.InvalidOperation, Messages.OtherInstalledAppsRequireApp, Messages.AfterAppIsRequired);
    public static readonly ErrorCode EnvironmentNotActive = Define(
        ErrorCategory.ResourceUnavailable, Messages.EnvironmentNotActiveSoContentCannot, Messages.AfterEnvironmentNotActive);

    // Objects
    public static readonly ErrorCode EnvironmentNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.NoEnvironmentNameNotRunningSame, Messages.AfterEnvironmentNotFound);
    public static readonly ErrorCode AccessControlNotFound = NotFound(Commands.GetAccessControl);
    public static readonly ErrorCode AppNotFound = NotFound(Commands.GetApp);
    public static readonly ErrorCode ApplicationFamilyNotFound = NotFound(Commands.GetApplicationFamily);
    public static readonly ErrorCode CompanyNotFound = NotFound(Commands.GetCompany);
    public static readonly ErrorCode ConfigurationPackageNotFound = NotFound(Commands.GetConfigurationPackage);
    public static readonly ErrorCode CountryNotFound = NotFound(Commands.GetApplicationFamily);
    public static readonly ErrorCode CustomerNotFound = NotFound(Commands.GetCustomer);
    public static readonly ErrorCode EntitySetNotFound = NotFound(Commands.GetApiEntitySet);
    public static readonly ErrorCode ExtensionNotFound = NotFound(Commands.GetExtension);
    public static readonly ErrorCode FeatureNotFound = NotFound(Commands.GetFeature);
    public static readonly ErrorCode PermissionNotFound = NotFound(Commands.GetPermission);
    public static readonly ErrorCode PermissionSetNotFound = NotFound(Commands.GetPermissionSet);
    public static readonly ErrorCode ProfileNotFound = NotFound(Commands.GetProfile);
    public static readonly ErrorCode PublisherNotFound = NotFound(Commands.GetExtension);
    public static readonly ErrorCode RecipientNotFound = NotFound(Commands.GetNotificationRecipient);
    public static readonly ErrorCode ScheduledJobNotFound = NotFound(Commands.GetScheduledJob);
    public static readonly ErrorCode SecurityGroupNotFound = NotFound(Commands.GetSecurityGroup);
    public static readonly ErrorCode SessionNotFound = NotFound(Commands.GetSession);
    public static readonly ErrorCode TargetVersionNotFound = NotFound(Commands.GetEnvironmentUpdate);
    public static readonly ErrorCode TimeZoneNotFound = NotFound(Commands.GetTimeZone);
    public static readonly ErrorCode UserNotFound = NotFound(Commands.GetUser);
    public static readonly ErrorCode UserPermissionNotFound = NotFound(Commands.GetUserPermission);
    public static readonly ErrorCode AmbiguousApp = Define(ErrorCategory.InvalidArgument, Messages.SeveralAppsNameUseId, Messages.AfterAmbiguousApp);
    public static readonly ErrorCode AmbiguousExtension = Define(
        ErrorCategory.InvalidArgument, Messages.SeveralExtensionsUsePackageId, Messages.SpecifyPackageId);
    public static readonly ErrorCode AmbiguousPermissionSet = Define(
        ErrorCategory.InvalidArgument, Messages.SeveralPermissionSetsIdSpecifyApp, Messages.AfterAmbiguousPermissionSet);
    public static readonly ErrorCode AmbiguousRecipient = Define(
        ErrorCategory.InvalidArgument, Messages.SeveralRecipientsUseId, Messages.SpecifyRecipientEmail);
    public static readonly ErrorCode AmbiguousSecurityGroup = Define(
        ErrorCategory.InvalidArgument, Messages.SeveralSecurityGroupsNameUseCode, Messages.AfterAmbiguousSecurityGroup);
    public static readonly ErrorCode AmbiguousUser = Define(
        ErrorCategory.InvalidArgument, Messages.SeveralUsersAddressUseUserName, Messages.AfterAmbiguousUser);
    public static readonly ErrorCode AmbiguousVersion = Define(
        ErrorCategory.InvalidArgument, Messages.SeveralVersionsUseFull, Messages.SpecifyFullVersion);
    public static readonly ErrorCode ResourceExists = Define(ErrorCategory.ResourceExists, Messages.NameAlreadyUse, Messages.OnResourceExists);
    public static readonly ErrorCode LastCompany = Define(
        ErrorCategory.InvalidOperation, Messages.OnlyCompanyEnvironmentCannotDeleted, Messages.AfterLastCompany);
    public static readonly ErrorCode ProductionRequired = Define(
        ErrorCategory.InvalidArgument, Messages.OutagesReportedProductionEnvironmentsOnly, Messages.AfterProductionRequired);
    public static readonly ErrorCode OutageReportFailed = Define(
        ErrorCategory.InvalidResult, Messages.ServiceAcceptedOutageReportButCreated, Messages.AfterOutageReportFailed);
    public static readonly ErrorCode MaximumNumberOfCompaniesReached = Define(
        ErrorCategory.LimitsExceeded, Messages.EnvironmentCannotMoreCompanies, Messages.AfterMaximumNumberOfCompaniesReached);
    public static readonly ErrorCode MaximumNumberOfExportsReached = Define(
        ErrorCategory.LimitsExceeded, Messages.NoExportLeftMonth, Messages.AfterMaximumNumberOfExportsReached);
    public static readonly ErrorCode MaximumNumberOfRecipientsReached = Define(
        ErrorCategory.LimitsExceeded, Messages.TenantCannotMoreNotificationRecipients, Messages.AfterMaximumNumberOfRecipientsReached);

    // Operations
    public static readonly ErrorCode OperationFailed = Define(
        ErrorCategory.InvalidResult, Messages.OperationFailedSeeWHILEWAITING, Messages.AfterOperationFailed);
    public static readonly ErrorCode OperationTimeout = Define(
        ErrorCategory.OperationTimeout, Messages.TimeoutSecPassedOperationContinuesSeeWHILE, Messages.AfterOperationTimeout);
    public static readonly ErrorCode OperationNotStarted = Define(
        ErrorCategory.OperationTimeout, Messages.TaskSchedulerDidNotStartTask, Messages.AfterOperationNotStarted);
    public static readonly ErrorCode OperationNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.ServiceDoesNotKnowOperationNo, Messages.AfterOperationNotFound);
    public static readonly ErrorCode EnvironmentFailed = Define(
        ErrorCategory.InvalidResult, Messages.EnvironmentDidNotBecomeActiveSee, Messages.AfterEnvironmentFailed);
    public static readonly ErrorCode NotInstalled = Define(
        ErrorCategory.InvalidResult, Messages.ServiceReportedSuccessButExtensionNot, Messages.AfterNotInstalled);
    public static readonly ErrorCode NotUninstalled = Define(
        ErrorCategory.InvalidResult, Messages.ServiceReportedSuccessButExtensionStill, Messages.AfterNotUninstalled);
    public static readonly ErrorCode NotUnpublished = Define(
        ErrorCategory.InvalidResult, Messages.ServiceReportedSuccessButExtensionStill2, Messages.AfterNotUnpublished);
    public static readonly ErrorCode ExtensionsChanged = Define(
        ErrorCategory.ResourceBusy, Messages.EnvironmentChangingExtensionsRunCommandAgain, Messages.AfterExtensionsChanged);
    public static readonly ErrorCode ExtensionInstalled = Define(
        ErrorCategory.InvalidOperation, Messages.ExtensionMustUninstalledFirst, Messages.AfterExtensionInstalled);
    public static readonly ErrorCode ExtensionScheduled = Define(
        ErrorCategory.ResourceBusy, Messages.VersionExtensionAlreadyScheduledAdminCenter, Messages.AfterExtensionScheduled);
    public static readonly ErrorCode DependencyFailed = Define(
        ErrorCategory.InvalidOperation, Messages.ExtensionSameCallOneDependsFailed, Messages.AfterDependencyFailed);
    public static readonly ErrorCode ConfigurationPackageBusy = Define(
        ErrorCategory.ResourceBusy, Messages.ConfigurationPackageBeingImportedApplied, Messages.AfterConfigurationPackageBusy);
    public static readonly ErrorCode ConfigurationPackageNotImported = Define(
        ErrorCategory.InvalidOperation, Messages.ConfigurationPackageMustImportedFirst, Messages.AfterConfigurationPackageNotImported);
    public static readonly ErrorCode FeatureIsOneWay = Define(
        ErrorCategory.InvalidOperation, Messages.FeatureCannotDisabled, Messages.AfterFeatureIsOneWay);
    public static readonly ErrorCode UpdateNotAvailable = Define(
        ErrorCategory.InvalidOperation, Messages.UpdateNotAvailableNowGetBcEnvironmentUpdate, Messages.AfterUpdateNotAvailable);
    public static readonly ErrorCode RestorePointNotAvailable = Define(
        ErrorCategory.InvalidOperation, Messages.EnvironmentCannotRestoredTimeSeeGet, Messages.AfterRestorePointNotAvailable);

    // Simulator
    public static readonly ErrorCode SimulatorNotStarted = Define(
        ErrorCategory.ResourceUnavailable, Messages.SimulatorDidNotStartOftenASP, Messages.AfterSimulatorNotStarted);
    public static readonly ErrorCode SimulatorNotFound = Define(
        ErrorCategory.ResourceUnavailable, Messages.NoSimulatorRunningNoneName, Messages.AfterSimulatorNotFound);
    public static readonly ErrorCode SimulatorRefused = Define(
        ErrorCategory.InvalidOperation, Messages.SimulatorRejectedCallExampleScenarioFile, Messages.AfterSimulatorRefused);

    // Codes of the service that the module handles
    public static readonly ErrorCode ApplicationTypeDoesNotExist = Service();
    public static readonly ErrorCode Application_DialogException = Service();
    public static readonly ErrorCode Authentication_InvalidCredentials = Service();
    public static readonly ErrorCode BadArgument = Service();
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

    /// <summary>Compares without case, because the service returns the same code in different casings.</summary>
    public bool Is(ErrorCode other) => Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Name;

    private static ErrorCode Define(ErrorCategory category, string meaning, string advice, [CallerMemberName] string name = "")
    {
        var code = new ErrorCode(name, category, meaning, advice);
        Known.Add(name, code);
        Own.Add(code);
        return code;
    }

    private static ErrorCode NotFound(SuggestedCommand list, [CallerMemberName] string name = "") =>
        Define(ErrorCategory.ObjectNotFound, string.Empty, Messages.ListsExistingObjects(list), name);

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
        ErrorCategory.AuthenticationError => Messages.OnAuthenticationError,
        ErrorCategory.PermissionDenied => Messages.OnPermissionDenied,
        ErrorCategory.ObjectNotFound => Messages.OnObjectNotFound,
        ErrorCategory.ResourceExists => Messages.OnResourceExists,
        ErrorCategory.ResourceBusy => Messages.OnResourceBusy,
        ErrorCategory.LimitsExceeded => Messages.OnLimitsExceeded,
        ErrorCategory.OperationTimeout => Messages.OnOperationTimeout,
        ErrorCategory.ResourceUnavailable => Messages.OnResourceUnavailable,
        ErrorCategory.NotImplemented => Messages.OnNotImplemented,
        _ => Messages.OnOtherFailure,
    };
}
