using System.Text.RegularExpressions;
using System.Xml.Linq;
using BcAdmin.Simulator.Contract;

namespace BcAdmin.Simulator.Automation;

/// <summary>
/// The description of the API: its service document and its $metadata. Both are generated from the contract, and contain only what the
/// version of the environment has.
/// </summary>
internal static partial class ODataModel
{
    private static readonly XNamespace Edmx = "http://docs.oasis-open.org/odata/ns/edmx";
    private static readonly XNamespace Edm = "http://docs.oasis-open.org/odata/ns/edm";
    private const string Namespace = "Microsoft.NAV";

    [Operation("getServiceDocument")]
    public static Reply GetServiceDocument(Call call) => Reply.Ok(new JsonObject
    {
        ["@odata.context"] = $"{call.Exchange.BaseAddress}{call.RootPath}/$metadata",
        ["value"] = new JsonArray([.. EntitySets(call).Select(set =>
            new JsonObject { ["name"] = set.Name, ["kind"] = "EntitySet", ["url"] = set.Name })]),
    });

    [Operation("getMetadata")]
    public static Reply GetMetadata(Call call)
    {
        var contract = call.Operation.Contract;
        var sets = EntitySets(call).ToList();
        var schemas = sets.Select(set => set.Schema).Concat(Navigations(call).Select(navigation => navigation.Schema));
        var options = new List<XElement>();
        var entities = schemas.Distinct(StringComparer.Ordinal).Select(schema =>
            EntityType(call, sets.Find(set => set.Schema == schema).Name, TypeName(schema), contract.Component(schema), options)).ToList();
        var actions = Offered(call).Select(operation => ActionPath().Match(operation.Path)).Where(match => match.Success)
            .Select(match => (Name: match.Groups["action"].Value, Type: TypeName(sets.Find(set => set.Name == match.Groups["set"].Value).Schema)))
            .Select(action => Named("Action", action.Name, new XAttribute("IsBound", "true"),
                Named("Parameter", "bindingParameter", new XAttribute("Type", $"{Namespace}.{action.Type}"))));
        var container = Named("EntityContainer", "NAV", sets.Select(set =>
            Named("EntitySet", set.Name, new XAttribute("EntityType", $"{Namespace}.{TypeName(set.Schema)}"))));
        var schemaElement = new XElement(Edm + "Schema", new XAttribute("Namespace", Namespace), entities, options, actions, container);
        var document = new XElement(
            Edmx + "Edmx", new XAttribute("Version", "4.0"), new XAttribute(XNamespace.Xmlns + "edmx", Edmx),
            new XElement(Edmx + "DataServices", schemaElement));
        return Reply.Text(200, "application/xml", $"<?xml version=\"1.0\" encoding=\"utf-8\"?>{document.ToString(SaveOptions.DisableFormatting)}");
    }

    /// <summary>The schema of the rows that a list operation returns; null for other operations.</summary>
    public static JsonElement? RowSchema(ContractOperation operation) =>
        operation.ResponseSchema(200) is { } schema && operation.Contract.Validator.Properties(schema).TryGetValue("value", out var value)
            && operation.Contract.Resolve(value).TryGetProperty("items", out var items)
            ? operation.Contract.Resolve(items)
            : null;

    /// <summary>The properties of a key, and whether their values are texts, which have quotes.</summary>
    public static IEnumerable<(string Name, bool IsText)> Keys(JsonElement schema)
    {
        return schema.TryGetProperty("x-bc-keys", out var keys)
            ? keys.EnumerateArray().Select(key => key.GetString()!).Select(key => (key, IsText(schema.GetProperty("properties").GetProperty(key))))
            : [];

        static bool IsText(JsonElement property) =>
            property.GetProperty("type").GetString() is "string" && !property.TryGetProperty("format", out _);
    }

    private static IEnumerable<ContractOperation> Offered(Call call) =>
        call.Operation.Contract.Operations.Where(operation => operation.IsIn(call.Version));

    private static IEnumerable<(string Name, string Schema)> EntitySets(Call call) =>
        from operation in Offered(call)
        where operation.Method == "GET"
        let match = SetPath().Match(operation.Path)
        where match.Success
        select (match.Groups["set"].Value, SchemaName(operation));

