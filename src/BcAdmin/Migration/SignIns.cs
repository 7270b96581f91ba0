using System.Management.Automation.Language;

namespace BcAdmin.Migration;

/// <summary>
/// The variables in a script that contain auth contexts. If the script signs in only once, the variables are not needed because cmdlets use the
/// current connection; otherwise each call specifies its connection.
/// </summary>
internal sealed class SignIns
{
    private static readonly HashSet<string> UsualNames = new(StringComparer.OrdinalIgnoreCase) { "bcAuthContext", "authContext" };

    private readonly Script _script;
    private readonly IReadOnlyList<OldCall> _calls;
    private readonly List<Group> _groups = [];
    private readonly HashSet<CommandAst> _foreign = [];
    private readonly bool _hasOthers;

    public SignIns(Script script, IReadOnlyList<OldCall> calls)
    {
        (_script, _calls) = (script, calls);
        FindVariables();
        FindKept();
        var creations = Creations.ToList();
        _hasOthers = creations.Exists(call => VariableOf(call) is null)
            || calls.Any(call => call.Context is { Value: { } value } && Script.VariableOf(value) is null && !IsRenewal(value));
    }

    /// <summary>Whether all calls use the current connection.</summary>
    public bool IsSingle => !_hasOthers && _groups.FindAll(group => group.IsUsed) is [{ IsCreated: true, IsPassed: false }];

    /// <summary>The calls of New-BcAuthContext for Business Central.</summary>
    public IEnumerable<OldCall> Creations => _calls.Where(call => call.Function.IsSignIn && !_foreign.Contains(call.Command));

    /// <summary>Whether the sign-in is for another service, such as a storage account.</summary>
    public bool IsForeign(OldCall call) => _foreign.Contains(call.Command);

    public bool IsContext(VariableExpressionAst variable) => GroupOf(variable) is { IsUsed: true };

    /// <summary>Whether functions that remain in BcContainerHelper use the context.</summary>
    public bool IsKept(VariableExpressionAst variable) => GroupOf(variable) is { IsKept: true };

    /// <summary>Whether the script needs a connection in addition to the context.</summary>
    public bool HasConnection(VariableExpressionAst variable) => GroupOf(variable) is { IsKept: true, IsCreated: true, IsPassed: false };

    /// <summary>Whether replaced calls use the context.</summary>
    public bool HasCalls(VariableExpressionAst variable) => GroupOf(variable) is { HasCalls: true };

    public bool AreSame(VariableExpressionAst one, VariableExpressionAst other) => GroupOf(one) is { } group && group == GroupOf(other);

    /// <summary>The assignment of the result of a call to a simple variable; null if there is none.</summary>
    public static AssignmentStatementAst? AssignmentOf(CommandAst command) =>
        command.Parent is PipelineAst { PipelineElements.Count: 1, Parent: AssignmentStatementAst { Operator: TokenKind.Equals } assignment }
        && Script.VariableOf(assignment.Left) is not null ? assignment : null;

    /// <summary>Whether the variable is also used outside replaced calls, for example in a comparison or in a function of the script.</summary>
    public bool IsUsedElsewhere(VariableExpressionAst variable) => _script.All<VariableExpressionAst>()
        .Any(other => AreSame(variable, other) && !IsReplaced(other));

    private bool IsReplaced(VariableExpressionAst variable)
    {
        if (variable.Parent is MemberExpressionAst { Member: StringConstantExpressionAst member } and not InvokeMemberExpressionAst)
            return Script.Is(member.Value, "AccessToken");
        if (_calls.Any(call => call.Refusal is null && call.Context?.Value is { } value && Script.VariableOf(value) == variable))
            return true;
        for (Ast node = variable; node.Parent is not null; node = node.Parent)
        {
            if (node.Parent is AssignmentStatementAst assignment)
                return node == assignment.Left && _calls.Any(call => IsSignInOrRenewal(call) && AssignmentOf(call.Command) == assignment);
            if (node.Parent is not AttributedExpressionAst)
                return false;
        }

        return false;
    }

