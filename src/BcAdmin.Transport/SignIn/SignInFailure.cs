using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.Extensions.Msal;

namespace BcAdmin.Transport.SignIn;

/// <summary>Turns what goes wrong in MSAL and below it into a <see cref="WireException"/> of plain text.</summary>
internal static partial class SignInFailure
{
    private const string ConnectAgain = "Run Connect-BcTenant again.";

    /// <summary>What to do about the failures that are met often, by Entra's number.</summary>
    private static readonly Dictionary<string, string> AdviceByEntraCode = new(StringComparer.Ordinal)
    {
        ["AADSTS7000215"] = "Pass the value of the client secret, not its id; the value is shown only once, when the secret is made.",
        ["AADSTS7000222"] = "The client secret has expired: make a new one (New-BcAppRegistration NAME -Service -Update -NewSecret), or use a certificate or a federated credential.",
        ["AADSTS700016"] = "Check the client id and the tenant: the app is not registered in this tenant, or nobody has consented to it there.",
        ["AADSTS90002"] = "Check the tenant id or domain, and the cloud: there is no such tenant.",
        ["AADSTS900023"] = "Check the tenant id or domain: there is no such tenant.",
        ["AADSTS65001"] = "Consent is missing: an administrator of the tenant has to grant the app its permissions. Get-BcAdminConsentUrl gives the address for that.",
        ["AADSTS90094"] = "These permissions take an administrator's consent: sign in as a Cloud Application Administrator or higher.",
        ["AADSTS7000229"] = "The app has no service principal in this tenant: New-BcAppRegistration NAME -Update makes it, or an administrator opens the address of Get-BcAdminConsentUrl.",
        ["AADSTS700027"] = "Upload the public part of this certificate to the app registration; compare the thumbprints.",
        ["AADSTS50076"] = "Multi-factor authentication is needed: sign in with a browser or a device code.",
        ["AADSTS50079"] = "This person has to register for multi-factor authentication: sign in with a browser once.",
        ["AADSTS50158"] = "A further step of authentication is needed: sign in with a browser.",
        ["AADSTS53003"] = "A Conditional Access policy of the tenant blocks this sign-in; its administrator finds it in the sign-in log by the correlation id.",
        ["AADSTS53000"] = "A Conditional Access policy asks for a compliant device.",
        ["AADSTS500011"] = "Business Central is not known in this tenant: check the tenant, and that it has a Business Central subscription.",
        ["AADSTS50020"] = "This account does not exist in the tenant: sign in with another one, or name the right tenant.",
        ["AADSTS50034"] = "There is no such account in the tenant.",
        ["AADSTS50105"] = "The enterprise application wants an assignment, and this account has none.",
        ["AADSTS70021"] = "No federated credential of the app registration matches the token's issuer, subject and audience.",
        ["AADSTS700211"] = "No federated credential of the app registration matches the token's issuer.",
        ["AADSTS700212"] = "No federated credential of the app registration matches the token's audience (usually api://AzureADTokenExchange).",
        ["AADSTS700213"] = "No federated credential of the app registration matches the token's subject.",
        ["AADSTS700024"] = "The federated token or client assertion is not valid at this time: get a fresh one, and check the clock.",
        ["AADSTS700082"] = "The sign-in was not used for too long.",
        ["AADSTS70043"] = "The tenant asks for a new sign-in after some time.",
        ["AADSTS50173"] = "The password was changed or the sign-ins were revoked.",
        ["AADSTS7000218"] = "This client id is a confidential client: allow public client flows in the app registration, or use another client id.",
    };

