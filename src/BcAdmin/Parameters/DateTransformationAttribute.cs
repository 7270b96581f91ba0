using System.Management.Automation;

namespace BcAdmin.Parameters;

/// <summary>
/// Converts text to dates. PowerShell uses the calendar of the session, so under th-TH the ISO date 2027-01-31 would be in the year 1484. With this
/// attribute, ISO dates are Gregorian in every culture; other text is converted by PowerShell.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DateTransformationAttribute : ArgumentTransformationAttribute
{
    // In a culture with another calendar, a year outside this range was meant as Gregorian.
    private const int FirstYear = 1900;
    private const int LastYear = 2200;

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            DateTime date => date,
            DateTimeOffset date => date.LocalDateTime,
            string text => FromText(text.Trim()),
            // PowerShell converts a number to ticks: 20270131 would be a date in the year 1.
            IConvertible number => throw NotADate(Convert.ToString(number, CultureInfo.InvariantCulture)),
            _ => inputData,
        };

    private static object FromText(string text)
    {
        if (DateText.TryParseIso(text, out var date))
            return date;
        if (DateText.IsIso(text) || long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
            throw NotADate(text);

        var culture = CultureInfo.CurrentCulture;
        if (culture.Calendar is not GregorianCalendar
            && DateTime.TryParse(text, culture, DateTimeStyles.None, out date) && date.Year is < FirstYear or > LastYear)
        {
            throw new ArgumentTransformationMetadataException(Messages.NonGregorianDateRejected(culture, text, date));
        }

        return text;
    }

    private static ArgumentTransformationMetadataException NotADate(string? text) =>
        new(Messages.InvalidDate(text));
}
