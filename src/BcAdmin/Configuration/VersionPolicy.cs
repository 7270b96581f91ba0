namespace BcAdmin.Configuration;

/// <summary>The versions that a file accepts. A policy instead of an exact version keeps the file valid after updates.</summary>
/// <param name="Minimum">The minimum version; null for any.</param>
/// <param name="IsLatest">Whether only the newest version that the service offers is accepted.</param>
internal sealed record VersionPolicy(Version? Minimum, bool IsLatest)
{
    private const string Any = "*";
    private const string Latest = "latest";
    private const string AtLeast = ">=";

    public static VersionPolicy? TryParse(string text)
    {
        text = text.Trim();
        if (text == Any)
            return new(null, false);
        if (text.Equals(Latest, StringComparison.OrdinalIgnoreCase))
            return new(null, true);
        return text.StartsWith(AtLeast, StringComparison.Ordinal) && Version.TryParse(text[AtLeast.Length..].Trim(), out var minimum)
            ? new(minimum, false) : null;
    }

    /// <summary>Whether the policy accepts a version.</summary>
    /// <param name="version">The version. A text that is not a version is accepted only by "*".</param>
    /// <param name="offered">The newest version that the service offers; null if there is none.</param>
    public bool Accepts(string? version, string? offered = null)
    {
        if (Minimum is null && !IsLatest)
            return true;
        if (BcVersion.Parse(version) is not Version known)
            return false;
        return IsLatest ? BcVersion.Parse(offered) is not Version newer || known >= newer : known >= Minimum;
    }

    public override string ToString() => IsLatest ? Latest : Minimum is null ? Any : AtLeast + Minimum;
}
