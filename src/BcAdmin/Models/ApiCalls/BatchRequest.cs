namespace BcAdmin;

/// <summary>A call of a batch. Its URL is relative to the API and begins with companies(…).</summary>
internal sealed record BatchCall(string Id, string Method, string Url, IReadOnlyDictionary<string, string>? Headers, JsonElement? Body);

/// <summary>The request body of postBatch.</summary>
internal sealed record BatchRequest(IReadOnlyList<BatchCall> Requests);

/// <summary>The response to one call of a batch.</summary>
internal sealed record BatchResponse(string? Id, int Status, IReadOnlyDictionary<string, string>? Headers, JsonElement? Body);

/// <summary>The response of postBatch.</summary>
internal sealed record BatchResponses(IReadOnlyList<BatchResponse>? Responses);
