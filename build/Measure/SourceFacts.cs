using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

// Counts for build/Measure-Code.ps1 that need more than single lines. PowerShell includes the compiler, so this needs no package.
public sealed class SourceFacts
{
    private readonly string _root;
    private readonly List<SyntaxTree> _trees;
    private readonly List<SyntaxNode> _nodes;

    public SourceFacts(string root, IEnumerable<string> files)
    {
        _root = root;
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        _trees = files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file)).ToList();
        _nodes = _trees.SelectMany(tree => tree.GetRoot().DescendantNodes()).ToList();
    }

    // Abstract classes that cmdlets derive from.
    public string[] CmdletBases() => Classes()
        .Where(type => Has(type.Modifiers, SyntaxKind.AbstractKeyword) && type.Identifier.Text.EndsWith("Cmdlet", StringComparison.Ordinal))
        .Select(type => Where(type, type.Identifier.Text)).ToArray();

    // String literals that are the name of an error code, outside the catalog of codes.
    public string[] ErrorCodeLiterals()
    {
        var catalog = Classes("ErrorCode").Concat(Records("ErrorCode")).SelectMany(type => type.Members.OfType<FieldDeclarationSyntax>())
            .Where(field => Has(field.Modifiers, SyntaxKind.PublicKeyword))
            .SelectMany(field => field.Declaration.Variables).Select(variable => variable.Identifier.Text).ToHashSet();
        if (catalog.Count == 0)
            throw new InvalidOperationException("ErrorCode has no public fields; the measure of literal error codes is not valid.");
        return _nodes.OfType<ObjectCreationExpressionSyntax>()
            .Where(creation => creation.Type.ToString().EndsWith("Exception", StringComparison.Ordinal) || creation.Type.ToString() == "ErrorRecord")
            .SelectMany(creation => creation.ArgumentList?.Arguments.Select(argument => argument.Expression) ?? new List<ExpressionSyntax>())
            .OfType<LiteralExpressionSyntax>().Where(literal => literal.Token.Value is string text && catalog.Contains(text))
            .Select(literal => Where(literal, literal.Token.ValueText)).ToArray();
    }

    // State that any code can set for the whole process.
    public string[] SettableStatics()
    {
        var fields = _nodes.OfType<FieldDeclarationSyntax>()
            .Where(field => Has(field.Modifiers, SyntaxKind.StaticKeyword) && !Has(field.Modifiers, SyntaxKind.ReadOnlyKeyword))
            .Select(field => Where(field, field.Declaration.Variables.First().Identifier.Text));
        var properties = _nodes.OfType<PropertyDeclarationSyntax>()
            .Where(property => Has(property.Modifiers, SyntaxKind.StaticKeyword)
                && property.AccessorList?.Accessors.Any(accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration)) == true)
            .Select(property => Where(property, property.Identifier.Text));
        return fields.Concat(properties).ToArray();
    }

    // Switches with a case for at least two kinds of long-running operations.
    public string[] OperationSwitches()
    {
        var kinds = Records().Where(
            type => type.BaseList?.Types.Any(known => known.ToString() is "IBcLongRunning" or "ILongRunningOperation") == true)
            .Select(type => type.Identifier.Text).ToHashSet();
        if (kinds.Count == 0)
            throw new InvalidOperationException("No kind of operation was found; the measure of type switches is not valid.");
        return _nodes.Where(node => node is SwitchExpressionSyntax or SwitchStatementSyntax)
            .Where(node => TypesIn(node).Intersect(kinds).Count() > 1)
            .Select(node => Where(node, string.Join(", ", TypesIn(node).Intersect(kinds)))).ToArray();
    }

    public string[] LongestMethods(int count) => _nodes.OfType<BaseMethodDeclarationSyntax>()
        .Select(method => (Method: method, Lines: LinesOf(method))).OrderByDescending(item => item.Lines).Take(count)
        .Select(item => item.Lines + " lines: " + Where(item.Method, NameOf(item.Method))).ToArray();

    // Runs of lines that occur twice in the sources: at least <size> of them, not counting braces, comments, and using directives.
    public string[] Duplicates(int size, out int lines)
    {
        var files = _trees.Select(tree => (Path: tree.FilePath, Lines: tree.GetText().Lines
            .Select(line => (Number: line.LineNumber, Text: line.ToString().Trim()))
            .Where(line => line.Text.Length > 2
                && !line.Text.StartsWith("//", StringComparison.Ordinal) && !line.Text.StartsWith("using ", StringComparison.Ordinal)
                && !line.Text.StartsWith("[", StringComparison.Ordinal)).ToList())).ToList();
        var seen = new Dictionary<string, (int File, int Line)>();
        var found = new List<string>();
        lines = 0;
        for (var file = 0; file < files.Count; file++)
        {
            var text = files[file].Lines;
            for (var line = 0; line + size <= text.Count; line++)
            {
                var key = string.Join('\n', text.Skip(line).Take(size).Select(item => item.Text));
                if (!seen.TryGetValue(key, out var first))
                {
                    seen.Add(key, (file, line));
                    continue;
                }

                var length = size;
                var other = files[first.File].Lines;
                while (line + length < text.Count && first.Line + length < other.Count && text[line + length].Text == other[first.Line + length].Text)
                    length++;
                found.Add(length + " lines: " + Name(
                    files[file].Path, text[line].Number) + " and " + Name(files[first.File].Path, other[first.Line].Number));
                lines += length;
                line += length - 1;
            }
        }

        return found.OrderByDescending(item => int.Parse(item.Split(' ')[0])).ToArray();
    }

    private IEnumerable<ClassDeclarationSyntax> Classes(string name = null) =>
        _nodes.OfType<ClassDeclarationSyntax>().Where(type => name is null || type.Identifier.Text == name);

    private IEnumerable<TypeDeclarationSyntax> Records(string name = null) =>
        _nodes.OfType<RecordDeclarationSyntax>().Where(type => name is null || type.Identifier.Text == name);

    private static IEnumerable<string> TypesIn(SyntaxNode node) => node.DescendantNodes()
        .Select(part => part switch
        {
            DeclarationPatternSyntax pattern => pattern.Type.ToString(),
            RecursivePatternSyntax { Type: not null } pattern => pattern.Type.ToString(),
            TypePatternSyntax pattern => pattern.Type.ToString(),
            ConstantPatternSyntax { Expression: IdentifierNameSyntax type } => type.ToString(),
            _ => null,
        })
        .Where(type => type is not null).Distinct();

    private static bool Has(SyntaxTokenList modifiers, SyntaxKind kind) =>
        modifiers.Any(kind) || kind == SyntaxKind.ReadOnlyKeyword && modifiers.Any(SyntaxKind.ConstKeyword);

    private static int LinesOf(SyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string NameOf(BaseMethodDeclarationSyntax method) =>
        method is MethodDeclarationSyntax named ? named.Identifier.Text : "constructor";

    private string Where(SyntaxNode node, string what) =>
        Name(node.SyntaxTree.FilePath, node.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line) + ": " + what;

    private string Name(string path, int line) => Path.GetRelativePath(_root, path).Replace('\\', '/') + "(" + (line + 1) + ")";
}
