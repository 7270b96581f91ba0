using System.Management.Automation;
using BcAdmin.LocalSimulator;

namespace BcAdmin.Cmdlets.Simulator;

/// <summary>Lists the simulators of this session with their faults.</summary>
[Cmdlet(VerbsCommon.Get, "BcSimulator")]
[OutputType(typeof(BcSimulator))]
public sealed class GetBcSimulatorCommand : BcCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SimulatorCompleter))]
    [NameOrId(typeof(BcSimulator), nameof(BcSimulator.Name), IsSingle = true)]
    public string Name { get; set; } = "*";

    protected override Task ProcessAsync() => GuardAsync(Name, async () =>
    {
        foreach (var simulator in SimulatorStore.Find(Name))
        {
            using var state = await simulator.Control.GetAsync("", PipelineStopToken);
            WriteObject(new BcSimulator(simulator)
            {
                TimeScale = state.RootElement.GetProperty("timeScale").GetDouble(),
                Faults = [.. state.RootElement.GetProperty("faults").EnumerateArray().Select(fault => ReadFault(simulator.Name, fault))],
            });
        }
    });

    internal static BcSimulatorFault ReadFault(string name, JsonElement fault) => new()
    {
        Name = name,
        Kind = Text(fault, "kind") ?? string.Empty,
        Operation = Text(fault, "operation") ?? "*",
        Count = Number(fault, "count") ?? 0,
        HitCount = Number(fault, "struck") ?? 0,
        StatusCode = Number(fault, "statusCode") is > 0 and var status ? status : null,
        ErrorCode = Text(fault, "errorCode"),
        Message = Text(fault, "message"),
        RetryAfterSec = Number(fault, "retryAfterSec"),
        DelayMs = Number(fault, "delayMs") is > 0 and var delay ? delay : null,
    };

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;
}
