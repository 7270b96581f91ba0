namespace BcAdmin.Pipeline;

/// <summary>
/// What is read once for each key, however many objects of the pipeline need it. A reading that fails is tried again for the next object.
/// </summary>
internal sealed class OncePerKey<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _known = [];

    public async Task<TValue> GetAsync(TKey key, Func<Task<TValue>> read) =>
        _known.TryGetValue(key, out var known) ? known : _known[key] = await read();

    /// <summary>The value, where it was read; otherwise null.</summary>
    public TValue? Known(TKey key) => _known.GetValueOrDefault(key);

    /// <summary>Has it read again when it is needed next.</summary>
    public void Forget(TKey key) => _known.Remove(key);
}
