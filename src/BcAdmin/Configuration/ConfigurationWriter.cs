using System.Text.Encodings.Web;
using BcAdmin.Configuration.Components;

namespace BcAdmin.Configuration;

/// <summary>Writes the state of a tenant as a configuration. The output is deterministic.</summary>
internal static class ConfigurationWriter
{
    /// <summary>The name of the schema file in the folder, which lets editors find the schema without the module or a network connection.</summary>
    public const string SchemaFile = "bcadmin.schema.json";

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The state of a tenant or of an environment.</summary>
    internal sealed record State(BcEnvironment? Environment,
        IReadOnlyList<(ComponentSchema Component, IReadOnlyList<ConfigurationItem> Items)> Components);

    /// <summary>Writes a file for the tenant, with or without its environments.</summary>
    public static void WriteTenant(Stream stream, string? tenantId, State tenant, IReadOnlyList<State>? environments) => Write(stream, writer =>
    {
        if (tenantId is not null)
            writer.WriteString("tenant", tenantId);
        Write(writer, tenant);
        if (environments is null)
            return;
        writer.WriteStartArray("environments");
        foreach (var environment in environments)
        {
            writer.WriteStartObject();
            WriteEnvironment(writer, environment);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>Writes a file for one environment.</summary>
    public static void WriteEnvironment(Stream stream, State environment) => Write(stream, writer => WriteEnvironment(writer, environment));

    private static void Write(Stream stream, Action<Utf8JsonWriter> content)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("$schema", $"./{SchemaFile}");
            content(writer);
            writer.WriteEndObject();
        }

        // The writer uses the line endings of the platform. Carriage returns in values are escaped, so all others can be removed.
        stream.Write(Array.FindAll(json.ToArray(), letter => letter != '\r'));
        stream.WriteByte((byte)'\n');
    }

    private static void WriteEnvironment(Utf8JsonWriter writer, State state)
    {
        var environment = state.Environment!;
        writer.WriteString("name", environment.Name);
        if (!environment.ApplicationFamily.Equals(BcEnvironment.DefaultFamily, StringComparison.OrdinalIgnoreCase))
            writer.WriteString("applicationFamily", environment.ApplicationFamily);
        Write(writer, state);
    }

    private static void Write(Utf8JsonWriter writer, State state)
    {
        var read = state.Components.ToDictionary(item => item.Component, item => item.Items);
        foreach (var component in ManagedComponents.All.Select(component => component.Schema).Where(read.ContainsKey))
            Write(writer, component, read[component]);
    }

    private static void Write(Utf8JsonWriter writer, ComponentSchema component, IReadOnlyList<ConfigurationItem> items)
    {
        if (component.Shape == ComponentShape.List)
        {
            writer.WriteStartArray(component.MemberName);
            foreach (var item in items.DistinctBy(item => item.Key, StringComparer.OrdinalIgnoreCase)
                .OrderBy(item => item.Key, StringComparer.OrdinalIgnoreCase).ThenBy(item => item.Key, StringComparer.Ordinal))
            {
                WriteObject(writer, component, item);
            }

            writer.WriteEndArray();
        }
        else if (items is [{ } only] && Array.Exists(only.Values, value => !string.IsNullOrEmpty(value)))
        {
            writer.WritePropertyName(component.MemberName);
            if (component.Shape == ComponentShape.Value)
                WriteValue(writer, component.Members[0], only.Values[0]!);
            else
                WriteObject(writer, component, only);
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, ComponentSchema component, ConfigurationItem item)
    {
        writer.WriteStartObject();
        foreach (var (member, value) in component.Members.Zip(item.Values))
        {
            if (string.IsNullOrEmpty(value))
                continue;
            writer.WritePropertyName(member.Name);
            WriteValue(writer, member, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, ComponentMember member, string value)
    {
        if (member.Kind == ValueKind.Flag)
        {
            writer.WriteBooleanValue(value == "true");
            return;
        }

        if (member.Kind != ValueKind.Ids)
        {
            writer.WriteStringValue(value);
            return;
        }

        writer.WriteStartArray();
        foreach (var id in value.Split(", "))
            writer.WriteStringValue(id);
        writer.WriteEndArray();
    }
}
