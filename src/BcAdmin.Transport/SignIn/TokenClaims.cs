using System.Text.Json;

namespace BcAdmin.Transport.SignIn;

/// <summary>What an access token says of itself. Read for display and expiry, never to decide on trust: the signature is not checked.</summary>
internal sealed record TokenClaims(DateTimeOffset? ExpiresOn, string? UserName, string? TenantId)
{
    private static readonly TokenClaims None = new(null, null, null);

    /// <summary>Claims of a JWT; none for a token in another format, which is allowed.</summary>
    public static TokenClaims Read(string token)
    {
        if (token.Split('.') is not [_, var payload, ..])
            return None;

        try
        {
            using var claims = JsonDocument.Parse(DecodeBase64Url(payload));
            if (claims.RootElement.ValueKind != JsonValueKind.Object)
                return None;
            return new TokenClaims(
                claims.RootElement.TryGetProperty("exp", out var exp) && exp.TryGetInt64(out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
                Text("upn") ?? Text("preferred_username") ?? Text("unique_name"),
                Text("tid"));

            string? Text(string name) => claims.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return None;
        }
    }

    private static byte[] DecodeBase64Url(string text)
    {
        var padded = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
    }
}
