using System.Globalization;
using System.Text;
using Markdig.Syntax;

namespace BcAdmin.HelpBuilder;

/// <summary>
/// Writes the pages about cmdlets as markdown: each page with its syntax and all its parameters, an index by area, and the table
/// of contents. An area is the folder of a cmdlet in the sources, so that both follow the code.
/// </summary>
internal static class SitePages
{
    private const string CommonParameters = "This cmdlet supports the common parameters. See [about_CommonParameters]"
        + "(https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_commonparameters).";

    public static IEnumerable<(string File, string Text)> Write(HelpSet help, IEnumerable<string> topics)
    {
        var concepts = topics.Order(StringComparer.Ordinal)
            .Select(topic => (Name: Path.GetFileNameWithoutExtension(topic), Page: Page.Read(topic))).ToList();
        foreach (var (name, page) in concepts)
        {
            yield return ($"{name}.md", page.Text);
        }

        foreach (var entry in help.Entries)
        {
            yield return ($"{entry.Cmdlet.Name}.md", Cmdlet(entry, help.SharedPage));
        }

        var areas = help.Entries.GroupBy(entry => entry.Cmdlet.Area).OrderBy(area => Title(area.Key), StringComparer.Ordinal)
            .Select(area => (Title: Title(area.Key), Entries: area.OrderBy(entry => entry.Cmdlet.Noun, StringComparer.Ordinal)
                .ThenBy(entry => entry.Cmdlet.Verb, StringComparer.Ordinal).ToList())).ToList();
        yield return ("index.md", Index(areas, concepts));
        yield return ("toc.yml", Contents(areas, concepts));
    }

    /// <summary>A folder as a heading: ConfigurationPackages becomes Configuration packages, and ApiCalls becomes API calls.</summary>
    public static string Title(string area)
    {
        var words = string.Concat(area.Select(letter => char.IsUpper(letter) ? $" {letter}" : $"{letter}")).TrimStart().Split(' ');
        return string.Join(' ', words.Select((word, index) => word == "Api" ? "API" : index == 0 ? word : word.ToLowerInvariant()));
    }

    private static string Index(
        IEnumerable<(string Title, List<HelpEntry> Entries)> areas, IEnumerable<(string Name, Page Page)> concepts)
    {
        var text = new StringBuilder("---\ntitle: Cmdlets by area\n---\n\n# Cmdlets by area\n\n<div class=\"cmdlets\">\n");
        foreach (var (title, entries) in areas)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| Cmdlet | Description |\n| --- | --- |\n");
            foreach (var entry in entries)
            {
                text.Append(CultureInfo.InvariantCulture, $"| [{entry.Cmdlet.Name}]({entry.Cmdlet.Name}.md) | {Synopsis(entry.Page)} |\n");
            }
        }

        text.Append("\n## Concepts\n\n| Topic | Description |\n| --- | --- |\n");
        foreach (var (name, page) in concepts)
        {
            text.Append(CultureInfo.InvariantCulture, $"| [{name}]({name}.md) | {Summary(page)} |\n");
        }

