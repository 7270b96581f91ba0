using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using BcAdmin.Api.AdminCenter;
using BcAdmin.Transport;

namespace BcAdmin.Api;

/// <summary>Sends requests to all APIs through HttpClient, reads the responses, and converts every failure to an exception of the module.</summary>
internal sealed class ApiClient(HttpClient http, CallContext call, BcConnection? connection = null, bool isReadOnly = false)
{
    /// <summary>The time to wait for the names of environments that an error can suggest.</summary>
    private static readonly TimeSpan NamesLimit = TimeSpan.FromSeconds(10);

    private TimeSpan? _ahead;

    /// <summary>The correlation ID that all requests of the cmdlet call share.</summary>
    public string CorrelationId => call.CorrelationId;

    /// <summary>The clock for delays between calls.</summary>
    public TimeProvider Clock => call.Clock;

    /// <summary>The command that connects to the tenant in the same way, for advice.</summary>
    public SuggestedCommand ConnectCommand { get; init; } = Commands.ConnectTenant;

    /// <summary>
    /// The earliest time that the clock of the service can have shown at a local time, based on the Date header of the last response. Without such a
    /// header, the clock of the service is assumed to be at most five minutes behind.
    /// </summary>
    public DateTimeOffset EarliestServiceTime(DateTimeOffset here) => here + (_ahead ?? TimeSpan.FromMinutes(-5));

    /// <summary>Lists items page by page. The next page is requested after the last item of the current page has been consumed.</summary>
    /// <remarks>Accepts an array in "value", a bare array, or a single bare object, because the documentation is inconsistent.</remarks>
    public async IAsyncEnumerable<T> ListAsync<T>(
        ApiRequest request, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ApiRequest? next = request;
        while (next is not null)
        {
            using var page = await ReadPageAsync(next, type, cancellationToken).ConfigureAwait(false);
            if (page is null || ApiJson.IsEmpty(page.RootElement))
                yield break;

            foreach (var item in ApiJson.Items(page.RootElement))
            {
                call.Activity.CountItem();
                yield return Deserialize(item, type, next);
            }

            next = NextPage(page.RootElement, next);
        }
    }

    /// <summary>Gets one object; null if the response is empty (204, or the literal null).</summary>
    public async Task<T?> GetAsync<T>(ApiRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var document = await ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return document is not null && ApiJson.Items(document.RootElement).FirstOrDefault() is { ValueKind: JsonValueKind.Object } single
            ? Deserialize(single, type, request)
            : null;
    }

