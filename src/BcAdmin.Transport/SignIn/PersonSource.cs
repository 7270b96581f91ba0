using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>
/// A person signs in once; later tokens come silently. The person is asked in the first sign-in only: a prompt in the middle of a run at
/// night would wait for nobody.
/// </summary>
internal abstract class PersonSource(WireOptions options, IMsalHttpClientFactory http, WireSeams seams) : TokenSource
{
    private readonly string _clientId = Required(options.ClientId, nameof(options.ClientId), options.Flow);
    private IPublicClientApplication? _application;
    private PersonTokenStore? _store;
    private IAccount? _signedIn;
    private bool _signedOut;

    public override TokenCacheKind TokenCache => _store?.Kind ?? TokenCacheKind.Memory;

    public override string? TokenCacheNote => _store?.Note;

    protected string[] ApiScopes { get; } = Scopes(options);

    public override async Task<IssuedToken> AcquireAsync(bool renew, string? claims, CancellationToken cancellationToken)
    {
        if (_signedOut)
            throw SignInFailure.Required("This connection was signed out.");

        var client = _application ??= await BuildAsync().ConfigureAwait(false);
        var result = await AcquireSilentlyAsync(client, renew, claims, cancellationToken).ConfigureAwait(false)
            ?? await AskAsync(client, cancellationToken).ConfigureAwait(false);
        _signedIn = result.Account;
        return Issued(result);
    }

    public override async Task SignOutAsync(CancellationToken cancellationToken)
    {
        _signedOut = true;
        if (_application is null || _signedIn is null)
            return;

        await _application.RemoveAsync(_signedIn).ConfigureAwait(false);
    }

    /// <summary>Has the person sign in.</summary>
    protected abstract Task<AuthenticationResult> AskAsync(IPublicClientApplication client, CancellationToken cancellationToken);

    /// <summary>The one account that is meant; null when there is none or the choice is not clear, so that the person decides.</summary>
    internal static IAccount? Choose(IEnumerable<IAccount> accounts, string? tenantId, string? loginHint)
    {
        var candidates = accounts.ToList();
        if (loginHint is not null)
            candidates.RemoveAll(account => !string.Equals(account.Username, loginHint, StringComparison.OrdinalIgnoreCase));

        // Someone of a partner has no profile in a customer's tenant before the first sign-in there, so the tenant decides between
        // accounts, but does not rule out an only one.
        if (candidates.Count > 1 && tenantId is not null)
            candidates.RemoveAll(account => !BelongsTo(account, tenantId));
        return candidates is [var only] ? only : null;
    }

    private static bool BelongsTo(IAccount account, string tenant) =>
        string.Equals(account.HomeAccountId?.TenantId, tenant, StringComparison.OrdinalIgnoreCase)
        || account.Username?.EndsWith('@' + tenant, StringComparison.OrdinalIgnoreCase) == true
        || (account.GetTenantProfiles() ?? []).Any(profile => string.Equals(profile.TenantId, tenant, StringComparison.OrdinalIgnoreCase));

    private async Task<AuthenticationResult?> AcquireSilentlyAsync(
        IPublicClientApplication client, bool renew, string? claims, CancellationToken cancellationToken)
    {
        var account = _signedIn ?? Choose(await client.GetAccountsAsync().ConfigureAwait(false), options.TenantId, options.LoginHint);
        if (account is null)
            return null;

        var request = client.AcquireTokenSilent(ApiScopes, account).WithForceRefresh(renew);
        if (claims is not null)
            request = request.WithClaims(claims);
        try
        {
            return await request.ExecuteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MsalUiRequiredException) when (_signedIn is null)
        {
            return null;
        }
        catch (MsalUiRequiredException exception)
        {
            throw SignInFailure.Required(exception);
        }
    }

    private async Task<IPublicClientApplication> BuildAsync()
    {
        var client = PublicClientApplicationBuilder.Create(_clientId)
            .WithAuthority($"{Host(options)}/{options.TenantId ?? "organizations"}")
            .WithInstanceDiscovery(options.DiscoverInstance)
            .WithRedirectUri("http://localhost")
            .WithHttpClientFactory(http)
            .Build();
        if (options.Persist)
            _store = await PersonTokenStore.AttachAsync(client.UserTokenCache, seams.CacheFolder).ConfigureAwait(false);
        return client;
    }
}
