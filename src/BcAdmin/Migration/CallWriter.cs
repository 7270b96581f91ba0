using System.Management.Automation.Language;
using System.Security;

namespace BcAdmin.Migration;

/// <summary>Rewrites one call of a BcContainerHelper function as a call of the cmdlet that replaces it.</summary>
internal sealed class CallWriter(Script script, TextEdits edits, OldCall call, SignIns signIns, SplatTables tables, bool qualifies)
{
    private readonly List<string> _added = [];
    private readonly List<Func<string>> _after = [];
    private readonly List<Func<string>> _signIn = [];
    private VariableExpressionAst? _movedSplat;
    private bool _usesSource;
    private bool _waits;

    public BcReplacementConfidence Confidence { get; private set; } = call.Function.Confidence;

    public List<string> Notes { get; } = call.Function.Note is { } note ? [note] : [];

    public List<string> Todos { get; } = [];

    /// <summary>The sign-in command to insert before the call.</summary>
    public Func<string>? Before => _signIn.Count == 0
        ? null : () => $"Connect-BcTenant {string.Join(' ', _signIn.Select(part => part()))} -ErrorAction Stop";

    private OldFunction Function => call.Function;

    public void Write()
    {
        ChooseSource();
        WriteName();
        foreach (var argument in call.Arguments)
            Write(argument);
        AddMissing();
        if (Function.IsSignIn)
            WriteSignIn();
        WriteEnd();
        if (_usesSource)
            WriteSource();
        if (call.Splats.Count > 0)
            Lower(BcReplacementConfidence.Medium);
        if (Todos.Count > 0)
            Lower(BcReplacementConfidence.Low);
    }

    private void WriteName()
    {
        var name = call.Command.CommandElements[0];
        var text = qualifies && MigrationMap.Current.IsClash(Function.To!) ? $"{nameof(BcAdmin)}\\{Function.To}" : Function.To!;
        edits.Replace(name.Extent, name is StringConstantExpressionAst constant ? ScriptConverter.Requote(constant, text) : text);
    }

    /// <summary>Replaces a check in the old function with a filter before the cmdlet.</summary>
    private void ChooseSource()
    {
        if (Function.Source is not { } source || (source.Unless is { } unless && call.Has(unless)))
            return;
        _usesSource = source.IsRequired || call.Splats.Count == 0 || MovesSplat();
        if (!_usesSource)
            Todos.Add(Messages.ProductionEnvironmentNotRejected);
    }

    /// <summary>Whether a hash table that contains only the environment can be passed to the filter.</summary>
    private bool MovesSplat()
    {
        if (call.Splats is not [var splat] || call.Find("environment") is not { Entry: not null }
            || call.Arguments.Exists(argument => argument is { Entry: not null, Parameter.Kind: not OldParameterKind.Drop } && !IsOfSource(argument)))
        {
            return false;
        }

        _movedSplat = splat;
        return true;
    }

    private static bool IsOfSource(OldArgument argument) => argument.Parameter.Kind == OldParameterKind.Connection
        || argument.Parameter.Name.ToUpperInvariant() is "ENVIRONMENT" or "APPLICATIONFAMILY";

