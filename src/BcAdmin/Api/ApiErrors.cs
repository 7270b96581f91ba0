using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using BcAdmin.Transport;

namespace BcAdmin.Api;

/// <summary>Converts failed calls to exceptions. Handles the error formats of both APIs and of the gateways in front of them.</summary>
internal static partial class ApiErrors
{
    private const int MaxBodyLength = 4000;
    private const int MaxCodeLength = 100;
    private const int MaxSecretLength = 16 * 1024;

    public static BcApiException FromResponse(
        ApiRequest request, HttpResponseMessage response, byte[] body, string correlationId, int attempts, Func<string, string> clean,
            BcConnection? connection = null,
        bool mayBeDone = false)
    {
        var call = new FailedCall(request, connection);
        var text = Text(body, clean);
        var (code, message, target, requirements) = ReadEnvelope(body);
        (code, message, target) = (code is null ? null : clean(code), message is null ? null : clean(message), target is null ? null : clean(target));
        var status = response.StatusCode;
        var isVersionUnknown = IsVersionUnknown(request, status, code);
        var error = isVersionUnknown ? ErrorCode.ApiVersionTooNew : CodeOf(code, message, status);
        var shown = PrintableText.Lines(Cut((message ?? string.Empty).Trim()), "");
        var description = string.IsNullOrWhiteSpace(shown) ? clean(Describe(response, text)) : shown;
        var missing = MissingObject.Of(error, message, call);
        if (missing is not null)
            description = clean(missing.Message);
        var known = connection?.Environments;
        var unknown = known is not null && (missing?.Code ?? error).Is(ErrorCode.EnvironmentNotFound) ? call.Environment?.Name : null;
        if (unknown is not null)
            known!.Remove(unknown);
        var deleted = unknown is null ? null : known!.FindDeleted(unknown);
        if (requirements.Count > 0)
            description = Messages.DescriptionWithRequirements(description, requirements);
        return new BcApiException(missing?.Code ?? error, attempts > 1
            ? Messages.DescriptionWithAttempts(description, attempts) : description)
        {
            Connection = connection,
            Status = status,
            Request = request.ToString(),
            ServiceTarget = target,
            Attempts = attempts,
            MayHaveSucceeded = mayBeDone,
            CorrelationId = CorrelationOf(response, message) is { } id ? clean(id) : correlationId,
            ResponseBody = text,
            Requirements = requirements,
            ServiceCode = missing is null ? null : error,
            Suggestion = deleted is null && unknown is not null
                ? Suggestion.Nearest(unknown, known!.Names) ?? Suggestion.Nearest(unknown, known.DeletedNames) : null,
            Advice = isVersionUnknown ? UseKnownVersion
                : deleted is not null ? Messages.EnvironmentWasDeleted(unknown!, deleted, connection)
                : ApiAdvice.For(requirements) ?? missing?.Advice ?? ApiAdvice.For(error, status, call, description),
        };
    }

    private static readonly string UseKnownVersion =
        Messages.UseNewestApiVersion;

    /// <summary>
    /// The service returns 400 for an unsupported API version, even without a token. The same response to a version that this module knows is about
    /// the call itself, so only newer versions are considered.
    /// </summary>
    private static bool IsVersionUnknown(ApiRequest request, HttpStatusCode status, string? code) =>
        status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound
        && AdminCenterVersion().Match(request.Address.AbsolutePath) is { Success: true } match
        && Version.TryParse(match.Groups["version"].Value, out var version) && version > ServiceAccess.NewestApiVersion
        && code?.ToUpperInvariant() is null or "" or "UNKNOWN" or "BADREQUEST" or "NOTFOUND" or "RESOURCENOTFOUND" or "UNSUPPORTEDAPIVERSION";

