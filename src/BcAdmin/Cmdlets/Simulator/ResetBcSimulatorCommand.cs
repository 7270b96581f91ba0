using System.Management.Automation;
using System.Text.Json.Nodes;
using BcAdmin.LocalSimulator;

namespace BcAdmin.Cmdlets.Simulator;

/// <summary>Resets a simulator to its initial state, or removes its faults.</summary>
[Cmdlet(VerbsCommon.Reset, "BcSimulator", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[AcceptsInput(typeof(BcSimulator))]
public sealed class ResetBcSimulatorCommand : BcCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SimulatorCompleter))]
    public string? Name { get; set; }

    [Parameter]
    public SwitchParameter FaultOnly { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ScenarioCompleter))]
    public string? Scenario { get; set; }

    protected override Task ProcessAsync() => GuardAsync(Name, async () =>
    {
        var simulator = SimulatorStore.Get(Name);
        if (!ShouldProcess($"simulator {simulator.Name}", FaultOnly
            ? Messages.RemoveFaultsAction : Messages.ResetScenarioAction(Scenario, simulator)))
        {
            return;
        }

        var body = new JsonObject();
        if (FaultOnly)
            body["faultsOnly"] = true;
        else if (Scenario is not null)
            body["scenario"] = Scenario.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? this.ResolveFile(Scenario) : Scenario;
        await simulator.Control.PostAsync("reset", body, PipelineStopToken);
        if (Scenario is not null && !FaultOnly)
            await simulator.RefreshAsync(PipelineStopToken);
    });
}
