using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>
/// The MSAL application through which users sign in. It contains the accounts, and one refresh token of each for all tenants.
/// </summary>
internal sealed class PublicApplication(ApplicationKey key) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IPublicClientApplication? _client;

    public ApplicationKey Key => key;

    public SignInHttp Http { get; } = new(key.Authority, key.PinnedCertificate, key.Hooks);

    /// <summary>The number of connections that use it; changed only by <see cref="SharedSignIns"/>.</summary>
    public List<UserTokenSource> Sources { get; } = [];

    /// <summary>The encrypted store; null if the sign-in is not stored.</summary>
    public UserTokenStore? Store { get; private set; }

    /// <summary>The account that a connection used last.</summary>
    public IAccount? LastUsed { get; set; }

    /// <summary>Counts the prompts that ended with a sign-in.</summary>
    public int SignInCount { get; private set; }

    public async Task<IPublicClientApplication> GetClientAsync(CancellationToken cancellationToken)
    {
        if (_client is { } client)
            return client;

        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _client ??= await BuildAsync().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Prompts for one caller at a time.</summary>
    /// <param name="seen">The <see cref="SignInCount"/> after which the caller found that a prompt is needed.</param>
    /// <param name="promptAsync">Prompts the user to sign in.</param>
    /// <param name="cancellationToken">Cancels the wait for the prompt of another caller.</param>
    /// <returns>The sign-in; null if another caller has signed in meanwhile, which may make this prompt unnecessary.</returns>
    public async Task<AuthenticationResult?> PromptAsync(int seen, Func<Task<AuthenticationResult>> promptAsync, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (SignInCount != seen)
                return null;
            var result = await promptAsync().ConfigureAwait(false);
            LastUsed = result.Account;
            SignInCount++;
            return result;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        Http.Dispose();
        _gate.Dispose();
    }

    private async Task<IPublicClientApplication> BuildAsync()
    {
        var client = PublicClientApplicationBuilder.Create(key.ClientId)
            .WithAuthority($"{TokenSource.Host(key.Authority)}/organizations")
            .WithInstanceDiscovery(key.DiscoverInstance)
            .WithRedirectUri("http://localhost")
            .WithHttpClientFactory(Http)
            .Build();
        if (key.Persist)
            Store = await UserTokenStore.AttachAsync(client.UserTokenCache, key.Hooks.CacheFolder).ConfigureAwait(false);
        return client;
    }
}
