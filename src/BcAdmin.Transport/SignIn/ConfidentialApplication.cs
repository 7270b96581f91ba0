using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>
/// The MSAL application of a confidential client. MSAL keeps its tokens in this object, by tenant; it is removed with the last connection that
/// uses it.
/// </summary>
internal sealed class ConfidentialApplication : IDisposable
{
    private readonly SignInHttp _http;

    public ConfidentialApplication(ApplicationKey key, ClientCredential credential)
    {
        Key = key;
        Credential = credential;
        _http = new SignInHttp(key.Authority, key.PinnedCertificate, key.Hooks);
        var builder = ConfidentialClientApplicationBuilder.Create(key.ClientId)
            .WithAuthority($"{TokenSource.Host(key.Authority)}/organizations")
            .WithInstanceDiscovery(key.DiscoverInstance)
            .WithHttpClientFactory(_http);
        Client = credential.AddTo(builder).Build();
    }

    public ApplicationKey Key { get; }

    /// <summary>The credential that is sent: that of the first connection.</summary>
    public ClientCredential Credential { get; }

    public IConfidentialClientApplication Client { get; }

    /// <summary>The number of connections that use it; changed only by <see cref="SharedSignIns"/>.</summary>
    public int UseCount { get; set; }

    public void Dispose()
    {
        _http.Dispose();
        Credential.Dispose();
    }
}
