namespace BcAdmin.Api.Automation;

/// <summary>What a list leaves to the service: which rows ($filter) and which of their members ($select).</summary>
internal sealed record ODataQuery(string? Filter = null, string? Select = null)
{
    /// <summary>Values in one condition; more would make the address too long, and every caller filters by itself as well.</summary>
    private const int MostValues = 20;

    /// <summary>As the end of an address: empty, or from the question mark on.</summary>
    public override string ToString() => new UrlQuery().Add("$filter", NotBlank(Filter)).Add("$select", NotBlank(Select)).ToString();

    public static string Is(string property, string value) => $"{property} eq {Literal(value)}";

    public static string StartsWith(string property, string value) => $"startswith({property},{Literal(value)})";

    public static string Is(string property, Guid value) => $"{property} eq {value}";

    /// <summary>Any of the values; null where there are none, or too many. The service takes "or" within one property only.</summary>
    public static string? IsAnyOf<T>(string property, IReadOnlyCollection<T>? values) => values is null || values.Count is 0 or > MostValues
        ? null
        : '(' + string.Join(" or ", values.Select(value => $"{property} eq " + (value is string text ? Literal(text) : ValueText.Of(value)))) + ')';

    /// <summary>All of the conditions that there are; null where there are none.</summary>
    public static string? All(params IEnumerable<string?> conditions)
    {
        var given = conditions.Where(condition => !string.IsNullOrWhiteSpace(condition)).ToList();
        return given.Count switch
        {
            0 => null,
            1 => given[0],
            _ => string.Join(" and ", given.Select(condition => $"({condition})")),
        };
    }

    /// <summary>A text as a literal or a key: in quotes, which are doubled inside.</summary>
    public static string Literal(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
