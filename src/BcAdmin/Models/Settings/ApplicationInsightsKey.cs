namespace BcAdmin;

/// <summary>
/// Checks the connection string or instrumentation key of Application Insights. The service accepts any text and restarts the environment, which then
/// sends no telemetry.
/// </summary>
internal static class ApplicationInsightsKey
{
    /// <summary>Whether the text is a GUID (instrumentation key) or a connection string with an instrumentation key.</summary>
    public static bool IsValid(string text) => Guid.TryParse(text, out _) || text.Split(';').Any(HasInstrumentationKey);

    private static bool HasInstrumentationKey(string part) =>
        part.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, { Length: > 0 }]
        && name.Equals("InstrumentationKey", StringComparison.OrdinalIgnoreCase);
}
