using Microsoft.Identity.Client;

namespace BcAdmin.Transport.SignIn;

/// <summary>One way to a token. Its owner, <see cref="SignInSession"/>, calls it for one caller at a time and maps its failures.</summary>
internal abstract class TokenSource
{
    /// <summary>False where a refused token cannot be replaced by another.</summary>
    public virtual bool CanRenew => true;

    public virtual TokenCacheKind TokenCache => TokenCacheKind.Memory;

    public virtual string? TokenCacheNote => null;

    /// <summary>What is sent to prove an identity, and must be in no failure.</summary>
    public virtual IEnumerable<string> SentSecrets => [];

    /// <summary>A token from the cache where possible.</summary>
    /// <param name="renew">Ask the sign-in service even though the cache has a token.</param>
    /// <param name="claims">Claims that the API asks for (JSON), with <paramref name="renew"/> only.</param>
    public abstract Task<IssuedToken> AcquireAsync(bool renew, string? claims, CancellationToken cancellationToken);

    public abstract Task SignOutAsync(CancellationToken cancellationToken);

    public static TokenSource Create(WireOptions options, IMsalHttpClientFactory http, WireSeams seams) => options.Flow switch
    {
        SignInFlow.Interactive => new InteractiveSource(options, http, seams),
        SignInFlow.DeviceCode => new DeviceCodeSource(options, http, seams),
        SignInFlow.ClientSecret => new ClientSecretSource(options, http),
        SignInFlow.Certificate => new CertificateSource(options, http),
        SignInFlow.FederatedToken => new FederatedTokenSource(options, http),
        SignInFlow.ManagedIdentity => new ManagedIdentitySource(options, http),
        SignInFlow.AccessToken => new AccessTokenSource(options),
        var flow => throw new ArgumentException($"There is no sign-in flow {flow}.", nameof(options)),
    };

    /// <summary>The permissions that are asked for, as scopes of the API.</summary>
    protected static string[] Scopes(WireOptions options) =>
        [.. (options.Permissions ?? [".default"]).Select(permission => $"{options.Resource.AbsoluteUri.TrimEnd('/')}/{permission}")];

    internal static string Host(WireOptions options) =>
        (PlainAuthority.IsFor(options.Authority) ? PlainAuthority.ToHttps(options.Authority) : options.Authority).AbsoluteUri.TrimEnd('/');

    protected static T Required<T>(T? value, string name, SignInFlow flow) where T : class =>
        value ?? throw new ArgumentException($"Sign-in by {flow} needs {name}.", name);

    protected static IssuedToken Issued(AuthenticationResult result)
    {
        // MSAL gives an application's tenant as it was asked for, which may be a domain; the token has the id.
        var tenantId = TokenClaims.Read(result.AccessToken).TenantId ?? result.TenantId;
        return new IssuedToken(result.AccessToken, result.ExpiresOn, result.Account?.Username, tenantId);
    }
}
