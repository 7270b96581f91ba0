using System.Management.Automation;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace BcAdmin.Pipeline;

/// <summary>
/// A file that a cmdlet writes atomically, replacing an existing file unless -NoClobber is specified. It is opened before the work starts, so that an
/// invalid path fails early, and replaces the target when it is complete.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly string _next;
    private readonly FileStream _content;
    private readonly bool _isDevice;
    private bool _keep;

    private OutputFile(string path)
    {
        _path = path;
        _isDevice = !OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal);
        _next = _isDevice ? path : $"{path}.{Guid.NewGuid():N}";
        _content = new FileStream(_next, _isDevice ? FileMode.Open : FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    /// <summary>
    /// Creates a temporary file next to the path, and the folder if it does not exist. Fails if the existing file cannot be replaced.
    /// </summary>
    /// <exception cref="BcException">FileNotWritable.</exception>
    public static OutputFile Open(string path)
    {
        try
        {
            if (new FileInfo(path).LinkTarget is not null)
                path = File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            if (Directory.Exists(path))
                throw new IOException(Messages.PathIsFolder);
            if (File.Exists(path))
            {
                // A read-only file, or one that another program has opened, cannot be replaced.
                using var older = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            }

            return new OutputFile(path);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            throw NotWritable(path, exception);
        }
    }

    /// <summary>Moves the file to its path. If this fails, the temporary file is kept, because it can be the only copy of a response.</summary>
    private void Complete()
    {
        _keep = true;
        try
        {
            _content.Dispose();
            if (!_isDevice)
                File.Move(_next, _path, overwrite: true);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            var message = Messages.FileNotWrittenContentKept(_path, exception, _next);
            throw new BcException(ErrorCode.FileNotWritable, message, exception) { Target = _path };
        }
    }

    /// <summary>Deletes an incomplete file.</summary>
    public void Dispose()
    {
        if (_keep)
            return;
        try
        {
            _content.Dispose();
            if (!_isDevice)
                File.Delete(_next);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            // The failure that caused the cleanup is reported. This one only leaves a temporary file.
        }
    }

    public static void Write(PSCmdlet cmdlet, string path, JsonObject content) => Write(cmdlet, path, content.ToJsonString(Readable) + "\n");

    /// <summary>Writes the file, and writes its FileInfo to the pipeline as Get-Item does.</summary>
    public static void Write(PSCmdlet cmdlet, string path, string content) =>
        Write(cmdlet, path, stream => stream.Write(Encoding.UTF8.GetBytes(content)));

    /// <summary>Writes the file with content from a callback, and writes its FileInfo to the pipeline.</summary>
    public static void Write(PSCmdlet cmdlet, string path, Action<Stream> write)
    {
        using (var file = Open(path))
            file.Complete(write);
        cmdlet.WriteObject(cmdlet.InvokeProvider.Item.Get([path], force: true, literalPath: true), enumerateCollection: true);
    }

    /// <summary>Writes the content and moves the file to its path.</summary>
    public void Complete(byte[] content) => Complete(stream => stream.Write(content));

    private void Complete(Action<Stream> write)
    {
        try
        {
            write(_content);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            throw NotWritable(_path, exception);
        }

        Complete();
    }

    /// <summary>Copies a response to the file while it is received.</summary>
    public async Task CopyFromAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            await content.CopyToAsync(_content, cancellationToken);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            throw NotWritable(_path, exception);
        }

        Complete();
    }

    private static BcException NotWritable(string path, Exception exception) =>
        new(ErrorCode.FileNotWritable, Messages.QuotedFileCannotBeWritten(path, exception), exception) { Target = path };

    private static bool IsFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException;
}
