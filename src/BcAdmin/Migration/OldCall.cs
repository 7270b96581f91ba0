using System.Management.Automation;
using System.Management.Automation.Language;

namespace BcAdmin.Migration;

/// <summary>A value that a call passes to a parameter, directly or in a splatted hash table.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Token">The parameter name in the call; null for a positional value or a hash table entry.</param>
/// <param name="Value">The value; null for a switch without one.</param>
/// <param name="Entry">The hash table entry; null for a value in the call.</param>
internal sealed record OldArgument(OldParameter Parameter, CommandParameterAst? Token, Ast? Value, SplatEntry? Entry)
{
    public int Start => Token?.Extent.StartOffset ?? Value!.Extent.StartOffset;

    public int End => Math.Max(Token?.Extent.EndOffset ?? 0, Value?.Extent.EndOffset ?? 0);
}

/// <summary>A call of a BcContainerHelper function, with its arguments bound as PowerShell binds them.</summary>
internal sealed class OldCall
{
    private static readonly HashSet<string> Switches = new(StringComparer.OrdinalIgnoreCase) { "Verbose", "Debug", "vb", "db" };
    private static readonly HashSet<string> CommonParameters = new(
        [.. Cmdlet.CommonParameters, "ea", "wa", "infa", "ev", "wv", "iv", "ov", "ob", "pv", "vb", "db", "ProgressAction", "proga"],
        StringComparer.OrdinalIgnoreCase);

    public OldCall(CommandAst command, string name, OldFunction function, SplatTables tables)
    {
        (Command, Name, Function) = (command, name, function);
        Bind();
        foreach (var splat in Splats)
        {
            var table = tables.Of(splat);
            if (!table.IsComplete)
                Unknown = Messages.SplatKeysUnknown(splat);
            foreach (var entry in table.Entries)
            {
                if (Resolve(entry.Name) is { } parameter)
                    Arguments.Add(new(parameter, null, entry.Value, entry));
                else if (!IsCommon(entry.Name))
                    Unknown ??= Messages.SplatParameterNotFound(name, entry);
            }
        }
    }

    public CommandAst Command { get; }

    /// <summary>The name in the script, which can be an alias.</summary>
    public string Name { get; }

    public OldFunction Function { get; }

    public List<OldArgument> Arguments { get; } = [];

    public List<VariableExpressionAst> Splats { get; } = [];

    /// <summary>The description of arguments that cannot be determined; null if there are none.</summary>
    public string? Unknown { get; private set; }

    /// <summary>The reason why the call is not replaced; null if it can be replaced.</summary>
    public string? Refusal { get; set; }

    public bool HasErrorAction { get; private set; }

    public bool Has(string parameter) => Find(parameter) is not null;

    public OldArgument? Find(string parameter) => Arguments.Find(argument => Script.Is(argument.Parameter.Name, parameter));

    public OldArgument? Context => Arguments.Find(argument => argument.Parameter.Kind == OldParameterKind.Connection);

    public IScriptExtent Extent => Command.Extent;

    private void Bind()
    {
        var elements = Command.CommandElements;
        var positional = new List<ExpressionAst>();
        for (var i = 1; i < elements.Count; i++)
        {
            if (elements[i] is CommandParameterAst token)
            {
                var parameter = Resolve(token.ParameterName);
                var isSwitch = parameter is null ? Switches.Contains(token.ParameterName) : parameter.IsSwitch;
                var next = i + 1 < elements.Count ? elements[i + 1] as ExpressionAst : null;
                var value = token.Argument ?? (isSwitch || next is VariableExpressionAst { Splatted: true } ? null : next);
                if (value is not null && token.Argument is null)
                    i++;
                if (parameter is not null)
                    Arguments.Add(new(parameter, token, value, null));
                else if (!IsCommon(token.ParameterName))
                    Unknown ??= Messages.CallParameterNotFound(Name, token);
                else if (token.ParameterName.StartsWith("ErrorA", StringComparison.OrdinalIgnoreCase) || Script.Is(token.ParameterName, "ea"))
                    HasErrorAction = true;
            }
            else if (elements[i] is VariableExpressionAst { Splatted: true } splat)
            {
                Splats.Add(splat);
            }
            else if (elements[i] is ExpressionAst value)
            {
                positional.Add(value);
            }
        }

        var free = Function.Parameters.Where(parameter => !parameter.IsSwitch && Arguments.TrueForAll(argument => argument.Parameter != parameter));
        Arguments.AddRange(free.Zip(positional, (parameter, value) => new OldArgument(parameter, null, value, null)));
        if (positional.Count > 0 && Arguments.Count(argument => argument.Token is null) < positional.Count)
            Unknown ??= Messages.TooManyPositionalValues(Name);
        Arguments.Sort((one, other) => one.Start.CompareTo(other.Start));
    }

    /// <summary>The parameter with this name, or the only one whose name starts with it.</summary>
    private OldParameter? Resolve(string name)
    {
        if (Function.Parameters.FirstOrDefault(parameter => Names(parameter).Any(known => Script.Is(known, name))) is { } exact)
            return exact;
        var candidates = Function.Parameters.Where(parameter => Names(parameter)
            .Any(known => known.StartsWith(name, StringComparison.OrdinalIgnoreCase))).ToList();
        return candidates.Count == 1 && !CommonParameters.Contains(name) ? candidates[0] : null;

        static IEnumerable<string> Names(OldParameter parameter) => parameter.Aliases.Append(parameter.Name);
    }

    private static bool IsCommon(string name) =>
        CommonParameters.Contains(name) || CommonParameters.Count(known => known.StartsWith(name, StringComparison.OrdinalIgnoreCase)) == 1;
}
