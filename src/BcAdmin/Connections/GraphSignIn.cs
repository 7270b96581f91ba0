namespace BcAdmin.Connections;

/// <summary>The identity and permissions for calls to Microsoft Graph.</summary>
/// <param name="IsApp">Whether to sign in as the app of the connection with its application permissions; otherwise as a user.</param>
/// <param name="Account">The user.</param>
/// <param name="Permissions">The delegated permissions to request.</param>
internal sealed record GraphSignIn(bool IsApp, string? Account, IReadOnlyList<string> Permissions)
{
    /// <summary>The tenant ID; null for the tenant of the connection.</summary>
    public string? TenantId { get; init; }

    /// <summary>Whether to fail with SignInRequired instead of prompting a user.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The cache key of the sign-in in its connection.</summary>
    public string Key => IsApp ? $"{TenantId}" : $"{TenantId} {string.Join(' ', Permissions)}";
}