    private static IEnumerable<(string Set, string Name, string Schema, bool IsList)> Navigations(Call call) =>
        from operation in Offered(call)
        where operation.Method == "GET"
        let match = NavigationPath().Match(operation.Path)
        where match.Success
        select (match.Groups["set"].Value, match.Groups["name"].Value, SchemaName(operation), RowSchema(operation) is not null);

    /// <summary>The name of the component that an operation returns or lists.</summary>
    private static string SchemaName(ContractOperation operation)
    {
        var schema = operation.ResponseSchema(200)!.Value;
        var name = schema.GetProperty("$ref").GetString()!.Split('/')[^1];
        return name.EndsWith("Collection", StringComparison.Ordinal)
            ? operation.Contract.Validator.Properties(schema)["value"].GetProperty("items").GetProperty("$ref").GetString()!.Split('/')[^1]
            : name;
    }

    private static XElement Named(string element, string name, params object[] content) => new(Edm + element, new XAttribute("Name", name), content);

    private static string TypeName(string schema) => JsonNamingPolicy.CamelCase.ConvertName(schema);

    private static XElement EntityType(Call call, string? set, string name, JsonElement schema, List<XElement> options)
    {
        var type = Named("EntityType", name);
        if (Keys(schema).ToList() is { Count: > 0 } keys)
            type.Add(new XElement(Edm + "Key", keys.Select(key => Named("PropertyRef", key.Name))));
        foreach (var property in schema.GetProperty("properties").EnumerateObject())
        {
            if (property.Name.Contains('@', StringComparison.Ordinal) || property.Value.TryGetProperty("items", out _))
                continue;
            var element = Named("Property", property.Name, new XAttribute("Type", PropertyType(name, property, options)));
            if (property.Value.TryGetProperty("maxLength", out var length))
                element.Add(new XAttribute("MaxLength", length.GetInt32()));
            type.Add(element);
        }

        foreach (var (_, navigation, target, isList) in Navigations(call).Where(navigation => navigation.Set == set))
        {
            var to = $"{Namespace}.{TypeName(target)}";
            type.Add(Named("NavigationProperty", navigation, new XAttribute("Type", isList ? $"Collection({to})" : to)));
        }

        return type;
    }

    private static string PropertyType(string owner, JsonProperty property, List<XElement> options)
    {
        if (property.Value.TryGetProperty("enum", out var values))
        {
            // Only the encoded texts are valid names in an enumeration.
            var name = $"{owner}_{property.Name}";
            options.Add(Named("EnumType", name, values.EnumerateArray().Select(value => value.GetString()!)
                .Where(value => OptionName().IsMatch(value)).Select(value => Named("Member", value))));
            return $"{Namespace}.{name}";
        }

        var format = property.Value.TryGetProperty("format", out var text) ? text.GetString() : null;
        return (property.Value.TryGetProperty("type", out var type) ? type.GetString() : null, format) switch
        {
            ("string", "uuid") => "Edm.Guid",
            ("string", "date-time") => "Edm.DateTimeOffset",
            ("string", "date") => "Edm.Date",
            ("integer", "int64") => "Edm.Int64",
            ("integer", _) => "Edm.Int32",
            ("number", _) => "Edm.Decimal",
            ("boolean", _) => "Edm.Boolean",
            _ => property.Name.EndsWith("Content", StringComparison.OrdinalIgnoreCase) || property.Name is "content" ? "Edm.Stream" : "Edm.String",
        };
    }

    [GeneratedRegex(@"^/(?:companies\(\{companyId\}\)/)?(?<set>\w+)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SetPath();

    [GeneratedRegex(@"^/(?:companies\(\{companyId\}\)/)(?<set>\w+)\([^/]*\)/(?<name>\w+)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NavigationPath();

    [GeneratedRegex(@"/(?<set>\w+)\([^/]*\)/Microsoft\.NAV\.(?<action>\w+)$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ActionPath();

    [GeneratedRegex(@"^[A-Za-z_]\w*$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OptionName();
}
