using System.Management.Automation;

namespace BcAdmin;

/// <summary>
/// A permission set that a user has in one company or in all companies: directly, or also through security groups if it was read with -Effective.
/// </summary>
public sealed record BcUserPermission : BcEnvironmentResource
{
    [JsonPropertyName("id")]
    public Guid UserPermissionId { get; init; }

    public Guid UserSecurityId { get; init; }

    /// <summary>The name of the user, if it was read.</summary>
    [JsonIgnore]
    public string? UserName { get; internal set; }

    /// <summary>The security group that grants the permission set; empty for a direct assignment.</summary>
    [JsonIgnore]
    public string? SecurityGroupCode { get; internal init; }

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

    /// <summary>Converts a permission set that was read with -Effective. Its ID is not stable and therefore omitted.</summary>
    internal static BcUserPermission From(EffectivePermission held) => new()
    {
        UserSecurityId = held.UserSecurityId,
        RoleId = held.RoleId!,
        DisplayName = held.RoleName,
        SecurityGroupCode = held.SecurityGroupCode is { Length: > 0 } code ? code : null,
        Company = held.Company!,
        AppId = held.AppId,
        ExtensionName = held.AppName,
        Scope = held.Scope,
    };

    /// <summary>Whether this assignment has these values. A null app or scope matches any.</summary>
    internal bool Is(string roleId, string company, Guid? appId, string? scope) =>
        RoleId.Equals(roleId, StringComparison.OrdinalIgnoreCase)
        && Company.Equals(company, StringComparison.OrdinalIgnoreCase)
        && (appId is null || AppId == appId)
        && (string.IsNullOrEmpty(scope) || string.Equals(Scope, scope, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The request body of createUserPermission and updateUserPermission. Null values are omitted.</summary>
internal sealed record UserPermissionRequest(string? RoleId, string? Company, Guid? AppId, string? Scope);
