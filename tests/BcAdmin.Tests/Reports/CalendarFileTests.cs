using System.Text;
using System.Text.RegularExpressions;
using BcAdmin.Reports;

namespace BcAdmin.Tests.Reports;

/// <summary>The calendar file against RFC 5545, also with names that a tenant can choose.</summary>
public sealed partial class CalendarFileTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Start = new(2026, 12, 5, 22, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    public void An_event_has_its_times_in_UTC()
    {
        var text = CalendarFile.Write([Entry()], Now);
        Assert.Contains("\r\nDTSTAMP:20261128T120000Z\r\nDTSTART:20261205T210000Z\r\nDTEND:20261206T030000Z\r\n", text, StringComparison.Ordinal);
        Assert.StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:", text, StringComparison.Ordinal);
        Assert.EndsWith("END:VEVENT\r\nEND:VCALENDAR\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_outside_the_window_has_no_end() =>
        Assert.DoesNotContain("DTEND", CalendarFile.Write([Entry() with { WindowStart = null, WindowEnd = null }], Now), StringComparison.Ordinal);

    [Fact]
    public void An_update_without_a_date_has_no_event_and_a_calendar_always_has_a_component()
    {
        var text = CalendarFile.Write([Entry() with { StartsOn = null }], Now);
        Assert.DoesNotContain("VEVENT", text, StringComparison.Ordinal);
        Assert.Contains("BEGIN:VTIMEZONE\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_identifier_depends_on_tenant_environment_and_version_only()
    {
        var first = UidOf(Entry());
        Assert.Equal(first, UidOf(Entry() with { StartsOn = Start.AddDays(3), WindowEnd = Start.AddDays(4), TenantName = "other name" }));
        Assert.NotEqual(first, UidOf(Entry() with { TargetVersion = new Version(29, 0) }));
        Assert.NotEqual(first, UidOf(Entry(environment: "Sandbox")));
        Assert.NotEqual(first, UidOf(Entry(tenant: "22222222-0000-0000-0000-000000000002")));
        Assert.Equal(first, UidOf(Entry(environment: "PRODUCTION"))); // the service ignores case
    }

    [Theory]
    [InlineData("a\r\nEND:VEVENT\r\nBEGIN:VALARM\r\nACTION:PROCEDURE", @"a\nEND:VEVENT\nBEGIN:VALARM\nACTION:PROCEDURE")]
    [InlineData("a\nb\rc\u2028d\u0085e", @"a\nb\nc\nd\ne")]
    [InlineData("back\\slash; comma, colon: \"quote\"", @"back\\slash\; comma\, colon: ""quote""")]
    [InlineData("tab\tnull\0bell\a", "tabnullbell")]
    [InlineData("Øst 東京 🏢", "Øst 東京 🏢")]
    public void A_name_cannot_begin_a_property(string name, string expected)
    {
        var text = Unfold(CalendarFile.Write([Entry() with { TenantName = name }], Now));
        Assert.Contains($"\r\nSUMMARY:Update Production to 28.4 ({expected})\r\n", text, StringComparison.Ordinal);
        Assert.Single(Lines(text), line => line == "END:VEVENT");
        Assert.All(Lines(text), line => Assert.Matches(PropertyName(), line));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("ø")]
    [InlineData("東")]
    [InlineData("🏢")]
    public void A_long_line_is_folded_at_75_octets_without_breaking_a_character(string letter)
    {
        for (var length = 20; length < 200; length += 7)
        {
            var name = string.Concat(Enumerable.Repeat(letter, length));
            var text = CalendarFile.Write([Entry() with { TenantName = name }], Now);
            Assert.All(Lines(text), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, 75));
            Assert.Contains($"({name})", Unfold(text), StringComparison.Ordinal);
            Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
        }
    }

    private static BcUpdateCalendarEntry Entry(string environment = "Production", string tenant = "11111111-0000-0000-0000-000000000001") => new()
    {
        TenantId = tenant,
        TenantName = "contoso.example",
        EnvironmentName = environment,
        TargetVersion = new Version(28, 4),
        TargetVersionType = "GA",
        StartsOn = Start,
        WindowStart = Start,
        WindowEnd = Start.AddHours(6),
        TimeZone = "Romance Standard Time",
        LatestSelectable = Start.AddDays(30),
    };

    private static string UidOf(BcUpdateCalendarEntry entry) =>
        Lines(CalendarFile.Write([entry], Now)).Single(line => line.StartsWith("UID:", StringComparison.Ordinal));

    private static string Unfold(string text) => text.Replace("\r\n ", string.Empty, StringComparison.Ordinal);

    private static string[] Lines(string text) => text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("^[A-Z-]+:", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PropertyName();
}
