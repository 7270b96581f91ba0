using System.Diagnostics;
using System.Text.Json.Nodes;

namespace FieldProxy;

/// <summary>The process of the simulator. It ends when its standard input closes, at the latest with this process.</summary>
internal sealed class SimulatorChild : IDisposable
{
    private const string Ready = "READY ";

    private readonly Process _process;

    private SimulatorChild(Process process) => _process = process;

    public static SimulatorChild Start(IEnumerable<string> arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "simulator", "BcAdmin.Simulator.dll");
        return new SimulatorChild(Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }

    /// <summary>The READY line of the simulator; null if it did not start.</summary>
    public async Task<JsonObject?> ReadReadyLineAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Ready, StringComparison.Ordinal))
                return JsonNode.Parse(line[Ready.Length..])!.AsObject();
        }

        return null;
    }

    /// <summary>Reports why the simulator did not start.</summary>
    public async Task<int> FailAsync()
    {
        await Console.Error.WriteAsync(await _process.StandardError.ReadToEndAsync());
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }
}
