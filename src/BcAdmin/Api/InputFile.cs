using System.Security;

namespace BcAdmin.Api;

/// <summary>A file that a parameter names, opened for reading.</summary>
internal static class InputFile
{
    /// <summary>Opens the file even if another program, such as Excel, has it open.</summary>
    /// <exception cref="BcException">FileNotFound, FileNotReadable.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 4096,
                FileOptions.SequentialScan | FileOptions.Asynchronous);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Failures.FileNotFound(path, exception);
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException)
        {
            throw new BcException(ErrorCode.FileNotReadable, Messages.InputFileNotReadable(path, exception), exception) { Target = path };
        }
    }
}
