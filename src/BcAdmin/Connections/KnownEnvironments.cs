using System.Collections.Concurrent;

namespace BcAdmin.Connections;

/// <summary>The names of the environments that a connection has read, to suggest a name without another call. Thread-safe.</summary>
internal sealed class KnownEnvironments
{
    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.OrdinalIgnoreCase);

    public ICollection<string> Names => _names.Keys;

    public void Add(string name)
    {
        if (name.Length > 0)
            _names.TryAdd(name, true);
    }

    /// <summary>Removes the name of an environment that was deleted or renamed.</summary>
    public void Remove(string name) => _names.TryRemove(name, out _);
}
