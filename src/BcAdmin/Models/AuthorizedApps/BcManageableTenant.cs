namespace BcAdmin;

/// <summary>
/// A tenant in which the calling app is authorized. Unlike other objects, it has no connection: its TenantId identifies a tenant to sign in to, and
/// not the tenant of the connection that returned it.
/// </summary>
public sealed record BcManageableTenant
{
    [JsonPropertyName("entraTenantId")]
    public string? TenantId { get; init; }

    public override string ToString() => TenantId ?? string.Empty;
}
