using System.Text;

namespace BcAdmin.Pipeline;

/// <summary>A row of a CSV file, with the number of its first line.</summary>
internal sealed record CsvRow(int Line, IReadOnlyList<KeyValuePair<string, string>> Cells);

/// <summary>
/// Reads CSV files as Excel and PowerShell write them. The delimiter is that of a line such as "sep=;", otherwise it is detected in the header. Blank
/// rows are skipped. Ambiguous content is an error with its line number.
/// </summary>
internal static class CsvFile
{
    /// <summary>The supported delimiters: the list separators of all cultures, and those of other programs.</summary>
    public static readonly IReadOnlyList<char> Delimiters = [',', ';', '\t', '|', '\u061B'];

    private const string Directive = "sep=";

    /// <summary>
    /// Writes a text in quotation marks. A text that a spreadsheet would run as a formula gets an apostrophe, which <see cref="Read"/> removes.
    /// </summary>
    public static string TextCell(string text) =>
        $"\"{(IsFormula(text) ? "'" : string.Empty)}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Whether a text starts like a formula, after the apostrophes of texts that start like a formula themselves.</summary>
    private static bool IsFormula(string text) =>
        text.AsSpan().TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠', ..];

    /// <summary>Rejects a delimiter that cannot be detected.</summary>
    /// <exception cref="BcException">InvalidArgument.</exception>
    public static void CheckDelimiter(char delimiter)
    {
        if (Delimiters.Contains(delimiter))
            return;
        throw new BcException(ErrorCode.InvalidArgument, Messages.InvalidCsvDelimiter(delimiter))
        {
            Target = delimiter,
            Advice =
                Messages.UseValidCsvDelimiter,
        };
    }

    /// <exception cref="BcException">FileNotReadable.</exception>
    public static IReadOnlyList<CsvRow> Read(string path)
    {
        var text = TextFile.Read(path);
        var start = 0;
        var line = 1;
        char? stated = null;
        var first = FirstLine(text, 0);
        if (first.Trim('"', ' ').StartsWith(Directive, StringComparison.OrdinalIgnoreCase))
        {
            stated = first.Trim('"', ' ')[Directive.Length..] is [var letter, ..]
                ? letter : throw TextFile.NotReadable(path, Messages.CsvSeparatorLineIncomplete);
            SkipLine();
        }
        else if (first.StartsWith("#TYPE ", StringComparison.OrdinalIgnoreCase))
        {
            SkipLine(); // written by Export-Csv of Windows PowerShell
        }

        var rows = Split(path, text, start, line, stated ?? DelimiterOf(path, text, start))
            .Where(row => row.Cells.Exists(cell => !string.IsNullOrWhiteSpace(cell)));
        using var reader = rows.GetEnumerator();
        if (!reader.MoveNext())
            throw TextFile.NotReadable(path, Messages.CsvHeaderMissing);

        var header = reader.Current.Cells.ConvertAll(name => name.Trim());
        if (header.Where(name => name.Length > 0)
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw TextFile.NotReadable(path, Messages.CsvHeaderColumnTwice(twice));
        }

        var result = new List<CsvRow>();
        while (reader.MoveNext())
            result.Add(Row(path, header, reader.Current));
        return result;

        void SkipLine()
        {
            start = first.Length + (text.AsSpan(first.Length).StartsWith("\r\n", StringComparison.Ordinal) ? 2 : first.Length < text.Length ? 1 : 0);
            line++;
        }
    }

    private static CsvRow Row(string path, List<string> header, (int Line, List<string> Cells) row)
    {
        var cells = new List<KeyValuePair<string, string>>(header.Count);
        for (var i = 0; i < Math.Max(header.Count, row.Cells.Count); i++)
        {
            var name = i < header.Count ? header[i] : string.Empty;
            var cell = i < row.Cells.Count ? row.Cells[i] : string.Empty;
            if (name.Length > 0)
            {
                cells.Add(new(name, cell is ['\'', ..] && IsFormula(cell) ? cell[1..] : cell));
            }
            else if (!string.IsNullOrWhiteSpace(cell))
            {
                throw TextFile.NotReadable(
                    path, Messages.CsvCellWithoutHeader(row, i), Messages.QuoteTextWithSeparators);
            }
        }

        return new CsvRow(row.Line, cells);
    }

    /// <summary>Gets the most frequent delimiter in the header. Excel uses the list separator of its culture, and tabs for Unicode text.</summary>
    private static char DelimiterOf(string path, string text, int start)
    {
        var counts = Delimiters.ToDictionary(delimiter => delimiter, _ => 0);
        var isQuoted = false;
        for (var at = text.AsSpan(start).IndexOfAnyExcept(" \r\n") + start; at < text.Length && (isQuoted || text[at] is not ('\r' or '\n')); at++)
        {
            if (text[at] == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && counts.TryGetValue(text[at], out var count))
                counts[text[at]] = count + 1;
        }

        var best = counts.OrderByDescending(item => item.Value).Take(2).ToList();
        return best[0].Value == 0 || best[0].Value > best[1].Value
            ? best[0].Key
            : throw TextFile.NotReadable(path, Messages.CsvSeparatorAmbiguous(best),
                Messages.AddCsvSeparatorLine);
    }

    private static string FirstLine(string text, int start)
    {
        var end = text.AsSpan(start).IndexOfAny('\r', '\n');
        return end < 0 ? text[start..] : text.Substring(start, end);
    }

    private static IEnumerable<(int Line, List<string> Cells)> Split(string path, string text, int at, int line, char delimiter)
    {
        while (at < text.Length)
        {
            var firstLine = line;
            var cells = new List<string>();
            cells.Add(Cell(path, text, ref at, ref line, delimiter));
            while (at < text.Length && text[at] == delimiter)
            {
                at++;
                cells.Add(Cell(path, text, ref at, ref line, delimiter));
            }

            yield return (firstLine, cells);
            if (at < text.Length)
                EndLine(text, ref at, ref line);
        }
    }

    /// <summary>Reads a cell up to the next delimiter or line break.</summary>
    private static string Cell(string path, string text, ref int at, ref int line, char delimiter)
    {
        var content = at;
        while (content < text.Length && text[content] == ' ')
            content++;
        if (content >= text.Length || text[content] != '"')
        {
            var start = at;
            while (at < text.Length && text[at] != delimiter && text[at] is not ('\r' or '\n'))
                at++;
            return text[start..at];
        }

        var cell = new StringBuilder();
        var opened = line;
        for (at = content + 1; ;)
        {
            if (at >= text.Length)
                throw TextFile.NotReadable(path, Messages.CsvQuotationMarkNotClosed(opened));
            if (text[at] == '"')
            {
                if (++at >= text.Length || text[at] != '"')
                    break;
                cell.Append('"');
                at++;
            }
            else if (text[at] is '\r' or '\n')
            {
                var start = at;
                EndLine(text, ref at, ref line);
                cell.Append(text, start, at - start);
            }
            else
            {
                cell.Append(text[at++]);
            }
        }

        while (at < text.Length && text[at] == ' ')
            at++;
        return at >= text.Length || text[at] == delimiter || text[at] is '\r' or '\n'
            ? cell.ToString()
            : throw TextFile.NotReadable(path, Messages.CsvTextAfterQuotationMark(line));
    }

    private static void EndLine(string text, ref int at, ref int line)
    {
        at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
        line++;
    }
}
