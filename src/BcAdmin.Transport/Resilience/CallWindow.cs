namespace BcAdmin.Transport.Resilience;

/// <summary>Calculates when calls leave a sliding window, which the limiter does not report.</summary>
internal sealed class CallWindow(TimeSpan length, TimeProvider clock)
{
    /// <summary>The window moves by one of these parts at a time.</summary>
    public const int Segments = 10;

    private readonly TimeSpan _segmentLength = length / Segments;
    private readonly long _opened = clock.GetTimestamp();

    /// <summary>The segments in which calls were sent, oldest first.</summary>
    private readonly Queue<long> _used = new();

    private long _newest = -1;

    /// <summary>Adds a call that is sent now.</summary>
    public void Count()
    {
        lock (_used)
        {
            var now = Segment(clock.GetElapsedTime(_opened));
            if (_newest == now)
                return;
            _newest = now;
            _used.Enqueue(now);
            RemoveExpired(now);
        }
    }

    /// <summary>The time until the oldest calls leave the window, when the next call can be sent; null if it has none.</summary>
    public TimeSpan? UntilNextCall()
    {
        lock (_used)
        {
            var elapsed = clock.GetElapsedTime(_opened);
            RemoveExpired(Segment(elapsed));
            return _used.TryPeek(out var oldest) ? ((oldest + Segments) * _segmentLength) - elapsed : null;
        }
    }

    private long Segment(TimeSpan elapsed) => (long)(elapsed / _segmentLength);

    private void RemoveExpired(long now)
    {
        while (_used.TryPeek(out var oldest) && oldest + Segments <= now)
            _used.Dequeue();
    }
}
