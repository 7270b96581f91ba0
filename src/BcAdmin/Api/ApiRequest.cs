using System.Net.Http.Headers;
using System.Text.Json.Serialization.Metadata;

namespace BcAdmin.Api;

/// <summary>One call, before it is sent. Content comes from a function, so that a request can be sent again.</summary>
internal sealed record ApiRequest(ServiceApi Api, HttpMethod Method, Uri Address)
{
    /// <summary>The operation of the contract; null for a call that the contract does not know.</summary>
    public string? OperationId { get; init; }

    /// <summary>What it is about. Read from the address where the client does not know it.</summary>
    public CallSubject Subject
    {
        get => field ??= CallSubject.Of(Api, Address);
        init;
    }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public Func<HttpContent>? Content { get; init; }

    /// <summary>Parts of it that no error and no log may show; the token is not among them, and is not shown either.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Says that sending it twice does no harm. Null: as its method has it.</summary>
    public bool? Repeatable { get; init; }

    /// <summary>Changes nothing: true for GET, HEAD, and OPTIONS, and where the documentation reads with another method.</summary>
    public bool IsRead
    {
        get => field || Method == HttpMethod.Get || Method == HttpMethod.Head || Method == HttpMethod.Options;
        init;
    }

    /// <summary>Not to be retried at all: the caller looks again by itself.</summary>
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

    /// <summary>The same call, whose repetition changes nothing more: it says what shall be, not what shall be done.</summary>
    public ApiRequest AsRepeatable() => this with { Repeatable = true };

    public ApiRequest WithHeader(string name, string value) => this with { Headers = [.. Headers, (name, value)] };

    /// <summary>Method and path, without the host.</summary>
    public override string ToString() => $"{Method} {Address.AbsolutePath}";
}
