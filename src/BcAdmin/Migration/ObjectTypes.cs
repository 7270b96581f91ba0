using System.Management.Automation.Language;

namespace BcAdmin.Migration;

/// <summary>
/// Tracks the objects that replaced calls return through pipelines, variables, and loops, and renames properties that have a different name in
/// BcAdmin. Variables that also hold other values are not tracked.
/// </summary>
internal sealed class ObjectTypes
{
    private const string Other = "";

    private static readonly HashSet<string> PassingCommands = new(StringComparer.OrdinalIgnoreCase)
    {
        "Where-Object", "Where", "?", "Sort-Object", "Sort", "Select-Object", "Select", "Tee-Object", "Tee",
    };

    private static readonly HashSet<string> PropertyCommands = new(StringComparer.OrdinalIgnoreCase)
    {
        "Where-Object", "Where", "?", "Sort-Object", "Sort", "Select-Object", "Select", "ForEach-Object", "ForEach", "%", "Group-Object", "Group",
        "Format-Table", "ft", "Format-List", "fl", "Measure-Object", "Measure",
    };

    private readonly Script _script;
    private readonly Dictionary<CommandAst, string> _returns;
    private readonly Dictionary<(FunctionDefinitionAst? Scope, string Name), string> _variables = [];
    private readonly Dictionary<ScriptBlockExpressionAst, string> _blocks = [];
    private readonly Dictionary<Ast, string> _renames = [];

    public ObjectTypes(Script script, IEnumerable<OldCall> calls)
    {
        _script = script;
        _returns = calls.Where(call => call.Function.Returns is not null).ToDictionary(call => call.Command, call => call.Function.Returns!);
        if (_returns.Count == 0)
            return;
        // Each iteration tracks the objects through one more variable.
        for (var count = -1; count != _variables.Count + _blocks.Count;)
        {
            count = _variables.Count + _blocks.Count;
            FollowPipelines();
            FollowVariables();
        }

        foreach (var member in script.All<MemberExpressionAst>().Where(member => member is not InvokeMemberExpressionAst))
        {
            if (member.Member is StringConstantExpressionAst name && TypeOf(member.Expression) is { } type)
                Rename(name, name.Value, type);
        }
    }

    /// <summary>The property names to replace; null if BcAdmin has no such property.</summary>
    public IEnumerable<(Ast Name, string? New)> Renames => _renames.Select(pair => (pair.Key, (string?)(pair.Value.Length == 0 ? null : pair.Value)));

    private void Rename(Ast node, string name, string type)
    {
        if (type != Other && MigrationMap.Current.PropertiesOf(type).TryGetValue(name, out var other))
            _renames[node] = other ?? string.Empty;
    }

    private void FollowPipelines()
    {
        foreach (var pipeline in _script.All<PipelineAst>())
        {
            var type = pipeline.PipelineElements[0] is CommandExpressionAst first ? TypeOf(first.Expression) : Returned(pipeline.PipelineElements[0]);
            foreach (var element in pipeline.PipelineElements.Skip(1).OfType<CommandAst>())
            {
                if (type is null)
                    break;
                Enter(element, type);
                type = Passes(element) ? type : null;
            }
        }
    }

    private static bool Passes(CommandAst command) => command.GetCommandName() is { } name && PassingCommands.Contains(name)
        && !command.CommandElements.Any(element => element is CommandParameterAst parameter
            && parameter.ParameterName.StartsWith("Exp", StringComparison.OrdinalIgnoreCase))
        // Calculated properties define their own names.
        && command.Find(node => node is HashtableAst, searchNestedScriptBlocks: false) is null;

