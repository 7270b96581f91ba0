namespace BcAdmin;

/// <summary>Converts versions to System.Version, which sorts correctly. Text that is not a valid version remains text.</summary>
internal static class BcVersion
{
    public static object? Parse(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : System.Version.TryParse(text, out var version) ? version : text;
}
