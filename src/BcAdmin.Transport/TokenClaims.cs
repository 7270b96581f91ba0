using System.Text.Json;

namespace BcAdmin.Transport;

/// <summary>
/// What an access token says of itself. Read for display, expiry and advice, never to decide on trust: the signature is not checked.
/// </summary>
public sealed record TokenClaims
{
    private static readonly TokenClaims None = new();

    /// <summary>False for a token in another format than JWT, which is allowed.</summary>
    public bool IsReadable { get; private init; }

    public DateTimeOffset? ExpiresOn { get; private init; }

    public string? UserName { get; private init; }

    /// <summary>The display name that a user's token carries, also where it carries no user name.</summary>
    public string? Name { get; private init; }

    /// <summary>The app registration through which the caller signed in.</summary>
    public string? ClientId { get; private init; }

    /// <summary>
    /// True for an app, false for a user, null where the token does not say: a delegated token has scopes, a token of an app has roles or says
    /// that it is one. A user name is no evidence, since tokens of users may lack it.
    /// </summary>
    public bool? IsApp { get; private init; }

    public string? TenantId { get; private init; }

    /// <summary>The API it is for: its address, or its application id.</summary>
    public string? Audience { get; private init; }

    /// <summary>Tenant that the person belongs to, if that is another one: somebody of a partner, or a guest.</summary>
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

    /// <summary>The identity provider is only named where it is another than the issuer; for Entra it ends in the tenant's id.</summary>
    private static string? HomeTenant(string? identityProvider) =>
        identityProvider?.TrimEnd('/').Split('/')[^1] is { } last && Guid.TryParse(last, out _) ? last : null;

    private static byte[] DecodeBase64Url(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
    }
}
