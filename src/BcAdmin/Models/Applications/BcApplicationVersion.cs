namespace BcAdmin;

/// <summary>A version that an environment can be created on.</summary>
public sealed record BcApplicationVersion : BcResource
{
    /// <summary>The ring of finished versions.</summary>
    public const string ProductionRing = "PROD";

    /// <summary>With all four parts, as New-BcEnvironment -Version takes it.</summary>
    public object? Version { get; internal init; }

    public string ApplicationFamily { get; internal init; } = BcEnvironment.DefaultFamily;

    public string? CountryCode { get; internal init; }

    public string? RingName { get; internal init; }

    public override string ToString() => Version?.ToString() ?? string.Empty;
}
