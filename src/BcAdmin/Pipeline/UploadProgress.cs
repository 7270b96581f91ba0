using System.Globalization;
using System.Management.Automation;

namespace BcAdmin.Pipeline;

/// <summary>Shows how much of a file is sent. Made on the pipeline thread; reports come from any.</summary>
internal sealed class UploadProgress : IProgress<long>, IDisposable
{
    private const double MegaByte = 1024 * 1024;

    private static int s_lastId = 100_000;

    private readonly Cmdlet _cmdlet;
    private readonly string _activity;
    private readonly long _length;
    private readonly PipelinePump? _pump = PipelinePump.Running;
    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private int _percent = -1;
    private bool _shown;

    /// <param name="length">Bytes of the whole file.</param>
    public UploadProgress(Cmdlet cmdlet, string activity, long length) => (_cmdlet, _activity, _length) = (cmdlet, activity, length);

    public void Report(long value)
    {
        // A large file comes in thousands of pieces; a bar has a hundred.
        var percent = (int)(value * 100 / Math.Max(_length, 1));
        if (Interlocked.Exchange(ref _percent, percent) != percent)
            _pump?.TryPost(() => Show(value, percent));
    }

    public void Dispose()
    {
        if (!_shown)
            return;
        try
        {
            _cmdlet.WriteProgress(new ProgressRecord(_id, _activity, "done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // The host takes the bar away by itself when the pipeline stops.
        }
    }

    private void Show(long sent, int percent)
    {
        _shown = true;
        _cmdlet.WriteProgress(new ProgressRecord(_id, _activity, string.Create(CultureInfo.InvariantCulture, $"{sent / MegaByte:0.0} of {_length / MegaByte:0.0} MB"))
        {
            PercentComplete = percent,
        });
    }
}
