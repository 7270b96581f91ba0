using System.Text.RegularExpressions;

namespace BcAdmin.Simulator.Automation;

/// <summary>
/// $filter as Business Central supports it: eq ne gt ge lt le, contains startswith endswith, tolower toupper trim, and, not, parentheses, and or
/// within one property only. A nested function and the operator in require $schemaversion=2.1; any and all are ignored.
/// </summary>
internal sealed partial class ODataFilter
{
    private readonly List<string> _tokens;
    private readonly IReadOnlyDictionary<string, JsonElement> _type;
    private readonly bool _isNewSchema;
    private int _next;

    private ODataFilter(List<string> tokens, IReadOnlyDictionary<string, JsonElement> type, bool isNewSchema)
    {
        _tokens = tokens;
        _type = type;
        _isNewSchema = isNewSchema;
    }

    private string? Current => _next < _tokens.Count ? _tokens[_next] : null;

    /// <exception cref="Refusal">400 BadRequest_NotFound: the text is not a filter, or names a property that the type lacks.</exception>
    public static Func<JsonObject, bool> Parse(string filter, IReadOnlyDictionary<string, JsonElement> type, string? schemaVersion)
    {
        var tokens = new List<string>();
        var position = 0;
        while (position < filter.Length)
        {
            var match = Token().Match(filter, position);
            if (!match.Success || match.Length == 0)
                throw SyntaxError($"unexpected text at position {position} of '{filter}'");
            if (!string.IsNullOrWhiteSpace(match.Value))
                tokens.Add(match.Value);
            position += match.Length;
        }

        var parser = new ODataFilter(tokens, type, schemaVersion is "2.1");
        var (test, _) = parser.Or();
        return parser.Current is null ? test : throw SyntaxError($"'{parser.Current}' was not expected");
    }

    public static Refusal SyntaxError(string problem) => new(400, "BadRequest_NotFound", $"Bad Request - Error in query syntax: {problem}.");

