using System.Management.Automation;
using System.Net;
using System.Runtime.CompilerServices;

namespace BcAdmin;

/// <summary>
/// The catalog of error codes: what a script branches on, the category that PowerShell shows, and the line that about_BcAdmin_Errors prints. The
/// service may return codes that are not listed here; they get a category from their name or from the HTTP status.
/// </summary>
/// <param name="Name">Stable, in PascalCase.</param>
/// <param name="Category">What kind of failure it is.</param>
/// <param name="Meaning">One line for the help; empty for codes of the service that explain themselves.</param>
internal sealed record ErrorCode(string Name, ErrorCategory Category, string Meaning)
{
    private static readonly Dictionary<string, ErrorCode> Known = new(StringComparer.OrdinalIgnoreCase);
    private static readonly List<ErrorCode> Own = [];

    // Connections
    public static readonly ErrorCode NotConnected = Define(
        ErrorCategory.ConnectionError, Messages.NoConnectionCurrentNoConnectionName);
    public static readonly ErrorCode AmbiguousConnection = Define(
        ErrorCategory.InvalidArgument, Messages.SeveralConnectionsMatchUseSelectBcConnection);
    public static readonly ErrorCode TenantNotFound = Define(ErrorCategory.ObjectNotFound, Messages.SimulatorNoTenantName);
    public static readonly ErrorCode UserRequired = Define(ErrorCategory.PermissionDenied, Messages.ServiceAcceptsCallUsersOnly);
    public static readonly ErrorCode AppRequired = Define(ErrorCategory.PermissionDenied, Messages.ServiceAcceptsCallAppsOnly);
    public static readonly ErrorCode ReadOnlyConnection = Define(
        ErrorCategory.PermissionDenied, Messages.ConnectionOpenedReadOnlyCallChangesSomething);
    public static readonly ErrorCode HostNotAllowed = Define(
        ErrorCategory.SecurityError, Messages.AddressNotHostConnectionNothingSent);
    public static readonly ErrorCode EndpointNotAvailable = Define(
        ErrorCategory.NotImplemented, Messages.ServerVersionApiVersionDoesNotCall);
    public static readonly ErrorCode ApiVersionTooOld = Define(ErrorCategory.NotImplemented, Messages.ApiVersionOlderThan);
    public static readonly ErrorCode ApiVersionTooNew = Define(ErrorCategory.NotImplemented, Messages.ServiceDoesNotVersionApiVersion);

