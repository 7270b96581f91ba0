using System.Text.Json;
using BcAdmin.Transport.Resilience;
using BcAdmin.Transport.SignIn;

namespace BcAdmin.Transport;

/// <summary>
/// The access of one connection to the service. <see cref="Handler"/> is the chain retry → pacing → authentication → sockets.
/// </summary>
/// <remarks>
/// The module passes the properties of a call to the handler through <see cref="HttpRequestMessage.Options"/>, with keys of BCL types:
/// <see cref="Log"/>, <see cref="Waits"/>, <see cref="Repeatable"/>, <see cref="Once"/>, <see cref="Secret"/>; and reads
/// <see cref="Attempts"/> and <see cref="MayHaveSucceeded"/> from the same request afterwards. Thread-safe.
/// </remarks>
public sealed class Wire : IDisposable
{
    /// <summary>
    /// Receives a line for each attempt (method, path, status, time, correlation ID, attempt) and for each wait. Never contains a token. Any
    /// thread.
    /// </summary>
    public static readonly HttpRequestOptionsKey<Action<string>> Log = new("BcAdmin.Log");

    /// <summary>True if the call can be sent twice without harm. The default is true for GET, HEAD, and OPTIONS.</summary>
    public static readonly HttpRequestOptionsKey<bool> Repeatable = new("BcAdmin.Repeatable");

    /// <summary>
    /// True if the caller repeats the call itself, such as when it polls: the call is not retried, but its token is renewed on 401.
    /// </summary>
    public static readonly HttpRequestOptionsKey<bool> Once = new("BcAdmin.Once");

    /// <summary>Receives the token of each attempt, so that the caller can remove it from its output. Any thread.</summary>
    public static readonly HttpRequestOptionsKey<Action<string>> Secret = new("BcAdmin.Secret");

    /// <summary>Receives what the call waits for before it is sent, and null when that wait is over. Any thread.</summary>
    public static readonly HttpRequestOptionsKey<Action<WireWait?>> Waits = new("BcAdmin.Waits");

    /// <summary>The number of times that the call was sent, including a repetition with a renewed token.</summary>
    public static readonly HttpRequestOptionsKey<int> Attempts = new("BcAdmin.Attempts");

    /// <summary>Output: an earlier attempt may have been processed, because its response was lost.</summary>
    public static readonly HttpRequestOptionsKey<bool> MayHaveSucceeded = new("BcAdmin.MayHaveSucceeded");

    /// <summary>Header with the correlation ID of the cmdlet call on every request.</summary>
    public const string CorrelationHeader = "x-ms-client-request-id";

    private readonly WireOptions _options;
    private readonly SignInHttp _signInHttp;
    private readonly SignInSession _session;

    private Wire(WireOptions options, TestHooks hooks)
    {
        _options = options;
        _signInHttp = new SignInHttp(options.Authority, options.PinnedCertificate, hooks);
        _session = new SignInSession(TokenSource.Create(options, _signInHttp, hooks), options);
        var socket = hooks.Primary ?? SocketPool.Lease(options.PinnedCertificate);

        var attempt = new AttemptHandler(options.Clock) { InnerHandler = socket };
        var authentication = new AuthenticationHandler(_session, options.IsApiAddress) { InnerHandler = attempt };
        var pacing = new PacingHandler(options.MaxConcurrentCalls, options.MaxCallsPerFiveMinutes, TimeSpan.FromMinutes(5), options.Clock)
        {
            InnerHandler = authentication,
        };
        Handler = new RetryHandler(options.RetryTimeout, options.Clock) { InnerHandler = pacing };
    }

    /// <summary>Creates the handlers without sending anything.</summary>
    /// <exception cref="ArgumentException">The options are incomplete for their flow, or contradict each other.</exception>
    public static Wire Open(WireOptions options) => Open(options, new TestHooks());

