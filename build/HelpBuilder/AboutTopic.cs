using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace BcAdmin.HelpBuilder;

/// <summary>Writes a topic (about_*.md) as plain text with 80 columns, in the layout of PowerShell's own topics.</summary>
internal static class AboutTopic
{
    private const int Columns = 80;
    private const string Indent = "    ";

    public static string Write(string name, string markdown)
    {
        var text = new StringBuilder($"TOPIC\n{Indent}{name}\n");
        foreach (var block in new Page(name, markdown).Document)
        {
            switch (block)
            {
                case HeadingBlock { Level: 1 }:
                    break;
                case HeadingBlock { Level: 2 } heading:
                    text.Append('\n').Append(heading.Inline.PlainText().ToUpperInvariant()).Append('\n');
                    break;
                case HeadingBlock heading:
                    text.Append('\n').Append("  ").Append(heading.Inline.PlainText()).Append('\n');
                    break;
                case CodeBlock code:
                    foreach (var line in code.Lines.ToString().Split('\n'))
                    {
                        text.Append((Indent + Indent + line).TrimEnd()).Append('\n');
                    }

                    text.Append('\n');
                    break;
                case Table table:
                    AppendTable(text, table);
                    break;
                case ListBlock:
                    foreach (var item in block.Paragraphs())
                    {
                        AppendWrapped(text, item, hanging: "  ");
                    }

                    text.Append('\n');
                    break;
                default:
                    foreach (var paragraph in block.Paragraphs())
                    {
                        AppendWrapped(text, paragraph, hanging: "");
                        text.Append('\n');
                    }

                    break;
            }
        }

        return text.ToString().ReplaceLineEndings("\n").Replace("\n\n\n", "\n\n", StringComparison.Ordinal).TrimEnd() + "\n";
    }

    // All columns but the last are as wide as their longest cell; the last one wraps.
    private static void AppendTable(StringBuilder text, Table table)
    {
        var rows = table.Cast<TableRow>().Select(row => row.Cells().ToList()).ToList();
        var widths = Enumerable.Range(0, rows.Max(row => row.Count) - 1).Select(column => rows.Max(row => row[column].Length) + 2).ToList();
        foreach (var row in rows)
        {
            var start = string.Concat(widths.Select((width, column) => row[column].PadRight(width)));
            AppendWrapped(text, start + row[^1], hanging: new string(' ', Math.Min(start.Length, Columns / 2)));
        }

        text.Append('\n');
    }

    private static void AppendWrapped(StringBuilder text, string paragraph, string hanging)
    {
        var rest = Indent + paragraph;
        while (rest.Length > Columns)
        {
            var start = rest.Length - rest.TrimStart().Length;
            var cut = rest.LastIndexOf(' ', Columns, Columns - start);
            if (cut < 0)
            {
                // A word that is longer than the line, such as an address, is not split.
                cut = rest.IndexOf(' ', Columns);
            }

            if (cut < 0)
            {
                break;
            }

            text.Append(rest[..cut].TrimEnd()).Append('\n');
            rest = Indent + hanging + rest[(cut + 1)..].TrimStart();
        }

        text.Append(rest.TrimEnd()).Append('\n');
    }
}
