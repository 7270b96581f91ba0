using System.Text;
using System.Text.Encodings.Web;

namespace BcAdmin.Reports;

/// <summary>Writes the tables of a report as CSV or JSON. All times are UTC.</summary>
internal static class ReportFile
{
    /// <summary>The version of the format, which increases when a member or column is renamed or removed.</summary>
    private const int FormatVersion = 1;

    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one table as CSV. The byte order mark makes Excel read the file as UTF-8.</summary>
    public static void WriteCsv(Stream stream, ReportTable table, TenantReport report, char delimiter)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        writer.WriteLine(string.Join(delimiter, table.Columns));
        foreach (var row in table.Rows(report))
            writer.WriteLine(string.Join(delimiter, row.Select(Cell)));
    }

    /// <summary>Writes one JSON document: product, version, createdOn, sections, and an array for each table.</summary>
    public static void WriteJson(Stream stream, TenantReport report)
    {
        using var writer = new Utf8JsonWriter(stream, Readable);
        writer.WriteStartObject();
        writer.WriteNumber("formatVersion", FormatVersion);
        writer.WriteString("product", TenantReport.Product);
        writer.WriteString("version", TenantReport.Version);
        writer.WriteString("createdOn", Iso(report.CreatedOn));
        writer.WriteStartArray("sections");
        foreach (var section in Enum.GetValues<ReportSections>().Where(report.Has))
            writer.WriteStringValue(section.ToString());
        writer.WriteEndArray();
        foreach (var table in ReportTable.Of(report.Sections))
        {
            var names = table.Columns.Select(name => JsonEncodedText.Encode(CamelCase(name))).ToList();
            writer.WriteStartArray(CamelCase(table.Name));
            foreach (var row in table.Rows(report))
            {
                writer.WriteStartObject();
                for (var column = 0; column < row.Length; column++)
                    Write(writer, names[column], row[column]);
                writer.WriteEndObject();
                if (writer.BytesPending > 1 << 16)
                    writer.Flush();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, JsonEncodedText name, object? value)
    {
        writer.WritePropertyName(name);
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case int or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case bool known:
                writer.WriteBooleanValue(known);
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(Iso(time));
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Formats a value as a number or date that Excel and Power BI recognize, or as text in quotation marks.</summary>
    private static string Cell(object? value) => value switch
    {
        null => string.Empty,
        int or long => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        bool known => known ? "TRUE" : "FALSE",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => CsvFile.TextCell(value.ToString() ?? string.Empty),
    };

    private static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
