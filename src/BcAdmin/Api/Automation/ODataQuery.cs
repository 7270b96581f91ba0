namespace BcAdmin.Api.Automation;

/// <summary>The server-side part of a query: which items ($filter) and which properties ($select) the service returns.</summary>
internal sealed record ODataQuery(string? Filter = null, string? Select = null)
{
    /// <summary>The maximum number of values in one condition. More would make the URL too long; all callers also filter on the client.</summary>
    private const int MaxValues = 20;

    /// <summary>The query string with its question mark; empty if there are no options.</summary>
    public override string ToString() => new UrlQuery().Add("$filter", NotBlank(Filter)).Add("$select", NotBlank(Select)).ToString();

    public static string Is(string property, string value) => $"{property} eq {Literal(value)}";

    public static string StartsWith(string property, string value) => $"startswith({property},{Literal(value)})";

    public static string Is(string property, Guid value) => $"{property} eq {value}";

    /// <summary>
    /// The condition that matches any of the values; null if there are none or too many. The service supports "or" within one property only.
    /// </summary>
    public static string? IsAnyOf<T>(string property, IReadOnlyCollection<T>? values) => values is null || values.Count is 0 or > MaxValues
        ? null
        : '(' + string.Join(" or ", values.Select(value => $"{property} eq " + (value is string text ? Literal(text) : ValueText.Of(value)))) + ')';

    /// <summary>Joins all conditions that are not null; null if there are none.</summary>
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

    /// <summary>A text as an OData literal or key: quoted, with quotes doubled.</summary>
    public static string Literal(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
