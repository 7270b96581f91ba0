namespace BcAdmin;

/// <summary>An outage that the tenant has reported.</summary>
public sealed record BcOutageReport : BcResource
{
    /// <summary>The ID of the environment. The service does not return its name.</summary>
    public string? EnvironmentId { get; init; }

    public string? OutageType { get; init; }

    public string? State { get; init; }

    [JsonPropertyName("createdDate")]
    public DateTimeOffset? CreatedOn { get; init; }

    /// <summary>The number of the support request.</summary>
    public string? MsaasTicketId { get; init; }

    /// <summary>The number of the incident at Microsoft.</summary>
    public string? IcmTicketId { get; init; }

    [JsonIgnore]
    public object? Version => BcVersion.Parse(AppVersion);

    [JsonIgnore]
    public object? PlatformVersion => BcVersion.Parse(RawPlatformVersion);

    public override string ToString() => MsaasTicketId ?? EnvironmentId ?? string.Empty;

    [JsonInclude]
    internal string? AppVersion { get; init; }

    [JsonInclude, JsonPropertyName("platformVersion")]
    internal string? RawPlatformVersion { get; init; }
}
