using System.Collections.Concurrent;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using BcAdmin.Transport;

namespace BcAdmin.Connections;

/// <summary>
/// The HttpClient of a connection and its <see cref="Wire"/>. Only this class and Connect-BcTenant, which sets the options, use BcAdmin.Transport.
/// </summary>
internal sealed class ServiceAccess : IDisposable
{
    public static readonly Version NewestApiVersion = new(2, 29);

    public static readonly Version OldestApiVersion = new(2, 9);

    public static readonly Uri DefaultEndpoint = new("https://api.businesscentral.dynamics.com");
    public static readonly Uri DefaultAuthority = new("https://login.microsoftonline.com");

    /// <summary>The hosts of Microsoft Graph, by the host of the sign-in service of the cloud.</summary>
    private static readonly Dictionary<string, string> GraphHosts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["login.microsoftonline.com"] = "graph.microsoft.com",
        ["login.microsoftonline.us"] = "graph.microsoft.us",
        ["login.partner.microsoftonline.cn"] = "microsoftgraph.chinacloudapi.cn",
    };

    private readonly WireOptions _options;
    private readonly Wire _wire;
    private readonly HttpClient _http;
    private readonly ConcurrentDictionary<string, ServiceAccess> _graphs = new(StringComparer.Ordinal);
    private long _tokenExpiresOn;

    /// <param name="isReadOnly">Whether to block every call that changes something, also in other APIs.</param>
    public ServiceAccess(WireOptions options, Uri endpoint, bool isReadOnly = false)
    {
        Endpoint = endpoint;
        IsReadOnly = isReadOnly;
        _options = options;
        _wire = Wire.Open(options);
        _http = new HttpClient(_wire.Handler, disposeHandler: false)
        {
            // The wire limits each attempt and the waits between attempts.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var version = typeof(ServiceAccess).Assembly.GetName().Version!;
        _http.DefaultRequestHeaders.UserAgent.ParseAdd(string.Create(CultureInfo.InvariantCulture, $"BcAdmin/{version.ToString(3)}"));
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    public Uri Endpoint { get; }

    public bool IsReadOnly { get; }

    public int MaxConcurrentCalls => _options.MaxConcurrentCalls;

    public bool IsOpen { get; private set; } = true;

    /// <summary>The tenant as the user specified it; null if none was specified.</summary>
    public string? RequestedTenant => _options.TenantId;

    /// <summary>The command that connects to the tenant in the same way. It contains placeholders instead of secrets.</summary>
    public SuggestedCommand ConnectCommand { get; init; } = Commands.ConnectTenant;

    /// <summary>The API for which tokens are requested.</summary>
    public Uri Resource => _options.Resource;

    public string TokenCache => _wire.TokenCache.ToString();

    public string? TokenCacheNote => _wire.TokenCacheNote;

    public DateTimeOffset? TokenExpiresOn =>
        Interlocked.Read(ref _tokenExpiresOn) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Creates the API client of one cmdlet call.</summary>
    /// <param name="connection">The connection that errors refer to; null for another API.</param>
    public ApiClient Client(CallContext call, BcConnection? connection = null) =>
        new(_http, call, connection, IsReadOnly) { ConnectCommand = ConnectCommand };

    public KnownEnvironments Environments { get; } = new();

    /// <summary>
    /// Gets the host of an environment's APIs. Embed apps have their own hosts in the public cloud; an endpoint that the user specified is used for
    /// all families.
    /// </summary>
    /// <exception cref="BcException">InvalidArgument: the family cannot be part of a host name.</exception>
    public Uri EndpointOf(string applicationFamily)
    {
        if (Endpoint != DefaultEndpoint || applicationFamily.Equals(BcEnvironment.DefaultFamily, StringComparison.OrdinalIgnoreCase))
            return Endpoint;
        return applicationFamily.Length > 0 && applicationFamily.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? new Uri($"https://{applicationFamily.ToLowerInvariant()}{EmbedSuffix}")
            : throw new BcException(ErrorCode.InvalidArgument,
                Messages.InvalidApplicationFamily(applicationFamily))
            { Target = applicationFamily };
    }

    /// <summary>Whether the token of the connection can be sent to this address.</summary>
    public static bool IsApiAddress(Uri endpoint, Uri address) =>
        IsSameHost(endpoint, address)
        || (endpoint == DefaultEndpoint && address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort
            && address.Host.EndsWith(EmbedSuffix, StringComparison.OrdinalIgnoreCase)
            && !address.Host[..^EmbedSuffix.Length].Contains('.', StringComparison.Ordinal));

    /// <summary>
    /// Creates access to Microsoft Graph in the same cloud for the same user, with the client ID of Microsoft Graph Command Line Tools, for which the
    /// user consents to the permissions once. The caller disposes it.
    /// </summary>
    /// <exception cref="BcException">EndpointNotAvailable: the Microsoft Graph host of the cloud is not known.</exception>
    public ServiceAccess ForGraph(string? account, IReadOnlyList<string> permissions) => OpenGraph(new(IsApp: false, account, permissions));

    /// <summary>
    /// Gets access to Microsoft Graph for reading: as the same app with its application permissions, or as the same user with the delegated
    /// permissions. It is cached until the connection is closed, so that a user signs in once.
    /// </summary>
    /// <exception cref="BcException">EndpointNotAvailable, or the sign-in failed.</exception>
    public async Task<ServiceAccess> GetGraphAsync(GraphSignIn signIn, CancellationToken cancellationToken)
    {
        if (_graphs.TryGetValue(signIn.Key, out var known))
            return known;
        var access = OpenGraph(signIn);
        try
        {
            await access.GetTokenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            access.Dispose();
            throw;
        }

        var kept = _graphs.GetOrAdd(signIn.Key, access);
        if (kept != access)
            access.Dispose();
        return kept;
    }

    /// <summary>Whether the client secret starts with this text. Microsoft Graph returns the first characters of a secret as its hint.</summary>
    public bool HasSecretWithPrefix(string hint) => _options.ClientSecret is { } secret
        && new NetworkCredential(string.Empty, secret).Password.StartsWith(hint, StringComparison.Ordinal);

    private ServiceAccess OpenGraph(GraphSignIn signIn)
    {
        const string graphTools = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
        var (resource, endpoint) = FindGraph();
        var options = signIn.IsApp ? _options.ForOtherApi(resource, IsGraph)
            : _options.ForOtherApi(graphTools, signIn.Account, resource, signIn.Permissions, IsGraph);
        options = options with { TenantId = signIn.TenantId ?? options.TenantId, IsSilent = signIn.IsSilent };
        return new ServiceAccess(options, endpoint, IsReadOnly) { ConnectCommand = ConnectCommand };

        bool IsGraph(Uri address) => IsSameHost(endpoint, address);
    }

    /// <summary>Gets the token resource and the endpoint of Microsoft Graph in the cloud of the connection.</summary>
    private (Uri Resource, Uri Endpoint) FindGraph()
    {
        var authority = _options.Authority;
        if (GraphHosts.TryGetValue(authority.Host, out var host))
            return (new Uri($"https://{host}"), new Uri($"https://{host}"));
        return authority.Host.Equals(Endpoint.Host, StringComparison.OrdinalIgnoreCase)
            ? (new Uri("https://graph.microsoft.com"), Endpoint) // a simulator uses one host for all services
            : throw new BcException(ErrorCode.EndpointNotAvailable, Messages.MicrosoftGraphAddressUnknown(authority));
    }

    /// <summary>Creates access to the same service and cloud as an app. The caller disposes it.</summary>
    public ServiceAccess ForApp(Guid clientId, string? tenantId, SecureString? secret, X509Certificate2? certificate) =>
        new(_options.ForApp(clientId.ToString(), tenantId, secret, certificate), Endpoint, isReadOnly: true);

    /// <summary>Gets the public information of the sign-in service about a tenant.</summary>
    public async Task<TenantFacts> FindTenantAsync(string tenant, CancellationToken cancellationToken)
    {
        try
        {
            return await _wire.FindTenantAsync(tenant, cancellationToken).ConfigureAwait(false);
        }
        catch (WireException exception)
        {
            throw WireErrors.Map(exception, ConnectCommand);
        }
    }

    public Task<IssuedToken> GetTokenAsync(CancellationToken cancellationToken) => GetTokenAsync(renew: false, cancellationToken);

    /// <summary>
    /// Gets a token that is valid for at least five minutes; requests a new one if <paramref name="renew"/> is set and the sign-in method supports
    /// it.
    /// </summary>
    /// <remarks>Runs outside the pump, because MSAL can use the synchronization context of its caller.</remarks>
    public Task<IssuedToken> GetTokenAsync(bool renew, CancellationToken cancellationToken) => Task.Run(async () =>
    {
        using var signIn = CallContext.Running?.Activity.Begin(
            ActivityKind.SignIn, () => Messages.SigningInToTenant(_options.TenantId ?? Endpoint.Host));
        try
        {
            var token = await _wire.GetTokenAsync(renew && _wire.CanRenew, cancellationToken).ConfigureAwait(false);
            // The expiration of a token that cannot be read is not known.
            Interlocked.Exchange(ref _tokenExpiresOn, token.ExpiresOn == DateTimeOffset.MaxValue ? 0 : token.ExpiresOn.UtcTicks);
            return token;
        }
        catch (WireException exception)
        {
            throw WireErrors.Map(exception, ConnectCommand);
        }
    }, cancellationToken);

    public Task SignOutAsync(CancellationToken cancellationToken) => _wire.SignOutAsync(cancellationToken);

    public void Dispose()
    {
        IsOpen = false;
        foreach (var graph in _graphs.Values)
            graph.Dispose();
        _http.Dispose();
        _wire.Dispose();
    }

    private const string EmbedSuffix = ".api.bc.dynamics.com";

    private static bool IsSameHost(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && one.IdnHost.Equals(other.IdnHost, StringComparison.OrdinalIgnoreCase);
}
