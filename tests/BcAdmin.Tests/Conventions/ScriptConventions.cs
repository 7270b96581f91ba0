using System.Management.Automation.Language;

namespace BcAdmin.Tests.Conventions;

/// <summary>There is no linter for scripts in the build, but the parser itself.</summary>
public class ScriptConventions
{
    private static readonly string[] Folders = ["build", "bench", "docs", "src", "tests"];

    [Fact]
    public void Every_script_parses()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true };
        var files = Folders.Select(folder => Repository.PathOf(folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.ps*1", options))
            .Concat(Directory.EnumerateFiles(Repository.Root, "*.ps*1"))
            .Where(file => Path.GetExtension(file) is ".ps1" or ".psm1" or ".psd1")
            .ToList();

        Assert.Contains(Repository.PathOf("build.ps1"), files);
        Rule.Holds(files.SelectMany(Errors));
    }

    private static IEnumerable<string> Errors(string file)
    {
        Parser.ParseFile(file, out _, out var errors);
        return errors.Select(error => $"{file}({error.Extent.StartLineNumber}): {error.Message}");
    }
}
