namespace BcAdmin.LocalSimulator;

/// <summary>The simulators that this process started. They are shared by all runspaces of the process and end with it.</summary>
internal static class SimulatorStore
{
    private static readonly List<SimulatorProcess> Running = [];

    public static IReadOnlyList<SimulatorProcess> All
    {
        get
        {
            lock (Running)
                return [.. Running.Where(simulator => simulator.IsRunning)];
        }
    }

    public static async Task<SimulatorProcess> StartAsync(
        string? name, string scenario, int port, double timeScale, CallActivity activity, CancellationToken cancellationToken)
    {
        name ??= FreeName(Path.GetFileNameWithoutExtension(scenario));
        if (Exact(name) is not null)
            throw new BcException(ErrorCode.ResourceExists, Messages.SimulatorAlreadyRunning(name)) { Target = name };

        using var step = activity.Begin(ActivityKind.Other, () => Messages.StartingSimulator(name));
        var simulator = await SimulatorProcess.StartAsync(name, scenario, port, timeScale, cancellationToken).ConfigureAwait(false);
        lock (Running)
            Running.Add(simulator);
        return simulator;
    }

    /// <summary>Gets a simulator by name, or the last one that was started.</summary>
    /// <exception cref="BcException">SimulatorNotFound.</exception>
    public static SimulatorProcess Get(string? name) => (name is null ? All.LastOrDefault() : Exact(name)) ?? throw NotFound(name);

    private static BcException NotFound(string? name) =>
        new(ErrorCode.SimulatorNotFound, name is null ? Messages.NoSimulatorRunning : Messages.NamedSimulatorNotRunning(name))
        {
            Target = name,
            Suggestion = name is null ? null : Suggestion.Nearest(name, All.Select(simulator => simulator.Name)),
            Advice = Messages.StartOrListSimulators,
        };

    /// <summary>Finds simulators by name, with wildcards.</summary>
    /// <exception cref="BcException">SimulatorNotFound: no simulator has the exact name. InvalidPattern.</exception>
    public static IReadOnlyList<SimulatorProcess> Find(string name) =>
        new NameFilter<SimulatorProcess>([name], simulator => [simulator.Name]) { NotFound = NotFound }.Choose(All);

    public static void Stop(SimulatorProcess simulator)
    {
        lock (Running)
            Running.Remove(simulator);
        simulator.Dispose();
    }

    public static void StopAll()
    {
        foreach (var simulator in All)
            Stop(simulator);
    }

    private static SimulatorProcess? Exact(string name) =>
        All.FirstOrDefault(simulator => simulator.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string FreeName(string name)
    {
        if (Exact(name) is null)
            return name;
        var number = 2;
        while (Exact(name + number) is not null)
            number++;
        return name + number;
    }
}
