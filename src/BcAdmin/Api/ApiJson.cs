using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace BcAdmin.Api;

/// <summary>Reads JSON with case-insensitive property names, because the documentation mixes cases.</summary>
internal static partial class ApiJson
{
    /// <summary>
    /// Parses a response; a byte order mark is ignored. An incomplete character, which occurs because the service truncates texts at any position, is
    /// replaced with U+FFFD: it is valid JSON, but reading the text would fail, and one such name would prevent reading the whole list.
    /// </summary>
    public static JsonDocument Parse(byte[] json)
    {
        var text = json.AsMemory(json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0);
        var mayBeCut = !Utf8.IsValid(text.Span) || text.Span.IndexOf("\\ud"u8) >= 0 || text.Span.IndexOf("\\uD"u8) >= 0;
        return JsonDocument.Parse(mayBeCut
            ? Encoding.UTF8.GetBytes(Escape().Replace(
                Encoding.UTF8.GetString(text.Span), match => match.Groups["half"].Success ? @"\ufffd" : match.Value))
            : text);
    }

    public static bool TryGet(JsonElement element, string name, out JsonElement value)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty(name, out value))
                return true;
            foreach (var property in element.EnumerateObject())
            {
                if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    value = property.Value;
                    return true;
                }
            }
        }

        value = default;
        return false;
    }

    public static string? Text(JsonElement element, string name) => TryGet(element, name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        }
        : null;

    /// <summary>The items in "value", in a bare array, or the single bare object; none if "value" is null.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => root.EnumerateArray(),
        JsonValueKind.Object when TryGet(root, "value", out var value) => value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray(),
            JsonValueKind.Object => [value],
            JsonValueKind.Null => [],
            _ => [root],
        },
        JsonValueKind.Object => [root],
        _ => [],
    };

    /// <summary>Whether an object is empty or contains only OData annotations.</summary>
    public static bool IsEmpty(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.EnumerateObject().All(member => member.Name.StartsWith('@'));

    /// <summary>Converts JSON to plain values: strings, numbers, Booleans, lists, and dictionaries.</summary>
    /// <param name="ofObject">Converts objects to something other than a dictionary.</param>
    public static object? Plain(JsonElement element, Func<JsonElement, object>? ofObject = null) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.TryGetDecimal(out var exact) ? exact : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array when ofObject is not null => element.EnumerateArray().Select(item => Plain(item, ofObject)).ToArray(),
        JsonValueKind.Array => new ValueList<object?>([.. element.EnumerateArray().Select(item => Plain(item))]),
        JsonValueKind.Object when ofObject is not null => ofObject(element),
        JsonValueKind.Object => Plain(element.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value))),
        _ => null,
    };

    public static IReadOnlyDictionary<string, object?> Plain(IEnumerable<KeyValuePair<string, JsonElement>>? members)
    {
        var plain = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in members ?? [])
            plain[name] = Plain(value);
        return new ValueTable<object?>(plain);
    }

    /// <summary>Whether a text to be sent contains U+FFFD, literally or as an escape sequence.</summary>
    public static bool HasReplacementCharacter(ReadOnlySpan<byte> json) => ReplacementCharacter().IsMatch(Encoding.Latin1.GetString(json));

    [GeneratedRegex(
        @"\xEF\xBF\xBD|(?<!\\)(\\\\)*\\u[fF]{3}[dD]",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ReplacementCharacter();

    [GeneratedRegex(
        @"\\(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Escape();
}
