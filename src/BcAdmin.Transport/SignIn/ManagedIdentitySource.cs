using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;

namespace BcAdmin.Transport.SignIn;

/// <summary>The identity that Azure gives to the machine, function or container this runs on.</summary>
internal sealed class ManagedIdentitySource(WireOptions options, IMsalHttpClientFactory http) : TokenSource
{
    private IManagedIdentityApplication? _application;

    // MSAL shares these tokens across the process and has no way to drop them: after sign-out the next one is asked for anew.
    private bool _signedOut;

    /// <summary>The endpoint on this machine wants to see a value that Azure puts into the environment.</summary>
    public override IEnumerable<string> SentSecrets => Environment.GetEnvironmentVariable("IDENTITY_HEADER") is { } header ? [header] : [];

    public override async Task<IssuedToken> AcquireAsync(bool renew, string? claims, CancellationToken cancellationToken)
    {
        _application ??= ManagedIdentityApplicationBuilder
            .Create(options.ClientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.WithUserAssignedClientId(options.ClientId))
            .WithHttpClientFactory(http)
            .Build();

        var request = _application.AcquireTokenForManagedIdentity(options.Resource.AbsoluteUri.TrimEnd('/'));
        request = claims is null ? request.WithForceRefresh(renew || _signedOut) : request.WithClaims(claims);
        var token = Issued(await request.ExecuteAsync(cancellationToken).ConfigureAwait(false), options.TenantId);
        _signedOut = false;
        return token;
    }

    public override Task SignOutAsync(CancellationToken cancellationToken)
    {
        _signedOut = true;
        return Task.CompletedTask;
    }
}
