namespace BcAdmin.Simulator.State;

/// <summary>The rings with their versions, and the countries, from which environments can be created.</summary>
internal static class Catalog
{
    public const string ProductionRing = "PROD";

    /// <summary>The application of an Embed vendor, closed to tenants until a delegated administrator opens it.</summary>
    public const string EmbedFamily = "FabrikamRentals";

    private static readonly Dictionary<string, Version[]> Rings = new(StringComparer.OrdinalIgnoreCase)
    {
        [ProductionRing] = [new(28, 2, 49120, 49300), new(28, 3, 51420, 52011)],
        ["PREVIEW"] = [new(29, 0, 53010, 53155)],
    };

    public static IReadOnlyList<string> Countries { get; } =
        ["W1", "AU", "AT", "BE", "CA", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "IS", "IT", "MX", "NL", "NO", "NZ", "SE", "US"];

    /// <summary>The country in the catalog's spelling; null for an unknown one.</summary>
    public static string? FindCountry(string code) =>
        Countries.FirstOrDefault(country => string.Equals(country, code, StringComparison.OrdinalIgnoreCase));

    public static string UnknownRing(string ring) => $"There is no ring '{ring}'. The rings are {string.Join(", ", RingNames)}.";

    public static IEnumerable<string> RingNames => Rings.Keys;

    /// <summary>The available versions, oldest first; null for an unknown ring.</summary>
    public static IReadOnlyList<Version>? Versions(string ring) => Rings.GetValueOrDefault(ring);

    public static Version? NewestVersion(string ring) => Versions(ring)?[^1];
}