    public static BcApiException NoResponse(ApiRequest request, Exception exception, string correlationId, int attempts, Func<string, string> clean)
    {
        var host = request.Address.GetLeftPart(UriPartial.Authority);
        var notSent = exception is HttpRequestException failure ? NotSent.From(failure, request.Address) : null;
        var (code, message, advice) = exception switch
        {
            _ when notSent is not null => (ErrorCode.Of(notSent.Code), notSent.Message, notSent.Advice),
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                (ErrorCode.UnexpectedResponse, Messages.ResponseTooLarge(request, exception),
                    Messages.RequestLessData),
            OperationCanceledException or TimeoutException =>
                (ErrorCode.RequestTimeout, Messages.RequestTimedOut(host, request), LostResponse(request)),
            _ => (ErrorCode.ConnectionLost,
                Messages.ConnectionLostBeforeResponse(host, request, Innermost(exception)), LostResponse(request)),
        };
        return new BcApiException(
            code, clean(attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $"{message} ({attempts} attempts)") : message),
            Inner(exception, clean))
        {
            Request = request.ToString(),
            Attempts = attempts,
            CorrelationId = correlationId,
            Advice = advice,
        };
    }

    public static BcApiException Unexpected(
        ApiRequest request, HttpResponseMessage response, byte[] body, JsonException? exception, Func<string, string> clean)
    {
        var text = Text(body, clean);
        return new BcApiException(
            ErrorCode.UnexpectedResponse, Messages.ResponseNotJson(request, clean, Sentence(Kind(response, text))),
            Inner(exception, clean))
        {
            Status = response.StatusCode,
            Request = request.ToString(),
            ResponseBody = text,
            CorrelationId = CorrelationOf(response, null) is { } id ? clean(id) : null,
            Advice = Messages.ProxyMayHaveAnswered,
        };
    }

    /// <summary>The exception for valid JSON that does not match the expected type.</summary>
    public static BcApiException UnexpectedItem(ApiRequest request, string item, JsonException exception, Func<string, string> clean) =>
        new(ErrorCode.UnexpectedResponse, Messages.InvalidResponseFormat(request, clean, exception), Inner(exception, clean))
        {
            Request = request.ToString(),
            ResponseBody = Cut(clean(item)),
        };

    private static string Cut(string text) => text.Length <= MaxBodyLength ? text : text[..MaxBodyLength];

    /// <summary>The error code of the service with its first letter capitalized, as used in error IDs.</summary>
    public static string PascalCase(string code)
    {
        var clean = NotInAnId().Replace(code.Length <= MaxCodeLength ? code : code[..MaxCodeLength], string.Empty);
        return clean.Length == 0 ? "Unknown" : char.ToUpperInvariant(clean[0]) + clean[1..];
    }

    /// <summary>The Admin Center API returns a flat object, OData an object under "error". Gateways return plain text or an empty body.</summary>
    private static (string? Code, string? Message, string? Target, IReadOnlyList<BcAppRequirement> Requirements) ReadEnvelope(byte[] body)
    {
        try
        {
            using var document = ApiJson.Parse(body);
            var root = document.RootElement;
            if (ApiJson.TryGet(root, "error", out var error) && error.ValueKind == JsonValueKind.Object)
                root = error;
            else if (error.ValueKind == JsonValueKind.String)
                return (error.GetString(), ApiJson.Text(root, "error_description") ?? ApiJson.Text(root, "message"), null, []);

            var code = ApiJson.Text(root, "code");
            var message = ApiJson.Text(root, "message");
            if (ApiJson.TryGet(root, "clientError", out var nested) && nested.ValueKind == JsonValueKind.Array)
            {
                var details = nested.EnumerateArray().Select(inner => ApiJson.Text(inner, "message")).Where(
                    detail => !string.IsNullOrWhiteSpace(detail));
                message = string.Join(
                    " ", new[] { message }.Concat(details).Where(part => !string.IsNullOrWhiteSpace(part)).Distinct(StringComparer.Ordinal));
            }

            return (code, message, ApiJson.Text(root, "target"), Requirements(root));
        }
        catch (JsonException)
        {
            var (code, message) = ReadXml(body);
            return (code, message, null, []); // If the body is not an error object, the status and the raw text are reported.
        }
    }

    /// <summary>The gateway in front of the environments returns some errors as XML, with elements for code and message in any namespace.</summary>
    private static (string? Code, string? Message) ReadXml(byte[] body)
    {
        try
        {
            using var text = new StreamReader(new MemoryStream(body), Encoding.UTF8);
            var settings = new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = MaxBodyLength
            };
            using var reader = XmlReader.Create(text, settings);
            var root = XElement.Load(reader);
            return root.Name.LocalName.EndsWith("error", StringComparison.OrdinalIgnoreCase)
                ? (Value(root, "code"), Value(root, "message")) : default;
        }
        catch (XmlException)
        {
            return default;
        }

        static string? Value(XElement root, string name) =>
            root.Descendants().FirstOrDefault(element => element.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value.Trim();
    }

    /// <summary>The samples use "data"; the documented error schema uses "extensionData".</summary>
    private static IReadOnlyList<BcAppRequirement> Requirements(JsonElement envelope)
    {
        foreach (var name in (string[])["data", "extensionData"])
        {
            if (ApiJson.TryGet(envelope, name, out var data) && ApiJson.TryGet(data, "requirements", out var list)
                && list.ValueKind == JsonValueKind.Array)
            {
                return [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(
                    item => item.Deserialize(BcJson.Default.BcAppRequirement)!)];
            }
        }

        return [];
    }

    /// <summary>
    /// The beginning of the response, which can be of any size. Secrets are removed before the text is cut, because a partial secret is not
    /// recognized.
    /// </summary>
    private static string Text(byte[] body, Func<string, string> clean) =>
        Cut(clean(Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MaxBodyLength + MaxSecretLength)))));

    private static Exception? Inner(Exception? exception, Func<string, string> clean) => exception?.ToString() is { } text && clean(text) == text
        ? exception : null;

    private static string Describe(HttpResponseMessage response, string text)
    {
        var status = string.Create(
            CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {response.ReasonPhrase ?? response.StatusCode.ToString()}");
        return text.Length == 0
            ? Messages.ServiceErrorWithoutReason(status) : Messages.ServiceErrorWithContent(status, Sentence(Kind(response, text)));
    }

    private static string Kind(HttpResponseMessage response, string text)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? Messages.NoContentType;
        var title = HtmlTitle().Match(text) is { Success: true } match
            ? $" titled '{OneLine(WebUtility.HtmlDecode(match.Groups["title"].Value))}'" : string.Empty;
        return title.Length > 0 ? Messages.ResponsePageDescription(type, title) : $"{type}: {OneLine(text)}";
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    private static string OneLine(string text)
    {
        var line = PrintableText.Line(Spaces().Replace(text, " ").Trim());
        return line.Length <= 200 ? line : line[..200] + "…";
    }

    /// <summary>The error code of the service, or a code of the module if the service returns none or a different one for the same error.</summary>
    private static ErrorCode CodeOf(string? code, string? message, HttpStatusCode status)
    {
        if (code is { Length: > 0 } && !code.Equals("Unknown", StringComparison.OrdinalIgnoreCase))
        {
            return code.Equals("NoEnvironment", StringComparison.OrdinalIgnoreCase)
                ? ErrorCode.EnvironmentNotFound : ErrorCode.Of(PascalCase(code), status);
        }

        return message is not null && Refusal.IsTemporary(message) ? ErrorCode.ExtensionsChanged : CodeOf(status);
    }

    private static ErrorCode CodeOf(HttpStatusCode status) =>
        ErrorCode.Of(Enum.IsDefined(status) ? status.ToString() : string.Create(CultureInfo.InvariantCulture, $"Http{(int)status}"), status);

    private static string? CorrelationOf(HttpResponseMessage response, string? message)
    {
        // Only ms-correlation-x is used by Microsoft's own clients (admin-center contract, components/headers); the others are common in Azure.
        foreach (var name in (string[])["ms-correlation-x", "x-ms-correlation-id", "x-ms-request-id", "request-id"])
        {
            if (response.Headers.TryGetValues(name, out var values) && values.FirstOrDefault() is { Length: > 0 } value)
                return value;
        }

        return message is not null && CorrelationInText().Match(Cut(message)) is { Success: true } match ? match.Groups["id"].Value : null;
    }

    private static string LostResponse(ApiRequest request) => request.Method == HttpMethod.Get
        ? Messages.RunCommandAgain
        : Messages.CheckStateBeforeRetry;

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;

    [GeneratedRegex(
        @"^/admin/v(?<version>\d+\.\d+)/",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex AdminCenterVersion();

    [GeneratedRegex("[^A-Za-z0-9_]", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex NotInAnId();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Spaces();

    [GeneratedRegex(
        @"<title[^>]{0,100}>(?<title>.{1,200}?)</title>",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex HtmlTitle();

    [GeneratedRegex(
        @"CorrelationId:\s*(?<id>[0-9a-fA-F-]{36})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CorrelationInText();
}
