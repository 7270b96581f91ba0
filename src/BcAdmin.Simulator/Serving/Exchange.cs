using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace BcAdmin.Simulator.Serving;

/// <summary>One HTTP request, read completely, with the world that it applies to.</summary>
internal sealed class Exchange
{
    private Exchange(HttpContext http, SimulatedService simulator, World world, string rawPath, byte[] body, IReadOnlyList<FormPart>? parts)
    {
        Http = http;
        Simulator = simulator;
        World = world;
        RawPath = rawPath;
        Segments = [.. rawPath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        Body = body;
        BodyLength = body.Length;
        Parts = parts;
    }

    public HttpContext Http { get; }

    public HttpRequest Request => Http.Request;

    public SimulatedService Simulator { get; }

    public World World { get; }

    /// <summary>The path as it was sent, with its escapes.</summary>
    public string RawPath { get; }

    /// <summary>Path segments, unescaped.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>The body; empty for a file, which <see cref="OpenContent"/> returns.</summary>
    public byte[] Body { get; }

    public long BodyLength { get; private init; }

    /// <summary>The parts of a multipart body; null if the body is not multipart, or is not valid.</summary>
    public IReadOnlyList<FormPart>? Parts { get; }

    /// <summary>The correlation ID of the service; returned as ms-correlation-x.</summary>
    public Guid CorrelationId { get; } = Guid.NewGuid();

    /// <summary>Whether the call is part of a batch.</summary>
    public bool IsInBatch { get; private init; }

    /// <summary>Whether a commit has ended the transaction of the call, so that its changes are kept.</summary>
    public bool HasCommitted { get; set; }

    /// <summary>Scheme and authority of the request, without a slash at the end.</summary>
    public string BaseAddress => $"{Request.Scheme}://{Request.Host}";

    /// <summary>Binds a parameter of an endpoint.</summary>
    public static ValueTask<Exchange?> BindAsync(HttpContext http) => ValueTask.FromResult<Exchange?>(Of(http));

    /// <summary>The exchange that was read for a request.</summary>
    public static Exchange Of(HttpContext http) => http.Features.GetRequiredFeature<Exchange>();

    public static async Task<Exchange> ReadAsync(HttpContext http, SimulatedService simulator)
    {
        // The decoded Path does not show an escaped slash, so the segments are read from the raw target.
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (Uri.TryCreate(target, UriKind.Absolute, out var absolute) && !target.StartsWith('/'))
            target = absolute.PathAndQuery;

        if (IsFile(http.Request))
        {
            // A file may have the maximum size of the service, so it is stored on disk and deleted with the request.
            http.Request.EnableBuffering();
            await http.Request.Body.DrainAsync(http.RequestAborted);
            return new Exchange(http, simulator, simulator.World, target.Split('?')[0], [], parts: null) { BodyLength = http.Request.Body.Length };
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return new Exchange(http, simulator, simulator.World, target.Split('?')[0], body.ToArray(), await ReadPartsAsync(http.Request, body));
    }

    /// <summary>A request in the body of this one: from the same caller to the same world.</summary>
    /// <param name="headers">Its own headers. The caller and the language are those of this request.</param>
    public Exchange Within(string method, string target, IEnumerable<KeyValuePair<string, string>> headers, JsonNode? body)
    {
        var path = target.Split('?')[0];
        var http = new DefaultHttpContext { RequestAborted = Http.RequestAborted };
        var request = http.Request;
        request.Method = method;
        request.Scheme = Request.Scheme;
        request.Host = Request.Host;
        request.Path = new PathString(Uri.UnescapeDataString(path));
        request.QueryString = new QueryString(target[path.Length..]);
        foreach (var name in (string[])[HeaderNames.AcceptLanguage, HeaderNames.UserAgent, "x-ms-client-request-id"])
            request.Headers[name] = Request.Headers[name];
        foreach (var (name, value) in headers)
            request.Headers[name] = value;
        request.Headers.Authorization = Request.Headers.Authorization;
        var content = body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body);
        return new Exchange(http, Simulator, World, path, content, parts: null) { IsInBatch = true };
    }

    private static async Task<IReadOnlyList<FormPart>?> ReadPartsAsync(HttpRequest request, MemoryStream body)
    {
        if (!HasType(request, "multipart/form-data", out var type)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            return null;
        }

        body.Position = 0;
        var reader = new MultipartReader(boundary, body);
        var parts = new List<FormPart>();
        try
        {
            while (await reader.ReadNextSectionAsync() is { } section)
            {
                if (section.GetContentDispositionHeader() is not { } disposition)
                    return null;

                using var content = new MemoryStream();
                await section.Body.CopyToAsync(content);
                var fileName = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                parts.Add(new FormPart(name, HeaderUtilities.RemoveQuotes(fileName).Value, content.ToArray()));
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return null;
        }

        return parts;
    }

    /// <summary>The body from its start, in any format.</summary>
    public Stream OpenContent()
    {
        if (!IsFile(Request) || IsInBatch)
            return new MemoryStream(Body, writable: false);

        Request.Body.Position = 0;
        return Request.Body;
    }

    private static bool IsFile(HttpRequest request) => HasType(request, "application/octet-stream", out _);

    private static bool HasType(HttpRequest request, string mediaType, [NotNullWhen(true)] out MediaTypeHeaderValue? type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out type) && type.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase);

    public bool SegmentIs(int index, string expected) =>
        index < Segments.Count && string.Equals(Segments[index], expected, StringComparison.OrdinalIgnoreCase);

    /// <summary>The body as JSON; null if there is none.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public JsonNode? ReadJson()
    {
        // Some clients begin a text with a byte order mark.
        var text = Body.AsSpan(Body.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
        if (text.IsEmpty)
            return null;

        var json = JsonNode.Parse(text);
        try
        {
            Visit(json);
        }
        catch (ArgumentException error)
        {
            throw new JsonException($"A property is duplicated: {error.Message}", error);
        }

        return json;

        // Objects are parsed on access, so a duplicate property is detected only then.
        static void Visit(JsonNode? node)
        {
            var children = node switch
            {
                JsonObject item => item.Select(member => member.Value),
                JsonArray list => list,
                _ => [],
            };
            foreach (var child in children)
                Visit(child);
        }
    }
}

/// <summary>One part of a multipart body.</summary>
internal sealed record FormPart(string Name, string? FileName, byte[] Content);
