namespace BcAdmin;

/// <summary>The answer to one call of a batch.</summary>
public sealed record BcBatchResponse
{
    /// <summary>Id of the call: the caller's own, or its number.</summary>
    public required string Id { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    /// <summary>HTTP status; null where the service did not get to the call any more.</summary>
    public int? Status { get; init; }

    /// <summary>Whether the call was answered well, and what it did has stayed.</summary>
    public bool IsSuccess => Status is >= 200 and < 300 && !IsUndone;

    /// <summary>It was answered well, but another call of the same transaction failed, which undid it.</summary>
    public bool IsUndone { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    public IReadOnlyDictionary<string, string> Headers
    {
        get;
        init => field = new ValueTable<string>(new Dictionary<string, string>(value, StringComparer.OrdinalIgnoreCase));
    } = new ValueTable<string>(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));

    /// <summary>The answer's JSON as objects; null where there is none.</summary>
    public object? Body { get; init; }

    public override string ToString() =>
        $"{Method} {Path}: {(IsUndone ? "undone" : Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not sent")}";
}
