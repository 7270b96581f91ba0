using System.Text.RegularExpressions;
using System.Xml;

namespace BcAdmin.Simulator.Contract;

/// <summary>One violation of a schema.</summary>
/// <param name="Path">Property path from the root of the body, such as <c>versionDetails.version</c>; empty for the root itself.</param>
/// <param name="Keyword">The JSON schema keyword that failed.</param>
/// <param name="Message">The problem and the expected value.</param>
/// <param name="Component">Name of the component schema that failed, if it has one.</param>
internal sealed record Violation(string Path, string Keyword, string Message, string? Component);

/// <summary>The direction of a body: requests must match closed enumerations; responses can have values that the contract marks as open.</summary>
internal enum Direction
{
    Request,
    Response,
}

/// <summary>The part of JSON schema that the two contracts use.</summary>
internal sealed class SchemaValidator(ApiContract contract)
{
    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(1);

    /// <param name="direction">The direction of the body.</param>
    /// <param name="subject">The term for the value itself in messages.</param>
    public IReadOnlyList<Violation> Validate(JsonNode? value, JsonElement schema, Direction direction, string subject = "The body")
    {
        var violations = new List<Violation>();
        Check(new Scope(violations, direction, subject, "", null), value, schema);
        return violations;
    }

    /// <summary>Validates the text of a path, query, or header parameter.</summary>
    public Violation? ValidateText(string text, JsonElement schema, string subject)
    {
        JsonNode value = contract.Resolve(schema).GetProperty("type").GetString() switch
        {
            "integer" when long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            "boolean" when bool.TryParse(text, out var flag) => JsonValue.Create(flag),
            _ => JsonValue.Create(text)!,
        };
        return Validate(value, schema, Direction.Request, subject) is [var violation, ..] ? violation : null;
    }

    /// <summary>
    /// Returns a copy of a request body with property names and enumeration values in the contract's spelling:
    /// the service ignores the case of both. A null member that is not nullable counts as missing, because many clients send it.
    /// </summary>
    public JsonNode? Normalize(JsonNode? value, JsonElement schema)
    {
        schema = contract.Resolve(schema);
        switch (value)
        {
            case JsonObject source:
                var properties = Properties(schema);
                var target = new JsonObject();
                foreach (var (name, item) in source)
                {
                    var known = properties.FirstOrDefault(property => string.Equals(property.Key, name, StringComparison.OrdinalIgnoreCase));
                    if (item is null && known.Key is not null && !IsNullable(known.Value))
                        continue;
                    target[known.Key ?? name] = known.Key is null ? item?.DeepClone() : Normalize(item, known.Value);
                }

                return target;
            case JsonArray list when schema.TryGetProperty("items", out var items):
                return new JsonArray([.. list.Select(item => Normalize(item, items))]);
            case JsonValue text when text.TryGetValue<string>(out var spelled) && EnumValues(schema) is { } allowed:
                // Options are also accepted in the encoded form of responses, with _x0020_ for a space.
                var plain = XmlConvert.DecodeName(spelled);
                return JsonValue.Create(allowed.FirstOrDefault(entry => string.Equals(entry, spelled, StringComparison.OrdinalIgnoreCase))
                    ?? allowed.FirstOrDefault(entry => string.Equals(entry, plain, StringComparison.OrdinalIgnoreCase)) ?? spelled);
            default:
                return value?.DeepClone();
        }
    }

    /// <summary>All properties of a schema, including those of allOf and oneOf.</summary>
    public IReadOnlyDictionary<string, JsonElement> Properties(JsonElement schema)
    {
        var result = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        Collect(contract.Resolve(schema));
        return result;

        void Collect(JsonElement part)
        {
            if (part.TryGetProperty("properties", out var properties))
            {
                foreach (var property in properties.EnumerateObject())
                    result[property.Name] = property.Value;
            }

            foreach (var composed in Composed(part))
                Collect(contract.Resolve(composed));
        }
    }

