using System.Management.Automation;
using System.Reflection;

namespace BcAdmin.HelpBuilder;

/// <summary>A cmdlet as it was compiled: the only source for names, types, sets, and positions in help.</summary>
internal sealed class CmdletModel
{
    public CmdletModel(Type type)
    {
        var cmdlet = type.GetCustomAttribute<CmdletAttribute>() ?? throw new ArgumentException($"{type} is not a cmdlet.", nameof(type));
        (Verb, Noun) = (cmdlet.VerbName, cmdlet.NounName);
        Area = type.Namespace?.Split('.')[^1] ?? "";
        OutputTypes = [.. type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type).Select(output => output.Name).Distinct()];

        // A parameter's default is the value that its property has in a new cmdlet.
        var instance = Activator.CreateInstance(type)!;
        var parameters = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.IsDefined(typeof(ParameterAttribute)))
            .Select(property => new ParameterModel(property, instance));
        if (cmdlet.SupportsShouldProcess)
        {
            parameters = [.. parameters, ParameterModel.Switch("WhatIf", "wi"), ParameterModel.Switch("Confirm", "cf")];
        }

        Parameters = [.. parameters.Where(parameter => !parameter.Hidden)];
        var sets = Parameters.SelectMany(parameter => parameter.Sets.Keys)
            .Where(set => set != ParameterAttribute.AllParameterSets).Distinct().ToList();
        Sets = sets.Count == 0
            ? [ParameterAttribute.AllParameterSets]
            : [.. sets.OrderByDescending(set => set == cmdlet.DefaultParameterSetName)];
    }

    public string Verb { get; }

    public string Noun { get; }

    public string Name => $"{Verb}-{Noun}";

    /// <summary>The folder of the cmdlet, which is the last part of its namespace.</summary>
    public string Area { get; }

    /// <summary>In the order of declaration, those of base classes last.</summary>
    public IReadOnlyList<ParameterModel> Parameters { get; }

    /// <summary>Names of the parameter sets, the default one first; one set has the name of all sets.</summary>
    public IReadOnlyList<string> Sets { get; }

    public IReadOnlyList<string> OutputTypes { get; }

    /// <summary>
    /// The parameters of a set in the order in which a user types them: by position, then mandatory named parameters, then the rest.
    /// </summary>
    public IEnumerable<(ParameterModel Parameter, ParameterAttribute Use)> ParametersOf(string set) =>
        from parameter in Parameters
        let use = parameter.In(set)
        where use is not null
        orderby use.Position == int.MinValue ? int.MaxValue : use.Position, !use.Mandatory
        select (parameter, use);

    /// <summary>The syntax line of a set, as Get-Command -Syntax writes it.</summary>
    public string Syntax(string set) => string.Join(' ', SyntaxWords(set));

    /// <summary>The parts of the syntax line, each a parameter with its type.</summary>
    public IEnumerable<string> SyntaxWords(string set)
    {
        var words = ParametersOf(set).Select(item =>
        {
            var (parameter, use) = item;
            var name = use.Position == int.MinValue ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
            var text = parameter.IsSwitch ? name : $"{name} <{parameter.TypeName}>";
            return use.Mandatory ? text : $"[{text}]";
        });
        return [Name, .. words, "[<CommonParameters>]"];
    }
}

/// <summary>A parameter of a cmdlet.</summary>
internal sealed class ParameterModel
{
    public ParameterModel(PropertyInfo property, object cmdlet)
        : this(property.Name, property.PropertyType)
    {
        Sets = property.GetCustomAttributes<ParameterAttribute>(inherit: false).ToDictionary(use => use.ParameterSetName);
        Aliases = [.. property.GetCustomAttributes<AliasAttribute>(inherit: false).SelectMany(alias => alias.AliasNames)];
        SupportsWildcards = property.IsDefined(typeof(SupportsWildcardsAttribute));
        Hidden = Sets.Values.All(use => use.DontShow);
        AcceptedValues = property.GetCustomAttribute<ValidateSetAttribute>(inherit: false) is { } set ? [.. set.ValidValues] : AcceptedValues;
        DefaultValue = property.GetCustomAttribute<PSDefaultValueAttribute>(inherit: false)?.Help
            ?? (Sets.Values.All(use => use.Mandatory) ? "" : Text(property.GetValue(cmdlet)));
    }

