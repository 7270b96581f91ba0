using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;

namespace BcAdmin.Transport.SignIn;

/// <summary>The identity that Azure assigns to the virtual machine, function, or container that runs this code.</summary>
internal sealed class ManagedIdentitySource(WireOptions options, IMsalHttpClientFactory http) : TokenSource
{
    private IManagedIdentityApplication? _application;

    // MSAL shares these tokens in the process and cannot remove them: after sign-out, a new token is requested.
    private bool _signedOut;

    /// <summary>The local endpoint requires a value that Azure sets as an environment variable.</summary>
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
