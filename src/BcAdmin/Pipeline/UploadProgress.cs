using BcAdmin.Cmdlets;

namespace BcAdmin.Pipeline;

/// <summary>Shows how much of a file is sent.</summary>
/// <param name="length">Bytes of the whole file.</param>
internal sealed class UploadProgress(BcCmdlet cmdlet, string activity, long length) : IProgress<long>, IDisposable
{
    private const double MegaByte = 1024 * 1024;

    private readonly ProgressBar _bar = new(cmdlet, activity);
    private int _percent = -1;

    public void Report(long value)
    {
        // A large file comes in thousands of pieces; a bar has a hundred.
        var percent = (int)(value * 100 / Math.Max(length, 1));
        if (Interlocked.Exchange(ref _percent, percent) != percent)
            _bar.Post(Messages.MB(value, MegaByte, length), percent);
    }

    public void Dispose() => _bar.Dispose();
}
