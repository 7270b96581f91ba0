using System.Collections;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BcAdmin.Transport;

/// <summary>
/// Takes secrets out of texts before they are shown: those of this process's environment, those that a call has sent, and whatever looks like
/// one. A service that is broken or hostile may send back what it was sent, and .NET quotes the address of a proxy with its password.
/// </summary>
public static partial class Secrets
{
    private const string Mask = "***";

    /// <summary>Anything shorter would be found in ordinary words.</summary>
    private const int Shortest = 6;

    /// <param name="text">A message, an answer, a line of a log.</param>
    /// <param name="known">What was sent; found also where it was encoded for an address, JSON or HTML.</param>
    /// <returns>The text without these secrets, those of the environment, and what looks like a token or is named as a secret in it.</returns>
    public static string Remove(string text, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return RemoveForms(text, known.SelectMany(Forms).Concat(FormsOfEnvironment()));
    }

    /// <summary>
    /// The same for secrets that are encoded already. A call over many tenants has sent the tokens of all of them, and encoding these for each line
    /// of a log takes longer than the call itself.
    /// </summary>
    /// <param name="text">See <see cref="Remove"/>.</param>
    /// <param name="forms">What <see cref="Forms"/> and <see cref="FormsOfEnvironment"/> returned.</param>
    public static string RemoveForms(string text, IEnumerable<string> forms)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(forms);
        var length = text.Length;
        foreach (var form in forms.Where(form => form.Length <= length)
            .Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(form => form.Length))
        {
            text = text.Replace(form, Mask, StringComparison.OrdinalIgnoreCase);
        }

        text = Token().Replace(text, Mask);
        text = UserPart().Replace(text, match => $"{match.Groups["scheme"].Value}{Mask}@");
        return Named().Replace(text, match => match.Groups["name"].Value + Mask);
    }

    /// <summary>The exception, or null where its text has a secret: it cannot be changed, so it is left out.</summary>
    /// <param name="exception">An inner exception.</param>
    /// <param name="known">See <see cref="Remove"/>.</param>
    public static Exception? Harmless(Exception? exception, IEnumerable<string> known) =>
        exception?.ToString() is { } text && Remove(text, known) == text ? exception : null;

    /// <summary>A secret as it is, and encoded for an address, JSON, and HTML. None for a text that would be found in ordinary words.</summary>
    public static IReadOnlyCollection<string> Forms(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return secret.Length < Shortest ? [] : new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), Uri.UnescapeDataString(secret), JsonEncodedText.Encode(secret).Value,
            WebUtility.HtmlEncode(secret),
        };
    }

    /// <summary>The forms of the secrets that the environment holds now.</summary>
    public static IReadOnlyCollection<string> FormsOfEnvironment() => [.. OfEnvironment().SelectMany(Forms)];

    /// <summary>
    /// What the environment holds in confidence: credentials of proxies and other addresses, parts of connection strings and signed addresses,
    /// and variables that are named as secrets.
    /// </summary>
    private static IEnumerable<string> OfEnvironment()
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable is not { Key: string name, Value: string { Length: >= Shortest } value })
                continue;
            foreach (var secret in In(name, value))
                yield return secret;
        }
    }

    private static IEnumerable<string> In(string name, string value)
    {
        // .NET takes all before the last @ of a proxy's address for its credentials, also where there is no scheme.
        if (name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase) && value.LastIndexOf('@') is > 0 and var at)
        {
            var scheme = value.IndexOf("://", StringComparison.Ordinal);
            foreach (var secret in Credentials(value[(scheme < 0 || scheme > at ? 0 : scheme + 3)..at]))
                yield return secret;
        }

        foreach (var secret in UserPart().Matches(value).SelectMany(match => Credentials(match.Groups["user"].Value)))
            yield return secret;
        foreach (var match in Named().Matches(value).AsEnumerable())
            yield return match.Groups["secret"].Value;
        if (SecretVariable().IsMatch(name) && !PlaceVariable().IsMatch(name) && !Place().IsMatch(value))
            yield return value;
    }

    /// <summary>
    /// The password of "user:password", as it is written and as it is meant, and both as the header of basic authentication has them; or all,
    /// where there is no colon.
    /// </summary>
    private static IEnumerable<string> Credentials(string userPart)
    {
        foreach (var written in (string[])[userPart, Uri.UnescapeDataString(userPart)])
        {
            yield return written[(written.IndexOf(':', StringComparison.Ordinal) + 1)..];
            yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(written));
        }
    }

    /// <summary>A JSON Web Token, or the beginning of one that was cut.</summary>
    [GeneratedRegex(
        @"\beyJ[A-Za-z0-9_-]{10,}(\.[A-Za-z0-9_-]*)*",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    /// <summary>User and password in an address.</summary>
    [GeneratedRegex(
        @"(?<scheme>\b[a-z][a-z0-9+.-]{1,20}://)(?<user>[^\s/?#""'<>\\]{1,500})@",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserPart();

    /// <summary>Members of forms, addresses, headers, JSON and connection strings that sign-in, storage, databases and Graph use.</summary>
    [GeneratedRegex(
        @"(?<name>\b(client_secret|client_assertion|assertion|refresh_token|access_token|id_token|device_code|code_verifier|secretText|sig)"
        + @"\\?""?\s*[:=]\s*\\?""?"
        + @"|\bBearer |\bauthorization\W{1,5}(Basic|Negotiate|NTLM|Digest) "
        + @"|[?&](code|key|token|signature|x-amz-(signature|security-token)|subscription-key)="
        + @"|\b(password|passwd|pwd|accountkey|sharedaccesskey|sharedaccesssignature|instrumentationkey|apikey|api[_-]key|secretkey)"
        + @"(\s{0,5}=\s{0,5}|\\?""\s{0,5}:\s{0,5}\\?""))"
        + @"(?<secret>[^""\\&\s,;<>{}]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    /// <summary>Names of variables that hold secrets, such as SYSTEM_ACCESSTOKEN, AZURE_CLIENT_SECRET, IDENTITY_HEADER.</summary>
    [GeneratedRegex(
        "password|passwd|secret|token|credential|(api|access|account|storage|private)_?key|connection_?str|connstr|identity_header"
        + "|(^|_)(pwd|pass|pat|sas|auth|key)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretVariable();

    /// <summary>
    /// Names of variables that say where a secret is, such as AZURE_FEDERATED_TOKEN_FILE, or what it is about. PWD is the current folder.
    /// </summary>
    [GeneratedRegex(
        @"^(OLD)?PWD$|(file|path|dir|folder|url|uri|endpoint|host|id|name|type|mode|expiry|expires(_?on)?)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlaceVariable();

    /// <summary>A path or an address, which is no secret as a whole.</summary>
    [GeneratedRegex(
        @"^(/[^/+=]+/|[a-z]:\\|\\\\|~/|\./|[a-z][a-z0-9+.-]*://)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
