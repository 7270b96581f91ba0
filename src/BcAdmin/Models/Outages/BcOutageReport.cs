namespace BcAdmin;

/// <summary>An outage that the tenant has reported.</summary>
public sealed record BcOutageReport : BcResource
{
    /// <summary>Id of the environment; its name is not told.</summary>
    public string? EnvironmentId { get; init; }

    public string? OutageType { get; init; }

    public string? State { get; init; }

    [JsonPropertyName("createdDate")]
    public DateTimeOffset? CreatedOn { get; init; }

    /// <summary>Number of the support request.</summary>
    public string? MsaasTicketId { get; init; }

    /// <summary>Number of the incident inside of Microsoft.</summary>
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
