namespace BcAdmin.Simulator.Automation;

/// <summary>
/// $batch in its JSON form: up to 100 calls in one request, processed one after another. They are independent unless <c>Isolation: snapshot</c> makes
/// them one transaction: then the first failure undoes all calls before it, although their responses still show success, and ends the batch.
/// </summary>
internal static class Batch
{
    public const string Itself = "postBatch";

    [Operation(Itself)]
    public static Reply PostBatch(Call call)
    {
        var isSnapshot = string.Equals(call.Header("Isolation")?.Trim(), "snapshot", StringComparison.OrdinalIgnoreCase);
        var prefersToContinue = call.Header("Prefer")?.Contains("continue-on-error", StringComparison.OrdinalIgnoreCase) == true;
        var stops = isSnapshot || (call.Settings.BatchStopsAtFirstError && !prefersToContinue);
        var requests = call.Body["requests"]!.AsArray().Select(request => request!.AsObject()).ToList();
        CheckIds(requests);

        var undo = call.Environment.Checkpoint();
        var failed = new HashSet<string>(StringComparer.Ordinal);
        var responses = new JsonArray();
        foreach (var request in requests)
        {
            var (reply, committed) = Dependencies(request).Any(failed.Contains)
                ? (Refuse(call, new Refusal(424, "BadRequest", "A request that this one depends on has failed.")), false)
                : Run(call, request);
            responses.Add(Write(request, reply));
            if (committed)
                undo = call.Environment.Checkpoint();
            if (reply.Status < 400)
                continue;

            if (request["id"] is { } id)
                failed.Add(id.GetValue<string>());
            if (isSnapshot)
                undo();
            if (stops)
                break;
        }

        return Reply.Ok(new JsonObject { ["responses"] = responses });
    }

    /// <summary>The number of calls in a batch; 1 for a body that cannot be read, which is rejected later.</summary>
    public static int Count(Exchange exchange)
    {
        try
        {
            return exchange.ReadJson() is JsonObject body && body["requests"] is JsonArray { Count: > 0 } requests ? requests.Count : 1;
        }
        catch (JsonException)
        {
            return 1;
        }
    }

    private static void CheckIds(List<JsonObject> requests)
    {
        var before = new HashSet<string>(StringComparer.Ordinal);
        foreach (var request in requests)
        {
            if (request["atomicityGroup"] is not null)
                throw AutomationError.BadRequest("Change sets are not supported. Use the header Isolation: snapshot.");
            if (Dependencies(request).FirstOrDefault(id => !before.Contains(id)) is { } unknown)
                throw AutomationError.BadRequest($"dependsOn names '{unknown}', which is not the ID of an earlier request of the batch.");
            if (request["id"] is { } id && !before.Add(id.GetValue<string>()))
                throw AutomationError.BadRequest($"The ID '{id}' is used twice in the batch.");
        }
    }

    private static IEnumerable<string> Dependencies(JsonObject request) =>
        request["dependsOn"] is JsonArray ids ? ids.OfType<JsonValue>().Select(id => id.ToString()) : [];

    private static (Reply Reply, bool Committed) Run(Call call, JsonObject request)
    {
        if (Target(call, request["url"]!.GetValue<string>()) is not { } target)
        {
            var refusal = AutomationError.BadRequest($"'{request["url"]}' does not belong to the service that the batch was sent to.");
            return (Refuse(call, refusal), false);
        }

        var headers = (request["headers"] as JsonObject ?? []).Select(header => KeyValuePair.Create(header.Key, header.Value?.ToString() ?? ""));
        var inner = call.Exchange.Within(request["method"]!.GetValue<string>(), target, headers, request["body"]);
        var destination = inner.Simulator.Route(inner);
        return destination.OperationId == Itself
            ? (Refuse(call, AutomationError.BadRequest("A batch cannot contain a batch.")), false)
            : (RequestHandler.ServeWithin(inner, destination), inner.HasCommitted);
    }

    /// <summary>
    /// Path and query of an address that is absolute, begins at the host, or is relative to the folder of $batch; null for other hosts.
    /// </summary>
    private static string? Target(Call call, string url)
    {
        var exchange = call.Exchange;
        var root = exchange.RawPath[..(exchange.RawPath.TrimEnd('/').LastIndexOf('/') + 1)];
        if (Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https")
        {
            if (!string.Equals(absolute.Authority, exchange.Request.Host.Value, StringComparison.OrdinalIgnoreCase))
                return null;
            url = absolute.PathAndQuery;
        }

        var target = url.StartsWith('/') ? url : root + url;
        return target.StartsWith(root, StringComparison.OrdinalIgnoreCase) ? target : null;
    }

    private static Reply Refuse(Call call, Refusal refusal) => AutomationServer.WriteError(call.Exchange, refusal);

    private static JsonObject Write(JsonObject request, Reply reply)
    {
        var headers = new JsonObject();
        if (reply.Body.Length > 0)
            headers["content-type"] = reply.Json is null ? reply.ContentType : "application/json; odata.metadata=minimal";
        foreach (var (name, value) in reply.Headers)
            headers[name.ToLowerInvariant()] = value;

        var response = new JsonObject { ["id"] = request["id"]?.DeepClone(), ["status"] = reply.Status, ["headers"] = headers };
        if (reply.Body.Length > 0)
            response["body"] = reply.Json?.DeepClone() ?? System.Text.Encoding.UTF8.GetString(reply.Body);
        return response;
    }
}
