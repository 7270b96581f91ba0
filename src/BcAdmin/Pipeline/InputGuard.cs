using System.Collections;
using System.Management.Automation;
using System.Reflection;
using BcAdmin.Cmdlets;

namespace BcAdmin.Pipeline;

/// <summary>
/// Rejects input that PowerShell binds but the user cannot have intended: null, which would remove a filter, and piped objects whose properties have
/// the names of parameters only by coincidence.
/// </summary>
internal sealed class InputGuard
{
    /// <summary>The name of the hidden parameter that receives the piped object, on cmdlets with <see cref="AcceptsInputAttribute"/>.</summary>
    public const string InputObject = nameof(InputObject);

    private const string DeserializedPrefix = "Deserialized.";

    private static readonly HashSet<string> CommonParameters =
        [.. PSCmdlet.CommonParameters, .. PSCmdlet.OptionalCommonParameters];

    private readonly Type _cmdlet;
    private readonly IDictionary<string, object> _bound;
    private readonly HashSet<string> _typed;
    private readonly AcceptsInputAttribute? _accepts;
    private readonly Lazy<List<List<string>>> _required;

    /// <param name="cmdlet">The cmdlet before its first record, when only parameters of the command line are bound.</param>
    public InputGuard(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet.GetType();
        _bound = cmdlet.MyInvocation.BoundParameters;
        _typed = new(_bound.Keys, StringComparer.OrdinalIgnoreCase);
        _accepts = _cmdlet.GetCustomAttribute<AcceptsInputAttribute>();
        _required = new(FindRequired);
    }

    /// <summary>Gets whether the parameter was specified on the command line and not bound from the pipeline.</summary>
    public bool IsTyped(string parameter) => _typed.Contains(parameter);

    /// <summary>Checks the parameters of the command line.</summary>
    /// <exception cref="BcException">InvalidArgument.</exception>
    public void CheckCommandLine()
    {
        if (_accepts is not null && _typed.Contains(InputObject))
        {
            throw new BcException(ErrorCode.InvalidArgument, Messages.ParameterAcceptsPipelineOnly(InputObject))
            {
                Advice = Messages.PipeObjectToCmdlet,
            };
        }
        // For a nullable value, such as the app ID of a permission set without an app, null is valid.
        CheckNulls(_typed, property => Nullable.GetUnderlyingType(property.PropertyType) is not null && AllowsNull(property));
    }

    /// <summary>
    /// Describes why PowerShell cannot bind a piped object: a mandatory parameter was not specified, and the object does not have its property. Null
    /// if each of these parameters can bind.
    /// </summary>
    public string? DescribeUnbound(PSObject input)
    {
        if (_required.Value.Find(parameter => !parameter.Exists(name => input.Properties[name] is not null)) is not { } names)
            return null;
        if (_accepts is not null && TypeOf(input) is { } type && !Accepts(type))
            return $"{Messages.PipelineTypeNotAccepted(CmdletName, type)} {Messages.PipeAcceptedObjectsOrUseParameters(_accepts)}";
        if (input.BaseObject is not string text || _cmdlet.GetProperties().SelectMany(UsesOf).Any(use => use.ValueFromPipeline))
            return Messages.PipedObjectLacksProperty(CmdletName, names.Where(name => name is not ("Name" or "Id")).ToList(), names[0]);
        var isEnvironment = names[0] == nameof(BcEnvironmentCmdlet.Environment);
        return Messages.TextNotAcceptedFromPipeline(
            CmdletName, names[0], isEnvironment ? Commands.GetEnvironment.With(text).Then(new(CmdletName)) : null);
    }

    /// <summary>The mandatory parameters that only a property of the piped object can bind, with their aliases; the environment first.</summary>
    private List<List<string>> FindRequired() =>
        [.. from property in _cmdlet.GetProperties()
            let uses = UsesOf(property).ToList()
            where uses.Count > 0 && !IsTyped(property.Name) && uses.TrueForAll(IsRequiredProperty)
            orderby property.Name == nameof(BcEnvironmentCmdlet.Environment) descending
            select NamesOf(property)];

    private static bool IsRequiredProperty(ParameterAttribute use) =>
        use is { Mandatory: true, ValueFromPipelineByPropertyName: true, ValueFromPipeline: false }
        && use.ParameterSetName == ParameterAttribute.AllParameterSets;

    private static IEnumerable<ParameterAttribute> UsesOf(PropertyInfo property) => property.GetCustomAttributes<ParameterAttribute>();

    private static List<string> NamesOf(PropertyInfo property) =>
        [property.Name, .. property.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []];

    /// <summary>Checks the parameters that the current pipeline object has bound.</summary>
    /// <param name="input">The object, if the cmdlet declares its accepted types.</param>
    /// <exception cref="BcException">InvalidArgument, InputTypeNotAccepted, InputKeyMissing.</exception>
    public void CheckItem(PSObject? input)
    {
        var piped = _bound.Keys.Where(name => name != InputObject && !_typed.Contains(name)).ToList();
        if (input is not null && _bound.TryGetValue(nameof(BcConnectedCmdlet.Connection), out var value) && value is BcConnection[] named)
            NameTenant(named, input);
        if (input is not null && _accepts is not null)
        {
            if (TypeOf(input) is { } type)
                CheckType(input, type);
            else if (!IsBoundText(input, piped))
                CheckKeys(input, piped);
        }
        else if (input is not null && piped.Count == 0)
        {
            // Without this check, the cmdlet would work as if nothing was piped: on all environments.
            throw new BcException(ErrorCode.InputTypeNotAccepted, Messages.PipelineTypeNotAccepted(CmdletName, input.BaseObject.GetType()))
            {
                Target = input,
                Advice = Messages.PipeNamesOrEnvironments,
            };
        }

        CheckNulls(piped, AllowsNull);
    }

