namespace BcAdmin.Api.AdminCenter;

/// <summary>Time zones by both kinds of names. The service has Windows ids only, such as Romance Standard Time for Europe/Copenhagen.</summary>
internal static class TimeZoneFinder
{
    /// <summary>The Windows id of an IANA name; any other text as it is.</summary>
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

    /// <summary>The Windows id of an IANA name; null for any other text, and where the operating system cannot convert it.</summary>
    public static string? Convert(string zone) => TimeZoneInfo.TryConvertIanaIdToWindowsId(zone.Trim(), out var windows) ? windows : null;

    /// <summary>The best-known IANA name of a Windows id; null where the operating system has none.</summary>
    public static string? ToIana(string zone) => TimeZoneInfo.TryConvertWindowsIdToIanaId(zone, out var iana) ? iana : null;

    private static bool LooksLikeIana(string zone) => zone.Contains('/', StringComparison.Ordinal);
}
