using System.ComponentModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net.Sockets;
using System.Reflection;
using System.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>Assigns error codes to .NET and PowerShell exceptions that terminate a cmdlet.</summary>
internal static class Failures
{
    /// <summary>Converts an exception; returns null for exceptions that PowerShell uses to control the pipeline, which must not be caught.</summary>
    /// <param name="exception">The exception that terminated the cmdlet.</param>
    /// <param name="command">The name of the cmdlet.</param>
    public static BcException? From(Exception exception, string command) => exception switch
    {
        BcException known => known,
        WireException wire => WireErrors.Map(wire),
        AggregateException { InnerExceptions: [var only] } => From(only, command),
        TargetInvocationException { InnerException: { } inner } => From(inner, command),
        _ when IsControlFlow(exception) => null,
        HostException =>
            Coded(ErrorCode.ConfirmationRequired, exception, Messages.SessionNotInteractive,
                Messages.RunInteractivelyOrWithoutPrompts),
        ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException
            or FileNotFoundException or DirectoryNotFoundException =>
            FileNotFound((exception as FileNotFoundException)?.FileName, exception),
        ProviderInvocationException { InnerException: { } inner } => From(inner, command),
        WildcardPatternException =>
            Coded(ErrorCode.InvalidArgument, exception, Messages.InvalidPattern, Messages.EscapeBracketsOrCorrectPattern),
        RuntimeException => null, // A later command in the pipeline failed.
        UnauthorizedAccessException or SecurityException or IOException =>
            Coded(
                ErrorCode.FileAccessFailed, exception, Messages.FileOrFolderUnusable,
                Messages.CheckFileExistsAndIsAccessible),
        CryptographicException =>
            Coded(ErrorCode.CryptographyFailed, exception, Messages.CryptographicValueUnusable,
                Messages.CheckPrivateKeyAccess),
        HttpRequestException or SocketException or AuthenticationException =>
            Coded(ErrorCode.Unreachable, exception, Messages.ConnectionFailed, Messages.CheckNetworkThenRetry),
        TimeoutException or OperationCanceledException =>
            Coded(ErrorCode.RequestTimeout, exception, Messages.CallEndedBeforeResponse, Messages.CheckStateThenRetry),
        ObjectDisposedException => Coded(
            ErrorCode.NotConnected, exception, Messages.ConnectionClosedDuringCommand,
            Messages.ReconnectThenRetry),
        JsonException or FormatException or InvalidDataException or XmlException or DecoderFallbackException =>
            Coded(ErrorCode.InvalidData, exception, Messages.UnexpectedValueFormat,
                Messages.CheckInputFormat),
        Win32Exception or PlatformNotSupportedException or DllNotFoundException =>
            Coded(ErrorCode.PlatformFailed, exception, Messages.NotSupportedByOperatingSystem, Messages.GetErrorShowsDetails),
        _ => Coded(
            ErrorCode.InternalError, exception, Messages.FailedWithInternalError(command, exception),
            Messages.ReportErrorWithGetError),
    };

    /// <summary>The error for a file or folder that does not exist.</summary>
    /// <param name="path">The path, if it is known.</param>
    public static BcException FileNotFound(string? path, Exception? exception = null)
    {
        var message = Secrets.Remove(
            path is not null ? Messages.PathDoesNotExist(path) : Messages.FileOrFolderNotFound(exception), []);
        return new BcException(ErrorCode.FileNotFound, message, exception) { Target = path, Advice = Messages.CheckPath };
    }

    /// <summary>Whether PowerShell uses the exception to end or stop a pipeline.</summary>
    public static bool IsStop(Exception exception) =>
        exception is PipelineStoppedException or ActionPreferenceStopException or FlowControlException or HaltCommandException;

    private static bool IsControlFlow(Exception exception) =>
        IsStop(exception) || exception is RuntimeException { WasThrownFromThrowStatement: true };

    /// <summary>Creates an error without the message of the exception, which can contain the value that caused it, such as a token.</summary>
    private static BcException Coded(ErrorCode code, Exception exception, string what, string advice)
    {
        var message = $"{what} {exception.Message}".TrimEnd();
        var clean = Secrets.Remove(message, []);
        return new BcException(code, clean, clean == message ? exception : null) { Advice = advice };
    }
}
