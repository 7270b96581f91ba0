namespace BcAdmin;

/// <summary>Versions as System.Version, which sorts right; a text that is none is kept as text.</summary>
internal static class BcVersion
{
    public static object? Parse(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : System.Version.TryParse(text, out var version) ? version : text;
}
