using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using BcAdmin.Transport;
using BcAdmin.Transport.SignIn;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.Extensions.Msal;

namespace BcAdmin.Tests.Transport;

/// <summary>
/// The failures of MSAL and of the layers below it, in the words of the module. Complete sign-ins are in <see cref="SignInTests"/>.
/// </summary>
public sealed class SignInFailureTests
{
    [Theory]
    [InlineData("AADSTS16000", true)] // several accounts
    [InlineData("AADSTS16001", true)] // selected account is invalid
    [InlineData("AADSTS50055", true)] // password expired
    [InlineData("AADSTS50058", true)] // no session
    [InlineData("AADSTS50072", true)] // enroll for MFA
    [InlineData("AADSTS50074", true)] // strong authentication
    [InlineData("AADSTS50076", true)] // MFA by policy
    [InlineData("AADSTS50078", true)] // MFA expired
    [InlineData("AADSTS50079", true)] // MFA registration
    [InlineData("AADSTS50089", true)] // flow token expired
    [InlineData("AADSTS50125", true)] // password reset
    [InlineData("AADSTS50132", true)] // session invalid
    [InlineData("AADSTS50133", true)] // session expired
    [InlineData("AADSTS50144", true)] // directory password expired
    [InlineData("AADSTS50158", true)] // external challenge
    [InlineData("AADSTS50173", true)] // grant revoked
    [InlineData("AADSTS54005", true)] // code redeemed
    [InlineData("AADSTS70000", true)] // invalid grant
    [InlineData("AADSTS70008", true)] // grant expired
    [InlineData("AADSTS70043", true)] // sign-in frequency
    [InlineData("AADSTS700082", true)] // refresh token expired
    [InlineData("AADSTS700084", true)] // refresh token of a single page app
    [InlineData("AADSTS9002313", true)] // malformed token
    [InlineData("AADSTS50020", false)] // the account is not in the tenant
    [InlineData("AADSTS65001", false)] // no consent
    [InlineData("AADSTS53003", false)] // blocked by policy
    [InlineData("AADSTS90002", false)] // no such tenant
    [InlineData(null, true)] // MSAL has no refresh token, so no request was sent
    public void A_prompt_solves_only_what_the_user_can_change(string? entraCode, bool isSolved)
    {
        var message = entraCode is null ? "No token was found in the cache." : $"{entraCode}: It failed.";
        Assert.Equal(isSolved, SignInFailure.IsSolvedByPrompt(new MsalUiRequiredException("invalid_grant", message)));
    }

    [Theory]
    [InlineData(UiRequiredExceptionClassification.BasicAction, true)]
    [InlineData(UiRequiredExceptionClassification.AdditionalAction, true)]
    [InlineData(UiRequiredExceptionClassification.UserPasswordExpired, true)]
    [InlineData(UiRequiredExceptionClassification.MessageOnly, false)]
    [InlineData(UiRequiredExceptionClassification.ConsentRequired, false)]
    [InlineData(UiRequiredExceptionClassification.PromptNeverFailed, false)]
    [InlineData(UiRequiredExceptionClassification.None, false)]
    public void The_classification_of_the_service_decides_before_the_code(UiRequiredExceptionClassification classification, bool isSolved) =>
        Assert.Equal(isSolved, SignInFailure.IsSolvedByPrompt(
            new MsalUiRequiredException("invalid_grant", "AADSTS50020: It failed.", innerException: null, classification)));

    [Fact]
    public void A_required_sign_in_has_the_words_and_IDs_of_the_service()
    {
        var failure = SignInFailure.Required(new MsalUiRequiredException("invalid_grant", "In the words of MSAL.")
        {
            CorrelationId = "of MSAL",
            ResponseBody = """{"error_description":"AADSTS50076: Use another factor. Trace ID: 1\r\nTimestamp: 2","correlation_id":"of Entra"}""",
        });
        Assert.Equal(
            (WireFailure.SignInRequired, "Use another factor.", "AADSTS50076", "of Entra"),
            (failure.Failure, failure.Message, failure.EntraCode, failure.CorrelationId));
    }

    [Theory]
    [InlineData("""{"error_description":"The first. The second.","message":"Not this."}""", "The first.")]
    [InlineData("""{"message":"Of an instance."}""", "Of an instance.")]
    [InlineData("""{"error_description":7,"message":"Of an instance."}""", "Of an instance.")]
    [InlineData("""{"error_description":"One line\r\nand another."}""", "One line.")]
    [InlineData("""{"error_description":"No end"}""", "No end")]
    [InlineData("""{"other":1}""", "In the words of MSAL.")]
    [InlineData("[]", "In the words of MSAL.")]
    [InlineData("<html>", "In the words of MSAL.")]
    [InlineData("""{"message":"\ud800"}""", "In the words of MSAL.")]
    [InlineData(" ", "In the words of MSAL.")]
    [InlineData(null, "In the words of MSAL.")]
    public void The_message_is_the_first_sentence_of_the_service(string? body, string message)
    {
        var failure = From(new MsalServiceException("invalid_client", "In the words of MSAL. More.", 401)
        {
            ResponseBody = body,
            CorrelationId = "of MSAL",
        });
        Assert.Equal((WireFailure.SignInFailed, message, "of MSAL"), (failure?.Failure, failure?.Message, failure?.CorrelationId));
    }

