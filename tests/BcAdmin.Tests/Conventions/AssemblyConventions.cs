using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace BcAdmin.Tests.Conventions;

/// <summary>Keeps the parts of the module separate: checks references and visibility.</summary>
public class AssemblyConventions
{
    private const string TransportAssembly = "BcAdmin.Transport";
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void The_module_references_no_third_party() => Rule.Holds(
        from reference in CompiledCmdlet.Module.GetReferencedAssemblies()
        let name = reference.Name!
        where !name.StartsWith("System", StringComparison.Ordinal) && name is not (TransportAssembly or "Microsoft.Win32.Primitives" or "netstandard")
        select $"BcAdmin.dll references {name}. It would be loaded into the default context: move the code to src/BcAdmin.Transport, behind BCL "
            + "types.");

    [Fact]
    public void Public_types_can_be_read_before_the_transport_is_found() => Rule.Holds(
        from type in CompiledCmdlet.Module.GetExportedTypes()
        let bases = type.GetInterfaces().Append(type.BaseType)
        let values = type.GetFields(Everything).Select(field => field.FieldType).Where(field => field.IsValueType)
        let seen = type.GetMembers(Everything).Where(IsVisible).SelectMany(TypesOf)
        from used in bases.Concat(values).Concat(seen)
        where used is not null && IsOfTransport(used)
        select $"{type} derives from, shows, or has a field of the value type {used}. PowerShell reads public types before it can find "
            + "BcAdmin.Transport, so the import would fail: use a BCL type.");

    [Fact]
    public void Clients_of_the_service_use_no_PowerShell_type() => Rule.Holds(
        from folder in (string[])["Api", "Bulk"]
        from file in Directory.EnumerateFiles(Repository.PathOf("src", "BcAdmin", folder), "*.cs", SearchOption.AllDirectories)
        from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
        where line.Text.Contains("System.Management.Automation", StringComparison.Ordinal)
        select $"{Path.GetRelativePath(Repository.Root, file)}({line.Number}): {line.Text.Trim()}: only cmdlets use types of PowerShell.");

    /// <summary>PowerShell 7.4, the oldest version in the manifest, runs on .NET 8 and has the API of PowerShellStandard.Library.</summary>
    [Fact]
    public void The_shipped_assemblies_are_compiled_against_the_oldest_PowerShell() => Rule.Holds(
        from name in (string[])["BcAdmin", TransportAssembly, "BcAdmin.Simulator"]
        from reference in ReferencesOf(name)
        let newest = reference.Name switch
        {
            "System.Management.Automation" => 3, // the version of PowerShellStandard.Library 5.1
            _ when reference.Name!.StartsWith("System", StringComparison.Ordinal)
                || reference.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) => 8,
            _ => int.MaxValue,
        }
        where reference.Version!.Major > newest
        select $"{name} refers to {reference}, which PowerShell 7.4 does not have: see TargetFramework and PackageReference of its project.");

    /// <summary>
    /// The original compiler output: for coverage, the copies next to the tests are instrumented and refer to other versions.
    /// </summary>
    private static AssemblyName[] ReferencesOf(string name)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "..", "..", name, "release", $"{name}.dll")));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetAssemblyReference(handle).GetAssemblyName())];
    }

    private static bool IsOfTransport(Type type) =>
        type.Assembly.GetName().Name == TransportAssembly
            || type.GetElementType() is { } element && IsOfTransport(element) || type.GetGenericArguments().Any(IsOfTransport);

    private static bool IsVisible(MemberInfo member) => member switch
    {
        FieldInfo field => field.IsPublic || field.IsFamily,
        MethodBase method => method.IsPublic || method.IsFamily,
        PropertyInfo property => property.GetAccessors().Length > 0,
        _ => false,
    };

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        FieldInfo field => [field.FieldType],
        PropertyInfo property => [property.PropertyType],
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        _ => [],
    };
}
