using System.Collections.Concurrent;

namespace BcAdmin.Connections;

/// <summary>The names of the environments that a connection has read, to suggest a name for one that does not exist. Thread-safe.</summary>
internal sealed class KnownEnvironments
{
    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.OrdinalIgnoreCase);

    private int _isListed;

    public IEnumerable<string> Names => _names.Where(name => !name.Value).Select(name => name.Key);

    /// <summary>The names of deleted environments that can be recovered.</summary>
    public IEnumerable<string> DeletedNames => _names.Where(name => name.Value).Select(name => name.Key);

    public void Add(string name)
    {
        if (name.Length > 0)
            _names.TryAdd(name, false);
    }

    public void Add(BcEnvironment environment)
    {
        if (environment.Name.Length > 0)
            _names[environment.Name] = environment.HasStatus("SoftDeleted");
    }

    /// <summary>The deleted environment that had a name; the service appends a hyphen and the time of the deletion.</summary>
    public string? FindDeleted(string name) => DeletedNames.FirstOrDefault(deleted => deleted.Length > name.Length
        && deleted[name.Length] == '-' && deleted.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the caller must list the environments to know all names, which is done once. Returns true to the first caller only.</summary>
    public bool BeginList() => Interlocked.Exchange(ref _isListed, 1) == 0;

    /// <summary>Removes the name of an environment that was deleted or renamed.</summary>
    public void Remove(string name) => _names.TryRemove(name, out _);
}
