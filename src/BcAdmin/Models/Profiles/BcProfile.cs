namespace BcAdmin;

/// <summary>A role profile. Nothing in this API gives it to a user.</summary>
public sealed record BcProfile : BcEnvironmentResource
{
    public string ProfileId { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? DisplayName { get; init; }

    /// <summary>App that defines it.</summary>
    [JsonPropertyName("applicationId")]
    public Guid AppId { get; init; }

    /// <summary>Name of that app.</summary>
    [JsonPropertyName("source")]
    public string? AppName { get; init; }

    /// <summary>System or Tenant.</summary>
    public string? Scope { get; init; }

    public bool? Enabled { get; init; }

    public override string ToString() => ProfileId;

    [JsonInclude, JsonPropertyName("@odata.etag")]
    internal string? ETag { get; init; }
}
