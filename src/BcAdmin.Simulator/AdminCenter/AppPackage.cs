using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using BcAdmin.Simulator.State;

namespace BcAdmin.Simulator.AdminCenter;

/// <summary>
/// What an .app file says about itself. The file is a zip archive with a NavxManifest.xml, behind a header that begins with NAVX and the
/// length of the header; an archive without the header is taken too, so that a test can make one with any zip tool.
/// </summary>
internal sealed record AppPackage(Guid Id, string Name, string Publisher, Version Version, IReadOnlyList<AppDependency> Dependencies)
{
    private const int LongestManifest = 1024 * 1024;

    /// <exception cref="InvalidDataException">Not an .app file; the message says why.</exception>
    public static AppPackage Read(byte[] file)
    {
        var start = file.AsSpan().StartsWith("NAVX"u8) && file.Length > 8 ? (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(4)), (uint)file.Length) : 0;
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file, start, file.Length - start), ZipArchiveMode.Read);
            var entry = archive.Entries.FirstOrDefault(entry => string.Equals(entry.FullName, "NavxManifest.xml", StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidDataException("The file has no NavxManifest.xml, so it is no .app package.");
            if (entry.Length > LongestManifest)
                throw new InvalidDataException("The manifest of the package is too long.");

            using var reader = XmlReader.Create(entry.Open(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CloseInput = true });
            return Read(XDocument.Load(reader));
        }
        catch (XmlException error)
        {
            throw new InvalidDataException($"The manifest of the package is not XML: {error.Message}", error);
        }
        catch (InvalidDataException error) when (error.Message.Contains("Central Directory", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException("The file is no .app package: there is no archive in it.", error);
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

    private static AppPackage Read(XDocument manifest)
    {
        var app = manifest.Descendants().FirstOrDefault(element => element.Name.LocalName == "App") ?? throw new InvalidDataException("The manifest of the package has no App.");
        var dependencies = manifest.Descendants().Where(element => element.Name.LocalName == "Dependency");
        return new AppPackage(
            ReadId(app), ReadText(app, "Name"), ReadText(app, "Publisher"), ReadVersion(app, "Version"),
            [.. dependencies.Select(element => new AppDependency(ReadId(element), ReadVersion(element, "MinVersion"), ReadText(element, "Name"), ReadText(element, "Publisher")))]);
    }

    private static string ReadText(XElement element, string name) =>
        element.Attributes().FirstOrDefault(attribute => string.Equals(attribute.Name.LocalName, name, StringComparison.OrdinalIgnoreCase))?.Value
        ?? throw new InvalidDataException($"The {element.Name.LocalName} in the manifest of the package has no {name}.");

    private static Guid ReadId(XElement element) =>
        Guid.TryParse(ReadText(element, "Id"), out var id) ? id : throw new InvalidDataException($"The Id of the {element.Name.LocalName} in the manifest is no GUID.");

    private static Version ReadVersion(XElement element, string name) =>
        Version.TryParse(ReadText(element, name), out var version) ? version : throw new InvalidDataException($"The {name} of the {element.Name.LocalName} in the manifest is no version.");
}
