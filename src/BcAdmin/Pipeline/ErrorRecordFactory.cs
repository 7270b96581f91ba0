using System.Management.Automation;
using System.Net;
using BcAdmin.Transport;

namespace BcAdmin.Pipeline;

/// <summary>The only place where an exception becomes an error record.</summary>
internal static class ErrorRecordFactory
{
    public static ErrorRecord Create(BcException exception, object? target)
    {
        var message = exception.CorrelationId is { Length: > 0 } id && !exception.Message.Contains(id, StringComparison.OrdinalIgnoreCase)
            ? $"{exception.Message} (correlation id {id})"
            : exception.Message;
        return new ErrorRecord(exception, exception.Code, Category(exception), exception.Target ?? (target is string text ? Secrets.Remove(text, []) : target))
        {
            ErrorDetails = new ErrorDetails(message) { RecommendedAction = exception.Advice ?? string.Empty },
        };
    }

    private static ErrorCategory Category(BcException exception) => exception.Code switch
    {
        "NotConnected" => ErrorCategory.ConnectionError,
        _ when exception is BcApiException { IsPermissionMissing: true } => ErrorCategory.PermissionDenied,
        "AmbiguousApp" or "AmbiguousConnection" or "ConfirmationRequired" or "EulaNotAccepted" => ErrorCategory.InvalidArgument,
        "FileNotFound" => ErrorCategory.ObjectNotFound,
        "FileNotReadable" or "FileAccessFailed" or "CertificateNotReadable" => ErrorCategory.ReadError,
        "CertificateKeyNotReadable" => ErrorCategory.PermissionDenied,
        "BatchNotAnswered" or "FeatureIsOneWay" or "ConfigurationPackageNotImported" or "ExtensionInstalled" or "DependencyFailed" =>
            ErrorCategory.InvalidOperation,
        "FileNotWritable" => ErrorCategory.WriteError,
        "FileTooLarge" => ErrorCategory.LimitsExceeded,
        "InvalidArgument" or "InputTypeNotAccepted" or "InputKeyMissing" => ErrorCategory.InvalidArgument,
        "OperationTimeout" or "OperationNotStarted" => ErrorCategory.OperationTimeout,
        "ConfigurationPackageBusy" or "ExtensionScheduled" or "ExtensionsChanged" => ErrorCategory.ResourceBusy,
        "OperationFailed" or "EnvironmentFailed" or "NotInstalled" or "NotUninstalled" or "NotUnpublished" => ErrorCategory.InvalidResult,
        "UserRequired" or "AppRequired" => ErrorCategory.PermissionDenied,
        "EndpointNotAvailable" or "ApiVersionTooNew" or "ApiVersionTooOld" => ErrorCategory.NotImplemented,
        "Unreachable" or "CertificateNotTrusted" or "SignInUnreachable" or "TlsHandshakeFailed" or "ProxyTunnelFailed" => ErrorCategory.ConnectionError,
        "HostNotAllowed" => ErrorCategory.SecurityError,
        "UnexpectedResponse" or "InvalidData" => ErrorCategory.InvalidData,
        "CryptographyFailed" => ErrorCategory.SecurityError,
        "InternalError" => ErrorCategory.NotSpecified,
        "PlatformFailed" => ErrorCategory.NotImplemented,
        "SimulatorNotStarted" or "SimulatorNotFound" => ErrorCategory.ResourceUnavailable,
        var code when code.StartsWith("SignIn", StringComparison.Ordinal)
            || code is "TokenExpired" or "TokenInvalid" or "BrowserNotAvailable" or "ManagedIdentityUnavailable"
                or "FederatedTokenUnavailable" or "ProxyAuthenticationRequired" =>
            ErrorCategory.AuthenticationError,
        var code when code.EndsWith("NotFound", StringComparison.OrdinalIgnoreCase) || code.EndsWith("DoesNotExist", StringComparison.OrdinalIgnoreCase) => ErrorCategory.ObjectNotFound,
        var code when code.EndsWith("Exists", StringComparison.OrdinalIgnoreCase) || code.Equals("EnvironmentReservationFailed", StringComparison.OrdinalIgnoreCase) => ErrorCategory.ResourceExists,
        var code when code.ToUpperInvariant() is "TENANTALREADYPROVISIONING" or "TENANTDELETIONINPROGRESS" or "INVALIDSTATUSCANNOTDELETETENANT" => ErrorCategory.ResourceBusy,
        var code when code.StartsWith("Maximum", StringComparison.OrdinalIgnoreCase) => ErrorCategory.LimitsExceeded,
        _ => Category((exception as BcApiException)?.Status),
    };

    private static ErrorCategory Category(HttpStatusCode? status) => status switch
    {
        HttpStatusCode.Unauthorized => ErrorCategory.AuthenticationError,
        HttpStatusCode.Forbidden => ErrorCategory.PermissionDenied,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => ErrorCategory.ObjectNotFound,
        HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => ErrorCategory.ResourceBusy,
        HttpStatusCode.TooManyRequests => ErrorCategory.LimitsExceeded,
        HttpStatusCode.RequestEntityTooLarge => ErrorCategory.LimitsExceeded,
        HttpStatusCode.RequestTimeout or HttpStatusCode.GatewayTimeout => ErrorCategory.OperationTimeout,
        HttpStatusCode.NotImplemented or HttpStatusCode.MethodNotAllowed => ErrorCategory.NotImplemented,
        >= HttpStatusCode.InternalServerError => ErrorCategory.ResourceUnavailable,
        >= HttpStatusCode.BadRequest => ErrorCategory.InvalidArgument,
        null => ErrorCategory.InvalidOperation,
        _ => ErrorCategory.InvalidResult,
    };
}
