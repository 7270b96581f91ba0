namespace BcAdmin;

/// <summary>A long-running operation of the service, for which Wait-BcOperation can wait.</summary>
public interface ILongRunningOperation
{
    Guid OperationId { get; }

    string? Status { get; }

    /// <summary>Whether the operation has ended.</summary>
    bool IsCompleted { get; }

    bool IsSucceeded { get; }

    string? ErrorMessage { get; }
}

/// <summary>An operation on an environment. The service keeps it for 180 days.</summary>
public sealed record BcOperation : BcResource, ILongRunningOperation, IJsonOnDeserialized
{
    /// <summary>Contract: EnvironmentOperationType. The service has more values, for example for exports.</summary>
    internal static readonly IReadOnlyList<string> DocumentedTypes =
    [
        "copy", "create", "dataUpgrade", "delete", "environmentAppHotfix", "environmentAppInstall", "environmentAppUninstall", "environmentAppUpdate",
        "environmentRename", "modify",
        "moveToAnotherAadTenant", "pitRestore", "recover", "requestTransferToAnotherEntraTenant", "restart", "softDelete", "update",
    ];

    /// <summary>Contract: OperationStatus.</summary>
    internal static readonly IReadOnlyList<string> DocumentedStatuses =
        ["queued", "scheduled", "running", "succeeded", "failed", "canceled", "skipped"];

    private string? _environmentName;
    private string? _environmentType;
    private string? _applicationFamily;

    [JsonPropertyName("id")]
    public Guid OperationId { get; init; }

    /// <summary>copy, create, softDelete, environmentRename, update, or another type.</summary>
    public string? Type { get; init; }

    /// <summary>queued, scheduled, running, succeeded, failed, canceled, or skipped.</summary>
    public string? Status { get; init; }

    /// <summary>The name of the environment. For a copy, restore, or rename it is the new name, unless the service returns another one.</summary>
    public string? EnvironmentName
    {
        get => _environmentName;
        init => _environmentName = value?.Trim(); // some samples in the documentation have a leading space
    }

    /// <summary>The same as <see cref="EnvironmentName"/>, with the name of the table column.</summary>
    [System.Management.Automation.Hidden, JsonIgnore]
    public string? Environment => EnvironmentName;

    public string? EnvironmentType
    {
        get => _environmentType;
        init => _environmentType = value;
    }

    [JsonPropertyName("productFamily")]
    public string? ApplicationFamily
    {
        get => _applicationFamily;
        init => _applicationFamily = value;
    }

    public DateTimeOffset? CreatedOn { get; init; }

    public DateTimeOffset? StartedOn { get; init; }

    public DateTimeOffset? CompletedOn { get; init; }

    /// <summary>How long the operation took, or has been running.</summary>
    [JsonIgnore]
    public TimeSpan? Duration => StartedOn is { } started ? (CompletedOn ?? (IsCompleted ? started : DateTimeOffset.UtcNow)) - started : null;

    /// <summary>The user or app that started the operation.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>User or App; null if the service does not return it.</summary>
    public string? CreatorPrincipalType { get; init; }

    /// <summary>Whether the operation can be canceled; null if the service does not return it.</summary>
    public bool? CanBeCanceled { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>The parameters with which the operation was started. They depend on its type.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, object?> Parameters => ApiJson.Plain(RawParameters);

    public string? AadTenantId { get; init; }

    [JsonIgnore]
    public bool IsCompleted => OperationStatus.IsCompleted(Status);

    [JsonIgnore]
    public bool IsSucceeded => HasStatus("succeeded");

    public override string ToString() => OperationId.ToString();

    [JsonInclude, JsonPropertyName("parameters")]
    internal IDictionary<string, JsonElement>? RawParameters { get; init; }

    /// <summary>Compares types. The documentation uses three spellings: dataUpgrade, DataUpgrade, and Data Upgrade.</summary>
    internal bool HasType(string type) =>
        string.Equals(Type?.Replace(" ", string.Empty, StringComparison.Ordinal), type, StringComparison.OrdinalIgnoreCase);

    internal bool HasStatus(string status) => OperationStatus.Is(Status, status);

    internal bool IsCanceled => HasStatus("canceled");

    /// <summary>Whether the operation creates or changes the environment with this name, under its old or new name.</summary>
    internal bool Changes(string environment) =>
        new[] { EnvironmentName, Nested("environmentName")?.Trim(), Nested("destinationEnvironmentName"), Nested("newEnvironmentName"),
            Nested("oldEnvironmentName") }
            .Contains(environment, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the operation copies from the environment with this name.</summary>
    internal bool Reads(string environment) => string.Equals(Nested("sourceEnvironmentName"), environment, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Reads three members from the parameters, where the documentation has them in samples of lists. All other samples have them at the top level.
    /// </summary>
    void IJsonOnDeserialized.OnDeserialized()
    {
        _environmentName = NotBlank(_environmentName)
            ?? Nested("environmentName")?.Trim() ?? Nested("destinationEnvironmentName") ?? Nested("newEnvironmentName");
        _environmentType = NotBlank(_environmentType) ?? Nested("environmentType") ?? Nested("destinationEnvironmentType");
        _applicationFamily = NotBlank(_applicationFamily) ?? Nested("productFamily");
    }

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private string? Nested(string name) =>
        RawParameters?.FirstOrDefault(
            member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { ValueKind: JsonValueKind.String } value
            ? NotBlank(value.GetString())
            : null;
}
