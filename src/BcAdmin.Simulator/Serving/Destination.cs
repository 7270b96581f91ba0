namespace BcAdmin.Simulator.Serving;

/// <summary>
/// Where a request goes: its name in the log and for faults, who calls, and what answers. Endpoints of sign-in have one as metadata.
/// </summary>
internal sealed class Destination
{
    /// <summary>operationId of the contract, or the simulator's own name for a sign-in endpoint.</summary>
    public required string OperationId { get; init; }

    /// <summary>Whether it is one of the APIs: those have callers with limits, and a fault of the operation * applies only to them.</summary>
    public bool IsApi { get; init; }

    /// <summary>Who calls; null before or without sign-in.</summary>
    public Caller? Caller { get; init; }

    /// <summary>The number of operations that the service works on: those that a batch carries, or one.</summary>
    public int Operations { get; init; } = 1;

    /// <summary>Serves the request; null where the endpoint that routing found does.</summary>
    public Func<Reply>? Serve { get; init; }

    /// <summary>Writes a refusal in the error shape of the area.</summary>
    public required Func<Refusal, Reply> Refuse { get; init; }

    /// <summary>An address of the service that is in no contract: with one verb, for callers that have signed in.</summary>
    /// <param name="serve">Serves the request. Runs under the lock of the tenants.</param>
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
