namespace BcAdmin.Api;

/// <summary>A file that is uploaded as a stream, with progress.</summary>
internal sealed class FileUpload(Stream file, IProgress<long>? progress) : Stream
{
    public override bool CanRead => true;

    /// <summary>Allows the upload to be repeated.</summary>
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    /// <exception cref="BcException">FileNotFound, FileNotReadable.</exception>
    public static FileUpload Open(string path, IProgress<long>? progress) => new(InputFile.Open(path), progress);

    public override int Read(byte[] buffer, int offset, int count) => ReportProgress(file.Read(buffer, offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ReportProgress(await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            file.Dispose();
        base.Dispose(disposing);
    }

    private int ReportProgress(int read)
    {
        progress?.Report(file.Position);
        return read;
    }
}
