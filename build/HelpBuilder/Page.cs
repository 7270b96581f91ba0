using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace BcAdmin.HelpBuilder;

/// <summary>One markdown file of help, split at its headings. Contains the layout of a page and no details of the cmdlet.</summary>
internal sealed partial class Page
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UseYamlFrontMatter().UsePipeTables().Build();

    private readonly Dictionary<string, Section> _sections = new(StringComparer.OrdinalIgnoreCase);

    public Page(string file, string markdown)
    {
        File = file;
        Text = markdown;
        Document = Markdown.Parse(markdown, Pipeline);
        foreach (var line in Document.OfType<YamlFrontMatterBlock>().SelectMany(block => block.Lines.ToString().Split('\n')))
        {
            if (line.Split(':', 2) is [var key, var value])
            {
                FrontMatter[key.Trim()] = value.Trim().Trim('\'', '"');
            }
        }

        Section? section = null;
        foreach (var block in Document.Where(block => block is not YamlFrontMatterBlock))
        {
            switch (block)
            {
                case HeadingBlock { Level: 1 } heading:
                    Title = heading.Inline.PlainText();
                    break;
                case HeadingBlock { Level: 2 } heading:
                    section = new Section(heading);
                    _sections[section.Title] = section;
                    break;
                case HeadingBlock { Level: 3 } heading when section is not null:
                    section.Parts.Add(new Section(heading));
                    break;
                default:
                    (section?.Parts.LastOrDefault() ?? section)?.Blocks.Add(block);
                    break;
            }
        }
    }

    public string File { get; }

    /// <summary>The markdown that the spans of the document refer to.</summary>
    public string Text { get; }

    public string? Title { get; }

    public Dictionary<string, string> FrontMatter { get; } = new(StringComparer.OrdinalIgnoreCase);

    public MarkdownDocument Document { get; }

    /// <summary>Blocks as markdown.</summary>
    public string Source(IEnumerable<Block> blocks) =>
        string.Join("\n\n", blocks.Select(block => Text[block.Span.Start..(block.Span.End + 1)])).ReplaceLineEndings("\n");

    /// <summary>The section under a level 2 heading; empty if the page does not have it.</summary>
    public Section this[string title] => _sections.GetValueOrDefault(title) ?? Section.None;

    /// <summary>Reads a page. Texts that pages share are in separate files; each becomes one line, so that line numbers do not change.</summary>
    /// <exception cref="IOException">A file that is included does not exist.</exception>
    public static Page Read(string path) => new(path, Include().Replace(
        System.IO.File.ReadAllText(path),
        match => System.IO.File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, match.Groups["file"].Value)).ReplaceLineEndings(" ").Trim()));

    /// <summary>An include as Microsoft Learn and docfx write it.</summary>
    [GeneratedRegex(@"\[!INCLUDE \[[^\]]+\]\((?<file>[^)]+)\)\]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Include();
}

/// <summary>A heading and the content below it: its own blocks, and parts under the headings of the next level.</summary>
internal sealed class Section
{
    public static readonly Section None = new();

    private Section() => Title = "";

    public Section(HeadingBlock heading) => (Title, Line) = (heading.Inline.PlainText(), heading.Line + 1);

    public string Title { get; }

    /// <summary>Line of the heading, starting at 1; 0 if the section does not exist.</summary>
    public int Line { get; }

    public List<Block> Blocks { get; } = [];

    public List<Section> Parts { get; } = [];

    /// <summary>The fenced blocks of one language.</summary>
    public IEnumerable<FencedCodeBlock> Fences(string language) => Blocks.OfType<FencedCodeBlock>().Where(fence => fence.Info == language);

    /// <summary>Everything except the given blocks as plain text, one string for each paragraph, list item, or code block.</summary>
    public IEnumerable<string> Paragraphs(Block? without = null) => Blocks.Where(block => block != without).SelectMany(block => block.Paragraphs());
}

/// <summary>Markdown to plain text, for a terminal that shows no mark-up.</summary>
internal static class PlainTextExtensions
{
    public static IEnumerable<string> Paragraphs(this Block block) => block switch
    {
        CodeBlock code => [code.Lines.ToString()],
        LeafBlock leaf => [leaf.Inline.PlainText()],
        ListBlock list => list.Cast<ListItemBlock>().SelectMany((item, index) => item.Items(list.IsOrdered ? $"{index + 1}. " : "- ")),
        Table table => table.Cast<TableRow>().Where(row => !row.IsHeader).Select(row => string.Join(": ", row.Cells())),
        ContainerBlock container => container.SelectMany(Paragraphs),
        _ => [],
    };

    public static IEnumerable<string> Cells(this TableRow row) => row.Cast<TableCell>().Select(cell => string.Join(' ', cell.SelectMany(Paragraphs)));

    public static string PlainText(this Inline? inline) => inline switch
    {
        null => "",
        CodeInline code => code.Content,
        LiteralInline literal => literal.Content.ToString(),
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        AutolinkInline link => link.Url,
        LineBreakInline => " ",
        LinkInline { IsImage: true } => "",
        // A link to another page is replaced by the name of that page.
        LinkInline link => Uri.IsWellFormedUriString(link.Url, UriKind.Absolute) ? $"{link.Children()} ({link.Url})" : link.Children(),
        ContainerInline container => container.Children(),
        _ => "",
    };

    private static string Children(this ContainerInline container) => string.Concat(container.Select(PlainText));

    private static IEnumerable<string> Items(this ListItemBlock item, string mark)
    {
        var first = true;
        foreach (var text in item.SelectMany(Paragraphs))
        {
            yield return first ? mark + text : "  " + text;
            first = false;
        }
    }
}
