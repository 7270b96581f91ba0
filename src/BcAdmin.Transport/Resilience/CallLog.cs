namespace BcAdmin.Transport.Resilience;

/// <summary>Log lines about a call, for the caller that requested them in the options of the request.</summary>
internal static class CallLog
{
    private const string ServiceCorrelationHeader = "ms-correlation-x";

    public static void Write(HttpRequestMessage request, string line)
    {
        if (request.Options.TryGetValue(Wire.Log, out var log))
            log(line);
    }

    /// <summary>Reports what the call waits for; null when the wait is over.</summary>
    public static void Wait(HttpRequestMessage request, WireWait? wait)
    {
        if (request.Options.TryGetValue(Wire.Waits, out var report))
            report(wait);
    }

    /// <summary>The IDs that support requires: the module's ID of the cmdlet call, and the service's ID if it returns one.</summary>
    public static string Correlation(HttpRequestMessage request, HttpResponseMessage? response)
    {
        var ours = request.Headers.TryGetValues(Wire.CorrelationHeader, out var sent) ? $", correlation {string.Join(',', sent)}" : "";
        return response?.Headers.TryGetValues(ServiceCorrelationHeader, out var received) == true
            ? $"{ours}, service correlation {string.Join(',', received)}"
            : ours;
    }
}