        return text.Append("\n</div>\n").ToString();
    }

    private static string Contents(
        IEnumerable<(string Title, List<HelpEntry> Entries)> areas, IEnumerable<(string Name, Page Page)> concepts)
    {
        var text = new StringBuilder("- name: Cmdlets by area\n  href: index.md\n");
        Append("Concepts", concepts.Select(concept => concept.Name));
        foreach (var (title, entries) in areas)
        {
            Append(title, entries.Select(entry => entry.Cmdlet.Name));
        }

        return text.ToString();

        void Append(string title, IEnumerable<string> names)
        {
            text.Append(CultureInfo.InvariantCulture, $"- name: {title}\n  items:\n");
            foreach (var name in names)
            {
                text.Append(CultureInfo.InvariantCulture, $"  - name: {name}\n    href: {name}.md\n");
            }
        }
    }

    private static string Cmdlet(HelpEntry entry, Page shared)
    {
        var (cmdlet, page, _) = entry;
        var synopsis = Synopsis(page).Replace("'", "''", StringComparison.Ordinal);
        var text = new StringBuilder($"---\ntitle: {cmdlet.Name}\ndescription: '{synopsis}'\n---\n\n");
        text.Append(CultureInfo.InvariantCulture, $"# {cmdlet.Name}\n\n{page.Source(page["SYNOPSIS"].Blocks)}\n\n## Syntax\n");
        foreach (var set in cmdlet.Sets)
        {
            var title = cmdlet.Sets.Count > 1 ? $"\n### {set}\n" : "";
            text.Append(CultureInfo.InvariantCulture, $"{title}\n```text\n{Wrapped(cmdlet.SyntaxWords(set))}\n```\n");
        }

        Append("Description", page["DESCRIPTION"]);
        Append("Examples", page["EXAMPLES"]);
        text.Append("\n## Parameters\n");
        foreach (var parameter in cmdlet.Parameters)
        {
            var described = entry.Parameters[parameter.Name];
            var blocks = described.Blocks.Where(block => block is not FencedCodeBlock { Info: "yaml" });
            var description = entry.PageOf(described, shared).Source(blocks);
            text.Append(CultureInfo.InvariantCulture, $"\n### -{parameter.Name}\n\n{description}\n\n{Facts(parameter)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n### Common parameters\n\n{CommonParameters}\n");
        Append("Inputs", page["INPUTS"]);
        Append("Outputs", page["OUTPUTS"]);
        Append("Notes", page["NOTES"]);
        Append("Related links", page["RELATED LINKS"]);
        return text.ToString();

        void Append(string title, Section section)
        {
            if (section.Blocks.Count == 0 && section.Parts.Count == 0)
            {
                return;
            }

            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n");
            foreach (var part in section.Parts.Prepend(section))
            {
                var heading = part == section ? "" : $"\n### {part.Title}\n";
                var source = page.Source(part.Blocks);
                text.Append(heading).Append(source.Length > 0 ? $"\n{source}\n" : "");
            }
        }
    }

    /// <summary>What Get-Help lists below the text of a parameter.</summary>
    private static string Facts(ParameterModel parameter)
    {
        var uses = parameter.Sets.Values.ToList();
        var facts = new List<string> { $"Type: `{(parameter.IsSwitch ? "switch" : parameter.TypeName)}`" };
        if (parameter.AcceptedValues.Count > 0)
        {
            facts.Add("Accepted values: " + string.Join(", ", parameter.AcceptedValues));
        }

        if (parameter.Aliases.Count > 0)
        {
            facts.Add("Aliases: " + string.Join(", ", parameter.Aliases.Select(alias => $"`-{alias}`")));
        }

        if (uses.Exists(use => use.Mandatory))
        {
            facts.Add(uses.TrueForAll(use => use.Mandatory) ? "Required" : "Required in some parameter sets");
        }

        if (uses.Find(use => use.Position != int.MinValue) is { } positioned)
        {
            facts.Add(string.Create(CultureInfo.InvariantCulture, $"Position: {positioned.Position}"));
        }

        if (parameter.DefaultValue is { Length: > 0 } value && !parameter.IsSwitch)
        {
            facts.Add($"Default: `{value}`");
        }

        if (ParameterModel.PipelineInput(uses) is var input && input != "False")
        {
            facts.Add("Pipeline input: " + input["True (".Length..^1].Replace("ByPropertyName", "by property name", StringComparison.Ordinal)
                .Replace("ByValue", "by value", StringComparison.Ordinal));
        }

        if (parameter.SupportsWildcards)
        {
            facts.Add("Supports wildcards");
        }

        return string.Join(" · ", facts);
    }

    /// <summary>A line of the syntax, broken between parameters if it is wider than a page.</summary>
    private static string Wrapped(IEnumerable<string> syntax)
    {
        const int columns = 84;
        var (text, length) = (new StringBuilder(), 0);
        foreach (var word in syntax)
        {
            if (length > 0 && length + 1 + word.Length > columns)
            {
                text.Append("\n    ");
                length = 4;
            }
            else if (length > 0)
            {
                text.Append(' ');
                length++;
            }

            text.Append(word);
            length += word.Length;
        }

        return text.ToString();
    }

    private static string Synopsis(Page page) => string.Join(' ', page["SYNOPSIS"].Paragraphs());

    /// <summary>The first sentence of a topic.</summary>
    private static string Summary(Page page)
    {
        var paragraph = page["SHORT DESCRIPTION"].Paragraphs().FirstOrDefault()
            ?? page.Document.OfType<ParagraphBlock>().Select(block => block.Inline.PlainText()).FirstOrDefault() ?? "";
        var end = paragraph.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? paragraph : paragraph[..(end + 1)]).Replace("|", "\\|", StringComparison.Ordinal);
    }
}
