using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.Extensions.Msal;

namespace BcAdmin.Transport.SignIn;

/// <summary>Converts failures of MSAL and of the layers below it to a <see cref="WireException"/> with plain text.</summary>
internal static partial class SignInFailure
{
    /// <summary>The failure that is shown, or null for exceptions that are not failures of the sign-in.</summary>
    public static WireException? From(Exception exception, WireOptions options) => exception switch
    {
        WireException => null,
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError or HttpRequestError.UserAuthenticationError } proxy =>
            NotSent.From(proxy, options.Authority),
        MsalServiceException { StatusCode: 407 } => NotSent.ProxyAuthentication(options.Authority),
        _ when options.Flow == SignInFlow.Certificate && KeyFailure(exception) is { } unusable => Key(unusable),
        MsalServiceException service when options.Flow == SignInFlow.ManagedIdentity => ManagedIdentity(service, Read(service).Message),
        MsalServiceException service => Service(service, options),
        MsalClientException client when options.Flow == SignInFlow.ManagedIdentity => ManagedIdentity(client, client.Message),
        MsalClientException client => Client(client),
        MsalCachePersistenceException => Store(exception),
        HttpRequestException http when options.Flow == SignInFlow.ManagedIdentity => ManagedIdentity(null, http.Message),
        HttpRequestException http =>
            TlsHandler.CertificateFailure(http, options.Authority.Host) ?? Unreachable(options, http.GetBaseException().Message),
        OperationCanceledException or TimeoutException => Unreachable(options, "It did not respond in time."),
        _ when exception.GetType().Assembly == typeof(MsalCacheHelper).Assembly => Store(exception),
        JsonException or FormatException =>
            new WireException(WireFailure.SignInFailed, $"The sign-in service {options.Authority.Host} returned a response that is not JSON.")
            {
                Advice = "A proxy or a sign-in page of the network may be between this computer and the service.",
            },
        MsalException other => new WireException(WireFailure.SignInFailed, FirstSentence(other.Message)) { CorrelationId = other.CorrelationId },
        _ => null,
    };

    /// <summary>
    /// Whether the user can solve it by signing in. Otherwise, such as if the tenant does not know the account (AADSTS50020) or consent is
    /// missing (AADSTS65001), a prompt for each of many tenants would change nothing.
    /// </summary>
    public static bool IsSolvedByPrompt(MsalUiRequiredException exception) => exception.Classification switch
    {
        UiRequiredExceptionClassification.BasicAction or UiRequiredExceptionClassification.AdditionalAction
            or UiRequiredExceptionClassification.UserPasswordExpired => true,
        UiRequiredExceptionClassification.MessageOnly or UiRequiredExceptionClassification.ConsentRequired => false,
        _ => Read(exception).EntraCode is
            null // no request was sent to the service, because MSAL has no refresh token
            // The sign-in is too old or revoked, or an additional factor or a new password is required.
            or "AADSTS16000" or "AADSTS16001" or "AADSTS50055" or "AADSTS50058" or "AADSTS50072" or "AADSTS50074" or "AADSTS50076" or "AADSTS50078"
            or "AADSTS50079" or "AADSTS50089" or "AADSTS50125" or "AADSTS50132" or "AADSTS50133" or "AADSTS50144" or "AADSTS50158" or "AADSTS50173"
            or "AADSTS54005" or "AADSTS70000" or "AADSTS70008" or "AADSTS70043" or "AADSTS700082" or "AADSTS700084" or "AADSTS9002313",
    };

    private static CryptographicException? KeyFailure(Exception? exception) =>
        exception is null or MsalServiceException ? null : exception as CryptographicException ?? KeyFailure(exception.InnerException);

    private static WireException Key(CryptographicException exception) =>
        new(WireFailure.CertificateKeyNotReadable, $"The private key of the certificate cannot be used: {exception.Message.TrimEnd('.')}.")
        {
            Advice = "Run the command with the account that owns the key, or grant this account read access to it.",
        };

    /// <summary>The user must sign in again.</summary>
    public static WireException Required(MsalUiRequiredException exception)
    {
        var (message, entraCode, correlationId) = Read(exception);
        return new WireException(WireFailure.SignInRequired, message)
        {
            EntraCode = entraCode,
            CorrelationId = correlationId,
        };
    }

    /// <inheritdoc cref="Required(MsalUiRequiredException)"/>
    public static WireException Required(string message) => new(WireFailure.SignInRequired, message);

    private static WireException Service(MsalServiceException exception, WireOptions options)
    {
        var (message, entraCode, correlationId) = Read(exception);
        var code = exception.ErrorCode switch
        {
            "authorization_declined" or "access_denied" => WireFailure.SignInCanceled,
            "code_expired" or "expired_token" => WireFailure.SignInTimedOut,
            MsalError.RequestTimeout or MsalError.ServiceNotAvailable => WireFailure.SignInUnreachable,
            _ when exception.StatusCode is 429 or >= 500 => WireFailure.SignInUnreachable,
            _ => WireFailure.SignInFailed,
        };
        return new WireException(code, message)
        {
            EntraCode = entraCode,
            CorrelationId = correlationId,
            Advice = code == WireFailure.SignInUnreachable ? "Try again later." : null,
            CanSignInAgain = exception.ErrorCode == "invalid_grant" && options.Flow is (SignInFlow.Interactive or SignInFlow.DeviceCode),
        };
    }

    private static WireException Client(MsalClientException exception)
    {
        if (exception.ErrorCode is MsalError.LinuxXdgOpen or MsalError.WebviewUnavailable)
            return SystemBrowser.Unavailable(FirstSentence(exception.Message));
        var code = exception.ErrorCode switch
        {
            MsalError.AuthenticationCanceledError => WireFailure.SignInCanceled,
            "code_expired" => WireFailure.SignInTimedOut,
            _ => WireFailure.SignInFailed,
        };
        return new WireException(code, FirstSentence(exception.Message)) { CorrelationId = exception.CorrelationId };
    }

    private static WireException ManagedIdentity(MsalException? exception, string reason) =>
        new(WireFailure.ManagedIdentityUnavailable, $"The managed identity returned no token. {FirstSentence(reason)}")
        {
            CorrelationId = exception?.CorrelationId,
            Advice = "Managed identities work only on Azure, if the identity is enabled; a user-assigned identity requires its client ID.",
        };

    private static WireException Store(Exception exception) =>
        new(WireFailure.TokenCacheFailed,
            $"The token cache cannot be used: {exception.Message}")
        { Advice = "Connect without keeping the sign-in." };

    private static WireException Unreachable(WireOptions options, string reason) =>
        new(WireFailure.SignInUnreachable, $"The sign-in service {options.Authority.Host} cannot be reached. {reason}")
        {
            Advice = "Check the network, the proxy, and the name of the cloud.",
        };

    /// <summary>The message of Microsoft Entra ID, which MSAL includes in its own message.</summary>
    private static (string Message, string? EntraCode, string? CorrelationId) Read(MsalServiceException exception)
    {
        var (description, correlationId) = ReadBody(exception.ResponseBody);
        var text = description ?? exception.Message;
        return (FirstSentence(text), EntraCode().Match(text) is { Success: true } code ? code.Value : null, correlationId ?? exception.CorrelationId);
    }

    private static (string? Description, string? CorrelationId) ReadBody(string? body)
    {
        if (string.IsNullOrWhiteSpace(body))
            return default;

        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? (Text("error_description") ?? Text("message"), Text("correlation_id")) : default;

            string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString() : null;
        }
        // InvalidOperationException: the text ends in the middle of a character.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return default; // such as the page of a proxy
        }
    }

    private static string FirstSentence(string text)
    {
        var start = EntraCode().Match(text) is { Success: true } code ? text[(code.Index + code.Length)..].TrimStart(':', ' ') : text.Trim();
        return SentenceEnd().Match(start) is { Success: true } end ? start[..end.Index].TrimEnd() + "." : start;
    }

    [GeneratedRegex(@"AADSTS\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex EntraCode();

    [GeneratedRegex(
        @"\.?(\s+Trace ID:|[\r\n])|\.(\s|$)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SentenceEnd();
}