    private static bool IsSignInOrRenewal(OldCall call) => call.Refusal is null && (call.Function.IsSignIn || call.Function.IsRemoved);

    /// <summary>The variable to which the result of a sign-in is assigned, also through the branches of a statement.</summary>
    private static VariableExpressionAst? VariableOf(OldCall call) =>
        Script.Above<AssignmentStatementAst>(call.Command) is { Operator: TokenKind.Equals } assignment
        && Script.Above<ScriptBlockExpressionAst>(call.Command) == Script.Above<ScriptBlockExpressionAst>(assignment)
        && IsValue(call.Command, assignment) ? Script.VariableOf(assignment.Left) : null;

    /// <summary>Whether the value of an assignment comes from the command, rather than from another command that it is an argument of.</summary>
    private static bool IsValue(Ast node, AssignmentStatementAst assignment)
    {
        for (var parent = node.Parent; parent != assignment; parent = parent.Parent)
        {
            if (parent is CommandAst or HashtableAst or MemberExpressionAst or ArrayLiteralAst or PipelineAst { PipelineElements.Count: > 1 })
                return false;
        }

        return true;
    }

    private bool IsRenewal(Ast value) => Script.Single(value is ParenExpressionAst paren ? paren.Pipeline : value) is CommandAst command
        && _calls.Any(call => call.Command == command && call.Function.IsRemoved
            && call.Context?.Value is { } inner && Script.VariableOf(inner) is not null);

    private void FindVariables()
    {
        foreach (var call in _calls.Where(call => call.Function.IsSignIn))
        {
            // A literal scope of another API
            if (call.Find("scopes")?.Value?.Extent.Text is { } scopes && scopes.Contains("//", StringComparison.Ordinal)
                && !scopes.Contains("businesscentral", StringComparison.OrdinalIgnoreCase)
                && !scopes.Contains("projectmadeira", StringComparison.OrdinalIgnoreCase))
            {
                _foreign.Add(call.Command);
            }
            else if (IsPassedToOther(call.Command))
            {
                _foreign.Add(call.Command);
            }
            else if (VariableOf(call) is { } variable && Script.NameOf(variable) is { } name)
            {
                // A sign-in that the user must convert creates no current connection, so calls specify their connection.
                var group = Get(name);
                group.IsCreated |= call.Refusal is null;
                group.IsPassed |= call.Refusal is not null;
            }
        }

        foreach (var call in _calls)
        {
            if (call.Context?.Value is not { } value || Script.VariableOf(value) is not { } variable || Script.NameOf(variable) is not { } name)
                continue;
            var group = Get(name);
            group.HasCalls |= !call.Function.IsRemoved && call.Refusal is null;
            if (call.Function.IsRemoved && AssignmentOf(call.Command) is { } assignment
                && Script.NameOf(Script.VariableOf(assignment.Left)!) is { } target)
            {
                Join(group, Get(target));
            }
        }

        foreach (var assignment in _script.All<AssignmentStatementAst>())
        {
            if (Script.VariableOf(assignment.Left) is { } left && Script.VariableOf(assignment.Right) is { } right
                && Script.NameOf(left) is { } target && GroupOf(right) is { } group)
            {
                Join(group, Get(target));
            }
        }

        FindUnnamed();
    }

    /// <summary>Whether the context is passed directly to a function that remains in BcContainerHelper.</summary>
    private bool IsPassedToOther(CommandAst command)
    {
        for (Ast node = command; node.Parent is not (null or StatementBlockAst or NamedBlockAst); node = node.Parent)
        {
            if (node.Parent is PipelineAst pipeline && pipeline.PipelineElements.OfType<CommandAst>().Any(IsKeptCommand))
                return true;
            if (node.Parent is CommandAst outer && IsKeptCommand(outer))
                return true;
        }

        return false;
    }

