using BcAdmin.Simulator.Control;
using BcAdmin.Simulator.Faults;

namespace BcAdmin.Simulator.Serving;

/// <summary>Receives all requests: finds the code that processes them, logs them, applies delays and faults, and writes the response.</summary>
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
            // The client or a fault closed the connection; the log entry keeps the data so far.
        }
        finally
        {
            simulator.Log.End(entry);
            if (destination.IsApi && entry.Status is { } status)
                simulator.Journal.Append(destination.OperationId, status);
        }
    }

    /// <summary>
    /// Processes a request inside another one. It is logged like any other, and faults of kind status apply to it; it has no separate connection
    /// that could be slow or closed.
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

            // Only the processing counts towards the concurrent calls of the caller, not the network latency.
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

            // After a token fault, the token is not accepted, so the request is routed again.
            var isTokenFault = fault?.Kind is FaultKind.RevokeToken or FaultKind.ExpireToken;
            return (isTokenFault ? exchange.Simulator.Route(exchange) : destination).Serve!();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return Fail(destination, error);
        }
    }

    // A failure of the simulator itself is reported as one, so that users do not look for it in the client.
    private static Reply Fail(Destination destination, Exception error) =>
        destination.Refuse(error as Refusal ?? new Refusal(500, "SimulatorError", $"The simulator failed: {error}"));

    private static void Sign(Exchange exchange, Destination destination, LogEntry entry, Reply reply)
    {
        entry.Status = reply.Status;

        // The clock of the service, which control may have moved: clients use it to determine the difference to their own clock.
        reply.Headers["Date"] = exchange.World.Clock.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        if (!destination.IsApi)
            return;

        reply.Headers["ms-correlation-x"] = exchange.CorrelationId.ToString();
        entry.CorrelationX = exchange.CorrelationId;
    }
}
