namespace BcAdmin.Pipeline;

/// <summary>Counts errors that are the same: thousands of objects can fail for one reason, and a few of them say enough.</summary>
internal sealed class RepeatedErrors
{
    private const int MostWritten = 10;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The errors that were not written, by what they have in common.</summary>
    public IEnumerable<(string Key, int Count)> NotWritten =>
        _counts.Where(error => error.Value > MostWritten).Select(error => (error.Key, error.Value - MostWritten));

    /// <summary>Counts an error; whether it is to be written.</summary>
    public bool Add(string key) => (_counts[key] = _counts.GetValueOrDefault(key) + 1) <= MostWritten;
}
