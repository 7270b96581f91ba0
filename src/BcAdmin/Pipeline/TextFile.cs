using System.Buffers;
using System.Text;

namespace BcAdmin.Pipeline;

/// <summary>
/// Reads text files as Excel and other programs write them: UTF-8, UTF-16, and UTF-32 with and without a byte order mark, and the Windows code page.
/// A file that cannot be decoded without loss is rejected with the line number, so that no corrupted text is sent to the service.
/// </summary>
internal static class TextFile
{
    public const char Replacement = '\uFFFD';

    private const int WesternEurope = 1252;

    /// <summary>The characters to which .NET decodes undefined bytes of a code page: control and private-use characters.</summary>
    private static readonly SearchValues<char> Undefined = SearchValues.Create(
        [.. Enumerable.Range(0x80, 0x20).Concat(Enumerable.Range(0xE000, 0x1900)).Select(code => (char)code), Replacement]);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="BcException">FileNotReadable.</exception>
    public static string Read(string path)
    {
        var bytes = ReadBytes(path);
        var text = Decode(path, bytes);
        if (string.IsNullOrWhiteSpace(text))
            throw NotReadable(path, Messages.FileIsEmpty);
        if (text.Contains('\0', StringComparison.Ordinal))
            throw NotReadable(path, Messages.FileIsNotText);
        return text.IndexOf(Replacement, StringComparison.Ordinal) is >= 0 and var lost
            ? throw NotReadable(path, Messages.LineHasReplacementCharacter(LineOf(text[..lost])),
                Messages.RestoreLetterOrSaveAgain)
            : text;
    }

    public static BcException NotReadable(string path, string reason, string? advice = null, Exception? exception = null) =>
        new(ErrorCode.FileNotReadable, Messages.FileCannotBeRead(path, reason), exception) { Target = path, Advice = advice };

    private static byte[] ReadBytes(string path)
    {
        using var file = InputFile.Open(path);
        try
        {
            using var content = new MemoryStream();
            file.CopyTo(content);
            return content.ToArray();
        }
        catch (IOException exception)
        {
            throw NotReadable(path, exception.Message.TrimEnd('.'), advice: null, exception);
        }
    }

    private static string Decode(string path, byte[] bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, .. var text] => Decode(path, text, Utf8, "UTF-8"),
        [0xFF, 0xFE, 0, 0, .. var text] =>
            Decode(path, text, new UTF32Encoding(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true), "UTF-32"),
        [0, 0, 0xFE, 0xFF, .. var text] =>
            Decode(path, text, new UTF32Encoding(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true), "UTF-32"),
        [0xFF, 0xFE, .. var text] => Decode(path, text, Utf16(bigEndian: false), "UTF-16"),
        [0xFE, 0xFF, .. var text] => Decode(path, text, Utf16(bigEndian: true), "UTF-16"),
        // The file starts with an ASCII character, so one of its two bytes is zero in UTF-16.
        [not 0, 0, not 0, ..] => Decode(path, bytes, Utf16(bigEndian: false), "UTF-16"),
        [0, not 0, 0, ..] => Decode(path, bytes, Utf16(bigEndian: true), "UTF-16"),
        _ => TryDecode(Utf8, bytes, out var text) ? text : DecodeCodePage(path, bytes),
    };

    private static UnicodeEncoding Utf16(bool bigEndian) => new(bigEndian, byteOrderMark: false, throwOnInvalidBytes: true);

    private static string Decode(string path, byte[] bytes, Encoding encoding, string name)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException exception)
        {
            var replacing = (Encoding)encoding.Clone();
            replacing.DecoderFallback = DecoderFallback.ReplacementFallback;
            throw NotReadable(path, Messages.LineNotValidInEncoding(LineOf(replacing.GetString(bytes, 0, Math.Max(0, exception.Index))), name),
                Messages.CorrectCsvEncoding, exception);
        }
    }

    private static bool TryDecode(Encoding encoding, byte[] bytes, out string text)
    {
        try
        {
            text = encoding.GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = string.Empty;
            return false;
        }
    }

    /// <summary>
    /// Decodes text in a Windows code page, which Excel uses for plain CSV. If the Western European code page and that of the session decode the text
    /// differently, the encoding is ambiguous.
    /// </summary>
    private static string DecodeCodePage(string path, byte[] bytes)
    {
        var here = CultureInfo.CurrentCulture.TextInfo.ANSICodePage;
        int[] pages = here is 0 or WesternEurope or 65001 ? [WesternEurope] : [WesternEurope, here];
        var texts = Array.ConvertAll(pages, page => FromCodePage(page, bytes));
        const string advice = Messages.CorrectCsvEncoding;
        var readable = Array.FindAll(texts, text => FirstUndefined(text) < 0);
        if (readable.Length == 0)
            throw NotReadable(path, Messages.LineEncodingUnknown(LineOf(texts[0][..FirstUndefined(texts[0])])), advice);
        var (first, last) = (readable[0], readable[^1]);
        if (first == last)
            return first;

        var at = first.Zip(last).TakeWhile(pair => pair.First == pair.Second).Count();
        throw NotReadable(path, Messages.LineEncodingAmbiguous(LineOf(first[..at]), Around(first, at), pages, Around(last, at)), advice);
    }

    private static string FromCodePage(int page, byte[] bytes) =>
        CodePagesEncodingProvider.Instance.GetEncoding(
            page, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)!.GetString(bytes);

    private static int FirstUndefined(string text) => text.AsSpan().IndexOfAny(Undefined);

    private static string Around(string text, int at)
    {
        var start = text.LastIndexOfAny(['\r', '\n', ',', ';', '\t', '"'], Math.Max(0, at - 1)) + 1;
        var end = text.IndexOfAny(['\r', '\n', ',', ';', '\t', '"'], at);
        var word = text[start..(end < 0 ? text.Length : end)];
        return word.Length <= 40 ? word : word[..40] + "…";
    }

    private static string LineOf(string before) =>
        (1 + before.Count(letter => letter == '\n') + (before.Contains('\n', StringComparison.Ordinal) ? 0 : before.Count(letter => letter == '\r')))
            .ToString(CultureInfo.InvariantCulture);
}
