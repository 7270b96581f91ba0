using System.Management.Automation;

namespace BcAdmin;

/// <summary>A permission set that a security group grants to its members in one company or in all companies.</summary>
public sealed record BcSecurityGroupPermission : BcEnvironmentResource
{
    [JsonPropertyName("id")]
    public Guid UserPermissionId { get; init; }

    /// <summary>The ID of the group from which it was read.</summary>
    [JsonIgnore]
    public string? SecurityGroupId { get; internal set; }

    [JsonIgnore]
    public string? GroupCode { get; internal set; }

    /// <summary>The hidden user of the group.</summary>
    [JsonPropertyName("userSecurityId")]
    public Guid GroupUserSecurityId { get; init; }

    /// <summary>ID of the permission set.</summary>
    public string RoleId { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? DisplayName { get; init; }

    /// <summary>Technical name of the company; empty for all companies.</summary>
    public string Company { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>ID of the app that defines the permission set.</summary>
    public Guid? AppId { get; init; }

    public string? ExtensionName { get; init; }

    /// <summary>System or Tenant.</summary>
    public string? Scope { get; init; }

    /// <summary>ETag of the record, which is sent with a change to detect concurrent changes.</summary>
    [Hidden, JsonPropertyName("@odata.etag")]
    public string? ETag { get; init; }

    public override string ToString() => Company.Length == 0 ? RoleId : $"{RoleId} ({Company})";

    /// <summary>Whether this assignment has these values. A null app or scope matches any.</summary>
    internal bool Is(string roleId, string company, Guid? appId, string? scope) =>
        RoleId.Equals(roleId, StringComparison.OrdinalIgnoreCase)
        && Company.Equals(company, StringComparison.OrdinalIgnoreCase)
        && (appId is null || AppId == appId)
        && (string.IsNullOrEmpty(scope) || string.Equals(Scope, scope, StringComparison.OrdinalIgnoreCase));

    internal void BelongsTo(BcSecurityGroup group) => (SecurityGroupId, GroupCode) = (group.SecurityGroupId, group.Code);
}
