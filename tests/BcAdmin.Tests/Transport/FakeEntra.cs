using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BcAdmin.Tests.Transport;

/// <summary>
/// The parts of Microsoft Entra ID, of an API, and of a managed identity endpoint that the flows need, with real TLS on loopback. Each test has its
/// own tenant and does not see others.
/// </summary>
public sealed class FakeEntra : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, FakeTenant> _tenants = new(StringComparer.OrdinalIgnoreCase);
    private readonly X509Certificate2 _certificate = SelfSigned("localhost");
    private WebApplication? _server;
    private int _tlsConnections;
    private int _openTlsConnections;

    /// <summary>The https address, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The plain http address, without a slash at the end.</summary>
    public string PlainAddress { get; private set; } = "";

    public string Pin => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>The TLS connections that were accepted so far.</summary>
    public int TlsConnections => Volatile.Read(ref _tlsConnections);

    /// <summary>Those of them that are open.</summary>
    public int OpenTlsConnections => Volatile.Read(ref _openTlsConnections);

    /// <param name="clientCertificate">The certificate of the app.</param>
    /// <param name="home">The tenant that its users belong to; null for this one.</param>
    public FakeTenant NewTenant(X509Certificate2? clientCertificate = null, FakeTenant? home = null) =>
        _tenants.GetOrAdd(Guid.NewGuid().ToString(), id => new FakeTenant(id, Address) { ClientCertificate = clientCertificate, HomeId = home?.Id });

    /// <summary>Assigns another name to a tenant, such as a domain, or "organizations" for the home tenant of a user.</summary>
    public void Name(string name, FakeTenant tenant) => _tenants[name] = tenant;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Use(next => async connection =>
                {
                    Interlocked.Increment(ref _tlsConnections);
                    Interlocked.Increment(ref _openTlsConnections);
                    try
                    {
                        await next(connection);
                    }
                    finally
                    {
                        Interlocked.Decrement(ref _openTlsConnections);
                    }
                });
                listen.UseHttps(_certificate);
            });
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        _server = builder.Build();
        _server.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", (string tenant) => Results.Json(new
        {
            issuer = $"{Address}/{tenant}/v2.0",
            authorization_endpoint = $"{Address}/{tenant}/oauth2/v2.0/authorize",
            token_endpoint = $"{Address}/{tenant}/oauth2/v2.0/token",
            device_authorization_endpoint = $"{Address}/{tenant}/oauth2/v2.0/devicecode",
        }));
        _server.MapGet("/{tenant}/oauth2/v2.0/authorize", (string tenant, HttpRequest request) => _tenants[tenant].Authorize(request.Query));
        _server.MapPost("/{tenant}/oauth2/v2.0/devicecode", async (string tenant, HttpRequest request) =>
            _tenants[tenant].StartDeviceCode(await request.ReadFormAsync()));
        _server.MapPost("/{tenant}/oauth2/v2.0/token", async (string tenant, HttpRequest request) =>
            _tenants[tenant].Token(await request.ReadFormAsync()));
        _server.MapGet("/{tenant}/msi/token", (string tenant, HttpRequest request) => _tenants[tenant].ManagedIdentity(request));
        _server.Map("/{tenant}/api/{**rest}", (string tenant, HttpRequest request) => _tenants[tenant].CallApi(request));
        await _server.StartAsync();

        var addresses = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = $"https://localhost:{new Uri(addresses.First(address => address.StartsWith("https:", StringComparison.Ordinal))).Port}";
        PlainAddress = $"http://127.0.0.1:{new Uri(addresses.First(address => address.StartsWith("http:", StringComparison.Ordinal))).Port}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _certificate.Dispose();
    }

    public static X509Certificate2 SelfSigned(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null);
    }
}

/// <summary>One tenant of the fake: what it accepts, and the requests that it has received.</summary>
public sealed class FakeTenant(string id, string address)
{
    public const string ClientId = "cccccccc-0000-0000-0000-00000000000c";
    public const string Secret = "s3cret~value-that-must-never-show";
    public const string IdentityHeader = "identity-header-of-the-machine";

    private const string RefreshToken = "refresh-token-of-the-fake:";

    private readonly ConcurrentDictionary<string, string> _challenges = new();
    private int _issued;

    public string Id => id;

    /// <summary>The tenant that its users belong to; null for this one.</summary>
    public string? HomeId { get; init; }

    /// <summary>The users that it knows; null for all.</summary>
    public IReadOnlyList<string>? Users { get; set; }

    /// <summary>The tenant that its tokens are for; null for this one.</summary>
    public string? IssuesFor { get; set; }

    public string Api => $"{address}/{id}/api";

    public ConcurrentQueue<Dictionary<string, string>> TokenRequests { get; } = new();

    public ConcurrentQueue<Dictionary<string, string>> IdentityRequests { get; } = new();

    public X509Certificate2? ClientCertificate { get; init; }

    public string? FederatedToken { get; set; }

    public int LifetimeSeconds { get; set; } = 3600;

