namespace BcAdmin;

/// <summary>An active session of an environment.</summary>
public sealed record BcSession : BcEnvironmentResource
{
    [JsonIgnore]
    public int SessionId => (int)(RawSessionId ?? 0);

    /// <summary>The user name in the environment.</summary>
    public string? UserId { get; init; }

    /// <summary>WebClient, Background, WebService, or another type.</summary>
    public string? ClientType { get; init; }

    public DateTimeOffset? LogOnDate { get; init; }

    /// <summary>The operation that started the session, such as OpenForm.</summary>
    public string? EntryPointOperation { get; init; }

    public string? EntryPointObjectName { get; init; }

    public string? EntryPointObjectId { get; init; }

    public string? EntryPointObjectType { get; init; }

    /// <summary>The name of the object that is currently running.</summary>
    public string? CurrentObjectName { get; init; }

    public string? CurrentObjectId { get; init; }

    public string? CurrentObjectType { get; init; }

    /// <summary>The duration of the current operation as the service returns it. The unit is not documented but appears to be milliseconds.</summary>
    public long? CurrentOperationDuration { get; init; }

    /// <summary>The duration of the current operation; null if the service does not return it.</summary>
    [JsonIgnore]
    public TimeSpan? OperationDuration => CurrentOperationDuration switch
    {
        null or < 0 => null,
        > MaxMilliseconds => TimeSpan.MaxValue,
        { } milliseconds => new TimeSpan(milliseconds * TimeSpan.TicksPerMillisecond),
    };

    /// <summary>The time since the user signed in.</summary>
    [JsonIgnore]
    public TimeSpan? SessionDuration => LogOnDate is { } started ? TimeSpan.FromTicks(Math.Max(0, (DateTimeOffset.UtcNow - started).Ticks)) : null;

    private const long MaxMilliseconds = long.MaxValue / TimeSpan.TicksPerMillisecond;

    public override string ToString() => SessionId.ToString(CultureInfo.InvariantCulture);

    [JsonInclude, JsonPropertyName("sessionId")]
    internal long? RawSessionId { get; init; }

    /// <summary>Gets the text that identifies the object in prompts.</summary>
    internal string Describe() =>
        Messages.SessionDisplayText(SessionId, UserId, ClientType, ApplicationFamily, EnvironmentName);
}
