namespace BcAdmin.Simulator.Serving;

/// <summary>A response before it is sent, so that faults can still change it.</summary>
internal sealed class Reply(int status) : IResult
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Status { get; } = status;

    public string? ContentType { get; init; }

    public byte[] Body { get; init; } = [];

    /// <summary>The body as JSON while it can still be changed; <see cref="Body"/> is what is sent.</summary>
    public JsonNode? Json { get; private init; }

    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The response of an ASP.NET Core endpoint, which has already set its headers.</summary>
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

    /// <summary>Everything except the body and its length.</summary>
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

    /// <summary>A list in the envelope that nearly every operation uses.</summary>
    public static Reply List(IEnumerable<JsonNode> rows) => Ok(new JsonObject { ["value"] = new JsonArray([.. rows]) });

    public static Reply Of(int status, JsonNode? json, Dictionary<string, string>? headers = null) => new(status)
    {
        Headers = headers ?? new(StringComparer.OrdinalIgnoreCase),
        Json = json,
        ContentType = "application/json; charset=utf-8",
        Body = JsonSerializer.SerializeToUtf8Bytes(json, Plain),
    };

    /// <summary>An error, in the format of the area.</summary>
    public static Reply Of(Refusal refusal, JsonNode json) => Of(refusal.Status, json, refusal.Headers);

    /// <summary>The same response with an additional member that is not in the contract in every object, as a newer service may send it.</summary>
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

    /// <summary>The same response with another status; without a body if the status does not allow one.</summary>
    public Reply WithStatus(int status) => Json is null || status == 204 ? new Reply(status) { Headers = Headers } : Of(status, Json, Headers);

    /// <summary>The same response with all property names in camelCase or PascalCase.</summary>
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

/// <summary>A call that is rejected. Each area writes it in its own error format.</summary>
internal sealed class Refusal(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>400 invalidInput of the Admin Center API.</summary>
    public static Refusal InvalidInput(string target, string message) => new(400, "invalidInput", message) { Target = target };

    /// <summary>The part of the request that caused the error, if the service returns it.</summary>
    public string? Target { get; init; }

    /// <summary>Whether the call failed before the API processed it: then the body does not have the format of the API.</summary>
    public bool BeforeApi { get; init; }

    /// <summary>Apps that must be processed first, for rejected app operations.</summary>
    public JsonArray? Requirements { get; init; }

    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);
}
