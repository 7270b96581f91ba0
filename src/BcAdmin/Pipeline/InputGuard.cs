using System.Collections;
using System.Management.Automation;
using System.Reflection;
using BcAdmin.Cmdlets;

namespace BcAdmin.Pipeline;

/// <summary>
/// Refuses input that PowerShell binds but the user cannot have meant: null, which would turn a filter into "everything", and piped objects whose
/// properties only happen to have the names of parameters.
/// </summary>
internal sealed class InputGuard
{
    /// <summary>The hidden parameter that receives the piped object as a whole, on cmdlets with <see cref="AcceptsInputAttribute"/>.</summary>
    public const string InputObject = nameof(InputObject);

    private const string DeserializedPrefix = "Deserialized.";

    private static readonly HashSet<string> CommonParameters =
        [.. PSCmdlet.CommonParameters, .. PSCmdlet.OptionalCommonParameters];

    private readonly Type _cmdlet;
    private readonly IDictionary<string, object> _bound;
    private readonly HashSet<string> _typed;
    private readonly AcceptsInputAttribute? _accepts;

    /// <param name="cmdlet">Before its first record: what is bound now was typed (or splatted) by the user.</param>
    public InputGuard(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet.GetType();
        _bound = cmdlet.MyInvocation.BoundParameters;
        _typed = new(_bound.Keys, StringComparer.OrdinalIgnoreCase);
        _accepts = _cmdlet.GetCustomAttribute<AcceptsInputAttribute>();
    }

    /// <summary>Whether the parameter is bound by the command line, and not by an object of the pipeline.</summary>
    public bool IsTyped(string parameter) => _typed.Contains(parameter);

    /// <summary>Checks what the user typed.</summary>
    /// <exception cref="BcException">InvalidArgument.</exception>
    public void CheckCommandLine()
    {
        if (_accepts is not null && _typed.Contains(InputObject))
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.ReceivesObjectsPipelineOnly(InputObject))
            {
                Advice = Messages.PipeObjectCmdlet,
            };
        }
        // Of a nullable value, such as the app id of a permission set that belongs to no app, null is a value.
        CheckNulls(_typed, property => Nullable.GetUnderlyingType(property.PropertyType) is not null && AllowsNull(property));
    }

    /// <summary>Checks what the current object of the pipeline has bound.</summary>
    /// <param name="input">The object, where the cmdlet says what it accepts.</param>
    /// <exception cref="BcException">InvalidArgument, InputTypeNotAccepted, InputKeyMissing.</exception>
    public void CheckItem(PSObject? input)
    {
        var piped = _bound.Keys.Where(name => name != InputObject && !_typed.Contains(name)).ToList();
        if (input is not null && _accepts is not null)
        {
            if (TypeOf(input) is { } type)
                CheckType(input, type);
            else if (!IsBoundText(input, piped))
                CheckKeys(input, piped);
        }

        CheckNulls(piped, AllowsNull);
    }

    /// <summary>
    /// Forgets what the object has bound: PowerShell keeps it among the bound parameters of the next object, which may not have it.
    /// </summary>
    public void EndItem()
    {
        foreach (var name in _bound.Keys.Where(name => !_typed.Contains(name)).ToList())
            _bound.Remove(name);
    }

    private void CheckNulls(IEnumerable<string> parameters, Func<PropertyInfo, bool> allowsNull)
    {
        foreach (var name in parameters.Where(name => !CommonParameters.Contains(name) && HasNull(_bound[name])))
        {
            if (_cmdlet.GetProperty(name) is { } property && !allowsNull(property))
            {
                throw new BcException(ErrorCode.InvalidArgument,
                    Messages.ValueNullEmpty(name))
                {
                    Target = name,
                    Advice = Messages.CheckVariablePropertyValueComesName,
                };
            }
        }
    }

    private static bool AllowsNull(PropertyInfo property) => property.IsDefined(typeof(AllowNullAttribute));

    private static bool HasNull(object? value) => value is null || (value is Array several && several.Cast<object?>().Contains(null));

    /// <summary>A BcAdmin object, also one that came back from a job or a file; null for everything else.</summary>
    public static Type? TypeOf(PSObject input)
    {
        var module = typeof(InputGuard).Assembly;
        if (input.BaseObject.GetType() is var type && type.Assembly == module)
            return type;
        return input.TypeNames.Where(name => name.StartsWith(DeserializedPrefix + nameof(BcAdmin) + ".", StringComparison.Ordinal))
            .Select(name => module.GetType(name[DeserializedPrefix.Length..])).FirstOrDefault(known => known is not null);
    }

    private void CheckType(PSObject input, Type type)
    {
        if (_accepts!.Types.Any(accepted => accepted.IsAssignableFrom(type)))
            return;
        throw new BcException(ErrorCode.InputTypeNotAccepted, Messages.DoesNotAcceptObjectsPipeline(CmdletName, type))
        {
            Target = input,
            Advice = Messages.PipeObjectsSpecifyParametersName(_accepts),
        };
    }

    /// <summary>A name that a parameter accepts by value.</summary>
    private bool IsBoundText(PSObject input, List<string> piped) => input.BaseObject is string or Guid
        && piped.Exists(name => _cmdlet.GetProperty(name)?.GetCustomAttributes<ParameterAttribute>().Any(use => use.ValueFromPipeline) == true);

    /// <summary>A row that gave nothing but a Name or an Id may be a row about something else.</summary>
    private void CheckKeys(PSObject input, List<string> piped)
    {
        foreach (var property in piped.Select(_cmdlet.GetProperty).OfType<PropertyInfo>())
        {
            List<string> names = [property.Name, .. property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []];
            // The word is the row's own key where it is the parameter's name, and where the row describes something new.
            var own = names.Where((name, position) => position == 0 || name is not ("Name" or "Id") || IsNew).ToList();
            if (own.Exists(name => input.Properties[name] is not null))
                continue;
            throw new BcException(ErrorCode.InputKeyMissing,
                Messages.RequiresPropertyPipedRowColumnAnother(CmdletName, own, names))
            {
                Target = input,
                Advice = Messages.RenameColumnExampleSelectObjectName(own),
            };
        }
    }

    private bool IsNew => _cmdlet.GetCustomAttribute<CmdletAttribute>()?.VerbName == VerbsCommon.New;

    private string CmdletName => _cmdlet.GetCustomAttribute<CmdletAttribute>() is { } cmdlet ? $"{cmdlet.VerbName}-{cmdlet.NounName}" : _cmdlet.Name;
}
