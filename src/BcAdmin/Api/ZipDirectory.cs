using System.Buffers.Binary;

namespace BcAdmin.Api;

/// <summary>Limits the directory of .zip files. .NET reads all entries at once, so millions of empty entries would exhaust the memory.</summary>
internal static class ZipDirectory
{
    /// <summary>The maximum size of the directory, which is enough for more than 100,000 files.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int EndLength = 22;
    private const int LocatorLength = 20;

    /// <exception cref="InvalidDataException">The directory is too large or invalid.</exception>
    public static void Check(Stream zip)
    {
        var tail = Read(zip, Math.Max(0, zip.Length - EndLength - ushort.MaxValue), (int)Math.Min(zip.Length, EndLength + ushort.MaxValue));
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end >= 0 && tail.Length - end >= EndLength)
        {
            // .NET reads entries from the start of the directory to the end of the file, whatever their number is according to the file.
            var start = (long)BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
            if (start == uint.MaxValue && end >= LocatorLength) // Zip64: a locator before the end has the position of another record
                start = Number(zip, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - LocatorLength + 8)) + 48);
            if (start < 0 || zip.Length - start > MaxBytes)
                throw new InvalidDataException(Messages.ZipDirectoryTooLarge(MaxBytes));
        }

        zip.Position = 0;
    }

    private static long Number(Stream zip, long position) =>
        position < 0 || position > zip.Length - 8 ? -1 : BinaryPrimitives.ReadInt64LittleEndian(Read(zip, position, 8));

    private static byte[] Read(Stream zip, long position, int count)
    {
        var bytes = new byte[count];
        zip.Position = position;
        zip.ReadExactly(bytes);
        return bytes;
    }
}
