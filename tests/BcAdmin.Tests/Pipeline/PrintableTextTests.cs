using BcAdmin.Pipeline;

namespace BcAdmin.Tests.Pipeline;

/// <summary>No text controls the terminal, or looks like another message.</summary>
public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("Øst 東京 🏢", "Øst 東京 🏢")]
    [InlineData("a\u001b[31mb\u0007", "a [31mb ")]
    [InlineData("a\r\nWARNING: b\u2028c\u0085d\te", "a WARNING: b c d e")]
    [InlineData("a\u202Eexe.txt\u2066b", "a exe.txt b")]
    public void A_line_has_no_control_characters(string text, string expected) => Assert.Equal(expected, PrintableText.Line(text));

    [Theory]
    [InlineData("a\r\nb\u001bc\n  d", "a\n  b c\n  d")]
    [InlineData("a\u202Eb", "a b")]
    public void Lines_after_the_first_one_are_indented(string text, string expected) => Assert.Equal(expected, PrintableText.Lines(text));

    [Fact]
    public void Cleaning_twice_changes_nothing()
    {
        var once = PrintableText.Lines("a\nb\u001b\nc");
        Assert.Equal(once, PrintableText.Lines(once));
    }

    [Fact]
    public void An_error_has_no_control_characters()
    {
        const string text = "The name 'a\u001b]0;title\u0007\nWARNING: b' is wrong.";
        var error = new BcException(ErrorCode.InvalidArgument, text) { Suggestion = "x\u001by\nz" };
        Assert.StartsWith("The name 'a ]0;title \n  WARNING: b' is wrong.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", error.Message, StringComparison.Ordinal);
        Assert.Single(error.Message.Split('\n')[1..]);
    }

    [Theory]
    [InlineData("a\u001bb", "\"a`u{1b}b\"")]
    [InlineData("a\n$(1)`\"“", "\"a`u{a}`$(1)```\"`“\"")]
    [InlineData("a\u202Eb", "\"a`u{202e}b\"")]
    [InlineData("It's", "'It''s'")]
    public void A_suggested_command_can_be_pasted(string name, string expected) => Assert.Equal(expected, PowerShellText.Quote(name));
}
