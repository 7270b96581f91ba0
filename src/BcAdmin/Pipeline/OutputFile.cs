using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BcAdmin.Pipeline;

/// <summary>Files that cmdlets write for people: in UTF-8, whole or not at all, over an older one unless -NoClobber says otherwise.</summary>
internal static class OutputFile
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The path as the file system has it. Refuses to go on where -NoClobber protects a file.</summary>
    public static string Resolve(PSCmdlet cmdlet, string path, bool noClobber)
    {
        var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        if (provider.Name != "FileSystem")
            throw new BcException("InvalidArgument", $"{path} is not in the file system.") { Target = path };
        if (noClobber && File.Exists(full))
            throw new BcException("ResourceExists", $"{full} is there already.") { Target = path, Advice = "Choose another path, or leave out -NoClobber to write over it." };
        return full;
    }

    public static void Write(PSCmdlet cmdlet, string path, JsonObject content) => Write(cmdlet, path, content.ToJsonString(Readable) + "\n");

    /// <summary>Writes the file, and its FileInfo to the pipeline as Get-Item does.</summary>
    public static void Write(PSCmdlet cmdlet, string path, string content)
    {
        Save(path, Encoding.UTF8.GetBytes(content));
        cmdlet.WriteObject(cmdlet.InvokeProvider.Item.Get([path], force: true, literalPath: true), enumerateCollection: true);
    }

    /// <summary>Writes the file only. Beside it first, then in one step: nobody finds half a file.</summary>
    public static void Save(string path, byte[] content)
    {
        var next = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(next, content);
            File.Move(next, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(next);
            throw new BcException("FileNotWritable", $"{path} cannot be written: {exception.Message}", exception) { Target = path };
        }
    }
}
