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
    public string[]? Name { get; set; }

    protected override async Task ProcessAsync()
    {
        if (Name is null)
        {
            Stop(SimulatorStore.All.TakeLast(1));
            return;
        }

        foreach (var name in Name)
        {
            await GuardAsync(name, () =>
            {
                Stop(SimulatorStore.Find(name));
                return Task.CompletedTask;
            });
        }
    }

    private void Stop(IEnumerable<SimulatorProcess> simulators)
    {
        foreach (var simulator in simulators)
        {
            if (!ShouldProcess(Messages.SimulatorTarget(simulator), "Stop"))
                continue;
            var store = ConnectionStore.Current;
            foreach (var connection in store.All.Where(connection => connection.Endpoint == simulator.Https).ToList())
                store.Remove(connection);
            SimulatorStore.Stop(simulator);
        }
    }
}