    private ParameterModel(string name, Type type)
    {
        Name = name;
        Type = Nullable.GetUnderlyingType(type) ?? type;
        Sets = new Dictionary<string, ParameterAttribute> { [ParameterAttribute.AllParameterSets] = new() };
        var element = Type.IsArray ? Type.GetElementType()! : Type;
        AcceptedValues = element.IsEnum ? Enum.GetNames(element) : [];
    }

    public static ParameterModel Switch(string name, string alias) => new(name, typeof(SwitchParameter)) { Aliases = [alias] };

    public string Name { get; }

    public Type Type { get; }

    public bool IsSwitch => Type == typeof(SwitchParameter);

    /// <summary>The short form that is written between brackets.</summary>
    public string TypeName => Type.IsArray ? ShortName(Type.GetElementType()!) + "[]" : ShortName(Type);

    public IReadOnlyDictionary<string, ParameterAttribute> Sets { get; }

    public IReadOnlyList<string> Aliases { get; private init; } = [];

    public IReadOnlyList<string> AcceptedValues { get; }

    public bool SupportsWildcards { get; }

    public bool Hidden { get; }

    /// <summary>Empty if there is none.</summary>
    public string DefaultValue { get; } = "";

    public ParameterAttribute? In(string set) =>
        Sets.TryGetValue(set, out var use) || Sets.TryGetValue(ParameterAttribute.AllParameterSets, out use) ? use : null;

    /// <summary>The words of Get-Help: False, or True with the kinds of pipeline input.</summary>
    public static string PipelineInput(IEnumerable<ParameterAttribute> uses)
    {
        var byValue = uses.Any(use => use.ValueFromPipeline);
        var byName = uses.Any(use => use.ValueFromPipelineByPropertyName);
        return (byValue, byName) switch
        {
            (true, true) => "True (ByPropertyName, ByValue)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };
    }

    private static string ShortName(Type type) => type switch
    {
        _ when type == typeof(string) => "string",
        _ when type == typeof(int) => "int",
        _ when type == typeof(long) => "long",
        _ when type == typeof(bool) => "bool",
        _ when type == typeof(double) => "double",
        _ when type == typeof(object) => "object",
        _ => type.Name,
    };

    private static string Text(object? value) => value switch
    {
        SwitchParameter => "False",
        string or Enum => value.ToString()!,
        // The zero value of a type means "not specified" to a reader.
        ValueType when !value.Equals(Activator.CreateInstance(value.GetType())) =>
            Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!,
        _ => "",
    };
}

/// <summary>Reads the cmdlets of BcAdmin.dll without keeping the file open.</summary>
internal static class ModuleAssembly
{
    public static IReadOnlyList<CmdletModel> Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new HelpException($"{path} is not there. Build it first: build.ps1 Build -SkipHelp");
        }

        var deps = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "deps");
        AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) =>
            Path.Combine(deps, new AssemblyName(wanted.Name).Name + ".dll") is var file && File.Exists(file)
                ? Assembly.Load(File.ReadAllBytes(file)) : null;

        // On Windows, a DLL that is loaded by path stays locked as long as the process runs.
        var assembly = Assembly.Load(File.ReadAllBytes(path));
        return
        [
            .. assembly.GetExportedTypes()
                .Where(type => !type.IsAbstract && type.IsDefined(typeof(CmdletAttribute)))
                .Select(type => new CmdletModel(type))
                .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal),
        ];
    }
}
