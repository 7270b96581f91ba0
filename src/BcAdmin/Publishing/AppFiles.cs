using System.IO.Compression;
using System.Management.Automation;

namespace BcAdmin.Publishing;

/// <summary>Opens the packages of a path: an .app file, the .app files of a folder, or those in a .zip file.</summary>
internal static class AppFiles
{
    /// <summary>
    /// The maximum unpacked size of a .zip file. The .app files are unpacked in memory, which a malicious .zip file could exhaust.
    /// </summary>
    private const long MaxUnpackedBytes = 2L * 1024 * 1024 * 1024;

    /// <summary>Opens the packages of a path, with wildcards. Subfolders are not searched, because they often hold dependencies.</summary>
    /// <exception cref="BcException">FileNotFound, FileNotReadable, FileTooLarge, InvalidArgument.</exception>
    public static IEnumerable<AppPackage> OpenPackages(this PSCmdlet cmdlet, string path)
    {
        var items = cmdlet.ResolveItems(path);
        return items is [var only] ? Open(only) : items.Where(item => !Directory.Exists(item) || AppsOf(item).Any()).SelectMany(Open);
    }

    private static IEnumerable<AppPackage> Open(string path)
    {
        if (Directory.Exists(path))
            return OpenFolder(path);
        return Path.GetExtension(path).Equals(".zip", StringComparison.OrdinalIgnoreCase) ? OpenZip(path) : [AppPackage.Open(path)];
    }

    private static IEnumerable<string> AppsOf(string folder) =>
        Directory.EnumerateFiles(folder).Where(AppPackage.IsApp).Order(StringComparer.OrdinalIgnoreCase);

    private static List<AppPackage> OpenFolder(string path)
    {
        var packages = AppsOf(path).Select(file => AppPackage.Open(file)).ToList();
        return packages.Count > 0 ? packages : throw new BcException(ErrorCode.InvalidArgument, Messages.FolderContainsNoAppFile(path))
        {
            Target = path,
            Advice = Messages.SpecifyFolderWithAppFiles,
        };
    }

    private static List<AppPackage> OpenZip(string path)
    {
        try
        {
            using var file = InputFile.Open(path);
            ZipDirectory.Check(file);
            using var zip = new ZipArchive(file, ZipArchiveMode.Read);
            var entries = zip.Entries.Where(entry => AppPackage.IsApp(entry.Name)).OrderBy(entry => entry.FullName, StringComparer.Ordinal).ToList();
            if (entries.Count == 0)
                throw new BcException(ErrorCode.InvalidArgument, $"'{path}' contains no .app file.") { Target = path };
            if (entries.Sum(entry => Math.Min(entry.Length, MaxUnpackedBytes + 1)) > MaxUnpackedBytes)
                throw TooLarge(path);
            var unpacked = 0L;
            return entries.ConvertAll(entry =>
            {
                var content = Unpack(path, entry);
                unpacked += content.Length;
                return unpacked > MaxUnpackedBytes ? throw TooLarge(path) : AppPackage.FromContent(
                    $"{path}/{entry.FullName}", content, () => new MemoryStream(Unpack(path, entry.FullName), writable: false));
            });
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException)
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.InvalidZipFile(path), exception) { Target = path };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BcException(ErrorCode.FileNotReadable, Messages.InputFileNotReadable(path, exception), exception) { Target = path };
        }
    }

    private static BcException TooLarge(string path) =>
        new(ErrorCode.FileTooLarge, Messages.ZippedAppFilesTooLarge(path, MaxUnpackedBytes)) { Target = path, Advice = "Split the .zip file." };

    /// <summary>Unpacks an entry again for the upload.</summary>
    private static byte[] Unpack(string path, string name)
    {
        using var file = InputFile.Open(path);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        return Unpack(path, zip.GetEntry(name) ?? throw Failures.FileNotFound($"{path}/{name}"));
    }

    /// <summary>Unpacks an entry. Does not rely on the length in the .zip file, which can be forged.</summary>
    private static byte[] Unpack(string path, ZipArchiveEntry entry)
    {
        using var packed = entry.Open();
        using var bytes = new MemoryStream();
        var buffer = new byte[81920];
        while (packed.Read(buffer) is > 0 and var count)
        {
            if (bytes.Length + count > AppPackage.MaxBytes)
                throw AppPackage.TooLarge($"{path}/{entry.FullName}", Math.Max(entry.Length, bytes.Length + count), AppPackage.MaxBytes);
            bytes.Write(buffer, 0, count);
        }

        return bytes.ToArray();
    }
}
