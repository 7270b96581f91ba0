using System.Management.Automation.Language;

namespace BcAdmin.Migration;

/// <summary>A converted script.</summary>
internal sealed record Conversion(string Text, IReadOnlyList<BcScriptReplacement> Replacements);

/// <summary>
/// Converts the use of BcContainerHelper for Business Central online in a script. The syntax tree determines the changes, which are made in the text.
/// Converting a script again has no effect.
/// </summary>
internal sealed class ScriptConverter
{
    private const string TodoPrefix = "# TODO BcAdmin: ";

    private readonly string _path;
    private readonly Script _script;
    private readonly TextEdits _edits;
    private readonly SplatTables _tables;
    private readonly List<OldCall> _calls;
    private readonly SignIns _signIns;
    private readonly List<(int Offset, Func<BcScriptReplacement> Create)> _results = [];
    private readonly Dictionary<int, List<string>> _todos = [];
    private readonly HashSet<OldCall> _marked = [];
    private bool _keepsModule;

    private ScriptConverter(string path, Script script)
    {
        (_path, _script, _edits, _tables) = (path, script, new(script.Text), new(script));
        _calls = FindCalls();
        foreach (var call in _calls)
            call.Refusal = RefusalOf(call);
        RefuseConflicts();
        _signIns = new(script, _calls);
        RefuseKept();
    }

    /// <exception cref="BcException">FileNotReadable: PowerShell cannot parse the script.</exception>
    public static Conversion Convert(string path, string text)
    {
        var script = Parse(path, text);
        var conversion = new ScriptConverter(path, script).Convert();
        // The result is also parsed, so that the conversion never returns an invalid script.
        Script.Parse(path, conversion.Text, out var errors);
        return errors.Length == 0
            ? conversion
            : throw new BcException(ErrorCode.InternalError, Messages.InvalidScriptConversion(path, Describe(errors[0]))) { Target = path };
    }

    private static Script Parse(string path, string text)
    {
        var script = Script.Parse(path, text, out var errors);
        if (errors.Length == 0)
            return script;
        var more = errors.Length > 1 ? Messages.ParseErrorCount(errors) : string.Empty;
        throw new BcException(ErrorCode.FileNotReadable, Messages.InvalidPowerShellScript(path, Describe(errors[0]), more))
        {
            Target = path,
            Advice = Messages.CorrectOrExcludeScript,
        };
    }

    private static string Describe(ParseError error) => Messages.ParseErrorLocation(error);

    private Conversion Convert()
    {
        _keepsModule = _marked.Count > 0 || _calls.Exists(call => call.Refusal is not null || IsUnchanged(call))
            || _script.All<CommandAst>().Any(command => Script.CommandName(command) is { } name && !_script.Defines(name)
                && MigrationMap.Current.IsOther(name) && !_calls.Exists(call => call.Command == command));
        foreach (var call in _calls)
            Convert(call);
        if (_calls.Count > 0)
        {
            ConvertContexts();
            RenameProperties();
        }

        if (_edits.IsEmpty && _todos.Count == 0)
            return new(_script.Text, []);
        if (_calls.Exists(call => call.Refusal is null && !IsUnchanged(call)))
        {
            new ModuleImports(_script, _keepsModule).Convert(_edits, (extent, text) => Report(extent, BcReplacementConfidence.High, null,
                text.Length == 0 ? null : text));
        }

        foreach (var (lineStart, todos) in _todos)
        {
            var indent = _script.Indent(lineStart);
            _edits.InsertLines(lineStart, () => string.Concat(todos.Select(todo => indent + TodoPrefix + todo + _script.NewLine)));
        }

        return new(_edits.ToString(), [.. _results.OrderBy(result => result.Offset).Select(result => result.Create())]);
    }

    private List<OldCall> FindCalls()
    {
        var found = new List<OldCall>();
        foreach (var command in _script.All<CommandAst>())
        {
            if (Script.CommandName(command) is not { } name || _script.Defines(name) || MigrationMap.Current.Find(name) is not { } function)
                continue;
            var call = new OldCall(command, name, function, _tables);
            if (function.OnlyWith is { } parameter && !call.Has(parameter))
                continue;
            if (HasTodo(command))
                _marked.Add(call);
            else
                found.Add(call);
        }

        // Some names exist in both modules, but only BcContainerHelper functions use an auth context.
        var isOld = _marked.Count > 0 || found.Exists(call => !MigrationMap.Current.IsClash(call.Name));
        var names = found.Select(call => call.Context?.Value).OfType<Ast>().Select(Script.VariableOf).OfType<VariableExpressionAst>();
        found.RemoveAll(call => MigrationMap.Current.IsClash(call.Name) && !IsOld(call, isOld));
        return found;
    }

