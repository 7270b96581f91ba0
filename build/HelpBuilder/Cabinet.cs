using System.Text;

namespace BcAdmin.HelpBuilder;

/// <summary>
/// Writes a Windows cabinet without compression: Update-Help reads one on Windows and a .zip file elsewhere, and .NET has only the latter.
/// The format is that of MS-CAB: a header, one folder, its files, and blocks of data that cross the borders of files.
/// </summary>
internal static class Cabinet
{
    private const int HeaderSize = 36;
    private const int FolderSize = 8;
    private const int FileSize = 16;
    private const int BlockHeaderSize = 8;
    private const int BlockSize = 32768;

    /// <summary>1980-01-01, the first day of the format: the same content makes the same file.</summary>
    private const ushort Date = (1 << 5) | 1;

    private const ushort NameIsUtf8 = 0x80;

    public static void Write(Stream stream, IReadOnlyList<(string Name, byte[] Content)> files)
    {
        var content = files.SelectMany(file => file.Content).ToArray();
        var blocks = content.Chunk(BlockSize).ToList();
        var names = files.Select(file => Encoding.UTF8.GetBytes(file.Name + '\0')).ToList();
        var dataStart = HeaderSize + FolderSize + names.Sum(name => FileSize + name.Length);

        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("MSCF"u8);
        writer.Write(0);
        writer.Write(dataStart + content.Length + blocks.Count * BlockHeaderSize);
        writer.Write(0);
        writer.Write(HeaderSize + FolderSize);
        writer.Write(0);
        writer.Write((byte)3); // version 1.3
        writer.Write((byte)1);
        writer.Write((ushort)1); // folders
        writer.Write((ushort)files.Count);
        writer.Write(0); // flags and set
        writer.Write((ushort)0); // number in the set

        writer.Write(dataStart);
        writer.Write((ushort)blocks.Count);
        writer.Write((ushort)0); // no compression

        var offset = 0;
        foreach (var (file, name) in files.Zip(names))
        {
            writer.Write(file.Content.Length);
            writer.Write(offset);
            writer.Write((ushort)0); // folder
            writer.Write(Date);
            writer.Write((ushort)0); // time
            writer.Write(NameIsUtf8);
            writer.Write(name);
            offset += file.Content.Length;
        }

        foreach (var block in blocks)
        {
            writer.Write(0); // no checksum
            writer.Write((ushort)block.Length);
            writer.Write((ushort)block.Length);
            writer.Write(block);
        }
    }
}
