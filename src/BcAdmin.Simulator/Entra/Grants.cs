using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace BcAdmin.Simulator.Entra;

/// <summary>The sign-in of a user to an app, on which user tokens are issued and renewed.</summary>
/// <param name="Expires">The time of the service after which it is not valid.</param>
internal sealed record Grant(Tenant Tenant, string ClientId, Account Account, string Scope, DateTimeOffset Expires);

/// <summary>A code from the authorize endpoint, for one redemption.</summary>
internal sealed record AuthorizationCode(Grant Grant, string RedirectUri, string? Challenge, string? ChallengeMethod, string? Nonce);

internal enum DeviceCodeState
{
    Pending,
    Approved,
    Declined,
}

/// <summary>A device code that waits for a user to enter its user code.</summary>
internal sealed class DeviceCode
{
    public required string Code { get; init; }

    public required string UserCode { get; init; }

    public required Tenant Tenant { get; init; }

    public required string ClientId { get; init; }

    public required string Scope { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public DeviceCodeState State { get; set; }

    public Account? Account { get; set; }
}

/// <summary>
/// Open sign-ins: refresh tokens, authorization codes, and device codes. A reset removes them, except the refresh tokens of users that still exist.
/// </summary>
internal sealed class GrantStore
{
    private readonly ConcurrentDictionary<string, Grant> _refreshTokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AuthorizationCode> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DeviceCode> _deviceCodes = new(StringComparer.Ordinal);

    public string AddRefreshToken(Grant grant)
    {
        var token = $"1.{Random(48)}";
        _refreshTokens[token] = grant;
        return token;
    }

    public Grant? FindRefreshToken(string token) => _refreshTokens.GetValueOrDefault(token);

    public string AddCode(AuthorizationCode code)
    {
        var text = $"0.{Random(32)}";
        _codes[text] = code;
        return text;
    }

    /// <summary>Removes a code from the store, because it can be redeemed only once.</summary>
    public AuthorizationCode? TakeCode(string code) => _codes.TryRemove(code, out var found) ? found : null;

    public DeviceCode AddDeviceCode(Tenant tenant, string clientId, string scope, DateTimeOffset expires)
    {
        var code = new DeviceCode
        {
            Code = Random(32),
            UserCode = RandomNumberGenerator.GetString("BCDFGHJKLMNPQRSTVWXZ", 9),
            Tenant = tenant,
            ClientId = clientId,
            Scope = scope,
            Expires = expires,
        };
        _deviceCodes[code.Code] = code;
        return code;
    }

    public DeviceCode? FindDeviceCode(string code) => _deviceCodes.GetValueOrDefault(code);

    public DeviceCode? FindUserCode(string userCode) =>
        _deviceCodes.Values.FirstOrDefault(code => string.Equals(code.UserCode, userCode, StringComparison.OrdinalIgnoreCase));

    public void RemoveDeviceCode(DeviceCode code) => _deviceCodes.TryRemove(code.Code, out _);

    private static string Random(int bytes) => TokenAuthority.Base64Url(RandomNumberGenerator.GetBytes(bytes));
}
