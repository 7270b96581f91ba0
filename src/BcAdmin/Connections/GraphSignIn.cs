namespace BcAdmin.Connections;

/// <summary>As whom to read from Microsoft Graph.</summary>
/// <param name="IsApp">As the app of the connection, with the permissions that it was granted; otherwise as a user.</param>
/// <param name="Account">The user.</param>
/// <param name="Permissions">The delegated permissions to ask for.</param>
internal sealed record GraphSignIn(bool IsApp, string? Account, IReadOnlyList<string> Permissions)
{
    /// <summary>The tenant; null for the one of the connection.</summary>
    public string? TenantId { get; init; }

    /// <summary>Fails with SignInRequired where a user would have to be prompted.</summary>
    public bool IsSilent { get; init; }

    /// <summary>What tells it from other sign-ins of one connection.</summary>
    public string Key => IsApp ? $"{TenantId}" : $"{TenantId} {string.Join(' ', Permissions)}";
}
