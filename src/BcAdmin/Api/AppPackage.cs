using System.IO.Compression;
using System.IO.MemoryMappedFiles;
using System.Xml;
using System.Xml.Linq;

namespace BcAdmin.Api;

/// <summary>An .app file. What it is comes from its manifest; a package that hides its manifest (encrypted, say) is still a package.</summary>
internal sealed record AppPackage
{
    /// <summary>The admin center takes no larger one (contract: installPte).</summary>
    public const long MostBytes = 50L * 1024 * 1024;

    /// <summary>The upload slot takes no larger one (contract: uploadExtensionContent).</summary>
    public const long MostBytesOfSlot = 350L * 1024 * 1024;

    /// <summary>A small file is taken in whole, so that a forged one cannot fill the memory.</summary>
    private const long LongestManifest = 1024 * 1024;

    public required string Path { get; init; }

    /// <summary>Null where the manifest cannot be read.</summary>
    public Guid? AppId { get; init; }

    public string? Name { get; init; }

    public string? Publisher { get; init; }

    public string? Version { get; init; }

    public IReadOnlyList<Guid> Dependencies { get; init; } = [];

    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>For people.</summary>
    public override string ToString() => AppId is null ? FileName : $"{Name} {Version} by {Publisher}";

    /// <summary>Reads the manifest of a package.</summary>
    /// <exception cref="BcException">InvalidArgument, FileNotReadable, FileTooLarge.</exception>
    public static AppPackage Open(string path, long mostBytes = MostBytes)
    {
        if (!System.IO.Path.GetExtension(path).Equals(".app", StringComparison.OrdinalIgnoreCase))
            throw new BcException(ErrorCode.InvalidArgument, $"'{path}' is no .app file.") { Target = path };
        try
        {
            var length = new FileInfo(path).Length;
            if (length > mostBytes)
            {
                throw new BcException(
                    ErrorCode.FileTooLarge, string.Create(
                    CultureInfo.InvariantCulture, $"'{path}' has {length:N0} bytes; the service takes {mostBytes / (1024 * 1024)} MB at most."))
                {
                    Target = path,
                    Advice = "Split the extension, or take large resources out of it.",
                };
            }

            return length == 0 ? throw new BcException(ErrorCode.InvalidArgument, $"'{path}' is empty.") { Target = path } : Read(path, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotReadable(path, exception);
        }
    }

    /// <summary>The file's content, for the upload.</summary>
    public Stream OpenContent() => InputFile.Open(Path);

    /// <summary>Why it is not sent: it would be installed over a version that it was not made for.</summary>
    public BcException DependencyFailed() =>
        new(ErrorCode.DependencyFailed, $"{this} was not uploaded: it depends on an extension of this call that failed.")
        {
            Advice = "Publish it again when that extension is installed.",
        };

    /// <summary>Each package after those that it depends on; otherwise as they came.</summary>
    public static IReadOnlyList<AppPackage> InOrder(IReadOnlyList<AppPackage> packages)
    {
        var ordered = new List<AppPackage>(packages.Count);
        var seen = new HashSet<AppPackage>(ReferenceEqualityComparer.Instance);
        foreach (var package in packages)
            Add(package);
        return ordered;

        void Add(AppPackage package)
        {
            if (!seen.Add(package))
                return; // there already, or on its way: a circle has no right order
            foreach (var needed in packages.Where(other => other.AppId is { } id && package.Dependencies.Contains(id)))
                Add(needed);
            ordered.Add(package);
        }
    }

    private static AppPackage Read(string path, long length)
    {
        try
        {
            using var file = MemoryMappedFile.CreateFromFile(
                InputFile.Open(path), mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            var header = HeaderLength(file, length);
            using var content = file.CreateViewStream(header, length - header, MemoryMappedFileAccess.Read);
            using var zip = new ZipArchive(content, ZipArchiveMode.Read);
            var manifest = zip.Entries.FirstOrDefault(entry => entry.FullName.Equals("NavxManifest.xml", StringComparison.OrdinalIgnoreCase));
            return manifest is null || manifest.Length > LongestManifest ? new AppPackage { Path = path } : Read(path, manifest);
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException or NotSupportedException)
        {
            return new AppPackage { Path = path }; // the service is the judge of what is inside
        }
    }

    /// <summary>"NAVX", then the length of the header (40), then the zip. A bare zip is a package as well.</summary>
    private static long HeaderLength(MemoryMappedFile file, long length)
    {
        if (length < 40)
            return 0;
        using var start = file.CreateViewAccessor(0, 40, MemoryMappedFileAccess.Read);
        if (start.ReadUInt32(0) != 0x5856_414E)
            return 0;
        var header = start.ReadUInt32(4);
        return header < length ? header : 0;
    }

    private static AppPackage Read(string path, ZipArchiveEntry manifest)
    {
        using var text = manifest.Open();
        using var reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var root = XDocument.Load(reader).Root;
        var app = root?.Elements().FirstOrDefault(element => element.Name.LocalName == "App");
        return new AppPackage
        {
            Path = path,
            AppId = Id(app),
            Name = app?.Attribute("Name")?.Value,
            Publisher = app?.Attribute("Publisher")?.Value,
            Version = app?.Attribute("Version")?.Value,
            Dependencies =
            [
                .. from dependency in root?.Descendants() ?? []
                   where dependency.Name.LocalName == "Dependency"
                   let id = Id(dependency)
                   where id is not null
                   select id.Value,
            ],
        };
    }

    private static Guid? Id(XElement? element) => Guid.TryParse((element?.Attribute("Id") ?? element?.Attribute("AppId"))?.Value, out var id)
        ? id : null;

    private static BcException NotReadable(string path, Exception exception) =>
        new(ErrorCode.FileNotReadable, $"'{path}' cannot be read: {exception.Message}", exception) { Target = path };
}
