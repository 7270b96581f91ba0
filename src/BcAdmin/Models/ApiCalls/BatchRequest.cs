namespace BcAdmin;

/// <summary>One call of a batch. Its address is relative to the API, so it begins with companies(…).</summary>
internal sealed record BatchCall(string Id, string Method, string Url, IReadOnlyDictionary<string, string>? Headers, JsonElement? Body);

/// <summary>Body of postBatch.</summary>
internal sealed record BatchRequest(IReadOnlyList<BatchCall> Requests);

/// <summary>The answer to one call of a batch.</summary>
internal sealed record BatchResponse(string? Id, int Status, IReadOnlyDictionary<string, string>? Headers, JsonElement? Body);

/// <summary>Answer of postBatch.</summary>
internal sealed record BatchResponses(IReadOnlyList<BatchResponse>? Responses);
