using System.Text.Json.Nodes;
using BcAdmin.Configuration;
using BcAdmin.Configuration.Components;

namespace BcAdmin.Tests.Conventions;

/// <summary>The JSON schema that ships, the help, and the documentation match the components in the code.</summary>
public class ConfigurationConventions
{
    private static readonly IReadOnlyList<ComponentSchema> All = [.. ManagedComponents.All.Select(component => component.Schema)];

    [Fact]
    public void The_module_ships_the_JSON_schema_of_the_components()
    {
        var file = Repository.PathOf("src", "BcAdmin", "Module", "bcadmin.schema.json");
        Assert.True(File.Exists(file) && File.ReadAllText(file) == ConfigurationSchema.Create(),
            "src/BcAdmin/Module/bcadmin.schema.json is not the schema of the components. Build the module, then run "
            + "'dotnet pwsh -NoProfile -File build/Update-ConfigurationSchema.ps1'.");
    }

    [Fact]
    public void The_JSON_schema_has_exactly_the_components_of_the_code()
    {
        var definitions = JsonNode.Parse(ConfigurationSchema.Create())!["definitions"]!;
        AssertMembers(definitions["tenant"]!, tenant: true, "$schema", "tenant", "environments");
        AssertMembers(definitions["environment"]!, tenant: false, "$schema", "name", "match", "applicationFamily");

        static void AssertMembers(JsonNode definition, bool tenant, params string[] others) => Assert.Equal(
            All.Where(component => component.Level == ComponentLevel.Tenant == tenant).Select(component => component.MemberName).Concat(others)
                .Order(StringComparer.Ordinal),
            definition["properties"]!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_JSON_schema_describes_exactly_the_components_and_members_of_the_code()
    {
        var definitions = JsonNode.Parse(ConfigurationSchema.Create())!["definitions"]!;
        Rule.Holds(All.SelectMany(component =>
        {
            var schema = definitions[component.Level == ComponentLevel.Tenant ? "tenant" : "environment"]!["properties"]![component.MemberName]!;
            var item = component.Shape == ComponentShape.List ? schema["items"]! : schema;
            var members = component.Shape == ComponentShape.Value ? [] : item["properties"]!.AsObject().ToList();
            var expected = component.Shape == ComponentShape.Value ? [] : component.Members.Select(member => member.Name).ToList();
            return Breaches();

            IEnumerable<string> Breaches()
            {
                if ((string?)schema["description"] != component.Description)
                    yield return $"{component.MemberName} is not explained.";
                if (!members.Select(member => member.Key).SequenceEqual(expected))
                    yield return $"{component.MemberName} does not have the same members as its component.";
                if (component.Shape != ComponentShape.Value && (bool?)item["additionalProperties"] != false)
                    yield return $"{component.MemberName} accepts unknown members.";
                foreach (var member in members.Where(member => string.IsNullOrEmpty((string?)member.Value!["description"])))
                    yield return $"{component.MemberName}.{member.Key} is not explained.";
            }
        }));
    }

    [Theory]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/en-US/about_BcAdmin_Configuration.md")]
    public void The_documentation_has_the_table_of_the_components(string path)
    {
        var page = File.ReadAllText(Repository.PathOf(path)).ReplaceLineEndings("\n");
        var table = "| component | level | content |\n| --- | --- | --- |\n" + string.Concat(All.Select(Row));
        Assert.True(page.Contains(table, StringComparison.Ordinal), $"Replace the table of the components in {path} with:\n{table}");
    }

    private static string Row(ComponentSchema component)
    {
        var content = component.Shape switch
        {
            ComponentShape.Value => $"Value: {component.Members[0].Expected}.",
            ComponentShape.Object => $"Object: {string.Join(", ", component.Members.Select(member => member.Name))}.",
            _ => $"List: {string.Join(", ", component.Members.Select(member => member.IsKey ? $"{member.Name} (key)" : member.Name))}."
                + (component.CanRemove ? " Supports -RemoveUnlisted." : string.Empty),
        };
        return $"| {component.Name} | {component.Level.ToString().ToLowerInvariant()} | {component.Description} {content} |\n";
    }
}
