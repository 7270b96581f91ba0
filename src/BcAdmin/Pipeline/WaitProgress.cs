using System.Globalization;
using System.Management.Automation;
using BcAdmin.Api;

namespace BcAdmin.Pipeline;

/// <summary>Shows a wait as a progress bar, from its second second on. Made on the pipeline thread; reports come from any.</summary>
internal sealed class WaitProgress : IProgress<WaitState>, IDisposable
{
    private static int s_lastId;

    private readonly Cmdlet _cmdlet;
    private readonly string _activity;
    private readonly PipelinePump? _pump = PipelinePump.Running;
    private readonly int _id = Interlocked.Increment(ref s_lastId);
    private bool _shown;

    public WaitProgress(Cmdlet cmdlet, string activity) => (_cmdlet, _activity) = (cmdlet, activity);

    public void Report(WaitState value)
    {
        if (value.Elapsed >= TimeSpan.FromSeconds(1.9))
            _pump?.TryPost(() => Show(value));
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

    private void Show(WaitState state)
    {
        _shown = true;
        var status = string.Create(CultureInfo.InvariantCulture, $"{state.Status ?? "waiting"}, {(int)state.Elapsed.TotalMinutes}:{state.Elapsed.Seconds:00}");
        _cmdlet.WriteProgress(new ProgressRecord(_id, _activity, status));
    }
}
