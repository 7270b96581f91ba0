namespace BcAdmin;

/// <summary>
/// The deployment or installation of an extension through the upload slot of a company. The service does not return the reason of a failure.
/// </summary>
public sealed record BcExtensionDeployment : BcEnvironmentResource, ILongRunningOperation
{
    /// <summary>The ID of the operation; empty until the service lists a new deployment.</summary>
    public Guid OperationId { get; init; }

    /// <summary>The name of the extension.</summary>
    public string Name { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? Publisher { get; init; }

    [JsonIgnore]
    public object? Version => BcVersion.Parse(VersionText);

    /// <summary>Upload or Install.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? OperationType { get; init; }

    /// <summary>InProgress, Completed, or Failed; temporarily Unknown or NotFound.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? Status { get; init; }

    /// <summary>The schedule as the service returns it, such as Immediate.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? Schedule { get; init; }

    public DateTimeOffset? StartedOn { get; init; }

    [JsonIgnore]
    public bool IsCompleted => IsSucceeded || HasStatus("Failed");

    [JsonIgnore]
    public bool IsSucceeded => HasStatus("Completed");

    /// <summary>Always null. The service shows the error only in the client, on the page Extension Installation Status.</summary>
    [JsonIgnore]
    public string? ErrorMessage => null;

    public override string ToString() => $"{Name} {VersionText}";

    [JsonInclude, JsonPropertyName("appVersion")]
    internal string? VersionText { get; init; }

    /// <summary>
    /// The deployments that were listed before this one was started, because the service does not report which deployment belongs to an upload.
    /// </summary>
    [JsonIgnore]
    internal IReadOnlySet<(Guid, DateTimeOffset?)> Earlier { get; init; } = new HashSet<(Guid, DateTimeOffset?)>();

    /// <summary>Whether the service has no status yet. Unknown and NotFound contain no more information than a missing row.</summary>
    internal bool HasNoStatus => HasStatus("Unknown") || HasStatus("NotFound") || string.IsNullOrEmpty(Status);

    /// <summary>Whether this deployment is the one that is waited for.</summary>
    internal bool Is(BcExtensionDeployment sought) => sought.OperationId != Guid.Empty
        ? OperationId == sought.OperationId
        : !sought.Earlier.Contains((OperationId, StartedOn))
            && Matches(Name, sought.Name) && Matches(Publisher, sought.Publisher) && Matches(VersionText, sought.VersionText);

    /// <summary>An unknown value matches every value, because a package that hides its manifest has no name and version.</summary>
    private static bool Matches(string? seen, string? sought) =>
        string.IsNullOrEmpty(sought) || string.Equals(seen, sought, StringComparison.OrdinalIgnoreCase);

    private bool HasStatus(string status) => string.Equals(Status, status, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The upload slot of a company.</summary>
internal sealed record ExtensionUpload
{
    public Guid SystemId { get; init; }

    [JsonConverter(typeof(EncodedTextConverter))]
    public string? Schedule { get; init; }

    [JsonConverter(typeof(EncodedTextConverter))]
    public string? SchemaSyncMode { get; init; }

    [JsonPropertyName("extensionContent@odata.mediaEditLink")]
    public string? ContentLink { get; init; }

    [JsonPropertyName("@odata.etag")]
    public string? ETag { get; init; }
}

/// <summary>The request body of createExtensionUpload and updateExtensionUpload. Null values are omitted.</summary>
internal sealed record ExtensionUploadRequest(string Schedule, string? SchemaSyncMode)
{
    /// <summary>Whether the slot already has the requested values.</summary>
    public bool IsAppliedTo(ExtensionUpload slot) => slot.Schedule == Schedule && (SchemaSyncMode is null || slot.SchemaSyncMode == SchemaSyncMode);
}
