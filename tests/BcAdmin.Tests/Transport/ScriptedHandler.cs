using System.Net;

namespace BcAdmin.Tests.Transport;

/// <summary>One request as the network has received it.</summary>
internal sealed record Sent(string Method, Uri Address, string? Authorization, string? Body)
{
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>Replaces the network: responds as the test specifies, and fails a request that the test does not expect.</summary>
internal sealed class ScriptedHandler : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _script = new();
    private readonly List<Sent> _sent = [];

    public IReadOnlyList<Sent> Sent
    {
        get
        {
            lock (_sent)
                return [.. _sent];
        }
    }

    public List<TrackedResponse> Answers { get; } = [];

    public ScriptedHandler Answer(HttpStatusCode status, Action<HttpResponseMessage>? adjust = null, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            _script.Enqueue((_, _) =>
            {
                var response = new TrackedResponse(status) { Content = new StringContent("{}") };
                adjust?.Invoke(response);
                Answers.Add(response);
                return Task.FromResult<HttpResponseMessage>(response);
            });
        }

        return this;
    }

    public ScriptedHandler Fail(Exception exception, int times = 1)
    {
        for (var i = 0; i < times; i++)
            _script.Enqueue((_, _) => Task.FromException<HttpResponseMessage>(exception));
        return this;
    }

    public ScriptedHandler Do(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> step, int times = 1)
    {
        for (var i = 0; i < times; i++)
            _script.Enqueue(step);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? null : await ReadLikeTheWireAsync(request.Content);
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>? step;
        lock (_sent)
        {
            _sent.Add(new Sent(request.Method.Method, request.RequestUri!, request.Headers.Authorization?.ToString(), body)
            {
                Headers = request.Headers.ToDictionary(
                    header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase),
            });
            if (!_script.TryDequeue(out step))
                throw new InvalidOperationException($"The test does not expect request {_sent.Count}: {request.Method} {request.RequestUri}");
        }

        return await step(request, cancellationToken);
    }

    // Copying, unlike reading as a string, buffers nothing: a stream that was read cannot be read again.
    private static async Task<string> ReadLikeTheWireAsync(HttpContent content)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        return System.Text.Encoding.UTF8.GetString(copy.ToArray());
    }
}

internal sealed class TrackedResponse(HttpStatusCode status) : HttpResponseMessage(status)
{
    public bool IsDisposed { get; private set; }

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
