using System.Collections.ObjectModel;

namespace BcAdmin;

/// <summary>A list whose text consists of its entries, so that Export-Csv and strings contain them and not the type name.</summary>
internal sealed class ValueList<T>(IList<T> entries) : ReadOnlyCollection<T>(entries)
{
    /// <summary>The same as Count, as for an array. Without it, PowerShell returns the length of each entry.</summary>
    public int Length => Count;

    public override string ToString() => string.Join("; ", this.Select(entry => ValueText.Of(entry)));
}

/// <summary>A dictionary whose text is 'name=value; name=value'.</summary>
internal sealed class ValueTable<T>(IDictionary<string, T> values) : ReadOnlyDictionary<string, T>(values)
{
    public override string ToString() => string.Join("; ", this.Select(value => $"{value.Key}={ValueText.Of(value.Value)}"));
}
