namespace BcAdmin;

/// <summary>A permission set that a user has directly or through a security group (contract: UserPermissionSet).</summary>
internal sealed record EffectivePermission(
    Guid UserSecurityId, string? Type,
    string? RoleId, string? RoleName, string? SecurityGroupCode, string? Company, string? Scope, Guid AppId, string? AppName);

/// <summary>A permission set with its origin (contract: AggregatePermissionSet).</summary>
internal sealed record AggregatePermissionSet(Guid Id, Guid AppId, string? AppName, string? Name, string? RoleId, string? Scope);

/// <summary>A user with identity, license, and app details (contract: UsersPermission).</summary>
internal sealed record UserDetails(
    Guid Id,
    Guid UserSecurityId,
    string? UserName,
    [property: System.Text.Json.Serialization.JsonConverter(typeof(EncodedTextConverter))] string? LicenseType,
    string? AuthenticationEmail,
    Guid ApplicationId);
