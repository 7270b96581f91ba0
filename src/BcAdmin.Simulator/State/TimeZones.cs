using System.Globalization;

namespace BcAdmin.Simulator.State;

/// <summary>
/// The time zones that update windows can be given in. Made here instead of asked of the machine, which may have no
/// time zone data, or none under the Windows names that the service uses.
/// </summary>
internal static class TimeZones
{
    private static readonly TimeZoneInfo.AdjustmentRule Europe = Summer((3, 5, 2), (10, 5, 3));
    private static readonly TimeZoneInfo.AdjustmentRule Britain = Summer((3, 5, 1), (10, 5, 2));
    private static readonly TimeZoneInfo.AdjustmentRule EastEurope = Summer((3, 5, 3), (10, 5, 4));
    private static readonly TimeZoneInfo.AdjustmentRule NorthAmerica = Summer((3, 2, 2), (11, 1, 2));
    private static readonly TimeZoneInfo.AdjustmentRule Australia = Summer((10, 1, 2), (4, 1, 3));
    private static readonly TimeZoneInfo.AdjustmentRule NewZealand = Summer((9, 5, 2), (4, 1, 3));

    public static IReadOnlyList<TimeZoneInfo> All { get; } =
    [
        Zone("Hawaiian Standard Time", -10, "Hawaii"),
        Zone("Pacific Standard Time", -8, "Pacific Time (US & Canada)", NorthAmerica),
        Zone("Mountain Standard Time", -7, "Mountain Time (US & Canada)", NorthAmerica),
        Zone("Central Standard Time", -6, "Central Time (US & Canada)", NorthAmerica),
        Zone("Central Standard Time (Mexico)", -6, "Guadalajara, Mexico City, Monterrey"),
        Zone("Eastern Standard Time", -5, "Eastern Time (US & Canada)", NorthAmerica),
        Zone("Atlantic Standard Time", -4, "Atlantic Time (Canada)", NorthAmerica),
        Zone("E. South America Standard Time", -3, "Brasilia"),
        Zone("UTC", 0, "Coordinated Universal Time"),
        Zone("GMT Standard Time", 0, "Dublin, Edinburgh, Lisbon, London", Britain),
        Zone("Greenwich Standard Time", 0, "Monrovia, Reykjavik"),
        Zone("W. Europe Standard Time", 1, "Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", Europe),
        Zone("Central Europe Standard Time", 1, "Belgrade, Bratislava, Budapest, Ljubljana, Prague", Europe),
        Zone("Romance Standard Time", 1, "Brussels, Copenhagen, Madrid, Paris", Europe),
        Zone("Central European Standard Time", 1, "Sarajevo, Skopje, Warsaw, Zagreb", Europe),
        Zone("FLE Standard Time", 2, "Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", EastEurope),
        Zone("South Africa Standard Time", 2, "Harare, Pretoria"),
        Zone("Arabian Standard Time", 4, "Abu Dhabi, Muscat"),
        Zone("India Standard Time", 5.5, "Chennai, Kolkata, Mumbai, New Delhi"),
        Zone("Singapore Standard Time", 8, "Kuala Lumpur, Singapore"),
        Zone("Tokyo Standard Time", 9, "Osaka, Sapporo, Tokyo"),
        Zone("AUS Eastern Standard Time", 10, "Canberra, Melbourne, Sydney", Australia),
        Zone("New Zealand Standard Time", 12, "Auckland, Wellington", NewZealand),
    ];

    private static readonly Dictionary<string, string> OfCountry = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AU"] = "AUS Eastern Standard Time",
        ["CA"] = "Eastern Standard Time",
        ["US"] = "Eastern Standard Time",
        ["MX"] = "Central Standard Time (Mexico)",
        ["NZ"] = "New Zealand Standard Time",
        ["GB"] = "GMT Standard Time",
        ["IS"] = "Greenwich Standard Time",
        ["FI"] = "FLE Standard Time",
        ["BE"] = "Romance Standard Time",
        ["DK"] = "Romance Standard Time",
        ["ES"] = "Romance Standard Time",
        ["FR"] = "Romance Standard Time",
        ["CZ"] = "Central Europe Standard Time",
        ["AT"] = "W. Europe Standard Time",
        ["CH"] = "W. Europe Standard Time",
        ["DE"] = "W. Europe Standard Time",
        ["IT"] = "W. Europe Standard Time",
        ["NL"] = "W. Europe Standard Time",
        ["NO"] = "W. Europe Standard Time",
        ["SE"] = "W. Europe Standard Time",
    };

    public static TimeZoneInfo? Find(string id) => All.FirstOrDefault(zone => string.Equals(zone.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The zone that is shown for a country when none was named.</summary>
    public static TimeZoneInfo DefaultOf(string countryCode) => Find(OfCountry.GetValueOrDefault(countryCode, "UTC"))!;

    /// <summary>An offset as +HH:mm or -HH:mm.</summary>
    public static string Offset(TimeSpan offset) => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);

    private static TimeZoneInfo Zone(string id, double hours, string places, TimeZoneInfo.AdjustmentRule? summer = null)
    {
        var offset = TimeSpan.FromHours(hours);
        var shown = hours == 0 ? "(UTC)" : $"(UTC{Offset(offset)})";
        return TimeZoneInfo.CreateCustomTimeZone(id, offset, $"{shown} {places}", id, $"{id} (summer)", summer is null ? null : [summer]);
    }

    // Sundays only: month, which one (5 for the last), hour by the clock of the moment.
    private static TimeZoneInfo.AdjustmentRule Summer((int Month, int Week, int Hour) from, (int Month, int Week, int Hour) to) =>
        TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1), Sunday(from), Sunday(to));

    private static TimeZoneInfo.TransitionTime Sunday((int Month, int Week, int Hour) when) =>
        TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, when.Hour, 0, 0), when.Month, when.Week, DayOfWeek.Sunday);
}
