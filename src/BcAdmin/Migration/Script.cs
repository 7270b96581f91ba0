using System.Management.Automation.Language;

namespace BcAdmin.Migration;

/// <summary>A parsed script, with queries that several classes use.</summary>
internal sealed class Script
{
    private static readonly HashSet<string> Scopes = new(StringComparer.OrdinalIgnoreCase) { "global", "script", "local", "private", "using" };

    private readonly HashSet<string> _own;

    private Script(string text, ScriptBlockAst tree, Token[] tokens)
    {
        (Text, Tree, Tokens) = (text, tree, tokens);
        _own = new(All<FunctionDefinitionAst>().Select(function => function.Name), StringComparer.OrdinalIgnoreCase);
        var preferences = ValuesOf("ErrorActionPreference").ToList();
        StopsAtErrors = preferences.Exists(value => Above<FunctionDefinitionAst>(value) is null)
            && preferences.TrueForAll(value => value.Extent.Text.Contains("Stop", StringComparison.OrdinalIgnoreCase));
    }

    public string Text { get; }

    public ScriptBlockAst Tree { get; }

    public Token[] Tokens { get; }

    /// <summary>Whether the script stops at every error.</summary>
    public bool StopsAtErrors { get; }

    /// <summary>Parses a script. References to modules that are not installed are not errors.</summary>
    public static Script Parse(string path, string text, out ParseError[] errors)
    {
        var tree = Parser.ParseInput(text, path, out var tokens, out errors);
        errors = Array.FindAll(errors, error => error.ErrorId is not "ModuleNotFoundDuringParse");
        return new(text, tree, tokens);
    }

    public IEnumerable<T> All<T>()
        where T : Ast => Tree.FindAll(node => node is T, searchNestedScriptBlocks: true).Cast<T>();

    public static bool Is(string? name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>The values that are assigned to a variable.</summary>
    public IEnumerable<StatementAst> ValuesOf(string? name) => All<AssignmentStatementAst>()
        .Where(assignment => VariableOf(assignment.Left) is { } variable && Is(NameOf(variable), name)).Select(assignment => assignment.Right);

    /// <summary>Whether the script defines a function with this name, which takes precedence over functions in modules.</summary>
    public bool Defines(string name) => _own.Contains(name);

    /// <summary>The name of a command without its module; null for commands of BcAdmin and for dynamic command names.</summary>
    public static string? CommandName(CommandAst command)
    {
        if (command.GetCommandName() is not { } name)
            return null;
        var separator = name.LastIndexOf('\\');
        var isOther = separator >= 0 && (Is(name[..separator], nameof(BcAdmin)) || name.Contains('/', StringComparison.Ordinal));
        return isOther ? null : name[(separator + 1)..];
    }

    /// <summary>The name of a variable without its scope; null for drive variables such as $env:NAME.</summary>
    public static string? NameOf(VariableExpressionAst variable)
    {
        var path = variable.VariablePath;
        if (path.IsDriveQualified)
            return null;
        var name = path.UserPath;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && Scopes.Contains(name[..colon]) ? name[(colon + 1)..] : name;
    }

    public static VariableExpressionAst? VariableOf(Ast? node) => node switch
    {
        VariableExpressionAst { Splatted: false } variable => variable,
        ParenExpressionAst paren => VariableOf(paren.Pipeline),
        AttributedExpressionAst attributed => VariableOf(attributed.Child),
        CommandExpressionAst expression => VariableOf(expression.Expression),
        PipelineAst { PipelineElements.Count: 1 } pipeline => VariableOf(pipeline.PipelineElements[0]),
        _ => null,
    };

    /// <summary>The only element of a pipeline or statement list.</summary>
    public static Ast? Single(Ast? node) => node switch
    {
        PipelineAst { PipelineElements.Count: 1 } pipeline => Single(pipeline.PipelineElements[0]),
        CommandExpressionAst expression => expression.Expression,
        StatementBlockAst { Statements.Count: 1 } block => Single(block.Statements[0]),
        SubExpressionAst sub => Single(sub.SubExpression),
        ArrayExpressionAst array => Single(array.SubExpression),
        _ => node,
    };

    public static T? Above<T>(Ast node)
        where T : Ast
    {
        for (var parent = node.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is T found)
                return found;
        }

        return null;
    }

    /// <summary>The statement that contains an expression.</summary>
    public static Ast StatementOf(Ast node)
    {
        while (node.Parent is not (null or NamedBlockAst or StatementBlockAst))
            node = node.Parent;
        return node;
    }

    /// <summary>
    /// The offset at which to insert lines before a statement: the start of its line, or of the line where a preceding statement on that line or the
    /// enclosing statement starts.
    /// </summary>
    public int LineStart(Ast node)
    {
        for (var statement = StatementOf(node); ; statement = StatementOf(statement.Parent))
        {
            var siblings = statement.Parent is StatementBlockAst block ? block.Statements : (statement.Parent as NamedBlockAst)?.Statements;
            if (siblings?.LastOrDefault(sibling => sibling.Extent.StartOffset <= statement.Extent.StartOffset
                    && StartsLine(sibling.Extent.StartOffset)) is { } first)
            {
                return LineStart(first.Extent.StartOffset);
            }

            if (statement.Parent?.Parent is null)
                return LineStart(statement.Extent.StartOffset);
        }
    }

    public int LineStart(int offset) => offset == 0 ? 0 : Text.LastIndexOf('\n', offset - 1) + 1;

    public string Indent(int lineStart) => Text[lineStart..(lineStart + Blank(lineStart, 1))];

    public string NewLine => Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>Removes a statement, including its line if nothing else is on it.</summary>
    public void Remove(TextEdits edits, IScriptExtent extent) => Remove(edits, extent.StartOffset, extent.EndOffset);

    public void Remove(TextEdits edits, int start, int end)
    {
        var after = end + Blank(end, 1);
        if (StartsLine(start) && (after == Text.Length || Text[after] is '\r' or '\n'))
        {
            var next = Text.IndexOf('\n', after);
            edits.Delete(LineStart(start), next < 0 ? Text.Length : next + 1);
        }
        else if (after < Text.Length && Text[after] == ';')
        {
            edits.Delete(start, after + 1 + Blank(after + 1, 1));
        }
        else if (start - Blank(start - 1, -1) is var before && before > 0 && Text[before - 1] == ';')
        {
            edits.Delete(before - 1, end);
        }
        else
        {
            edits.Delete(start, end);
        }
    }

    private bool StartsLine(int offset) => offset - Blank(offset - 1, -1) is var first && (first == 0 || Text[first - 1] == '\n');

    /// <summary>The number of spaces and tabs before or after an offset.</summary>
    private int Blank(int offset, int direction)
    {
        var count = 0;
        while (offset >= 0 && offset < Text.Length && Text[offset] is ' ' or '\t')
        {
            count++;
            offset += direction;
        }

        return count;
    }
}
