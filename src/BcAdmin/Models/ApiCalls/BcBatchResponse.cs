namespace BcAdmin;

/// <summary>The response to one call of a batch.</summary>
public sealed record BcBatchResponse
{
    /// <summary>The ID of the call as the caller specified it, or its number.</summary>
    public required string Id { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>The HTTP status code; null if the service did not process the call.</summary>
    public int? Status { get; init; }

    /// <summary>Whether the call succeeded and was not rolled back.</summary>
    public bool IsSuccess => Status is >= 200 and < 300 && !IsUndone;

    /// <summary>Whether the call succeeded but was rolled back because another call of the same transaction failed.</summary>
    public bool IsUndone { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public IReadOnlyDictionary<string, string> Headers
    {
        get;
        init => field = new ValueTable<string>(new Dictionary<string, string>(value, StringComparer.OrdinalIgnoreCase));
    } = new ValueTable<string>(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));

    /// <summary>The JSON body as objects; null if the response has no body.</summary>
    public object? Body { get; init; }

    public override string ToString() =>
        $"{Method} {Path}: {(IsUndone ? "undone" : Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not sent")}";
}
