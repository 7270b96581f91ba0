namespace BcAdmin.Simulator.Serving;

/// <summary>Where a request goes: what it is called in the log and for faults, who asks, and what answers.</summary>
internal sealed class Destination
{
    /// <summary>operationId of the contract, or the simulator's own name for a sign-in endpoint.</summary>
    public required string OperationId { get; init; }

    /// <summary>Whether it is one of the two APIs: those have callers with limits, and a * fault strikes only them.</summary>
    public bool IsApi { get; init; }

    /// <summary>Who asks; null before or without sign-in.</summary>
    public Caller? Caller { get; init; }

    /// <summary>How many operations the service works on: those that a batch carries, or the one.</summary>
    public int Operations { get; init; } = 1;

    public required Func<Reply> Serve { get; init; }

    /// <summary>Writes a refusal in the error shape of the area.</summary>
    public required Func<Refusal, Reply> Refuse { get; init; }

    public static Destination To(string operationId, Func<Reply> serve, Func<Refusal, Reply> refuse) =>
        new() { OperationId = operationId, Serve = serve, Refuse = refuse };
}
