using System.Text;
using BcAdmin.Api;
using BcAdmin.Pipeline;

namespace BcAdmin.Tests.Pipeline;

public sealed class CsvFileTests : IDisposable
{
    private static readonly Encoding Windows = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.csv");

    public void Dispose() => File.Delete(_file);

    private IReadOnlyList<CsvRow> Read(byte[] content)
    {
        File.WriteAllBytes(_file, content);
        return CsvFile.Read(_file);
    }

    private IReadOnlyList<CsvRow> Read(string content) => Read(Encoding.UTF8.GetBytes(content));

    private static string Text(CsvRow row) => string.Join('|', row.Cells.Select(cell => $"{cell.Key}={cell.Value}"));

    private string Refusal(byte[] content)
    {
        var exception = Assert.Throws<BcException>(() => Read(content));
        Assert.Equal("FileNotReadable", exception.Code);
        Assert.StartsWith(_file, exception.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", exception.Message, StringComparison.Ordinal);
        return exception.Message;
    }

    private string Refusal(string content) => Refusal(Encoding.UTF8.GetBytes(content));

    public static readonly TheoryData<string> Encodings =
        ["utf-8", "utf-8-bom", "utf-16LE-bom", "utf-16BE-bom", "utf-16LE", "utf-16BE", "utf-32-bom", "1252"];

    private static byte[] Encode(string name, string text)
    {
        var encoding = name switch
        {
            "1252" => Windows,
            _ when name.StartsWith("utf-8", StringComparison.Ordinal) => Encoding.UTF8,
            _ when name.StartsWith("utf-16LE", StringComparison.Ordinal) => Encoding.Unicode,
            _ when name.StartsWith("utf-16BE", StringComparison.Ordinal) => Encoding.BigEndianUnicode,
            _ => Encoding.UTF32,
        };
        return [.. name.EndsWith("-bom", StringComparison.Ordinal) ? encoding.Preamble : [], .. encoding.GetBytes(text)];
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Letters_are_decoded_in_every_encoding_of_Excel(string encoding)
    {
        foreach (var delimiter in CsvFile.Delimiters.Where(delimiter => encoding != "1252" || delimiter < '\u0100'))
        {
            var rows = Read(Encode(encoding, $"User{delimiter}Name\r\nSELLER.03{delimiter}Jörg Åse €\r\n"));
            Assert.Equal("User=SELLER.03|Name=Jörg Åse €", Text(Assert.Single(rows)));
        }
    }

    [Theory]
    [InlineData("User;Sets\n\"A\";\"x;y\"\n", "User=A|Sets=x;y")]
    [InlineData("User,Sets\n\"A\",\"x;y\"\n", "User=A|Sets=x;y")]
    [InlineData("sep=;\r\nUser;Sets\r\nA;x,y", "User=A|Sets=x,y")]
    [InlineData("\"sep=;\"\r\nUser;Sets\r\nA;x,y", "User=A|Sets=x,y")]
    [InlineData("SEP=\t\r\nUser\tSets;a\r\nA\tx", "User=A|Sets;a=x")]
    [InlineData("#TYPE System.Object\r\n\"User\",\"Sets\"\r\n\"A\",\"x\"", "User=A|Sets=x")]
    [InlineData("User\tSets\nA\t\"x\ny\"", "User=A|Sets=x\ny")]
    [InlineData("User;Sets\n;;\n\nA;\"say \"\"x\"\"\"\n\n;\n", "User=A|Sets=say \"x\"")]
    [InlineData("\r\n;;\r\nUser;Sets\r\nA;x", "User=A|Sets=x")]
    [InlineData("User;Sets\rA;x\r", "User=A|Sets=x")]
    [InlineData("User;Sets;\nA;x;\n", "User=A|Sets=x")]
    [InlineData("User;Sets;State\nA;x\n", "User=A|Sets=x|State=")]
    [InlineData("User;Sets\nA;in 5\" inch\n", "User=A|Sets=in 5\" inch")]
    [InlineData("User; Sets\nA; \"x\" \n", "User=A|Sets=x")]
    [InlineData("\"User;Name\",\"Sets\"\nA,x\n", "User;Name=A|Sets=x")]
    [InlineData("User\nA\n", "User=A")]
    public void Separators_quotes_and_blank_rows_are_read(string content, string row) => Assert.Equal(row, Text(Assert.Single(Read(content))));

    [Theory]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("+45 12 34 56 78", "'+45 12 34 56 78")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(1+1)", "'@SUM(1+1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r\n=1", "'\r\n=1")]
    [InlineData("＝1", "'＝1")]
    [InlineData("'=1", "''=1")]
    [InlineData("''", "''")]
    [InlineData("'tis", "'tis")]
    [InlineData("2026-01-31T00:00:00Z", "2026-01-31T00:00:00Z")]
    [InlineData("D365 READ;-X", "D365 READ;-X")]
    public void A_text_is_never_a_formula_and_is_read_unchanged(string text, string cell)
    {
        Assert.Equal($"\"{cell}\"", CsvFile.TextCell(text));
        Assert.Equal($"User=A|Sets={text}", Text(Assert.Single(Read($"User;Sets\r\nA;{CsvFile.TextCell(text)}\r\n"))));
    }

    [Fact]
    public void A_row_has_its_line_number()
    {
        var rows = Read("sep=;\r\nUser;Sets\r\n\r\nA;\"x\r\ny\"\r\nB;z\r\n");
        Assert.Equal([4, 6], rows.Select(row => row.Line));
    }

    [Fact]
    public void A_file_with_only_a_header_has_no_rows() => Assert.Empty(Read("User;Sets\r\n;\r\n"));

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData(" \r\n\r\n", "the file is empty")]
    [InlineData(";;\r\n;;\r\n", "it has no header")]
    [InlineData("sep=\r\nUser\r\n", "has no separator")]
    [InlineData("User;Sets\nA;\"x\nB;y\n", "line 2 is not closed")]
    [InlineData("User;Sets\nA;\"x\"y\n", "line 2 has text after")]
    [InlineData("User;Sets\n\nA;x;y\n", "line 3 has text in column 3")]
    [InlineData("User;user\nA;x\n", "column User twice")]
    [InlineData("User;Sets,Notes\nA;x\n", "separator of the header may be")]
    [InlineData("User;Name\nA;J\uFFFDrg\n", "line 2 has the character U+FFFD")]
    public void Ambiguous_content_is_rejected_with_the_reason(string content, string reason) =>
        Assert.Contains(reason, Refusal(content), StringComparison.Ordinal);

    [Fact]
    public void Invalid_bytes_are_rejected_with_their_line()
    {
        Assert.Contains("line 3 is neither UTF-8 nor Windows-1252", Refusal([.. "User\r\nA\r\nB"u8, 0x81]), StringComparison.Ordinal);
        Assert.Contains("line 2 is not valid UTF-8", Refusal([.. Encoding.UTF8.Preamble, .. "User\r\nJ"u8, 0xF6, .. "rg"u8]),
            StringComparison.Ordinal);
        Assert.Contains("line 2 is not valid UTF-16",
            Refusal([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("User\nA"), 0x00, 0xD8, 0x41, 0x00]), StringComparison.Ordinal);
        Assert.Contains("not a text file", Refusal([.. "PK"u8, 3, 4, 0, 0, 8, 0, 0xFF]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tr-TR", "Jürgen")]
    [InlineData("th-TH", "Jürgen")]
    [InlineData("fa-IR", "Jürgen")]
    [InlineData("ar-SA", "Jürgen")]
    [InlineData("de-DE", "Jürgen Åse Þór")]
    [InlineData("en-US", "Jürgen Åse Þór")]
    public void Western_letters_are_read_if_they_have_one_meaning(string culture, string name)
    {
        using var _ = new InCulture(culture);
        Assert.Equal($"User={name}", Text(Assert.Single(Read(Windows.GetBytes($"User\n{name}\n")))));
    }

    [Theory]
    [InlineData("tr-TR", 1254, "Işık")]
    [InlineData("tr-TR", 1252, "Þór")]
    [InlineData("th-TH", 874, "สมชาย")]
    [InlineData("fa-IR", 1256, "علي")]
    [InlineData("ar-SA", 1256, "علي")]
    [InlineData("pl-PL", 1250, "Łukasz")]
    public void Letters_that_differ_between_code_pages_are_rejected(string culture, int page, string name)
    {
        using var _ = new InCulture(culture);
        var refusal = Refusal(CodePagesEncodingProvider.Instance.GetEncoding(page)!.GetBytes($"User;Name\nA;{name}\n"));
        Assert.Contains("line 2 is not UTF-8", refusal, StringComparison.Ordinal);
        Assert.Contains(name, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_read_while_another_program_has_it_open()
    {
        File.WriteAllText(_file, "User\nA\n");
        using var excel = new FileStream(_file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        Assert.Single(CsvFile.Read(_file));
        using var ours = InputFile.Open(_file);
        using var other = new FileStream(_file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        Assert.True(other.CanWrite);
    }
}
