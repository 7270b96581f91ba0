using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace BcAdmin.HelpBuilder;

/// <summary>
/// The cmdlets by area, with the words that find them: _cmdlets.md and the help pages. Writes the index of Find-BcCommand and the list in
/// about_BcAdmin_Cmdlets.
/// </summary>
internal sealed class CommandCatalog
{
    /// <summary>The line of about_BcAdmin_Cmdlets that the list replaces.</summary>
    public const string Placeholder = "<!-- cmdlets by area -->";

    private const string FileName = "_cmdlets.md";
    private const string SameMeaning = "Same meaning";
    private const string OtherNames = "Other names";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<(string Area, HelpEntry Entry, string[] Phrases)> _commands = [];
    private readonly List<string[]> _sameMeaning = [];
    private readonly List<(string[] Names, string[] Commands, string Explanation)> _otherNames = [];
    private readonly Dictionary<string, HelpEntry> _entries;
    private readonly Problems _problems;

    private CommandCatalog(IEnumerable<HelpEntry> entries, Problems problems) =>
        (_entries, _problems) = (entries.ToDictionary(entry => entry.Cmdlet.Name, StringComparer.OrdinalIgnoreCase), problems);

    public static CommandCatalog Read(IEnumerable<HelpEntry> entries, string pages, Problems problems) =>
        Of(entries, Page.Read(Path.Combine(pages, FileName)), problems);

    public static CommandCatalog Of(IEnumerable<HelpEntry> entries, Page page, Problems problems)
    {
        var catalog = new CommandCatalog(entries, problems);
        var title = "";
        foreach (var block in page.Document)
        {
            switch (block)
            {
                case HeadingBlock { Level: 2 } heading:
                    title = heading.Inline.PlainText();
                    break;
                case ListBlock list when title == SameMeaning:
                    catalog._sameMeaning.AddRange(list.Cast<ListItemBlock>()
                        .Select(item => Parts(string.Join(' ', item.SelectMany(part => part.Paragraphs())))));
                    break;
                case Table table:
                    foreach (var row in table.Cast<TableRow>().Where(row => !row.IsHeader))
                    {
                        catalog.Add(page.File, title, row.Line + 1, [.. row.Cells()]);
                    }

                    break;
            }
        }

        foreach (var name in catalog._entries.Keys.Except(catalog._commands.Select(command => command.Entry.Cmdlet.Name)))
        {
            problems.Add(page.File, 1, $"{name} is not in an area.");
        }

        return catalog;
    }

    /// <summary>The index of Find-BcCommand.</summary>
    public string ToJson() => new JsonObject
    {
        ["commands"] = Array(_commands.Select(command => new JsonObject
        {
            ["name"] = command.Entry.Cmdlet.Name,
            ["area"] = command.Area,
            ["synopsis"] = Synopsis(command.Entry),
            ["description"] = string.Join(' ', command.Entry.Page["DESCRIPTION"].Paragraphs()),
            ["examples"] = Array(command.Entry.Page["EXAMPLES"].Parts.Select(part => JsonValue.Create(part.Title.Split(':', 2)[^1].Trim()))),
            ["example"] = command.Entry.Page["EXAMPLES"].Parts.SelectMany(part => part.Fences("powershell"))
                .Select(fence => fence.Lines.ToString().Trim()).FirstOrDefault(),
            ["phrases"] = Texts(command.Phrases),
        })),
        ["sameMeaning"] = Array(_sameMeaning.Select(Texts)),
        ["otherNames"] = Array(_otherNames.Select(other => new JsonObject
        {
            ["names"] = Texts(other.Names),
            ["commands"] = Texts(other.Commands),
            ["explanation"] = other.Explanation,
        })),
    }.ToJsonString(Readable);

    /// <summary>The list of about_BcAdmin_Cmdlets.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        foreach (var area in _commands.GroupBy(command => command.Area))
        {
            text.Append("### ").Append(area.Key).Append("\n\n");
            foreach (var command in area)
            {
                text.Append("- ").Append(command.Entry.Cmdlet.Name).Append(": ").Append(Synopsis(command.Entry)).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd();
    }

    private void Add(string file, string title, int line, string[] cells)
    {
        if (title == OtherNames)
        {
            var (names, commands) = (Parts(cells[0]), Parts(cells[1]));
            foreach (var name in names.Where(name => _entries.ContainsKey(name) || _otherNames.Any(other => other.Names.Contains(name))))
            {
                _problems.Add(file, line, $"{name} is a cmdlet, or is listed twice.");
            }

            foreach (var name in commands.Where(name => !_entries.ContainsKey(name)))
            {
                _problems.Add(file, line, $"There is no cmdlet {name}.");
            }

            _otherNames.Add((names, commands, cells.ElementAtOrDefault(2) ?? ""));
        }
        else if (!_entries.TryGetValue(cells[0], out var entry))
        {
            _problems.Add(file, line, $"There is no cmdlet {cells[0]}.");
        }
        else if (_commands.Any(command => command.Entry == entry))
        {
            _problems.Add(file, line, $"{cells[0]} is listed twice.");
        }
        else
        {
            _commands.Add((title, entry, Parts(cells[1])));
        }
    }

    private static string Synopsis(HelpEntry entry) => entry.Page["SYNOPSIS"].Paragraphs().First();

    private static string[] Parts(string text) =>
        [.. text.TrimStart('-', ' ').Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    private static JsonArray Texts(IEnumerable<string> texts) => Array(texts.Select(text => JsonValue.Create(text)));

    private static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);
}
