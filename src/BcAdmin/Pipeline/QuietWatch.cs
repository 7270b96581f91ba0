using System.Management.Automation;
using System.Management.Automation.Host;
using BcAdmin.Cmdlets;

namespace BcAdmin.Pipeline;

/// <summary>
/// Shows the current activity after a cmdlet has written no object, error, warning, or progress for two seconds of its own work. Uses the newest
/// progress bar of the cmdlet, or its own bar until the cmdlet writes again. All members must be called on the pipeline thread. Disabled if progress
/// is not shown.
/// </summary>
internal sealed class QuietWatch(BcCmdlet cmdlet) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// The source ID of all progress records of this cmdlet, by which they are removed when PowerShell accepts no more records from it.
    /// </summary>
    private readonly long _source = Random.Shared.NextInt64(1L << 40, long.MaxValue);

    /// <summary>The active bars in the order of their creation.</summary>
    private readonly List<ProgressBar> _bars = [];

    private ProgressBar? _own;
    private ITimer? _timer;
    private bool? _isOn;
    private Task? _work;

    /// <summary>The idle time of earlier steps. The time between steps is spent by other commands.</summary>
    private TimeSpan _previousIdleTime;

    private long _since;
    private long _shownAt;

    private TimeSpan IdleTime => _previousIdleTime + cmdlet.Context.Clock.GetElapsedTime(_since);

    private bool IsOn => _isOn ??= Preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private ActionPreference Preference => LanguagePrimitives.TryConvertTo<ActionPreference>(
        cmdlet.MyInvocation.BoundParameters.TryGetValue("ProgressAction", out var bound) ? bound : cmdlet.GetVariableValue("ProgressPreference"),
        CultureInfo.InvariantCulture, out var preference) ? preference : ActionPreference.Continue;

    /// <summary>Starts a step of the cmdlet.</summary>
    public void BeginStep() => _since = cmdlet.Context.Clock.GetTimestamp();

    /// <summary>Starts to watch a step that does not complete immediately.</summary>
    /// <param name="work">The work of the step.</param>
    public void Wait(Task work)
    {
        if (!IsOn)
            return;
        _work = work;
        var left = Limit - IdleTime;
        Arm(_own is not null ? Interval : left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>Ends a step. A bar remains until the next step, so that it does not flicker.</summary>
    /// <param name="isLast">Whether this is the last step.</param>
    public void EndStep(bool isLast)
    {
        _work = null;
        _previousIdleTime = IdleTime;
        _timer?.Dispose();
        _timer = null;
        if (isLast)
            CloseOwn();
        else if (_own is not null && cmdlet.InputProgress is { } done && cmdlet.Context.Clock.GetElapsedTime(_shownAt) >= Interval)
            ShowOwn(done);
    }

    /// <summary>Writes output that the user sees. The time that downstream commands need is not counted as idle time.</summary>
    public void Around(Action write)
    {
        CloseOwn();
        try
        {
            write();
        }
        finally
        {
            Restart();
        }
    }

    /// <inheritdoc cref="Around(Action)"/>
    public T Around<T>(Func<T> write)
    {
        CloseOwn();
        try
        {
            return write();
        }
        finally
        {
            Restart();
        }
    }

    /// <summary>Resets the idle time after a bar of the cmdlet shows a new status.</summary>
    public void Changed()
    {
        CloseOwn();
        Restart();
    }

    public void Add(ProgressBar bar) => _bars.Add(bar);

    public void Remove(ProgressBar bar)
    {
        _bars.Remove(bar);
        Restart();
    }

    /// <summary>
    /// Writes a record, also after the last step. If PowerShell accepts no more records, the removal of a bar is passed to the host directly.
    /// </summary>
    public void Write(ProgressRecord record)
    {
        try
        {
            cmdlet.CommandRuntime.WriteProgress(_source, record);
        }
        catch (PipelineStoppedException) when (record.RecordType == ProgressRecordType.Completed)
        {
            if (!IsOn)
                return;
            try
            {
                cmdlet.Host?.UI?.WriteProgress(_source, record);
            }
            catch (Exception exception) when (exception is HostException or NotImplementedException)
            {
                // A host that does not support progress shows no bar.
            }
        }
    }

    /// <summary>Removes all remaining bars, for example after a terminating error of another command in the pipeline.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        CloseOwn();
        foreach (var bar in _bars.ToList())
            bar.Dispose();
    }

    private void Restart()
    {
        _previousIdleTime = TimeSpan.Zero;
        _since = cmdlet.Context.Clock.GetTimestamp();
    }

    private void Arm(TimeSpan due)
    {
        _timer?.Dispose();
        _timer = cmdlet.Context.Clock.CreateTimer(_ => cmdlet.Context.Pump.TryPost(Tick), null, due, Timeout.InfiniteTimeSpan);
    }

    private void Tick()
    {
        if (_work is not { IsCompleted: false })
            return; // the step has ended
        var idleTime = IdleTime;
        if (idleTime < Limit)
        {
            Arm(Limit - idleTime);
            return;
        }

        var text = cmdlet.Context.Activity.Describe(idleTime, cmdlet.Context.Clock);
        if (_bars.FindLast(bar => bar != _own) is { } bar)
        {
            CloseOwn();
            bar.ShowNote(text);
        }
        else
        {
            ShowOwn(cmdlet.InputProgress is { } done ? $"{done}, {text}" : text);
        }

        Arm(Interval);
    }

    private void ShowOwn(string text)
    {
        _shownAt = cmdlet.Context.Clock.GetTimestamp();
        _own ??= new ProgressBar(cmdlet, cmdlet.MyInvocation.MyCommand.Name);
        _own.ShowNote(text);
    }

    private void CloseOwn()
    {
        _own?.Dispose();
        _own = null;
    }
}
