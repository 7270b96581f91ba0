using System.Collections.ObjectModel;

namespace BcAdmin;

/// <summary>A list whose text is its entries, so that Export-Csv and strings show them and not the name of a type.</summary>
internal sealed class ValueList<T>(IList<T> entries) : ReadOnlyCollection<T>(entries)
{
    /// <summary>As of an array. Without it PowerShell returns the length of each entry.</summary>
    public int Length => Count;

    public override string ToString() => string.Join("; ", this.Select(entry => ValueText.Of(entry)));
}

/// <summary>Names and values whose text is 'name=value; name=value'.</summary>
internal sealed class ValueTable<T>(IDictionary<string, T> values) : ReadOnlyDictionary<string, T>(values)
{
    public override string ToString() => string.Join("; ", this.Select(value => $"{value.Key}={ValueText.Of(value.Value)}"));
}