    /// <summary>Sends a call and ignores the content of the response.</summary>
    public async Task SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await SendCoreAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (request.Method == HttpMethod.Delete && exception is { MayHaveSucceeded: true, IsItemNotFound: true })
        {
            // An earlier attempt, whose response was lost, has already deleted it.
        }
    }

    /// <summary>The raw response, for calls that are not in the contract. The caller disposes it.</summary>
    public Task<HttpResponseMessage> SendRawAsync(ApiRequest request, CancellationToken cancellationToken) =>
        SendCoreAsync(request, cancellationToken);

    /// <summary>The JSON of the response; null if the response is empty.</summary>
    public async Task<JsonDocument?> ReadJsonAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendCoreAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (body.Length == 0)
            return null;

        try
        {
            return ApiJson.Parse(body);
        }
        catch (JsonException exception)
        {
            throw Unexpected(request, response, body, exception);
        }
    }

    /// <summary>The exception for a response that is not valid JSON.</summary>
    public BcApiException Unexpected(ApiRequest request, HttpResponseMessage response, byte[] body, JsonException exception) =>
        ApiErrors.Unexpected(request, response, body, exception, call.Clean);

    /// <summary>The exception for a response that is part of a batch response.</summary>
    public BcApiException FailureOf(ApiRequest request, HttpResponseMessage response, byte[] body) =>
        ApiErrors.FromResponse(request, response, body, call.CorrelationId, attempts: 1, call.Clean, connection);

    /// <summary>The request for the next page. Links to other hosts are rejected so that the token is not sent to them.</summary>
    public static ApiRequest? NextPage(JsonElement page, ApiRequest request)
    {
        // Paging is not documented for the Admin Center API. Next links are followed anyway so that a list is never incomplete.
        if ((ApiJson.Text(page, "@odata.nextLink") ?? ApiJson.Text(page, "nextLink")) is not { Length: > 0 } text)
            return null;

        if (!Uri.TryCreate(request.Address, text, out var address)
            || !Uri.Compare(address, request.Address, UriComponents.SchemeAndServer, UriFormat.Unescaped,
                StringComparison.OrdinalIgnoreCase).Equals(0)
            || address.UserInfo.Length > 0)
        {
            var other = address?.GetLeftPart(UriPartial.Authority) ?? "unreadable";
            throw new BcApiException(ErrorCode.HostNotAllowed, Messages.NextPageAtOtherAddress(other))
            {
                Request = request.ToString(),
            };
        }

        if (address == request.Address)
        {
            throw new BcApiException(ErrorCode.UnexpectedResponse,
                Messages.NextPageRepeatsPage)
            { Request = request.ToString() };
        }

        return request with { Address = address };
    }

    /// <summary>The exception for a change on a read-only connection.</summary>
    /// <param name="what">What is not allowed: an action or a cmdlet.</param>
    /// <param name="connect">The command that connects without -ReadOnly.</param>
    public static BcException ReadOnly(string what, SuggestedCommand connect) =>
        new(ErrorCode.ReadOnlyConnection, Messages.ReadOnlyConnectionRejectsChange(what))
        {
            Advice = Messages.ConnectWithoutReadOnly(connect),
        };

    /// <summary>Reads a page. If the service rejects the filter, the error lists the properties of the items.</summary>
    private async Task<JsonDocument?> ReadPageAsync(ApiRequest request, JsonTypeInfo type, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (BcApiException exception) when (exception.Is(ErrorCode.BadRequest_NotFound)
            && request.Address.Query.Contains("$filter", StringComparison.OrdinalIgnoreCase))
        {
            throw exception.With(advice: Messages.CheckFilter(type.Properties.Where(IsOfService).Select(property => property.Name)));
        }

        // The others are set by the module: the origin of the object, and values that are derived from it.
        static bool IsOfService(JsonPropertyInfo property) => property is { Set: not null, IsExtensionData: false }
            && property.Name is not ("tenantId" or "environmentName" or "applicationFamily") && !property.Name.StartsWith('@');
    }

    private async Task<HttpResponseMessage> SendCoreAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (isReadOnly && !request.IsRead)
            throw ReadOnly(call.Command ?? $"{request}", ConnectCommand);
        using var message = new HttpRequestMessage(request.Method, request.Address) { Content = request.Content?.Invoke() };
        await RejectReplacementCharactersAsync(message, cancellationToken).ConfigureAwait(false);
        message.Headers.TryAddWithoutValidation(Wire.CorrelationHeader, call.CorrelationId);
        foreach (var (name, value) in request.Headers)
            Add(message.Headers, name, value);
        message.Options.Set(Wire.Log, line => call.Log(call.Clean(line)));
        message.Options.Set(Wire.Secret, call.Hide);
        using var step = call.Activity.Begin(ActivityKind.Call, () => Messages.CallInProgress(connection?.Name, request));
        message.Options.Set(Wire.Waits, wait => step.SetWait(wait, call.Clock.GetTimestamp()));
        foreach (var secret in request.Secrets)
            call.Hide(secret);
        if (request.Repeatable is { } repeatable)
            message.Options.Set(Wire.Repeatable, repeatable);
        if (request.Once)
            message.Options.Set(Wire.Once, true);

        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.Headers.Date is { } date)
                _ahead = date - call.Clock.GetUtcNow() - TimeSpan.FromSeconds(1); // The header has whole seconds only.
            if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType is not "text/html")
                return response;

            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                // An HTML page comes from a proxy or gateway, not from the API.
                throw ApiErrors.Unexpected(request, response, body, exception: null, call.Clean);
            var failure = ToFailure();
            var isNameWrong = failure.Is(ErrorCode.EnvironmentNotFound) && !request.Once;
            throw isNameWrong && await ReadEnvironmentNamesAsync(cancellationToken).ConfigureAwait(false) ? ToFailure() : failure;

            BcApiException ToFailure() => ApiErrors.FromResponse(
                request, response, body, call.CorrelationId, Attempts(message), call.Clean, connection, MayHaveSucceeded(message));
        }
        catch (WireException exception)
        {
            response?.Dispose();
            throw WireErrors.Map(exception, ConnectCommand);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TimeoutException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            response?.Dispose();
            throw ApiErrors.NoResponse(request, exception, call.CorrelationId, Attempts(message), call.Clean);
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Lists the environments, once per connection, so that an error can suggest a similar name. Returns false if they were listed before or cannot
    /// be read in time.
    /// </summary>
    private async Task<bool> ReadEnvironmentNamesAsync(CancellationToken cancellationToken)
    {
        if (connection?.Environments?.BeginList() != true)
            return false;
        using var limit = new CancellationTokenSource(NamesLimit, Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await new AdminCenterClient(connection, this).ReadNamesAsync(stop.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is BcException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            call.Log(call.Clean(Messages.EnvironmentNamesNotRead(exception)));
            return false;
        }
    }

    /// <summary>
    /// Rejects text that contains U+FFFD, which replaces a character that could not be decoded. Such a name or address is never the intended one.
    /// </summary>
    private static async Task RejectReplacementCharactersAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        if (message.Method == HttpMethod.Get)
            return;
        var isText = message.Content is ByteArrayContent && message.Content.Headers.ContentType?.MediaType is { } type
            && (type.Contains("json", StringComparison.OrdinalIgnoreCase) || type.StartsWith("text/", StringComparison.OrdinalIgnoreCase));
        var body = isText ? await message.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false) : [];
        if (!message.RequestUri!.AbsoluteUri.Contains("%EF%BF%BD", StringComparison.OrdinalIgnoreCase) && !ApiJson.HasReplacementCharacter(body))
            return;
        throw new BcException(
            ErrorCode.InvalidArgument,
            Messages.RequestContainsReplacementCharacter(message))
        {
            Advice = Messages.ReadTextInOriginalEncoding,
        };
    }

    /// <summary>Adds a header, or fails if .NET would omit or change its value.</summary>
    private static void Add(HttpRequestHeaders headers, string name, string value)
    {
        if (!value.All(letter => letter is >= ' ' and <= '~' or '\t') || !headers.TryAddWithoutValidation(name, value))
        {
            throw new BcException(
                ErrorCode.InvalidArgument,
                Messages.InvalidRequestHeader(name))
            {
                Target = name,
            };
        }
    }

    private static bool MayHaveSucceeded(HttpRequestMessage message) => message.Options.TryGetValue(Wire.MayHaveSucceeded, out var done) && done;

    private static int Attempts(HttpRequestMessage message) => message.Options.TryGetValue(Wire.Attempts, out var attempts) ? attempts : 1;

    private T Deserialize<T>(JsonElement item, JsonTypeInfo<T> type, ApiRequest request)
    {
        try
        {
            return item.Deserialize(type) ?? throw new JsonException(Messages.ItemIsNull);
        }
        catch (JsonException exception)
        {
            throw ApiErrors.UnexpectedItem(request, item.GetRawText(), exception, call.Clean);
        }
    }
}
