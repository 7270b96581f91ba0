using System.Globalization;
using System.Management.Automation;
using BcAdmin.Parameters;
using BcAdmin.Pipeline;

namespace BcAdmin.Tests.Pipeline;

public sealed class DateTextTests
{
    public static readonly TheoryData<string> Cultures = ["th-TH", "fa-IR", "ar-SA", "tr-TR", "de-DE", "en-US", "en-GB"];

    private static object? Transform(object? value) => new DateTransformationAttribute().Transform(null!, value);

    [Theory]
    [MemberData(nameof(Cultures))]
    public void An_ISO_date_of_a_parameter_is_Gregorian(string culture)
    {
        using var _ = new InCulture(culture);
        Assert.Equal(new DateTime(2027, 1, 31), Transform("2027-01-31"));
        Assert.Equal(new DateTime(2027, 1, 31), Transform(PSObject.AsPSObject(" 2027-1-31 ")));
        Assert.Equal(new DateTime(2027, 1, 31, 22, 30, 0), Transform("2027-01-31 22:30"));
        Assert.Equal(new DateTime(2027, 1, 1), Transform("2027-01"));
        Assert.Equal(new DateTime(2027, 1, 31, 22, 0, 0, DateTimeKind.Utc), ((DateTime)Transform("2027-01-31T22:00:00Z")!).ToUniversalTime());
        Assert.Equal(new DateTime(2027, 1, 31, 20, 0, 0, DateTimeKind.Utc), ((DateTime)Transform("2027-01-31T22:00:00+02:00")!).ToUniversalTime());
        Assert.Equal(new DateTime(2027, 1, 31, 12, 0, 0, DateTimeKind.Utc), ((DateTime)Transform("2027-01-31 12:00:00Z")!).ToUniversalTime());
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void A_date_object_keeps_its_time(string culture)
    {
        using var _ = new InCulture(culture);
        var date = new DateTime(2027, 1, 31, 0, 0, 0, DateTimeKind.Utc);
        Assert.Equal(date, Transform(date));
        Assert.Equal(date, ((DateTime)Transform(new DateTimeOffset(date))!).ToUniversalTime());
        Assert.Null(Transform(null));
    }

    [Theory]
    [InlineData("de-DE", "31.01.2027")]
    [InlineData("tr-TR", "31.01.2027")]
    [InlineData("en-US", "1/31/2027")]
    [InlineData("en-GB", "31/01/2027")]
    [InlineData("th-TH", "31/1/2570")]
    [InlineData("fa-IR", "1405/11/11")]
    public void Other_text_is_read_in_the_culture(string culture, string text)
    {
        using var _ = new InCulture(culture);
        Assert.Equal(text, Transform(text));
        Assert.Equal(new DateTime(2027, 1, 31), DateTime.Parse(text, CultureInfo.CurrentCulture));
    }

    [Theory]
    [InlineData("th-TH", "31/01/2027")]
    [InlineData("fa-IR", "2027/01/31")]
    [InlineData("en-US", "2027-02-30")]
    [InlineData("en-US", "2027-13-01")]
    [InlineData("en-US", "20270131")]
    [InlineData("en-US", 20270131)]
    [InlineData("en-US", 2027)]
    [InlineData("th-TH", 2027.5)]
    public void Values_that_would_become_another_date_are_rejected(string culture, object value)
    {
        using var _ = new InCulture(culture);
        Assert.Contains("2027-01-31", Assert.Throws<ArgumentTransformationMetadataException>(() => Transform(value)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de-DE", "31.01.2027")]
    [InlineData("en-US", "31.01.2027")]
    [InlineData("en-US", "31. 1. 2027")]
    [InlineData("en-US", "1/31/2027")]
    [InlineData("de-DE", "1/31/2027")]
    [InlineData("en-US", "31/1/2027")]
    [InlineData("en-GB", "31-01-2027")]
    [InlineData("en-GB", "2027/1/31")]
    [InlineData("de-DE", "2027.01.31")]
    [InlineData("de-DE", "31. Januar 2027")]
    [InlineData("de-DE", "31 January 2027")]
    [InlineData("en-US", "January 31, 2027")]
    [InlineData("tr-TR", "31 Ocak 2027")]
    [InlineData("th-TH", "2027-01-31")]
    [InlineData("fa-IR", "2027-01-31")]
    [InlineData("ar-SA", "2027-01-31")]
    public void A_date_in_a_file_that_has_one_meaning_is_read(string culture, string text)
    {
        using var _ = new InCulture(culture);
        Assert.True(DateText.TryParseCell(text, out var date, out var _));
        Assert.Equal(new DateTime(2027, 1, 31), date);
    }

    [Theory]
    [InlineData("de-DE", "31.01.2027 22:30", 22, 30)]
    [InlineData("de-DE", "31.01.2027 22:30:00", 22, 30)]
    [InlineData("en-US", "1/31/2027 10:30 PM", 22, 30)]
    [InlineData("en-US", "1/31/2027, 10:30:00 pm", 22, 30)]
    public void A_date_in_a_file_can_have_a_time(string culture, string text, int hour, int minute)
    {
        using var _ = new InCulture(culture);
        Assert.True(DateText.TryParseCell(text, out var date, out var _));
        Assert.Equal(new DateTime(2027, 1, 31, hour, minute, 0), date);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("en-GB")]
    [InlineData("de-DE")]
    public void A_date_in_a_file_with_two_meanings_is_rejected_with_both(string culture)
    {
        using var _ = new InCulture(culture);
        Assert.False(DateText.TryParseCell("2/3/2027", out var _, out var expected));
        Assert.Contains("2027-02-03 or 2027-03-02", expected, StringComparison.Ordinal);
        Assert.True(DateText.TryParseCell("3/3/2027", out var same, out var _));
        Assert.Equal(new DateTime(2027, 3, 3), same);
    }

    [Theory]
    [InlineData("en-US", "46418")]
    [InlineData("en-US", "31.01.27")]
    [InlineData("en-US", "01/31/27")]
    [InlineData("en-US", "13/13/2027")]
    [InlineData("en-US", "1.31.2027")]
    [InlineData("en-US", "2027-02-30")]
    [InlineData("en-US", "2027-13-01")]
    [InlineData("en-US", "tomorrow")]
    [InlineData("th-TH", "31/1/2570")]
    [InlineData("th-TH", "31/01/2027")]
    [InlineData("fa-IR", "1405/11/11")]
    [InlineData("ar-SA", "31.01.2027")]
    public void An_ambiguous_date_in_a_file_is_rejected(string culture, string text)
    {
        using var _ = new InCulture(culture);
        Assert.False(DateText.TryParseCell(text, out var _, out var expected));
        Assert.Contains("2027-01-31", expected, StringComparison.Ordinal);
    }
}
