using System.Text;

namespace BcAdmin.Simulator.Control;

/// <summary>
/// Writes one line <c>operationId status</c> for each completed call of the APIs to a file, to show which operations a run of tests has called.
/// Unlike <see cref="RequestLog"/>, it is kept after a reset, and several simulators can share the file.
/// </summary>
/// <param name="path">The file, which is created if it does not exist; null for no journal.</param>
internal sealed class RequestJournal(string? path)
{
    /// <summary>The environment variable that names the file.</summary>
    public const string Variable = "BCADMIN_SIMULATOR_JOURNAL";

    private const int MostTries = 200;

    private readonly object _gate = new();

    public void Append(string operationId, int status)
    {
        if (string.IsNullOrEmpty(path))
            return;

        var line = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{operationId} {status}\n"));
        lock (_gate)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    // Opened for each line, and exclusively, so that lines of several simulators are not mixed.
                    using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None);
                    file.Write(line);
                    return;
                }
                catch (IOException) when (attempt < MostTries)
                {
#pragma warning disable RS0030 // another process locks the file for less than a millisecond
                    Thread.Sleep(5);
#pragma warning restore RS0030
                }
            }
        }
    }
}
