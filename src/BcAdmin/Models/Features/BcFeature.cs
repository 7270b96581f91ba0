namespace BcAdmin;

/// <summary>A line of feature management: of the environment, for all users. Version 27 and later.</summary>
public sealed record BcFeature : BcEnvironmentResource
{
    [JsonPropertyName("id")]
    public string FeatureId { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>For whom it is on: None or All Users.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? Enabled { get; init; }

    [JsonIgnore]
    public bool IsEnabled => string.Equals(Enabled, "All Users", StringComparison.OrdinalIgnoreCase);

    /// <summary>In the language of the call.</summary>
    public string? Description { get; init; }

    public string? DescriptionInEnglish { get; init; }

    public string? LearnMoreLink { get; init; }

    /// <summary>The release that switches it on for good, such as 2027 release wave 1.</summary>
    public string? MandatoryBy { get; init; }

    public string? MandatoryByVersion { get; init; }

    /// <summary>Whether a person can try it for one session.</summary>
    public bool? CanTry { get; init; }

    /// <summary>It cannot be switched off again.</summary>
    public bool? IsOneWay { get; init; }

    /// <summary>Switching it on rewrites data.</summary>
    public bool? DataUpdateRequired { get; init; }

    public override string ToString() => FeatureId;

    [JsonInclude, JsonPropertyName("@odata.etag")]
    internal string? ETag { get; init; }

    internal string Describe(BcConnection connection) => Messages.FeatureEnvironmentTenant(FeatureId, EnvironmentName, connection);
}

/// <summary>Body of activateFeature. The service wants both, and up to 29.0 starts at once whatever the time says.</summary>
internal sealed record FeatureActivation(bool UpdateInBackground, DateTimeOffset? StartDateTime);
