namespace BcAdmin;

/// <summary>A feature in Feature Management of an environment, which applies to all users. Version 27 and later.</summary>
public sealed record BcFeature : BcEnvironmentResource
{
    [JsonPropertyName("id")]
    public string FeatureId { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>For whom the feature is enabled: None or All Users.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? Enabled { get; init; }

    [JsonIgnore]
    public bool IsEnabled => string.Equals(Enabled, "All Users", StringComparison.OrdinalIgnoreCase);

    /// <summary>The description in the language of the request.</summary>
    public string? Description { get; init; }

    public string? DescriptionInEnglish { get; init; }

    public string? LearnMoreLink { get; init; }

    /// <summary>The release in which the feature becomes mandatory, such as 2027 release wave 1.</summary>
    public string? MandatoryBy { get; init; }

    public string? MandatoryByVersion { get; init; }

    /// <summary>Whether a user can try the feature in one session.</summary>
    public bool? CanTry { get; init; }

    /// <summary>Whether the feature cannot be disabled again.</summary>
    public bool? IsOneWay { get; init; }

    /// <summary>Whether enabling the feature updates data.</summary>
    public bool? DataUpdateRequired { get; init; }

    public override string ToString() => FeatureId;

    [JsonInclude, JsonPropertyName("@odata.etag")]
    internal string? ETag { get; init; }

    internal string Describe(BcConnection connection) => Messages.FeatureDisplayText(FeatureId, EnvironmentName, connection);
}

/// <summary>
/// The request body of activateFeature. The service requires both values. Up to version 29.0, it starts immediately regardless of the time.
/// </summary>
internal sealed record FeatureActivation(bool UpdateInBackground, DateTimeOffset? StartDateTime);
