namespace BcAdmin.Simulator;

/// <summary>The options of the command line.</summary>
internal sealed record SimulatorOptions
{
    /// <summary>Name of a shipped scenario, or the path of a .json file.</summary>
    public string Scenario { get; init; } = "Contoso";

    /// <summary>Port for https; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>Port for plain http; 0 for any free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>The factor by which long operations are faster than in the real service.</summary>
    public double TimeScale { get; init; } = 60;

    /// <summary>The clock behind the service's clock. Tests stop it, so that only their own advances change the time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The simulator ends when this process ends.</summary>
    public int? ParentPid { get; init; }

    /// <exception cref="UsageException">Unknown or invalid arguments; the message is for the user.</exception>
    public static SimulatorOptions Parse(IReadOnlyList<string> args)
    {
        var options = new SimulatorOptions();
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : null;
            options = args[i] switch
            {
                "--scenario" => options with { Scenario = Need(value, "a scenario name or the path of a .json file") },
                "--port" => options with { Port = Integer(args[i], value, 0, 65535) },
                "--http-port" => options with { HttpPort = Integer(args[i], value, 0, 65535) },
                "--time-scale" => options with { TimeScale = Scale(value) },
                "--parent-pid" => options with { ParentPid = Integer(args[i], value, 1, int.MaxValue) },
                var other => throw new UsageException(
                    $"Unknown argument '{other}'. Known are --scenario NAME|path.json, --port N, --http-port N, --time-scale X and --parent-pid N."),
            };

            string Need(string? text, string what) => text ?? throw new UsageException($"{args[i]} requires {what}.");
        }

        return options;
    }

    private static int Integer(string name, string? text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{name} requires a whole number from {least} to {most}.");

    private static double Scale(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var scale) && scale > 0 && double.IsFinite(scale)
            ? scale
            : throw new UsageException("--time-scale requires a number greater than 0.");
}

/// <summary>The arguments are not valid; the message shows the user the valid ones.</summary>
internal sealed class UsageException(string message) : Exception(message);
