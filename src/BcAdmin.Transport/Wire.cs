namespace BcAdmin.Transport;

/// <summary>
/// One connection's way to the service. <see cref="Handler"/> does retry → pacing → authentication → wire.
/// </summary>
/// <remarks>
/// The module tells the handler about a call through <see cref="HttpRequestMessage.Options"/>, with keys of BCL types:
/// <see cref="Log"/>, <see cref="Repeatable"/>; and reads <see cref="Attempts"/> from the same request afterwards.
/// </remarks>
public sealed class Wire : IDisposable
{
    /// <summary>Takes one line an attempt: method, path, status, time, correlation id, attempt; and waits. Never a token. Any thread.</summary>
    public static readonly HttpRequestOptionsKey<Action<string>> Log = new("BcAdmin.Log");

    /// <summary>True where sending the call twice does no harm. Default: true for GET, HEAD and OPTIONS.</summary>
    public static readonly HttpRequestOptionsKey<bool> Repeatable = new("BcAdmin.Repeatable");

    /// <summary>How often the call was sent.</summary>
    public static readonly HttpRequestOptionsKey<int> Attempts = new("BcAdmin.Attempts");

    /// <summary>Header that carries the correlation id of the cmdlet call on every request.</summary>
    public const string CorrelationHeader = "x-ms-client-request-id";

    public static Wire Open(WireOptions options) => throw new NotImplementedException();

    public HttpMessageHandler Handler => throw new NotImplementedException();

    /// <summary>Where the sign-in is kept, and why not encrypted when that was asked for.</summary>
    public TokenCacheKind TokenCache => throw new NotImplementedException();

    public string? TokenCacheNote => throw new NotImplementedException();

    /// <summary>A token that is good for five minutes at least, from the cache where possible; <paramref name="renew"/> asks for a new one.</summary>
    /// <exception cref="WireException">Sign-in failed.</exception>
    public Task<IssuedToken> GetTokenAsync(bool renew, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Forgets the tokens; for a person's sign-in also those on disk.</summary>
    public Task SignOutAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    public void Dispose() { }
}
