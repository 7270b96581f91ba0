using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace BcAdmin.Simulator.Automation;

/// <summary>
/// The OData options for the rows of any collection: $filter, $orderby, $skip, $top, $count, $select, $expand, and pages by Prefer:
/// odata.maxpagesize.
/// </summary>
internal static partial class ODataCollection
{
    /// <summary>Returns the rows that the query requests.</summary>
    /// <param name="rows">All rows, each with all its properties, in the order of the key.</param>
    public static Reply Answer(Call call, IEnumerable<JsonObject> rows)
    {
        var type = RowType(call);
        var found = rows;
        if (call.Query("$filter") is { } filter)
            found = found.Where(ODataFilter.Parse(filter, type, call.Query("$schemaversion")));
        if (call.Query("$orderby") is { } order)
            found = Sort([.. found], order, type);

        var answer = new JsonObject { ["@odata.context"] = Context(call) };
        if (string.Equals(call.Query("$count"), "true", StringComparison.OrdinalIgnoreCase))
        {
            found = [.. found];
            answer["@odata.count"] = found.Count();
        }

        // Only the rows of the page are created, and one more to find out whether there is another page.
        var (offset, size) = Page(call);
        var left = Math.Max(0, (Number(call, "$top") ?? int.MaxValue) - offset);
        var page = found.Skip((int)Math.Min((Number(call, "$skip") ?? 0L) + offset, int.MaxValue)).Take((int)Math.Min(size + 1L, left)).ToList();
        answer["value"] = new JsonArray([.. page.Take(size).Select(row => Shape(call, Tagged(row), type, $"{call.ResourcePath}{Key(call, row)}"))]);
        if (page.Count > size)
            answer["@odata.nextLink"] = NextLink(call, offset + size, size);

        var reply = Reply.Ok(answer);
        if (MaxPageSize(call) is not null)
            reply.Headers["Preference-Applied"] = $"odata.maxpagesize={size}";
        return reply;
    }

    /// <summary>Returns one row.</summary>
    public static Reply AnswerOne(Call call, JsonObject row)
    {
        var type = call.Operation.Contract.Validator.Properties(call.Operation.ResponseSchema(200)!.Value);
        return Reply.Ok(Describe(call, Shape(call, Tagged(row), type, call.ResourcePath)));
    }

    /// <summary>One row as the complete response, with its context.</summary>
    public static JsonObject Describe(Call call, JsonObject row) => Prepend(row, "@odata.context", $"{Context(call)}/$entity");

