using System.Management.Automation;
using BcAdmin.Cmdlets;

namespace BcAdmin.Pipeline;

/// <summary>
/// A progress bar of a cmdlet, which is removed when it is disposed. If its status does not change, it also shows the current activity (<see
/// cref="QuietWatch"/>), so that there are never two bars for the same work.
/// </summary>
internal sealed class ProgressBar : IDisposable
{
    private readonly BcCmdlet _cmdlet;
    private readonly string _activity;
    private readonly int _id;
    private string? _status;
    private (int Percent, int SecondsRemaining) _numbers = (-1, -1);
    private bool _isShown;

    /// <param name="cmdlet">The cmdlet, or its copy that processes one pipeline object.</param>
    /// <param name="activity">The text of the activity.</param>
    /// <param name="status">The initial status.</param>
    public ProgressBar(BcCmdlet cmdlet, string activity, string? status = null)
    {
        (_cmdlet, _activity, _status) = (cmdlet, PrintableText.Line(activity), status);
        _id = cmdlet.Context.NextProgressId();
        cmdlet.QuietWatch.Add(this);
    }

    /// <summary>Shows the status. Can be called on any thread.</summary>
    public void Post(string status, int percent = -1) => _cmdlet.Context.Pump.TryPost(() => Show(status, percent));

    /// <summary>Shows the status. Must be called on the pipeline thread.</summary>
    public void Show(string status, int percent = -1, int secondsRemaining = -1)
    {
        (_status, _numbers) = (status, (percent, secondsRemaining));
        _cmdlet.QuietWatch.Changed();
        Write(status);
    }

    /// <summary>Appends the current activity to the last status. Must be called on the pipeline thread.</summary>
    public void ShowNote(string note) => Write(_status is null ? note : $"{_status}, {note}");

    public void Dispose()
    {
        _cmdlet.QuietWatch.Remove(this);
        if (!_isShown)
            return;
        _isShown = false;
        _cmdlet.QuietWatch.Write(new(_id, _activity, "done") { RecordType = ProgressRecordType.Completed });
    }

    private void Write(string status)
    {
        _isShown = true;
        status = PrintableText.Line(status);
        _cmdlet.QuietWatch.Write(new(_id, _activity, status) { PercentComplete = _numbers.Percent, SecondsRemaining = _numbers.SecondsRemaining });
    }
}
