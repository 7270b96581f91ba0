using System.Management.Automation.Language;

namespace BcAdmin.Migration;

/// <summary>A key of a splatted hash table, in a literal or set by a separate statement.</summary>
internal sealed record SplatEntry(StringConstantExpressionAst Key, Ast Value, Ast Whole, bool IsLiteral)
{
    public string Name => Key.Value;
}

/// <summary>The keys of a hash table, from one assignment of its variable to the next assignment after it was used.</summary>
internal sealed class SplatTable
{
    public List<SplatEntry> Entries { get; } = [];

    public List<CommandAst> Users { get; } = [];

    /// <summary>Whether all keys can be determined from the script.</summary>
    public bool IsComplete { get; set; }
}

/// <summary>Finds the hash tables that commands in a script splat.</summary>
internal sealed class SplatTables
{
    private readonly Dictionary<VariableExpressionAst, SplatTable> _tables = [];

    public SplatTables(Script script)
    {
        var uses = script.All<VariableExpressionAst>().Where(variable => variable.Splatted && variable.Parent is CommandAst).ToList();
        foreach (var name in uses.Select(Script.NameOf).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase))
        {
            foreach (var scope in uses.Where(use => Script.Is(Script.NameOf(use), name)).GroupBy(use => ScopeOf(script, use, name)))
                Follow(script, name, scope.Key, [.. scope]);
        }
    }

    public SplatTable Of(VariableExpressionAst splat) => _tables.TryGetValue(splat, out var table) ? table : new();

    /// <summary>The function that assigns the variable; null for the script scope.</summary>
    private static FunctionDefinitionAst? ScopeOf(Script script, VariableExpressionAst use, string name) =>
        Script.Above<FunctionDefinitionAst>(use) is { } function
        && Statements(script, name).Any(one => Script.Above<FunctionDefinitionAst>(one) == function)
            ? function : null;

    private static IEnumerable<AssignmentStatementAst> Statements(Script script, string name) =>
        script.All<AssignmentStatementAst>()
            .Where(one => Script.VariableOf(Target(one.Left)) is { } variable && Script.Is(Script.NameOf(variable), name));

    private void Follow(Script script, string name, FunctionDefinitionAst? scope, List<VariableExpressionAst> uses)
    {
        var table = new SplatTable();
        var calls = script.All<InvokeMemberExpressionAst>().Where(call =>
            Script.VariableOf(call.Expression) is { } variable && Script.Is(Script.NameOf(variable), name));
        var events = Statements(script, name).Cast<Ast>().Concat(calls).Where(one => Script.Above<FunctionDefinitionAst>(one) == scope)
            .Concat(uses).OrderBy(one => one.Extent.StartOffset);
        foreach (var one in events)
        {
            switch (one)
            {
                case VariableExpressionAst use:
                    table.Users.Add((CommandAst)use.Parent);
                    _tables[use] = table;
                    break;
                case AssignmentStatementAst { Left: MemberExpressionAst or IndexExpressionAst } assignment:
                    AddMember(table, assignment);
                    break;
                case AssignmentStatementAst assignment:
                    if (assignment.Operator == TokenKind.Equals && table.Users.Count > 0)
                        table = new();
                    AddLiteral(table, assignment);
                    break;
                case InvokeMemberExpressionAst call:
                    AddCall(table, call);
                    break;
            }
        }
    }

    private static ExpressionAst Target(ExpressionAst left) => left switch
    {
        MemberExpressionAst member => member.Expression,
        IndexExpressionAst index => index.Target,
        _ => left,
    };

    private static void AddMember(SplatTable table, AssignmentStatementAst assignment)
    {
        var key = assignment.Left is MemberExpressionAst member ? member.Member : ((IndexExpressionAst)assignment.Left).Index;
        if (key is StringConstantExpressionAst constant)
            table.Entries.Add(new(constant, assignment.Right, assignment, IsLiteral: false));
        else
            table.IsComplete = false;
    }

    private static void AddLiteral(SplatTable table, AssignmentStatementAst assignment)
    {
        var isFirst = assignment.Operator == TokenKind.Equals && table.Entries.Count == 0;
        var value = Script.Single(assignment.Right);
        if (value is ConvertExpressionAst converted)
            value = converted.Child;
        var keys = (value as HashtableAst)?.KeyValuePairs;
        if (keys is null || keys.Any(pair => pair.Item1 is not StringConstantExpressionAst))
        {
            table.IsComplete = false;
            table.Entries.Clear();
            return;
        }

        if (isFirst)
            table.IsComplete = true;
        table.Entries.AddRange(keys.Select(pair => new SplatEntry((StringConstantExpressionAst)pair.Item1, pair.Item2, value!, IsLiteral: true)));
    }

    private static void AddCall(SplatTable table, InvokeMemberExpressionAst call)
    {
        if ((call.Member as StringConstantExpressionAst)?.Value.ToUpperInvariant() is not ("ADD" or "REMOVE" or "CONTAINSKEY" or "CONTAINS"))
            return;
        if (call.Arguments is [StringConstantExpressionAst key, ..])
            table.Entries.Add(new(key, call.Arguments.Count > 1 ? call.Arguments[1] : key, Script.StatementOf(call), IsLiteral: false));
        else
            table.IsComplete = false;
    }
}