    /// <summary>All rows have a tag; if nothing can be changed, it is derived from the content of the row.</summary>
    private static JsonObject Tagged(JsonObject row)
    {
        if (row.ContainsKey("@odata.etag"))
            return row;

        var version = BitConverter.ToUInt32(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(row)));
        return Prepend(row, "@odata.etag", ETag.Of(version));
    }

    private static JsonObject Prepend(JsonObject row, string name, string value) =>
        new(row.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())).Prepend(KeyValuePair.Create(name, (JsonNode?)value)));

    /// <summary>A time in the format of the API.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);

    private static IReadOnlyDictionary<string, JsonElement> RowType(Call call) =>
        call.Operation.Contract.Validator.Properties(ODataModel.RowSchema(call.Operation)!.Value);

    /// <summary>The row with the members that $select selects and $expand adds.</summary>
    private static JsonObject Shape(Call call, JsonObject row, IReadOnlyDictionary<string, JsonElement> type, string path)
    {
        var expanded = call.Query("$expand") is { } expand ? ODataExpand.Read(call, row, path, expand) : [];
        var shaped = Select(call, row, type);
        foreach (var (name, value) in expanded)
            shaped[name] = value;
        return shaped;
    }

    /// <summary>The key of the row as a path contains it, in parentheses.</summary>
    private static string Key(Call call, JsonObject row)
    {
        var schema = ODataModel.RowSchema(call.Operation)!.Value;
        var keys = ODataModel.Keys(schema).Select(key => (key.Name, Text: Write(row[key.Name]!.ToString(), key.IsText))).ToList();
        return keys.Count == 1 ? $"({keys[0].Text})" : $"({string.Join(',', keys.Select(key => $"{key.Name}={key.Text}"))})";

        static string Write(string value, bool isText) =>
            isText ? $"'{Uri.EscapeDataString(value.Replace("'", "''", StringComparison.Ordinal))}'" : value;
    }

    private static JsonObject Select(Call call, JsonObject row, IReadOnlyDictionary<string, JsonElement> type)
    {
        if (call.Query("$select") is not { } select || select.Trim() is "*")
            return row;

        var chosen = select.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => ODataFilter.Property(name, type)).ToHashSet(StringComparer.Ordinal);
        return new JsonObject(row.Where(property => property.Key.StartsWith('@') || chosen.Contains(property.Key))
            .Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone())));
    }

    private static List<JsonObject> Sort(List<JsonObject> rows, string order, IReadOnlyDictionary<string, JsonElement> type)
    {
        IOrderedEnumerable<JsonObject>? sorted = null;
        foreach (var term in order.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var match = OrderTerm().Match(term);
            if (!match.Success)
                throw ODataFilter.SyntaxError($"'{term}' is not a property with asc or desc");

            var property = ODataFilter.Property(match.Groups["name"].Value, type);
            var comparer = Comparer<JsonNode?>.Create(ODataFilter.Compare);
            var descending = match.Groups["direction"].Value.Equals("desc", StringComparison.OrdinalIgnoreCase);
            sorted = (sorted, descending) switch
            {
                (null, false) => rows.OrderBy(row => row[property], comparer),
                (null, true) => rows.OrderByDescending(row => row[property], comparer),
                (_, false) => sorted.ThenBy(row => row[property], comparer),
                (_, true) => sorted.ThenByDescending(row => row[property], comparer),
            };
        }

        return sorted is null ? rows : [.. sorted];
    }

    // A number that is too large counts as all rows.
    private static int? Number(Call call, string name) =>
        call.Query(name) is { } text ? (int)Math.Min(long.Parse(text, CultureInfo.InvariantCulture), int.MaxValue) : null;

    /// <summary>The start and the length of the page. A next link contains both, because a client follows it without its headers.</summary>
    private static (int Offset, int Size) Page(Call call)
    {
        if (call.Query("$skiptoken") is not { } token)
            return (0, MaxPageSize(call) ?? call.Settings.MaxPageSize);

        var match = SkipToken().Match(token);
        return match.Success ? (Group(match, "offset"), Group(match, "size")) : throw ODataFilter.SyntaxError("the $skiptoken is not valid");
    }

    private static int Group(Match match, string name) => int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture);

    private static int? MaxPageSize(Call call)
    {
        var match = PageSize().Match(call.Header("Prefer") ?? "");
        return match.Success ? Math.Clamp(Group(match, "size"), 1, call.Settings.MaxPageSize) : null;
    }

    private static string NextLink(Call call, int offset, int size)
    {
        var request = call.Exchange.Request;
        var query = request.Query.Where(option => option.Key is not "$skiptoken")
            .Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value.ToString())}")
            .Append(string.Create(CultureInfo.InvariantCulture, $"$skiptoken={offset}-{size}"));
        return $"{call.Exchange.BaseAddress}{call.ResourcePath}?{string.Join('&', query)}";
    }

    private static string Context(Call call) =>
        $"{call.Exchange.BaseAddress}{call.RootPath}/$metadata#{LastKey().Replace(call.ResourcePath[(call.RootPath.Length + 1)..], "")}";

    [GeneratedRegex(
        @"^(?<name>\w+)(\s+(?<direction>asc|desc))?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OrderTerm();

    [GeneratedRegex(@"^(?<offset>\d{1,9})-(?<size>\d{1,9})$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SkipToken();

    [GeneratedRegex(@"odata\.maxpagesize=(?<size>\d{1,9})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PageSize();

    [GeneratedRegex(@"\([^()]*\)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LastKey();
}
