namespace BcAdmin;

/// <summary>A profile (role). The API cannot assign profiles to users.</summary>
public sealed record BcProfile : BcEnvironmentResource
{
    public string ProfileId { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? DisplayName { get; init; }

    /// <summary>The ID of the app that defines the profile.</summary>
    [JsonPropertyName("applicationId")]
    public Guid AppId { get; init; }

    /// <summary>The name of the app.</summary>
    [JsonPropertyName("source")]
    public string? AppName { get; init; }

    /// <summary>System or Tenant.</summary>
    public string? Scope { get; init; }

    public bool? Enabled { get; init; }

    public override string ToString() => ProfileId;

    [JsonInclude, JsonPropertyName("@odata.etag")]
    internal string? ETag { get; init; }
}
