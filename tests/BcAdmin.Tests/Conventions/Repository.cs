using System.Runtime.CompilerServices;

namespace BcAdmin.Tests.Conventions;

/// <summary>The location of the sources. Build output can be in any folder, so the compiler provides the path.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "..", "..", ".."));

    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string ThisFolder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

/// <summary>A rule for many things fails once, with all violations and how to fix each.</summary>
internal static class Rule
{
    public static void Holds(IEnumerable<string> breaches)
    {
        var list = breaches.Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(list.Count == 0, string.Join(Environment.NewLine, list));
    }
}