    [Theory]
    [InlineData("authorization_declined", 400, WireFailure.SignInCanceled, null)]
    [InlineData("access_denied", 400, WireFailure.SignInCanceled, null)]
    [InlineData("code_expired", 400, WireFailure.SignInTimedOut, null)]
    [InlineData("expired_token", 400, WireFailure.SignInTimedOut, null)]
    [InlineData(MsalError.RequestTimeout, 0, WireFailure.SignInUnreachable, "Try again later.")]
    [InlineData(MsalError.ServiceNotAvailable, 0, WireFailure.SignInUnreachable, "Try again later.")]
    [InlineData("temporarily_unavailable", 429, WireFailure.SignInUnreachable, "Try again later.")]
    [InlineData("server_error", 500, WireFailure.SignInUnreachable, "Try again later.")]
    [InlineData("server_error", 503, WireFailure.SignInUnreachable, "Try again later.")]
    [InlineData("invalid_client", 499, WireFailure.SignInFailed, null)]
    [InlineData("invalid_client", 401, WireFailure.SignInFailed, null)]
    public void The_code_of_the_service_decides_the_kind(string error, int status, WireFailure kind, string? advice)
    {
        var failure = From(new MsalServiceException(error, "It failed.", status));
        Assert.Equal((kind, advice, false), (failure?.Failure, failure?.Advice, failure?.CanSignInAgain));
    }

    [Theory]
    [InlineData("invalid_grant", SignInFlow.DeviceCode, true)]
    [InlineData("invalid_grant", SignInFlow.Interactive, true)]
    [InlineData("invalid_grant", SignInFlow.ClientSecret, false)]
    [InlineData("invalid_client", SignInFlow.DeviceCode, false)]
    public void A_user_whose_grant_is_rejected_can_sign_in_again(string error, SignInFlow flow, bool canSignInAgain) =>
        Assert.Equal(canSignInAgain, From(new MsalServiceException(error, "It failed.", 400), flow)?.CanSignInAgain);

    [Theory]
    [InlineData(MsalError.AuthenticationCanceledError, WireFailure.SignInCanceled)]
    [InlineData("code_expired", WireFailure.SignInTimedOut)]
    [InlineData("other", WireFailure.SignInFailed)]
    public void A_failure_of_the_client_has_a_kind_and_its_first_sentence(string error, WireFailure kind)
    {
        var failure = From(new MsalClientException(error, "The user left. See https://aka.ms/x.") { CorrelationId = "of MSAL" });
        Assert.Equal((kind, "The user left.", "of MSAL"), (failure?.Failure, failure?.Message, failure?.CorrelationId));
    }

    [Theory]
    [InlineData(MsalError.LinuxXdgOpen)]
    [InlineData(MsalError.WebviewUnavailable)]
    public void A_browser_that_MSAL_cannot_open_is_reported_with_the_alternative(string error)
    {
        var failure = From(new MsalClientException(error, "Nothing can open it. See https://aka.ms/x."));
        Assert.Equal(WireFailure.BrowserNotAvailable, failure?.Failure);
        Assert.Equal(
            "No browser can be opened on this computer: Nothing can open it. Interactive sign-in requires a browser; -DeviceCode does not.",
            failure?.Message);
    }

    public static TheoryData<Exception> OfManagedIdentity =>
    [
        new MsalServiceException("x", "No identity is assigned. More.", 400) { CorrelationId = "of MSAL" },
        new MsalClientException("x", "No identity is assigned. More.") { CorrelationId = "of MSAL" },
        new HttpRequestException("No identity is assigned. More."),
    ];

    [Theory]
    [MemberData(nameof(OfManagedIdentity))]
    public void A_managed_identity_that_returns_no_token_has_one_text(Exception exception)
    {
        var failure = From(exception, SignInFlow.ManagedIdentity);
        CheckAdvised(
            failure, WireFailure.ManagedIdentityUnavailable, "The managed identity returned no token. No identity is assigned.",
            "Managed identities work only on Azure, if the identity is enabled; a user-assigned identity requires its client ID.");
        Assert.Equal(exception is MsalException ? "of MSAL" : null, failure?.CorrelationId);
    }

    public static TheoryData<Exception> OfStore => [new MsalCachePersistenceException("It is locked."), NewOfStore()];

