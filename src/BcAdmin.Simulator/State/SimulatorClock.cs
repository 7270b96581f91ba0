namespace BcAdmin.Simulator.State;

/// <summary>
/// The service's clock: real time plus an offset that control can move, and a skew that makes it go wrong. The time scale only shortens long work
/// (an operation that takes 300 seconds takes 5 at scale 60); fixed periods such as the 14 days of a soft delete go by the clock itself.
/// </summary>
internal sealed class SimulatorClock(double timeScale, TimeProvider time)
{
    private long _offsetTicks;
    private long _skewTicks;
    private double _timeScale = timeScale;

    public DateTimeOffset UtcNow => time.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _offsetTicks) + Interlocked.Read(ref _skewTicks));

    /// <summary>How far it is ahead of this machine's clock besides what it was advanced; negative behind.</summary>
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

    /// <summary>How long work of so many simulated seconds takes on the clock.</summary>
    public TimeSpan Scaled(double simulatedSeconds) => TimeSpan.FromSeconds(simulatedSeconds / TimeScale);
}
