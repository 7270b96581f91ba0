using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>Gives MSAL the connection's own HTTP client.</summary>
internal sealed class SignInHttp(HttpClient client) : IMsalHttpClientFactory
{
    public HttpClient GetHttpClient() => client;
}
