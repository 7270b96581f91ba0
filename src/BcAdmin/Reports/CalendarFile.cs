using System.Security.Cryptography;
using System.Text;

namespace BcAdmin.Reports;

/// <summary>
/// Writes updates as an iCalendar file (RFC 5545), which Outlook and Google Calendar can import. The UID of an update does not depend on its date, so
/// that an import replaces an earlier event.
/// </summary>
internal static class CalendarFile
{
    /// <summary>The maximum length of a line in octets, without the line break.</summary>
    private const int MaxLineLength = 75;

    /// <summary>Writes the updates that have a date.</summary>
    /// <param name="entries">The updates.</param>
    /// <param name="now">The creation time of the file.</param>
    public static string Write(IEnumerable<BcUpdateCalendarEntry> entries, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//BcAdmin//Update calendar//EN");
        Line("CALSCALE:GREGORIAN");
        Line("METHOD:PUBLISH");
        Line("X-WR-CALNAME:Business Central updates");
        var isEmpty = true;
        foreach (var entry in entries)
        {
            if (entry.StartsOn is not { } start)
                continue;
            isEmpty = false;
            Line("BEGIN:VEVENT");
            Line($"UID:{UidOf(entry)}");
            Line($"DTSTAMP:{Utc(now)}");
            Line($"DTSTART:{Utc(start)}");
            if (entry.WindowEnd > start)
                Line($"DTEND:{Utc(entry.WindowEnd.Value)}");
            Line($"SUMMARY:{Escape($"Update {entry.EnvironmentName} to {entry.TargetVersion} ({entry.TenantName})")}");
            Line($"DESCRIPTION:{Escape(string.Join('\n', Details(entry)))}");
            Line("TRANSP:TRANSPARENT");
            Line("END:VEVENT");
        }

        if (isEmpty)
            EmptyComponent();
        Line("END:VCALENDAR");
        return text.ToString();

        void Line(string line) => Fold(text, line);

        // A calendar requires at least one component.
        void EmptyComponent()
        {
            Line("BEGIN:VTIMEZONE");
            Line("TZID:Etc/UTC");
            Line("BEGIN:STANDARD");
            Line("DTSTART:19700101T000000");
            Line("TZOFFSETFROM:+0000");
            Line("TZOFFSETTO:+0000");
            Line("END:STANDARD");
            Line("END:VTIMEZONE");
        }
    }

    private static IEnumerable<string> Details(BcUpdateCalendarEntry entry)
    {
        yield return $"Tenant: {entry.TenantName} {entry.TenantId}";
        yield return $"Environment: {entry.EnvironmentName}";
        yield return $"Version: {entry.TargetVersion} {entry.TargetVersionType}";
        if (entry is { WindowStart: { } start, WindowEnd: { } end })
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Update window: {start:yyyy-MM-dd HH:mm} to {end:yyyy-MM-dd HH:mm} (UTC{start:zzz}) {entry.TimeZone}");
        }
        else if (entry.IgnoreUpdateWindow == true)
        {
            yield return "Update window: ignored";
        }

        if (entry.LatestSelectable is { } latest)
            yield return string.Create(CultureInfo.InvariantCulture, $"Last possible date: {latest.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        if (entry.RolloutStatus is { } rollout)
            yield return $"Rollout: {rollout}";
    }

    private static string UidOf(BcUpdateCalendarEntry entry)
    {
        var key = $"{entry.TenantId}/{entry.ApplicationFamily}/{entry.EnvironmentName}/{entry.TargetVersion}".ToUpperInvariant();
        return $"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}@bcadmin";
    }

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>
    /// Escapes a value of the type TEXT. Names come from tenants, so they must not be able to end the line and start another property.
    /// </summary>
    private static string Escape(string value)
    {
        var text = new StringBuilder();
        foreach (var letter in value.Replace("\r\n", "\n", StringComparison.Ordinal))
        {
            text.Append(letter switch
            {
                '\\' or ';' or ',' => $"\\{letter}",
                '\n' or '\r' or '\u0085' or '\u2028' or '\u2029' => "\\n",
                _ when char.IsControl(letter) => string.Empty,
                _ => letter.ToString(),
            });
        }

        return text.ToString();
    }

    /// <summary>Adds a line. A long line is folded onto lines that start with a space, without splitting a character.</summary>
    private static void Fold(StringBuilder text, string line)
    {
        var length = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > MaxLineLength)
            {
                text.Append("\r\n ");
                length = 1;
            }

            text.Append(rune.ToString());
            length += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
