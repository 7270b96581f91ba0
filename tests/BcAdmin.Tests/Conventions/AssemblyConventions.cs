using System.Reflection;
using System.Runtime.CompilerServices;

namespace BcAdmin.Tests.Conventions;

/// <summary>Keeps the parts of the module apart: what may call what, and what may be seen from where.</summary>
public class AssemblyConventions
{
    private const string TransportAssembly = "BcAdmin.Transport";
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, string> MayBlock = new()
    {
        ["BcAdmin.Pipeline.PipelinePump"] = "waits for its own queue, which is how work comes back to the pipeline thread",
        ["BcAdmin.Completion.BcCompleter"] = "PowerShell asks completers synchronously; it reads the result of a task that is done",
    };

    [Fact]
    public void The_module_references_no_third_party() => Rule.Holds(
        from reference in CompiledCmdlet.Module.GetReferencedAssemblies()
        let name = reference.Name!
        where !name.StartsWith("System", StringComparison.Ordinal) && name is not (TransportAssembly or "Microsoft.Win32.Primitives" or "netstandard")
        select $"BcAdmin.dll references {name}. It would load into everybody's context: put what needs it into src/BcAdmin.Transport, behind BCL types.");

    [Fact]
    public void Public_types_can_be_read_before_the_transport_is_found() => Rule.Holds(
        from type in CompiledCmdlet.Module.GetExportedTypes()
        let bases = type.GetInterfaces().Append(type.BaseType)
        let values = type.GetFields(Everything).Select(field => field.FieldType).Where(field => field.IsValueType)
        let seen = type.GetMembers(Everything).Where(IsSeen).SelectMany(TypesOf)
        from used in bases.Concat(values).Concat(seen)
        where used is not null && IsOfTransport(used)
        select $"{type} derives from, shows, or has a field of the value type {used}. PowerShell reads public types before it can find BcAdmin.Transport, so the import would fail: use a BCL type.");

    [Fact]
    public void Clients_of_the_service_know_nothing_of_PowerShell() => Rule.Holds(
        from type in CompiledCmdlet.Module.GetTypes()
        where type.Namespace?.StartsWith("BcAdmin.Api", StringComparison.Ordinal) == true
        from used in type.GetMembers(Everything).SelectMany(TypesOf).Concat(MethodsOf(type).SelectMany(Il.MembersUsedBy).Select(member => member as Type ?? member.DeclaringType))
        where used?.Namespace?.StartsWith("System.Management.Automation", StringComparison.Ordinal) == true
        select $"{type} uses {used}: give it to the cmdlet to do.");

    [Fact]
    public void Nothing_blocks_on_a_task() => Rule.Holds(
        from assembly in (Assembly[])[CompiledCmdlet.Module, typeof(BcAdmin.Transport.Wire).Assembly]
        from type in assembly.GetTypes()
        where !MayBlock.ContainsKey(OutermostOf(type).FullName!)
        from method in MethodsOf(type)
        from called in Il.MembersUsedBy(method).OfType<MethodInfo>()
        where Blocks(called, method)
        select $"{type}.{method.Name} calls {called.DeclaringType!.Name}.{called.Name}: await it.");

    [Fact]
    public void The_check_for_blocking_sees_what_it_should()
    {
        static IEnumerable<string> Found(string name) =>
            from type in typeof(AssemblyConventions).Assembly.GetTypes()
            where type.FullName!.StartsWith(typeof(BlockingSample).FullName!, StringComparison.Ordinal)
            from method in MethodsOf(type)
            where method.Name == name || type.FullName!.Contains($"<{name}>", StringComparison.Ordinal)
            from called in Il.MembersUsedBy(method).OfType<MethodInfo>()
            where Blocks(called, method)
            select called.Name;

        Assert.Equal(["Wait"], Found(nameof(BlockingSample.Waits)));
        Assert.Equal(["get_Result"], Found(nameof(BlockingSample.ReadsResult)));
        Assert.Equal(["GetResult"], Found(nameof(BlockingSample.GetsResult)));
        Assert.Empty(Found(nameof(BlockingSample.AwaitsAsync)));
        Assert.Empty(Found(nameof(BlockingSample.AwaitsInALambda)));
    }

    // The compiler's own code for await asks for the result of a task that is done.
    private static bool Blocks(MethodInfo called, MethodBase caller)
    {
        var type = called.DeclaringType;
        if (type?.Namespace is "System.Threading.Tasks" && type.Name is "Task" or "Task`1" or "ValueTask`1")
        {
            return called.Name is "Wait" or "WaitAll" or "WaitAny" or "get_Result";
        }

        return called.Name == "GetResult" && type?.Name.Contains("Awaiter", StringComparison.Ordinal) == true
            && !typeof(IAsyncStateMachine).IsAssignableFrom(caller.DeclaringType);
    }

    private static IEnumerable<MethodBase> MethodsOf(Type type) => type.GetMethods(Everything).Concat<MethodBase>(type.GetConstructors(Everything));

    private static Type OutermostOf(Type type) => type.DeclaringType is { } outer ? OutermostOf(outer) : type;

    private static bool IsOfTransport(Type type) =>
        type.Assembly.GetName().Name == TransportAssembly || type.GetElementType() is { } element && IsOfTransport(element) || type.GetGenericArguments().Any(IsOfTransport);

    private static bool IsSeen(MemberInfo member) => member switch
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

#pragma warning disable VSTHRD002, xUnit1031, CA1849, MA0042, VSTHRD103, MA0045
    private static class BlockingSample
    {
        public static void Waits() => Task.Delay(0).Wait();

        public static int ReadsResult() => Task.FromResult(1).Result;

        public static void GetsResult() => Task.Delay(0).GetAwaiter().GetResult();

        public static async Task AwaitsAsync() => await Task.Delay(0);

        public static Func<Task> AwaitsInALambda(int time) => async () => await Task.Delay(time).ConfigureAwait(false);
    }
#pragma warning restore VSTHRD002, xUnit1031, CA1849, MA0042, VSTHRD103, MA0045
}
