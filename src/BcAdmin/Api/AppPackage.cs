using System.IO.Compression;
using System.IO.MemoryMappedFiles;
using System.Xml;
using System.Xml.Linq;

namespace BcAdmin.Api;

/// <summary>
/// An .app file, which can be inside a .zip file. The manifest describes it; if the manifest cannot be read, for example because it is encrypted, the
/// file is still accepted.
/// </summary>
internal sealed record AppPackage
{
    /// <summary>The size limit of the Admin Center API (contract: installPte).</summary>
    public const long MaxBytes = 50L * 1024 * 1024;

    /// <summary>The size limit of the Automation API (contract: uploadExtensionContent).</summary>
    public const long MaxUploadBytes = 350L * 1024 * 1024;

    /// <summary>The size limit of the manifest, which is read into memory.</summary>
    private const long MaxManifestBytes = 1024 * 1024;

    /// <summary>Opens the content; null to open the file itself.</summary>
    private Func<Stream>? _content;

    /// <summary>The path of the file. For a file inside a .zip file, the path of the .zip file followed by the path inside it.</summary>
    public required string Path { get; init; }

    /// <summary>Null if the manifest cannot be read.</summary>
    public Guid? AppId { get; init; }

    public string? Name { get; init; }

    public string? Publisher { get; init; }

    public string? Version { get; init; }

    public IReadOnlyList<Guid> Dependencies { get; init; } = [];

    public string FileName => System.IO.Path.GetFileName(Path);

    /// <summary>The display text.</summary>
    public override string ToString() => AppId is null ? FileName : $"{Name} {Version} by {Publisher}";

    /// <summary>Reads the manifest of a package.</summary>
    /// <exception cref="BcException">InvalidArgument, FileNotReadable, FileTooLarge.</exception>
    public static AppPackage Open(string path, long maxBytes = MaxBytes)
    {
        if (!IsApp(path))
            throw new BcException(ErrorCode.InvalidArgument, Messages.NotAppFile(path)) { Target = path };
        try
        {
            var length = new FileInfo(path).Length;
            CheckLength(path, length, maxBytes);
            return Read(path, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotReadable(path, exception);
        }
    }

    /// <summary>Whether a path has the .app extension.</summary>
    public static bool IsApp(string path) => System.IO.Path.GetExtension(path).Equals(".app", StringComparison.OrdinalIgnoreCase);

    /// <summary>Creates a package from content that is not a separate file.</summary>
    /// <exception cref="BcException">InvalidArgument, FileTooLarge.</exception>
    public static AppPackage FromContent(string path, byte[] bytes, Func<Stream> open, long maxBytes = MaxBytes)
    {
        CheckLength(path, bytes.LongLength, maxBytes);
        var package = Read(path, bytes.LongLength, (offset, count) => new MemoryStream(bytes, (int)offset, (int)count, writable: false));
        return package with { _content = open };
    }

    /// <summary>Opens the content for the upload.</summary>
    public Stream OpenContent() => _content is null ? InputFile.Open(Path) : _content();

    /// <summary>The error for a package that is not sent because the upload of one of its dependencies failed.</summary>
    public BcException DependencyFailed() =>
        new(ErrorCode.DependencyFailed, Messages.DependencyFailed(this))
        {
            Advice = Messages.PublishAfterDependencyInstalled,
        };

    /// <summary>The packages sorted so that each one follows its dependencies; otherwise in the original order.</summary>
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
                return; // Already visited; circular dependencies have no valid order.
            foreach (var needed in packages.Where(other => other.AppId is { } id && package.Dependencies.Contains(id)))
                Add(needed);
            ordered.Add(package);
        }
    }

    /// <exception cref="BcException">InvalidArgument, FileTooLarge.</exception>
    private static void CheckLength(string path, long length, long maxBytes)
    {
        if (length == 0)
            throw new BcException(ErrorCode.InvalidArgument, $"'{path}' is empty.") { Target = path };
        if (length > maxBytes)
            throw TooLarge(path, length, maxBytes);
    }

    internal static BcException TooLarge(string path, long length, long maxBytes)
    {
        var message = Messages.AppFileTooLarge(path, length, maxBytes);
        return new(ErrorCode.FileTooLarge, message)
        {
            Target = path,
            Advice = Messages.ReduceExtensionSize,
        };
    }

    private static AppPackage Read(string path, long length)
    {
        using var file = MemoryMappedFile.CreateFromFile(
            InputFile.Open(path), mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        return Read(path, length, (offset, count) => file.CreateViewStream(offset, count, MemoryMappedFileAccess.Read));
    }

    /// <param name="path">The path for error messages.</param>
    /// <param name="length">The length of the content in bytes.</param>
    /// <param name="slice">Opens a part of the content, given its offset and length.</param>
    private static AppPackage Read(string path, long length, Func<long, long, Stream> slice)
    {
        try
        {
            var header = HeaderLength(length, slice);
            using var content = slice(header, length - header);
            ZipDirectory.Check(content);
            using var zip = new ZipArchive(content, ZipArchiveMode.Read);
            var manifest = zip.Entries.FirstOrDefault(entry => entry.FullName.Equals("NavxManifest.xml", StringComparison.OrdinalIgnoreCase));
            return manifest is null || manifest.Length > MaxManifestBytes ? new AppPackage { Path = path } : Read(path, manifest);
        }
        catch (Exception exception) when (exception is InvalidDataException or XmlException or NotSupportedException or EndOfStreamException)
        {
            return new AppPackage { Path = path }; // The service validates the content.
        }
    }

    /// <summary>The length of the "NAVX" header (40 bytes) before the .zip content. Plain .zip content is also a valid package.</summary>
    private static long HeaderLength(long length, Func<long, long, Stream> slice)
    {
        if (length < 40)
            return 0;
        using var start = new BinaryReader(slice(0, 40));
        if (start.ReadUInt32() != 0x5856_414E)
            return 0;
        var header = start.ReadUInt32();
        return header < length ? header : 0;
    }

    private static AppPackage Read(string path, ZipArchiveEntry manifest)
    {
        using var text = manifest.Open();
        // The length in the .zip file can be forged.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = MaxManifestBytes };
        using var reader = XmlReader.Create(text, settings);
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
        new(ErrorCode.FileNotReadable, Messages.InputFileNotReadable(path, exception), exception) { Target = path };
}
