using System.Text.RegularExpressions;

namespace BcAdmin.Tests.Conventions;

/// <summary>The texts that users read are in one file, and in plain technical English.</summary>
public sealed class MessageConventions
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase;

    /// <summary>Words that do not name the actor or the action clearly, and British spellings.</summary>
    private static readonly Regex Unwanted = new(
        @"\b(somebody|nobody|whoever|everybody|anybody|is no [a-km-z]|is the error|inside of|any more|e-mail|say -|"
        + @"organis\w*|authoris\w*|licence\w*|behaviour\w*|colour\w*|cancelled|cancelling)\b?", Options);

    private static readonly Regex Allowed = new(@"there is no|is the error (code|message)|!cancelled\(\)", Options);

    /// <summary>Microsoft writes "ID" in prose.</summary>
    private static readonly Regex LowerCaseId = new(
        @"\b(the|an|its|by|app|client|company|correlation|object|package|role|security|tenant|user) ids?\b",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    /// <summary>Four words in a row, which are a sentence or a part of one.</summary>
    private static readonly Regex Sentence =
        new(@"\$?@?""[^""]*[A-Za-z]{2,},? [a-z]{2,},? [a-z]{2,},? [a-z]{2,}[^""]*""", RegexOptions.NonBacktracking);

    /// <summary>The pages of the report are HTML, definitions are documents, and the mapping of the converter is data.</summary>
    private static readonly string[] Exempt = ["Messages.cs", "HtmlTable.cs", "TenantReportPage.cs"];

    [Fact]
    public void Messages_are_in_plain_technical_English() => Rule.Holds(
        from line in File.ReadLines(Repository.PathOf("src", "BcAdmin", "Messages.cs")).Select((text, index) => (Text: text, Number: index + 1))
        where line.Text.Contains('"')
        let found = Find(line.Text[line.Text.IndexOf('"')..])
        where found.Success
        select $"Messages.cs({line.Number}): '{found.Value}' in {line.Text.Trim()}");

    [Fact]
    public void Documents_are_in_plain_technical_English() => Rule.Holds(
        from file in Directory.EnumerateFiles(Repository.PathOf("docs"), "*", SearchOption.AllDirectories)
            .Concat(from name in (string[])["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"] select Repository.PathOf(name))
        where Path.GetExtension(file) is ".md" or ".ps1" or ".yml"
        from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
        let found = Find(line.Text)
        where found.Success
        select $"{Path.GetFileName(file)}({line.Number}): '{found.Value}' in {line.Text.Trim()}");

    [Fact]
    public void Sentences_are_in_Messages_only() => Rule.Holds(
        from file in Directory.EnumerateFiles(Repository.PathOf("src", "BcAdmin"), "*.cs", SearchOption.AllDirectories)
        where !Exempt.Contains(Path.GetFileName(file), StringComparer.Ordinal)
            && !file.Contains($"{Path.DirectorySeparatorChar}Definitions{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
        where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal) && Sentence.IsMatch(line.Text)
        select $"{Path.GetFileName(file)}({line.Number}): move the text to Messages: {line.Text.Trim()}");

    private static Match Find(string text) =>
        LowerCaseId.Match(text) is { Success: true } id ? id : Unwanted.Match(Allowed.Replace(text, string.Empty));
}