    private void Write(OldArgument argument)
    {
        var parameter = argument.Parameter;
        if (parameter.Note is { } note)
        {
            Notes.Add(note);
            Lower(BcReplacementConfidence.Medium);
        }

        if (parameter.Todo is { } todo && parameter.Kind is OldParameterKind.Drop or OldParameterKind.DropSwitch)
            Todos.Add(todo.Replace("{value}", argument.Value?.Extent.Text ?? string.Empty, StringComparison.Ordinal));
        if (_usesSource && argument.Entry is null && IsOfSource(argument))
        {
            Drop(argument);
            return;
        }

        switch (parameter.Kind)
        {
            case OldParameterKind.Connection:
                WriteConnection(argument);
                break;
            case OldParameterKind.NotWait:
                WriteNotWait(argument);
                break;
            case OldParameterKind.Bool when argument.Entry is null:
                edits.Replace(argument.Start, argument.Value!.Extent.StartOffset, $"-{parameter.To}:");
                break;
            case OldParameterKind.PlainText when IsEmpty(argument.Value) && parameter.Data["empty"] is { } empty:
                Drop(argument);
                _added.Add((string)empty!);
                break;
            case OldParameterKind.PlainText:
                Rename(argument);
                WrapPlainText(argument, isCertain: true);
                break;
            case OldParameterKind.Secret:
                Rename(argument);
                WrapPlainText(argument, isCertain: false);
                break;
            case OldParameterKind.ScriptBlock:
                Rename(argument);
                Wrap(argument, "{ ", " }");
                break;
            case OldParameterKind.Values:
                WriteValue(argument);
                break;
            case OldParameterKind.Authority when argument.Value is { } address
                && !address.Extent.Text.Contains("login.microsoftonline.com", StringComparison.OrdinalIgnoreCase):
                Rename(argument);
                Notes.Add(Messages.AuthorityExcludesTenant);
                Lower(BcReplacementConfidence.Low);
                break;
            case OldParameterKind.Filter:
                _after.Add(() => $" | {parameter.To} {ValueText(argument)}");
                Drop(argument);
                break;
            case OldParameterKind.SignIn:
                _signIn.Add(() => $"-{parameter.To} {(parameter.To == "ClientSecret" ? SecretText(argument) : ValueText(argument))}");
                Drop(argument);
                break;
            case OldParameterKind.Rename when parameter.Default is { } value && Script.Single(argument.Value) is StringConstantExpressionAst constant
                && Script.Is(constant.Value, value):
                Drop(argument);
                break;
            case OldParameterKind.Rename or OldParameterKind.Switch or OldParameterKind.Bool:
                Rename(argument);
                break;
            default:
                Drop(argument);
                break;
        }
    }

    private void WriteConnection(OldArgument argument)
    {
        if (signIns.IsSingle)
        {
            Drop(argument);
            return;
        }

        Rename(argument, "Connection");
        if (Script.VariableOf(argument.Value!) is { } variable && signIns.IsKept(variable))
            edits.Replace(argument.Value!.Extent, $"${Script.NameOf(variable)}Connection");
    }

    private void WriteNotWait(OldArgument argument)
    {
        switch (argument.Value)
        {
            case null:
                Drop(argument);
                break;
            case var value when Script.VariableOf(value) is { } variable && Script.NameOf(variable)?.ToUpperInvariant() is "TRUE" or "FALSE":
                Drop(argument);
                _waits = Script.Is(Script.NameOf(Script.VariableOf(value)!), "false");
                break;
            default:
                Rename(argument, "Wait");
                Wrap(argument, argument.Entry is null ? "(-not " : "-not (", ")");
                break;
        }
    }

    private void WriteValue(OldArgument argument)
    {
        Rename(argument);
        var values = MigrationMap.Pairs(argument.Parameter.Data["values"]);
        if (Script.Single(argument.Value) is not StringConstantExpressionAst constant)
        {
            var known = string.Join(", ", values.Values.OfType<string>().Distinct(StringComparer.Ordinal));
            Notes.Add(Messages.CheckArgumentValue(argument, known));
            Lower(BcReplacementConfidence.Low);
        }
        else if (!values.TryGetValue(constant.Value, out var value))
        {
            Todos.Add(Messages.ArgumentValueNotAvailable(argument, constant));
        }
        else if (value is null)
        {
            Drop(argument);
        }
        else if (value != constant.Value)
        {
            edits.Replace(constant.Extent, ScriptConverter.Requote(constant, value));
        }
    }

    private void AddMissing()
    {
        foreach (var (parameter, todo) in Function.Missing)
        {
            if (!call.Has(parameter))
                Todos.Add(todo);
        }

        foreach (var addition in Function.Additions.Where(addition => (addition.If is not { } present || call.Has(present))
            && (addition.Unless is not { } absent || !call.Has(absent))))
        {
            _added.Add(addition.Text);
            if (addition.Note is null)
                continue;
            Notes.Add(addition.Note);
            Lower(BcReplacementConfidence.Low);
        }

        if (_waits || (Function.AddsWait && call.Arguments.TrueForAll(argument => argument.Parameter.Kind != OldParameterKind.NotWait)))
            _added.Add("-Wait");
    }

