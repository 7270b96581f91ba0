using BcAdmin.HelpBuilder;

namespace BcAdmin.Tests.Build;

public class HelpSetTests
{
    [Fact]
    public void A_page_that_matches_its_cmdlet_has_no_problem() => Assert.Equal("", ProblemsOf(SamplePage.Markdown));

    // The original text, the changed text, and the expected line and message.
    [Theory]
    [InlineData("# Copy-BcSample\n", "# Copy-BcSimple\n", 1, "heading of level 1 must be Copy-BcSample")]
    [InlineData("Copies a sample.", "", 9, "SYNOPSIS has no text")]
    [InlineData("[-TimeoutSec <int>]", "[-TimeoutSec <long>]", 18, "not a syntax of Copy-BcSample")]
    [InlineData("### Example 2: By id\n\n```powershell\n$sample | Copy-BcSample -WhatIf -Verbose\n```\n", "", 29, "There are 1 examples")]
    [InlineData("```powershell\nCopy-BcSample a*", "```\nCopy-BcSample a*", 31, "no ```powershell block")]
    [InlineData("-Kind Sandbox", "-Sort Sandbox", 36, "no parameter -Sort")]
    [InlineData("a* -Kind Sandbox", "{ -Kind Sandbox", 36, "Missing closing '}'")]
    [InlineData("| Copy-BcSample -WhatIf", "| Move-BcSample -WhatIf", 46, "no cmdlet Move-BcSample")]
    [InlineData("### -Id\n\nId of the sample.", "", 49, "-Id is not described")]
    [InlineData("Id of the sample.", "", 51, "-Id has no text")]
    [InlineData("### -Kind", "### -Sort", 69, "no parameter -Sort")]
    [InlineData("  Position: 0", "  Position: 1", 65, "'Position: 1' does not match the code of -Name")]
    [InlineData("### System.Version", "### System.Guid", 83, "returns System.Version")]
    [InlineData("https://example.com/more", "Missing.md", 95, "does not exist: Missing.md")]
    public void A_page_that_does_not_match_is_reported_with_its_line(string text, string change, int line, string problem)
    {
        var markdown = SamplePage.Markdown.ReplaceLineEndings("\n");
        Assert.Contains(text, markdown, StringComparison.Ordinal);

        var problems = ProblemsOf(markdown.Replace(text, change, StringComparison.Ordinal));

        Assert.Contains(problems.Split('\n'), row => row.StartsWith($"Copy-BcSample.md({line}): error: ", StringComparison.Ordinal)
            && row.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_parameter_uses_the_shared_text_unless_the_page_has_a_separate_one()
    {
        var own = SamplePage.Markdown.Replace("### -Id", "### -Force\n\nNever asks.\n\n### -Id", StringComparison.Ordinal);

        Assert.Equal(["Asks nothing."], Read(SamplePage.Markdown, new Problems()).Parameters["Force"].Paragraphs());
        Assert.Equal(["Never asks."], Read(own, new Problems()).Parameters["Force"].Paragraphs());
    }

    [Fact]
    public void Each_cmdlet_has_a_page_and_each_page_has_a_cmdlet()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "Get-BcGone.md"), "# Get-BcGone");
            var problems = new Problems();

            HelpSet.Read([new CmdletModel(typeof(CopyBcSampleCommand))], folder, problems);

            Assert.Contains("Copy-BcSample has no page", problems.ToString(), StringComparison.Ordinal);
            Assert.Contains("There is no cmdlet Get-BcGone", problems.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_new_page_is_complete_except_for_its_texts()
    {
        var cmdlet = new CmdletModel(typeof(CopyBcSampleCommand));
        var page = PageTemplate.Write(cmdlet, SharedParameters.Of(new Page("_parameters.md", SamplePage.Shared)));

        Assert.All(ProblemsOf(page).Split(Environment.NewLine), problem => Assert.EndsWith("has no text.", problem, StringComparison.Ordinal));
        Assert.DoesNotContain("### -Force", page, StringComparison.Ordinal);
    }

    internal static HelpEntry Read(string markdown, Problems problems)
    {
        var shared = SharedParameters.Of(new Page("_parameters.md", SamplePage.Shared));
        return HelpSet.Of(new CmdletModel(typeof(CopyBcSampleCommand)), new Page("Copy-BcSample.md", markdown), shared, problems).Entries.Single();
    }

    private static string ProblemsOf(string markdown)
    {
        var problems = new Problems();
        Read(markdown, problems);
        return problems.ToString();
    }
}
