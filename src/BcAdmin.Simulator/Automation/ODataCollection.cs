using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BcAdmin.Simulator.Serving;

namespace BcAdmin.Simulator.Automation;

/// <summary>
/// What OData does with the rows of any collection: $filter, $orderby, $skip, $top, $count, $select and pages by Prefer: odata.maxpagesize.
/// </summary>
internal static partial class ODataCollection
{
    /// <summary>Answers with the rows that the query asks for.</summary>
    /// <param name="call">The call of a list operation.</param>
    /// <param name="rows">All rows, each with all its properties, in the order of the key.</param>
    public static Reply Answer(Call call, IEnumerable<JsonObject> rows)
    {
        RefuseExpand(call);
        var type = RowType(call);
        var found = rows.ToList();
        if (call.Query("$filter") is { } filter)
        {
            var fits = ODataFilter.Parse(filter, type);
            found = [.. found.Where(fits)];
        }

        if (call.Query("$orderby") is { } order)
            found = Sort(found, order, type);

        var count = found.Count;
        var wanted = found.Skip(Number(call, "$skip") ?? 0).Take(Number(call, "$top") ?? int.MaxValue).ToList();
        var (offset, size) = Page(call);
        var page = wanted.Skip(offset).Take(size).ToList();

        var answer = new JsonObject { ["@odata.context"] = Context(call) };
        if (string.Equals(call.Query("$count"), "true", StringComparison.OrdinalIgnoreCase))
            answer["@odata.count"] = count;
        answer["value"] = new JsonArray([.. page.Select(row => Select(call, row, type))]);
        if (offset + page.Count < wanted.Count)
            answer["@odata.nextLink"] = NextLink(call, offset + page.Count, size);

        var reply = Reply.Ok(answer);
        if (MaxPageSize(call) is not null)
            reply.Headers["Preference-Applied"] = $"odata.maxpagesize={size}";
        return reply;
    }

    /// <summary>Answers with one row.</summary>
    public static Reply AnswerOne(Call call, JsonObject row)
    {
        RefuseExpand(call);
        var type = call.Operation.Contract.Validator.Properties(call.Operation.ResponseSchema(200)!.Value);
        var answer = new JsonObject { ["@odata.context"] = $"{Context(call)}/$entity" };
        foreach (var (name, value) in Select(call, row, type))
            answer[name] = value?.DeepClone();
        return Reply.Ok(answer);
    }

    private static void RefuseExpand(Call call)
    {
        if (call.Query("$expand") is not null)
            throw new Refusal(501, "NotImplemented", $"The simulator does not play $expand of {call.Operation.Id}.");
    }

    private static IReadOnlyDictionary<string, JsonElement> RowType(Call call)
    {
        var contract = call.Operation.Contract;
        var collection = contract.Validator.Properties(call.Operation.ResponseSchema(200)!.Value);
        return contract.Validator.Properties(contract.Resolve(collection["value"]).GetProperty("items"));
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

    private static int? Number(Call call, string name) => call.Query(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Where the page starts and how long it is. A next link carries both, for a client follows it without its headers.</summary>
    private static (int Offset, int Size) Page(Call call)
    {
        if (call.Query("$skiptoken") is not { } token)
            return (0, MaxPageSize(call) ?? call.Settings.MaxPageSize);

        var match = SkipToken().Match(token);
        return match.Success
            ? (int.Parse(match.Groups["offset"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["size"].ValueSpan, CultureInfo.InvariantCulture))
            : throw ODataFilter.SyntaxError("the $skiptoken is not one of ours");
    }

    private static int? MaxPageSize(Call call)
    {
        var match = PageSize().Match(call.Header("Prefer") ?? "");
        return match.Success ? Math.Clamp(int.Parse(match.Groups["size"].ValueSpan, CultureInfo.InvariantCulture), 1, call.Settings.MaxPageSize) : null;
    }

    private static string NextLink(Call call, int offset, int size)
    {
        var request = call.Exchange.Request;
        var query = request.Query.Where(option => option.Key is not "$skiptoken")
            .Select(option => $"{option.Key}={Uri.EscapeDataString(option.Value.ToString())}")
            .Append(string.Create(CultureInfo.InvariantCulture, $"$skiptoken={offset}-{size}"));
        return $"{call.Exchange.BaseAddress}{call.Exchange.RawPath}?{string.Join('&', query)}";
    }

    private static string Context(Call call)
    {
        var path = call.Exchange.RawPath;
        var start = path.IndexOf("/automation/v2.0/", StringComparison.OrdinalIgnoreCase) + "/automation/v2.0/".Length;
        return $"{call.Exchange.BaseAddress}{path[..start]}$metadata#{LastKey().Replace(path[start..].TrimEnd('/'), "")}";
    }

    [GeneratedRegex(@"^(?<name>\w+)(\s+(?<direction>asc|desc))?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OrderTerm();

    [GeneratedRegex(@"^(?<offset>\d{1,9})-(?<size>\d{1,9})$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SkipToken();

    [GeneratedRegex(@"odata\.maxpagesize=(?<size>\d{1,9})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PageSize();

    [GeneratedRegex(@"\([^()]*\)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex LastKey();
}
