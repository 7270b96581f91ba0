using System.Management.Automation;

namespace BcAdmin.Cmdlets.Users;

/// <summary>Reads files of rows by PowerShell's own means, so that encodings and quoting are as everywhere in it.</summary>
internal static class UserFile
{
    /// <exception cref="BcException">FileNotFound, or InvalidArgument for a file of another kind.</exception>
    public static IEnumerable<PSObject> Read(PSCmdlet cmdlet, IEnumerable<string> paths) => paths.SelectMany(path => Resolve(cmdlet, path)).SelectMany(file => ReadOne(cmdlet, file));

    private static IEnumerable<string> Resolve(PSCmdlet cmdlet, string path)
    {
        try
        {
            return cmdlet.GetResolvedProviderPathFromPSPath(path, out _);
        }
        catch (ItemNotFoundException exception)
        {
            throw new BcException("FileNotFound", $"There is no file {path}.", exception) { Target = path };
        }
    }

    private static IEnumerable<PSObject> ReadOne(PSCmdlet cmdlet, string file) => System.IO.Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".CSV" => Run(cmdlet, "param($file, $delimiter) Import-Csv -LiteralPath $file -Delimiter $delimiter", file, DelimiterOf(file)),
        ".JSON" => Run(cmdlet, "param($file) Get-Content -LiteralPath $file -Raw | ConvertFrom-Json", file),
        _ => throw new BcException("InvalidArgument", $"{file} is neither .csv nor .json.") { Target = file, Advice = "Import-Csv reads other files: Import-Csv FILE | Import-BcUser ENVIRONMENT." },
    };

    private static IEnumerable<PSObject> Run(PSCmdlet cmdlet, string script, string file, params object[] arguments)
    {
        try
        {
            return cmdlet.InvokeCommand.InvokeScript(script, [file, .. arguments]).Where(row => row is not null);
        }
        catch (RuntimeException exception)
        {
            throw new BcException("FileNotReadable", $"{file} cannot be read: {exception.Message}", exception) { Target = file };
        }
    }

    /// <summary>Excel writes semicolons where the comma is the decimal sign.</summary>
    private static char DelimiterOf(string file)
    {
        var header = File.ReadLines(file).FirstOrDefault() ?? string.Empty;
        return header.Count(letter => letter == ';') > header.Count(letter => letter == ',') ? ';' : ',';
    }
}
