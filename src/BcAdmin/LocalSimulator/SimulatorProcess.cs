using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace BcAdmin.LocalSimulator;

internal sealed record SimulatedUser(string UserName, string Role);

internal sealed record SimulatedApp(Guid ClientId, string? Secret);

internal sealed record SimulatedTenant(string TenantId, string Domain, IReadOnlyList<SimulatedUser> Users, IReadOnlyList<SimulatedApp> Apps);

/// <summary>The process of a simulator. It exits when its standard input is closed, so it cannot outlive this process.</summary>
internal sealed class SimulatorProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // The exit codes of the simulator (docs/simulator.md).
    private const int InvalidScenario = 2;
    private const int PortInUse = 3;

    /// <summary>Variables by which .NET loads other code into a program.</summary>
    private static readonly string[] LoadedCode =
        ["DOTNET_STARTUP_HOOKS", "DOTNET_ADDITIONAL_DEPS", "DOTNET_SHARED_STORE", "CORECLR_ENABLE_PROFILING", "ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"];

    private readonly Process _process;

    private SimulatorProcess(string name, Process process, JsonElement ready)
    {
        Name = name;
        _process = process;
        Id = process.Id;
        Https = new Uri(Text(ready, "https"));
        Http = new Uri(Text(ready, "http"));
        CertificateSha256 = Text(ready, "certificateSha256");
        CertificatePem = Text(ready, "certificatePem");
        Scenario = Text(ready, "scenario");
        IdentityHeader = Text(ready, "identityHeader");
        Tenants = ReadTenants(ready);
        Control = new SimulatorControl(this);
    }

    public string Name { get; }

    public int Id { get; }

    public Uri Https { get; }

    public Uri Http { get; }

    public string CertificateSha256 { get; }

    public string CertificatePem { get; }

    public string IdentityHeader { get; }

    public string Scenario { get; private set; }

    public IReadOnlyList<SimulatedTenant> Tenants { get; private set; }

    public SimulatorControl Control { get; }

    public bool IsRunning => !_process.HasExited;

    public static async Task<SimulatorProcess> StartAsync(
        string name, string scenario, int port, double timeScale, CancellationToken cancellationToken)
    {
        var program = Path.Combine(Path.GetDirectoryName(typeof(SimulatorProcess).Assembly.Location)!, "simulator", "BcAdmin.Simulator.dll");
        var start = new ProcessStartInfo(FindDotnet())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var variable in LoadedCode)
            start.Environment.Remove(variable);
        foreach (var argument in (string[])
        [
            program, "--scenario", scenario,
            "--port", Invariant(port), "--time-scale", Invariant(timeScale), "--parent-pid", Invariant(Environment.ProcessId),
        ])
        {
            start.ArgumentList.Add(argument);
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw RuntimeMissing(Messages.DotnetNotStartable(start, exception));
        }

        try
        {
            var errors = new StringBuilder();
            process.ErrorDataReceived += (_, line) =>
            {
                lock (errors)
                    errors.AppendLine(line.Data);
            };
            process.BeginErrorReadLine();

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            string? line;
            do
            {
                line = await process.StandardOutput.ReadLineAsync(limit.Token).ConfigureAwait(false);
            }
            while (line is not null && !line.StartsWith("READY ", StringComparison.Ordinal));

            if (line is null)
            {
                await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
                string text;
                lock (errors)
                    text = errors.ToString().Trim();
                throw text.Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal)
                    ? RuntimeMissing(Messages.AspNetCoreRuntimeNotInstalled)
                    : new BcException(
                        ErrorCode.SimulatorNotStarted, text.Length > 0 ? Messages.SimulatorStartFailed(text) : Messages.SimulatorExitedBeforeReady)
                    {
                        Target = process.ExitCode == InvalidScenario ? scenario : null,
                        Advice = process.ExitCode switch
                        {
                            InvalidScenario when scenario.EndsWith(".json", StringComparison.OrdinalIgnoreCase) => Messages.CorrectScenarioFile,
                            InvalidScenario => Messages.SpecifyScenario,
                            PortInUse when port > 0 => Messages.SpecifyFreePort,
                            _ => null,
                        },
                    };
            }

            _ = DrainAsync(process);
            using var ready = JsonDocument.Parse(line["READY ".Length..]);
            return new SimulatorProcess(name, process, ready.RootElement);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            End(process);
            throw new BcException(ErrorCode.SimulatorNotStarted,
                Messages.SimulatorStartTimedOut(Patience)) { Advice = Messages.StartSimulatorAgain };
        }
        catch
        {
            End(process);
            throw;
        }
    }

    /// <summary>Updates the properties that depend on the scenario.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        using var state = await Control.GetAsync("ready", cancellationToken).ConfigureAwait(false);
        Scenario = Text(state.RootElement, "scenario");
        Tenants = ReadTenants(state.RootElement);
    }

    public void Dispose()
    {
        Control.Dispose();
        End(_process);
    }

    private static void End(Process process)
    {
        try
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(3)))
                process.Kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or Win32Exception)
        {
            // The process has already exited.
        }

        process.Dispose();
    }

    /// <summary>Reads the output, because the simulator would block when the pipe is full.</summary>
    private static async Task DrainAsync(Process process)
    {
        try
        {
            while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is not null)
            {
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The process was stopped.
        }
    }

    /// <summary>
    /// Finds dotnet: the configured path, or the runtime of this PowerShell process if it contains dotnet, which is not the case for the PowerShell
    /// packages.
    /// </summary>
    private static string FindDotnet() => FindDotnet(Environment.GetEnvironmentVariable("BCADMIN_DOTNET"),
    [
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? string.Empty,
        .. (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator),
    ]);

    /// <summary>Always returns a full path, because the operating system also searches the current folder for a bare name.</summary>
    internal static string FindDotnet(string? chosen, IEnumerable<string> places)
    {
        if (!string.IsNullOrEmpty(chosen))
            return Path.IsPathFullyQualified(chosen) ? chosen : throw RuntimeMissing(Messages.DotnetVariableNotFullPath(chosen));

        var file = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        return places.Select(place => place.Trim().Trim('"')).Where(Path.IsPathFullyQualified)
                .Select(place => Path.Combine(place, file)).FirstOrDefault(File.Exists)
            ?? throw RuntimeMissing(Messages.DotnetNotFoundOnPath);
    }

    private static BcException RuntimeMissing(string message) => new(ErrorCode.SimulatorNotStarted, message)
    {
        Advice = Messages.SimulatorRequiresAspNetCoreRuntime,
    };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static IReadOnlyList<SimulatedTenant> ReadTenants(JsonElement ready) =>
    [
        .. ready.GetProperty("tenants").EnumerateArray().Select(tenant => new SimulatedTenant(
            Text(tenant, "tenantId"),
            Text(tenant, "domain"),
            [.. tenant.GetProperty("users").EnumerateArray().Select(user => new SimulatedUser(Text(user, "userName"), Text(user, "role")))],
            [
                .. tenant.GetProperty("apps").EnumerateArray().Select(app => new SimulatedApp(
                    app.GetProperty("clientId").GetGuid(),
                    app.TryGetProperty("secret", out var secret) ? secret.GetString() : null)),
            ])),
    ];

    private static string Invariant(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
