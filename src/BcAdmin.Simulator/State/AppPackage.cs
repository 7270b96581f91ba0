using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace BcAdmin.Simulator.State;

/// <summary>
/// The manifest of an .app file. The file is a zip archive with a NavxManifest.xml, behind a header that begins with NAVX and the
/// length of the header; an archive without the header is accepted too, so that a test can create one with any zip tool.
/// </summary>
internal sealed record AppPackage(Guid Id, string Name, string Publisher, Version Version, IReadOnlyList<AppDependency> Dependencies)
{
    private const int LongestManifest = 1024 * 1024;

    /// <summary>The length of an empty archive. The zip reader fails for a shorter file.</summary>
    private const int ShortestArchive = 22;

    /// <param name="file">The file, read from its current position; seekable.</param>
    /// <exception cref="InvalidDataException">Not an .app file; the message contains the reason.</exception>
    public static AppPackage Read(Stream file)
    {
        try
        {
            var content = new TailStream(file, HeaderLength(file));
            if (content.Length < ShortestArchive)
                throw new InvalidDataException("The file is not an .app package: it is too short.");

            using var archive = new ZipArchive(content, ZipArchiveMode.Read);
            var entry = archive.Entries.FirstOrDefault(entry => string.Equals(entry.FullName, "NavxManifest.xml", StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidDataException("The file has no NavxManifest.xml, so it is not an .app package.");
            if (entry.Length > LongestManifest)
                throw new InvalidDataException("The manifest of the package is too long.");

            using var reader = XmlReader.Create(entry.Open(), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                CloseInput = true,
                MaxCharactersInDocument = LongestManifest, // the length in the archive can be forged
            });
            return Read(XDocument.Load(reader));
        }
        catch (XmlException error)
        {
            throw new InvalidDataException($"The manifest of the package is not XML: {error.Message}", error);
        }
        catch (InvalidDataException error) when (error.Message.Contains("Central Directory", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException("The file is not an .app package: there is no archive in it.", error);
        }
    }

    public InstalledApp Install() => new()
    {
        Id = Id,
        Name = Name,
        Publisher = Publisher,
        Version = Version,
        Scope = AppScope.Tenant,
        Dependencies = Dependencies,
    };

    private static long HeaderLength(Stream file)
    {
        Span<byte> start = stackalloc byte[8];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == start.Length && start.StartsWith("NAVX"u8) ? Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(start[4..]), file.Length) : 0;
    }

    private static AppPackage Read(XDocument manifest)
    {
        var app = manifest.Descendants().FirstOrDefault(element => element.Name.LocalName == "App")
            ?? throw new InvalidDataException("The manifest of the package has no App.");
        var dependencies = manifest.Descendants().Where(element => element.Name.LocalName == "Dependency").Select(ReadDependency);
        return new AppPackage(ReadId(app), ReadText(app, "Name"), ReadText(app, "Publisher"), ReadVersion(app, "Version"), [.. dependencies]);
    }

    private static AppDependency ReadDependency(XElement element) =>
        new(ReadId(element), ReadVersion(element, "MinVersion"), ReadText(element, "Name"), ReadText(element, "Publisher"));

    private static string ReadText(XElement element, string name) =>
        element.Attributes().FirstOrDefault(attribute => string.Equals(attribute.Name.LocalName, name, StringComparison.OrdinalIgnoreCase))?.Value
        ?? throw new InvalidDataException($"The {element.Name.LocalName} in the manifest of the package has no {name}.");

    private static Guid ReadId(XElement element) =>
        Guid.TryParse(ReadText(element, "Id"), out var id)
            ? id
            : throw new InvalidDataException($"The Id of the {element.Name.LocalName} in the manifest is not a GUID.");

    private static Version ReadVersion(XElement element, string name) =>
        Version.TryParse(ReadText(element, name), out var version)
            ? version
            : throw new InvalidDataException($"The {name} of the {element.Name.LocalName} in the manifest is not a version.");

    /// <summary>A stream without its first bytes, because an archive needs its start at position 0. Closing it does not close the file.</summary>
    private sealed class TailStream(Stream file, long start) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => file.Length - start;

        public override long Position
        {
            get => _position;
            set => _position = value;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            file.Position = start + _position;
            var read = file.Read(buffer, offset, count);
            _position += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => _position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => Length + offset,
        };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
