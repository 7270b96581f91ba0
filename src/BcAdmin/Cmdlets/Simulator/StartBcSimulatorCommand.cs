using System.Management.Automation;
using BcAdmin.LocalSimulator;

namespace BcAdmin.Cmdlets.Simulator;

/// <summary>Starts a simulated tenant in a separate process that ends with this session.</summary>
[Cmdlet(VerbsLifecycle.Start, "BcSimulator")]
[OutputType(typeof(BcSimulator))]
public sealed class StartBcSimulatorCommand : BcCmdlet
{
    private readonly ConnectionSwitch _switch;

    public StartBcSimulatorCommand() => _switch = new(this, () => Connect);

    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ScenarioCompleter))]
    public string Scenario { get; set; } = "Contoso";

    [Parameter]
    [ArgumentCompleter(typeof(NoValueCompleter))]
    public string? Name { get; set; }

    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    [Parameter]
    [ValidateRange(0.001, 1_000_000.0)]
    public double TimeScale { get; set; } = 60;

    [Parameter]
    public SwitchParameter Connect { get; set; }

    protected override Task EndAsync() => _switch.RunAsync(this, Name ?? Scenario, async () =>
    {
        var scenario = Scenario.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? this.ResolveFile(Scenario) : Scenario;
        var simulator = await SimulatorStore.StartAsync(Name, scenario, Port, TimeScale, Context.Activity, PipelineStopToken);
        if (Connect)
            await SimulatorSignIn.ConnectAsync(this, simulator, tenant: null, SimulatedCaller.User, PipelineStopToken);
        WriteObject(new BcSimulator(simulator) { TimeScale = TimeScale });
    });

    private protected override void OnFailed(BcException failure, object? target) => _switch.Fail(failure, target);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _switch.End();
        base.Dispose(disposing);
    }
}
