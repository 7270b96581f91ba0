using System.Collections.Concurrent;
using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>
/// What one cmdlet call hands down to everything that works for it. BcCmdlet creates it; a test creates one with the clock and the log that it needs.
/// Thread-safe.
/// </summary>
internal sealed class CallContext
{
    private static readonly AsyncLocal<CallContext?> Ambient = new();

    /// <summary>What was sent, with the forms to look for.</summary>
    private readonly ConcurrentDictionary<string, IReadOnlyCollection<string>> _secrets = new(StringComparer.Ordinal);

    private readonly Lazy<IReadOnlyCollection<string>> _environment = new(Secrets.FormsOfEnvironment);
    private int _progressBars;

    /// <summary>
    /// The call that the running code works for, on any thread. Only for callbacks of the sign-in library: they belong to the connection, which
    /// outlives the call, and the library passes them nothing of the call; and for the sign-in itself. All other code receives the context.
    /// </summary>
    public static CallContext? Running => Ambient.Value;

    /// <summary>Sent with each request, so that retries and pages belong together in every log.</summary>
    public string CorrelationId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>The clock of all pauses, intervals, and time limits.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Canceled when the pipeline stops.</summary>
    public CancellationToken StopToken { get; init; }

    /// <summary>Writes a verbose line, from any thread.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>Shows a message on the host, from any thread.</summary>
    public Func<string, Task> Show { get; init; } = _ => Task.CompletedTask;

    /// <summary>The way back to the pipeline thread.</summary>
    public PipelinePump Pump { get; } = new();

    /// <summary>What the call is doing now.</summary>
    public CallActivity Activity { get; } = new();

    /// <summary>An id that no other progress bar of this call has. PowerShell keeps the bars of different cmdlets apart.</summary>
    public int NextProgressId() => Interlocked.Increment(ref _progressBars);

    /// <summary>Runs a step of the cmdlet to its end on this thread; see <see cref="PipelinePump.Run"/>.</summary>
    public void Run(Func<Task> step, Action onFault)
    {
        var outer = Ambient.Value;
        Ambient.Value = this;
        try
        {
            Pump.Run(step, onFault);
        }
        finally
        {
            Ambient.Value = outer;
        }
    }

    /// <summary>Remembers a secret that is sent, so that no message shows it.</summary>
    public void Hide(string secret) => _secrets.GetOrAdd(secret, Secrets.Forms);

    /// <summary>Removes the secrets of this call from a text of the service.</summary>
    public string Clean(string text) => Secrets.RemoveForms(text, _secrets.SelectMany(secret => secret.Value).Concat(_environment.Value));
}
