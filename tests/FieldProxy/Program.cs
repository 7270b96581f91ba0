using FieldProxy;

// Starts the simulator in the folder "simulator" next to this program with the same arguments, and forwards calls between it and the module.
using var simulator = SimulatorChild.Start(args);
if (await simulator.ReadReadyLineAsync() is not { } ready)
    return await simulator.FailAsync();

await using var proxy = await Proxy.StartAsync(ready);
await Console.Out.WriteLineAsync($"READY {ready.ToJsonString()}");

// The open stream shows that the caller still needs the simulator.
while (await Console.In.ReadLineAsync() is not null)
{
}

return 0;
