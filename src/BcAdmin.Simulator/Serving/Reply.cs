namespace BcAdmin.Simulator.Serving;

/// <summary>An answer before it goes to the wire, so that faults can still spoil it.</summary>
internal sealed class Reply(int status) : IResult
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Status { get; } = status;

    public string? ContentType { get; init; }

    public byte[] Body { get; init; } = [];

    /// <summary>The body as JSON while it is one that may still be shaped; <see cref="Body"/> is what goes out.</summary>
    public JsonNode? Json { get; private init; }

    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What an endpoint of ASP.NET Core answers. Its headers stay in the response.</summary>
    public static async Task<Reply> CaptureAsync(HttpContext http, RequestDelegate endpoint)
    {
        var (response, wire) = (http.Response, http.Response.Body);
        using var body = new MemoryStream();
        response.Body = body;
        try
        {
            await endpoint(http);
        }
        finally
        {
            response.Body = wire;
            response.ContentLength = null;
        }

        return new Reply(response.StatusCode) { ContentType = response.ContentType, Body = body.ToArray() };
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        WriteHead(httpContext.Response);
        if (Body.Length == 0)
            return;

        httpContext.Response.ContentLength = Body.Length;
        await httpContext.Response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }

    /// <summary>Everything but the body and its length.</summary>
    public void WriteHead(HttpResponse response)
    {
        response.StatusCode = Status;
        foreach (var (name, value) in Headers)
            response.Headers[name] = value;
        if (Body.Length > 0)
            response.ContentType = ContentType;
    }

    public static Reply Ok(JsonNode json) => Of(200, json);

    public static Reply Created(JsonNode json) => Of(201, json);

    public static Reply Accepted(JsonNode json) => Of(202, json);

    public static Reply NoContent() => new(204);

    /// <summary>200 without a body.</summary>
    public static Reply Empty() => new(200);

    /// <summary>The JSON literal null.</summary>
    public static Reply Null() => Of(200, null);

    /// <summary>A list as nearly every operation wraps it.</summary>
    public static Reply List(IEnumerable<JsonNode> rows) => Ok(new JsonObject { ["value"] = new JsonArray([.. rows]) });

    public static Reply Of(int status, JsonNode? json, Dictionary<string, string>? headers = null) => new(status)
    {
        Headers = headers ?? new(StringComparer.OrdinalIgnoreCase),
        Json = json,
        ContentType = "application/json; charset=utf-8",
        Body = JsonSerializer.SerializeToUtf8Bytes(json, Plain),
    };

    /// <summary>A refusal, in the shape that the area gives it.</summary>
    public static Reply Of(Refusal refusal, JsonNode json) => Of(refusal.Status, json, refusal.Headers);

    /// <summary>The same answer with a member that no contract names in every object, as a newer service may send.</summary>
    public Reply WithExtraMembers()
    {
        if (Json is null)
            return this;

        var json = Json.DeepClone();
        Extend(json);
        return Of(Status, json, Headers);

        static void Extend(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject item:
                    foreach (var (_, value) in item.ToList())
                        Extend(value);
                    item["simulatorExtra"] = new JsonObject { ["note"] = "Not in the contract; clients must ignore it." };
                    break;
                case JsonArray list:
                    foreach (var entry in list)
                        Extend(entry);
                    break;
            }
        }
    }

    /// <summary>The same answer under another status; one that has no body loses it.</summary>
    public Reply WithStatus(int status) => Json is null || status == 204 ? new Reply(status) { Headers = Headers } : Of(status, Json, Headers);

    /// <summary>The same answer with every property name begun in lower or upper case.</summary>
    public Reply WithNames(Func<char, char> first)
    {
        return Json is null ? this : Of(Status, Renamed(Json), Headers);

        string Rename(string name) => first(name[0]) + name[1..];

        JsonNode? Renamed(JsonNode? node) => node switch
        {
            JsonObject item => new JsonObject(item.Select(member => KeyValuePair.Create(Rename(member.Key), Renamed(member.Value)))),
            JsonArray list => new JsonArray([.. list.Select(Renamed)]),
            _ => node?.DeepClone(),
        };
    }

    public static Reply Text(int status, string contentType, string text) => new(status)
    {
        ContentType = contentType,
        Body = System.Text.Encoding.UTF8.GetBytes(text),
    };
}

/// <summary>A call that is refused. Each area writes it in its own error shape.</summary>
internal sealed class Refusal(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>400 invalidInput of the Admin Center API.</summary>
    public static Refusal InvalidInput(string target, string message) => new(400, "invalidInput", message) { Target = target };

    /// <summary>The part of the request at fault, where the service names it.</summary>
    public string? Target { get; init; }

    /// <summary>Whether the call failed before the API itself looked at it: then the body is not the API's own envelope.</summary>
    public bool BeforeApi { get; init; }

    /// <summary>Apps that have to be handled first, for refused app operations.</summary>
    public JsonArray? Requirements { get; init; }

    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);
}
