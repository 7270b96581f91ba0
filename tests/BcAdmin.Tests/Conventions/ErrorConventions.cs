using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Text.RegularExpressions;

namespace BcAdmin.Tests.Conventions;

/// <summary>The help lists the codes of the catalog, and each suggested command exists and can be pasted.</summary>
public partial class ErrorConventions
{
    [Fact]
    public void The_help_has_the_table_of_the_catalogue()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "en-US", "about_BcAdmin_Errors.md")).ReplaceLineEndings("\n");
        var table = Table();
        Assert.True(page.Contains(table, StringComparison.Ordinal),
            $"Replace the table CODES OF BCADMIN in docs/en-US/about_BcAdmin_Errors.md with:\n{table}");
    }

    [Fact]
    public void Every_code_has_advice()
    {
        var codes = typeof(ErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<ErrorCode>()
            .Concat(Enum.GetValues<System.Net.HttpStatusCode>().Distinct().Select(status => ErrorCode.Of($"Some{status}", status)))
            .Append(ErrorCode.Of("NoAnswer"));
        Rule.Holds(
            from code in codes
            where !code.Advice.EndsWith('.') || code.Advice == code.Meaning || new BcException(code, "It failed.").Advice != code.Advice
            select $"{code}: add a sentence of advice, instead of '{code.Advice}'.");
    }

    [Fact]
    public void Only_one_file_names_the_cmdlets_that_messages_suggest() => Rule.Holds(
        from folder in (string[])[Repository.PathOf("src", "BcAdmin", "Api"), Repository.PathOf("src", "BcAdmin.Transport")]
        from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        from line in File.ReadLines(file)
        where CmdletInText().IsMatch(line)
        select $"{Path.GetFileName(file)} names a cmdlet: use Commands. {line.Trim()}");

    [Fact]
    public void Each_command_that_a_message_suggests_exists()
    {
        var known = CompiledCmdlet.Module.GetExportedTypes().Select(type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>()
            .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}")
            .Concat(["Import-Csv", "Import-Clixml", "Select-Object"]).ToHashSet(StringComparer.Ordinal);
        var suggested = typeof(Commands)
            .GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<SuggestedCommand>();
        Rule.Holds(suggested.Select(command => command.ToString()).Where(name => !known.Contains(name)).Select(name => $"{name} is not a cmdlet."));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("My Env")]
    [InlineData("O'Brien")]
    [InlineData("a[1]*?")]
    [InlineData("$x `n \"y\"")]
    [InlineData("-Name")]
    [InlineData("‘curly’")]
    [InlineData("a;b|c")]
    public void A_suggested_command_can_be_pasted(string name)
    {
        var text = Commands.GetConfigurationPackage.In(new EnvironmentKey("My Family", name)).With(name).With("Code", name).ToString();
        var pipeline = Assert.IsType<PipelineAst>(Assert.Single(Parser.ParseInput(text, out _, out var errors).EndBlock.Statements));
        Assert.Empty(errors);
        var command = Assert.IsType<CommandAst>(Assert.Single(pipeline.PipelineElements));
        Assert.Equal(
            ["Get-BcConfigurationPackage", name, name, "-Code", name, "-ApplicationFamily", "My Family"],
            command.CommandElements.Select(element => element is StringConstantExpressionAst constant ? constant.Value : element.ToString()));
    }

    [Fact]
    public void A_suggested_command_contains_only_values_that_are_not_the_default()
    {
        var environment = new EnvironmentKey(BcEnvironment.DefaultFamily, "Production");
        Assert.Equal("Get-BcApp Production", Commands.GetApp.In(environment).On(null).ToString());
        Assert.Equal("Get-BcApp", Commands.GetApp.In((EnvironmentKey?)null).With(null).ToString());
        Assert.Equal("Get-BcOperation -Status running | Wait-BcOperation", Commands.GetOperation.With("Status", "running")
            .Then(Commands.WaitOperation).ToString());
    }

    private static string Table()
    {
        var unexplained = ErrorCode.Documented.Where(code => code.Meaning.Length == 0).Select(code => code.Name).ToList();
        var rows = ErrorCode.Documented.Where(code => code.Meaning.Length > 0 || code.Name == unexplained[0]).Select(code => code.Meaning.Length > 0
            ? $"| {code.Name} | {code.Meaning} |\n"
            : "| Others in NotFound | The object does not exist, or the caller may not see it: "
                + $"{string.Join(", ", unexplained.Order(StringComparer.Ordinal))}. |\n");
        return "| code | meaning |\n| --- | --- |\n" + string.Concat(rows);
    }

    [GeneratedRegex(@"""[^""]*\b[A-Z][a-z]+-(Bc[A-Z]|Csv|Object)\w*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CmdletInText();
}
