using System.Management.Automation;

namespace BcAdmin;

/// <summary>A configuration (RapidStart) package of a company, with the status of its import and application.</summary>
public sealed record BcConfigurationPackage : BcEnvironmentResource
{
    [JsonPropertyName("id")]
    public Guid ConfigurationPackageId { get; init; }

    /// <summary>The ID of the company to which it belongs.</summary>
    [JsonIgnore]
    public Guid CompanyId { get; internal set; }

    /// <summary>Technical name of the company.</summary>
    [JsonIgnore]
    public string? CompanyName { get; internal set; }

    public string Code { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? PackageName { get; init; }

    /// <summary>Windows language ID; 0 if none is set.</summary>
    public long? LanguageId { get; init; }

    public string? ProductVersion { get; init; }

    public long? ProcessingOrder { get; init; }

    public bool? ExcludeConfigurationTables { get; init; }

    public long? NumberOfTables { get; init; }

    public long? NumberOfRecords { get; init; }

    /// <summary>The number of records that could not be applied. Can be above 0 even if ApplyStatus is Completed.</summary>
    public long? NumberOfErrors { get; init; }

    /// <summary>No, Scheduled, InProgress, Completed, or Error.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? ImportStatus { get; init; }

    public string? ImportError { get; init; }

    /// <summary>No, Scheduled, InProgress, Completed, or Error.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? ApplyStatus { get; init; }

    public string? ApplyError { get; init; }

    /// <summary>ETag of the record, which is sent with a change to detect concurrent changes.</summary>
    [Hidden, JsonPropertyName("@odata.etag")]
    public string? ETag { get; init; }

    public override string ToString() => Code;

    internal ConfigurationPackageTask Import => new("import", ImportStatus, ImportError);

    internal ConfigurationPackageTask Apply => new("application", ApplyStatus, ApplyError);

    internal bool IsBusy => Import.IsRunning || Apply.IsRunning;

    /// <summary>Gets the text that identifies the object in prompts.</summary>
    internal string Describe(BcConnection connection) =>
        Messages.ConfigurationPackageDisplayText(Code, CompanyName, ApplicationFamily, EnvironmentName, connection);
}

/// <summary>A task of the task scheduler for a package: its import or its application.</summary>
/// <param name="Name">Display name of the task.</param>
/// <param name="Status">The status that the service returns.</param>
/// <param name="Error">The error that the service returns.</param>
internal readonly record struct ConfigurationPackageTask(string Name, string? Status, string? Error)
{
    public bool IsScheduled => Has("Scheduled");

    public bool IsRunning => IsScheduled || Has("InProgress");

    public bool IsCompleted => Has("Completed");

    public bool HasFailed => Has("Error");

    private bool Has(string status) =>
        string.Equals(Status?.Replace(" ", string.Empty, StringComparison.Ordinal), status, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The file content of a package.</summary>
internal sealed record ConfigurationPackageFileSlot
{
    [JsonPropertyName("content@odata.mediaEditLink")]
    public string? ContentLink { get; init; }
}

/// <summary>The request body of createConfigurationPackage and updateConfigurationPackage. Null values are omitted.</summary>
internal sealed record ConfigurationPackageRequest
{
    public string? Code { get; init; }

    public string? PackageName { get; init; }

    public int? LanguageId { get; init; }

    public string? ProductVersion { get; init; }

    public int? ProcessingOrder { get; init; }

    public bool? ExcludeConfigurationTables { get; init; }

    /// <summary>Whether the package already has the requested values.</summary>
    public bool IsAppliedTo(BcConfigurationPackage package) =>
        (PackageName is null || PackageName == package.PackageName)
        && (LanguageId is null || LanguageId == package.LanguageId)
        && (ProductVersion is null || ProductVersion == package.ProductVersion)
        && (ProcessingOrder is null || ProcessingOrder == package.ProcessingOrder)
        && (ExcludeConfigurationTables is null || ExcludeConfigurationTables == package.ExcludeConfigurationTables);
}
