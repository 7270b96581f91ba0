namespace BcAdmin;

/// <summary>An active session of an environment.</summary>
public sealed record BcSession : BcEnvironmentResource
{
    [JsonIgnore]
    public int SessionId => (int)(RawSessionId ?? 0);

    /// <summary>User name in the environment.</summary>
    public string? UserId { get; init; }

    /// <summary>WebClient, Background, WebService and others.</summary>
    public string? ClientType { get; init; }

    public DateTimeOffset? LogOnDate { get; init; }

    /// <summary>What started it, such as OpenForm.</summary>
    public string? EntryPointOperation { get; init; }

    public string? EntryPointObjectName { get; init; }

    public string? EntryPointObjectId { get; init; }

    public string? EntryPointObjectType { get; init; }

    /// <summary>What runs in it at the moment.</summary>
    public string? CurrentObjectName { get; init; }

    public string? CurrentObjectId { get; init; }

    public string? CurrentObjectType { get; init; }

    /// <summary>Duration of the current operation as the service sends it, apparently in milliseconds; the unit is not documented.</summary>
    public long? CurrentOperationDuration { get; init; }

    /// <summary>How long the current operation has been running; null where the service reports none.</summary>
    [JsonIgnore]
    public TimeSpan? OperationDuration => CurrentOperationDuration switch
    {
        null or < 0 => null,
        > MostMilliseconds => TimeSpan.MaxValue,
        { } milliseconds => new TimeSpan(milliseconds * TimeSpan.TicksPerMillisecond),
    };

    /// <summary>How long ago the user signed in.</summary>
    [JsonIgnore]
    public TimeSpan? SessionDuration => LogOnDate is { } started ? TimeSpan.FromTicks(Math.Max(0, (DateTimeOffset.UtcNow - started).Ticks)) : null;

    private const long MostMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;

    public override string ToString() => SessionId.ToString(CultureInfo.InvariantCulture);

    [JsonInclude, JsonPropertyName("sessionId")]
    internal long? RawSessionId { get; init; }

    /// <summary>For questions.</summary>
    internal string Describe() =>
        Messages.SessionUnknownUserEnvironment(SessionId, UserId, ClientType, ApplicationFamily, EnvironmentName);
}
