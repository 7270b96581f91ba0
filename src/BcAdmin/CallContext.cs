using System.Collections.Concurrent;
using BcAdmin.Transport;

namespace BcAdmin;

/// <summary>
/// The state that one cmdlet call shares with all code that runs for it: clock, log, cancellation, and secrets. BcCmdlet creates it; tests create
/// their own. Thread-safe.
/// </summary>
internal sealed class CallContext
{
    private static readonly AsyncLocal<CallContext?> Ambient = new();

    /// <summary>The secrets that were sent, each with the forms in which it can appear.</summary>
    private readonly ConcurrentDictionary<string, IReadOnlyCollection<string>> _secrets = new(StringComparer.Ordinal);

    private readonly Lazy<IReadOnlyCollection<string>> _environment = new(Secrets.FormsOfEnvironment);
    private int _progressBars;

    /// <summary>
    /// The call that the running code belongs to, on any thread. Only for the sign-in and for callbacks of the sign-in library: the callbacks belong
    /// to the connection, which outlives the call, and receive nothing from the call. All other code receives the context as a parameter.
    /// </summary>
    public static CallContext? Running => Ambient.Value;

    /// <summary>The name of the cmdlet; null outside a cmdlet.</summary>
    public string? Command { get; init; }

    /// <summary>Sent with each request to correlate retries and pages in logs.</summary>
    public string CorrelationId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>The clock for all delays, intervals, and time limits.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Canceled when the pipeline stops.</summary>
    public CancellationToken StopToken { get; init; }

    /// <summary>Writes to the verbose stream, from any thread.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>Shows a message in the host, from any thread.</summary>
    public Func<string, Task> Show { get; init; } = _ => Task.CompletedTask;

    /// <summary>Runs actions on the pipeline thread.</summary>
    public PipelinePump Pump { get; } = new();

    /// <summary>The current activity of the call.</summary>
    public CallActivity Activity { get; } = new();

    /// <summary>An ID that is unique among the progress bars of this call. PowerShell separates the bars of different cmdlets.</summary>
    public int NextProgressId() => Interlocked.Increment(ref _progressBars);

    /// <summary>Runs a step of the cmdlet to completion on this thread; see <see cref="PipelinePump.Run"/>.</summary>
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

    /// <summary>Registers a secret that is sent, so that no message shows it.</summary>
    public void Hide(string secret) => _secrets.GetOrAdd(secret, Secrets.Forms);

    /// <summary>Removes the secrets of this call from a text that the service returned.</summary>
    public string Clean(string text) => Secrets.RemoveForms(text, _secrets.SelectMany(secret => secret.Value).Concat(_environment.Value));
}
