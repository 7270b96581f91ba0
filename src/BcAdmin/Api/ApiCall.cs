namespace BcAdmin.Api;

/// <summary>What all requests of one cmdlet call share.</summary>
/// <param name="CorrelationId">Sent with each of them, so that retries and pages belong together in every log.</param>
/// <param name="Log">Takes a line an attempt; any thread.</param>
internal sealed record ApiCall(string CorrelationId, Action<string> Log);