    /// <summary>Handles a command in the pipeline, depending on how it uses the properties of its input.</summary>
    private void Enter(CommandAst command, string type)
    {
        foreach (var block in command.CommandElements.SelectMany(element => element.FindAll(node => node is ScriptBlockExpressionAst, false)))
            _blocks[(ScriptBlockExpressionAst)block] = type;
        if (command.GetCommandName() is not { } name || !PropertyCommands.Contains(name))
            return;
        // The first value of Where-Object and ForEach-Object is a property name; for the other commands, all values are.
        var isFirstOnly = name is "?" or "%" || name.StartsWith("Where", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("ForEach", StringComparison.OrdinalIgnoreCase);
        var values = command.CommandElements.Skip(1).Where(element => element is not CommandParameterAst).Take(isFirstOnly ? 1 : int.MaxValue);
        foreach (var value in values.SelectMany<CommandElementAst, Ast>(element => element is ArrayLiteralAst several ? several.Elements : [element]))
        {
            if (value is StringConstantExpressionAst property)
                Rename(property, property.Value, type);
        }
    }

    private void FollowVariables()
    {
        foreach (var assignment in _script.All<AssignmentStatementAst>())
        {
            if (Script.VariableOf(assignment.Left) is { } variable)
                Assign(variable, assignment.Right is PipelineAst pipeline ? TypeOf(pipeline) : TypeOf(Script.Single(assignment.Right)));
        }

        foreach (var loop in _script.All<ForEachStatementAst>())
            Assign(loop.Variable, TypeOf(loop.Condition));
    }

    private void Assign(VariableExpressionAst variable, string? type)
    {
        if (Script.NameOf(variable) is not { } name)
            return;
        var key = (Script.Above<FunctionDefinitionAst>(variable), name.ToUpperInvariant());
        // An empty array or null is a common initial value of a list and has no properties.
        if (type is null && !IsInitialValue(variable))
            _variables[key] = Other;
        else if (type is not null && _variables.TryGetValue(key, out var known) && known != type)
            _variables[key] = Other;
        else if (type is not null)
            _variables[key] = type;
    }

    private static bool IsInitialValue(VariableExpressionAst variable) =>
        Script.Above<AssignmentStatementAst>(variable)?.Right.Extent.Text is "@()" or "$null";

    private string? Returned(Ast element) => element is CommandAst command && _returns.TryGetValue(command, out var type) ? type : null;

    private string? TypeOf(Ast? node) => node switch
    {
        PipelineAst pipeline => TypeOf(pipeline),
        CommandAst => Returned(node),
        CommandExpressionAst expression => TypeOf(expression.Expression),
        ParenExpressionAst paren => TypeOf(paren.Pipeline),
        SubExpressionAst or ArrayExpressionAst => Script.Single(node) is var single && single != node ? TypeOf(single) : null,
        IndexExpressionAst index => TypeOf(index.Target),
        InvokeMemberExpressionAst { Member: StringConstantExpressionAst method } call when Script.Is(method.Value, "Where") => Filtered(call),
        VariableExpressionAst variable => TypeOf(variable),
        _ => null,
    };

    private string? TypeOf(PipelineAst pipeline)
    {
        var rest = pipeline.PipelineElements.Skip(1).ToList();
        return rest.TrueForAll(element => element is CommandAst command && Passes(command)) ? TypeOf(pipeline.PipelineElements[0]) : null;
    }

    private string? Filtered(InvokeMemberExpressionAst call)
    {
        var type = TypeOf(call.Expression);
        if (type is not null && call.Arguments?.FirstOrDefault() is ScriptBlockExpressionAst block)
            _blocks[block] = type;
        return type;
    }

    private string? TypeOf(VariableExpressionAst variable)
    {
        if (Script.NameOf(variable) is not { } name)
            return null;
        if (name is "_" || Script.Is(name, "PSItem"))
            return Script.Above<ScriptBlockExpressionAst>(variable) is { } block ? _blocks.GetValueOrDefault(block) : null;
        var scope = Script.Above<FunctionDefinitionAst>(variable);
        return _variables.GetValueOrDefault((scope, name.ToUpperInvariant())) ?? _variables.GetValueOrDefault((null, name.ToUpperInvariant()));
    }
}
