using System.IO.Enumeration;
using System.Text.Json.Serialization;

namespace BcAdmin.Simulator.Faults;

internal enum FaultKind
{
    /// <summary>Returns an error status and does not process the call.</summary>
    Status,

    /// <summary>The response is delayed.</summary>
    Delay,

    /// <summary>The connection is closed before the call is processed.</summary>
    DropBefore,

    /// <summary>The call is processed, then the connection is closed.</summary>
    DropAfter,

    /// <summary>The body is incomplete.</summary>
    Truncate,

    /// <summary>The body is not valid JSON.</summary>
    Malformed,

    /// <summary>An HTML error page, as returned by a gateway.</summary>
    Html,

    /// <summary>The correct body with the content type text/plain.</summary>
    WrongContentType,

    /// <summary>The body is sent slowly.</summary>
    SlowDrip,

    /// <summary>The long-running operation that the call starts will fail.</summary>
    FailOperation,

    /// <summary>All access tokens issued so far are revoked.</summary>
    RevokeToken,

    /// <summary>The access token of this call has expired, earlier than the client was informed.</summary>
    ExpireToken,
}

/// <summary>A fault of calls of an operation: the next one, the next few, each, or random ones.</summary>
internal sealed class Fault
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private Random? _random;

    public required FaultKind Kind { get; init; }

    /// <summary>An operationId, with * and ? as wildcards; the sign-in endpoints (token, deviceCode, authorize) only by their full name.</summary>
    public string Operation { get; init; } = "*";

    /// <summary>Applies only to calls about this app; for operations with an app in their path or upload.</summary>
    public Guid? AppId { get; init; }

    /// <summary>The number of calls that it applies to; 0 for every call until it is removed.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The probability, from 0 to 1, that it applies to a matching call.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>The seed of the random sequence, so that a run can be repeated.</summary>
    public int Seed { get; init; }

    public int StatusCode { get; init; }

    /// <summary>For a failed operation: the code in its errorMessage, with the inner code after a slash.</summary>
    public string? ErrorCode { get; init; }

    public string? Message { get; init; }

    /// <summary>The seconds in the Retry-After header; null for no header.</summary>
    public int? RetryAfterSec { get; init; }

    /// <summary>Retry-After as a date instead of a number of seconds.</summary>
    public bool RetryAfterDate { get; init; }

    public int DelayMs { get; init; }

    public int BytesPerSec { get; init; } = 100;

    /// <summary>The number of calls that it applied to.</summary>
    [JsonPropertyName("struck")]
    public int HitCount { get; private set; }

    [JsonIgnore]
    public bool IsSpent => Count > 0 && HitCount >= Count;

    /// <summary>Whether the call is processed and only the response is changed.</summary>
    [JsonIgnore]
    public bool ChangesAnswer =>
        Kind is FaultKind.DropAfter or FaultKind.Truncate or FaultKind.Malformed or FaultKind.WrongContentType or FaultKind.SlowDrip;

    /// <summary>All kinds except those that apply inside an operation.</summary>
    public static bool ActsOnCall(Fault fault) => fault.Kind != FaultKind.FailOperation;

    /// <exception cref="JsonException">The fault is not valid; the message contains the reason.</exception>
    public static Fault Parse(JsonNode? node)
    {
        var fault = node.Deserialize<Fault>(Json) ?? throw new JsonException("A fault is an object with at least a kind.");
        if (fault.Probability is < 0 or > 1 || fault.Count < 0 || fault.DelayMs < 0 || fault.BytesPerSec < 1)
            throw new JsonException("probability must be from 0 to 1, count and delayMs must not be negative, and bytesPerSec must be at least 1.");
        if (fault.Kind == FaultKind.Status && fault.StatusCode is < 400 or > 599)
            throw new JsonException("A fault of kind status requires a statusCode from 400 to 599.");
        return fault;
    }

    public JsonNode ToJson() => JsonSerializer.SerializeToNode(this, Json)!;

    /// <summary>Whether it applies to this call, which is counted in that case. The caller holds the lock of the list.</summary>
    public bool TryMatch(string operationId, bool isApi)
    {
        var wild = Operation.Contains('*', StringComparison.Ordinal) || Operation.Contains('?', StringComparison.Ordinal);
        var named = wild
            ? isApi && FileSystemName.MatchesSimpleExpression(Operation, operationId)
            : string.Equals(Operation, operationId, StringComparison.OrdinalIgnoreCase);
        if (IsSpent || !named)
            return false;

        if (Probability < 1)
        {
            // Not used for security: a test can repeat a seeded sequence.
#pragma warning disable CA5394
            _random ??= new Random(Seed);
            if (_random.NextDouble() >= Probability)
                return false;
#pragma warning restore CA5394
        }

        HitCount++;
        return true;
    }

    public Refusal ToRefusal(DateTimeOffset now)
    {
        var refusal = new Refusal(StatusCode, ErrorCode ?? DefaultCode(), Message ?? $"The simulator is configured to return {StatusCode}.");
        AddRetryAfter(refusal.Headers, now);
        return refusal;
    }

    public Reply ToHtmlPage(DateTimeOffset now)
    {
        var status = StatusCode == 0 ? 502 : StatusCode;
        var text = Message ?? "The server could not process the request.";
        var page = $"<html><head><title>{status}</title></head><body><h1>{status}</h1><p>{text}</p></body></html>";
        var reply = Reply.Text(status, "text/html; charset=utf-8", page);
        AddRetryAfter(reply.Headers, now);
        return reply;
    }

    private string DefaultCode() => StatusCode switch
    {
        503 => "Internal_TenantUnavailable",
        500 => "Internal_ServerError",
        _ => "Unknown",
    };

    private void AddRetryAfter(Dictionary<string, string> headers, DateTimeOffset now)
    {
        if (RetryAfterSec is not { } seconds)
            return;

        headers["Retry-After"] = RetryAfterDate
            ? now.AddSeconds(seconds).ToString("R", System.Globalization.CultureInfo.InvariantCulture)
            : seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>The faults, in the order in which they were added: the first that matches a call applies to it.</summary>
internal sealed class FaultList
{
    private readonly List<Fault> _faults = [];

    public void Add(IEnumerable<Fault> faults)
    {
        lock (_faults)
            _faults.AddRange(faults);
    }

    public void Clear()
    {
        lock (_faults)
            _faults.Clear();
    }

    public Fault? Match(string operationId, bool isApi, Func<Fault, bool> ofKind)
    {
        lock (_faults)
            return _faults.Find(fault => ofKind(fault) && fault.TryMatch(operationId, isApi));
    }

    /// <summary>Includes faults that no longer apply, so that a test can read how often they applied.</summary>
    public JsonArray ToJson()
    {
        lock (_faults)
            return new JsonArray([.. _faults.Select(fault => fault.ToJson())]);
    }
}
