using System.Net;
using System.Net.Http.Headers;
using BcAdmin.Transport.SignIn;
using Microsoft.Identity.Client;

namespace BcAdmin.Transport.Resilience;

/// <summary>Adds a valid token to every attempt, for the connection's API only, and renews it once when the API rejects it.</summary>
internal sealed class AuthenticationHandler(SignInSession session, Func<Uri, bool> isApiAddress) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ThrowIfForeign(request.RequestUri!);
        request.Headers.Host = null; // TLS would check the certificate against it instead of the address

        var token = await WaitAsync(session.GetTokenAsync(renew: false, cancellationToken), request).ConfigureAwait(false);
        var response = await SendWithAsync(token, request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized || !session.CanRenew || !Replay.IsPossible(request.Content))
            return response;

        using (response)
        {
            CallLog.Write(request, "401 Unauthorized: renewing the token");
            var claims = ClaimsOf(response);
            token = await WaitAsync(session.ReplaceTokenAsync(token.Value, claims, cancellationToken), request).ConfigureAwait(false);
        }

        return await SendWithAsync(token, request, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IssuedToken> WaitAsync(Task<IssuedToken> signIn, HttpRequestMessage request)
    {
        if (signIn.IsCompleted)
            return await signIn.ConfigureAwait(false);

        CallLog.Wait(request, new(WireWaitReason.SignIn));
        try
        {
            return await signIn.ConfigureAwait(false);
        }
        finally
        {
            CallLog.Wait(request, null);
        }
    }

    /// <summary>The claims that the API requests. A challenge that cannot be read requests none: a new token may still solve the problem.</summary>
    private static string? ClaimsOf(HttpResponseMessage response)
    {
        try
        {
            return WwwAuthenticateParameters.GetClaimChallengeFromResponseHeaders(response.Headers);
        }
        catch (Exception exception) when (exception is MsalException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private void ThrowIfForeign(Uri address)
    {
        var secure = string.Equals(address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal)
            || (string.Equals(address.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal) && address.IsLoopback);
        if (secure && address.UserInfo.Length == 0 && isApiAddress(address))
            return;

        var host = address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped); // without the user part
        throw new WireException(WireFailure.HostNotAllowed, $"{host} is not the API of this connection. Nothing was sent to it.")
        {
            Advice = "The token of a connection is sent only to its API, over HTTPS. Connect to the other host, or call it without this connection.",
        };
    }

    private async Task<HttpResponseMessage> SendWithAsync(IssuedToken token, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(Wire.Secret, out var hide))
            hide(token.Value);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Value);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            request.Headers.Authorization = null; // the request is kept in errors and responses after the call
        }
    }
}
