using System.Management.Automation;
using System.Xml.Linq;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace BcAdmin.HelpBuilder;

/// <summary>Writes MAML, the XML that Get-Help reads.</summary>
internal static class Maml
{
    private static readonly XNamespace Root = "http://msh";
    private static readonly XNamespace Text = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <param name="online">The address of the folder with the pages, which Get-Help -Online opens; it ends with a slash.</param>
    public static XDocument Write(IEnumerable<HelpEntry> entries, Uri online) =>
        new(new XElement(Root + "helpItems", new XAttribute("schema", "maml"), entries.Select(entry => Entry(entry, online))));

    private static XElement Entry(HelpEntry entry, Uri online)
    {
        var (cmdlet, page, texts) = entry;
        return new XElement(
            Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Text),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(
                Command + "details",
                new XElement(Command + "name", cmdlet.Name),
                new XElement(Command + "verb", cmdlet.Verb),
                new XElement(Command + "noun", cmdlet.Noun),
                Description(page["SYNOPSIS"].Paragraphs())),
            Description(page["DESCRIPTION"].Paragraphs()),
            new XElement(Command + "syntax", cmdlet.Sets.Select(set => SyntaxItem(cmdlet, set))),
            new XElement(Command + "parameters", cmdlet.Parameters.Select(parameter => Parameter(parameter, texts[parameter.Name]))),
            new XElement(Command + "inputTypes", Types(page["INPUTS"], "inputType", [])),
            new XElement(Command + "returnValues", Types(page["OUTPUTS"], "returnValue", cmdlet.OutputTypes)),
            new XElement(Text + "alertSet", new XElement(Text + "alert", Paras(page["NOTES"].Paragraphs()))),
            new XElement(Command + "examples", page["EXAMPLES"].Parts.Select(Example)),
            new XElement(Command + "relatedLinks", Links(page, new Uri(online, $"{cmdlet.Name}.html"))));
    }

    private static XElement SyntaxItem(CmdletModel cmdlet, string set) =>
        new(
            Command + "syntaxItem",
            new XElement(Text + "name", cmdlet.Name),
            cmdlet.ParametersOf(set).Select(item => new XElement(
                Command + "parameter",
                Attributes(item.Parameter, [item.Use]),
                new XElement(Text + "name", item.Parameter.Name),
                Value(item.Parameter))));

    // Get-Help writes a group as {A | B}; for a list of values, the type is more useful.
    private static XElement? Value(ParameterModel parameter)
    {
        if (parameter.IsSwitch)
        {
            return null;
        }

        return parameter.AcceptedValues.Count > 0 && !parameter.Type.IsArray
            ? new XElement(
                Command + "parameterValueGroup",
                parameter.AcceptedValues.Select(value => new XElement(
                    Command + "parameterValue", new XAttribute("required", "false"), new XAttribute("variableLength", "false"), value)))
            : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"),
                parameter.TypeName);
    }

    private static XElement Parameter(ParameterModel parameter, Section text)
    {
        var paragraphs = text.Paragraphs(text.Fences("yaml").FirstOrDefault());
        if (parameter.AcceptedValues.Count > 0)
        {
            paragraphs = paragraphs.Append($"Accepted values: {string.Join(", ", parameter.AcceptedValues)}.");
        }

        return new XElement(
            Command + "parameter",
            Attributes(parameter, [.. parameter.Sets.Values]),
            new XElement(Text + "name", parameter.Name),
            Description(paragraphs),
            parameter.IsSwitch ? null
                : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"),
                parameter.TypeName),
            new XElement(Dev + "type", new XElement(Text + "name", parameter.TypeName), new XElement(Text + "uri")),
            new XElement(Dev + "defaultValue", parameter.DefaultValue is "" ? "None" : parameter.DefaultValue));
    }

    private static IEnumerable<XAttribute> Attributes(ParameterModel parameter, IReadOnlyCollection<ParameterAttribute> uses)
    {
        var positions = uses.Select(use => use.Position).Where(position => position != int.MinValue).ToList();
        yield return new XAttribute("required", uses.All(use => use.Mandatory) ? "true" : "false");
        yield return new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false");
        yield return new XAttribute("globbing", parameter.SupportsWildcards ? "true" : "false");
        yield return new XAttribute("pipelineInput", ParameterModel.PipelineInput(uses));
        yield return new XAttribute("position", positions.Count > 0 ? positions.Min() : "named");
        yield return new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none");
    }

    private static IEnumerable<XElement> Types(Section section, string element, IEnumerable<string> otherwise)
    {
        var types = section.Parts.Select(part => (part.Title, Texts: part.Paragraphs()));
        return (section.Line == 0 ? otherwise.Select(name => (Title: name, Texts: Enumerable.Empty<string>())) : types)
            .Select(type => new XElement(
                Command + element,
                new XElement(Dev + "type", new XElement(Text + "name", type.Title)),
                Description(type.Texts)));
    }

    // All text is written to the remarks: an introduction would be printed on the same line as the code.
    private static XElement Example(Section example)
    {
        var code = example.Fences("powershell").First();
        return new XElement(
            Command + "example",
            new XElement(Text + "title", $"---------- {example.Title} ----------"),
            new XElement(Dev + "code", code.Lines.ToString()),
            // The empty line at the end separates the next example.
            new XElement(Dev + "remarks", Paras(example.Paragraphs(code).Append(""))));
    }

    private static IEnumerable<XElement> Links(Page page, Uri online)
    {
        yield return Link("Online Version:", online.AbsoluteUri);
        foreach (var link in page["RELATED LINKS"].Blocks.SelectMany(block => block.Descendants<LinkInline>()))
        {
            yield return Link(string.Concat(link.Select(PlainTextExtensions.PlainText)), Uri.IsWellFormedUriString(link.Url, UriKind.Absolute)
                ? link.Url! : "");
        }
    }

    private static XElement Link(string text, string address) =>
        new(Text + "navigationLink", new XElement(Text + "linkText", text), new XElement(Text + "uri", address));

    private static XElement Description(IEnumerable<string> paragraphs) => new(Text + "description", Paras(paragraphs));

    private static IEnumerable<XElement> Paras(IEnumerable<string> paragraphs) =>
        paragraphs.Select(paragraph => new XElement(Text + "para", paragraph));
}