    private bool IsKeptCommand(CommandAst command) => Script.CommandName(command) is { } name
        && !_calls.Any(call => call.Command == command && call.Refusal is null)
        && (MigrationMap.Current.IsOther(name) || MigrationMap.Current.Find(name) is { To: null, IsRemoved: false });

    /// <summary>Finds variables whose name indicates a context, because their value comes from another script.</summary>
    private void FindUnnamed()
    {
        foreach (var parameter in _script.All<ParameterAst>())
        {
            var name = Script.NameOf(parameter.Name)!;
            if (GroupOf(parameter.Name) is { } group)
                group.IsPassed = true;
            else if (UsualNames.Contains(name) && _script.All<MemberExpressionAst>().Any(member => IsAccessToken(member, name)))
                Get(name).IsPassed = true;
        }

        // The return value of another function can belong to any tenant.
        foreach (var assignment in _script.All<AssignmentStatementAst>())
        {
            if (Script.VariableOf(assignment.Left) is { } left && GroupOf(left) is { } group && Script.VariableOf(assignment.Right) is null
                && !_calls.Any(call => (call.Function.IsSignIn || call.Function.IsRemoved) && VariableOf(call) == left))
            {
                group.IsPassed = true;
            }
        }

        foreach (var variable in _script.All<VariableExpressionAst>())
        {
            if (GroupOf(variable) is { } group && variable.VariablePath.UserPath.StartsWith("using:", StringComparison.OrdinalIgnoreCase))
                group.IsPassed = true;
        }
    }

    private static bool IsAccessToken(MemberExpressionAst member, string name) =>
        Script.VariableOf(member.Expression) is { } variable && Script.Is(Script.NameOf(variable), name)
        && member.Member is StringConstantExpressionAst { Value: { } property } && Script.Is(property, "AccessToken");

    private void FindKept()
    {
        foreach (var command in _script.All<CommandAst>())
        {
            if (!IsKeptCommand(command))
                continue;
            var splats = command.CommandElements.OfType<VariableExpressionAst>().Where(element => element.Splatted).Select(Script.NameOf)
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
            var tables = _script.All<AssignmentStatementAst>().Where(assignment => Script.VariableOf(assignment.Left) is { } variable
                && splats.Contains(Script.NameOf(variable)));
            var piped = command.Parent is PipelineAst { PipelineElements: [CommandExpressionAst first, ..] } ? first : (Ast)command;
            foreach (var variable in tables.Append<Ast>(command).Append(piped)
                .SelectMany(node => node.FindAll(inner => inner is VariableExpressionAst, true)).Cast<VariableExpressionAst>())
            {
                if (variable.Parent is not MemberExpressionAst && GroupOf(variable) is { } group)
                    group.IsKept = true;
            }
        }
    }

    private Group? GroupOf(VariableExpressionAst variable) =>
        Script.NameOf(variable) is { } name ? _groups.Find(group => group.Names.Contains(name)) : null;

    private Group Get(string name)
    {
        if (_groups.Find(group => group.Names.Contains(name)) is { } known)
            return known;
        var created = new Group();
        created.Names.Add(name);
        _groups.Add(created);
        return created;
    }

    private void Join(Group one, Group other)
    {
        if (one == other)
            return;
        one.Names.UnionWith(other.Names);
        one.IsCreated |= other.IsCreated;
        one.HasCalls |= other.HasCalls;
        _groups.Remove(other);
    }

    private sealed class Group
    {
        public HashSet<string> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

        public bool IsCreated { get; set; }

        /// <summary>Whether the context is a parameter of a function, or is passed to another runspace.</summary>
        public bool IsPassed { get; set; }

        public bool HasCalls { get; set; }

        public bool IsKept { get; set; }

        public bool IsUsed => IsCreated || HasCalls || IsPassed;
    }
}
