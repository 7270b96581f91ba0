namespace BcAdmin;

/// <summary>
/// An operation on an app. Combines three formats of the service: the response to starting or canceling (AppOperation), the history
/// (AppOperationRecord), which has other names for the versions and fewer properties, and an operation on an environment, which has the app and the
/// versions in its parameters.
/// </summary>
public sealed record BcAppOperation : BcEnvironmentResource, ILongRunningOperation, IJsonOnDeserialized
{
    private Guid _appId;
    private string? _appName;
    private string? _sourceVersion;
    private string? _targetVersion;
    private string? _scheduleKind;
    private string? _syncMode;

    [JsonPropertyName("id")]
    public Guid OperationId { get; init; }

    public Guid AppId
    {
        get => _appId;
        init => _appId = value;
    }

    /// <summary>The name of the app. Only for scheduled per-tenant extensions and for operations that a cmdlet has just started.</summary>
    [JsonIgnore]
    public string? AppName
    {
        get => _appName;
        internal init => _appName = value;
    }

    /// <summary>install, update, or uninstall. The response to the upload of a newer per-tenant extension also has the type install.</summary>
    [JsonIgnore]
    public string? Type => TypeOf(RawType);

    /// <summary>queued, scheduled, running, succeeded, failed, canceled, or skipped.</summary>
    public string? Status { get; init; }

    /// <summary>The version before the operation; empty for the first installation.</summary>
    [JsonIgnore]
    public object? SourceVersion => BcVersion.Parse(_sourceVersion);

    /// <summary>The version after the operation; empty for an uninstallation.</summary>
    [JsonIgnore]
    public object? TargetVersion => BcVersion.Parse(_targetVersion);

    /// <summary>
    /// When an uploaded extension is installed: Immediate, UpdateWindow, NextMinorUpdate, or NextMajorUpdate. Empty for Marketplace apps.
    /// </summary>
    public string? ScheduleKind
    {
        get => _scheduleKind;
        init => _scheduleKind = value;
    }

    public DateTimeOffset? CreatedOn { get; init; }

    public DateTimeOffset? StartedOn { get; init; }

    public DateTimeOffset? CompletedOn { get; init; }

    /// <summary>How long the operation took, or has been running.</summary>
    [JsonIgnore]
    public TimeSpan? Duration => StartedOn is { } started ? (CompletedOn ?? (IsCompleted ? started : DateTimeOffset.UtcNow)) - started : null;

    /// <summary>The user or app that started the operation.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>The user or app that canceled the operation.</summary>
    public string? CanceledBy { get; init; }

    /// <summary>User or App.</summary>
    public string? CreatorPrincipalType { get; init; }

    /// <summary>Whether the operation can be canceled; null if the service does not report it.</summary>
    public bool? CanBeCanceled { get; init; }

    /// <summary>The reason why the operation failed or was canceled, in the language of the environment.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>The codes in ErrorMessage, which are the same in every language, such as ExtensionChangeFailed, then TenantSyncFailure.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> ErrorCodes => new ValueList<string>([.. ServiceFailure.Parse(ErrorMessage).Codes]);

    /// <summary>The parameters of the upload of a scheduled per-tenant extension.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, object?> Parameters => ApiJson.Plain(RawParameters);

    public string? AadTenantId { get; init; }

    [JsonIgnore]
    public bool IsCompleted => OperationStatus.IsCompleted(Status);

    [JsonIgnore]
    public bool IsSucceeded => HasStatus("succeeded");

    public override string ToString() => OperationId.ToString();

    [JsonInclude, JsonPropertyName("type")]
    internal string? RawType { get; init; }

    /// <summary>How the database schema is synchronized: Add or ForceSync; null if it is not known. Marketplace apps have none.</summary>
    [JsonIgnore]
    internal string? SyncMode
    {
        get => _syncMode;
        init => _syncMode = value;
    }

    [JsonInclude]
    internal string? SourceAppVersion
    {
        get => _sourceVersion;
        init => _sourceVersion = value ?? _sourceVersion;
    }

    [JsonInclude, JsonPropertyName("sourceVersion")]
    internal string? SourceVersionText
    {
        get => _sourceVersion;
        init => _sourceVersion = value ?? _sourceVersion;
    }

    [JsonInclude]
    internal string? TargetAppVersion
    {
        get => _targetVersion;
        init => _targetVersion = value ?? _targetVersion;
    }

