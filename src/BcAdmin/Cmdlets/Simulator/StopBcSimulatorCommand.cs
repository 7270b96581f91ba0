using System.Management.Automation;
using BcAdmin.LocalSimulator;

namespace BcAdmin.Cmdlets.Simulator;

/// <summary>Stops a simulator and closes its connections. Succeeds if no simulator is running.</summary>
[Cmdlet(VerbsLifecycle.Stop, "BcSimulator", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[AcceptsInput(typeof(BcSimulator))]
public sealed class StopBcSimulatorCommand : BcCmdlet
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SimulatorCompleter))]
    public string? Name { get; set; }

    protected override Task ProcessAsync() => GuardAsync(Name, () =>
    {
        foreach (var simulator in Name is null ? SimulatorStore.All.TakeLast(1) : SimulatorStore.Find(Name))
        {
            if (!ShouldProcess(Messages.SimulatorTarget(simulator), "Stop"))
                continue;
            var store = ConnectionStore.Current;
            foreach (var connection in store.All.Where(connection => connection.Endpoint == simulator.Https).ToList())
                store.Remove(connection);
            SimulatorStore.Stop(simulator);
        }

        return Task.CompletedTask;
    });
}
