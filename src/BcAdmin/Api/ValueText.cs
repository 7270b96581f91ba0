namespace BcAdmin.Api;

/// <summary>Formats values for the services, independent of the culture.</summary>
internal static class ValueText
{
    /// <summary>Formats dates in UTC without fractions of a second, numbers in invariant format, and switches as true or false.</summary>
    public static string Of(object? value) => value switch
    {
        null => string.Empty,
        bool flag => flag ? "true" : "false",
        DateTime date => Of(new DateTimeOffset(date.ToUniversalTime())),
        DateTimeOffset date => date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