    // Sign-in
    public static readonly ErrorCode SignInFailed = Define(
        ErrorCategory.AuthenticationError, Messages.MicrosoftEntraIDRejectedSignMessage);
    public static readonly ErrorCode SignInCanceled = Define(ErrorCategory.AuthenticationError, Messages.UserCanceledSign);
    public static readonly ErrorCode SignInTimedOut = Define(ErrorCategory.AuthenticationError, Messages.UserDidNotCompleteSignTime);
    public static readonly ErrorCode SignInRequired = Define(
        ErrorCategory.AuthenticationError, Messages.SignExpiredRunConnectBcTenantAgain);
    public static readonly ErrorCode SignInUnreachable = Define(ErrorCategory.ConnectionError, Messages.SignServiceCannotReached);
    public static readonly ErrorCode BrowserNotAvailable = Define(ErrorCategory.AuthenticationError, Messages.NoBrowserCanOpenedUseDeviceCode);
    public static readonly ErrorCode ManagedIdentityUnavailable = Define(
        ErrorCategory.AuthenticationError, Messages.ComputerNoManagedIdentityNotEnabled);
    public static readonly ErrorCode FederatedTokenUnavailable = Define(
        ErrorCategory.AuthenticationError, Messages.FileScriptBlockReturnedNoFederated);
    public static readonly ErrorCode TokenExpired = Define(ErrorCategory.AuthenticationError, Messages.TokenAccessTokenExpired);
    public static readonly ErrorCode TokenInvalid = Define(ErrorCategory.AuthenticationError, Messages.ValueAccessTokenNotAccessToken);
    public static readonly ErrorCode TokenNotRenewable = Define(
        ErrorCategory.AuthenticationError, Messages.ServiceRejectedTokenAccessTokenCannotRenewed);
    public static readonly ErrorCode TokenCacheFailed = Define(ErrorCategory.AuthenticationError, Messages.StorePersistCannotUsed);
    public static readonly ErrorCode CertificateNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.CertificateAppNotStoreAccountComputer);
    public static readonly ErrorCode CertificateNotReadable = Define(
        ErrorCategory.ReadError, Messages.CertificateFileAppCannotReadWrong);
    public static readonly ErrorCode CertificateWithoutKey = Define(ErrorCategory.InvalidArgument, Messages.CertificateAppNoPrivateKey);
    public static readonly ErrorCode CertificateKeyNotReadable = Define(
        ErrorCategory.PermissionDenied, Messages.AccountCannotUsePrivateKeyApp);

    // Network
    public static readonly ErrorCode CertificateNotTrusted = Define(
        ErrorCategory.ConnectionError, Messages.CertificateServerNotTrustedOftenProxy);
    public static readonly ErrorCode Unreachable = Define(
        ErrorCategory.ConnectionError, Messages.NoConnectionServiceNameCannotResolved);
    public static readonly ErrorCode TlsHandshakeFailed = Define(
        ErrorCategory.ConnectionError, Messages.NoSecureConnectionServiceNothingSent);
    public static readonly ErrorCode ProxyTunnelFailed = Define(
        ErrorCategory.ConnectionError, Messages.ProxyDoesNotOpenConnectionService);
    public static readonly ErrorCode ProxyAuthenticationRequired = Define(
        ErrorCategory.AuthenticationError, Messages.ProxyRequiresCredentialsSetThemHTTPS);
    public static readonly ErrorCode ConnectionLost = Define(ErrorCategory.InvalidOperation, Messages.ConnectionEndedBeforeAnswerArrived);
    public static readonly ErrorCode RequestTimeout = Define(ErrorCategory.OperationTimeout, Messages.ServiceDidNotAnswerTime);
    public static readonly ErrorCode UnexpectedResponse = Define(
        ErrorCategory.InvalidData, Messages.AnswerNotExpectedJSONOftenPage);
    public static readonly ErrorCode BatchNotAnswered = Define(
        ErrorCategory.InvalidOperation, Messages.ServiceLeftCallBatchWithoutAnswer);

    // Input
    public static readonly ErrorCode InvalidArgument = Define(
        ErrorCategory.InvalidArgument, Messages.ParametersDoNotFitTogetherValue);
    public static readonly ErrorCode InvalidPattern = Define(
        ErrorCategory.InvalidArgument, Messages.NameNeitherExactNorValidWildcard);
    public static readonly ErrorCode InputTypeNotAccepted = Define(
        ErrorCategory.InvalidArgument, Messages.PipedObjectAnotherTypeMessageNames);
    public static readonly ErrorCode InputKeyMissing = Define(
        ErrorCategory.InvalidArgument, Messages.PipedRowWithoutColumnKeySuch);
    public static readonly ErrorCode DuplicateRow = Define(ErrorCategory.InvalidArgument, Messages.EarlierRowAboutSameUser);
    public static readonly ErrorCode ConfirmationRequired = Define(ErrorCategory.InvalidArgument, Messages.SessionCannotAnswerPromptUseForce);
    public static readonly ErrorCode EulaNotAccepted = Define(ErrorCategory.InvalidArgument, Messages.InstallingAppRequiresAcceptIsvEula);
    public static readonly ErrorCode FileNotFound = Define(ErrorCategory.ObjectNotFound, Messages.FileFolderDoesNotExist);
    public static readonly ErrorCode FileNotReadable = Define(
        ErrorCategory.ReadError, Messages.FileCannotReadMessageNamesLine);
    public static readonly ErrorCode FileNotWritable = Define(ErrorCategory.WriteError, Messages.FileCannotWritten);
    public static readonly ErrorCode FileTooLarge = Define(ErrorCategory.LimitsExceeded, Messages.ServiceDoesNotAcceptFilesSize);
    public static readonly ErrorCode FileAccessFailed = Define(ErrorCategory.ReadError, Messages.AccountCannotUseFileFolder);
    public static readonly ErrorCode InvalidData = Define(ErrorCategory.InvalidData, Messages.ValueFileDoesNotExpectedFormat);
    public static readonly ErrorCode CryptographyFailed = Define(ErrorCategory.SecurityError, Messages.CertificateKeyCannotUsed);
    public static readonly ErrorCode PlatformFailed = Define(ErrorCategory.NotImplemented, Messages.OperatingSystemCannotDo);
    public static readonly ErrorCode InternalError = Define(
        ErrorCategory.NotSpecified, Messages.ErrorBcAdminReportOutputGetError);

    // Configuration files
    public static readonly ErrorCode InvalidConfiguration = Define(
        ErrorCategory.InvalidData, Messages.MistakeConfigurationFileMessageNamesFile);
    public static readonly ErrorCode ConfigurationMismatch = Define(
        ErrorCategory.InvalidArgument, Messages.ConfigurationAnotherTenantEnvironmentApp);
    public static readonly ErrorCode ConfigurationUnknown = Define(
        ErrorCategory.ReadError, Messages.PartTenantCouldNotReadSo);
    public static readonly ErrorCode ConfigurationChanged = Define(
        ErrorCategory.ResourceUnavailable, Messages.TenantChangedSincePlanMadeRun);
    public static readonly ErrorCode SecretNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.ConfigurationRefersSecretNeitherSecretNor);
    public static readonly ErrorCode AppIsRequired = Define(ErrorCategory.InvalidOperation, Messages.OtherInstalledAppsRequireApp);
    public static readonly ErrorCode EnvironmentNotActive = Define(
        ErrorCategory.ResourceUnavailable, Messages.EnvironmentNotActiveSoContentCannot);

    // Objects
    public static readonly ErrorCode EnvironmentNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.NoEnvironmentNameNotRunningSame);
    public static readonly ErrorCode AccessControlNotFound = NotFound();
    public static readonly ErrorCode AppNotFound = NotFound();
    public static readonly ErrorCode ApplicationFamilyNotFound = NotFound();
    public static readonly ErrorCode CompanyNotFound = NotFound();
    public static readonly ErrorCode ConfigurationPackageNotFound = NotFound();
    public static readonly ErrorCode CountryNotFound = NotFound();
    public static readonly ErrorCode CustomerNotFound = NotFound();
    public static readonly ErrorCode EntitySetNotFound = NotFound();
    public static readonly ErrorCode ExtensionNotFound = NotFound();
    public static readonly ErrorCode FeatureNotFound = NotFound();
    public static readonly ErrorCode PermissionNotFound = NotFound();
    public static readonly ErrorCode PermissionSetNotFound = NotFound();
    public static readonly ErrorCode ProfileNotFound = NotFound();
    public static readonly ErrorCode PublisherNotFound = NotFound();
    public static readonly ErrorCode RecipientNotFound = NotFound();
    public static readonly ErrorCode ScheduledJobNotFound = NotFound();
    public static readonly ErrorCode SecurityGroupNotFound = NotFound();
    public static readonly ErrorCode SessionNotFound = NotFound();
    public static readonly ErrorCode TargetVersionNotFound = NotFound();
    public static readonly ErrorCode TimeZoneNotFound = NotFound();
    public static readonly ErrorCode UserNotFound = NotFound();
    public static readonly ErrorCode UserPermissionNotFound = NotFound();
    public static readonly ErrorCode AmbiguousApp = Define(ErrorCategory.InvalidArgument, Messages.SeveralAppsNameUseId);
    public static readonly ErrorCode AmbiguousPermissionSet = Define(
        ErrorCategory.InvalidArgument, Messages.SeveralPermissionSetsIdSpecifyApp);
    public static readonly ErrorCode AmbiguousSecurityGroup = Define(
        ErrorCategory.InvalidArgument, Messages.SeveralSecurityGroupsNameUseCode);
    public static readonly ErrorCode AmbiguousUser = Define(ErrorCategory.InvalidArgument, Messages.SeveralUsersAddressUseUserName);
    public static readonly ErrorCode ResourceExists = Define(ErrorCategory.ResourceExists, Messages.NameAlreadyUse);
    public static readonly ErrorCode LastCompany = Define(ErrorCategory.InvalidOperation, Messages.OnlyCompanyEnvironmentCannotDeleted);
    public static readonly ErrorCode ProductionRequired = Define(
        ErrorCategory.InvalidArgument, Messages.OutagesReportedProductionEnvironmentsOnly);
    public static readonly ErrorCode OutageReportFailed = Define(
        ErrorCategory.InvalidResult, Messages.ServiceAcceptedOutageReportButCreated);
    public static readonly ErrorCode MaximumNumberOfCompaniesReached = Define(
        ErrorCategory.LimitsExceeded, Messages.EnvironmentCannotMoreCompanies);
    public static readonly ErrorCode MaximumNumberOfExportsReached = Define(ErrorCategory.LimitsExceeded, Messages.NoExportLeftMonth);
    public static readonly ErrorCode MaximumNumberOfRecipientsReached = Define(
        ErrorCategory.LimitsExceeded, Messages.TenantCannotMoreNotificationRecipients);

    // Operations
    public static readonly ErrorCode OperationFailed = Define(ErrorCategory.InvalidResult, Messages.OperationFailedSeeWHILEWAITING);
    public static readonly ErrorCode OperationTimeout = Define(
        ErrorCategory.OperationTimeout, Messages.TimeoutSecPassedOperationContinuesSeeWHILE);
    public static readonly ErrorCode OperationNotStarted = Define(
        ErrorCategory.OperationTimeout, Messages.TaskSchedulerDidNotStartTask);
    public static readonly ErrorCode OperationNotFound = Define(
        ErrorCategory.ObjectNotFound, Messages.ServiceDoesNotKnowOperationNo);
    public static readonly ErrorCode EnvironmentFailed = Define(
        ErrorCategory.InvalidResult, Messages.EnvironmentDidNotBecomeActiveSee);
    public static readonly ErrorCode NotInstalled = Define(
        ErrorCategory.InvalidResult, Messages.ServiceReportedSuccessButExtensionNot);
    public static readonly ErrorCode NotUninstalled = Define(
        ErrorCategory.InvalidResult, Messages.ServiceReportedSuccessButExtensionStill);
    public static readonly ErrorCode NotUnpublished = Define(
        ErrorCategory.InvalidResult, Messages.ServiceReportedSuccessButExtensionStill2);
    public static readonly ErrorCode ExtensionsChanged = Define(
        ErrorCategory.ResourceBusy, Messages.EnvironmentChangingExtensionsRunCommandAgain);
    public static readonly ErrorCode ExtensionInstalled = Define(ErrorCategory.InvalidOperation, Messages.ExtensionMustUninstalledFirst);
    public static readonly ErrorCode ExtensionScheduled = Define(
        ErrorCategory.ResourceBusy, Messages.VersionExtensionAlreadyScheduledAdminCenter);
    public static readonly ErrorCode DependencyFailed = Define(
        ErrorCategory.InvalidOperation, Messages.ExtensionSameCallOneDependsFailed);
    public static readonly ErrorCode ConfigurationPackageBusy = Define(
        ErrorCategory.ResourceBusy, Messages.ConfigurationPackageBeingImportedApplied);
    public static readonly ErrorCode ConfigurationPackageNotImported = Define(
        ErrorCategory.InvalidOperation, Messages.ConfigurationPackageMustImportedFirst);
    public static readonly ErrorCode FeatureIsOneWay = Define(ErrorCategory.InvalidOperation, Messages.FeatureCannotDisabled);
    public static readonly ErrorCode UpdateNotAvailable = Define(
        ErrorCategory.InvalidOperation, Messages.UpdateNotAvailableNowGetBcEnvironmentUpdate);
    public static readonly ErrorCode RestorePointNotAvailable = Define(
        ErrorCategory.InvalidOperation, Messages.EnvironmentCannotRestoredTimeSeeGet);

    // Simulator
    public static readonly ErrorCode SimulatorNotStarted = Define(
        ErrorCategory.ResourceUnavailable, Messages.SimulatorDidNotStartOftenASP);
    public static readonly ErrorCode SimulatorNotFound = Define(ErrorCategory.ResourceUnavailable, Messages.NoSimulatorRunningNoneName);
    public static readonly ErrorCode SimulatorRefused = Define(
        ErrorCategory.InvalidOperation, Messages.SimulatorRejectedCallExampleScenarioFile);

    // Codes of the service that the module acts on
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

    /// <summary>The codes of the module, in the order of the help.</summary>
    public static IEnumerable<ErrorCode> Documented => Own;

    /// <summary>The codes of the service that the module knows.</summary>
    public static IEnumerable<ErrorCode> OfService => Known.Values.Except(Own);

    /// <summary>The code of an answer of the service.</summary>
    /// <param name="name">The service's own code, or the name of the status.</param>
    /// <param name="status">The status of the answer; null where none came.</param>
    public static ErrorCode Of(string name, HttpStatusCode? status = null)
    {
        if (Known.TryGetValue(name, out var known) && known.Category != ErrorCategory.NotSpecified)
            return known with { Name = name };
        return new(name, ByName(name) ?? ByStatus(status), string.Empty);
    }

    /// <summary>The service writes the same code in several casings.</summary>
    public bool Is(ErrorCode other) => Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Name;

    private static ErrorCode Define(ErrorCategory category, string meaning, [CallerMemberName] string name = "")
    {
        var code = new ErrorCode(name, category, meaning);
        Known.Add(name, code);
        Own.Add(code);
        return code;
    }

    private static ErrorCode NotFound([CallerMemberName] string name = "") =>
        Define(ErrorCategory.ObjectNotFound, string.Empty, name);

    private static ErrorCode Service([CallerMemberName] string name = "") => Service(ByName(name) ?? ErrorCategory.NotSpecified, name);

    private static ErrorCode Service(ErrorCategory category, [CallerMemberName] string name = "")
    {
        var code = new ErrorCode(name, category, string.Empty);
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
}
