namespace BcAdmin.Simulator.State;

/// <summary>
/// The service's clock: real time plus an offset that control can move. The time scale only shortens long work
/// (an operation that takes 300 seconds takes 5 at scale 60); fixed periods such as the 14 days of a soft delete go by the clock itself.
/// </summary>
internal sealed class SimulatorClock(double timeScale)
{
    private long _offsetTicks;
    private double _timeScale = timeScale;

    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow + new TimeSpan(Interlocked.Read(ref _offsetTicks));

    public double TimeScale
    {
        get => Volatile.Read(ref _timeScale);
        set => Volatile.Write(ref _timeScale, value);
    }

    public void Advance(TimeSpan by) => Interlocked.Add(ref _offsetTicks, by.Ticks);

    /// <summary>How long work of so many simulated seconds takes on the clock.</summary>
    public TimeSpan Scaled(double simulatedSeconds) => TimeSpan.FromSeconds(simulatedSeconds / TimeScale);
}
