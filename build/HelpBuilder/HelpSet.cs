using System.Management.Automation.Language;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace BcAdmin.HelpBuilder;

/// <summary>A cmdlet and its page, compared with each other.</summary>
/// <param name="Parameters">The text of each parameter, by name.</param>
internal sealed record HelpEntry(CmdletModel Cmdlet, Page Page, IReadOnlyDictionary<string, Section> Parameters)
{
    /// <summary>The page that the text of a parameter is in.</summary>
    public Page PageOf(Section text, Page shared) => Page["PARAMETERS"].Parts.Contains(text) ? Page : shared;
}

/// <summary>Texts of the parameters that mean the same in all cmdlets: written once in _parameters.md, and overridden by a page.</summary>
internal static class SharedParameters
{
    private const string FileName = "_parameters.md";

    public static IReadOnlyDictionary<string, Section> Read(string pages) => Of(ReadPage(pages));

    public static Page ReadPage(string pages)
    {
        var path = Path.Combine(pages, FileName);
        return File.Exists(path) ? Page.Read(path) : new Page(path, "");
    }

    public static Dictionary<string, Section> Of(Page page)
    {
        var texts = new Dictionary<string, Section>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in page["PARAMETERS"].Parts.Where(part => part.Title.StartsWith('-')))
        {
            texts[part.Title.TrimStart('-')] = part;
        }

        return texts;
    }
}

/// <summary>The complete help, or the list of problems that make it incomplete or wrong.</summary>
internal sealed class HelpSet
{
    private const int LeastExamples = 2;

    private static readonly HashSet<string> CommonParameters = new(
        System.Management.Automation.Cmdlet.CommonParameters.Concat(System.Management.Automation.Cmdlet.OptionalCommonParameters),
        StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, CmdletModel> _cmdlets;
    private readonly Problems _problems;

    private HelpSet(IReadOnlyList<CmdletModel> cmdlets, Problems problems)
    {
        _cmdlets = cmdlets.ToDictionary(cmdlet => cmdlet.Name, StringComparer.OrdinalIgnoreCase);
        _problems = problems;
    }

    public List<HelpEntry> Entries { get; } = [];

    /// <summary>The texts of the parameters that mean the same in all cmdlets.</summary>
    public Page SharedPage { get; private init; } = new("_parameters.md", "");

    public static HelpSet Read(IReadOnlyList<CmdletModel> cmdlets, string pages, Problems problems)
    {
        var help = new HelpSet(cmdlets, problems) { SharedPage = SharedParameters.ReadPage(pages) };
        var shared = SharedParameters.Of(help.SharedPage);
        var files = Directory.EnumerateFiles(pages, "*-*.md")
            .Order(StringComparer.Ordinal).ToDictionary(file => Path.GetFileNameWithoutExtension(file));
        foreach (var cmdlet in cmdlets)
        {
            if (!files.Remove(cmdlet.Name, out var file))
            {
                problems.Add(Path.Combine(pages, cmdlet.Name + ".md"), 1,
                    $"{cmdlet.Name} has no page; start one with: dotnet run --project build/HelpBuilder -- new {cmdlet.Name}");
                continue;
            }

            help.Add(cmdlet, Page.Read(file), shared);
        }

        foreach (var (name, file) in files)
        {
            problems.Add(file, 1, $"There is no cmdlet {name}; delete the page or rename it.");
        }

        foreach (var topic in Directory.EnumerateFiles(pages, "about_*.md"))
        {
            help.CheckLinks(Page.Read(topic));
        }

        return help;
    }

    /// <summary>Checks a page and adds it.</summary>
    public void Add(CmdletModel cmdlet, Page page, IReadOnlyDictionary<string, Section> shared)
    {
        if (page.Title != cmdlet.Name)
        {
            _problems.Add(page.File, 1, $"The heading of level 1 must be {cmdlet.Name}.");
        }

        foreach (var title in (string[])["SYNOPSIS", "DESCRIPTION"])
        {
            if (!page[title].Paragraphs().Any(text => text.Length > 0))
            {
                _problems.Add(page.File, Math.Max(1, page[title].Line), $"{title} has no text.");
            }
        }

        CheckSyntax(cmdlet, page);
        CheckExamples(page);
        CheckOutputs(cmdlet, page);
        CheckLinks(page);
        Entries.Add(new HelpEntry(cmdlet, page, Parameters(cmdlet, page, shared)));
    }

    public static HelpSet Of(CmdletModel cmdlet, Page page, IReadOnlyDictionary<string, Section> shared, Problems problems)
    {
        var help = new HelpSet([cmdlet], problems);
        help.Add(cmdlet, page, shared);
        return help;
    }

    private Dictionary<string, Section> Parameters(CmdletModel cmdlet, Page page, IReadOnlyDictionary<string, Section> shared)
    {
        var own = SharedParameters.Of(page);
        var texts = new Dictionary<string, Section>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in cmdlet.Parameters)
        {
            if (own.Remove(parameter.Name, out var text))
            {
                CheckParameterFacts(cmdlet, parameter, page, text);
            }
            else if (!shared.TryGetValue(parameter.Name, out text))
            {
                _problems.Add(page.File, Math.Max(1, page["PARAMETERS"].Line),
                    $"-{parameter.Name} is not described; add '### -{parameter.Name}' and its text under PARAMETERS.");
                continue;
            }

            var facts = text.Fences("yaml").FirstOrDefault();
            if (!text.Paragraphs(facts).Any(paragraph => paragraph.Length > 0))
            {
                _problems.Add(page.File, text.Line, $"-{parameter.Name} has no text.");
            }

            texts[parameter.Name] = text;
        }

        foreach (var (name, text) in own)
        {
            _problems.Add(page.File, text.Line, $"{cmdlet.Name} has no parameter -{name}.");
        }

        return texts;
    }

