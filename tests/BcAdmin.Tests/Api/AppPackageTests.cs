using System.IO.Compression;
using System.Text;
using BcAdmin.Api;

namespace BcAdmin.Tests.Api;

/// <summary>What the module reads from an .app file before it is uploaded.</summary>
public sealed class AppPackageTests : IDisposable
{
    private static readonly Guid Base = new("b0000000-0000-4000-8000-000000000001");
    private static readonly Guid Middle = new("b0000000-0000-4000-8000-000000000002");
    private static readonly Guid Top = new("b0000000-0000-4000-8000-000000000003");

    private readonly string _folder = Directory.CreateTempSubdirectory("bcadmin-").FullName;

    [Theory]
    [InlineData(40)]
    [InlineData(0)]
    [InlineData(64)]
    public void The_manifest_is_read_with_and_without_a_header(int header)
    {
        var package = AppPackage.Open(Write("a.app", Zip(Manifest(Middle, "1.2.3.4", Base)), header));

        Assert.Equal(Middle, package.AppId);
        Assert.Equal("1.2.3.4", package.Version);
        Assert.Equal("Addon & more", package.Name);
        Assert.Equal("Fabrikam", package.Publisher);
        Assert.Equal([Base], package.Dependencies);
        Assert.Equal("Addon & more 1.2.3.4 by Fabrikam", package.ToString());
    }

    [Fact]
    public void A_package_with_an_encrypted_manifest_is_valid()
    {
        foreach (var content in (byte[][])[Encoding.ASCII.GetBytes("NAVX"), [1, 2, 3], Zip("<Package"),
            Zip("<!DOCTYPE a [<!ENTITY b 'c'>]><Package>&b;</Package>"), Zip(null)])
        {
            var package = AppPackage.Open(Write("a.app", content, header: 0));
            Assert.Null(package.AppId);
            Assert.Equal("a.app", package.ToString());
        }
    }

    [Fact]
    public void The_content_is_the_complete_file()
    {
        var path = Write("a.app", Zip(Manifest(Base, "1.0.0.0")), 40);
        using var content = AppPackage.Open(path).OpenContent();
        Assert.True(content.CanSeek); // so that it can be sent again
        Assert.Equal(new FileInfo(path).Length, content.Length);
    }

    [Theory]
    [InlineData("a.zip", 10, "InvalidArgument")]
    [InlineData("a.app", 0, "InvalidArgument")]
    [InlineData("a.app", AppPackage.MaxBytes + 1, "FileTooLarge")]
    public void Files_that_the_service_would_reject_are_rejected_before_the_upload(string name, long length, string code)
    {
        var path = Path.Combine(_folder, name);
        using (var file = File.Create(path))
            file.SetLength(length);
        Assert.Equal(code, Assert.Throws<BcException>(() => AppPackage.Open(path)).Code);
    }

    [Fact]
    public void A_file_that_cannot_be_read_has_a_separate_code() =>
        Assert.Equal("FileNotReadable", Assert.Throws<BcException>(() => AppPackage.Open(Path.Combine(_folder, "missing.app"))).Code);

    [Fact]
    public void Packages_are_sorted_after_their_dependencies()
    {
        var top = Package(Top, Middle, Base);
        var middle = Package(Middle, Base);
        var lowest = Package(Base, Guid.NewGuid());
        var unknown = new AppPackage { Path = "unknown.app" };

        Assert.Equal([unknown, lowest, middle, top], AppPackage.InOrder([unknown, top, middle, lowest]));
        Assert.Equal([lowest, unknown, middle, top], AppPackage.InOrder([lowest, unknown, middle, top]));
    }

    [Fact]
    public void A_cycle_of_packages_ends() =>
        Assert.Equal(2, AppPackage.InOrder([Package(Base, Middle), Package(Middle, Base)]).Count);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static AppPackage Package(Guid id, params Guid[] dependencies) => new() { Path = $"{id}.app", AppId = id, Dependencies = dependencies };

    private static string Manifest(Guid id, string version, params Guid[] dependencies) => $"""
        <?xml version="1.0" encoding="utf-8"?>
        <Package xmlns="http://schemas.microsoft.com/navx/2015/manifest">
          <App Id="{id}" Name="Addon &amp; more" Publisher="Fabrikam" Version="{version}" Runtime="15.0" />
          <Dependencies>{string.Concat(dependencies.Select(
              needed => $"<Dependency Id=\"{needed}\" Name=\"N\" Publisher=\"P\" MinVersion=\"1.0.0.0\" />"))}</Dependencies>
        </Package>
        """;

    private static byte[] Zip(string? manifest)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(manifest is null ? "other.xml" : "NavxManifest.xml").Open();
            entry.Write(Encoding.UTF8.GetBytes(manifest ?? "<other/>"));
        }

        return bytes.ToArray();
    }

    private string Write(string name, byte[] content, int header)
    {
        var start = new byte[header];
        if (header > 0)
        {
            Encoding.ASCII.GetBytes("NAVX").CopyTo(start, 0);
            BitConverter.TryWriteBytes(start.AsSpan(4), header);
            BitConverter.TryWriteBytes(start.AsSpan(28), (long)content.Length);
        }

        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, [.. start, .. content]);
        return path;
    }
}
