namespace BcAdmin.Simulator.Automation;

/// <summary>$expand: adds the target of a navigation property, as a caller would read it with its own address.</summary>
internal static class ODataExpand
{
    /// <param name="path">The row's own path.</param>
    /// <param name="expand">Names of navigation properties, each with its own options in parentheses.</param>
    /// <exception cref="Refusal">400: the type has no such property.</exception>
    public static List<KeyValuePair<string, JsonNode?>> Read(Call call, JsonObject row, string path, string expand)
    {
        var found = new List<KeyValuePair<string, JsonNode?>>();
        foreach (var item in Split(expand, ','))
        {
            var bracket = item.IndexOf('(', StringComparison.Ordinal);
            var name = (bracket < 0 ? item : item[..bracket]).Trim();
            List<string> options = bracket < 0 ? [] : Split(item[(bracket + 1)..].TrimEnd().TrimEnd(')'), ';').ConvertAll(Escape);

            var read = call.Exchange.Within("GET", Target(path, row, name, options), [], null);
            var root = call.RootPath.Split('/', StringSplitOptions.RemoveEmptyEntries).Length;
            var segments = read.Segments.Skip(root).ToList();
            if (call.Operation.Contract.Match(segments, out _)?.Operations.Exists(operation => operation.Method == "GET") != true)
                throw ODataFilter.SyntaxError($"could not find a navigation property named '{name}'");

            var answer = read.Simulator.Route(read).Serve!().Json!.DeepClone().AsObject();
            answer.Remove("@odata.context");
            found.Add(KeyValuePair.Create(name, answer.ContainsKey("value") ? answer["value"]!.DeepClone() : (JsonNode?)answer));
            if (answer["@odata.nextLink"] is { } next)
                found.Add(KeyValuePair.Create($"{name}@odata.nextLink", (JsonNode?)next.DeepClone()));
        }

        return found;
    }

    private static string Target(string path, JsonObject row, string name, List<string> options)
    {
        var place = path.IndexOf("/aggregatePermissionSets(", StringComparison.OrdinalIgnoreCase);
        if (place < 0 || name is not "accessControls")
            return $"{path}/{Uri.EscapeDataString(name)}?{string.Join('&', options)}";

        // The contract has no address for these: they are the rows of all users that assign this set.
        var roleId = row["roleId"]!.ToString().Replace("'", "''", StringComparison.Ordinal);
        var filter = $"$filter={Uri.EscapeDataString($"roleId eq '{roleId}' and appId eq {row["appId"]} and scope eq '{row["scope"]}'")}";
        var others = options.Where(option => !option.StartsWith("$filter", StringComparison.Ordinal));
        return $"{path[..place]}/accessControls?{string.Join('&', others.Append(filter))}";
    }

    private static string Escape(string option)
    {
        var parts = option.Split('=', 2);
        return $"{parts[0].Trim()}={Uri.EscapeDataString(parts.ElementAtOrDefault(1) ?? "")}";
    }

    /// <summary>The parts between separators that are outside parentheses and quotes.</summary>
    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var (start, depth, quoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            quoted ^= text[i] == '\'';
            depth += quoted ? 0 : text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] != separator || depth != 0 || quoted)
                continue;
            parts.Add(text[start..i]);
            start = i + 1;
        }

        parts.Add(text[start..]);
        return [.. parts.Where(part => !string.IsNullOrWhiteSpace(part))];
    }
}
