namespace BcAdmin.Api.AdminCenter;

/// <summary>
/// Converts between Windows and IANA time zone IDs. The service accepts only Windows IDs, such as Romance Standard Time for Europe/Copenhagen.
/// </summary>
internal static class TimeZoneFinder
{
    /// <summary>The Windows ID for an IANA ID; any other text is returned unchanged.</summary>
    /// <exception cref="BcException">TimeZoneNotFound: the name cannot be converted.</exception>
    public static string ToWindows(string zone)
    {
        if (Convert(zone) is { } windows)
            return windows;
        return !LooksLikeIana(zone)
            ? zone
            : throw new BcException(ErrorCode.TimeZoneNotFound, Messages.TimeZoneNotConvertible(zone))
            {
                Target = zone,
                Advice = Messages.UseWindowsTimeZone,
            };
    }

    /// <summary>The Windows ID for an IANA ID; null for any other text, or if the operating system cannot convert it.</summary>
    public static string? Convert(string zone) => TimeZoneInfo.TryConvertIanaIdToWindowsId(zone.Trim(), out var windows) ? windows : null;

    /// <summary>The best-known IANA ID for a Windows ID; null if the operating system has none.</summary>
    public static string? ToIana(string zone) => TimeZoneInfo.TryConvertWindowsIdToIanaId(zone, out var iana) ? iana : null;

    /// <summary>The names that Get-BcTimeZone searches.</summary>
    public static IEnumerable<string?> NamesOf(BcTimeZone zone) => [zone.TimeZoneId, zone.DisplayName, zone.IanaId];

    private static bool LooksLikeIana(string zone) => zone.Contains('/', StringComparison.Ordinal);
}