    private void WriteSignIn()
    {
        var assignment = SignIns.AssignmentOf(call.Command);
        if (assignment is not null && signIns.IsSingle && (signIns.IsKept(Script.VariableOf(assignment.Left)!)
                || !signIns.IsUsedElsewhere(Script.VariableOf(assignment.Left)!)))
        {
            edits.Delete(assignment.Extent.StartOffset, call.Extent.StartOffset);
            return;
        }

        _added.Add("-PassThru");
        if (assignment?.Left is ConvertExpressionAst typed)
            edits.Replace(typed.Extent, typed.Child.Extent.Text);
    }

    private void WriteEnd()
    {
        if (Stops)
            _added.Add("-ErrorAction Stop");
        var elements = call.Command.CommandElements;
        var end = elements[^1].Extent.EndOffset;
        // If each parameter has its own line, an added parameter gets one as well.
        var breaks = Enumerable.Range(Math.Max(1, elements.Count - 2), elements.Count - Math.Max(1, elements.Count - 2))
            .Select(index => script.Text[elements[index - 1].Extent.EndOffset..elements[index].Extent.StartOffset]);
        var separator = breaks.LastOrDefault(between => between.Contains('`', StringComparison.Ordinal)
            && between.Contains('\n', StringComparison.Ordinal)) ?? " ";
        var isResult = Function.IsSilent && Script.Above<FunctionDefinitionAst>(call.Command) is not null
            && call.Command.Parent is PipelineAst { PipelineElements.Count: 1, Parent: StatementBlockAst or NamedBlockAst };
        var result = isResult ? " | Out-Null" : string.Empty;
        var added = _added.Count > 0 ? separator + string.Join(' ', _added) : string.Empty;
        if (added.Length + _after.Count + result.Length > 0)
            edits.Insert(end, () => added + string.Concat(_after.Select(part => part())) + result, call.Extent);
    }

    /// <summary>
    /// Whether to add -ErrorAction Stop. Functions of BcContainerHelper throw when they fail, including those that only read, so the statements that
    /// follow must not run after an error.
    /// </summary>
    private bool Stops => !call.HasErrorAction && !script.StopsAtErrors;

    /// <summary>Inserts the source command before the call, with the arguments that move to it.</summary>
    private void WriteSource()
    {
        var source = Function.Source!;
        if (_movedSplat is { } splat)
            Delete(splat.Extent.StartOffset, splat.Extent.EndOffset);
        var moved = call.Arguments.FindAll(argument => argument.Entry is null && IsOfSource(argument)
            && !(argument.Parameter.Kind == OldParameterKind.Connection && signIns.IsSingle));
        string[] splatted = _movedSplat is null ? [] : [_movedSplat.Extent.Text];
        var end = Stops ? "-ErrorAction Stop | " : "| ";
        edits.Insert(
            call.Extent.StartOffset, () => string.Join(' ', [source.Command, .. splatted, .. moved.Select(Part), source.Tail, end]), call.Extent);

        string Part(OldArgument argument) => argument.Parameter.Kind == OldParameterKind.Connection
            ? $"-Connection {ConnectionText(argument)}" : $"-{argument.Parameter.To} {ValueText(argument)}";
    }

    private string ConnectionText(OldArgument argument) => Script.VariableOf(argument.Value!) is { } variable && signIns.IsKept(variable)
        ? $"${Script.NameOf(variable)}Connection" : ValueText(argument);

    private void Rename(OldArgument argument) => Rename(argument, argument.Parameter.To);

    private void Rename(OldArgument argument, string name)
    {
        if (argument.Entry is { } entry)
        {
            if (IsFirstUser(entry))
                edits.Replace(entry.Key.Extent, ScriptConverter.Requote(entry.Key, name));
        }
        else if (argument.Token is { } token)
        {
            edits.Replace(token.Extent.StartOffset, token.Extent.StartOffset + 1 + token.ParameterName.Length, $"-{name}");
        }
        else
        {
            edits.Insert(argument.Value!.Extent.StartOffset, $"-{name} ");
        }
    }

    private void Drop(OldArgument argument)
    {
        if (argument.Entry is { } entry)
        {
            if (!IsFirstUser(entry))
                return;
            if (entry.IsLiteral)
                script.Remove(edits, entry.Key.Extent.StartOffset, entry.Value.Extent.EndOffset);
            else
                script.Remove(edits, entry.Whole.Extent);
            return;
        }

        Delete(argument.Start, argument.End);
    }