    [Theory]
    [MemberData(nameof(OfStore))]
    public void A_store_that_fails_is_reported_with_the_alternative(Exception exception) => CheckAdvised(
        From(exception), WireFailure.TokenCacheFailed, $"The token cache cannot be used: {exception.Message}",
        "Connect without keeping the sign-in.");

    public static TheoryData<Exception, string> Unreachable => new()
    {
        { new HttpRequestException("An error.", new IOException("The network is down.")), "The network is down." },
        { new TaskCanceledException("x"), "It did not respond in time." },
        { new TimeoutException("x"), "It did not respond in time." },
    };

    [Theory]
    [MemberData(nameof(Unreachable))]
    public void A_service_that_does_not_respond_is_named(Exception exception, string reason) => CheckAdvised(
        From(exception), WireFailure.SignInUnreachable, $"The sign-in service login.contoso.example cannot be reached. {reason}",
        "Check the network, the proxy, and the name of the cloud.");

    [Theory]
    [InlineData(HttpRequestError.ProxyTunnelError, HttpStatusCode.BadGateway, WireFailure.ProxyTunnelFailed)]
    [InlineData(HttpRequestError.UserAuthenticationError, null, WireFailure.ProxyAuthenticationRequired)]
    public void A_failure_of_the_proxy_is_not_one_of_the_service(HttpRequestError error, HttpStatusCode? status, WireFailure kind) =>
        Assert.Equal(kind, From(new HttpRequestException(error, "x", inner: null, status))?.Failure);

    [Fact]
    public void A_proxy_that_MSAL_reports_has_the_same_kind() =>
        Assert.Equal(WireFailure.ProxyAuthenticationRequired, From(new MsalServiceException("x", "x", 407))?.Failure);

    public static TheoryData<Exception> NotJson => [new JsonException("x"), new FormatException("x")];

    [Theory]
    [MemberData(nameof(NotJson))]
    public void A_page_of_the_network_is_reported_as_its_cause(Exception exception) => CheckAdvised(
        From(exception), WireFailure.SignInFailed, "The sign-in service login.contoso.example returned a response that is not JSON.",
        "A proxy or a sign-in page of the network may be between this computer and the service.");

    [Fact]
    public void Another_failure_of_MSAL_has_its_first_sentence()
    {
        var failure = From(new MsalException("x", "It failed. More.") { CorrelationId = "of MSAL" });
        Assert.Equal((WireFailure.SignInFailed, "It failed.", "of MSAL"), (failure?.Failure, failure?.Message, failure?.CorrelationId));
    }

    public static TheoryData<Exception> OfKey =>
    [
        new CryptographicException("Access is denied."),
        new MsalClientException("x", "x", new InvalidOperationException("x", new CryptographicException("Access is denied."))),
    ];

    [Theory]
    [MemberData(nameof(OfKey))]
    public void A_private_key_that_cannot_be_used_is_the_cause(Exception exception)
    {
        CheckAdvised(
            From(exception, SignInFlow.Certificate), WireFailure.CertificateKeyNotReadable,
            "The private key of the certificate cannot be used: Access is denied.",
            "Run the command with the account that owns the key, or grant this account read access to it.");
        Assert.NotEqual(WireFailure.CertificateKeyNotReadable, From(exception)?.Failure);
    }

    [Fact]
    public void A_response_of_the_service_is_not_the_failure_of_a_key() =>
        Assert.Equal(WireFailure.SignInFailed, From(
            new MsalServiceException("invalid_client", "It failed.", 401, new CryptographicException("x")), SignInFlow.Certificate)?.Failure);

    [Fact]
    public void Other_exceptions_are_not_failures_of_the_sign_in()
    {
        Assert.Null(From(new WireException(WireFailure.HostNotAllowed, "x")));
        Assert.Null(From(new InvalidOperationException("x")));
        Assert.Null(From(new CryptographicException("x")));
    }

    private static WireException? From(Exception exception, SignInFlow flow = SignInFlow.ClientSecret) =>
        SignInFailure.From(exception, TestWire.Options(TimeProvider.System, TimeSpan.Zero) with { Flow = flow });

    private static void CheckAdvised(WireException? failure, WireFailure kind, string message, string advice) =>
        Assert.Equal((kind, message, advice), (failure?.Failure, failure?.Message, failure?.Advice));

    /// <summary>An exception of the library for the store that is not its public one, such as that of the keyring.</summary>
    private static Exception NewOfStore()
    {
        var type = typeof(MsalCacheHelper).Assembly.GetTypes().First(type =>
            typeof(Exception).IsAssignableFrom(type) && type != typeof(MsalCachePersistenceException)
            && !typeof(MsalException).IsAssignableFrom(type));
        return (Exception)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
    }
}
