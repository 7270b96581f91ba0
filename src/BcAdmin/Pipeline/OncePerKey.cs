namespace BcAdmin.Pipeline;

/// <summary>
/// Caches a value per key, which is read once even if several pipeline objects need it concurrently. After a failure, it is read again for the next
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

    /// <summary>Gets the cached value; null if there is none.</summary>
    public TValue? Known(TKey key) => _known.GetValueOrDefault(key);

    /// <summary>Removes a value, so that it is read again.</summary>
    public void Forget(TKey key) => _known.Remove(key);
}
