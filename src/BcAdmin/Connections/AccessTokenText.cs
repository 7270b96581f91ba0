using System.Net;
using System.Security;
using System.Text;

namespace BcAdmin.Connections;

/// <summary>
/// An access token that was copied from another tool or a file and can include line breaks, quotation marks, a byte order mark, or the word Bearer.
/// </summary>
internal static class AccessTokenText
{
    private const string Scheme = "Bearer";

    private static readonly char[] Quotes = ['"', '\'', '`', '\u201C', '\u201D', '\u2018', '\u2019'];

    /// <summary>Extracts the token.</summary>
    /// <param name="pasted">The text that was passed.</param>
    /// <param name="parameter">The name of the parameter.</param>
    /// <exception cref="BcException">TokenInvalid: the text is not an access token.</exception>
    public static SecureString Clean(SecureString pasted, string parameter)
    {
        var text = new NetworkCredential(string.Empty, pasted).Password;
        var token = StripDecoration(text);
        if (Problem(token) is { } problem)
        {
            throw new BcException(ErrorCode.TokenInvalid, Messages.ValueNotAccessToken(parameter, problem))
            {
                Advice = Messages.PassTokenAsReturned,
            };
        }

        if (token == text)
            return pasted;
        var secret = new NetworkCredential(string.Empty, token).SecurePassword;
        secret.MakeReadOnly();
        return secret;
    }

    private static string StripDecoration(string text)
    {
        while (true)
        {
            var inner = text.Trim().Trim('\uFEFF', '\u200B', '\0').Trim(Quotes);
            if (inner.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                && (inner.Length == Scheme.Length || inner[Scheme.Length] == ':' || char.IsWhiteSpace(inner[Scheme.Length])))
            {
                inner = inner[Scheme.Length..].TrimStart(':');
            }

            if (inner == text)
                return text;
            text = inner;
        }
    }

    private static string? Problem(string token)
    {
        if (token.Length == 0)
            return Messages.TokenProblemEmpty;
        if (token.Any(char.IsWhiteSpace))
            return Messages.TokenProblemWhiteSpace;
        if (!token.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_' or '~' or '+' or '/' or '='))
            return Messages.TokenProblemInvalidCharacters;
        if (Guid.TryParse(token, out _))
            return Messages.TokenProblemIsId;
        return token.Contains('.', StringComparison.Ordinal) && !IsJsonWebToken(token.Split('.'))
            ? Messages.TokenProblemIncompleteJsonWebToken
            : null;
    }

    /// <summary>Whether the parts form a JSON web token: three parts if signed, five if encrypted. The first part is JSON in both cases.</summary>
    private static bool IsJsonWebToken(string[] parts)
    {
        if (parts.Length is not (3 or 5) || parts[0].Length == 0 || parts[^1].Length == 0)
            return false;
        try
        {
            var header = parts[0].Replace('-', '+').Replace('_', '/');
            using var json = JsonDocument.Parse(Convert.FromBase64String(header.PadRight((header.Length + 3) / 4 * 4, '=')));
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or DecoderFallbackException)
        {
            return false;
        }
    }
}
