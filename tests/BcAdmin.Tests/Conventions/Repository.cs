using System.Runtime.CompilerServices;

namespace BcAdmin.Tests.Conventions;

/// <summary>Where the sources are. Build output may lie anywhere, so the compiler says it.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "..", "..", ".."));

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

/// <summary>A rule over many things fails once, with all that break it and what to do about each.</summary>
internal static class Rule
{
    public static void Holds(IEnumerable<string> breaches)
    {
        var list = breaches.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(list.Count == 0, string.Join(Environment.NewLine, list));
    }
}
