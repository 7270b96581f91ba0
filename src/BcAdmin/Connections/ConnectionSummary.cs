using System.Management.Automation;
using System.Management.Automation.Host;
using BcAdmin.Api.AdminCenter;
using BcAdmin.Cmdlets;

namespace BcAdmin.Connections;

/// <summary>
/// Shows a user in an interactive session what a new connection can access and where to start. Scripts, jobs, and sessions with redirected output
/// show nothing, so that their logs do not change.
/// </summary>
internal static class ConnectionSummary
{
    /// <summary>The time limit for counting the environments.</summary>
    private static readonly TimeSpan CountLimit = TimeSpan.FromSeconds(2);

    /// <summary>Whether the user typed the command at a prompt. Commands in scripts have another origin.</summary>
    public static bool IsWanted(PSCmdlet cmdlet) =>
        cmdlet.CommandOrigin == CommandOrigin.Runspace && !cmdlet.MyInvocation.ExpectingInput && HasPrompt(cmdlet.Host);

    public static async Task ShowAsync(BcCmdlet cmdlet, BcConnection connection)
    {
        var text = Messages.ConnectedTo(connection, await CountEnvironmentsAsync(cmdlet, connection));
        var start = Messages.StartWithCommands;
        await cmdlet.Context.Show(text + (text.Length + start.Length < Width(cmdlet.Host) ? ' ' : '\n') + start);
    }

    private static bool HasPrompt(PSHost host) => host.Name switch
    {
        "ConsoleHost" => !Console.IsInputRedirected && !Console.IsOutputRedirected && !IsNonInteractive,
        "ServerRemoteHost" or "Default Host" => false,
        _ => host.UI is not null,
    };

    /// <summary>
    /// Whether the session was started with -NonInteractive. PowerShell accepts any unique abbreviation and does not expose the setting.
    /// </summary>
    private static bool IsNonInteractive => Environment.GetCommandLineArgs().Skip(1).Select(argument => argument.TrimStart('-', '/')).Any(
        argument => argument.Length >= 4 && "NonInteractive".StartsWith(argument, StringComparison.OrdinalIgnoreCase));

    /// <summary>Counts the environments; null if they cannot be read in time, which does not affect the sign-in.</summary>
    private static async Task<int?> CountEnvironmentsAsync(BcCmdlet cmdlet, BcConnection connection)
    {
        using var limit = new CancellationTokenSource(CountLimit, cmdlet.Context.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cmdlet.PipelineStopToken);
        try
        {
            var count = 0;
            var admin = new AdminCenterClient(connection, connection.Client(cmdlet.Context));
            await foreach (var environment in admin.ListEnvironmentsAsync(null, stop.Token))
            {
                if (!environment.HasStatus("SoftDeleted"))
                    count++;
            }

            return count;
        }
        catch (Exception exception) when (cmdlet.Failure(exception) is { } failure)
        {
            cmdlet.WriteVerbose(Messages.EnvironmentsNotCounted(failure));
            return null;
        }
    }

    /// <summary>Gets the number of columns of the window, which some hosts do not have.</summary>
    private static int Width(PSHost host)
    {
        try
        {
            return host.UI.RawUI.WindowSize.Width;
        }
        catch (Exception exception) when (exception is HostException or NotImplementedException or NullReferenceException or IOException)
        {
            return int.MaxValue;
        }
    }
}