    /// <summary>The failure as it is shown, or null for what is not a failure of sign-in.</summary>
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
        HttpRequestException http => Socket.CertificateFailure(http, options.Authority.Host) ?? Unreachable(options, http.GetBaseException().Message),
        OperationCanceledException or TimeoutException => Unreachable(options, "It did not answer in time."),
        _ when exception.GetType().Assembly == typeof(MsalCacheHelper).Assembly => Store(exception),
        JsonException or FormatException => new WireException(WireFailure.SignInFailed, $"The sign-in service {options.Authority.Host} answered with something that is no JSON.")
        {
            Advice = "A proxy or a page to sign in to the network may stand between this machine and the service.",
        },
        MsalException other => new WireException(WireFailure.SignInFailed, FirstSentence(other.Message)) { CorrelationId = other.CorrelationId },
        _ => null,
    };

    private static CryptographicException? KeyFailure(Exception? exception) =>
        exception is null or MsalServiceException ? null : exception as CryptographicException ?? KeyFailure(exception.InnerException);

    private static WireException Key(CryptographicException exception) =>
        new(WireFailure.CertificateKeyNotReadable, $"The private key of the certificate cannot be used: {exception.Message.TrimEnd('.')}.")
        {
            Advice = "Run the command with the account that owns the key, or grant this account read access to it.",
        };

    /// <summary>The person has to sign in again.</summary>
    public static WireException Required(MsalUiRequiredException exception)
    {
        var (message, entraCode, correlationId) = Read(exception);
        return new WireException(WireFailure.SignInRequired, message)
        {
            EntraCode = entraCode,
            CorrelationId = correlationId,
            Advice = AdviceFor(entraCode) is { } advice ? $"{advice} {ConnectAgain}" : ConnectAgain,
        };
    }

    /// <inheritdoc cref="Required(MsalUiRequiredException)"/>
    public static WireException Required(string message) => new(WireFailure.SignInRequired, message) { Advice = ConnectAgain };

    private static WireException Service(MsalServiceException exception, WireOptions options)
    {
        var (message, entraCode, correlationId) = Read(exception);
        var (code, advice) = exception.ErrorCode switch
        {
            "authorization_declined" or "access_denied" => (WireFailure.SignInCanceled, ConnectAgain),
            "code_expired" or "expired_token" => (WireFailure.SignInTimedOut, ConnectAgain),
            MsalError.RequestTimeout or MsalError.ServiceNotAvailable => (WireFailure.SignInUnreachable, "Try again later."),
            _ when exception.StatusCode is 429 or >= 500 => (WireFailure.SignInUnreachable, "Try again later."),
            "invalid_grant" when options.Flow is SignInFlow.Interactive or SignInFlow.DeviceCode => (WireFailure.SignInFailed, ConnectAgain),
            _ => (WireFailure.SignInFailed, (string?)null),
        };
        return new WireException(code, message) { EntraCode = entraCode, CorrelationId = correlationId, Advice = AdviceFor(entraCode) ?? advice };
    }

    private static WireException Client(MsalClientException exception)
    {
        if (exception.ErrorCode is MsalError.LinuxXdgOpen or MsalError.WebviewUnavailable)
            return SystemBrowser.Unavailable(FirstSentence(exception.Message));
        var (code, advice) = exception.ErrorCode switch
        {
            MsalError.AuthenticationCanceledError => (WireFailure.SignInCanceled, ConnectAgain),
            "code_expired" => (WireFailure.SignInTimedOut, ConnectAgain),
            _ => (WireFailure.SignInFailed, (string?)null),
        };
        return new WireException(code, FirstSentence(exception.Message)) { CorrelationId = exception.CorrelationId, Advice = advice };
    }

    private static WireException ManagedIdentity(MsalException? exception, string reason) =>
        new(WireFailure.ManagedIdentityUnavailable, $"The managed identity gave no token. {FirstSentence(reason)}")
        {
            CorrelationId = exception?.CorrelationId,
            Advice = "This works on Azure only, with the identity switched on; a user-assigned identity needs its client id.",
        };

    private static WireException Store(Exception exception) =>
        new(WireFailure.TokenCacheFailed, $"The store of sign-ins cannot be used: {exception.Message}") { Advice = "Connect without keeping the sign-in." };

    private static WireException Unreachable(WireOptions options, string reason) =>
        new(WireFailure.SignInUnreachable, $"The sign-in service {options.Authority.Host} cannot be reached. {reason}")
        {
            Advice = "Check the network, the proxy and the name of the cloud.",
        };

    private static string? AdviceFor(string? entraCode) => entraCode is null ? null : AdviceByEntraCode.GetValueOrDefault(entraCode);

    /// <summary>Entra's own words, which MSAL wraps into its own.</summary>
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
            return json.RootElement.ValueKind == JsonValueKind.Object ? (Text("error_description") ?? Text("message"), Text("correlation_id")) : default;

            string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the latter: a text that is cut in the middle of a character
        {
            return default; // a proxy's page, for instance
        }
    }

    private static string FirstSentence(string text)
    {
        var start = EntraCode().Match(text) is { Success: true } code ? text[(code.Index + code.Length)..].TrimStart(':', ' ') : text.Trim();
        return SentenceEnd().Match(start) is { Success: true } end ? start[..end.Index].TrimEnd() + "." : start;
    }

    [GeneratedRegex(@"AADSTS\d+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EntraCode();

    [GeneratedRegex(@"\.?(\s+Trace ID:|[\r\n])|\.(\s|$)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SentenceEnd();
}