    [JsonInclude, JsonPropertyName("targetVersion")]
    internal string? TargetVersionText
    {
        get => _targetVersion;
        init => _targetVersion = value ?? _targetVersion;
    }

    [JsonInclude, JsonPropertyName("parameters")]
    internal IDictionary<string, JsonElement>? RawParameters { get; init; }

    internal bool HasType(string type) => string.Equals(Type, type, StringComparison.OrdinalIgnoreCase);

    internal bool HasStatus(string status) => OperationStatus.Is(Status, status);

    /// <summary>Merges this operation with properties that only the earlier response contained.</summary>
    internal BcAppOperation MergeWith(BcAppOperation earlier) => this with
    {
        AppId = earlier.AppId,
        AppName = AppName ?? earlier.AppName,
        RawType = RawType ?? earlier.RawType,
        ScheduleKind = ScheduleKind ?? earlier.ScheduleKind,
        SyncMode = SyncMode ?? earlier.SyncMode,
        CreatedOn = CreatedOn ?? earlier.CreatedOn,
        CreatedBy = CreatedBy ?? earlier.CreatedBy,
        CanceledBy = CanceledBy ?? earlier.CanceledBy,
        CreatorPrincipalType = CreatorPrincipalType ?? earlier.CreatorPrincipalType,
        AadTenantId = AadTenantId ?? earlier.AadTenantId,
        SourceVersionText = _sourceVersion ?? earlier._sourceVersion,
        TargetVersionText = _targetVersion ?? earlier._targetVersion,
        RawParameters = RawParameters ?? earlier.RawParameters,
    };

    void IJsonOnDeserialized.OnDeserialized()
    {
        if (_appId == Guid.Empty && Guid.TryParse(Nested("appId"), out var id))
            _appId = id;
        if (string.IsNullOrEmpty(_sourceVersion))
            _sourceVersion = Nested("sourceAppVersion");
        if (string.IsNullOrEmpty(_targetVersion))
            _targetVersion = Nested("targetAppVersion");
        _scheduleKind ??= Nested("scheduleKind");
        _syncMode ??= Nested("syncMode");
        _appName = Nested("name");
    }

    /// <summary>
    /// Converts the type to the values of app operations (contract: AppOperationType). Operations on environments use environmentAppInstall and so
    /// on.
    /// </summary>
    private static string? TypeOf(string? type) => type?.ToUpperInvariant() switch
    {
        "ENVIRONMENTAPPINSTALL" => "install",
        "ENVIRONMENTAPPUPDATE" => "update",
        "ENVIRONMENTAPPUNINSTALL" => "uninstall",
        "ENVIRONMENTAPPHOTFIX" => "hotfix",
        _ => type,
    };

    private string? Nested(string name) =>
        RawParameters?.FirstOrDefault(
            member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { ValueKind: JsonValueKind.String } value
            ? value.GetString()
            : null;
}

/// <summary>The request body of installApp.</summary>
internal sealed record InstallAppRequest(
    string? TargetVersion, bool UseEnvironmentUpdateWindow,
    bool AllowPreviewVersion, bool InstallOrUpdateNeededDependencies, bool AcceptIsvEula, string? LanguageId);

/// <summary>The request body of updateApp.</summary>
internal sealed record UpdateAppRequest(
    string TargetVersion, bool UseEnvironmentUpdateWindow, bool AllowPreviewVersion, bool InstallOrUpdateNeededDependencies);

/// <summary>The request body of uninstallApp.</summary>
internal sealed record UninstallAppRequest(bool UseEnvironmentUpdateWindow, bool UninstallDependents, bool DeleteData);

/// <summary>The request body of cancelAppUpdate. Its property is the only one of the contract in Pascal case.</summary>
internal sealed record CancelAppUpdateRequest([property: JsonPropertyName("ScheduledOperationId")] Guid ScheduledOperationId);

/// <summary>The request body of removeScheduledPte.</summary>
internal sealed record RemoveScheduledPteRequest(string TargetVersion, string ScheduleKind);

/// <summary>The form fields of installPte in addition to the file.</summary>
internal sealed record InstallPteRequest(
    string DeploymentSchedule, string SyncMode, string? LanguageId, bool AcceptIsvEula, bool InstallOrUpdateNeededDependencies);
