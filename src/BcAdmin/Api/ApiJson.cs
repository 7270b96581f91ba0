using System.Text;
using System.Text.Json;

namespace BcAdmin.Api;

/// <summary>Reads answers without caring for the case of property names, which the documentation mixes.</summary>
internal static class ApiJson
{
    /// <summary>The answer's JSON; a byte order mark before it does not matter.</summary>
    public static JsonDocument Parse(byte[] json) => JsonDocument.Parse(json.AsMemory(json.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0));

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

    /// <summary>The items of "value", of a bare array, or the one bare object.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Array => root.EnumerateArray(),
        JsonValueKind.Object when TryGet(root, "value", out var value) && value.ValueKind == JsonValueKind.Array => value.EnumerateArray(),
        JsonValueKind.Object when TryGet(root, "value", out var value) && value.ValueKind == JsonValueKind.Object => [value],
        JsonValueKind.Object => [root],
        _ => [],
    };

    /// <summary>Plain objects for people: texts, numbers, booleans, lists and dictionaries.</summary>
    public static object? Plain(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.TryGetDecimal(out var exact) ? exact : element.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => element.EnumerateArray().Select(Plain).ToArray(),
        JsonValueKind.Object => Plain(element.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, property.Value))),
        _ => null,
    };

    public static IReadOnlyDictionary<string, object?> Plain(IEnumerable<KeyValuePair<string, JsonElement>>? members)
    {
        var plain = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in members ?? [])
            plain[name] = Plain(value);
        return plain;
    }
}