    /// <summary>The property in the spelling of the type.</summary>
    public static string Property(string name, IReadOnlyDictionary<string, JsonElement> type) =>
        type.Keys.FirstOrDefault(key => string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
        ?? throw SyntaxError($"could not find a property named '{name}'");

    /// <summary>The order of two values: numbers by size, times by time, texts by their characters; null comes first.</summary>
    public static int Compare(JsonNode? left, JsonNode? right)
    {
        if (left is null || right is null)
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);

        var (a, b) = (left.ToString(), right.ToString());
        if (left.GetValueKind() == JsonValueKind.Number && decimal.TryParse(b, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return decimal.Parse(a, NumberStyles.Float, CultureInfo.InvariantCulture).CompareTo(number);
        if (DateLike().IsMatch(a) && DateTimeOffset.TryParse(a, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var first)
            && DateTimeOffset.TryParse(b, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var second))
        {
            return first.CompareTo(second);
        }

        if (Guid.TryParse(a, out var id) && Guid.TryParse(b, out var other))
            return string.CompareOrdinal(id.ToString(), other.ToString());
        // Sorted like the database, without case; but A and a are not equal.
        return string.Compare(a, b, StringComparison.OrdinalIgnoreCase) is var order and not 0 ? order : string.CompareOrdinal(a, b);
    }

    private Clause Or()
    {
        var (left, properties) = And();
        while (Take("or"))
        {
            var (right, others) = And();
            properties.UnionWith(others);
            if (properties.Count > 1)
            {
                var names = string.Join(" and ", properties.Order(StringComparer.Ordinal));
                throw SyntaxError($"'or' is supported for one property only, not for {names}");
            }

            var before = left;
            left = row => before(row) || right(row);
        }

        return new Clause(left, properties);
    }

    private Clause And()
    {
        var (left, properties) = Not();
        while (Take("and"))
        {
            var (right, others) = Not();
            properties.UnionWith(others);
            var before = left;
            left = row => before(row) && right(row);
        }

        return new Clause(left, properties);
    }

    private Clause Not()
    {
        if (!Take("not"))
            return Term();

        var (test, properties) = Not();
        return new Clause(row => !test(row), properties);
    }

    private Clause Term()
    {
        if (Take("("))
        {
            var inner = Or();
            Expect(")");
            return inner;
        }

        var word = Next();
        if (word is "contains" or "startswith" or "endswith")
            return ComparedWithBoolean(TextTest(word));
        if (word.EndsWith("/any", StringComparison.Ordinal) || word.EndsWith("/all", StringComparison.Ordinal))
            return SkipLambda();

        var (value, property) = Operand(word);
        if (Take("in"))
            return new Clause(In(value), [property]);
        if (Current is null or "and" or "or" or ")")
            return new Clause(row => value(row) is { } flag && flag.GetValueKind() == JsonValueKind.True, [property]);

        var comparison = Next();
        var literal = Literal(Next());
        Func<int, bool> fits = comparison switch
        {
            "eq" => order => order == 0,
            "ne" => order => order != 0,
            "gt" => order => order > 0,
            "ge" => order => order >= 0,
            "lt" => order => order < 0,
            "le" => order => order <= 0,
            _ => throw SyntaxError($"'{comparison}' is not a comparison operator"),
        };
        return new Clause(row => fits(Compare(value(row), literal)), [property]);
    }

    /// <summary>A property, or tolower, toupper or trim of one. Options compare by their plain text, not by how they are encoded.</summary>
    private (Func<JsonObject, JsonNode?> Value, string Property) Operand(string word)
    {
        if (word is not ("tolower" or "toupper" or "trim"))
        {
            var name = Property(word, _type);
            var isOption = _type[name].TryGetProperty("x-bc-enum-decoded", out _);
            return (row => isOption && row[name] is { } option ? Decode(option.ToString()) : row[name], name);
        }

        Expect("(");
        var (inner, property) = Operand(Next());
        Expect(")");
        return (row => inner(row)?.ToString() is not { } text ? null : word switch
        {
            "tolower" => text.ToLowerInvariant(),
            "toupper" => text.ToUpperInvariant(),
            _ => text.Trim(),
        }, property);
    }

    private Func<JsonObject, bool> In(Func<JsonObject, JsonNode?> value)
    {
        NeedNewSchema("in");
        var values = new List<JsonNode?>();
        Expect("(");
        do
            values.Add(Literal(Next()));
        while (Take(","));
        Expect(")");
        return row => values.Exists(literal => Compare(value(row), literal) == 0);
    }

    private Clause TextTest(string function)
    {
        Expect("(");
        if (Current is "tolower" or "toupper" or "trim")
            NeedNewSchema($"a function in {function}");
        var (value, property) = Operand(Next());
        Expect(",");
        var part = Literal(Next())?.ToString() ?? throw SyntaxError($"{function} requires a string");
        Expect(")");
        Func<string, bool> fits = function switch
        {
            "contains" => text => text.Contains(part, StringComparison.Ordinal),
            "startswith" => text => text.StartsWith(part, StringComparison.Ordinal),
            _ => text => text.EndsWith(part, StringComparison.Ordinal),
        };
        return new Clause(row => value(row) is { } text && fits(text.ToString()), [property]);
    }

    /// <summary>A test is complete by itself, or compared with true or false, as in generated filters.</summary>
    private Clause ComparedWithBoolean(Clause call)
    {
        if (Current is not ("eq" or "ne"))
            return call;

        var isEqual = Next() is "eq";
        var wanted = Next() switch
        {
            "true" => isEqual,
            "false" => !isEqual,
            var other => throw SyntaxError($"'{other}' is neither true nor false"),
        };
        return wanted ? call : call with { Test = row => !call.Test(row) };
    }

    /// <summary>any and all are ignored without an error, so that the filter returns too many rows.</summary>
    private Clause SkipLambda()
    {
        Expect("(");
        for (var depth = 1; depth > 0;)
        {
            var token = Next();
            depth += token is "(" ? 1 : token is ")" ? -1 : 0;
        }

        return new Clause(_ => true, []);
    }

    private void NeedNewSchema(string what)
    {
        if (!_isNewSchema)
            throw SyntaxError($"{what} requires $schemaversion=2.1");
    }

    private static string Decode(string text) => System.Xml.XmlConvert.DecodeName(text);

    private static JsonValue? Literal(string token)
    {
        // An option may have its type as a prefix: Microsoft.NAV.user_state'Enabled'.
        if (token.EndsWith('\''))
        {
            var quoted = token[(token.IndexOf('\'', StringComparison.Ordinal) + 1)..^1];
            return JsonValue.Create(Decode(quoted.Replace("''", "'", StringComparison.Ordinal)));
        }

        if (token is "null")
            return null;
        if (token is "true" or "false")
            return JsonValue.Create(token is "true");
        if (decimal.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return JsonValue.Create(number);
        // A GUID or a time has no quotes.
        return Guid.TryParse(token, out _) || DateLike().IsMatch(token) ? JsonValue.Create(token) : throw SyntaxError($"'{token}' is not a value");
    }

    private string Next() => _next < _tokens.Count ? _tokens[_next++] : throw SyntaxError("the filter is incomplete");

    private bool Take(string token)
    {
        if (!string.Equals(Current, token, StringComparison.Ordinal))
            return false;
        _next++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Take(token))
            throw SyntaxError($"'{token}' was expected instead of '{Current ?? "the end"}'");
    }

    [GeneratedRegex(@"\G(?:\s+|(?:\w+(?:\.\w+)+)?'(?:[^']|'')*'|[(),]|[^\s(),']+)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DateLike();

    /// <summary>A part of a filter, with the properties that it uses.</summary>
    private sealed record Clause(Func<JsonObject, bool> Test, HashSet<string> Properties);
}
