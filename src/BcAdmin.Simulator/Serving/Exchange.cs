using System.Text.Json;
using System.Text.Json.Nodes;
using BcAdmin.Simulator.State;
using Microsoft.AspNetCore.Http.Features;

namespace BcAdmin.Simulator.Serving;

/// <summary>One HTTP request, read in full, with the world that it meets.</summary>
internal sealed class Exchange
{
    private Exchange(HttpContext http, SimulatedService simulator, World world, string rawPath, byte[] body)
    {
        Http = http;
        Simulator = simulator;
        World = world;
        RawPath = rawPath;
        Segments = [.. rawPath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        Body = body;
    }

    public HttpContext Http { get; }

    public HttpRequest Request => Http.Request;

    public SimulatedService Simulator { get; }

    public World World { get; }

    /// <summary>The path as it was sent, escapes and all.</summary>
    public string RawPath { get; }

    /// <summary>Path segments, unescaped.</summary>
    public IReadOnlyList<string> Segments { get; }

    public byte[] Body { get; }

    /// <summary>The id under which the service would find the call again; goes out as ms-correlation-x.</summary>
    public Guid CorrelationId { get; } = Guid.NewGuid();

    /// <summary>Scheme and authority as the caller addressed them, without a slash at the end.</summary>
    public string BaseAddress => $"{Request.Scheme}://{Request.Host}";

    public static async Task<Exchange> ReadAsync(HttpContext http, SimulatedService simulator)
    {
        // The decoded Path would hide an escaped slash, so the segments are cut from the raw target.
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (Uri.TryCreate(target, UriKind.Absolute, out var absolute) && !target.StartsWith('/'))
            target = absolute.PathAndQuery;

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return new Exchange(http, simulator, simulator.World, target.Split('?')[0], body.ToArray());
    }

    public bool SegmentIs(int index, string expected) =>
        index < Segments.Count && string.Equals(Segments[index], expected, StringComparison.OrdinalIgnoreCase);

    /// <summary>The body as JSON; null if there is none.</summary>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public JsonNode? ReadJson() => Body.Length == 0 ? null : JsonNode.Parse(Body);
}
