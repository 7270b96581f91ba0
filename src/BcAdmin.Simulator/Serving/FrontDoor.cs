using System.Globalization;
using BcAdmin.Simulator.Control;
using BcAdmin.Simulator.Faults;

namespace BcAdmin.Simulator.Serving;

/// <summary>Takes every request: routes it, logs it, holds it back or spoils it as told, and writes the answer.</summary>
internal sealed class FrontDoor(SimulatedService simulator)
{
    public async Task HandleAsync(HttpContext http)
    {
        var exchange = await Exchange.ReadAsync(http, simulator);
        if (exchange.SegmentIs(0, "simulator"))
        {
            await WriteAsync(http, simulator.Control.Handle(exchange));
            return;
        }

        var destination = simulator.Route(exchange);
        var fault = exchange.World.Faults.Strike(destination.OperationId, destination.IsApi, Fault.OnTheWire);
        var entry = simulator.Log.Begin(exchange, destination, fault);
        try
        {
            await ServeAsync(exchange, destination, entry, fault);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client went away or a fault cut the connection; the log entry keeps what there was.
        }
        finally
        {
            simulator.Log.End(entry);
            if (destination.IsApi && entry.Status is { } status)
                simulator.Journal.Append(destination.OperationId, status);
        }
    }

    /// <summary>
    /// Serves a request that another one carries. It is logged like any other and faults of kind status strike it, but it has no way of its own
    /// that could be slow or be cut.
    /// </summary>
    public static Reply ServeWithin(Exchange exchange, Destination destination)
    {
        var simulator = exchange.Simulator;
        var fault = exchange.World.Faults.Strike(destination.OperationId, destination.IsApi, candidate => candidate.Kind == FaultKind.Status);
        var entry = simulator.Log.Begin(exchange, destination, fault);
        var reply = Answer(exchange, destination, fault);
        Sign(exchange, destination, entry, reply);
        simulator.Log.End(entry);
        simulator.Journal.Append(destination.OperationId, reply.Status);
        return reply;
    }

    private static async Task ServeAsync(Exchange exchange, Destination destination, LogEntry entry, Fault? fault)
    {
        var http = exchange.Http;
        IDisposable? turn = null;
        try
        {
            var settings = exchange.World.Settings;
            await Task.Delay(settings.LatencyMs, http.RequestAborted);
            if (destination is { IsApi: true, Caller: { } caller })
                turn = await exchange.World.Throttle.EnterAsync(caller, http.RequestAborted);

            // Only the work takes up one of the caller's places, the way does not.
            var work = (destination.IsApi ? settings.ServiceTimeMs * destination.Operations : 0) + (fault?.Kind == FaultKind.Delay ? fault.DelayMs : 0);
            await Task.Delay(work, http.RequestAborted);

            if (fault?.Kind == FaultKind.DropBefore)
            {
                http.Abort();
                return;
            }

            var reply = Answer(exchange, destination, fault);
            Sign(exchange, destination, entry, reply);
            if (fault is { SpoilsAnswer: true })
                await FaultyWriter.WriteAsync(http, reply, fault);
            else
                await WriteAsync(http, reply);
        }
        catch (Refusal tooMany)
        {
            var reply = destination.Refuse(tooMany);
            Sign(exchange, destination, entry, reply);
            await WriteAsync(http, reply);
        }
        finally
        {
            turn?.Dispose();
        }
    }

    private static Reply Answer(Exchange exchange, Destination destination, Fault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Status:
                return destination.Refuse(fault.ToRefusal(exchange.World.Clock.UtcNow));
            case FaultKind.Html:
                return fault.ToHtmlPage(exchange.World.Clock.UtcNow);
            case FaultKind.RevokeToken:
                exchange.Simulator.Tokens.RevokeAll();
                // Routed anew: the caller's token is worth nothing any more.
                return Serve(exchange.Simulator.Route(exchange));
            case FaultKind.ExpireToken:
                exchange.Simulator.Tokens.Expire(exchange);
                return Serve(exchange.Simulator.Route(exchange));
            default:
                return Serve(destination);
        }
    }

    private static Reply Serve(Destination destination)
    {
        try
        {
            return destination.Serve();
        }
        catch (Refusal refusal)
        {
            return destination.Refuse(refusal);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The simulator's own failure: say so, so that nobody looks for it in the client.
            return destination.Refuse(new Refusal(500, "SimulatorError", $"The simulator failed: {error}"));
        }
    }

    private static void Sign(Exchange exchange, Destination destination, LogEntry entry, Reply reply)
    {
        entry.Status = reply.Status;

        // The service's own clock, which control may have moved: clients tell by it how far theirs is off.
        reply.Headers["Date"] = exchange.World.Clock.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        if (!destination.IsApi)
            return;

        reply.Headers["ms-correlation-x"] = exchange.CorrelationId.ToString();
        entry.CorrelationX = exchange.CorrelationId;
    }

    private static async Task WriteAsync(HttpContext http, Reply reply)
    {
        var response = http.Response;
        reply.WriteHead(response);
        if (reply.Body.Length == 0)
            return;

        response.ContentLength = reply.Body.Length;
        await response.Body.WriteAsync(reply.Body, http.RequestAborted);
    }
}
