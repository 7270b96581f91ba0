namespace BcAdmin.Api;

/// <summary>Finds the full version for a shortened one, for example 28.3.51420.52011 for 28.3, as tables show it.</summary>
internal static class VersionFinder
{
    private const int Parts = 4;

    /// <summary>Whether the version has fewer parts than a full version.</summary>
    public static bool IsShort(string version) =>
        version.Split('.') is { Length: < Parts } parts && Array.TrueForAll(parts, part => part.Length > 0 && part.All(char.IsAsciiDigit));

    /// <summary>
    /// The objects with exactly that version; if there are none, the objects whose version starts with it. If these have different versions, the
    /// method fails, because the version selects what is changed.
    /// </summary>
    /// <exception cref="BcException">AmbiguousVersion: several versions start with the text.</exception>
    public static List<T> Find<T>(IEnumerable<T> items, string version, Func<T, object?> versionOf)
    {
        var (all, wanted) = (items.ToList(), BcVersion.Parse(version));
        var found = all.FindAll(item => Equals(versionOf(item), wanted));
        if (found.Count > 0 || !IsShort(version))
            return found;

        found = all.FindAll(item => $"{versionOf(item)}".StartsWith(version + ".", StringComparison.Ordinal));
        var versions = found.Select(versionOf).Distinct().ToList();
        return versions.Count < 2
            ? found
            : throw new BcException(ErrorCode.AmbiguousVersion, Messages.SeveralVersionsStartWith(version, versions))
            {
                Target = version,
                Advice = Messages.SpecifyFullVersion,
            };
    }
}
