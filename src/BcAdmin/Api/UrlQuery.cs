namespace BcAdmin.Api;

/// <summary>A query string, with escaped and culture-invariant values. Dates are not escaped, as in the contract.</summary>
internal sealed class UrlQuery
{
    private readonly List<string> _options = [];

    /// <summary>Adds an option, unless its value is null.</summary>
    public UrlQuery Add(string name, object? value)
    {
        if (value is not null)
            _options.Add($"{Uri.EscapeDataString(name).Replace("%24", "$", StringComparison.Ordinal)}={Escape(value)}");
        return this;
    }

    /// <summary>The query string with its question mark; empty if there are no options.</summary>
    public override string ToString() => _options.Count == 0 ? string.Empty : "?" + string.Join('&', _options);

    private static string Escape(object value) => value is DateTimeOffset ? ValueText.Of(value) : Uri.EscapeDataString(ValueText.Of(value));

    /// <summary>Appends the options to the query of the URL.</summary>
    public Uri AddTo(Uri address) => _options.Count == 0
        ? address
        : new UriBuilder(address) { Query = string.Join('&', _options.Prepend(address.Query.TrimStart('?')).Where(part => part.Length > 0)) }.Uri;
}
