using System.IO.Compression;
using System.Text;
using BcAdmin.Api;
using SimulatedApp = BcAdmin.Simulator.State.AppPackage;
using SimulatedPackage = BcAdmin.Simulator.State.RapidStartFile;

namespace BcAdmin.Tests.Hostile;

/// <summary>Small files with a huge content are read with little memory.</summary>
public sealed class FileTests : IDisposable
{
    private const int Megabyte = 1024 * 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("bcadmin-").FullName;

    public static TheoryData<string> Packages => ["large manifest", "forged length", "many levels", "many entries"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void An_app_that_explodes_is_not_unpacked(string kind)
    {
        var path = Write("a.app", Package(kind));
        var used = Allocated(() => Assert.Null(AppPackage.Open(path).AppId));
        Assert.InRange(used, 0, 40L * Megabyte);
    }

    [Theory]
    [InlineData("large manifest")]
    [InlineData("forged length")]
    public void The_simulator_does_not_unpack_it_either(string kind)
    {
        using var content = new MemoryStream(Package(kind));
        var used = Allocated(() => Assert.Throws<InvalidDataException>(() => SimulatedApp.Read(content)));
        Assert.InRange(used, 0, 40L * Megabyte);
    }

    [Theory]
    [InlineData("<DataList Code=\"")]
    [InlineData("<DataList>")]
    [InlineData("<")]
    [InlineData("<!--")]
    public void A_configuration_package_that_explodes_is_not_unpacked(string start)
    {
        var path = Write("a.rapidstart", Zipped(start, 256));
        var used = Allocated(() => Assert.Null(RapidStartFile.Open(path).Code));
        Assert.InRange(used, 0, 40L * Megabyte);
    }

    [Fact]
    public void The_simulator_reads_a_part_of_it()
    {
        using var content = new MemoryStream(Zipped("<DataList><!--", 256));
        Assert.Contains("not a configuration package", SimulatedPackage.Read(content).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_of_usual_size_is_accepted()
    {
        using var usual = new MemoryStream(ManyEntries(1000));
        ZipDirectory.Check(usual);
        Assert.Equal(0, usual.Position);
        using var zip = new ZipArchive(usual);
        Assert.Equal(1000, zip.Entries.Count);
        using var none = new MemoryStream([1, 2, 3]);
        ZipDirectory.Check(none);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static long Allocated(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Package(string kind) => kind switch
    {
        "large manifest" => Manifest("<Package>", 256),
        "forged length" => Forged(Manifest("<Package a='", 256)),
        "many levels" => Manifest(string.Concat(Enumerable.Repeat("<a>", 50_000)), 0),
        _ => ManyEntries(400_000),
    };

    private static byte[] Manifest(string start, int megabytes)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("NavxManifest.xml").Open();
            Fill(entry, start, megabytes);
        }

        return bytes.ToArray();
    }

    private static byte[] Zipped(string start, int megabytes)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            Fill(zip, start, megabytes);
        return bytes.ToArray();
    }

    private static void Fill(Stream stream, string start, int megabytes)
    {
        stream.Write(Encoding.UTF8.GetBytes(start));
        var filler = Encoding.UTF8.GetBytes(new string('x', Megabyte));
        for (var count = 0; count < megabytes; count++)
            stream.Write(filler);
    }

    /// <summary>Writes another length of the unpacked manifest into the directory.</summary>
    private static byte[] Forged(byte[] zip)
    {
        BitConverter.TryWriteBytes(zip.AsSpan(zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24), 100);
        return zip;
    }

    /// <summary>An archive with only a directory, whose entries have no content.</summary>
    private static byte[] ManyEntries(int count)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        for (var entry = 0; entry < count; entry++)
        {
            writer.Write("PK\u0001\u0002"u8);
            writer.Write(new byte[24]);
            writer.Write((short)1); // the length of the name
            writer.Write(new byte[16]);
            writer.Write((byte)'a');
        }

        var length = (int)bytes.Length;
        writer.Write("PK\u0005\u0006"u8);
        writer.Write(new byte[4]);
        writer.Write((short)count);
        writer.Write((short)count);
        writer.Write(length);
        writer.Write(0);
        writer.Write((short)0);
        return bytes.ToArray();
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
