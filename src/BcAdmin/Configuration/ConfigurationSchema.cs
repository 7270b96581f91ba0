using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using BcAdmin.Configuration.Components;

namespace BcAdmin.Configuration;

/// <summary>Generates the JSON schema of configuration files from the components. Editors use it for completion and documentation.</summary>
internal static class ConfigurationSchema
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Create()
    {
        var tenant = new JsonObject
        {
            ["$schema"] = Text(Messages.SchemaReferenceDescription),
            ["tenant"] = Text(
                Messages.SchemaTenantDescription),
        };
        var environment = new JsonObject
        {
            ["$schema"] = Text(Messages.SchemaReferenceDescription),
            ["name"] = Text(Messages.SchemaEnvironmentNameDescription),
            ["match"] = Match(),
            ["applicationFamily"] = Text(Messages.SchemaApplicationFamilyDescription),
        };
        foreach (var component in ManagedComponents.All.Select(component => component.Schema))
            (component.Level == ComponentLevel.Tenant ? tenant : environment)[component.MemberName] = Of(component);
        tenant["environments"] = new JsonObject
        {
            ["description"] = Messages.SchemaEnvironmentsDescription,
            ["type"] = "array",
            ["items"] = Reference("environment"),
        };
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "BcAdmin configuration",
            ["description"] = Messages.SchemaDescription,
            ["if"] = new JsonObject { ["anyOf"] = new JsonArray(Requires("name"), Requires("match")) },
            ["then"] = Reference("environment"),
            ["else"] = Reference("tenant"),
            ["definitions"] = new JsonObject
            {
                ["tenant"] = Object(tenant),
                ["environment"] = Object(environment, extra: new("oneOf", new JsonArray(Requires("name"), Requires("match")))),
            },
        };
        return schema.ToJsonString(Readable).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Of(ComponentSchema component)
    {
        if (component.Shape == ComponentShape.Value)
            return Of(component.Members[0], component.Description);
        var members = new JsonObject(component.Members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)Of(member, member.Description))));
        var item = Object(members, [.. component.Members.Where(member => member.IsRequired).Select(member => member.Name)]);
        if (component.Shape == ComponentShape.List)
            return new() { ["description"] = component.Description, ["type"] = "array", ["items"] = item };
        item["description"] = component.Description;
        return item;
    }

    private static JsonObject Of(ComponentMember member, string description)
    {
        const string Guid = "[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}";
        return member.Kind switch
        {
            ValueKind.Flag => OrParameter(new() { ["type"] = "boolean" }, description),
            ValueKind.Choice => OrParameter(new() { ["enum"] = Texts(member.Choices) }, description),
            ValueKind.Id => Pattern($"^({Guid}|.*\\$\\{{parameter:.+\\}}.*)$"),
            ValueKind.IdOrNone => Pattern($"^({Guid}|none|.*\\$\\{{parameter:.+\\}}.*)$"),
            ValueKind.Ids => OrParameter(
                new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string", ["pattern"] = $"^({Guid}|\\$\\{{parameter:.+\\}})$" } },
                description),
            ValueKind.Date => Pattern("^(\\d{4}-\\d\\d-\\d\\d(T.+)?|never|.*\\$\\{parameter:.+\\}.*)$"),
            ValueKind.Time => Pattern("^(([01]?\\d|2[0-3]):[0-5]\\d|.*\\$\\{parameter:.+\\}.*)$"),
            ValueKind.Version => Pattern("^(\\*|latest|>=\\s*\\d+\\.\\d+(\\.\\d+){0,2}|.*\\$\\{parameter:.+\\}.*)$"),
            ValueKind.Secret => Pattern("^\\$\\{secret:[^{}]+\\}$"),
            _ => new() { ["description"] = description, ["type"] = "string", ["minLength"] = 1 },
        };

        JsonObject Pattern(string pattern) => new() { ["description"] = description, ["type"] = "string", ["pattern"] = pattern };
    }

    /// <summary>Allows a parameter reference in place of a value that is not a text.</summary>
    private static JsonObject OrParameter(JsonObject type, string description) => new()
    {
        ["description"] = description,
        ["anyOf"] = new JsonArray(type, new JsonObject { ["type"] = "string", ["pattern"] = "^\\$\\{parameter:.+\\}$" }),
    };

    private static JsonObject Match()
    {
        var match = Object(new JsonObject
        {
            ["name"] = Text(Messages.SchemaNamePatternDescription),
            ["type"] = OrParameter(new() { ["enum"] = Texts(["Production", "Sandbox"]) }, Messages.SchemaMatchTypeDescription),
        });
        match["description"] = Messages.SchemaMatchDescription;
        match["minProperties"] = 1;
        return match;
    }

    private static JsonObject Object(JsonObject members, string[]? required = null, KeyValuePair<string, JsonNode>? extra = null)
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = members, ["additionalProperties"] = false };
        if (required is { Length: > 0 })
            schema["required"] = Texts(required);
        if (extra is { } more)
            schema[more.Key] = more.Value;
        return schema;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text!)]);

    private static JsonObject Requires(string member) => new() { ["required"] = new JsonArray(member) };

    private static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/definitions/{definition}" };

    private static JsonObject Text(string description) => new() { ["description"] = description, ["type"] = "string" };
}
