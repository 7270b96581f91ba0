using System.Collections;
using System.Text.Json;
using BcAdmin.Simulation;

namespace BcAdmin.Completion;

/// <summary>Names of running simulators.</summary>
public sealed class SimulatorCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound) => SimulatorStore.All.Select(simulator => simulator.Name);
}

/// <summary>Scenarios that come with the simulator.</summary>
public sealed class ScenarioCompleter : BcCompleter
{
    private protected override IEnumerable<string> Values(IDictionary bound)
    {
        var folder = Path.Combine(Path.GetDirectoryName(typeof(ScenarioCompleter).Assembly.Location)!, "simulator", "Scenarios");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)) : [];
    }
}

/// <summary>operationIds of both contracts.</summary>
public sealed class ContractOperationCompleter : BcCompleter
{
    private static readonly Lazy<string[]> Operations = new(Read);

    internal static IReadOnlyList<string> Known => Operations.Value;

    private protected override IEnumerable<string> Values(IDictionary bound) => Known;

    private static string[] Read()
    {
        var folder = Path.Combine(Path.GetDirectoryName(typeof(ContractOperationCompleter).Assembly.Location)!, "simulator", "Contracts");
        if (!Directory.Exists(folder))
            return [];
        var operations = new List<string> { "token", "deviceCode", "authorize" };
        foreach (var file in Directory.EnumerateFiles(folder, "*.openapi.json"))
        {
            using var contract = JsonDocument.Parse(File.ReadAllBytes(file));
            operations.AddRange(
                from path in contract.RootElement.GetProperty("paths").EnumerateObject()
                from verb in path.Value.EnumerateObject()
                where verb.Value.ValueKind == JsonValueKind.Object && verb.Value.TryGetProperty("operationId", out _)
                select verb.Value.GetProperty("operationId").GetString()!);
        }

        return [.. operations];
    }
}
