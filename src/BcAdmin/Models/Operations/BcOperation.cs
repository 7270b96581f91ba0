namespace BcAdmin;

/// <summary>Work of the service that goes on after the call; Wait-BcOperation waits for any of them.</summary>
public interface ILongRunningOperation
{
    Guid OperationId { get; }

    string? Status { get; }

    /// <summary>No more changes to come.</summary>
    bool IsCompleted { get; }

    bool IsSucceeded { get; }

    string? ErrorMessage { get; }
}

/// <summary>An operation on an environment. The service keeps it for 180 days.</summary>
public sealed record BcOperation : BcResource, ILongRunningOperation, IJsonOnDeserialized
{
    /// <summary>Contract: EnvironmentOperationType. The service has others, of exports for one.</summary>
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

    /// <summary>copy, create, softDelete, environmentRename, update and others.</summary>
    public string? Type { get; init; }

    /// <summary>queued, scheduled, running, succeeded, failed, canceled or skipped.</summary>
    public string? Status { get; init; }

    /// <summary>The environment that it works on; of a copy, restore or rename the new one, unless the service says otherwise.</summary>
    public string? EnvironmentName
    {
        get => _environmentName;
        init => _environmentName = value?.Trim(); // some samples of the documentation have a leading blank
    }

    /// <summary>The same as <see cref="EnvironmentName"/>, which is the heading of tables.</summary>
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

    /// <summary>How long it took, or has been running.</summary>
    [JsonIgnore]
    public TimeSpan? Duration => StartedOn is { } started ? (CompletedOn ?? (IsCompleted ? started : DateTimeOffset.UtcNow)) - started : null;

    /// <summary>User or app that started it.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>User or App, where the service tells.</summary>
    public string? CreatorPrincipalType { get; init; }

    /// <summary>Whether the service accepts a request to cancel it; empty where the service does not say.</summary>
    public bool? CanBeCanceled { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>What it was started with; depends on its type.</summary>
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

    /// <summary>The documentation spells types in three ways: dataUpgrade, DataUpgrade, Data Upgrade.</summary>
    internal bool HasType(string type) =>
        string.Equals(Type?.Replace(" ", string.Empty, StringComparison.Ordinal), type, StringComparison.OrdinalIgnoreCase);

    internal bool HasStatus(string status) => OperationStatus.Is(Status, status);

    internal bool IsCanceled => HasStatus("canceled");

    /// <summary>Whether it makes or changes the environment of that name, under whichever of its names.</summary>
    internal bool Changes(string environment) =>
        new[] { EnvironmentName, Nested("environmentName")?.Trim(), Nested("destinationEnvironmentName"), Nested("newEnvironmentName"),
            Nested("oldEnvironmentName") }
            .Contains(environment, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether it copies from the environment of that name.</summary>
    internal bool Reads(string environment) => string.Equals(Nested("sourceEnvironmentName"), environment, StringComparison.OrdinalIgnoreCase);

    /// <summary>The documentation's list samples have three members inside of parameters; all others have them on top.</summary>
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
