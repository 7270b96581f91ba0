namespace BcAdmin;

/// <summary>Whether a customer may create environments of an application family in a country.</summary>
public sealed record BcManageableApplication : BcResource
{
    public string ApplicationFamily { get; init; } = string.Empty;

    /// <summary>Two-letter code.</summary>
    public string CountryCode { get; init; } = string.Empty;

    public bool? Access { get; init; }

    public override string ToString() => $"{ApplicationFamily}/{CountryCode}";

    internal bool Is(string family, string country) =>
        ApplicationFamily.Equals(family, StringComparison.OrdinalIgnoreCase) && CountryCode.Equals(country, StringComparison.OrdinalIgnoreCase);
}