    private static IEnumerable<JsonElement> Composed(JsonElement schema)
    {
        foreach (var keyword in (string[])["allOf", "oneOf", "anyOf"])
        {
            if (!schema.TryGetProperty(keyword, out var parts))
                continue;
            foreach (var part in parts.EnumerateArray())
                yield return part;
        }
    }

    private List<string>? EnumValues(JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var values))
            return [.. values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)];

        return Composed(schema).Select(part => EnumValues(contract.Resolve(part))).FirstOrDefault(found => found is not null);
    }

    private bool IsNullable(JsonElement schema) => IsTrue(schema, "nullable") || IsTrue(contract.Resolve(schema), "nullable");

    private void Check(Scope scope, JsonNode? value, JsonElement schema)
    {
        var nullable = IsTrue(schema, "nullable");
        if (schema.TryGetProperty("$ref", out var reference))
        {
            scope = scope with { Component = reference.GetString()!.Split('/')[^1] };
            schema = contract.Resolve(schema);
            nullable |= IsTrue(schema, "nullable");
        }

        if (value is null)
        {
            if (!nullable)
                scope.Add("nullable", "must not be null");
            return;
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            foreach (var part in all.EnumerateArray())
                Check(scope, value, part);
        }

        if (schema.TryGetProperty("oneOf", out var one))
            CheckOneOf(scope, value, one);

        if (schema.TryGetProperty("type", out var type) && !CheckType(scope, value, type.GetString()!))
            return;

        CheckEnum(scope, value, schema);
        switch (value)
        {
            case JsonObject item:
                CheckObject(scope, item, schema);
                break;
            case JsonArray list:
                CheckArray(scope, list, schema);
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                CheckText(scope, scalar.GetValue<string>(), schema);
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.Number:
                CheckNumber(scope, Number(scalar), schema);
                break;
        }
    }

    private void CheckOneOf(Scope scope, JsonNode value, JsonElement alternatives)
    {
        var attempts = alternatives.EnumerateArray().Select(alternative =>
        {
            var violations = new List<Violation>();
            Check(scope with { Violations = violations }, value, alternative);
            return violations;
        }).ToList();
        var fitting = attempts.Count(violations => violations.Count == 0);
        if (fitting == 1)
            return;

        if (fitting > 1)
        {
            scope.Add("oneOf", "matches several schemas that exclude each other");
            return;
        }

        // The alternative with the fewest violations is the intended one.
        foreach (var violation in attempts.MinBy(violations => violations.Count)!)
            scope.Violations.Add(violation);
    }

    private static bool CheckType(Scope scope, JsonNode value, string type)
    {
        var kind = value.GetValueKind();
        var fits = type switch
        {
            "object" => kind == JsonValueKind.Object,
            "array" => kind == JsonValueKind.Array,
            "string" => kind == JsonValueKind.String,
            "boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "integer" => kind == JsonValueKind.Number && decimal.IsInteger(Number(value)),
            "number" => kind == JsonValueKind.Number,
            _ => throw new NotSupportedException($"The contract uses the type {type}."),
        };
        if (!fits)
            scope.Add("type", $"must be of type {type}");
        return fits;
    }

    private static void CheckEnum(Scope scope, JsonNode value, JsonElement schema)
    {
        if (!schema.TryGetProperty("enum", out var allowed) || (scope.Direction == Direction.Response && IsTrue(schema, "x-bc-open-enum")))
            return;

        var text = value.ToString();
        if (!allowed.EnumerateArray().Any(entry => string.Equals(entry.ToString(), text, StringComparison.OrdinalIgnoreCase)))
            scope.Add("enum", $"must be one of {string.Join(", ", allowed.EnumerateArray().Select(entry => entry.ToString()))}");
    }

    private void CheckObject(Scope scope, JsonObject item, JsonElement schema)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(entry => entry.GetString()!).Where(name => !item.ContainsKey(name)))
                scope.At(name).Add("required", "is missing");
        }

        if (schema.TryGetProperty("minProperties", out var minimum) && item.Count < minimum.GetInt32())
            scope.Add("minProperties", $"must have at least {minimum.GetInt32()} properties");
        if (schema.TryGetProperty("maxProperties", out var maximum) && item.Count > maximum.GetInt32())
            scope.Add("maxProperties", $"must have at most {maximum.GetInt32()} properties");

        var known = schema.TryGetProperty("properties", out var properties);
        var additional = schema.TryGetProperty("additionalProperties", out var rule) ? rule : default;
        foreach (var (name, value) in item)
        {
            if (known && properties.TryGetProperty(name, out var property))
                Check(scope.At(name) with { Component = null }, value, property);
            else if (additional.ValueKind == JsonValueKind.False)
                scope.At(name).Add("additionalProperties", "is not a property of this object");
            else if (additional.ValueKind == JsonValueKind.Object)
                Check(scope.At(name) with { Component = null }, value, additional);
        }
    }

    private void CheckArray(Scope scope, JsonArray list, JsonElement schema)
    {
        if (schema.TryGetProperty("minItems", out var minimum) && list.Count < minimum.GetInt32())
            scope.Add("minItems", $"must have at least {minimum.GetInt32()} items");
        if (schema.TryGetProperty("maxItems", out var maximum) && list.Count > maximum.GetInt32())
            scope.Add("maxItems", $"must have at most {maximum.GetInt32()} items");
        if (!schema.TryGetProperty("items", out var items))
            return;

        for (var i = 0; i < list.Count; i++)
            Check(scope with { Path = $"{scope.Path}[{i}]", Component = null }, list[i], items);
    }

    private static void CheckText(Scope scope, string text, JsonElement schema)
    {
        if (schema.TryGetProperty("minLength", out var minimum) && text.Length < minimum.GetInt32())
            scope.Add("minLength", minimum.GetInt32() == 1 ? "must not be blank" : $"must have at least {minimum.GetInt32()} characters");
        if (schema.TryGetProperty("maxLength", out var maximum) && text.Length > maximum.GetInt32())
            scope.Add("maxLength", $"must have at most {maximum.GetInt32()} characters");
        if (schema.TryGetProperty("pattern", out var pattern)
            && !Regex.IsMatch(text, pattern.GetString()!, RegexOptions.CultureInvariant, RegexTimeout))
        {
            scope.Add("pattern", $"must match {pattern.GetString()}");
        }

        if (!schema.TryGetProperty("format", out var format))
            return;

        var fits = format.GetString() switch
        {
            "uuid" => Guid.TryParse(text, out _),
            "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
            "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
            "email" => Regex.IsMatch(text, @"^[^@\s]+@[^@\s]+$", RegexOptions.CultureInvariant, RegexTimeout),
            _ => true,
        };
        if (!fits)
            scope.Add("format", $"must be a {format.GetString()}");
    }

    private static void CheckNumber(Scope scope, decimal number, JsonElement schema)
    {
        if (schema.TryGetProperty("minimum", out var minimum) && number < minimum.GetDecimal())
            scope.Add("minimum", $"must be at least {minimum.GetDecimal()}");
        if (schema.TryGetProperty("maximum", out var maximum) && number > maximum.GetDecimal())
            scope.Add("maximum", $"must be at most {maximum.GetDecimal()}");
        if (schema.TryGetProperty("format", out var format) && string.Equals(format.GetString(), "int32", StringComparison.Ordinal)
            && number is < int.MinValue or > int.MaxValue)
        {
            scope.Add("format", "must be a 32-bit number");
        }
    }

    // A number may have any CLR type; its text is the same for all.
    private static decimal Number(JsonNode value) => decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static bool IsTrue(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.True;

    private sealed record Scope(List<Violation> Violations, Direction Direction, string Subject, string Path, string? Component)
    {
        public Scope At(string property) => this with { Path = Path.Length == 0 ? property : $"{Path}.{property}" };

        public void Add(string keyword, string message) =>
            Violations.Add(new Violation(Path, keyword, $"{(Path.Length == 0 ? Subject : Path)} {message}.", Component));
    }
}
