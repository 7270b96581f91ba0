using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace BcAdmin.Simulator.Entra;

/// <summary>
/// Signs access tokens and judges those that come back. It outlives a reset: a client keeps its tokens, as it would with the real Entra.
/// Tokens go by the service's clock, which control can move: then the APIs refuse one that the client, who was told how long it lives, still takes
/// for good, and the client has to renew it as after a revocation.
/// </summary>
internal sealed class TokenAuthority : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentDictionary<long, bool> _expired = new();
    private long _serial;
    private long _revokedThrough;

    public TokenAuthority()
    {
        KeyId = Base64Url(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()))[..27];
    }

    public string KeyId { get; }

    public void Dispose() => _key.Dispose();

    public static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static byte[] FromBase64Url(string text) =>
        Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));

    /// <summary>All access tokens issued so far are refused from now on.</summary>
    public void RevokeAll() => Interlocked.Exchange(ref _revokedThrough, Interlocked.Read(ref _serial));

    public JsonObject PublicKeys()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = KeyId,
                ["x5t"] = KeyId,
                ["n"] = Base64Url(parameters.Modulus!),
                ["e"] = Base64Url(parameters.Exponent!),
            }),
        };
    }

    /// <summary>The access token of the request is refused from now on, as one that has expired.</summary>
    public void Expire(Exchange exchange)
    {
        if (Bearer(exchange) is { } token && Read(token) is { } claims && claims["serial"] is { } serial)
            _expired[serial.GetValue<long>()] = true;
    }

    /// <summary>An access token with the given claims, valid for so many seconds.</summary>
    public string Issue(JsonObject claims, DateTimeOffset now, int lifetimeSec)
    {
        claims["serial"] = Interlocked.Increment(ref _serial);
        return Sign(claims, now, lifetimeSec);
    }

    public string Sign(JsonObject claims, DateTimeOffset now, int lifetimeSec)
    {
        var seconds = now.ToUnixTimeSeconds();
        claims["iat"] = seconds;
        claims["nbf"] = seconds;
        claims["exp"] = seconds + lifetimeSec;
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = KeyId, ["x5t"] = KeyId };
        var content = $"{Base64Url(Encoding.UTF8.GetBytes(header.ToJsonString()))}.{Base64Url(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var signature = _key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{content}.{Base64Url(signature)}";
    }

    /// <summary>Who the bearer of the request's token is; null with the problem if the token is not accepted.</summary>
    /// <param name="api">The API that was called, for which the token has to be.</param>
    public Caller? FindCaller(Exchange exchange, DirectoryResource api, out string? problem)
    {
        if (Bearer(exchange) is not { } token)
        {
            problem = "The request has no bearer token.";
            return null;
        }

        var claims = Verify(token, exchange.Simulator, api, exchange.World.Clock.UtcNow, out problem);
        if (claims is null)
            return null;

        var tenant = exchange.World.FindTenant(claims["tid"]!.GetValue<string>());
        if (tenant is null)
        {
            problem = "The tenant of the token does not exist.";
            return null;
        }

        lock (tenant.Gate)
        {
            var caller = claims.ContainsKey("scp") ? FindPerson(tenant, claims) : FindApp(exchange.World, tenant, claims);
            problem = caller is null ? "The caller of the token does not exist in the tenant." : null;
            return caller;
        }
    }

    private static Caller? FindPerson(Tenant tenant, JsonObject claims)
    {
        if (tenant.FindAccount(claims["unique_name"]!.GetValue<string>()) is not { } account)
            return null;

        return new Caller
        {
            Tenant = tenant,
            Account = account,
            Id = account.UserName,
            ObjectId = account.ObjectId,
            Scopes = claims["scp"]!.GetValue<string>().Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Kind = account.Role switch
            {
                AccountRole.Admin => CallerKind.InternalAdmin,
                AccountRole.DelegatedAdmin => CallerKind.DelegatedAdmin,
                _ => CallerKind.User,
            },
        };
    }

    private static Caller? FindApp(World world, Tenant tenant, JsonObject claims)
    {
        var clientId = claims["appid"]!.GetValue<string>();
        var app = tenant.FindApp(clientId);
        if (app is null && !world.Settings.OpenSignIn)
            return null;

        return new Caller
        {
            Tenant = tenant,
            App = app,
            Id = clientId,
            ObjectId = Guid.Parse(claims["oid"]!.GetValue<string>()),
            Kind = CallerKind.App,
            Roles = claims["roles"] is JsonArray roles ? [.. roles.Select(role => role!.GetValue<string>())] : [],
        };
    }

    private static string? Bearer(Exchange exchange)
    {
        var header = exchange.Request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim() : null;
    }

    /// <summary>The claims of a token that was signed here; null for any other.</summary>
    private JsonObject? Read(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3)
            return null;

        try
        {
            var content = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
            return _key.VerifyData(content, FromBase64Url(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                ? JsonNode.Parse(FromBase64Url(parts[1]))!.AsObject()
                : null;
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return null;
        }
    }

    private JsonObject? Verify(string token, SimulatedService simulator, DirectoryResource api, DateTimeOffset now, out string? problem)
    {
        problem = "The access token is not valid.";
        // An id token has no serial: it opens no API.
        if (Read(token) is not { } claims || !claims.ContainsKey("serial"))
            return null;

        var serial = claims["serial"]!.GetValue<long>();
        if (claims["exp"]!.GetValue<long>() <= now.ToUnixTimeSeconds() || _expired.ContainsKey(serial))
            problem = "The access token has expired.";
        else if (serial <= Interlocked.Read(ref _revokedThrough))
            problem = "The access token was revoked.";
        else if (simulator.FindResource(claims["aud"]!.GetValue<string>()) != api)
            problem = string.Create(CultureInfo.InvariantCulture, $"The access token is for {claims["aud"]}, not for {api.Uri}.");
        else
            problem = null;

        return problem is null ? claims : null;
    }
}
