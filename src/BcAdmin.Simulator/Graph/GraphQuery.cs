using System.Text.RegularExpressions;

namespace BcAdmin.Simulator.Graph;

/// <summary>
/// The query options of Microsoft Graph for a directory collection: $filter (eq and startswith, with and), $select, $top, and pages.
/// </summary>
internal static partial class GraphQuery
{
    private const int PageSize = 100;

    public static Reply Answer(GraphCall call, string set, IEnumerable<JsonObject> rows, int largestPage = 999)
    {
        foreach (var option in (string[])["$search", "$orderby", "$expand"])
        {
            if (call.Query(option) is not null)
                throw new Refusal(400, "Request_UnsupportedQuery", $"Unsupported Query. The simulator does not support {option} of Microsoft Graph.");
        }

        if (call.Query("$filter") is { } filter)
            rows = rows.Where(Parse(filter));
        var size = call.Query("$top") is { } top
            ? int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= largestPage
                ? number
                : throw new Refusal(400, "Request_BadRequest", string.Create(CultureInfo.InvariantCulture,
                    $"Invalid page size specified: '{top}'. Must be between 1 and {largestPage} inclusive."))
            : PageSize;
        if (!int.TryParse(call.Query("$skiptoken") ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
        {
            throw new Refusal(400, "Directory_ExpiredPageToken",
                "The specified page token value has expired and can no longer be included in your request.");
        }

        var page = rows.Skip(offset).Take(size + 1).ToList();
        var answer = new JsonObject { ["@odata.context"] = call.Context(set) };
        if (page.Count > size)
            answer["@odata.nextLink"] = NextLink(call, offset + size);
        answer["value"] = new JsonArray([.. page.Take(size).Select(row => Select(call, row))]);
        return Reply.Ok(answer);
    }

    public static Reply AnswerOne(GraphCall call, string set, JsonObject row, int status = 200)
    {
        var answer = new JsonObject { ["@odata.context"] = call.Context($"{set}/$entity") };
        foreach (var (name, value) in Select(call, row))
            answer[name] = value?.DeepClone();
        return Reply.Of(status, answer);
    }

    private static JsonObject Select(GraphCall call, JsonObject row)
    {
        if (call.Query("$select") is not { Length: > 0 } select)
            return row;
        var names = select.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var chosen = row.Where(member => names.Contains(member.Key, StringComparer.OrdinalIgnoreCase));
        return new JsonObject(chosen.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
    }

    private static string NextLink(GraphCall call, int offset)
    {
        var options = call.Exchange.Request.Query.Where(option => option.Key != "$skiptoken")
            .Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value.ToString())}")
            .Append(string.Create(CultureInfo.InvariantCulture, $"$skiptoken={offset}"));
        return $"{call.Exchange.BaseAddress}{call.Exchange.RawPath}?{string.Join('&', options)}";
    }

    private static Func<JsonObject, bool> Parse(string filter)
    {
        var tests = new List<Func<JsonObject, bool>>();
        var position = 0;
        while (true)
        {
            var match = Clause().Match(filter, position);
            if (!match.Success)
                throw new Refusal(400, "BadRequest", "Invalid filter clause: only eq and startswith, joined by and, are supported.");
            tests.Add(Test(match));
            position += match.Length;
            if (position == filter.Length)
                return row => tests.TrueForAll(test => test(row));
        }
    }

    private static Func<JsonObject, bool> Test(Match clause)
    {
        var name = clause.Groups["name"].Value;
        var starts = clause.Groups["starts"].Success;
        var (quoted, bare) = (clause.Groups["text"], clause.Groups["bare"]);
        var value = quoted.Success ? quoted.Value.Replace("''", "'", StringComparison.Ordinal) : bare.Value;
        return row =>
        {
            JsonNode? member = row;
            foreach (var part in name.Split('/'))
            {
                if (member is not JsonObject container || !container.TryGetPropertyValue(part, out member))
                    throw new Refusal(400, "BadRequest", $"Invalid filter clause: Could not find a property named '{name}'.");
            }

            var text = member switch
            {
                null => "null",
                JsonValue plain => plain.ToString(),
                _ => throw new Refusal(
                    400, "Request_UnsupportedQuery", $"Unsupported or invalid query filter clause specified for property '{name}'."),
            };
            return text.StartsWith(value, StringComparison.OrdinalIgnoreCase) && (starts || text.Length == value.Length);
        };
    }

    [GeneratedRegex(
        @"\G(?:\s*and\s+)?\s*(?:(?<starts>startswith\(\s*)(?<name>[\w/]+)\s*,\s*'(?<text>(?:[^']|'')*)'\s*\)"
        + @"|(?<name>[\w/]+)\s+eq\s+(?:'(?<text>(?:[^']|'')*)'|(?<bare>[\w-]+)))\s*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Clause();
}
