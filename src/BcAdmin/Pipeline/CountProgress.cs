using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace BcAdmin.Pipeline;

/// <summary>Shows how much of a known number is done, how fast, and how long the rest may take. From the second second on, at most five times a second.</summary>
internal sealed class CountProgress(Cmdlet cmdlet, string activity, int total) : IDisposable
{
    private const int Id = 20_000;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _next = TimeSpan.FromSeconds(1.5);
    private int _done;
    private bool _shown;

    /// <summary>One more is done. To be called on the pipeline thread.</summary>
    public void Step()
    {
        _done++;
        if (_clock.Elapsed < _next || total == 0)
            return;

        _next = _clock.Elapsed + TimeSpan.FromMilliseconds(200);
        _shown = true;
        var rate = _done / _clock.Elapsed.TotalSeconds;
        cmdlet.WriteProgress(new ProgressRecord(Id, activity, string.Create(CultureInfo.InvariantCulture, $"{_done:N0} of {total:N0}, {rate:N0} a second"))
        {
            PercentComplete = (int)(100L * _done / total),
            SecondsRemaining = (int)((total - _done) / rate),
        });
    }

    public void Dispose()
    {
        if (!_shown)
            return;
        try
        {
            cmdlet.WriteProgress(new ProgressRecord(Id, activity, "done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // The host takes the bar away by itself when the pipeline stops.
        }
    }
}