    private bool IsOld(OldCall call, bool isOldScript) => call.Context switch
    {
        null => isOldScript && call.Splats.Count > 0 && call.Unknown is not null,
        { Token: null, Entry: null, Value: { } value } => Script.VariableOf(value) is { } variable && IsContextByUse(variable)
            || (value is ParenExpressionAst && value.Extent.Text.Contains("-BcAuthContext", StringComparison.OrdinalIgnoreCase)),
        _ => true,
    };

    /// <summary>Whether a context is assigned to the variable in the script, or its name indicates one.</summary>
    private bool IsContextByUse(VariableExpressionAst variable) => Script.NameOf(variable) is { } name
        && (name.Contains("authContext", StringComparison.OrdinalIgnoreCase) || _script.All<AssignmentStatementAst>().Any(assignment =>
            Script.VariableOf(assignment.Left) is { } left && Script.Is(Script.NameOf(left), name)
            && assignment.Right.Extent.Text.Contains("-BcAuthContext", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether the lines above the statement already contain the TODO comment.</summary>
    private bool HasTodo(Ast node)
    {
        var lineStart = _script.LineStart(node);
        while (lineStart > 0)
        {
            var above = _script.LineStart(lineStart - 1);
            var line = _script.Text[above..lineStart].Trim();
            if (line.StartsWith(TodoPrefix.TrimEnd(), StringComparison.OrdinalIgnoreCase))
                return true;
            if (!line.StartsWith('#'))
                return false;
            lineStart = above;
        }

        return false;
    }

    private static string? RefusalOf(OldCall call)
    {
        var function = call.Function;
        if (function.Todo is not null)
            return function.Todo;
        if (call.Unknown is { } unknown)
        {
            var parameters = string.Join(", ", function.Parameters.Select(parameter => parameter.To).Where(name => name.Length > 0)
                .Distinct(StringComparer.Ordinal));
            var command = function.IsSignIn ? $"{function.To} -PassThru" : function.To;
            return function.To is null ? $"{unknown}." : Messages.CallCommandWithParameters(unknown, command, parameters);
        }

        foreach (var argument in call.Arguments.Where(argument => argument.Parameter.Kind == OldParameterKind.Refuse))
        {
            if (argument.Parameter.Unless is null || !call.Has(argument.Parameter.Unless))
                return argument.Parameter.Todo;
        }

        if (function.Source is { IsRequired: true } && call.Splats.Count > 0)
            return Messages.MoveParametersIntoCall(function);
        return function.Requires.FirstOrDefault(required => !call.Has(required.Key)).Value;
    }

    /// <summary>Rejects the conversion of hash tables whose keys would have to be renamed differently for different calls.</summary>
    private void RefuseConflicts()
    {
        var tables = _calls.SelectMany(call => call.Splats).Select(_tables.Of).Distinct().ToList();
        foreach (var table in tables)
        {
            var users = _calls.FindAll(call => call.Splats.Exists(splat => _tables.Of(splat) == table));
            var isShared = table.Users.Exists(user => users.TrueForAll(call => call.Command != user));
            var differs = users.SelectMany(call => call.Arguments)
                .Where(argument => argument.Entry is not null && table.Entries.Contains(argument.Entry))
                .GroupBy(argument => argument.Entry).Any(uses => uses.Select(use => (use.Parameter.Kind, use.Parameter.To)).Distinct().Count() > 1);
            if (!isShared && !differs && users.TrueForAll(call => call.Refusal is null))
                continue;
            foreach (var call in users)
                call.Refusal ??= Messages.UseSeparateSplatHashtables;
        }
    }

    /// <summary>Rejects calls whose context comes from elsewhere and is kept, because it is not a connection.</summary>
    private void RefuseKept()
    {
        foreach (var call in _calls.Where(call => call.Refusal is null && call.Function is { IsSignIn: false, IsRemoved: false }))
        {
            if (call.Context?.Value is not { } value || Script.VariableOf(value) is not { } variable
                || !_signIns.IsKept(variable) || _signIns.HasConnection(variable))
            {
                continue;
            }

            call.Refusal = Messages.ContextUsedByRemainingFunctions(call);
        }
    }

    /// <summary>Whether a call is kept: a sign-in for another service, or one for functions that remain in BcContainerHelper.</summary>
    private bool IsUnchanged(OldCall call)
    {
        if (_signIns.IsForeign(call))
            return true;
        var variable = call.Function.IsSignIn
            ? SignIns.AssignmentOf(call.Command) is { } assignment ? Script.VariableOf(assignment.Left) : null
            : call.Function.IsRemoved && call.Context?.Value is { } value ? Script.VariableOf(value) : null;
        return variable is not null && _signIns.IsKept(variable);
    }

    private void Convert(OldCall call)
    {
        if (call.Refusal is { } refusal)
        {
            Mark(call.Command, refusal);
            Report(call.Extent, BcReplacementConfidence.None, refusal, TodoPrefix + refusal);
        }
        else if (IsUnchanged(call))
        {
            KeepSignIn(call);
        }
        else if (call.Function.IsRemoved)
        {
            Remove(call);
        }
        else
        {
            var writer = new CallWriter(_script, _edits, call, _signIns, _tables, _keepsModule);
            writer.Write();
            foreach (var todo in writer.Todos)
                Mark(call.Command, todo);
            var lineStart = _script.LineStart(call.Command);
            if (writer.Before is { } before)
                _edits.InsertLines(lineStart, () => _script.Indent(lineStart) + before() + _script.NewLine);
            Report(call.Extent, writer.Confidence, Join([.. writer.Notes, .. writer.Todos]));
        }
    }

    /// <summary>Adds a second sign-in if calls of both modules use the context.</summary>
    private void KeepSignIn(OldCall call)
    {
        if (!call.Function.IsSignIn || SignIns.AssignmentOf(call.Command) is not { } assignment
            || Script.VariableOf(assignment.Left) is not { } variable || !_signIns.HasCalls(variable))
        {
            return;
        }

        var edits = new TextEdits(_script.Text);
        var writer = new CallWriter(_script, edits, call, _signIns, _tables, _keepsModule);
        writer.Write();
        var signIn = _signIns.IsSingle ? edits.Text(call.Extent) : $"${Script.NameOf(variable)}Connection = {edits.Text(call.Extent)}";
        var lineStart = _script.LineStart(call.Command);
        _edits.InsertLines(lineStart, () => _script.Indent(lineStart) + signIn + _script.NewLine);
        const string todo = Messages.ContextCausesSecondSignIn;
        Mark(call.Command, todo);
        Report(call.Extent, BcReplacementConfidence.Medium, todo, signIn);
    }

    private void Remove(OldCall call)
    {
        if (call.Context?.Value is not { } value)
        {
            Mark(call.Command, Messages.RemoveTokenRenewalCall);
            Report(call.Extent, BcReplacementConfidence.None, call.Function.Note);
            return;
        }

        var variable = Script.VariableOf(value);
        var statement = Script.StatementOf(call.Command);
        var isOutput = statement is PipelineAst pipeline && (pipeline.PipelineElements.Count == 1
            || (pipeline.PipelineElements is [_, CommandAst { } next] && Script.Is(next.GetCommandName(), "Out-Null")))
            && pipeline.PipelineElements[0] == call.Command;
        var isSame = statement is AssignmentStatementAst assignment && SignIns.AssignmentOf(call.Command) == assignment
            && variable is not null && (Script.Is(Script.NameOf(Script.VariableOf(assignment.Left)!), Script.NameOf(variable)) || _signIns.IsSingle);
        if (isOutput || isSame)
        {
            _script.Remove(_edits, statement.Extent);
            Report(statement.Extent, BcReplacementConfidence.High, call.Function.Note, string.Empty);
        }
        else
        {
            _edits.Replace(call.Extent, () => _edits.Text(value.Extent));
            Report(call.Extent, BcReplacementConfidence.High, call.Function.Note);
        }
    }

    private void ConvertContexts()
    {
        foreach (var member in _script.All<MemberExpressionAst>().Where(member => member is not InvokeMemberExpressionAst))
        {
            if (member.Member is StringConstantExpressionAst property && Script.VariableOf(member.Expression) is { } variable)
                ConvertProperty(member, member.Member.Extent, property.Value, variable);
        }

        foreach (var index in _script.All<IndexExpressionAst>())
        {
            if (index.Index is StringConstantExpressionAst key && Script.VariableOf(index.Target) is { } variable)
                ConvertProperty(index, new Inside(key), key.Value, variable);
        }

        foreach (var parameter in _script.All<ParameterAst>())
        {
            if (!_signIns.IsContext(parameter.Name) || _signIns.IsKept(parameter.Name))
                continue;
            foreach (var type in parameter.Attributes.OfType<TypeConstraintAst>().Where(type => Script.Is(type.TypeName.Name, "Hashtable")))
            {
                _edits.Replace(type.Extent, "[object]");
                Report(parameter.Extent, BcReplacementConfidence.Medium, Messages.PassConnectionFromPassThru);
            }
        }
    }

    private void ConvertProperty(Ast access, object name, string property, VariableExpressionAst variable)
    {
        if (!_signIns.IsContext(variable) || _signIns.IsKept(variable)
            || !MigrationMap.Current.ContextProperties.TryGetValue(property, out var other))
        {
            return;
        }

        if (other is null || access.Parent is AssignmentStatementAst { Left: { } left } && left == access)
        {
            if (HasTodo(access))
                return;
            var todo = Messages.ConnectionPropertyNotFound(property);
            Mark(access, todo);
            Report(access.Extent, BcReplacementConfidence.None, todo, TodoPrefix + todo);
        }
        else if (Script.Is(property, "AccessToken"))
        {
            var connection = _signIns.IsSingle ? string.Empty : $" -Connection {variable.Extent.Text}";
            var text = $"{other}{connection} | ConvertFrom-SecureString -AsPlainText";
            var isAlone = access.Parent is CommandExpressionAst { Parent: PipelineAst { PipelineElements.Count: 1 } };
            _edits.Replace(access.Extent, isAlone ? text : $"({text})");
            Report(access.Extent, BcReplacementConfidence.Medium, Messages.UseInvokeBcApiInsteadOfToken);
        }
        else if (!Script.Is(property, other))
        {
            if (name is Inside inside)
                _edits.Replace(inside.Key.Extent, $"'{other}'");
            else
                _edits.Replace((IScriptExtent)name, other);
            Report(access.Extent, BcReplacementConfidence.Medium, null);
        }
    }

    private void RenameProperties()
    {
        var types = new ObjectTypes(_script, _calls.FindAll(call => call.Refusal is null));
        foreach (var (name, other) in types.Renames)
        {
            var owner = name.Parent is MemberExpressionAst member ? member : name;
            if (other is null)
            {
                if (HasTodo(name))
                    continue;
                var todo = Messages.ObjectPropertyNotFound(name);
                Mark(name, todo);
                Report(owner.Extent, BcReplacementConfidence.None, todo, TodoPrefix + todo);
                continue;
            }

            // In an argument, a nested property requires a script block.
            var isBlock = owner == name && other.Contains('.', StringComparison.Ordinal);
            _edits.Replace(name.Extent, isBlock ? $"{{ $_.{other} }}" : Requote((StringConstantExpressionAst)name, other));
            Report(owner.Extent, BcReplacementConfidence.Medium, null);
        }
    }

    public static string Requote(StringConstantExpressionAst old, string text) => old.StringConstantType switch
    {
        StringConstantType.SingleQuoted => $"'{text}'",
        StringConstantType.DoubleQuoted => $"\"{text}\"",
        _ => text,
    };

    private void Mark(Ast node, string todo)
    {
        var lineStart = _script.LineStart(node);
        if (!_todos.TryGetValue(lineStart, out var todos))
            _todos.Add(lineStart, todos = []);
        if (!todos.Contains(todo))
            todos.Add(todo);
    }

    /// <summary>Adds a result. If no text is specified, the result contains the converted extent after all changes.</summary>
    private void Report(IScriptExtent extent, BcReplacementConfidence confidence, string? note, string? text = null) =>
        _results.Add((extent.StartOffset, () => new BcScriptReplacement
        {
            Path = _path,
            Line = extent.StartLineNumber,
            Old = extent.Text,
            New = text ?? _edits.Text(extent),
            Confidence = confidence,
            Note = note,
        }));

    private static string? Join(IReadOnlyCollection<string> notes) => notes.Count == 0 ? null : string.Join(' ', notes);

    /// <summary>A quoted key.</summary>
    private sealed record Inside(StringConstantExpressionAst Key);
}
