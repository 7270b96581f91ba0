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
        ErrorCategory.ConnectionError, "No connection is current, or no connection has this name.");
    public static readonly ErrorCode AmbiguousConnection = Define(
        ErrorCategory.InvalidArgument, "Several connections match: use Select-BcConnection or -Connection.");
    public static readonly ErrorCode TenantNotFound = Define(ErrorCategory.ObjectNotFound, "The simulator has no tenant with this name.");
    public static readonly ErrorCode UserRequired = Define(ErrorCategory.PermissionDenied, "The service accepts this call from users only.");
    public static readonly ErrorCode AppRequired = Define(ErrorCategory.PermissionDenied, "The service accepts this call from apps only.");
    public static readonly ErrorCode ReadOnlyConnection = Define(
        ErrorCategory.PermissionDenied, "The connection was opened with -ReadOnly, and the call changes something; nothing was sent.");
    public static readonly ErrorCode HostNotAllowed = Define(
        ErrorCategory.SecurityError, "The address is not on the host of the connection; nothing was sent.");
    public static readonly ErrorCode EndpointNotAvailable = Define(
        ErrorCategory.NotImplemented, "The server, or the version in -ApiVersion, does not have this call.");
    public static readonly ErrorCode ApiVersionTooOld = Define(ErrorCategory.NotImplemented, "-ApiVersion is older than 2.9.");
    public static readonly ErrorCode ApiVersionTooNew = Define(ErrorCategory.NotImplemented, "The service does not have the version in -ApiVersion.");

    // Sign-in
    public static readonly ErrorCode SignInFailed = Define(
        ErrorCategory.AuthenticationError, "Microsoft Entra ID rejected the sign-in; the message has its code, such as AADSTS7000215.");
    public static readonly ErrorCode SignInCanceled = Define(ErrorCategory.AuthenticationError, "The user canceled the sign-in.");
    public static readonly ErrorCode SignInTimedOut = Define(ErrorCategory.AuthenticationError, "The user did not complete the sign-in in time.");
    public static readonly ErrorCode SignInRequired = Define(
        ErrorCategory.AuthenticationError, "The sign-in has expired: run Connect-BcTenant again.");
    public static readonly ErrorCode SignInUnreachable = Define(ErrorCategory.ConnectionError, "The sign-in service cannot be reached.");
    public static readonly ErrorCode BrowserNotAvailable = Define(ErrorCategory.AuthenticationError, "No browser can be opened: use -DeviceCode.");
    public static readonly ErrorCode ManagedIdentityUnavailable = Define(
        ErrorCategory.AuthenticationError, "The computer has no managed identity, or it is not enabled.");
    public static readonly ErrorCode FederatedTokenUnavailable = Define(
        ErrorCategory.AuthenticationError, "The file or script block returned no federated token.");
    public static readonly ErrorCode TokenExpired = Define(ErrorCategory.AuthenticationError, "The token of -AccessToken has expired.");
    public static readonly ErrorCode TokenInvalid = Define(ErrorCategory.AuthenticationError, "The value of -AccessToken is not an access token.");
    public static readonly ErrorCode TokenNotRenewable = Define(
        ErrorCategory.AuthenticationError, "The service rejected the token of -AccessToken, which cannot be renewed.");
    public static readonly ErrorCode TokenCacheFailed = Define(ErrorCategory.AuthenticationError, "The store of -Persist cannot be used.");
    public static readonly ErrorCode CertificateNotFound = Define(
        ErrorCategory.ObjectNotFound, "The certificate of the app is not in a store of this account or computer.");
    public static readonly ErrorCode CertificateNotReadable = Define(
        ErrorCategory.ReadError, "The certificate file of the app cannot be read: wrong password or not a certificate.");
    public static readonly ErrorCode CertificateWithoutKey = Define(ErrorCategory.InvalidArgument, "The certificate of the app has no private key.");
    public static readonly ErrorCode CertificateKeyNotReadable = Define(
        ErrorCategory.PermissionDenied, "This account cannot use the private key of the app's certificate.");

    // Network
    public static readonly ErrorCode CertificateNotTrusted = Define(
        ErrorCategory.ConnectionError, "The certificate of the server is not trusted; often a proxy inspects the traffic.");
    public static readonly ErrorCode Unreachable = Define(
        ErrorCategory.ConnectionError, "No connection to the service, or its name cannot be resolved; nothing was sent.");
    public static readonly ErrorCode TlsHandshakeFailed = Define(
        ErrorCategory.ConnectionError, "No secure connection to the service; nothing was sent.");
    public static readonly ErrorCode ProxyTunnelFailed = Define(
        ErrorCategory.ConnectionError, "The proxy does not open a connection to the service; nothing was sent.");
    public static readonly ErrorCode ProxyAuthenticationRequired = Define(
        ErrorCategory.AuthenticationError, "The proxy requires credentials (407): set them in HTTPS_PROXY.");
    public static readonly ErrorCode ConnectionLost = Define(ErrorCategory.InvalidOperation, "The connection ended before the answer arrived.");
    public static readonly ErrorCode RequestTimeout = Define(ErrorCategory.OperationTimeout, "The service did not answer in time.");
    public static readonly ErrorCode UnexpectedResponse = Define(
        ErrorCategory.InvalidData, "The answer is not the expected JSON; often it is the page of a proxy.");
    public static readonly ErrorCode BatchNotAnswered = Define(
        ErrorCategory.InvalidOperation, "The service left a call of a batch without an answer.");

    // Input
    public static readonly ErrorCode InvalidArgument = Define(
        ErrorCategory.InvalidArgument, "Parameters that do not fit together, or a value that is null or not valid.");
    public static readonly ErrorCode InvalidPattern = Define(
        ErrorCategory.InvalidArgument, "A name that is neither exact nor a valid wildcard pattern.");
    public static readonly ErrorCode InputTypeNotAccepted = Define(
        ErrorCategory.InvalidArgument, "A piped object of another type; the message names both types.");
    public static readonly ErrorCode InputKeyMissing = Define(
        ErrorCategory.InvalidArgument, "A piped row without the column of the key, such as EnvironmentName.");
    public static readonly ErrorCode DuplicateRow = Define(ErrorCategory.InvalidArgument, "An earlier row is about the same user.");
    public static readonly ErrorCode ConfirmationRequired = Define(ErrorCategory.InvalidArgument, "The session cannot answer a prompt: use -Force.");
    public static readonly ErrorCode EulaNotAccepted = Define(ErrorCategory.InvalidArgument, "Installing an app requires -AcceptIsvEula.");
    public static readonly ErrorCode FileNotFound = Define(ErrorCategory.ObjectNotFound, "The file or folder does not exist.");
    public static readonly ErrorCode FileNotReadable = Define(
        ErrorCategory.ReadError, "The file cannot be read; the message names the line that cannot be decoded or parsed.");
    public static readonly ErrorCode FileNotWritable = Define(ErrorCategory.WriteError, "The file cannot be written.");
    public static readonly ErrorCode FileTooLarge = Define(ErrorCategory.LimitsExceeded, "The service does not accept files of this size.");
    public static readonly ErrorCode FileAccessFailed = Define(ErrorCategory.ReadError, "This account cannot use the file or folder.");
    public static readonly ErrorCode InvalidData = Define(ErrorCategory.InvalidData, "A value or file does not have the expected format.");
    public static readonly ErrorCode CryptographyFailed = Define(ErrorCategory.SecurityError, "A certificate or key cannot be used.");
    public static readonly ErrorCode PlatformFailed = Define(ErrorCategory.NotImplemented, "The operating system cannot do this.");
    public static readonly ErrorCode InternalError = Define(
        ErrorCategory.NotSpecified, "An error in BcAdmin: report it with the output of Get-Error.");

    // Configuration files
    public static readonly ErrorCode InvalidConfiguration = Define(
        ErrorCategory.InvalidData, "A mistake in a configuration file; the message names the file, line, and column.");
    public static readonly ErrorCode ConfigurationMismatch = Define(
        ErrorCategory.InvalidArgument, "The configuration is of another tenant, environment, or app.");
    public static readonly ErrorCode ConfigurationUnknown = Define(
        ErrorCategory.ReadError, "A part of the tenant could not be read, so it is not known whether it matches the configuration.");
    public static readonly ErrorCode ConfigurationChanged = Define(
        ErrorCategory.ResourceUnavailable, "The tenant has changed since the plan was made; run the cmdlet again.");
    public static readonly ErrorCode SecretNotFound = Define(
        ErrorCategory.ObjectNotFound, "A configuration refers to a secret that neither -Secret nor a secret store has.");
    public static readonly ErrorCode AppIsRequired = Define(ErrorCategory.InvalidOperation, "Other installed apps require the app.");
    public static readonly ErrorCode EnvironmentNotActive = Define(
        ErrorCategory.ResourceUnavailable, "The environment is not active, so its content cannot be read.");

    // Objects
    public static readonly ErrorCode EnvironmentNotFound = Define(
        ErrorCategory.ObjectNotFound, "No environment has this name, or it is not running; the same code from each API.");
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
    public static readonly ErrorCode AmbiguousApp = Define(ErrorCategory.InvalidArgument, "Several apps have this name: use the id.");
    public static readonly ErrorCode AmbiguousPermissionSet = Define(
        ErrorCategory.InvalidArgument, "Several permission sets have this id: specify the app and the scope.");
    public static readonly ErrorCode AmbiguousSecurityGroup = Define(
        ErrorCategory.InvalidArgument, "Several security groups have this name: use the code.");
    public static readonly ErrorCode AmbiguousUser = Define(ErrorCategory.InvalidArgument, "Several users have this address: use the user name.");
    public static readonly ErrorCode ResourceExists = Define(ErrorCategory.ResourceExists, "The name is already in use.");
    public static readonly ErrorCode LastCompany = Define(ErrorCategory.InvalidOperation, "The only company of an environment cannot be deleted.");
    public static readonly ErrorCode ProductionRequired = Define(
        ErrorCategory.InvalidArgument, "Outages are reported for production environments only.");
    public static readonly ErrorCode OutageReportFailed = Define(
        ErrorCategory.InvalidResult, "The service accepted the outage report but created no support request.");
    public static readonly ErrorCode MaximumNumberOfCompaniesReached = Define(
        ErrorCategory.LimitsExceeded, "The environment cannot have more companies.");
    public static readonly ErrorCode MaximumNumberOfExportsReached = Define(ErrorCategory.LimitsExceeded, "No export is left in this month.");
    public static readonly ErrorCode MaximumNumberOfRecipientsReached = Define(
        ErrorCategory.LimitsExceeded, "The tenant cannot have more notification recipients.");

    // Operations
    public static readonly ErrorCode OperationFailed = Define(ErrorCategory.InvalidResult, "The operation failed; see WHILE WAITING.");
    public static readonly ErrorCode OperationTimeout = Define(
        ErrorCategory.OperationTimeout, "-TimeoutSec has passed and the operation continues; see WHILE WAITING.");
    public static readonly ErrorCode OperationNotStarted = Define(
        ErrorCategory.OperationTimeout, "The task scheduler did not start the task within 15 minutes.");
    public static readonly ErrorCode OperationNotFound = Define(
        ErrorCategory.ObjectNotFound, "The service does not know the operation, or no longer.");
    public static readonly ErrorCode EnvironmentFailed = Define(
        ErrorCategory.InvalidResult, "The environment did not become Active; see WHILE WAITING.");
    public static readonly ErrorCode NotInstalled = Define(
        ErrorCategory.InvalidResult, "The service reported success, but the extension is not installed.");
    public static readonly ErrorCode NotUninstalled = Define(
        ErrorCategory.InvalidResult, "The service reported success, but the extension is still installed.");
    public static readonly ErrorCode NotUnpublished = Define(
        ErrorCategory.InvalidResult, "The service reported success, but the extension is still published.");
    public static readonly ErrorCode ExtensionsChanged = Define(
        ErrorCategory.ResourceBusy, "The environment is changing its extensions: run the command again later.");
    public static readonly ErrorCode ExtensionInstalled = Define(ErrorCategory.InvalidOperation, "The extension must be uninstalled first.");
    public static readonly ErrorCode ExtensionScheduled = Define(
        ErrorCategory.ResourceBusy, "A version of the extension is already scheduled in the admin center.");
    public static readonly ErrorCode DependencyFailed = Define(
        ErrorCategory.InvalidOperation, "An extension of the same call that this one depends on failed.");
    public static readonly ErrorCode ConfigurationPackageBusy = Define(
        ErrorCategory.ResourceBusy, "The configuration package is being imported or applied.");
    public static readonly ErrorCode ConfigurationPackageNotImported = Define(
        ErrorCategory.InvalidOperation, "The configuration package must be imported first.");
    public static readonly ErrorCode FeatureIsOneWay = Define(ErrorCategory.InvalidOperation, "The feature cannot be disabled.");
    public static readonly ErrorCode UpdateNotAvailable = Define(
        ErrorCategory.InvalidOperation, "The update is not available now: Get-BcEnvironmentUpdate lists those that are.");
    public static readonly ErrorCode RestorePointNotAvailable = Define(
        ErrorCategory.InvalidOperation, "The environment cannot be restored to this time: see Get-BcEnvironmentRestorePeriod.");

    // Simulator
    public static readonly ErrorCode SimulatorNotStarted = Define(
        ErrorCategory.ResourceUnavailable, "The simulator did not start; often the ASP.NET Core runtime is missing.");
    public static readonly ErrorCode SimulatorNotFound = Define(ErrorCategory.ResourceUnavailable, "No simulator is running, or none has this name.");
    public static readonly ErrorCode SimulatorRefused = Define(
        ErrorCategory.InvalidOperation, "The simulator rejected the call, for example a scenario file that is not valid.");

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
