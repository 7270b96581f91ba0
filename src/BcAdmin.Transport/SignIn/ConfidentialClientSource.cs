using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>An application signs in as itself; the flows differ in what it proves its identity with.</summary>
internal abstract class ConfidentialClientSource(WireOptions options, IMsalHttpClientFactory http) : TokenSource
{
    private readonly string _clientId = Required(options.ClientId, nameof(options.ClientId), options.Flow);

    private readonly string _authority = $"{Host(options)}/{Required(options.TenantId, nameof(options.TenantId), options.Flow)}";

    // MSAL keeps an application's tokens in this object: it lives as long as the sign-in.
    private IConfidentialClientApplication? _application;

    public override async Task<IssuedToken> AcquireAsync(bool renew, string? claims, CancellationToken cancellationToken)
    {
        _application ??= Build();
        var request = _application.AcquireTokenForClient(Scopes(options)).WithForceRefresh(renew);
        if (claims is not null)
            request = request.WithClaims(claims);
        return Issued(await request.ExecuteAsync(cancellationToken).ConfigureAwait(false));
    }

    public override Task SignOutAsync(CancellationToken cancellationToken)
    {
        _application = null;
        return Task.CompletedTask;
    }

    protected abstract ConfidentialClientApplicationBuilder AddCredential(ConfidentialClientApplicationBuilder builder);

    private IConfidentialClientApplication Build()
    {
        var builder = ConfidentialClientApplicationBuilder.Create(_clientId)
            .WithAuthority(_authority)
            .WithInstanceDiscovery(options.DiscoverInstance)
            .WithHttpClientFactory(http);
        return AddCredential(builder).Build();
    }
}
