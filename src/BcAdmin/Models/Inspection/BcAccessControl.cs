using System.Management.Automation;

namespace BcAdmin;

/// <summary>
/// An assignment of a permission set to a user or to the hidden user of a security group. It can be piped to the cmdlets for user permissions.
/// Version 29 and later.
/// </summary>
public sealed record BcAccessControl : BcEnvironmentResource
{
    [JsonPropertyName("id")]
    public Guid AccessControlId { get; init; }

    /// <summary>The same ID, named as in the cmdlets for user permissions.</summary>
    [JsonIgnore]
    public Guid UserPermissionId => AccessControlId;

    public Guid UserSecurityId { get; init; }

    public string? UserName { get; init; }

    public string? FullName { get; init; }

    /// <summary>ID of the permission set.</summary>
    public string RoleId { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? RoleName { get; init; }

    /// <summary>Technical name of the company; empty for all companies.</summary>
    public string Company { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The license type in English, such as Full User.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? UserLicenseType { get; init; }

    /// <summary>ID of the app that defines the permission set.</summary>
    public Guid? AppId { get; init; }

    public string? AppName { get; init; }

    /// <summary>System or Tenant.</summary>
    public string? Scope { get; init; }

    /// <summary>ETag of the record.</summary>
    [Hidden, JsonPropertyName("@odata.etag")]
    public string? ETag { get; init; }

    public override string ToString() => $"{RoleId} of {UserName ?? UserSecurityId.ToString()}";
}
