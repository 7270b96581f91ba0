using System.Reflection;
using BcAdmin.Simulator.Contract;

namespace BcAdmin.Simulator.Serving;

/// <summary>
/// Marks a static method <c>Reply Name(Call call)</c>, or <c>Reply Name(Call call, BcEnvironment environment)</c> if it needs the
/// environment of the path, that implements an operation of a contract. The namespace determines the contract:
/// classes in AdminCenter/ implement the Admin Center API, classes in Automation/ the Automation API.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class OperationAttribute(string operationId) : Attribute
{
    public string OperationId { get; } = operationId;
}

internal delegate Reply OperationHandler(Call call);

/// <summary>All implemented operations, found by their attribute.</summary>
internal static class OperationTable
{
    /// <exception cref="InvalidOperationException">A method names an operation that its contract does not have.</exception>
    public static IReadOnlyDictionary<(SimulatedApi Api, string Id), OperationHandler> Build(IEnumerable<ContractOperation> contract)
    {
        var known = contract.Select(operation => (operation.Api, operation.Id)).ToHashSet();
        var table = new Dictionary<(SimulatedApi, string), OperationHandler>();
        foreach (var type in typeof(OperationTable).Assembly.GetTypes())
        {
            foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            {
                foreach (var attribute in method.GetCustomAttributes<OperationAttribute>())
                {
                    var api = Enum.Parse<SimulatedApi>(type.Namespace!.Split('.')[^1]);
                    if (!known.Contains((api, attribute.OperationId)))
                    {
                        throw new InvalidOperationException(
                            $"{type.Name}.{method.Name} plays {attribute.OperationId}, which the {api} contract does not have.");
                    }

                    table.Add((api, attribute.OperationId), ToHandler(method));
                }
            }
        }

        return table;
    }

    private static OperationHandler ToHandler(MethodInfo method)
    {
        if (method.GetParameters().Length == 1)
            return method.CreateDelegate<OperationHandler>();

        var play = method.CreateDelegate<Func<Call, BcEnvironment, Reply>>();
        return call => play(call, AdminCenter.Environments.Find(call));
    }
}
