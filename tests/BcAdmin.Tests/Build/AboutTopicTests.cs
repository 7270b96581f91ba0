using BcAdmin.HelpBuilder;

namespace BcAdmin.Tests.Build;

public class AboutTopicTests
{
    private const string Address = "https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/overview";

    private readonly string _text = AboutTopic.Write("about_BcSample", $"""
        # about_BcSample

        ## Short description

        A `sample`.

        ## Long description

        Text that is so long that it needs more than one line of eighty columns and so has to go on below.

        - An item that is so long that it needs more than one line of eighty columns, and goes on below its _text.

        ```powershell
        Get-BcSample |
            Copy-BcSample
        ```

        | Verb | Meaning |
        |---|---|
        | Get | Reads |
        | Remove | Deletes |

        {Address}
        """);

    [Fact]
    public void A_topic_has_the_layout_of_the_topics_of_PowerShell() => Assert.StartsWith(
        "TOPIC\n    about_BcSample\n\nSHORT DESCRIPTION\n    A sample.\n\nLONG DESCRIPTION\n    Text that is so long",
        _text, StringComparison.Ordinal);

    [Fact]
    public void No_line_has_more_than_80_columns_except_long_addresses()
    {
        var lines = _text.Split('\n');

        Assert.All(lines.Where(line => line.Trim() != Address), line => Assert.True(line.Length <= 80, line));
        Assert.Contains($"    {Address}", lines);
    }

    [Fact]
    public void Items_are_indented_and_code_keeps_its_lines()
    {
        Assert.Contains("    - An item", _text, StringComparison.Ordinal);
        Assert.Matches(@"- An item .*\n      \w", _text);
        Assert.Contains("\n        Get-BcSample |\n            Copy-BcSample\n", _text, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_are_aligned_in_columns() =>
        Assert.Contains("    Verb    Meaning\n    Get     Reads\n    Remove  Deletes\n", _text, StringComparison.Ordinal);
}
