using System.Management.Automation;
using System.Reflection;
using System.Text.Json;

namespace BcAdmin.Tests.Conventions;

/// <summary>
/// The decisions about a cmdlet that changes something (surface.json): a change there is a change of the public interface. Cmdlets that only read
/// are not listed; PublicAPI.Shipped.txt has their types and properties, and their help pages have their output types.
/// </summary>
/// <param name="Impact">low, medium or high.</param>
/// <param name="Waits">Has -Wait and -TimeoutSec.</param>
/// <param name="Outputs">Full names of the types it returns, including the one after -Wait.</param>
internal sealed record PlannedCmdlet(string Name, string Area, string Impact, bool Waits, IReadOnlyList<string> Outputs)
{
    public static IReadOnlyDictionary<string, PlannedCmdlet> All { get; } = JsonSerializer
        .Deserialize<List<PlannedCmdlet>>(File.ReadAllText(Repository.PathOf("tests", "BcAdmin.Tests", "Conventions", "surface.json")),
            JsonSerializerOptions.Web)!
        .ToDictionary(cmdlet => cmdlet.Name);
}

/// <summary>A cmdlet of BcAdmin.dll.</summary>
internal sealed record CompiledCmdlet(Type Type, CmdletAttribute Attribute)
{
    public static Assembly Module { get; } = typeof(BcAdmin.Cmdlets.BcCmdlet).Assembly;

    public static IReadOnlyList<CompiledCmdlet> All { get; } =
    [
        .. from type in Module.GetTypes()
           let attribute = type.GetCustomAttribute<CmdletAttribute>(inherit: false)
           where attribute is not null
           select new CompiledCmdlet(type, attribute),
    ];

    public string Name => $"{Attribute.VerbName}-{Attribute.NounName}";

    public PlannedCmdlet? Planned => PlannedCmdlet.All.GetValueOrDefault(Name);

    /// <summary>The last part of the namespace: the folder of its sources, page, tests, and related cmdlets.</summary>
    public string Area => Type.Namespace!.Split('.')[^1];

    public IEnumerable<string> OutputTypes =>
        Type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(output => output.Type).Select(output => output.Name);

    public IEnumerable<PropertyInfo> Parameters =>
        Type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.IsDefined(typeof(ParameterAttribute)));
}
