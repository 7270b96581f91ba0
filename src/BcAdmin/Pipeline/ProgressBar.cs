using System.Management.Automation;
using BcAdmin.Cmdlets;

namespace BcAdmin.Pipeline;

/// <summary>A progress bar of a cmdlet, removed when it is disposed.</summary>
internal sealed class ProgressBar(BcCmdlet cmdlet, string activity) : IDisposable
{
    private readonly int _id = cmdlet.Context.NextProgressId();
    private bool _shown;

    /// <summary>Shows the status, from any thread.</summary>
    public void Post(string status, int percent = -1) => cmdlet.Context.Pump.TryPost(() => Show(status, percent));

    /// <summary>Shows the status. To be called on the pipeline thread.</summary>
    public void Show(string status, int percent = -1, int secondsRemaining = -1)
    {
        _shown = true;
        cmdlet.WriteProgress(new(_id, activity, status) { PercentComplete = percent, SecondsRemaining = secondsRemaining });
    }

    public void Dispose()
    {
        if (!_shown)
            return;
        try
        {
            cmdlet.WriteProgress(new(_id, activity, "done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // The host removes the bar when the pipeline stops.
        }
    }
}
