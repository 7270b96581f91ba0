using System.Management.Automation;
using BcAdmin.Completion;
using BcAdmin.Simulation;

namespace BcAdmin.Cmdlets.Simulator;

/// <summary>Starts a simulated tenant, in a process of its own that ends with this session.</summary>
[Cmdlet(VerbsLifecycle.Start, "BcSimulator")]
[OutputType(typeof(BcSimulator))]
public sealed class StartBcSimulatorCommand : Connections.BcConnectionSwitchCmdlet
{
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ScenarioCompleter))]
    public string Scenario { get; set; } = "Contoso";

    [Parameter]
    public string? Name { get; set; }

    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    [Parameter]
    [ValidateRange(0.001, 1_000_000.0)]
    public double TimeScale { get; set; } = 60;

    [Parameter]
    public SwitchParameter Connect { get; set; }

    private protected override bool Switches => Connect;

    protected override Task EndAsync() => GuardAsync(Name ?? Scenario, async () =>
    {
        var scenario = Scenario.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? GetUnresolvedProviderPathFromPSPath(Scenario) : Scenario;
        var simulator = await SimulatorStore.StartAsync(Name, scenario, Port, TimeScale, PipelineStopToken);
        if (Connect)
            await Connections.SimulatorSignIn.ConnectAsync(this, simulator, tenant: null, Connections.SimulatedCaller.User, PipelineStopToken);
        WriteObject(new BcSimulator(simulator) { TimeScale = TimeScale });
    });
}
