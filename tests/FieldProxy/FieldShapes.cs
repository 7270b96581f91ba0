using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FieldProxy;

/// <summary>
/// Responses of the Admin Center API as public projects observed them in the real service: apps with id only, statuses that
/// start in lowercase, no null members, session dates in US format, twelve digits after the name of a deleted environment, and 204 for settings.
/// </summary>
internal sealed partial class FieldShapes
{
    private static readonly string[] Statuses = ["status", "state", "updateStatus", "lastUpdateAttemptResult", "lastUninstallAttemptResult"];

    /// <summary>The names of deleted environments with twelve digits, and the corresponding names of the simulator.</summary>
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);

    public (int Status, byte[] Body) Shape(string method, string path, int status, string? mediaType, byte[] body)
    {
        if (!path.StartsWith("/admin/", StringComparison.OrdinalIgnoreCase) || status >= 300)
            return (status, body);

        if (path.Contains("/settings/", StringComparison.OrdinalIgnoreCase)
            && !path.Contains("/settings/notification", StringComparison.OrdinalIgnoreCase)
            && (!HttpMethods.IsGet(method) || body.AsSpan().SequenceEqual("null"u8)))
        {
            return (StatusCodes.Status204NoContent, []);
        }

        if (mediaType != "application/json" || Parse(body) is not { } json)
            return (status, body);

        Shape(json, isApp: AppList().IsMatch(path));
        var text = DeletedName().Replace(json.ToJsonString(), ShortName);
        return (status, Encoding.UTF8.GetBytes(text));
    }

    /// <summary>A path or a text with the names of the simulator.</summary>
    public string OriginalNames(string text) =>
        _names.Aggregate(text, (changed, name) => changed.Replace(name.Key, name.Value, StringComparison.OrdinalIgnoreCase));

    public byte[] OriginalNames(string? contentType, byte[] body) =>
        contentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true && !_names.IsEmpty
            ? Encoding.UTF8.GetBytes(OriginalNames(Encoding.UTF8.GetString(body)))
            : body;

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null; // a fault of the simulator, which is passed on unchanged
        }
    }

    private static void Shape(JsonNode? node, bool isApp)
    {
        if (node is JsonArray list)
        {
            foreach (var entry in list)
                Shape(entry, isApp);
        }

        if (node is not JsonObject item)
            return;

        if (isApp && item["appId"] is { } id && !item.ContainsKey("value"))
        {
            item["id"] = id.DeepClone();
            item.Remove("appId");
        }

        foreach (var (name, value) in item.ToList())
        {
            if (value is null)
                item.Remove(name);
            else if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String)
                item[name] = Shape(name, text.GetValue<string>());
            else
                Shape(value, isApp);
        }
    }

    private static string Shape(string name, string value)
    {
        if (Statuses.Contains(name, StringComparer.OrdinalIgnoreCase) && value.Length > 0)
            return char.ToLowerInvariant(value[0]) + value[1..];
        return name == "logOnDate" && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcDateTime.ToString("M/d/yyyy h:mm:ss tt", CultureInfo.InvariantCulture)
            : value;
    }

    private string ShortName(Match match)
    {
        var name = match.Groups["name"].Value + match.Groups["digits"].Value;
        _names[name] = match.Value;
        return name;
    }

    [GeneratedRegex(@"/apps/?$", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AppList();

    [GeneratedRegex(@"(?<name>[A-Za-z][\w-]*-)(?<digits>\d{12})\d{2}(?!\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DeletedName();
}
