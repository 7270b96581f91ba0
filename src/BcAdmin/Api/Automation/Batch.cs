namespace BcAdmin.Api.Automation;

internal sealed partial class AutomationClient
{
    /// <summary>The maximum number of calls in a batch (operational limits).</summary>
    public const int MaxBatchSize = 100;

    /// <summary>
    /// postBatch. The calls run sequentially, and the batch has a time limit of 8 minutes. In a transaction (Isolation: snapshot), one failure undoes
    /// all changes, although the earlier responses report success. Any status of 400 or more means that nothing was changed.
    /// </summary>
    /// <returns>The responses by call ID. The service can omit the responses after a failure.</returns>
    public async Task<IReadOnlyDictionary<string, BatchResponse>> SendBatchAsync(
        IReadOnlyList<BatchCall> calls, bool isTransaction, CancellationToken cancellationToken)
    {
        var request = Post("postBatch", "$batch").WithJson(new BatchRequest([.. calls.Select(WithContentType)]), BcJson.Default.BatchRequest) with
        {
            Repeatable = calls.All(call => call.Method == "GET"),
            IsRead = calls.All(call => call.Method == "GET"),
        };
        // The header is part of the OData standard. The documentation of Business Central does not mention it.
        request = isTransaction ? request.WithHeader("Isolation", "snapshot") : request.WithHeader("Prefer", "odata.continue-on-error");

        var answers = await ReadAsync(request, BcJson.Default.BatchResponses, cancellationToken).ConfigureAwait(false);
        var byId = new Dictionary<string, BatchResponse>(StringComparer.Ordinal);
        foreach (var (answer, place) in (answers.Responses ?? []).Select((answer, place) => (answer, place)))
        {
            // If a response cannot be matched to its call, the other responses cannot be trusted either.
            if (answer is not { Status: >= 100 and <= 599 } || (answer.Id ?? calls.ElementAtOrDefault(place)?.Id) is not { } id
                || !byId.TryAdd(id, answer))
            {
                throw new BcApiException(ErrorCode.UnexpectedResponse,
                    Messages.BatchResponseMismatch(request))
                { Request = request.ToString() };
            }
        }

        return byId;
    }

    /// <summary>Sends one call of a batch individually. It is not retried after a lost response; the caller checks the result.</summary>
    /// <exception cref="BcApiException">The call failed.</exception>
    public async Task<BatchResponse> SendSingleAsync(BatchCall call, CancellationToken cancellationToken)
    {
        var request = RequestOf(call,
            Url(call.Url)) with
        { Repeatable = false, Headers = [.. (call.Headers ?? NoHeaders).Select(header => (header.Key, header.Value))] };
        if (call.Body is { } body)
            request = request.WithJson(body, BcJson.Default.JsonElement);
        using var answer = await Api.ReadJsonAsync(request, cancellationToken).ConfigureAwait(false);
        return new BatchResponse(call.Id, Status: 200, Headers: null, answer?.RootElement.Clone());
    }

    /// <summary>The exception for a failed call of a batch, identical to that of an individual call.</summary>
    public BcApiException FailureOf(BatchCall call, BatchResponse answer)
    {
        var root = Url(string.Empty);
        var request = RequestOf(call, Uri.TryCreate(root, call.Url, out var address) ? address : root);
        var body = answer.Body is { } json ? System.Text.Encoding.UTF8.GetBytes(json.GetRawText()) : [];
        using var response = new HttpResponseMessage((System.Net.HttpStatusCode)answer.Status) { Content = new ByteArrayContent(body) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        foreach (var (name, value) in answer.Headers ?? NoHeaders)
            response.Headers.TryAddWithoutValidation(name, value);
        return Api.FailureOf(request, response, body);
    }

    private ApiRequest RequestOf(BatchCall call, Uri address)
    {
        var request = new ApiRequest(ServiceApi.Environment, new HttpMethod(call.Method), address);
        return request with { Subject = request.Subject with { Environment = _environment } };
    }

    private static BatchCall WithContentType(BatchCall call)
    {
        if (call.Body is null)
            return call;
        var headers = new Dictionary<string, string>(call.Headers ?? NoHeaders, StringComparer.OrdinalIgnoreCase);
        headers.TryAdd("Content-Type", "application/json");
        return call with { Headers = headers };
    }

    private static readonly Dictionary<string, string> NoHeaders = [];
}
