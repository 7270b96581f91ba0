using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace BcAdmin.HelpBuilder;

/// <summary>Writes the initial content of a page, and the facts about a parameter in the format of the platyPS schema.</summary>
internal static class PageTemplate
{
    public static string Write(CmdletModel cmdlet, IReadOnlyDictionary<string, Section> shared)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            ---
            document type: cmdlet
            external help file: BcAdmin.dll-Help.xml
            Locale: en-US
            Module Name: BcAdmin
            PlatyPS schema version: 2024-05-01
            title: {cmdlet.Name}
            ---

            # {cmdlet.Name}

            ## SYNOPSIS

            ## SYNTAX

            """);
        foreach (var set in cmdlet.Sets)
        {
            var title = set == ParameterAttribute.AllParameterSets ? "" : $"\n### {set}\n";
            page.Append(CultureInfo.InvariantCulture, $"{title}\n```\n{cmdlet.Syntax(set)}\n```\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"""

            ## DESCRIPTION

            ## EXAMPLES

            ### Example 1:

            ```powershell
            {cmdlet.Name}
            ```

            ### Example 2:

            ```powershell
            {cmdlet.Name}
            ```

            ## PARAMETERS

            """);
        foreach (var parameter in cmdlet.Parameters.Where(parameter => !shared.ContainsKey(parameter.Name)))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### -{parameter.Name}\n");
        }

        var outputs = cmdlet.OutputTypes.DefaultIfEmpty("None").Select(type => $"\n### {type}\n");
        page.Append(CultureInfo.InvariantCulture, $"\n## INPUTS\n\n## OUTPUTS\n{string.Concat(outputs)}\n## NOTES\n\n## RELATED LINKS\n");
        return page.ToString();
    }

    /// <summary>The lines of the yaml block that the schema has under each parameter.</summary>
    public static IEnumerable<string> Facts(CmdletModel cmdlet, ParameterModel parameter)
    {
        yield return $"Type: {parameter.Type.FullName}";
        yield return $"DefaultValue: {(parameter.DefaultValue is "" ? "''" : parameter.DefaultValue)}";
        yield return $"SupportsWildcards: {Lower(parameter.SupportsWildcards)}";
        yield return parameter.Aliases.Count == 0 ? "Aliases: []" : "Aliases:";
        foreach (var alias in parameter.Aliases)
        {
            yield return $"- {alias}";
        }

        yield return "ParameterSets:";
        foreach (var (set, use) in parameter.Sets.Where(set => cmdlet.Sets.Contains(set.Key) || set.Key == ParameterAttribute.AllParameterSets))
        {
            yield return $"- Name: {(set == ParameterAttribute.AllParameterSets ? "(All)" : set)}";
            yield return $"  Position: {(use.Position == int.MinValue ? "Named" : use.Position)}";
            yield return $"  IsRequired: {Lower(use.Mandatory)}";
            yield return $"  ValueFromPipeline: {Lower(use.ValueFromPipeline)}";
            yield return $"  ValueFromPipelineByPropertyName: {Lower(use.ValueFromPipelineByPropertyName)}";
            yield return $"  ValueFromRemainingArguments: {Lower(use.ValueFromRemainingArguments)}";
        }

        yield return "DontShow: false";
        yield return parameter.AcceptedValues.Count == 0 ? "AcceptedValues: []" : "AcceptedValues:";
        foreach (var value in parameter.AcceptedValues)
        {
            yield return $"- {value}";
        }

        yield return "HelpMessage: ''";
    }

    private static string Lower(bool value) => value ? "true" : "false";
}
