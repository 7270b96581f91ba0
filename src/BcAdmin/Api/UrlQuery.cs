namespace BcAdmin.Api;

/// <summary>
/// The query of an address: options with their values, escaped and independent of the culture. Dates stay readable, as the contract writes them.
/// </summary>
internal sealed class UrlQuery
{
    private readonly List<string> _options = [];

    /// <summary>Adds an option; one without a value is left out.</summary>
    public UrlQuery Add(string name, object? value)
    {
        if (value is not null)
            _options.Add($"{Uri.EscapeDataString(name).Replace("%24", "$", StringComparison.Ordinal)}={Escape(value)}");
        return this;
    }

    /// <summary>As the end of an address: empty, or from the question mark on.</summary>
    public override string ToString() => _options.Count == 0 ? string.Empty : "?" + string.Join('&', _options);

    private static string Escape(object value) => value is DateTimeOffset ? ValueText.Of(value) : Uri.EscapeDataString(ValueText.Of(value));

    /// <summary>The address with these options after its own.</summary>
    public Uri AddTo(Uri address) => _options.Count == 0
        ? address
        : new UriBuilder(address) { Query = string.Join('&', _options.Prepend(address.Query.TrimStart('?')).Where(part => part.Length > 0)) }.Uri;
}
