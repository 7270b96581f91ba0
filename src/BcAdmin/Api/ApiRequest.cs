using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;

namespace BcAdmin.Api;

/// <summary>One call to be sent. The content comes from a function so that the request can be repeated.</summary>
internal sealed record ApiRequest(ServiceApi Api, HttpMethod Method, Uri Address)
{
    /// <summary>The contract operation; null for a call that is not in the contract.</summary>
    public string? OperationId { get; init; }

    /// <summary>The objects that the call refers to. Read from the URL if the client does not set them.</summary>
    public CallSubject Subject
    {
        get => field ??= CallSubject.Of(Api, Address);
        init;
    }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public Func<HttpContent>? Content { get; init; }

    /// <summary>Parts of the request that must not appear in errors or logs. The token is always hidden and is not listed here.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Whether the call can be repeated safely; null if this follows from its method.</summary>
    public bool? Repeatable { get; init; }

    /// <summary>Whether the call changes nothing: GET, HEAD, OPTIONS, and calls that are documented to read with another method.</summary>
    public bool IsRead
    {
        get => field || Method == HttpMethod.Get || Method == HttpMethod.Head || Method == HttpMethod.Options;
        init;
    }

    /// <summary>Whether the call is sent only once, because the caller polls.</summary>
    public bool Once { get; init; }

    public static ApiRequest Get(ServiceApi api, Uri address) => new(api, HttpMethod.Get, address);

    public ApiRequest WithJson<T>(T body, JsonTypeInfo<T> type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        return this with
        {
            Content = () => new ByteArrayContent(bytes)
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" } },
            },
        };
    }

    /// <summary>Marks the call as idempotent.</summary>
    public ApiRequest AsRepeatable() => this with { Repeatable = true };

    public ApiRequest WithHeader(string name, string value) => this with { Headers = [.. Headers, (name, value)] };

    /// <summary>The method and the path, without the host.</summary>
    public override string ToString() => $"{Method} {Address.AbsolutePath}";
}
