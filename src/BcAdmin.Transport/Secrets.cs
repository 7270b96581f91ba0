using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BcAdmin.Transport;

/// <summary>Takes secrets out of texts of a service before anybody sees them: one that is broken, or hostile, may send back what it was sent.</summary>
public static partial class Secrets
{
    private const string Mask = "***";

    /// <summary>Anything shorter would be found in ordinary words.</summary>
    private const int Shortest = 6;

    /// <param name="text">A message, an answer, a line of a log.</param>
    /// <param name="known">What was sent; found also where it was encoded for an address, JSON or HTML.</param>
    /// <returns>The text without these secrets, and without what looks like a token or is named as a secret in it.</returns>
    public static string Remove(string text, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(known);
        foreach (var form in known.Where(secret => secret.Length >= Shortest).SelectMany(Forms).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(form => form.Length))
            text = text.Replace(form, Mask, StringComparison.OrdinalIgnoreCase);
        text = Token().Replace(text, Mask);
        return Named().Replace(text, match => match.Groups["name"].Value + Mask);
    }

    private static IEnumerable<string> Forms(string secret) =>
        [secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), Uri.UnescapeDataString(secret), JsonEncodedText.Encode(secret).Value, WebUtility.HtmlEncode(secret)];

    /// <summary>A JSON Web Token, or the beginning of one that was cut.</summary>
    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{10,}(\.[A-Za-z0-9_-]*)*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    /// <summary>Members of forms, addresses and JSON that sign-in, storage and Graph use.</summary>
    [GeneratedRegex(
        @"(?<name>\b(client_secret|client_assertion|assertion|refresh_token|access_token|id_token|device_code|code_verifier|secretText|sig)\\?""?\s*[:=]\s*\\?""?|\bBearer )[^""\\&\s,;<>{}]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
