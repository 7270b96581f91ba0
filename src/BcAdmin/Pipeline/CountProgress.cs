using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace BcAdmin.Pipeline;

/// <summary>Shows how much is done and how fast, and of a known number how long the rest may take. From the second second on, at most five times a second.</summary>
/// <param name="total">Null where nobody knows how many are to come.</param>
internal sealed class CountProgress(Cmdlet cmdlet, string activity, int? total) : IDisposable
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
        if (_clock.Elapsed < _next)
            return;

        _next = _clock.Elapsed + TimeSpan.FromMilliseconds(200);
        _shown = true;
        var rate = _done / _clock.Elapsed.TotalSeconds;
        var done = total is { } all ? string.Create(CultureInfo.InvariantCulture, $"{_done:N0} of {all:N0}") : string.Create(CultureInfo.InvariantCulture, $"{_done:N0} done");
        var record = new ProgressRecord(Id, activity, string.Create(CultureInfo.InvariantCulture, $"{done}, {rate:N0} a second"));
        if (total is { } known and > 0)
        {
            record.PercentComplete = (int)(100L * _done / known);
            record.SecondsRemaining = (int)((known - _done) / rate);
        }

        cmdlet.WriteProgress(record);
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