    /// <summary>Removes the parameters that the object has bound, because PowerShell keeps them in the bound parameters of the next object.</summary>
    public void EndItem()
    {
        foreach (var name in _bound.Keys.Where(name => !_typed.Contains(name)).ToList())
            _bound.Remove(name);
    }

    private void CheckNulls(IEnumerable<string> parameters, Func<PropertyInfo, bool> allowsNull)
    {
        foreach (var name in parameters.Where(name => !CommonParameters.Contains(name)))
        {
            if (_cmdlet.GetProperty(name) is { } property && (HasNull(_bound[name]) ? !allowsNull(property) : HasEmptyName(property, _bound[name])))
            {
                throw new BcException(ErrorCode.InvalidArgument,
                    Messages.ParameterValueNullOrEmpty(name))
                {
                    Target = name,
                    Advice = Messages.CheckVariableOrPropertyName,
                };
            }
        }
    }

    private static bool AllowsNull(PropertyInfo property) => property.IsDefined(typeof(AllowNullAttribute));

    /// <summary>An empty name of an environment would match nothing, and the cmdlet would return nothing. Other filters can be empty.</summary>
    private static bool HasEmptyName(PropertyInfo property, object value) => property.Name == nameof(BcEnvironmentCmdlet.Environment)
        && value is string[] names && names.Contains(string.Empty, StringComparer.Ordinal);

    private static bool HasNull(object? value) => value is null || (value is Array several && several.Cast<object?>().Contains(null));

    /// <summary>Gets the tenant that an object was read from, as an ID or, in a row, as a domain; null if it is unknown.</summary>
    public static string? TenantOf(PSObject input) => (input.BaseObject, TypeOf(input)) switch
    {
        (BcResource resource, _) => resource.TenantId ?? resource.Connection?.TenantId,
        (_, { } type) when !type.IsAssignableTo(typeof(BcResource)) => null,
        (string, _) => null,
        _ => input.Properties[nameof(BcResource.TenantId)]?.Value?.ToString() is { Length: > 0 } tenant ? tenant : null,
    };

    /// <summary>Gets the BcAdmin type of an object, including deserialized objects; null for other types.</summary>
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
        if (Accepts(type))
            return;
        throw new BcException(ErrorCode.InputTypeNotAccepted, Messages.PipelineTypeNotAccepted(CmdletName, type))
        {
            Target = input,
            Advice = Messages.PipeAcceptedObjectsOrUseParameters(_accepts!),
        };
    }

    /// <summary>Adds the name of the tenant in a row to a tenant ID without a connection, for the error.</summary>
    private static void NameTenant(BcConnection[] connections, PSObject row)
    {
        foreach (var missing in connections.Where(connection => connection is { IsOpen: false, Endpoint: null }))
            missing.RowTenantName = row.Properties[nameof(BcResource.TenantName)]?.Value as string;
    }

    private bool Accepts(Type type) => _accepts!.Types.Any(accepted => accepted.IsAssignableFrom(type));

    /// <summary>Whether the object is text that a parameter binds by value.</summary>
    private bool IsBoundText(PSObject input, List<string> piped) => input.BaseObject is string or Guid
        && piped.Exists(name => _cmdlet.GetProperty(name)?.GetCustomAttributes<ParameterAttribute>().Any(use => use.ValueFromPipeline) == true);

    /// <summary>Rejects a row from which only a Name or an Id was bound, because it can describe another kind of object.</summary>
    private void CheckKeys(PSObject input, List<string> piped)
    {
        foreach (var property in piped.Select(_cmdlet.GetProperty).OfType<PropertyInfo>())
        {
            var names = NamesOf(property);
            // Name and Id are unambiguous if the parameter has this name, or if the cmdlet creates a new object.
            var own = names.Where((name, position) => position == 0 || name is not ("Name" or "Id") || IsNew).ToList();
            if (own.Exists(name => input.Properties[name] is not null))
                continue;
            var other = names.Except(own, StringComparer.Ordinal).FirstOrDefault(name => input.Properties[name] is not null);
            throw new BcException(ErrorCode.InputKeyMissing, Messages.PipedRowRequiresProperty(CmdletName, own, other))
            {
                Target = input,
                Advice = Messages.RenameKeyColumn(own[^1], other),
            };
        }
    }

    private bool IsNew => _cmdlet.GetCustomAttribute<CmdletAttribute>()?.VerbName == VerbsCommon.New;

    private string CmdletName => _cmdlet.GetCustomAttribute<CmdletAttribute>() is { } cmdlet ? $"{cmdlet.VerbName}-{cmdlet.NounName}" : _cmdlet.Name;
}
