using BcAdmin.Cmdlets;

namespace BcAdmin.Pipeline;

/// <summary>Shows the progress of a file upload.</summary>
/// <param name="length">The size of the file in bytes.</param>
internal sealed class UploadProgress(BcCmdlet cmdlet, string activity, long length) : IProgress<long>, IDisposable
{
    private const double MegaByte = 1024 * 1024;

    private readonly ProgressBar _bar = new(cmdlet, activity);
    private int _percent = -1;

    public void Report(long value)
    {
        // A large file is sent in thousands of chunks, so the bar is only updated when the percentage changes.
        var percent = (int)(value * 100 / Math.Max(length, 1));
        if (Interlocked.Exchange(ref _percent, percent) != percent)
            _bar.Post(Messages.MegabytesUploaded(value, MegaByte, length), percent);
    }

    public void Dispose() => _bar.Dispose();
}