    /// <summary>The number of times that the device code is pending before its outcome.</summary>
    public int PendingPolls { get; set; }

    /// <summary>The error and number that are returned instead of a token, for this grant type.</summary>
    public (string GrantType, string Error, string Description)? Failure { get; set; }

    /// <summary>The claims (JSON) that the sign-in service requests with this error.</summary>
    public string? FailureClaims { get; set; }

    /// <summary>The API accepts only the newest token.</summary>
    public bool ApiAcceptsOnlyNewestToken { get; set; }

    /// <summary>The claims (JSON) that the API requests when it rejects a token.</summary>
    public string? RequestedClaims { get; set; }

    public bool IsFailing { get; set; }

    /// <summary>The HTTP version of each call of the API.</summary>
    public ConcurrentQueue<string> Protocols { get; } = new();

    /// <summary>The cookies of each call of the API, which sets one.</summary>
    public ConcurrentQueue<string> Cookies { get; } = new();

    public string UserName { get; set; } = "adele.admin@contoso.example";

    public string NewestToken { get; private set; } = "";

    public void RejectIssuedTokens() => NewestToken = "none of those issued so far";

    public IResult Authorize(IQueryCollection query)
    {
        var redirect = query["redirect_uri"].ToString();
        if (query["client_id"] != ClientId
            || !redirect.StartsWith("http://localhost", StringComparison.Ordinal)
            || query["code_challenge_method"] != "S256"
            || query["response_mode"] != "form_post")
        {
            return Results.BadRequest("AADSTS900144");
        }

        if (Failure is { GrantType: "authorization_code" } failure)
            return FormPost(redirect, ("error", failure.Error), ("error_description", failure.Description), ("state", query["state"]!));

        UserName = query["login_hint"] is [{ } hint] ? hint : UserName;
        var code = Guid.NewGuid().ToString("N");
        _challenges[code] = query["code_challenge"]!;
        return FormPost(redirect, ("code", code), ("state", query["state"]!));
    }

    public IResult StartDeviceCode(IFormCollection form) => form["client_id"] == ClientId
        ? Results.Json(new
        {
            user_code = "ABCD-EFGH",
            device_code = "device-code-of-the-fake",
            verification_uri = "https://login.contoso.example/device",
            expires_in = 900,
            interval = 0,
            message = "Open https://login.contoso.example/device and enter ABCD-EFGH",
        })
        : Error("unauthorized_client", "AADSTS700016: Application was not found in the directory.");

    public IResult Token(IFormCollection form)
    {
        TokenRequests.Enqueue(form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal));
        if (IsFailing)
            return Results.Text("<html>Out of order</html>", "text/html", statusCode: 503);

        var grant = form["grant_type"].ToString();
        if (grant == "device_code" || grant.EndsWith(":device_code", StringComparison.Ordinal))
            grant = "device_code";
        if (grant == "device_code" && PendingPolls-- > 0)
            return Error("authorization_pending", "AADSTS70016: Authorization is pending. Continue polling.");
        if (Failure is { } failure && failure.GrantType == grant)
            return Error(failure.Error, failure.Description, FailureClaims);

