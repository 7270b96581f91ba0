using System.Management.Automation;

namespace BcAdmin.Pipeline;

/// <summary>
/// Reads files with rows: CSV with <see cref="CsvFile"/>, because Import-Csv does not detect the encodings and delimiters of Excel, and JSON with the
/// cmdlet of PowerShell.
/// </summary>
internal static class UserFile
{
    /// <exception cref="BcException">FileNotReadable, or InvalidArgument for an unsupported file type.</exception>
    public static IReadOnlyList<(PSObject Row, int Number, string Place)> Read(PSCmdlet cmdlet, string file) =>
        System.IO.Path.GetExtension(file).ToUpperInvariant() switch
        {
            ".CSV" => [.. CsvFile.Read(file).Select(row => (ToObject(row), row.Line, Messages.FileLineLocation(file, row.Line)))],
            ".JSON" => [.. ReadJson(cmdlet, file).Select((row, index) => (row, index + 1, Messages.FileEntryLocation(file, index + 1)))],
            _ => throw new BcException(ErrorCode.InvalidArgument, $"{file} is neither .csv nor .json.")
            {
                Target = file,
                Advice = Messages.UseImportCsvForOtherFiles,
            },
        };

    private static PSObject ToObject(CsvRow row)
    {
        var result = new PSObject();
        foreach (var (name, cell) in row.Cells)
            result.Properties.Add(new PSNoteProperty(name, cell));
        return result;
    }

    private static List<PSObject> ReadJson(PSCmdlet cmdlet, string file)
    {
        var text = TextFile.Read(file);
        try
        {
            return [.. cmdlet.InvokeCommand.InvokeScript("param($text) ConvertFrom-Json -InputObject $text", text).Where(row => row is not null)];
        }
        catch (RuntimeException exception)
        {
            throw TextFile.NotReadable(file, exception.Message.TrimEnd('.'), advice: null, exception);
        }
    }
}
