using CsCheck;

namespace BcAdmin.Tests.Hostile;

/// <summary>Generated input of users, services, and attackers. A failure prints the seed that reproduces it.</summary>
internal static class Generated
{
    /// <summary>The number of samples of a property; enough to use each special value in each position.</summary>
    public const int Samples = 5000;

    private static readonly string[] Pieces =
    [
        "", " ", ".", "..", "/", "\\",
        "//evil.example", "https://evil.example/", "@evil.example", "?", "#", "&", "=", ";", ":", "%", "%2F", "%2e%2e", "%00", "'", "''", "\"",
        "\r\n", "\r\nAuthorization: Bearer x",
        "\0", "\t", "\u001b[31m", "\u202e", "\ufeff", "\ud83d", "\ude00", "😀", "Ærø", "日本", "(", ")", ",", "$filter", " or 1 eq 1",
        "' or '1' eq '1", "null",
        "true", "-1", "1e400", "2026-02-30", "0001-01-01T00:00:00Z", "<title>", "{", "}", "[", "]", "\\u0000", "$(1)", "`", "*",
    ];

    /// <summary>Texts of any characters, and texts with a special meaning in one of the formats that they pass through.</summary>
    public static Gen<string> Text { get; } = Gen.Frequency(
        (1, Gen.String),
        (3, Any(Pieces)),
        (3, Gen.Select(Any(Pieces), Gen.String[Gen.Char.AlphaNumeric, 0, 8], Any(Pieces), (before, middle, after) => before + middle + after)));

    /// <summary>A value that is not a list or an object.</summary>
    public static Gen<string> Scalar { get; } = Gen.OneOf(
        Text.Select(Quote),
        Any("null", "true", "false", "0", "-1", "1.5", "1e400", "-1e400", "9223372036854775808", "99999999999999999999999999", "[]", "{}", "\"\"",
            "\"\\ud83d\"", "\"\\udc00x\""),
        Any("\"2026-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999+14:00\"", "\"0000-00-00\"", "\"c0a70500-0000-4000-8000-000000000001\"",
            "\"1.2.3.4\"", "\"1,5\"", "\"https://evil.example\"", "\"PT1H\""));

    /// <summary>JSON values: mostly small, of every kind, and of unexpected kinds.</summary>
    public static Gen<string> Json { get; } = Gen.Recursive<string>((depth, inner) => depth > 3
        ? Scalar
        : Gen.Frequency(
            (6, Scalar),
            (1, inner.Array[0, 4].Select(items => $"[{string.Join(",", items)}]")),
            (1, Gen.Select(Text, inner).Array[0, 4]
                .Select(members => $"{{{string.Join(",", members.Select(member => $"{Quote(member.Item1)}:{member.Item2}"))}}}"))));

    /// <summary>A JSON text in which only the required characters are escaped, so that unpaired surrogates are not changed.</summary>
    public static string Quote(string text) => $"\"{string.Concat(text.Select(Escape))}\"";

    private static string Escape(char letter) =>
        letter is '"' or '\\' or < ' ' || char.IsSurrogate(letter) ? $"\\u{(int)letter:x4}" : letter.ToString();

    public static Gen<T> Any<T>(params IReadOnlyList<T> items) => Gen.Int[0, items.Count - 1].Select(place => items[place]);
}
