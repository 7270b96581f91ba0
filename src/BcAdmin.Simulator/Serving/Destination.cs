namespace BcAdmin.Simulator.Serving;

/// <summary>
/// The target of a request: its name in the log and for faults, the caller, and the code that processes it. Sign-in endpoints have one as metadata.
/// </summary>
internal sealed class Destination
{
    /// <summary>operationId of the contract, or the simulator's own name for a sign-in endpoint.</summary>
    public required string OperationId { get; init; }

    /// <summary>Whether it is one of the APIs: their callers have limits, and a fault of the operation * applies only to them.</summary>
    public bool IsApi { get; init; }

    /// <summary>The caller; null before or without sign-in.</summary>
    public Caller? Caller { get; init; }

    /// <summary>The number of operations that the service processes: those of a batch, or one.</summary>
    public int Operations { get; init; } = 1;

    /// <summary>Processes the request; null if the endpoint that routing found does this.</summary>
    public Func<Reply>? Serve { get; init; }

    /// <summary>Writes an error in the format of the area.</summary>
    public required Func<Refusal, Reply> Refuse { get; init; }

    /// <summary>An address of the service that is not in a contract, with one HTTP method, for callers that have signed in.</summary>
    /// <param name="serve">Processes the request. Runs under the lock of the tenants.</param>
    public static Destination OutsideContract(
        Exchange exchange,
        string operationId,
        string method,
        Func<Refusal, Reply> refuse,
        Func<string, Refusal> unauthenticated,
        Refusal wrongVerb,
        Func<Caller, Reply> serve)
    {
        var caller = exchange.Simulator.Tokens.FindCaller(exchange, DirectoryResource.BusinessCentral, out var problem);
        return new Destination { OperationId = operationId, IsApi = true, Caller = caller, Refuse = refuse, Serve = Serve };

        Reply Serve()
        {
            if (caller is null)
                throw unauthenticated(problem!);
            if (!string.Equals(exchange.Request.Method, method, StringComparison.OrdinalIgnoreCase))
                throw wrongVerb;

            lock (caller.Tenant.Gate)
            {
                exchange.World.Advance(exchange.World.Clock.UtcNow);
                return serve(caller);
            }
        }
    }
}
