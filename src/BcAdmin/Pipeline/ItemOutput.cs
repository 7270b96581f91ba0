namespace BcAdmin.Pipeline;

/// <summary>What one object of the pipeline writes: kept until it is this object's turn, and written directly from then on.</summary>
internal sealed class ItemOutput(TimeProvider clock)
{
    private readonly Queue<(Action Write, Action? Discard)> _kept = new();
    private long _since;
    private bool _isDiscarded;

    public bool IsOpen { get; private set; }

    /// <param name="discard">Called instead of <paramref name="write"/> when that is not written.</param>
    public void Write(Action write, Action? discard = null)
    {
        if (_isDiscarded)
        {
            discard?.Invoke();
            return;
        }

        if (IsOpen)
        {
            write();
            return;
        }

        if (_kept.Count == 0)
            _since = clock.GetTimestamp();
        _kept.Enqueue((write, discard));
    }

    /// <summary>Whether the first that is kept is older than that.</summary>
    public bool IsOlderThan(TimeSpan? age) => _kept.Count > 0 && age is { } limit && clock.GetElapsedTime(_since) > limit;

    /// <summary>Writes what is kept.</summary>
    public void Open()
    {
        IsOpen = true;
        while (_kept.TryDequeue(out var next))
            next.Write();
    }

    /// <summary>Drops what is kept, and what is still to come.</summary>
    public void Discard()
    {
        _isDiscarded = true;
        while (_kept.TryDequeue(out var next))
            next.Discard?.Invoke();
    }
}
