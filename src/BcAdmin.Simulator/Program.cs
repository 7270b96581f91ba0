using System.Diagnostics;
using System.Runtime.InteropServices;
using BcAdmin.Simulator;
using BcAdmin.Simulator.Scenarios;

SimulatorHost host;
try
{
    host = await SimulatorHost.StartAsync(SimulatorOptions.Parse(args));
}
catch (Exception error) when (error is UsageException or ScenarioException or IOException)
{
    await Console.Error.WriteLineAsync(error.Message.ReplaceLineEndings(" "));
    return error is IOException ? 3 : 2;
}

await using (host)
{
    var end = new TaskCompletionSource();
    var parent = SimulatorOptions.Parse(args).ParentPid;
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    StartThread("stdin", () =>
    {
        // Nothing is read from the stream: as long as it is open, another process needs the simulator.
        while (Console.In.Read() >= 0)
        {
        }

        end.TrySetResult();
    });
    if (parent is { } pid)
        StartThread("parent", () => WaitForExit(pid, end));

    await Console.Out.WriteLineAsync($"READY {host.Describe().ToJsonString()}");
    await end.Task;

    void End(PosixSignalContext context)
    {
        context.Cancel = true;
        // Ctrl+C in a console is sent to all its processes. Stopping a command of the parent must not stop the simulator that it started.
        if (parent is null || context.Signal == PosixSignal.SIGTERM)
            end.TrySetResult();
    }
}

return 0;

static void StartThread(string name, ThreadStart work) => new Thread(work) { Name = name, IsBackground = true }.Start();

static void WaitForExit(int parent, TaskCompletionSource end)
{
    try
    {
        using var process = Process.GetProcessById(parent);
        process.WaitForExit();
    }
    catch (ArgumentException)
    {
        // The process has already ended.
    }

    end.TrySetResult();
}
