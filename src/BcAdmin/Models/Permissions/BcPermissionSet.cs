namespace BcAdmin;

/// <summary>A permission set that can be given to users. Its id is unique together with the app that defines it and its scope.</summary>
public sealed record BcPermissionSet : BcEnvironmentResource
{
    [JsonPropertyName("id")]
    public string RoleId { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? DisplayName { get; init; }

    /// <summary>App that defines it; empty for those of the system and of the tenant's own people.</summary>
    public Guid AppId { get; init; }

    public string? ExtensionName { get; init; }

    /// <summary>System or Tenant.</summary>
    public string? Scope { get; init; }

    public override string ToString() => RoleId;

    /// <summary>Id of the record; with -Detailed only.</summary>
    [JsonIgnore]
    public Guid? SystemId { get; internal init; }

    [JsonInclude, JsonPropertyName("@odata.etag")]
    internal string? ETag { get; init; }
}
