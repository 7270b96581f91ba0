using System.Text.Json;

namespace BcAdmin.Transport;

/// <summary>
/// The claims of an access token. They are used for display, expiry, and advice, never to decide on trust: the signature is not checked.
/// </summary>
public sealed record TokenClaims
{
    private static readonly TokenClaims None = new();

    /// <summary>False for a token in a format other than JWT, which is allowed.</summary>
    public bool IsReadable { get; private init; }

    public DateTimeOffset? ExpiresOn { get; private init; }

    public string? UserName { get; private init; }

    /// <summary>The display name in a user's token, which may have no user name.</summary>
    public string? Name { get; private init; }

    /// <summary>The app registration through which the caller signed in.</summary>
    public string? ClientId { get; private init; }

    /// <summary>
    /// True for an app, false for a user, null if the token does not show it: a delegated token has scopes; the token of an app has roles or a claim
    /// for its type. A missing user name proves nothing, because tokens of users may not have it.
    /// </summary>
    public bool? IsApp { get; private init; }

    public string? TenantId { get; private init; }

    /// <summary>The API that the token is for: its address, or its application ID.</summary>
    public string? Audience { get; private init; }

    /// <summary>The home tenant of the user, if it is another one: a user of a partner, or a guest.</summary>
    public string? HomeTenantId { get; private init; }

    /// <summary>Application permissions.</summary>
    public IReadOnlyList<string> Roles { get; private init; } = [];

    /// <summary>Delegated permissions.</summary>
    public IReadOnlyList<string> Scopes { get; private init; } = [];

    internal static TokenClaims Read(string token)
    {
        if (token.Split('.') is not [_, var payload, ..])
            return None;

        try
        {
            using var document = JsonDocument.Parse(DecodeBase64Url(payload));
            var claims = document.RootElement;
            if (claims.ValueKind != JsonValueKind.Object)
                return None;

            string[] roles = claims.TryGetProperty("roles", out var list) && list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Where(role => role.ValueKind == JsonValueKind.String).Select(role => role.GetString()!)]
                : [];
            var scopes = Text("scp")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
            return new TokenClaims
            {
                IsReadable = true,
                ExpiresOn = claims.TryGetProperty("exp", out var exp) && exp.TryGetInt64(out var seconds)
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
                UserName = Text("upn") ?? Text("preferred_username") ?? Text("unique_name"),
                Name = Text("name"),
                ClientId = Text("appid") ?? Text("azp"),
                IsApp = scopes.Length > 0 ? false
                    : roles.Length > 0 || string.Equals(Text("idtyp"), "app", StringComparison.OrdinalIgnoreCase) ? true
                    : string.Equals(Text("idtyp"), "user", StringComparison.OrdinalIgnoreCase) ? false
                    : null,
                TenantId = Text("tid"),
                Audience = Text("aud"),
                HomeTenantId = HomeTenant(Text("idp")),
                Roles = roles,
                Scopes = scopes,
            };

            string? Text(string name) => claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString() : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return None;
        }
    }

    /// <summary>The identity provider is only present if it is not the issuer; for Microsoft Entra ID, it ends with the ID of the tenant.</summary>
    private static string? HomeTenant(string? identityProvider) =>
        identityProvider?.TrimEnd('/').Split('/')[^1] is { } last && Guid.TryParse(last, out _) ? last : null;

    private static byte[] DecodeBase64Url(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
    }
}
