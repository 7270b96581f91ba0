using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>One way to get a token. Its owner, <see cref="SignInSession"/>, calls it for one caller at a time and converts its failures.</summary>
internal abstract class TokenSource
{
    /// <summary>The tenant of the tokens so far; null before the first, and if a token does not contain it.</summary>
    private string? _tenantId;

    /// <summary>False if a rejected token cannot be replaced by another.</summary>
    public virtual bool CanRenew => true;

    public virtual TokenCacheKind TokenCache => TokenCacheKind.Memory;

    public virtual string? TokenCacheNote => null;

    /// <summary>Secrets that are sent to prove an identity, and must not be in any failure.</summary>
    public virtual IEnumerable<string> SentSecrets => [];

    /// <summary>A token, from the cache if possible.</summary>
    /// <param name="renew">True to request a token from the sign-in service even if the cache has one.</param>
    /// <param name="claims">Claims that the API requests (JSON), with <paramref name="renew"/> only.</param>
    public abstract Task<IssuedToken> AcquireAsync(bool renew, string? claims, CancellationToken cancellationToken);

    public abstract Task SignOutAsync(CancellationToken cancellationToken);

    /// <summary>Releases what it shares with other connections. Its owner calls it last.</summary>
    public virtual void Close()
    {
    }

    /// <param name="http">The client for requests that are not shared.</param>
    public static TokenSource Create(WireOptions options, IMsalHttpClientFactory http, TestHooks hooks) => options.Flow switch
    {
        SignInFlow.Interactive => new InteractiveSource(options, options.SignIns ?? new(), hooks),
        SignInFlow.DeviceCode => new DeviceCodeSource(options, options.SignIns ?? new(), hooks),
        SignInFlow.ClientSecret or SignInFlow.Certificate or SignInFlow.FederatedToken =>
            new ConfidentialClientSource(options, Credential(options), options.SignIns ?? new(), hooks),
        SignInFlow.ManagedIdentity => new ManagedIdentitySource(options, http),
        SignInFlow.AccessToken => new AccessTokenSource(options),
        var flow => throw new ArgumentException($"There is no sign-in flow {flow}.", nameof(options)),
    };

    /// <summary>The requested permissions, as scopes of the API.</summary>
    protected static string[] Scopes(WireOptions options) =>
        [.. (options.Permissions ?? [".default"]).Select(permission => $"{options.Resource.AbsoluteUri.TrimEnd('/')}/{permission}")];

    /// <summary>The address of the sign-in service that MSAL receives.</summary>
    internal static string Host(Uri authority) =>
        (PlainAuthority.IsFor(authority) ? PlainAuthority.ToHttps(authority) : authority).AbsoluteUri.TrimEnd('/');

    protected static T Required<T>(T? value, string name, SignInFlow flow) where T : class =>
        value ?? throw new ArgumentException($"Sign-in by {flow} needs {name}.", name);

    /// <param name="requestedTenant">ID or domain of the requested tenant; null for any.</param>
    /// <exception cref="WireException">SignInFailed: the token is for another tenant.</exception>
    protected IssuedToken Issued(AuthenticationResult result, string? requestedTenant)
    {
        // MSAL returns the tenant of an application as it was requested, which can be a domain; the token contains the ID.
        var tenantId = TokenClaims.Read(result.AccessToken).TenantId ?? result.TenantId;
        if (Guid.TryParse(tenantId, out var actual))
        {
            // The ID of a domain is known after the first token.
            if (Guid.TryParse(_tenantId ?? requestedTenant, out var expected) && expected != actual)
            {
                throw new WireException(
                    WireFailure.SignInFailed, $"The sign-in service returned a token for the tenant {actual} instead of {expected}.");
            }

            _tenantId = tenantId;
        }

        return new IssuedToken(result.AccessToken, result.ExpiresOn, result.Account?.Username, tenantId);
    }

    private static ClientCredential Credential(WireOptions options) => options.Flow switch
    {
        SignInFlow.ClientSecret => new SecretCredential(Required(options.ClientSecret, nameof(options.ClientSecret), options.Flow)),
        SignInFlow.Certificate => new CertificateCredential(
            Required(options.Certificate, nameof(options.Certificate), options.Flow), options.SendCertificateChain),
        _ => new FederatedTokenCredential(
            Required(options.FederatedToken, nameof(options.FederatedToken), options.Flow), options.FederatedTokenId),
    };
}
