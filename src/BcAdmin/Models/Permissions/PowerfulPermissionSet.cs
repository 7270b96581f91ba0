namespace BcAdmin;

/// <summary>The permission sets whose holder can obtain every right: granting them always prompts.</summary>
internal static class PowerfulPermissionSet
{
    /// <summary>Whether a user with this set can do everything, or grant it to themselves.</summary>
    public static bool Is(string? roleId) => Risk(roleId) is not null;

    /// <summary>The question to ask before it is granted.</summary>
    /// <param name="roleId">SUPER or SECURITY.</param>
    /// <param name="holder">The user or group, with its environment and tenant.</param>
    /// <param name="where">The company or all companies.</param>
    public static string Question(string roleId, string holder, string where) =>
        $"{roleId.ToUpperInvariant()} {Risk(roleId)}.\nTarget: {holder}, {where}\nDo you want to grant it?";

    private static string? Risk(string? roleId) => roleId?.ToUpperInvariant() switch
    {
        "SUPER" => "grants full control of the data, the setup, and the permissions of all users",
        "SECURITY" => "grants control of users and permissions, also of the user's own",
        _ => null,
    };
}
