using System.Text.Json.Nodes;
using BcAdmin.Simulator.Faults;
using BcAdmin.Simulator.Serving;

namespace BcAdmin.Simulator.Control;

/// <summary>One call as the simulator saw it. Holds no token and no body.</summary>
internal sealed class LogEntry
{
    public required long Sequence { get; init; }

    public required DateTimeOffset StartedOn { get; init; }

    public DateTimeOffset? EndedOn { get; set; }

    public required string OperationId { get; init; }

    public required string Method { get; init; }

    public required string Path { get; init; }

    public int? Status { get; set; }

    public required Caller? Caller { get; init; }

    /// <summary>The client's own id of the call, from x-ms-client-request-id.</summary>
    public required string? ClientRequestId { get; init; }

    public Guid? CorrelationX { get; set; }

    /// <summary>Calls under way for the same tenant when this one began, itself included.</summary>
    public required int InFlight { get; init; }

    /// <summary>Whether it came in a batch, which is logged as a call of its own.</summary>
    public required bool InBatch { get; init; }

    public required FaultKind? Fault { get; init; }

    public required string UserAgent { get; init; }

    public required long RequestBodyBytes { get; init; }

    public JsonObject ToJson() => new()
    {
        ["sequence"] = Sequence,
        ["startedOn"] = StartedOn.ToString("O"),
        ["endedOn"] = EndedOn?.ToString("O"),
        ["operationId"] = OperationId,
        ["method"] = Method,
        ["path"] = Path,
        ["status"] = Status,
        ["tenantId"] = Caller?.Tenant.Id.ToString(),
        ["callerKind"] = Caller is null ? null : System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(Caller.Kind.ToString()),
        ["callerId"] = Caller?.Id,
        ["correlationId"] = ClientRequestId,
        ["ms-correlation-x"] = CorrelationX?.ToString(),
        ["inFlight"] = InFlight,
        ["inBatch"] = InBatch,
        ["fault"] = Fault is null ? null : System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(Fault.Value.ToString()),
        ["userAgent"] = UserAgent,
        ["requestBodyBytes"] = RequestBodyBytes,
    };
}

/// <summary>The latest calls.</summary>
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

    /// <summary>Entries in their order, of one operation or all, the last so many or all.</summary>
    public JsonArray ToJson(string? operation, int? last)
    {
        lock (_entries)
        {
            var chosen = _entries.Where(entry => operation is null || string.Equals(entry.OperationId, operation, StringComparison.OrdinalIgnoreCase)).ToList();
            return new JsonArray([.. chosen.Skip(Math.Max(0, chosen.Count - (last ?? chosen.Count))).Select(entry => entry.ToJson())]);
        }
    }

    private static string? Header(Exchange exchange, string name) => exchange.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
