using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace BcAdmin.Reports;

/// <summary>An HTML fragment. <see cref="Of"/> escapes every value that is not HTML.</summary>
internal readonly record struct Html
{
    private readonly string? _text;

    private Html(string text) => _text = text;

    /// <summary>Creates HTML from an interpolated string: literals are HTML, and values are escaped.</summary>
    public static Html Of(HtmlWriter writer) => new(writer.ToString());

    public static Html Join<T>(IEnumerable<T> items, Func<T, Html> write) => new(string.Concat(items.Select(item => write(item)._text)));

    /// <summary>Creates HTML from trusted text, such as the style sheet, without escaping.</summary>
    public static Html Trusted(string text) => new(text);

    public override string ToString() => _text ?? string.Empty;
}

/// <summary>The interpolated string handler of <see cref="Html.Of"/>.</summary>
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
