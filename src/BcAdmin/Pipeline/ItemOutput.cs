namespace BcAdmin.Pipeline;

/// <summary>What one object of the pipeline writes: kept until it is this object's turn, and written directly from then on.</summary>
internal sealed class ItemOutput(TimeProvider clock)
{
    private readonly List<Action> _kept = [];
    private long _since;
    private bool _isDiscarded;

    public bool IsOpen { get; private set; }

    public void Write(Action write)
    {
        if (_isDiscarded)
            return;
        if (IsOpen)
        {
            write();
            return;
        }

        if (_kept.Count == 0)
            _since = clock.GetTimestamp();
        _kept.Add(write);
    }

    /// <summary>Whether the first that is kept is older than that.</summary>
    public bool IsOlderThan(TimeSpan? age) => _kept.Count > 0 && age is { } limit && clock.GetElapsedTime(_since) > limit;

    /// <summary>Writes what is kept.</summary>
    public void Open()
    {
        IsOpen = true;
        foreach (var write in _kept)
            write();
        _kept.Clear();
    }

    /// <summary>Drops what is kept, and what is still to come.</summary>
    public void Discard()
    {
        _isDiscarded = true;
        _kept.Clear();
    }
}
