namespace BcAdmin.Pipeline;

/// <summary>The output of one pipeline object, which is buffered until all earlier objects are written, and then written directly.</summary>
internal sealed class ItemOutput(TimeProvider clock)
{
    private readonly Queue<(Action Write, Action? Discard)> _kept = new();
    private long _since;
    private bool _isDiscarded;

    public bool IsOpen { get; private set; }

    /// <param name="discard">Called instead of <paramref name="write"/> if the output is discarded.</param>
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

    /// <summary>Whether the oldest buffered output exceeds this age.</summary>
    public bool IsOlderThan(TimeSpan? age) => _kept.Count > 0 && age is { } limit && clock.GetElapsedTime(_since) > limit;

    /// <summary>Writes the buffered output, and writes directly from now on.</summary>
    public void Open()
    {
        IsOpen = true;
        while (_kept.TryDequeue(out var next))
            next.Write();
    }

    /// <summary>Discards the buffered output and all further output.</summary>
    public void Discard()
    {
        _isDiscarded = true;
        while (_kept.TryDequeue(out var next))
            next.Discard?.Invoke();
    }
}
