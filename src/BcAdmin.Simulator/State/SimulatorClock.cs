namespace BcAdmin.Simulator.State;

/// <summary>
/// The service's clock: real time plus an offset that control can change, and a skew that makes it wrong. The time scale only shortens long
/// operations (an operation that takes 300 seconds takes 5 at scale 60); fixed periods such as the 14 days of a soft delete use the clock itself.
/// </summary>
internal sealed class SimulatorClock(double timeScale, TimeProvider time)
{
    private long _offsetTicks;
    private long _skewTicks;
    private double _timeScale = timeScale;

    public DateTimeOffset UtcNow => time.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _offsetTicks) + Interlocked.Read(ref _skewTicks));

    /// <summary>The time by which it is ahead of this computer's clock, in addition to its advances; negative for behind.</summary>
    public TimeSpan Skew
    {
        get => new(Interlocked.Read(ref _skewTicks));
        set => Interlocked.Exchange(ref _skewTicks, value.Ticks);
    }

    public double TimeScale
    {
        get => Volatile.Read(ref _timeScale);
        set => Volatile.Write(ref _timeScale, value);
    }

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);

    /// <summary>The duration of the given simulated seconds on the clock.</summary>
    public TimeSpan Scaled(double simulatedSeconds) => TimeSpan.FromSeconds(simulatedSeconds / TimeScale);
}
