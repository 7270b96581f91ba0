namespace BcAdmin;

/// <summary>An outage type that can be reported.</summary>
public sealed record BcOutageType : BcResource
{
    /// <summary>The identifier of the type.</summary>
    public string OutageType { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>Display name.</summary>
    public string? Name { get; init; }

    public string? Description { get; init; }

    public override string ToString() => OutageType;
}
