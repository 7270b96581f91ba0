namespace BcAdmin.Simulator.State;

/// <summary>Permission sets inside an environment that operations of the Admin Center API require.</summary>
internal static class PermissionSet
{
    public const string Super = "SUPER";

    /// <summary>For exports of the database and restores.</summary>
    public const string BackupRestore = "D365 BACKUP/RESTORE";

    /// <summary>For apps, until the v2.29 revision of the documentation dropped it.</summary>
    public const string ExtensionAdmin = "EXTEN. MGT. - ADMIN";
}
