namespace BcAdmin;

/// <summary>A version that is available for new environments.</summary>
public sealed record BcApplicationVersion : BcResource
{
    /// <summary>The ring of released versions.</summary>
    public const string ProductionRing = "PROD";

    /// <summary>The full version with four parts, as New-BcEnvironment -Version accepts it.</summary>
    public object? Version { get; internal init; }

    public string ApplicationFamily { get; internal init; } = BcEnvironment.DefaultFamily;

    public string? CountryCode { get; internal init; }

    public string? RingName { get; internal init; }

    public override string ToString() => Version?.ToString() ?? string.Empty;
}
