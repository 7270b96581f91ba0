namespace BcAdmin;

/// <summary>A permission set that can be assigned to users. It is identified by its ID, the app that defines it, and its scope.</summary>
public sealed record BcPermissionSet : BcEnvironmentResource
{
    [JsonPropertyName("id")]
    public string RoleId { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? DisplayName { get; init; }

    /// <summary>The ID of the app that defines the permission set; empty for permission sets of the system and of the tenant.</summary>
    public Guid AppId { get; init; }

    public string? ExtensionName { get; init; }

    /// <summary>System or Tenant.</summary>
    public string? Scope { get; init; }

    public override string ToString() => RoleId;

    /// <summary>The ID of the record; only with -Detailed.</summary>
    [JsonIgnore]
    public Guid? SystemId { get; internal init; }

    [JsonInclude, JsonPropertyName("@odata.etag")]
    internal string? ETag { get; init; }
}
