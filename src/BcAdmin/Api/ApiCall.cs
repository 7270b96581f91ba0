using System.Collections.Concurrent;
using BcAdmin.Transport;

namespace BcAdmin.Api;

/// <summary>What all requests of one cmdlet call share. Thread-safe.</summary>
/// <param name="CorrelationId">Sent with each of them, so that retries and pages belong together in every log.</param>
/// <param name="Log">Takes a line an attempt; any thread.</param>
internal sealed record ApiCall(string CorrelationId, Action<string> Log)
{
    private readonly ConcurrentDictionary<string, bool> _secrets = new(StringComparer.Ordinal);

    /// <summary>Remembers what is sent and may be shown nowhere.</summary>
    public void Hide(string secret) => _secrets.TryAdd(secret, true);

    /// <summary>A text of the service without what was sent to it in confidence.</summary>
    public string Clean(string text) => Secrets.Remove(text, _secrets.Keys);
}
