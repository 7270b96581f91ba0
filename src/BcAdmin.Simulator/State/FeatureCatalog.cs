namespace BcAdmin.Simulator.State;

/// <summary>An entry of feature management.</summary>
internal sealed record FeatureDefinition(string Id, string Description, string DanishDescription)
{
    public bool CanTry { get; init; }

    /// <summary>The feature cannot be disabled again.</summary>
    public bool IsOneWay { get; init; }

    public bool DataUpdateRequired { get; init; }

    public string MandatoryBy { get; init; } = "2027 release wave 1";

    public string MandatoryByVersion { get; init; } = "30.0";
}

/// <summary>The features that every simulated environment offers.</summary>
internal static class FeatureCatalog
{
    public static IReadOnlyList<FeatureDefinition> All { get; } = DemoData.Read<FeatureDefinition[]>("features");

    public static FeatureDefinition? Find(string id) =>
        All.FirstOrDefault(feature => feature.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
