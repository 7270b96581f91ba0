using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace BcAdmin.Simulator.Entra;

/// <summary>
/// Signs access tokens and validates those that are received. It is kept after a reset: a client keeps its tokens, as with the real service.
/// Tokens expire by the service's clock, which control can move: the APIs then reject a token that is still valid according to the lifetime that
/// the client received, and the client must renew it as after a revocation.
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

    /// <summary>Revokes all access tokens that were issued so far.</summary>
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

    /// <summary>Rejects the access token of the request from now on, as an expired token.</summary>
    public void Expire(Exchange exchange)
    {
        if (Bearer(exchange) is { } token && Read(token) is { } claims && claims["serial"] is { } serial)
            _expired[serial.GetValue<long>()] = true;
    }

    /// <summary>An access token with the given claims and lifetime.</summary>
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

    /// <summary>The caller to whom the token of the request belongs; null with the problem if the token is not accepted.</summary>
    /// <param name="api">The API that was called, which the token must be for.</param>
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
            var caller = claims.ContainsKey("scp") ? FindSignedInUser(tenant, claims) : FindApp(exchange.World, tenant, claims);
            problem = caller is null ? "The caller of the token does not exist in the tenant." : null;
            return caller;
        }
    }

    private static Caller? FindSignedInUser(Tenant tenant, JsonObject claims)
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

    /// <summary>The claims of a token that was signed here; null for any other token.</summary>
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
        // An ID token has no serial number: no API accepts it.
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
