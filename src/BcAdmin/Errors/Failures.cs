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

/// <summary>The only place where an exception of .NET or PowerShell that ends a cmdlet's work gets an error code.</summary>
internal static class Failures
{
    /// <summary>The failure with its code; null for an exception that must pass, since PowerShell steers the pipeline with it.</summary>
    /// <param name="exception">What ended the work.</param>
    /// <param name="command">The cmdlet's name.</param>
    public static BcException? From(Exception exception, string command) => exception switch
    {
        BcException known => known,
        WireException wire => WireErrors.Map(wire),
        AggregateException { InnerExceptions: [var only] } => From(only, command),
        TargetInvocationException { InnerException: { } inner } => From(inner, command),
        _ when IsControlFlow(exception) => null,
        HostException =>
            Coded(ErrorCode.ConfirmationRequired, exception, "This session is not interactive.",
                "Run the command in an interactive session, or without -Confirm and Inquire preferences."),
        ItemNotFoundException or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException
            or FileNotFoundException or DirectoryNotFoundException =>
            FileNotFound((exception as FileNotFoundException)?.FileName, exception),
        ProviderInvocationException { InnerException: { } inner } => From(inner, command),
        WildcardPatternException =>
            Coded(ErrorCode.InvalidArgument, exception, "A pattern is not valid.", "Escape [ and ] with a backtick, or correct the pattern."),
        RuntimeException => null, // a command later in the pipeline failed
        UnauthorizedAccessException or SecurityException or IOException =>
            Coded(
                ErrorCode.FileAccessFailed, exception, "A file or folder cannot be used.",
                "Check that it exists, that this account has access to it, and that no other program has it open."),
        CryptographicException =>
            Coded(ErrorCode.CryptographyFailed, exception, "A certificate, key, or encrypted value cannot be used.",
                "Check that this account may read the private key."),
        HttpRequestException or SocketException or AuthenticationException =>
            Coded(ErrorCode.Unreachable, exception, "The connection failed.", "Check the network and the proxy, then run the command again."),
        TimeoutException or OperationCanceledException =>
            Coded(ErrorCode.RequestTimeout, exception, "The call ended before it was answered.", "Check the state, then run the command again."),
        ObjectDisposedException => Coded(
            ErrorCode.NotConnected, exception, "The connection was closed while the command was running.",
            $"Run {Commands.ConnectTenant}, then run the command again."),
        JsonException or FormatException or InvalidDataException or XmlException or DecoderFallbackException =>
            Coded(ErrorCode.InvalidData, exception, "A value does not have the expected format.",
                "Check the input. Get-Error shows where the value was read."),
        Win32Exception or PlatformNotSupportedException or DllNotFoundException =>
            Coded(ErrorCode.PlatformFailed, exception, "The operating system cannot do this.", "Get-Error shows what was called."),
        _ => Coded(
            ErrorCode.InternalError, exception, $"{command} failed because of an error in BcAdmin ({exception.GetType().Name}).",
            "Report this error with the output of Get-Error."),
    };

    /// <summary>A file or folder that does not exist.</summary>
    /// <param name="path">The path, where it is known.</param>
    public static BcException FileNotFound(string? path, Exception? exception = null)
    {
        var message = Secrets.Remove(
            path is not null ? $"The file or folder '{path}' does not exist." : $"The file or folder does not exist. {exception?.Message}", []);
        return new BcException(ErrorCode.FileNotFound, message, exception) { Target = path, Advice = "Check the path." };
    }

    /// <summary>PowerShell ends, stops, or leaves a pipeline with these.</summary>
    public static bool IsStop(Exception exception) =>
        exception is PipelineStoppedException or ActionPreferenceStopException or FlowControlException or HaltCommandException;

    private static bool IsControlFlow(Exception exception) =>
        IsStop(exception) || exception is RuntimeException { WasThrownFromThrowStatement: true };

    /// <summary>Messages of .NET may quote the value that they are about, which may be a token.</summary>
    private static BcException Coded(ErrorCode code, Exception exception, string what, string advice)
    {
        var message = $"{what} {exception.Message}".TrimEnd();
        var clean = Secrets.Remove(message, []);
        return new BcException(code, clean, clean == message ? exception : null) { Advice = advice };
    }
}
