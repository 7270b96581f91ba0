using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>An application signs in as itself; the flows differ in what it proves its identity with.</summary>
internal abstract class ConfidentialClientSource(WireOptions options, IMsalHttpClientFactory http) : TokenSource
{
    private readonly string clientId = Required(options.ClientId, nameof(options.ClientId), options.Flow);

    private readonly string authority = $"{Host(options)}/{Required(options.TenantId, nameof(options.TenantId), options.Flow)}";

    // MSAL keeps an application's tokens in this object: it lives as long as the sign-in.
    private IConfidentialClientApplication? application;

    public override async Task<IssuedToken> AcquireAsync(bool renew, string? claims, CancellationToken cancellationToken)
    {
        application ??= Build();
        var request = application.AcquireTokenForClient(Scopes(options)).WithForceRefresh(renew);
        if (claims is not null)
            request = request.WithClaims(claims);
        return Issued(await request.ExecuteAsync(cancellationToken).ConfigureAwait(false));
    }

    public override Task SignOutAsync(CancellationToken cancellationToken)
    {
        application = null;
        return Task.CompletedTask;
    }

    protected abstract ConfidentialClientApplicationBuilder AddCredential(ConfidentialClientApplicationBuilder builder);

    private IConfidentialClientApplication Build()
    {
        var builder = ConfidentialClientApplicationBuilder.Create(clientId)
            .WithAuthority(authority)
            .WithInstanceDiscovery(options.DiscoverInstance)
            .WithHttpClientFactory(http);
        return AddCredential(builder).Build();
    }
}
