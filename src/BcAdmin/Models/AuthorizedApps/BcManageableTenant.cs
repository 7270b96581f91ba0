namespace BcAdmin;

/// <summary>
/// A tenant in which the calling app is authorized. Carries no connection, unlike other objects: its TenantId is a tenant to sign in to, and must
/// never be looked for in the one that told of it.
/// </summary>
public sealed record BcManageableTenant
{
    [JsonPropertyName("entraTenantId")]
    public string? TenantId { get; init; }

    public override string ToString() => TenantId ?? string.Empty;
}