    /// <summary>Removes elements of the call and the space before them.</summary>
    private void Delete(int start, int end)
    {
        var before = call.Command.CommandElements.Last(element => element.Extent.EndOffset <= start);
        edits.Delete(before.Extent.EndOffset, end);
    }

    private void Wrap(OldArgument argument, string before, string after)
    {
        if (argument.Entry is { } entry && !IsFirstUser(entry))
            return;
        edits.Insert(argument.Value!.Extent.StartOffset, before);
        edits.Insert(argument.Value.Extent.EndOffset, after);
    }

    private void WrapPlainText(OldArgument argument, bool isCertain)
    {
        var isPlain = isCertain && !IsSecure(argument.Value!) ? true : IsPlain(argument.Value!);
        if (isPlain == true)
        {
            var isCommand = argument.Entry is not null && Script.Single(argument.Value) is not ExpressionAst;
            Wrap(argument, isCommand ? "(ConvertTo-SecureString (" : "(ConvertTo-SecureString ", isCommand ? ") -AsPlainText)" : " -AsPlainText)");
        }
        else if (isPlain is null)
        {
            Notes.Add(Messages.ArgumentMustBeSecureString(argument));
            Lower(BcReplacementConfidence.Medium);
        }
    }

    private string SecretText(OldArgument argument) =>
        IsPlain(argument.Value!) == true ? $"(ConvertTo-SecureString {ValueText(argument)} -AsPlainText)" : ValueText(argument);

    /// <summary>Whether a value is a plain text; null if the script does not show it.</summary>
    private bool? IsPlain(Ast value)
    {
        if (IsSecure(value))
            return false;
        if (Script.Single(value) is StringConstantExpressionAst or ExpandableStringExpressionAst)
            return true;
        if (value.Extent.Text.Contains("-AsPlainText", StringComparison.OrdinalIgnoreCase))
            return true;
        if (Script.VariableOf(value) is not { } variable)
            return null;
        if (variable.VariablePath.IsDriveQualified)
            return Script.Is(variable.VariablePath.DriveName, "env") ? true : null;
        var name = Script.NameOf(variable);
        var parameter = script.All<ParameterAst>().FirstOrDefault(one => Script.Is(Script.NameOf(one.Name), name));
        if (parameter is not null && parameter.StaticType == typeof(string))
            return true;
        var values = script.ValuesOf(name).ToList();
        return values.Count > 0 && values.TrueForAll(one => Script.VariableOf(one) is { VariablePath.IsDriveQualified: true }
            || Script.Single(one) is StringConstantExpressionAst or ExpandableStringExpressionAst
            || (one.Extent.Text.Contains("-AsPlainText", StringComparison.OrdinalIgnoreCase) && !IsSecure(one))) ? true : null;
    }

    private bool IsSecure(Ast value)
    {
        var text = value.Extent.Text;
        if (text.Contains("ConvertTo-SecureString", StringComparison.OrdinalIgnoreCase)
            || text.Contains("-AsSecureString", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".Password", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return Script.VariableOf(value) is { } variable && Script.NameOf(variable) is { } name
            && (script.All<ParameterAst>().Any(one => Script.Is(Script.NameOf(one.Name), name) && one.StaticType == typeof(SecureString))
                || script.ValuesOf(name).Any(one => Script.VariableOf(one) is null && IsSecure(one)));
    }

    private static bool IsEmpty(Ast? value) => Script.Single(value) is StringConstantExpressionAst { Value.Length: 0 };

    private string ValueText(OldArgument argument) => edits.Text(argument.Value!.Extent);

    /// <summary>Whether the call is the first one that splats the hash table. Several calls can splat it, but it is changed only once.</summary>
    private bool IsFirstUser(SplatEntry entry) =>
        tables.Of(call.Splats.Find(splat => tables.Of(splat).Entries.Contains(entry))!).Users[0] == call.Command;

    private void Lower(BcReplacementConfidence confidence)
    {
        if (confidence < Confidence)
            Confidence = confidence;
    }
}
