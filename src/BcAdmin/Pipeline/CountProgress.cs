using BcAdmin.Cmdlets;

namespace BcAdmin.Pipeline;

/// <summary>
/// Shows the number of completed items, the rate, and the estimated remaining time if the total is known. Starts after one second, with at most five
/// updates per second.
/// </summary>
/// <param name="total">The total; null if it is not known.</param>
internal sealed class CountProgress(BcCmdlet cmdlet, string activity, int? total) : IDisposable
{
    private readonly ProgressBar _bar = new(cmdlet, activity, total is { } all and > 0 ? Messages.DoneOfTotal(0, all) : null);
    private readonly long _start = cmdlet.Context.Clock.GetTimestamp();
    private TimeSpan _next = TimeSpan.FromSeconds(1.5);
    private int _done;

    /// <summary>Counts one more completed item. Must be called on the pipeline thread.</summary>
    public void Step()
    {
        _done++;
        var elapsed = cmdlet.Context.Clock.GetElapsedTime(_start);
        if (elapsed < _next)
            return;

        _next = elapsed + TimeSpan.FromMilliseconds(200);
        var rate = _done / elapsed.TotalSeconds;
        if (total is { } all and > 0)
        {
            var status = Messages.DoneOfWithRate(_done, all, rate);
            _bar.Show(status, (int)(100L * _done / all), (int)((all - _done) / rate));
        }
        else
        {
            _bar.Show(Messages.DoneWithRate(_done, rate));
        }
    }

    public void Dispose() => _bar.Dispose();
}
