using System.Management.Automation.Language;

namespace BcAdmin.Tests.Conventions;

/// <summary>The build has no linter for scripts; the parser checks them.</summary>
public class ScriptConventions
{
    /// <summary>From the release notes of 7.5 and 7.6. An empty parameter means that the command is new.</summary>
    private static readonly (string Command, string? Parameter)[] NewerThan74 =
    [
        ("ConvertTo-CliXml", null),
        ("ConvertFrom-CliXml", null),
        ("ConvertFrom-Json", "DateKind"),
        ("Get-Clipboard", "Delimiter"),
        ("Get-Command", "ExcludeModule"),
        ("Register-ArgumentCompleter", "NativeFallback"),
    ];

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

    /// <summary>The tests run on a newer PowerShell than the oldest that the manifest supports.</summary>
    [Fact]
    public void Scripts_use_nothing_that_is_newer_than_PowerShell_7_4()
    {
        var files = new[] { "docs", "tests", "build" }.SelectMany(
            folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.ps*1", SearchOption.AllDirectories))
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal) && Path.GetExtension(file) is ".ps1" or ".psm1");
        Rule.Holds(
            from file in files
            from command in Parser.ParseFile(file, out _, out _)
                .FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>()
            let name = command.GetCommandName()
            where name is not null
            from newer in NewerThan74
            where newer.Command.Equals(name, StringComparison.OrdinalIgnoreCase)
            where newer.Parameter is null || command.CommandElements.OfType<CommandParameterAst>()
                .Any(parameter => newer.Parameter.Equals(parameter.ParameterName, StringComparison.OrdinalIgnoreCase))
            select $"{Path.GetRelativePath(Repository.Root, file)}({command.Extent.StartLineNumber}): PowerShell 7.4 does not have "
                + $"{newer.Command}{(newer.Parameter is null ? "" : " -" + newer.Parameter)}.");
    }

    private static IEnumerable<string> Errors(string file)
    {
        Parser.ParseFile(file, out _, out var errors);
        return errors.Select(error => $"{file}({error.Extent.StartLineNumber}): {error.Message}");
    }
}
