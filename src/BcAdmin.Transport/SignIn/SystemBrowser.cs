using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace BcAdmin.Transport.SignIn;

/// <summary>Opens the system browser and detects if none opens: MSAL would wait for a response that cannot arrive.</summary>
internal sealed class SystemBrowser(CancellationTokenSource signIn)
{
    /// <summary>The reason why no browser was opened; null if no failure is known.</summary>
    public WireException? Failure { get; private set; }

    /// <summary>Fails before anything is sent if no browser can be opened.</summary>
    /// <exception cref="WireException">BrowserNotAvailable.</exception>
    public static void Require() => _ = FindOpener();

    /// <summary>Starts the browser. If its program fails, the sign-in is canceled and <see cref="Failure"/> has the reason.</summary>
    public Task OpenAsync(Uri address)
    {
        var start = FindOpener() is { } program
            ? new ProcessStartInfo(program, [address.AbsoluteUri])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
            : new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true };
        if (OperatingSystem.IsLinux() && !HasDisplay)
            start.Environment.TryAdd("BROWSER", "none"); // xdg-open would start a browser for the terminal, which cannot show the sign-in page
        try
        {
            if (Process.Start(start) is { } process && !start.UseShellExecute)
                _ = WatchAsync(process);
            return Task.CompletedTask;
        }
        catch (Win32Exception exception)
        {
            throw Unavailable(exception.Message);
        }
    }

    public static WireException Unavailable(string reason) =>
        new(
            WireFailure.BrowserNotAvailable,
            $"No browser can be opened on this computer: {reason.TrimEnd('.')}. Interactive sign-in requires a browser; -DeviceCode does not.");

    private static bool HasDisplay => Has("DISPLAY") || Has("WAYLAND_DISPLAY");

    private static bool Has(string variable) => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));

    /// <summary>The program that opens addresses; null on Windows, where the shell opens them.</summary>
    private static string? FindOpener()
    {
        if (OperatingSystem.IsWindows())
            return Environment.UserInteractive ? null : throw Unavailable("the session has no desktop");
        if (OperatingSystem.IsMacOS())
            return "/usr/bin/open";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Where(Path.IsPathRooted);
        string[] openers = ["xdg-open", "gnome-open", "wslview"];
        return openers.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw Unavailable($"{openers[0]} is not installed");
    }

    private async Task WatchAsync(Process process)
    {
        using (process)
        {
            process.StandardInput.Close();
            // The output must be read, because a browser that runs in this process stops when the pipe is full.
            await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(Stream.Null),
                process.StandardError.BaseStream.CopyToAsync(Stream.Null),
                process.WaitForExitAsync()).ConfigureAwait(false);
            if (process.ExitCode == 0)
                return;
            Failure = Unavailable(string.Create(
                CultureInfo.InvariantCulture, $"{Path.GetFileName(process.StartInfo.FileName)} failed with exit code {process.ExitCode}"));
        }

        try
        {
            await signIn.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The browser was closed after the sign-in had ended.
        }
    }
}
