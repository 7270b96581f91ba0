using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace BcAdmin.Reports;

/// <summary>A piece of HTML. It comes about by <see cref="Of"/>, which escapes every value that is not HTML already.</summary>
internal readonly record struct Html
{
    private readonly string? _text;

    private Html(string text) => _text = text;

    /// <summary>Takes an interpolated string: what is written in the code is HTML, what is put in is text.</summary>
    public static Html Of(HtmlWriter writer) => new(writer.ToString());

    public static Html Join<T>(IEnumerable<T> items, Func<T, Html> write) => new(string.Concat(items.Select(item => write(item)._text)));

    /// <summary>Text of ours, such as the style sheet, that stands in no need of escaping.</summary>
    public static Html Trusted(string text) => new(text);

    public override string ToString() => _text ?? string.Empty;
}

/// <summary>What the compiler makes of an interpolated string that <see cref="Html.Of"/> gets.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlWriter(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (16 * formattedCount));

    public void AppendLiteral(string html) => _text.Append(html);

    public void AppendFormatted(Html html) => _text.Append(html);

    public void AppendFormatted<T>(T value, string? format = null) => _text.Append(WebUtility.HtmlEncode(
        value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString()));

    public override string ToString() => _text.ToString();
}
