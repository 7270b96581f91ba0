namespace BcAdmin.Pipeline;

/// <summary>Limits the number of equal errors, because thousands of objects can fail for the same reason.</summary>
internal sealed class RepeatedErrors
{
    private const int MaxWritten = 10;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The number of suppressed errors, by key.</summary>
    public IEnumerable<(string Key, int Count)> NotWritten =>
        _counts.Where(error => error.Value > MaxWritten).Select(error => (error.Key, error.Value - MaxWritten));

    /// <summary>Counts an error. Returns whether it should be written.</summary>
    public bool Add(string key) => (_counts[key] = _counts.GetValueOrDefault(key) + 1) <= MaxWritten;
}
