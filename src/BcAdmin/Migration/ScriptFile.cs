using System.Text;

namespace BcAdmin.Migration;

/// <summary>
/// A script file whose byte order mark and encoding are preserved. A file that is not valid UTF-8 is read as Latin-1, so that its bytes do not
/// change, whatever its code page is.
/// </summary>
internal sealed record ScriptFile(string Text, Encoding Encoding, int MarkLength)
{
    /// <summary>Whether PowerShell 7 decodes the file differently from Windows PowerShell.</summary>
    public bool IsCodePage => Encoding.CodePage == Encoding.Latin1.CodePage;

    /// <exception cref="BcException">FileNotReadable.</exception>
    public static ScriptFile Read(string path)
    {
        using var file = InputFile.Open(path);
        using var content = new MemoryStream();
        try
        {
            file.CopyTo(content);
        }
        catch (IOException exception)
        {
            throw TextFile.NotReadable(path, exception.Message.TrimEnd('.'), advice: null, exception);
        }

        var bytes = content.ToArray();
        Encoding[] marked =
        [
            new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
            new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        ];
        var encoding = Array.Find(marked, candidate => bytes.AsSpan().StartsWith(candidate.Preamble));
        var mark = encoding?.Preamble.Length ?? 0;
        encoding ??= new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        try
        {
            return Checked(path, new(encoding.GetString(bytes, mark, bytes.Length - mark), encoding, mark));
        }
        catch (DecoderFallbackException) when (mark == 0)
        {
            return Checked(path, new(Encoding.Latin1.GetString(bytes), Encoding.Latin1, 0));
        }
        catch (DecoderFallbackException exception)
        {
            throw TextFile.NotReadable(path, Messages.FileEncodingNotValid(encoding), Messages.CorrectScriptEncoding, exception);
        }
    }

    public byte[] ToBytes(string text) => [.. MarkLength > 0 ? Encoding.GetPreamble() : [], .. Encoding.GetBytes(text)];

    private static ScriptFile Checked(string path, ScriptFile file) =>
        file.Text.Contains('\0', StringComparison.Ordinal) ? throw TextFile.NotReadable(path, Messages.FileIsNotText) : file;
}
