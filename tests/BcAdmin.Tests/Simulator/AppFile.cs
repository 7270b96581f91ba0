using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace BcAdmin.Tests.Simulator;

/// <summary>Creates .app files in the format of the AL compiler, with only the manifest in them.</summary>
internal static class AppFile
{
    public static readonly Guid CustomizationsId = new("c0a70500-0000-4000-8000-00000000b001");

    public static byte[] Make(Guid id, string name, string version, params (Guid Id, string MinVersion)[] dependencies) =>
        WithHeader(Zip("NavxManifest.xml", $"""
            <Package xmlns="http://schemas.microsoft.com/navx/2015/manifest">
              <App Id="{id}" Name="{name}" Publisher="Contoso" Version="{version}" />
              <Dependencies>{string.Concat(dependencies.Select(dependency =>
                  $"""<Dependency Id="{dependency.Id}" Name="Needed" Publisher="Somebody" MinVersion="{dependency.MinVersion}" />"""))}</Dependencies>
            </Package>
            """));

    public static byte[] Zip(string entry, string text)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(archive.CreateEntry(entry).Open());
            writer.Write(text);
        }

        return file.ToArray();
    }

    private static byte[] WithHeader(byte[] archive)
    {
        var header = new byte[40];
        Encoding.ASCII.GetBytes("NAVX").CopyTo(header, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), 40);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), 2);
        Guid.NewGuid().TryWriteBytes(header.AsSpan(12));
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(28), archive.Length);
        Encoding.ASCII.GetBytes("NAVX").CopyTo(header, 36);
        return [.. header, .. archive];
    }
}
