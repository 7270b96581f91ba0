namespace BcAdmin;

/// <summary>The permission sets that allow users to obtain all permissions. Granting them always prompts.</summary>
internal static class PowerfulPermissionSet
{
    /// <summary>Whether a user with this permission set has all permissions, or can grant them to themselves.</summary>
    public static bool Is(string? roleId) => Risk(roleId) is not null;

    /// <summary>Gets the text of the prompt before the permission set is granted.</summary>
    /// <param name="roleId">SUPER or SECURITY.</param>
    /// <param name="holder">The user or group, with its environment and tenant.</param>
    /// <param name="where">The company or all companies.</param>
    public static string Question(string roleId, string holder, string where) =>
        Messages.ConfirmGrantPermissionSet(roleId, Risk(roleId), holder, where);

    private static string? Risk(string? roleId) => roleId?.ToUpperInvariant() switch
    {
        "SUPER" => Messages.SuperPermissionSetRisk,
        "SECURITY" => Messages.SecurityPermissionSetRisk,
        _ => null,
    };
}