    // The block is optional. If it exists, each line must match the line that the code would write.
    private void CheckParameterFacts(CmdletModel cmdlet, ParameterModel parameter, Page page, Section text)
    {
        if (text.Fences("yaml").FirstOrDefault() is not { } fence)
        {
            return;
        }

        var facts = PageTemplate.Facts(cmdlet, parameter).Select(line => line.Trim()).ToHashSet();
        var lines = fence.Lines.ToString().Split('\n').Select(line => line.Trim()).ToList();
        for (var index = 0; index < lines.Count; index++)
        {
            if (lines[index].Length > 0 && !facts.Contains(lines[index]))
            {
                _problems.Add(page.File, fence.Line + 2 + index,
                    $"'{lines[index]}' does not match the code of -{parameter.Name}: {string.Join(" | ", facts)}");
            }
        }
    }

    // The section is optional as well: Get-Help reads the syntax from the code.
    private void CheckSyntax(CmdletModel cmdlet, Page page)
    {
        var syntax = page["SYNTAX"];
        var fences = syntax.Blocks.Concat(syntax.Parts.SelectMany(part => part.Blocks)).OfType<FencedCodeBlock>();
        var lines = cmdlet.Sets.Select(cmdlet.Syntax).ToList();
        foreach (var fence in fences)
        {
            var line = string.Join(' ', fence.Lines.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (!lines.Contains(line))
            {
                _problems.Add(page.File, fence.Line + 2, $"This is not a syntax of {cmdlet.Name}. The code has: {string.Join(" | ", lines)}");
            }
        }
    }

    private void CheckExamples(Page page)
    {
        var examples = page["EXAMPLES"];
        if (examples.Parts.Count < LeastExamples)
        {
            _problems.Add(page.File, Math.Max(1, examples.Line),
                $"There are {examples.Parts.Count} examples; write {LeastExamples} at least, each under '### Example N: title'.");
        }

        foreach (var example in examples.Parts.Where(example => !example.Fences("powershell").Any()))
        {
            _problems.Add(page.File, example.Line, "The example has no ```powershell block.");
        }

        foreach (var fence in page.Document.OfType<FencedCodeBlock>().Where(fence => fence.Info == "powershell"))
        {
            CheckCode(page, fence);
        }
    }

    // Code that a reader copies must parse, and use only cmdlets and parameters that exist.
    private void CheckCode(Page page, FencedCodeBlock fence)
    {
        var script = Parser.ParseInput(fence.Lines.ToString(), out _, out var errors);
        int Line(IScriptExtent extent) => fence.Line + 1 + extent.StartLineNumber;
        foreach (var error in errors)
        {
            _problems.Add(page.File, Line(error.Extent), error.Message);
        }

        foreach (var command in script.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            if (command.GetCommandName()?.Split('\\')[^1] is not { } name || !name.Contains("-Bc", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!_cmdlets.TryGetValue(name, out var cmdlet))
            {
                _problems.Add(page.File, Line(command.Extent), $"There is no cmdlet {name}.");
                continue;
            }

            foreach (var parameter in command.CommandElements.OfType<CommandParameterAst>().Where(parameter => !Has(cmdlet, parameter.ParameterName)))
            {
                _problems.Add(page.File, Line(parameter.Extent), $"{name} has no parameter -{parameter.ParameterName}; write it in full.");
            }
        }
    }

    private static bool Has(CmdletModel cmdlet, string parameter) =>
        CommonParameters.Contains(parameter) && parameter is not ("WhatIf" or "Confirm")
        || cmdlet.Parameters.Any(item => item.Aliases.Prepend(item.Name).Contains(parameter, StringComparer.OrdinalIgnoreCase));

    private void CheckOutputs(CmdletModel cmdlet, Page page)
    {
        var outputs = page["OUTPUTS"];
        if (outputs.Line == 0)
        {
            return;
        }

        var listed = outputs.Parts.Select(part => part.Title).Where(title => title != "None").ToList();
        foreach (var type in cmdlet.OutputTypes.Except(listed))
        {
            _problems.Add(page.File, outputs.Line, $"{cmdlet.Name} returns {type}; add '### {type}' under OUTPUTS.");
        }

        foreach (var part in outputs.Parts.Where(part => part.Title != "None" && !cmdlet.OutputTypes.Contains(part.Title)))
        {
            _problems.Add(page.File, part.Line, $"{cmdlet.Name} has no [OutputType] {part.Title}.");
        }
    }

    private void CheckLinks(Page page)
    {
        foreach (var link in page.Document.Descendants<LinkInline>())
        {
            var target = link.Url?.Split('#')[0];
            if (string.IsNullOrEmpty(target) || Uri.IsWellFormedUriString(link.Url, UriKind.Absolute))
            {
                continue;
            }

            if (!File.Exists(Path.Combine(Path.GetDirectoryName(page.File) ?? "", target)))
            {
                _problems.Add(page.File, link.Line + 1, $"The target of the link does not exist: {target}");
            }
        }
    }
}
