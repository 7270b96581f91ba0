using System.IO.Compression;
using System.Text;
using System.Xml;

namespace BcAdmin.Api;

/// <summary>
/// A .rapidstart file: gzipped XML whose root element describes the package. If it cannot be read here, the service still validates it.
/// </summary>
internal sealed record RapidStartFile
{
    /// <summary>The size limit of the service (contract: x-bc-notes of uploadExtensionContent).</summary>
    public const long MaxBytes = 350L * 1024 * 1024;

    public required string Path { get; init; }

    /// <summary>Null if the code cannot be read from the file.</summary>
    public string? Code { get; init; }

    public string? PackageName { get; init; }

    public string FileName => System.IO.Path.GetFileName(Path);

    /// <exception cref="BcException">InvalidArgument, FileNotReadable, FileTooLarge.</exception>
    public static RapidStartFile Open(string path)
    {
        if (!System.IO.Path.GetExtension(path).Equals(".rapidstart", StringComparison.OrdinalIgnoreCase))
            throw new BcException(ErrorCode.InvalidArgument, $"'{path}' is no .rapidstart file.") { Target = path };

        using var file = FileUpload.Open(path, progress: null);
        if (file.Length == 0)
            throw new BcException(ErrorCode.InvalidArgument, $"'{path}' is empty.") { Target = path };
        if (file.Length > MaxBytes)
        {
            throw new BcException(
                ErrorCode.FileTooLarge, Messages.PackageFileTooLarge(path, file))
            {
                Target = path,
                Advice = Messages.SplitPackage,
            };
        }

        try
        {
            // A text reader detects the actual encoding, which can differ from the one that the XML declares.
            using var unzipped = new GZipStream(file, CompressionMode.Decompress);
            using var text = new StreamReader(unzipped, Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
            // The start is enough, and a small file can be unzipped to any size.
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = 1024 * 1024 };
            using var xml = XmlReader.Create(text, settings);
            return xml.MoveToContent() == XmlNodeType.Element
                ? new RapidStartFile
                {
                    Path = path, Code = NotBlank(xml.GetAttribute("Code")),
                    PackageName = NotBlank(xml.GetAttribute("PackageName")),
                }
                : new RapidStartFile { Path = path };
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException or EndOfStreamException)
        {
            return new RapidStartFile { Path = path };
        }
    }

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
