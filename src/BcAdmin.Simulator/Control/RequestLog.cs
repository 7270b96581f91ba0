using System.Text.Json.Serialization;
using BcAdmin.Simulator.Faults;

namespace BcAdmin.Simulator.Control;

/// <summary>One call as control lists it. Contains no token and no body.</summary>
internal sealed class LogEntry
{
    public required long Sequence { get; init; }

    public required DateTimeOffset StartedOn { get; init; }

    public DateTimeOffset? EndedOn { get; set; }

    public required string OperationId { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public int? Status { get; set; }

    [JsonIgnore]
    public Caller? Caller { get; init; }

    public Guid? TenantId => Caller?.Tenant.Id;

    public CallerKind? CallerKind => Caller?.Kind;

    public string? CallerId => Caller?.Id;

    /// <summary>The ID that the client has assigned to the call, from x-ms-client-request-id.</summary>
    [JsonPropertyName("correlationId")]
    public required string? ClientRequestId { get; init; }

    [JsonPropertyName("ms-correlation-x")]
    public Guid? CorrelationX { get; set; }

    /// <summary>The number of calls in progress for the same tenant when this one began, including this one.</summary>
    public required int InFlight { get; init; }

    /// <summary>Whether it was part of a batch, which is logged as a separate call.</summary>
    public required bool InBatch { get; init; }

    public required FaultKind? Fault { get; init; }

    public required string UserAgent { get; init; }

    public required long RequestBodyBytes { get; init; }
}

/// <summary>The most recent calls.</summary>
internal sealed class RequestLog
{
    private const int Capacity = 20_000;

    private readonly Queue<LogEntry> _entries = new();
    private readonly HashSet<LogEntry> _underWay = [];
    private long _sequence;

    public LogEntry Begin(Exchange exchange, Destination destination, Fault? fault)
    {
        lock (_entries)
        {
            var entry = new LogEntry
            {
                Sequence = ++_sequence,
                StartedOn = DateTimeOffset.UtcNow,
                OperationId = destination.OperationId,
                Method = exchange.Request.Method,
                Path = exchange.Request.Path + exchange.Request.QueryString,
                Caller = destination.Caller,
                ClientRequestId = Header(exchange, "x-ms-client-request-id"),
                InFlight = _underWay.Count(other => other.Caller?.Tenant.Id == destination.Caller?.Tenant.Id) + 1,
                InBatch = exchange.IsInBatch,
                Fault = fault?.Kind,
                UserAgent = exchange.Request.Headers.UserAgent.ToString(),
                RequestBodyBytes = exchange.BodyLength,
            };
            _underWay.Add(entry);
            _entries.Enqueue(entry);
            if (_entries.Count > Capacity)
                _entries.Dequeue();
            return entry;
        }
    }

    public void End(LogEntry entry)
    {
        lock (_entries)
        {
            entry.EndedOn = DateTimeOffset.UtcNow;
            _underWay.Remove(entry);
        }
    }

    public void Clear()
    {
        lock (_entries)
            _entries.Clear();
    }

    /// <summary>Entries in their order.</summary>
    /// <param name="operation">The operation to list; null for all.</param>
    /// <param name="last">The number of most recent entries to list; null for all.</param>
    public JsonArray ToJson(string? operation, int? last)
    {
        lock (_entries)
        {
            var chosen = _entries.Where(entry =>
                operation is null || string.Equals(entry.OperationId, operation, StringComparison.OrdinalIgnoreCase));
            return JsonSerializer.SerializeToNode(chosen.TakeLast(last ?? Capacity), ControlJson.Options)!.AsArray();
        }
    }

    private static string? Header(Exchange exchange, string name) =>
        exchange.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
