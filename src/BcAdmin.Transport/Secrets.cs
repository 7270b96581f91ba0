using System.Collections;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace BcAdmin.Transport;

/// <summary>
/// Removes secrets from texts before they are shown: those of the environment of this process, those that a call has sent, and text that looks like
/// a secret. A service that is faulty or malicious may return what it has received, and .NET quotes the address of a proxy with its password.
/// </summary>
public static partial class Secrets
{
    private const string Mask = "***";

    private const string Unchecked = "(Text omitted, because it could not be checked for secrets in time.)";

    /// <summary>Shorter text would be found in ordinary words.</summary>
    private const int Shortest = 6;

    /// <param name="text">A message, a response, or a line of a log.</param>
    /// <param name="known">The secrets that were sent; they are also found if they are encoded for an address, JSON, or HTML.</param>
    /// <returns>The text without these secrets, those of the environment, and text that looks like a token or is named as a secret in it.</returns>
    public static string Remove(string text, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return RemoveForms(text, known.SelectMany(Forms).Concat(FormsOfEnvironment()));
    }

    /// <summary>
    /// The same for secrets that are already encoded. A call over many tenants has sent the tokens of all of them, and encoding these for each line
    /// of a log takes longer than the call itself.
    /// </summary>
    /// <param name="text">See <see cref="Remove"/>.</param>
    /// <param name="forms">The result of <see cref="Forms"/> and <see cref="FormsOfEnvironment"/>.</param>
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

        try
        {
            text = Token().Replace(text, Mask);
            text = UserPart().Replace(text, match => $"{match.Groups["scheme"].Value}{Mask}@");
            return Named().Replace(text, match => match.Groups["name"].Value + Mask);
        }
        catch (RegexMatchTimeoutException)
        {
            // The time is that of the clock: a computer that sleeps during the search exceeds it as well.
            return Unchecked;
        }
    }

    /// <summary>The exception, or null if its text contains a secret: the text cannot be changed, so the exception is omitted.</summary>
    /// <param name="exception">An inner exception.</param>
    /// <param name="known">See <see cref="Remove"/>.</param>
    public static Exception? Harmless(Exception? exception, IEnumerable<string> known) =>
        exception?.ToString() is { } text && Remove(text, known) == text ? exception : null;

    /// <summary>A secret as plain text, and encoded for an address, JSON, and HTML. None for a text that would be found in ordinary words.</summary>
    public static IReadOnlyCollection<string> Forms(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return secret.Length < Shortest ? [] : new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), Uri.UnescapeDataString(secret), JsonEncodedText.Encode(secret).Value,
            WebUtility.HtmlEncode(secret),
        };
    }

    /// <summary>The forms of the secrets that the environment contains now.</summary>
    public static IReadOnlyCollection<string> FormsOfEnvironment() => [.. OfEnvironment().SelectMany(Forms)];

    /// <summary>
    /// The secrets of the environment: credentials of proxies and other addresses, parts of connection strings and signed addresses,
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
        // .NET treats all text before the last @ of a proxy's address as its credentials, even without a scheme.
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
    /// The password of "user:password", encoded and decoded, and both in the form of the header of basic authentication; or the whole text
    /// if it has no colon.
    /// </summary>
    private static IEnumerable<string> Credentials(string userPart)
    {
        foreach (var written in (string[])[userPart, Uri.UnescapeDataString(userPart)])
        {
            yield return written[(written.IndexOf(':', StringComparison.Ordinal) + 1)..];
            yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(written));
        }
    }

    /// <summary>A JSON Web Token, or the beginning of a truncated one.</summary>
    [GeneratedRegex(
        @"\beyJ[A-Za-z0-9_-]{10,}(\.[A-Za-z0-9_-]*)*",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Token();

    /// <summary>User name and password in an address.</summary>
    [GeneratedRegex(
        @"(?<scheme>\b[a-z][a-z0-9+.-]{1,20}://)(?<user>[^\s/?#""'<>\\]{1,500})@",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex UserPart();

    /// <summary>
    /// Members of forms, addresses, headers, JSON, and connection strings that sign-in, storage, databases, and Microsoft Graph use.
    /// </summary>
    [GeneratedRegex(
        @"(?<name>\b(client_secret|client_assertion|assertion|refresh_token|access_token|id_token|device_code|code_verifier|secretText|sig)"
        + @"\\?""?\s*[:=]\s*\\?""?"
        + @"|\bBearer |\bauthorization\W{1,5}(Basic|Negotiate|NTLM|Digest) "
        + @"|[?&](code|key|token|signature|x-amz-(signature|security-token)|subscription-key)="
        + @"|\b(password|passwd|pwd|accountkey|sharedaccesskey|sharedaccesssignature|instrumentationkey|apikey|api[_-]key|secretkey)"
        + @"(\s{0,5}=\s{0,5}|\\?""\s{0,5}:\s{0,5}\\?""))"
        + @"(?<secret>[^""\\&\s,;<>{}]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Named();

    /// <summary>Names of variables that contain secrets, such as SYSTEM_ACCESSTOKEN, AZURE_CLIENT_SECRET, IDENTITY_HEADER.</summary>
    [GeneratedRegex(
        "password|passwd|secret|token|credential|(api|access|account|storage|private)_?key|connection_?str|connstr|identity_header"
        + "|(^|_)(pwd|pass|pat|sas|auth|key)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SecretVariable();

    /// <summary>
    /// Names of variables with the location of a secret, such as AZURE_FEDERATED_TOKEN_FILE, or with its description. PWD is the current folder.
    /// </summary>
    [GeneratedRegex(
        @"^(OLD)?PWD$|(file|path|dir|folder|url|uri|endpoint|host|id|name|type|mode|expiry|expires(_?on)?)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PlaceVariable();

    /// <summary>A path or an address, which is not a secret as a whole.</summary>
    [GeneratedRegex(
        @"^(/[^/+=]+/|[a-z]:\\|\\\\|~/|\./|[a-z][a-z0-9+.-]*://)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Place();
}