    internal static Wire Open(WireOptions options, TestHooks hooks)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Authority.Scheme != Uri.UriSchemeHttps && !PlainAuthority.IsFor(options.Authority))
            throw new ArgumentException($"The sign-in service requires HTTPS, not {options.Authority.Scheme}.", nameof(options));

        return new Wire(options, hooks);
    }

    /// <summary>
    /// For the only HttpClient of the connection. That client needs <c>Timeout = Timeout.InfiniteTimeSpan</c>, because the handler has its own
    /// limits: 15 seconds to connect, 11 minutes for an attempt, <see cref="WireOptions.RetryTimeout"/> for waits. Responses are received completely.
    /// </summary>
    /// <remarks>
    /// Fails with <see cref="WireException"/> (sign-in, certificate, foreign host), <see cref="HttpRequestException"/> (no response, including an
    /// expired time limit), or <see cref="OperationCanceledException"/>, the last only if the caller canceled.
    /// </remarks>
    public HttpMessageHandler Handler { get; }

    /// <summary>False if a token cannot be replaced by a new one.</summary>
    public bool CanRenew => _session.CanRenew;

    /// <summary>Where the sign-in is stored. Known after a token was issued; until then <see cref="TokenCacheKind.Memory"/>.</summary>
    public TokenCacheKind TokenCache => _session.TokenCache;

    /// <summary>The reason why the sign-in is not stored encrypted although this was requested; otherwise null.</summary>
    public string? TokenCacheNote => _session.TokenCacheNote;

    /// <summary>A token that is valid for at least five minutes, from the cache if possible; <paramref name="renew"/> requests a new one.</summary>
    /// <exception cref="WireException">Sign-in failed.</exception>
    public Task<IssuedToken> GetTokenAsync(bool renew, CancellationToken cancellationToken) => _session.GetTokenAsync(renew, cancellationToken);

    /// <summary>
    /// Removes the tokens. The sign-in of a user, also on disk, is removed with the last connection that shares it.
    /// </summary>
    /// <exception cref="WireException">The store on disk could not be changed.</exception>
    public Task SignOutAsync(CancellationToken cancellationToken) => _session.SignOutAsync(cancellationToken);

    /// <summary>The information about a tenant that the sign-in service returns without a sign-in.</summary>
    /// <param name="tenant">ID or domain.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="WireException">SignInUnreachable: the service did not respond.</exception>
    public async Task<TenantFacts> FindTenantAsync(string tenant, CancellationToken cancellationToken)
    {
        try
        {
            var address = $"{TokenSource.Host(_options.Authority)}/{Uri.EscapeDataString(tenant)}/v2.0/.well-known/openid-configuration";
            using var response = await _signInHttp.GetHttpClient().GetAsync(new Uri(address), cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return new TenantFacts(null, response.Headers.Date);

            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            // The addresses contain the ID of the tenant, even if the tenant was named by a domain.
            var id = ((string[])["issuer", "token_endpoint", "authorization_endpoint"])
                .Select(name => document.RootElement.TryGetProperty(name, out var address) && address.ValueKind == JsonValueKind.String
                    ? address.GetString()! : string.Empty)
                .SelectMany(address => address.Split('/')).FirstOrDefault(part => Guid.TryParse(part, out _));
            return new TenantFacts(id, response.Headers.Date);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or InvalidOperationException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var reason = Secrets.Remove(
                $"The sign-in service {_options.Authority.Host} did not return the metadata of the tenant {tenant}: {exception.Message}", []);
            throw new WireException(WireFailure.SignInUnreachable, reason, Secrets.Harmless(exception, []))
            {
                Advice = "Check the network, the proxy, and the name of the cloud.",
            };
        }
    }

    public void Dispose()
    {
        Handler.Dispose();
        _session.Dispose();
        _signInHttp.Dispose();
    }
}

/// <summary>Replacements for tests.</summary>
/// <param name="Primary">Replaces the sockets.</param>
/// <param name="OpenBrowser">Replaces the system browser.</param>
/// <param name="CacheFolder">Replaces the user's application data folder.</param>
internal sealed record TestHooks(HttpMessageHandler? Primary = null, Func<Uri, Task>? OpenBrowser = null, string? CacheFolder = null);
