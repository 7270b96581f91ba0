namespace BcAdmin;

/// <summary>A background job that was started by the Automation API, such as an import of users.</summary>
public sealed record BcScheduledJob : BcEnvironmentResource, ILongRunningOperation
{
    /// <summary>The category of user imports, which is the only documented one.</summary>
    internal const string UserImport = "APIUSERJOB";

    [JsonPropertyName("id")]
    public Guid ScheduledJobId { get; init; }

    public string? Category { get; init; }

    [JsonPropertyName("startDateTime")]
    public DateTimeOffset? StartedOn { get; init; }

    /// <summary>
    /// Ready, In Process, On Hold, Waiting, Finished, Error, or another status. The status is Finished if the job queue entry no longer exists.
    /// </summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? Status { get; init; }

    public string? Description { get; init; }

    public string? ErrorMessage { get; init; }

    [JsonIgnore]
    public bool IsCompleted => IsSucceeded || HasStatus("Error");

    [JsonIgnore]
    public bool IsSucceeded => HasStatus("Finished");

    Guid ILongRunningOperation.OperationId => ScheduledJobId;

    public override string ToString() => ScheduledJobId.ToString();

    [JsonInclude, JsonPropertyName("@odata.etag")]
    internal string? ETag { get; init; }

    private bool HasStatus(string status) => string.Equals(Status, status, StringComparison.OrdinalIgnoreCase);
}
