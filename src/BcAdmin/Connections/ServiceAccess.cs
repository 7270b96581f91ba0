using System.Collections.Concurrent;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using BcAdmin.Transport;

namespace BcAdmin.Connections;

/// <summary>
/// What a connection holds to reach its service: one HttpClient, and the wire behind it. The only place where the module meets BcAdmin.Transport,
/// besides the options that Connect-BcTenant fills in.
/// </summary>
internal sealed class ServiceAccess : IDisposable
{
    public static readonly Version NewestApiVersion = new(2, 29);

    public static readonly Version OldestApiVersion = new(2, 9);

    public static readonly Uri DefaultEndpoint = new("https://api.businesscentral.dynamics.com");
    public static readonly Uri DefaultAuthority = new("https://login.microsoftonline.com");

    /// <summary>Hosts of Microsoft Graph by the host of the cloud's sign-in service.</summary>
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

    /// <param name="isReadOnly">Refuses every call that changes something, also of another API.</param>
    public ServiceAccess(WireOptions options, Uri endpoint, bool isReadOnly = false)
    {
        Endpoint = endpoint;
        IsReadOnly = isReadOnly;
        _options = options;
        _wire = Wire.Open(options);
        _http = new HttpClient(_wire.Handler, disposeHandler: false)
        {
            // The wire bounds each attempt and the waits between them.
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

    /// <summary>The tenant as the user named it; null where none was named.</summary>
    public string? RequestedTenant => _options.TenantId;

    /// <summary>The API that tokens are asked for.</summary>
    public Uri Resource => _options.Resource;

    public string TokenCache => _wire.TokenCache.ToString();

    public string? TokenCacheNote => _wire.TokenCacheNote;

    public DateTimeOffset? TokenExpiresOn =>
        Interlocked.Read(ref _tokenExpiresOn) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>The API client of one cmdlet call.</summary>
    /// <param name="connection">The connection that errors speak of; null for another API than its own.</param>
    public ApiClient Client(CallContext call, BcConnection? connection = null) => new(_http, call, connection, IsReadOnly);

    public KnownEnvironments Environments { get; } = new();

    /// <summary>
    /// Host of an environment's APIs. Embed apps have hosts of their own in Microsoft's public cloud; an endpoint that the user chose serves all.
    /// </summary>
    /// <exception cref="BcException">InvalidArgument: a family that can be no part of a host name.</exception>
    public Uri EndpointOf(string applicationFamily)
    {
        if (Endpoint != DefaultEndpoint || applicationFamily.Equals(BcEnvironment.DefaultFamily, StringComparison.OrdinalIgnoreCase))
            return Endpoint;
        return applicationFamily.Length > 0 && applicationFamily.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? new Uri($"https://{applicationFamily.ToLowerInvariant()}{EmbedSuffix}")
            : throw new BcException(ErrorCode.InvalidArgument,
                Messages.CannotApplicationFamilyLettersDigitsOnly(applicationFamily))
            { Target = applicationFamily };
    }

    /// <summary>The addresses that may see the connection's token.</summary>
    public static bool IsApiAddress(Uri endpoint, Uri address) =>
        IsSameHost(endpoint, address)
        || (endpoint == DefaultEndpoint && address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort
            && address.Host.EndsWith(EmbedSuffix, StringComparison.OrdinalIgnoreCase)
            && !address.Host[..^EmbedSuffix.Length].Contains('.', StringComparison.Ordinal));

    /// <summary>
    /// The same person's access to Microsoft Graph of the same cloud, by the client of Microsoft's own command line tools: there the person consents
    /// to what is asked for, once. The caller disposes it.
    /// </summary>
    /// <exception cref="BcException">EndpointNotAvailable: where the cloud has its Graph is not known.</exception>
    public ServiceAccess ForGraph(string? account, IReadOnlyList<string> permissions) => OpenGraph(new(IsApp: false, account, permissions));

    /// <summary>
    /// Access to Microsoft Graph for reading: as the same app with the permissions that it was granted, or as the same user with the permissions
    /// named. It is kept until the connection is closed, so that a user signs in to Graph once.
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

    /// <summary>Whether the client secret begins like this: Microsoft Graph shows the first characters of a secret as its hint.</summary>
    public bool HasSecretThatBeginsWith(string hint) => _options.ClientSecret is { } secret
        && new NetworkCredential(string.Empty, secret).Password.StartsWith(hint, StringComparison.Ordinal);

    private ServiceAccess OpenGraph(GraphSignIn signIn)
    {
        const string graphTools = "14d82eec-204b-4c2f-b7e8-296a70dab67e";
        var (resource, endpoint) = FindGraph();
        var options = signIn.IsApp ? _options.ForOtherApi(resource, IsGraph)
            : _options.ForOtherApi(graphTools, signIn.Account, resource, signIn.Permissions, IsGraph);
        options = options with { TenantId = signIn.TenantId ?? options.TenantId, IsSilent = signIn.IsSilent };
        return new ServiceAccess(options, endpoint, IsReadOnly);

        bool IsGraph(Uri address) => IsSameHost(endpoint, address);
    }

    /// <summary>Microsoft Graph of the connection's cloud: what tokens are for, and where it is.</summary>
    private (Uri Resource, Uri Endpoint) FindGraph()
    {
        var authority = _options.Authority;
        if (GraphHosts.TryGetValue(authority.Host, out var host))
            return (new Uri($"https://{host}"), new Uri($"https://{host}"));
        return authority.Host.Equals(Endpoint.Host, StringComparison.OrdinalIgnoreCase)
            ? (new Uri("https://graph.microsoft.com"), Endpoint) // a simulator plays everything on one host
            : throw new BcException(ErrorCode.EndpointNotAvailable, Messages.NotKnownWhereMicrosoftGraphCloud(authority));
    }

    /// <summary>The same service and cloud as an app. The caller disposes it.</summary>
    public ServiceAccess ForApp(Guid clientId, string? tenantId, SecureString? secret, X509Certificate2? certificate) =>
        new(_options.ForApp(clientId.ToString(), tenantId, secret, certificate), Endpoint, isReadOnly: true);

    /// <summary>What the sign-in service says of a tenant to anybody who asks.</summary>
    public async Task<TenantFacts> FindTenantAsync(string tenant, CancellationToken cancellationToken)
    {
        try
        {
            return await _wire.FindTenantAsync(tenant, cancellationToken).ConfigureAwait(false);
        }
        catch (WireException exception)
        {
            throw WireErrors.Map(exception);
        }
    }

    public Task<IssuedToken> GetTokenAsync(CancellationToken cancellationToken) => GetTokenAsync(renew: false, cancellationToken);

    /// <summary>
    /// A token that is good for five minutes at least; a new one from the sign-in service if <paramref name="renew"/>, where there can be one.
    /// </summary>
    /// <remarks>Runs free of the pump: MSAL may use the context that it is called on.</remarks>
    public Task<IssuedToken> GetTokenAsync(bool renew, CancellationToken cancellationToken) => Task.Run(async () =>
    {
        using var signIn = CallContext.Running?.Activity.Begin(ActivityKind.SignIn, () => Messages.SigningIn(_options.TenantId ?? Endpoint.Host));
        try
        {
            var token = await _wire.GetTokenAsync(renew && _wire.CanRenew, cancellationToken).ConfigureAwait(false);
            // not known of a token that cannot be read
            Interlocked.Exchange(ref _tokenExpiresOn, token.ExpiresOn == DateTimeOffset.MaxValue ? 0 : token.ExpiresOn.UtcTicks);
            return token;
        }
        catch (WireException exception)
        {
            throw WireErrors.Map(exception);
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
