using BcAdmin.Simulator.Control;
using BcAdmin.Simulator.Faults;

namespace BcAdmin.Simulator.Serving;

/// <summary>Receives every request: finds what serves it, logs it, applies delays and faults, and writes the answer.</summary>
internal sealed class RequestHandler(SimulatedService simulator)
{
    /// <param name="endpoint">Runs the endpoint that was found.</param>
    public async Task HandleAsync(HttpContext http, RequestDelegate endpoint)
    {
        var exchange = await Exchange.ReadAsync(http, simulator);
        http.Features.Set(exchange);
        if (exchange.SegmentIs(0, "simulator"))
        {
            await (await ControlEndpoints.ServeAsync(http, endpoint)).ExecuteAsync(http);
            return;
        }

        var destination = http.GetEndpoint()?.Metadata.GetMetadata<Destination>() ?? simulator.Route(exchange);
        var fault = exchange.World.Faults.Match(destination.OperationId, destination.IsApi, Fault.ActsOnCall);
        var entry = simulator.Log.Begin(exchange, destination, fault);
        try
        {
            await ServeAsync(exchange, destination, endpoint, entry, fault);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client closed the connection, or a fault did; the log entry keeps what there was.
        }
        finally
        {
            simulator.Log.End(entry);
            if (destination.IsApi && entry.Status is { } status)
                simulator.Journal.Append(destination.OperationId, status);
        }
    }

    /// <summary>
    /// Serves a request inside of another one. It is logged like any other, and faults of kind status apply to it; it has no connection of its own
    /// that could be slow or be cut.
    /// </summary>
    public static Reply ServeWithin(Exchange exchange, Destination destination)
    {
        var simulator = exchange.Simulator;
        var fault = exchange.World.Faults.Match(destination.OperationId, destination.IsApi, candidate => candidate.Kind == FaultKind.Status);
        var entry = simulator.Log.Begin(exchange, destination, fault);
        Reply reply;
        try
        {
            reply = fault is null ? destination.Serve!() : destination.Refuse(fault.ToRefusal(exchange.World.Clock.UtcNow));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            reply = Fail(destination, error);
        }

        Sign(exchange, destination, entry, reply);
        simulator.Log.End(entry);
        simulator.Journal.Append(destination.OperationId, reply.Status);
        return reply;
    }

    private static async Task ServeAsync(Exchange exchange, Destination destination, RequestDelegate endpoint, LogEntry entry, Fault? fault)
    {
        var http = exchange.Http;
        IDisposable? turn = null;
        try
        {
            var settings = exchange.World.Settings;
            await Task.Delay(settings.LatencyMs, http.RequestAborted);
            if (destination is { IsApi: true, Caller: { } caller })
                turn = await exchange.World.Throttle.EnterAsync(caller, http.RequestAborted);

            // Only the work counts towards the caller's concurrent calls, the network latency does not.
            var work = destination.IsApi ? settings.ServiceTimeMs * destination.Operations : 0;
            await Task.Delay(work + (fault?.Kind == FaultKind.Delay ? fault.DelayMs : 0), http.RequestAborted);

            if (fault?.Kind == FaultKind.DropBefore)
            {
                http.Abort();
                return;
            }

            var reply = await AnswerAsync(exchange, destination, endpoint, fault);
            Sign(exchange, destination, entry, reply);
            await (fault is { ChangesAnswer: true } ? FaultyWriter.WriteAsync(http, reply, fault) : reply.ExecuteAsync(http));
        }
        catch (Refusal tooMany)
        {
            var reply = destination.Refuse(tooMany);
            Sign(exchange, destination, entry, reply);
            await reply.ExecuteAsync(http);
        }
        finally
        {
            turn?.Dispose();
        }
    }

    private static async Task<Reply> AnswerAsync(Exchange exchange, Destination destination, RequestDelegate endpoint, Fault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Status:
                return destination.Refuse(fault.ToRefusal(exchange.World.Clock.UtcNow));
            case FaultKind.Html:
                return fault.ToHtmlPage(exchange.World.Clock.UtcNow);
            case FaultKind.RevokeToken:
                exchange.Simulator.Tokens.RevokeAll();
                break;
            case FaultKind.ExpireToken:
                exchange.Simulator.Tokens.Expire(exchange);
                break;
        }

        try
        {
            if (destination.Serve is null)
                return await Reply.CaptureAsync(exchange.Http, endpoint);

            // After one of the token faults the token is not accepted, so the request is routed again.
            var isTokenFault = fault?.Kind is FaultKind.RevokeToken or FaultKind.ExpireToken;
            return (isTokenFault ? exchange.Simulator.Route(exchange) : destination).Serve!();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return Fail(destination, error);
        }
    }

    // A failure of the simulator itself is reported as one, so that it is not searched for in the client.
    private static Reply Fail(Destination destination, Exception error) =>
        destination.Refuse(error as Refusal ?? new Refusal(500, "SimulatorError", $"The simulator failed: {error}"));

    private static void Sign(Exchange exchange, Destination destination, LogEntry entry, Reply reply)
    {
        entry.Status = reply.Status;

        // The service's own clock, which control may have moved: clients read from it how far theirs is off.
        reply.Headers["Date"] = exchange.World.Clock.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        if (!destination.IsApi)
            return;

        reply.Headers["ms-correlation-x"] = exchange.CorrelationId.ToString();
        entry.CorrelationX = exchange.CorrelationId;
    }
}
