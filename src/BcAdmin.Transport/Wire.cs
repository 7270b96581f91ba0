using System.Text.Json;
using BcAdmin.Transport.Resilience;
using BcAdmin.Transport.SignIn;

namespace BcAdmin.Transport;

/// <summary>
/// One connection's way to the service. <see cref="Handler"/> does retry → pacing → authentication → wire.
/// </summary>
/// <remarks>
/// The module tells the handler about a call through <see cref="HttpRequestMessage.Options"/>, with keys of BCL types:
/// <see cref="Log"/>, <see cref="Waits"/>, <see cref="Repeatable"/>, <see cref="Once"/>, <see cref="Secret"/>; and reads <see cref="Attempts"/>
/// and <see
/// cref="MayBeDone"/> from the same request afterwards. Thread-safe.
/// </remarks>
public sealed class Wire : IDisposable
{
    /// <summary>Takes one line an attempt: method, path, status, time, correlation id, attempt; and waits. Never a token. Any thread.</summary>
    public static readonly HttpRequestOptionsKey<Action<string>> Log = new("BcAdmin.Log");

    /// <summary>True where sending the call twice does no harm. Default: true for GET, HEAD and OPTIONS.</summary>
    public static readonly HttpRequestOptionsKey<bool> Repeatable = new("BcAdmin.Repeatable");

    /// <summary>
    /// True where the caller looks again by itself, such as when it polls: the call is not retried, though its token is renewed on 401.
    /// </summary>
    public static readonly HttpRequestOptionsKey<bool> Once = new("BcAdmin.Once");

    /// <summary>Is told the token of each attempt, so that the caller can keep it out of what it shows. Any thread.</summary>
    public static readonly HttpRequestOptionsKey<Action<string>> Secret = new("BcAdmin.Secret");

    /// <summary>Receives what the call waits for before it is sent, and null when that wait is over. Any thread.</summary>
    public static readonly HttpRequestOptionsKey<Action<WireWait?>> Waits = new("BcAdmin.Waits");

    /// <summary>How often the call was sent, a repetition with a renewed token included.</summary>
    public static readonly HttpRequestOptionsKey<int> Attempts = new("BcAdmin.Attempts");

    /// <summary>Comes out: an earlier attempt may have done the work, since its answer was lost.</summary>
    public static readonly HttpRequestOptionsKey<bool> MayBeDone = new("BcAdmin.MayBeDone");

    /// <summary>Header that carries the correlation id of the cmdlet call on every request.</summary>
    public const string CorrelationHeader = "x-ms-client-request-id";

    private readonly WireOptions _options;
    private readonly SignInHttp _signInHttp;
    private readonly SignInSession _session;

    private Wire(WireOptions options, WireSeams seams)
    {
        _options = options;
        _signInHttp = new SignInHttp(options.Authority, options.PinnedCertificate, seams);
        _session = new SignInSession(TokenSource.Create(options, _signInHttp, seams), options);
        var socket = seams.Primary ?? SocketPool.Lease(options.PinnedCertificate);

        var attempt = new AttemptHandler(options.Clock) { InnerHandler = socket };
        var authentication = new AuthenticationHandler(_session, options.IsApiAddress) { InnerHandler = attempt };
        var pacing = new PacingHandler(options.MaxConcurrentCalls, options.MaxCallsPerFiveMinutes, TimeSpan.FromMinutes(5), options.Clock)
        {
            InnerHandler = authentication,
        };
        Handler = new RetryHandler(options.RetryTimeout, options.Clock) { InnerHandler = pacing };
    }

    /// <summary>Prepares the way; sends nothing yet.</summary>
    /// <exception cref="ArgumentException">The options lack what their flow needs, or contradict each other.</exception>
    public static Wire Open(WireOptions options) => Open(options, new WireSeams());

    internal static Wire Open(WireOptions options, WireSeams seams)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Authority.Scheme != Uri.UriSchemeHttps && !PlainAuthority.IsFor(options.Authority))
            throw new ArgumentException($"The sign-in service requires HTTPS, not {options.Authority.Scheme}.", nameof(options));

        return new Wire(options, seams);
    }

    /// <summary>
    /// For the one HttpClient of the connection. That client needs <c>Timeout = Timeout.InfiniteTimeSpan</c>, since the handler has its own
    /// limits: 15 seconds to connect, 11 minutes an attempt, <see cref="WireOptions.RetryTimeout"/> for waits. Answers come fully received.
    /// </summary>
    /// <remarks>
    /// Fails with <see cref="WireException"/> (sign-in, certificate, foreign host), <see cref="HttpRequestException"/> (no answer, an expired
    /// time limit included) or <see cref="OperationCanceledException"/>, the last only where the caller canceled.
    /// </remarks>
    public HttpMessageHandler Handler { get; }

    /// <summary>False where a token cannot be replaced by a new one.</summary>
    public bool CanRenew => _session.CanRenew;

    /// <summary>Where the sign-in is kept. Known once a token was issued; until then <see cref="TokenCacheKind.Memory"/>.</summary>
    public TokenCacheKind TokenCache => _session.TokenCache;

    /// <summary>Why the sign-in is not kept encrypted although that was asked for; null when all is as asked.</summary>
    public string? TokenCacheNote => _session.TokenCacheNote;

    /// <summary>A token that is good for five minutes at least, from the cache where possible; <paramref name="renew"/> asks for a new one.</summary>
    /// <exception cref="WireException">Sign-in failed.</exception>
    public Task<IssuedToken> GetTokenAsync(bool renew, CancellationToken cancellationToken) => _session.GetTokenAsync(renew, cancellationToken);

    /// <summary>
    /// Forgets the tokens. The sign-in of a person, also on disk, is forgotten with the last connection that shares it.
    /// </summary>
    /// <exception cref="WireException">The store on disk could not be changed.</exception>
    public Task SignOutAsync(CancellationToken cancellationToken) => _session.SignOutAsync(cancellationToken);

    /// <summary>What the sign-in service says of a tenant to anybody who asks.</summary>
    /// <param name="tenant">Id or domain.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="WireException">SignInUnreachable: it did not answer.</exception>
    public async Task<TenantFacts> FindTenantAsync(string tenant, CancellationToken cancellationToken)
    {
        try
        {
            var address = $"{TokenSource.Host(_options.Authority)}/{Uri.EscapeDataString(tenant)}/v2.0/.well-known/openid-configuration";
            using var response = await _signInHttp.GetHttpClient().GetAsync(new Uri(address), cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return new TenantFacts(null, response.Headers.Date);

            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
            // The addresses have the tenant's id, also where the tenant was named by a domain.
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

/// <summary>What tests put in the place of the outside world.</summary>
/// <param name="Primary">Instead of sockets.</param>
/// <param name="OpenBrowser">Instead of the system browser.</param>
/// <param name="CacheFolder">Instead of the user's application data folder.</param>
internal sealed record WireSeams(HttpMessageHandler? Primary = null, Func<Uri, Task>? OpenBrowser = null, string? CacheFolder = null);
