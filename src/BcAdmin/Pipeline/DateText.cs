using System.Text.RegularExpressions;

namespace BcAdmin.Pipeline;

/// <summary>Reads dates from text. Formats that do not depend on a culture are Gregorian, and ambiguous dates are rejected.</summary>
internal static partial class DateText
{
    private static readonly string[] WithMonthName =
    [
        "d MMMM yyyy", "d MMM yyyy", "d. MMMM yyyy", "d. MMM yyyy", "d-MMM-yyyy", "d-MMMM-yyyy", "MMMM d, yyyy", "MMM d, yyyy", "d/MMM/yyyy",
    ];

    private static readonly string[] Numeric =
    [
        "yyyy-M-d", "yyyy-M-d H:mm", "yyyy-M-d H:mm:ss", "yyyy-M-d h:mm tt", "yyyy-M-d h:mm:ss tt", "yyyy-M-d h:mmtt", "yyyy-M-d h:mm:sstt",
    ];

    /// <summary>Whether the text has the form of an ISO date, valid or not: 2027-01-31, 2027-01-31T22:00:00Z, 2027-01.</summary>
    public static bool IsIso(string text) => Iso().IsMatch(text);

    /// <summary>Reads an ISO date, which is Gregorian in every culture. Without an offset, it is local time.</summary>
    public static bool TryParseIso(string text, out DateTime date)
    {
        date = default;
        return IsIso(text) && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }

    /// <summary>Reads the date in a cell of a file, which may have been created in another culture, such as 31.01.2027 in a German Excel.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="date">The date; without an offset, it is local time.</param>
    /// <param name="expected">The description of a valid value, to complete the sentence "'…' is not …".</param>
    public static bool TryParseCell(string text, out DateTime date, out string expected)
    {
        expected = "a date such as 2027-01-31";
        if (IsIso(text))
            return TryParseIso(text, out date);

        date = default;
        if (CultureInfo.CurrentCulture.Calendar is not GregorianCalendar)
        {
            // The year could be in the calendar of the culture or in the Gregorian calendar.
            expected = Messages.ExpectedIsoDate;
            return false;
        }

        if (YearFirst().Match(text) is { Success: true } big)
            return TryBuild(big, month: "b", day: "c", year: "a", out date);
        if (YearLast().Match(text) is not { Success: true } match)
        {
            CultureInfo[] cultures = [CultureInfo.InvariantCulture, CultureInfo.CurrentCulture];
            foreach (var culture in cultures)
            {
                if (DateTime.TryParseExact(text, WithMonthName, culture, DateTimeStyles.AllowWhiteSpaces, out date))
                    return true;
            }

            return false;
        }

        // No culture with periods as separators writes the month first.
        var isDayFirst = TryBuild(match, month: "b", day: "a", year: "c", out date);
        if (match.Groups["sep"].Value == "." || !TryBuild(match, month: "a", day: "b", year: "c", out var american))
            return isDayFirst;
        if (isDayFirst && date != american)
        {
            expected = Messages.ExpectedUnambiguousDate(american, date);
            return false;
        }

        date = american;
        return true;
    }

    private static bool TryBuild(Match match, string month, string day, string year, out DateTime date) => DateTime.TryParseExact(
        $"{match.Groups[year].Value}-{match.Groups[month].Value}-{match.Groups[day].Value} {match.Groups["time"].Value}".TrimEnd(),
        Numeric, CultureInfo.InvariantCulture, DateTimeStyles.None, out date);

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{1,2}(-[0-9]{1,2})?(\z|[T ])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Iso();

    [GeneratedRegex(
        @"\A(?<a>[0-9]{1,2})(?<sep>[./-]) ?(?<b>[0-9]{1,2})\k<sep> ?(?<c>[0-9]{4})(,? +(?<time>[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( ?[AaPp][Mm])?))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex YearLast();

    [GeneratedRegex(
        @"\A(?<a>[0-9]{4})(?<sep>[./]) ?(?<b>[0-9]{1,2})\k<sep> ?(?<c>[0-9]{1,2})\.?( +(?<time>[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex YearFirst();
}
