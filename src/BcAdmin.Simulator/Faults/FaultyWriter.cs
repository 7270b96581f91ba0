namespace BcAdmin.Simulator.Faults;

/// <summary>Writes a response with a fault of the connection or of the body.</summary>
internal static class FaultyWriter
{
    public static async Task WriteAsync(HttpContext http, Reply reply, Fault fault)
    {
        var cancel = http.RequestAborted;
        var response = http.Response;
        if (fault.Kind == FaultKind.DropAfter)
        {
            http.Abort();
            return;
        }

        reply.WriteHead(response);
        switch (fault.Kind)
        {
            case FaultKind.Truncate when reply.Status == 204:
                http.Abort();
                break;
            case FaultKind.Malformed or FaultKind.WrongContentType when reply.Status == 204:
                break; // the response has no body
            case FaultKind.Truncate:
                // The header contains the full length, half of the body is sent, and the connection is closed.
                response.ContentLength = Math.Max(reply.Body.Length, 2);
                await response.Body.WriteAsync(reply.Body.AsMemory(0, reply.Body.Length / 2), cancel);
                await response.Body.FlushAsync(cancel);
                http.Abort();
                break;
            case FaultKind.Malformed:
                response.ContentType = "application/json; charset=utf-8";
                await response.Body.WriteAsync(reply.Body.AsMemory(0, reply.Body.Length / 2), cancel);
                await response.WriteAsync("}{ not json", cancel);
                break;
            case FaultKind.WrongContentType:
                response.ContentType = "text/plain";
                await response.Body.WriteAsync(reply.Body, cancel);
                break;
            case FaultKind.SlowDrip:
                response.ContentLength = reply.Body.Length;
                await WriteSlowlyAsync(response, reply.Body, fault.BytesPerSec, cancel);
                break;
            default:
                throw new InvalidOperationException($"{fault.Kind} does not change a response.");
        }
    }

    private static async Task WriteSlowlyAsync(HttpResponse response, byte[] body, int bytesPerSec, CancellationToken cancel)
    {
        var chunk = Math.Max(1, bytesPerSec / 10);
        for (var sent = 0; sent < body.Length; sent += chunk)
        {
            await response.Body.WriteAsync(body.AsMemory(sent, Math.Min(chunk, body.Length - sent)), cancel);
            await response.Body.FlushAsync(cancel);
            await Task.Delay(TimeSpan.FromSeconds((double)chunk / bytesPerSec), cancel);
        }
    }
}
