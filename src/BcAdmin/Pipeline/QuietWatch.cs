using System.Management.Automation;
using System.Management.Automation.Host;
using BcAdmin.Cmdlets;

namespace BcAdmin.Pipeline;

/// <summary>
/// Shows what a cmdlet is doing while it writes nothing: after two seconds of its own work without an object, an error, a warning, or a new status
/// of a progress bar. It uses the newest bar of the cmdlet, or one of its own until the cmdlet writes again. All members are called on the pipeline
/// thread, and nothing is shown or measured where progress is switched off.
/// </summary>
internal sealed class QuietWatch(BcCmdlet cmdlet) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Identifies the bars of this cmdlet, so that they can be removed when PowerShell accepts no more records from it.</summary>
    private readonly long _source = Random.Shared.NextInt64(1L << 40, long.MaxValue);

    /// <summary>The bars that exist, in the order of their creation.</summary>
    private readonly List<ProgressBar> _bars = [];

    private ProgressBar? _own;
    private ITimer? _timer;
    private bool? _isOn;
    private Task? _work;

    /// <summary>The silence of earlier steps; the time between steps belongs to other commands.</summary>
    private TimeSpan _earlier;

    private long _since;
    private long _shownAt;

    private TimeSpan Silence => _earlier + cmdlet.Context.Clock.GetElapsedTime(_since);

    private bool IsOn => _isOn ??= Preference is not (ActionPreference.SilentlyContinue or ActionPreference.Ignore);

    private ActionPreference Preference => LanguagePrimitives.TryConvertTo<ActionPreference>(
        cmdlet.MyInvocation.BoundParameters.TryGetValue("ProgressAction", out var bound) ? bound : cmdlet.GetVariableValue("ProgressPreference"),
        CultureInfo.InvariantCulture, out var preference) ? preference : ActionPreference.Continue;

    /// <summary>A step of the cmdlet begins.</summary>
    public void BeginStep() => _since = cmdlet.Context.Clock.GetTimestamp();

    /// <summary>The step has to wait: a quick one never comes here, and costs nothing.</summary>
    /// <param name="work">The work of the step.</param>
    public void Wait(Task work)
    {
        if (!IsOn)
            return;
        _work = work;
        var left = Limit - Silence;
        Arm(_own is not null ? Interval : left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    /// <summary>The step has ended. A bar remains until the next one, so that it does not flicker.</summary>
    /// <param name="isLast">Whether no step follows.</param>
    public void EndStep(bool isLast)
    {
        _work = null;
        _earlier = Silence;
        _timer?.Dispose();
        _timer = null;
        if (isLast)
            CloseOwn();
        else if (_own is not null && cmdlet.InputProgress is { } done && cmdlet.Context.Clock.GetElapsedTime(_shownAt) >= Interval)
            ShowOwn(done);
    }

    /// <summary>Writes something that the user sees. The time that the commands after this one take does not count as silence.</summary>
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

    /// <summary>A bar of the cmdlet shows a new status.</summary>
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
    /// Writes a record, also after the end of the steps. Where PowerShell accepts none, only the removal of a bar is passed to the host.
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
                // A host without progress has no bar either.
            }
        }
    }

    /// <summary>Removes all bars that are left, such as after an error of an earlier command of the pipeline.</summary>
    public void Dispose()
    {
        _timer?.Dispose();
        CloseOwn();
        foreach (var bar in _bars.ToList())
            bar.Dispose();
    }

    private void Restart()
    {
        _earlier = TimeSpan.Zero;
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
            return; // the step is over, and this comes too late
        var silence = Silence;
        if (silence < Limit)
        {
            Arm(Limit - silence);
            return;
        }

        var text = cmdlet.Context.Activity.Describe(silence, cmdlet.Context.Clock);
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