        return grant switch
        {
            "client_credentials" => ClientCredentials(form),
            "device_code" => form["device_code"] == "device-code-of-the-fake"
                ? Person(form, UserName) : Error("bad_verification_code", "AADSTS70017: Unknown code."),
            "authorization_code" => _challenges.TryRemove(form["code"]!, out var challenge) && Challenge(form["code_verifier"]!) == challenge
                ? Person(form, UserName)
                : Error("invalid_grant", "AADSTS501481: The Code_Verifier does not match the code_challenge."),
            "refresh_token" => form["refresh_token"].ToString() is var token && token.StartsWith(RefreshToken, StringComparison.Ordinal)
                ? Person(form, token[RefreshToken.Length..]) : Error("invalid_grant", "AADSTS70008: Expired."),
            _ => Error("unsupported_grant_type", "AADSTS70003: Not supported."),
        };
    }

    public IResult ManagedIdentity(HttpRequest request)
    {
        IdentityRequests.Enqueue(request.Query.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal));
        if (request.Headers["X-IDENTITY-HEADER"] != IdentityHeader)
            return Results.Json(new { statusCode = 400, message = "Wrong header." }, statusCode: 400);
        if (Failure is { GrantType: "managed_identity" } failure)
            return Results.Json(new { statusCode = 400, message = failure.Description }, statusCode: 400);

        return Results.Json(new
        {
            access_token = Issue(user: null),
            expires_on = DateTimeOffset.UtcNow.AddSeconds(LifetimeSeconds)
                .ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture),
            resource = request.Query["resource"].ToString(),
            token_type = "Bearer",
        });
    }

    public IResult CallApi(HttpRequest request)
    {
        Protocols.Enqueue(request.Protocol);
        Cookies.Enqueue(request.Headers.Cookie.ToString());
        request.HttpContext.Response.Headers.SetCookie = "session=of-this-tenant; Path=/";
        var token = request.Headers.Authorization.ToString();
        var known = ApiAcceptsOnlyNewestToken ? token == "Bearer " + NewestToken : token.StartsWith("Bearer ", StringComparison.Ordinal);
        if (known)
            return Results.Json(new { value = "served" });
        if (RequestedClaims is { } claims)
        {
            request.HttpContext.Response.Headers.WWWAuthenticate =
                $"Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}\"";
        }

        return Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    /// <summary>The page that a browser submits automatically.</summary>
    private static IResult FormPost(string address, params (string Name, string Value)[] fields) => Results.Text(
        $"<form method=\"post\" action=\"{WebUtility.HtmlEncode(address)}\">"
        + string.Concat(fields.Select(field => $"<input type=\"hidden\" name=\"{field.Name}\" value=\"{WebUtility.HtmlEncode(field.Value)}\"/>"))
        + "</form>",
        "text/html");

    private static string Challenge(string verifier) => Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private IResult ClientCredentials(IFormCollection form)
    {
        if (form["client_id"] != ClientId)
        {
            return Error(
                "unauthorized_client",
                $"AADSTS700016: Application with identifier '{form["client_id"]}' was not found in the directory 'Contoso'. This can happen if it "
                + "was not installed.");
        }

        if (form.ContainsKey("client_secret"))
        {
            return form["client_secret"] == Secret
                ? App(form)
                : Error("invalid_client",
                    "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, for a "
                    + $"secret added to app '{ClientId}'.");
        }

        var assertion = form["client_assertion"].ToString();
        if (FederatedToken is not null)
        {
            return assertion == FederatedToken
                ? App(form)
                : Error("invalid_client",
                    "AADSTS700213: No matching federated identity record found for presented assertion subject 'repo:contoso'. Check it.");
        }

        return ClientCertificate is not null && IsSignedBy(ClientCertificate, assertion)
            ? App(form)
            : Error("invalid_client",
                "AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application. Reason: unknown.");
    }

    private bool IsSignedBy(X509Certificate2 registered, string assertion)
    {
        var parts = assertion.Split('.');
        using var header = JsonDocument.Parse(FromBase64Url(parts[0]));
        using var payload = JsonDocument.Parse(FromBase64Url(parts[1]));
        using var key = registered.GetRSAPublicKey()!;
        return header.RootElement.GetProperty("alg").GetString() == "PS256"
            && header.RootElement.GetProperty("x5t#S256").GetString() == Base64Url(registered.GetCertHash(HashAlgorithmName.SHA256))
            && payload.RootElement.GetProperty("aud").GetString() == $"{address}/{id}/oauth2/v2.0/token"
            && payload.RootElement.GetProperty("iss").GetString() == ClientId
            && key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), FromBase64Url(parts[2]), HashAlgorithmName.SHA256,
                RSASignaturePadding.Pss);
    }

    private IResult App(IFormCollection form) =>
        Results.Json(new { token_type = "Bearer", expires_in = LifetimeSeconds, access_token = Issue(user: null), scope = form["scope"].ToString() });

    private IResult Person(IFormCollection form, string user)
    {
        if (Users?.Contains(user) == false)
            return Error("invalid_grant", $"AADSTS50020: User account '{user}' does not exist in tenant '{id}'. Sign in with another account.");
        var objectId = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(user)).AsSpan(0, 16)).ToString();
        return Results.Json(new
        {
            token_type = "Bearer",
            expires_in = LifetimeSeconds,
            access_token = Issue(user),
            scope = form["scope"].ToString(),
            refresh_token = RefreshToken + user,
            client_info = TestWire.Base64Url(JsonSerializer.Serialize(new { uid = objectId, utid = HomeId ?? id })),
            id_token = TestWire.Jwt(new
            {
                aud = ClientId,
                iss = $"{address}/{id}/v2.0",
                exp = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds(),
                tid = id,
                oid = objectId,
                sub = "subject",
                preferred_username = user,
                ver = "2.0",
            }),
        });
    }

    private string Issue(string? user) =>
        NewestToken = TestWire.Jwt(
            new
            {
                exp = DateTimeOffset.UtcNow.AddSeconds(LifetimeSeconds).ToUnixTimeSeconds(),
                tid = IssuesFor ?? id,
                upn = user,
                number = Interlocked.Increment(ref _issued)
            });

    /// <summary>An error in the format of Microsoft Entra ID, with the additional lines of the real service.</summary>
    private static IResult Error(string error, string description, string? claims = null) => Results.Json(
        new
        {
            error,
            error_description = description
                + " Trace ID: eeeeeeee-0000-0000-0000-00000000000e Correlation ID: ffffffff-0000-0000-0000-00000000000f Timestamp: 2026-01-01 "
                + "00:00:00Z",
            correlation_id = "ffffffff-0000-0000-0000-00000000000f",
            trace_id = "eeeeeeee-0000-0000-0000-00000000000e",
            claims,
        },
        statusCode: 400);

    private static string Base64Url(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static byte[] FromBase64Url(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}
