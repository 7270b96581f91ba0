namespace BcAdmin;

/// <summary>
/// The deployment of an extension that went through the upload slot of a company, or an installation. The service gives no reason where it failed.
/// </summary>
public sealed record BcExtensionDeployment : BcEnvironmentResource, ILongRunningOperation
{
    /// <summary>Empty as long as the service does not list a deployment that was just started.</summary>
    public Guid OperationId { get; init; }

    /// <summary>Name of the extension.</summary>
    public string Name { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? Publisher { get; init; }

    [JsonIgnore]
    public object? Version => BcVersion.Parse(VersionText);

    /// <summary>Upload or Install.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? OperationType { get; init; }

    /// <summary>InProgress, Completed, Failed; Unknown and NotFound for a moment.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? Status { get; init; }

    /// <summary>Text of the service, such as Immediate.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? Schedule { get; init; }

    public DateTimeOffset? StartedOn { get; init; }

    [JsonIgnore]
    public bool IsCompleted => IsSucceeded || HasStatus("Failed");

    [JsonIgnore]
    public bool IsSucceeded => HasStatus("Completed");

    /// <summary>Always empty: the service tells it in the client only, on the page Extension Installation Status.</summary>
    [JsonIgnore]
    public string? ErrorMessage => null;

    public override string ToString() => $"{Name} {VersionText}";

    [JsonInclude, JsonPropertyName("appVersion")]
    internal string? VersionText { get; init; }

    /// <summary>What was listed before this one was started, since the service does not say which of its rows an upload became.</summary>
    [JsonIgnore]
    internal IReadOnlySet<(Guid, DateTimeOffset?)> Earlier { get; init; } = new HashSet<(Guid, DateTimeOffset?)>();

    /// <summary>Whether the service has no status yet. Unknown and NotFound contain no more information than a missing row.</summary>
    internal bool HasNoStatus => HasStatus("Unknown") || HasStatus("NotFound") || string.IsNullOrEmpty(Status);

    /// <summary>Whether this row of the service is the deployment that is sought.</summary>
    internal bool Is(BcExtensionDeployment sought) => sought.OperationId != Guid.Empty
        ? OperationId == sought.OperationId
        : !sought.Earlier.Contains((OperationId, StartedOn))
            && Fits(Name, sought.Name) && Fits(Publisher, sought.Publisher) && Fits(VersionText, sought.VersionText);

    /// <summary>A package that hides its manifest does not say what it is called.</summary>
    private static bool Fits(string? seen, string? sought) =>
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

/// <summary>Body of createExtensionUpload and updateExtensionUpload. What is null is left out.</summary>
internal sealed record ExtensionUploadRequest(string Schedule, string? SchemaSyncMode)
{
    /// <summary>Whether the slot has all that the request wants to change.</summary>
    public bool IsIn(ExtensionUpload slot) => slot.Schedule == Schedule && (SchemaSyncMode is null || slot.SchemaSyncMode == SchemaSyncMode);
}
