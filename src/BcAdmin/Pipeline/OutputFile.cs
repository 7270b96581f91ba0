using System.Management.Automation;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;

namespace BcAdmin.Pipeline;

/// <summary>
/// A file that a cmdlet writes for people: whole or not at all, over an older one unless -NoClobber says otherwise. It is opened before the work
/// whose result it takes, so that a path that cannot be written costs nothing, and replaced in one step when it is complete.
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

    /// <summary>Creates the file beside its path, and the folder where there is none; fails where the path could not be replaced later.</summary>
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
                throw new IOException(Messages.Folder);
            if (File.Exists(path))
            {
                // Another program that has it open, or a read-only file, is in the way of replacing it.
                using var older = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            }

            return new OutputFile(path);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            throw NotWritable(path, exception);
        }
    }

    /// <summary>Where the file cannot be put in its place, the content stays beside it: it may be the only copy of an answer.</summary>
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
            var message = Messages.CannotWrittenContent(_path, exception, _next);
            throw new BcException(ErrorCode.FileNotWritable, message, exception) { Target = _path };
        }
    }

    /// <summary>Removes what is not complete.</summary>
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
            // The failure that led here is the one to report; this one leaves a file behind and no more.
        }
    }

    public static void Write(PSCmdlet cmdlet, string path, JsonObject content) => Write(cmdlet, path, content.ToJsonString(Readable) + "\n");

    /// <summary>Writes the file, and its FileInfo to the pipeline as Get-Item does.</summary>
    public static void Write(PSCmdlet cmdlet, string path, string content) =>
        Write(cmdlet, path, stream => stream.Write(Encoding.UTF8.GetBytes(content)));

    /// <summary>The same, with content that is written as it is made.</summary>
    public static void Write(PSCmdlet cmdlet, string path, Action<Stream> write)
    {
        using (var file = Open(path))
            file.Complete(write);
        cmdlet.WriteObject(cmdlet.InvokeProvider.Item.Get([path], force: true, literalPath: true), enumerateCollection: true);
    }

    /// <summary>Writes all of the content, and puts the file in its place.</summary>
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

    /// <summary>Writes an answer to the file as it comes.</summary>
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
        new(ErrorCode.FileNotWritable, Messages.CannotWritten(path, exception), exception) { Target = path };

    private static bool IsFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException;
}
