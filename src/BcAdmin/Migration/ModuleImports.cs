using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace BcAdmin.Migration;

/// <summary>
/// The statements that install and import BcContainerHelper. They are replaced if the script no longer uses the module; otherwise the statements for
/// BcAdmin are added.
/// </summary>
internal sealed class ModuleImports(Script script, bool isKept)
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "BcContainerHelper", "NavContainerHelper", "BC.SaasHelper",
    };

    private static readonly HashSet<string> Commands = new(StringComparer.OrdinalIgnoreCase)
    {
        "Import-Module", "ipmo", "Install-Module", "Install-PSResource", "Update-Module", "Uninstall-Module", "Remove-Module", "Get-Module",
        "Get-InstalledModule", "Save-Module", "Find-Module",
    };

    private static readonly HashSet<string> Versions = new(StringComparer.OrdinalIgnoreCase)
    {
        "RequiredVersion", "MinimumVersion", "MaximumVersion", "Version", "AllowPrerelease", "Prerelease",
    };

    /// <summary>The commands that refer to the module, with the element that contains its name.</summary>
    private IEnumerable<(CommandAst Command, StringConstantExpressionAst Name)> Uses =>
        from command in script.All<CommandAst>()
        where Script.CommandName(command) is { } name && Commands.Contains(name)
        from element in command.CommandElements.SelectMany<CommandElementAst, Ast>(
            element => element is ArrayLiteralAst several ? several.Elements : [element])
        let value = element as StringConstantExpressionAst ?? (element as CommandParameterAst)?.Argument as StringConstantExpressionAst
        where value is not null && Names.Contains(value.Value)
        select (command, value);

    public bool IsImported => Uses.Any() || Requirements.Any();

    private IEnumerable<Token> Requirements => script.Tokens.Where(token => token.Kind == TokenKind.Comment
        && token.Text.StartsWith("#requires", StringComparison.OrdinalIgnoreCase) && Names.Any(name => IsNamed(token.Text, name)));

    public void Convert(TextEdits edits, Action<IScriptExtent, string> report)
    {
        foreach (var (command, name) in Uses.ToList())
        {
            if (isKept)
                Repeat(edits, command, report);
            else
                Replace(edits, command, name, report);
        }

        foreach (var token in Requirements)
        {
            var replaced = Regex.Replace(
                token.Text, @"@\{[^}]*\b(Bc|Nav)ContainerHelper\b[^}]*\}|['""]?\b((Bc|Nav)ContainerHelper|BC\.SaasHelper)\b['""]?",
                nameof(BcAdmin), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            if (isKept)
            {
                replaced = script.Text.Contains($"#Requires -Modules {nameof(BcAdmin)}", StringComparison.OrdinalIgnoreCase)
                    ? token.Text : $"{token.Text}{script.NewLine}#Requires -Modules {nameof(BcAdmin)}";
            }

            if (replaced == token.Text)
                continue;
            edits.Replace(token.Extent, replaced);
            report(token.Extent, replaced);
        }
    }

    private static void Replace(TextEdits edits, CommandAst command, StringConstantExpressionAst name, Action<IScriptExtent, string> report)
    {
        var quote = name.StringConstantType switch
        {
            StringConstantType.SingleQuoted => "'",
            StringConstantType.DoubleQuoted => "\"",
            _ => string.Empty,
        };
        edits.Replace(name.Extent, quote + nameof(BcAdmin) + quote);
        for (var i = 1; i < command.CommandElements.Count; i++)
        {
            if (command.CommandElements[i] is not CommandParameterAst parameter || !Versions.Contains(parameter.ParameterName))
                continue;
            // A version number of the other module does not apply. The switches for previews have no value.
            var hasValue = parameter.Argument is null && !parameter.ParameterName.Contains("Pre", StringComparison.OrdinalIgnoreCase)
                && i + 1 < command.CommandElements.Count && command.CommandElements[i + 1] is not CommandParameterAst;
            edits.Delete(command.CommandElements[i - 1].Extent.EndOffset, command.CommandElements[hasValue ? i + 1 : i].Extent.EndOffset);
        }

        report(command.Extent, string.Empty);
    }

    /// <summary>Adds the same statement for BcAdmin, unless the script already contains it.</summary>
    private void Repeat(TextEdits edits, CommandAst command, Action<IScriptExtent, string> report)
    {
        var verb = Script.CommandName(command)!;
        if (!(verb.StartsWith("Import-", StringComparison.OrdinalIgnoreCase) || verb.StartsWith("Install-", StringComparison.OrdinalIgnoreCase)
                || Script.Is(verb, "ipmo"))
            || script.All<CommandAst>().Any(other => Script.Is(Script.CommandName(other), verb)
                && other.CommandElements.Skip(1).Any(element => IsNamed(element.Extent.Text, nameof(BcAdmin)))))
        {
            return;
        }

        var statement = Script.StatementOf(command);
        var added = $"{command.CommandElements[0].Extent.Text} {nameof(BcAdmin)}";
        var lineStart = script.LineStart(statement.Extent.StartOffset);
        var isAlone = string.IsNullOrWhiteSpace(script.Text[lineStart..statement.Extent.StartOffset]);
        edits.Insert(statement.Extent.EndOffset, isAlone ? script.NewLine + script.Indent(lineStart) + added : $"; {added}");
        report(command.Extent, added);
    }

    private static bool IsNamed(string text, string name) =>
        Regex.IsMatch(text, $@"\b{Regex.Escape(name)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
