namespace BcAdmin;

/// <summary>A kind of outage that can be reported.</summary>
public sealed record BcOutageType : BcResource
{
    /// <summary>Its identifier.</summary>
    public string OutageType { get; init; } = string.Empty;

    /// <summary>Name for people.</summary>
    public string? Name { get; init; }

    public string? Description { get; init; }

    public override string ToString() => OutageType;
}
