namespace BcAdmin.Pipeline;

/// <summary>
/// What is read once for each key, however many objects of the pipeline need it, also at once. A reading that fails is tried again for the next
/// object.
/// </summary>
internal sealed class OncePerKey<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _known = [];
    private readonly Dictionary<TKey, Task<TValue>> _reading = [];

    public async Task<TValue> GetAsync(TKey key, Func<Task<TValue>> read)
    {
        if (_known.TryGetValue(key, out var known))
            return known;
        if (!_reading.TryGetValue(key, out var reading))
            _reading[key] = reading = read();
        try
        {
            return _known[key] = await reading;
        }
        finally
        {
            if (_reading.GetValueOrDefault(key) == reading)
                _reading.Remove(key);
        }
    }

    /// <summary>The value, where it was read; otherwise null.</summary>
    public TValue? Known(TKey key) => _known.GetValueOrDefault(key);

    /// <summary>Has it read again when it is needed next.</summary>
    public void Forget(TKey key) => _known.Remove(key);
}
