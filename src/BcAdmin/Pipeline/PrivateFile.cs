using System.Management.Automation;
using System.Runtime.Versioning;
using System.Security;
using System.Security.AccessControl;
using System.Security.Principal;
using System.Text;

namespace BcAdmin.Pipeline;

/// <summary>A new file for keys and secrets that only the current user can read. It is deleted unless it is completed.</summary>
internal sealed class PrivateFile : IDisposable
{
    private readonly FileStream _content;

    private PrivateFile(FileStream content, string path) => (_content, Path) = (content, path);

    /// <summary>Creates the file. An existing file is never replaced, because it can contain the only copy of a secret.</summary>
    /// <exception cref="BcException">FileNotWritable.</exception>
    public static PrivateFile Create(string path)
    {
        try
        {
            var content = OperatingSystem.IsWindows() ? CreateOnWindows(path) : new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            return new(content, System.IO.Path.GetFullPath(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SecurityException
            or ArgumentException or NotSupportedException)
        {
            throw new BcException(ErrorCode.FileNotWritable, Messages.FileCannotBeWritten(path, exception), exception)
            {
                Target = path,
                Advice = File.Exists(path) ? Messages.PrivateFileIsNotReplaced : null,
            };
        }
    }

    /// <summary>The full path of the file. The stream does not know it on Windows, where it is created with permissions.</summary>
    public string Path { get; }

    /// <summary>The path after the file is complete.</summary>
    public string? SavedPath { get; private set; }

    /// <exception cref="BcException">FileNotWritable.</exception>
    public void Complete(byte[] content, string? advice = null)
    {
        try
        {
            _content.Write(content);
            _content.Flush(flushToDisk: true);
            SavedPath = Path;
        }
        catch (IOException exception)
        {
            throw new BcException(ErrorCode.FileNotWritable, Messages.FileCannotBeWritten(Path, exception), exception)
            {
                Target = Path,
                Advice = advice,
            };
        }
    }

    /// <summary>
    /// Writes a credential in the format of Export-Clixml: encrypted for the current user on Windows, and protected by file permissions on other
    /// systems.
    /// </summary>
    /// <exception cref="BcException">FileNotWritable.</exception>
    public void Complete(PSCredential credential) =>
        Complete(Encoding.UTF8.GetBytes(PSSerializer.Serialize(credential)), Messages.SecretCouldNotBeSaved);

    public void Dispose()
    {
        _content.Dispose();
        if (SavedPath is null)
            File.Delete(Path);
    }

    /// <summary>Creates the file with restricted permissions, because a file could be read before permissions are set later.</summary>
    [SupportedOSPlatform("windows")]
    private static FileStream CreateOnWindows(string path)
    {
        using var account = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(account.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return new FileInfo(path).Create(FileMode.CreateNew, FileSystemRights.Write, FileShare.None, bufferSize: 4096, FileOptions.None, security);
    }
}
