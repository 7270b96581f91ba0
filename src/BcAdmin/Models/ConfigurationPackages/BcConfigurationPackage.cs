using System.Management.Automation;

namespace BcAdmin;

/// <summary>A configuration (RapidStart) package of a company, and how far its import and its application are.</summary>
public sealed record BcConfigurationPackage : BcEnvironmentResource
{
    [JsonPropertyName("id")]
    public Guid ConfigurationPackageId { get; init; }

    /// <summary>The company that it belongs to.</summary>
    [JsonIgnore]
    public Guid CompanyId { get; internal set; }

    /// <summary>Technical name of the company.</summary>
    [JsonIgnore]
    public string? CompanyName { get; internal set; }

    public string Code { get; init => field = value ?? string.Empty; } = string.Empty;

    public string? PackageName { get; init; }

    /// <summary>Windows language id; 0 where none is set.</summary>
    public long? LanguageId { get; init; }

    public string? ProductVersion { get; init; }

    public long? ProcessingOrder { get; init; }

    public bool? ExcludeConfigurationTables { get; init; }

    public long? NumberOfTables { get; init; }

    public long? NumberOfRecords { get; init; }

    /// <summary>Records that could not be applied. May be above 0 although the application is Completed.</summary>
    public long? NumberOfErrors { get; init; }

    /// <summary>No, Scheduled, InProgress, Completed or Error.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? ImportStatus { get; init; }

    public string? ImportError { get; init; }

    /// <summary>No, Scheduled, InProgress, Completed or Error.</summary>
    [JsonConverter(typeof(EncodedTextConverter))]
    public string? ApplyStatus { get; init; }

    public string? ApplyError { get; init; }

    /// <summary>Version of the record, sent back with a change so that nobody else's is overwritten.</summary>
    [Hidden, JsonPropertyName("@odata.etag")]
    public string? ETag { get; init; }

    public override string ToString() => Code;

    internal ConfigurationPackageTask Import => new("import", ImportStatus, ImportError);

    internal ConfigurationPackageTask Apply => new("application", ApplyStatus, ApplyError);

    internal bool IsBusy => Import.IsRunning || Apply.IsRunning;

    /// <summary>For questions.</summary>
    internal string Describe(BcConnection connection) =>
        Messages.ConfigurationPackageCompanyEnvironmentTenant2(Code, CompanyName, ApplicationFamily, EnvironmentName, connection);
}

/// <summary>One of the two things that the task scheduler does with a package.</summary>
/// <param name="Name">For people.</param>
/// <param name="Status">The service's word.</param>
/// <param name="Error">The service's reason.</param>
internal readonly record struct ConfigurationPackageTask(string Name, string? Status, string? Error)
{
    public bool IsScheduled => Has("Scheduled");

    public bool IsRunning => IsScheduled || Has("InProgress");

    public bool IsCompleted => Has("Completed");

    public bool HasFailed => Has("Error");

    private bool Has(string status) =>
        string.Equals(Status?.Replace(" ", string.Empty, StringComparison.Ordinal), status, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Where the content of a package goes.</summary>
internal sealed record ConfigurationPackageFileSlot
{
    [JsonPropertyName("content@odata.mediaEditLink")]
    public string? ContentLink { get; init; }
}

/// <summary>Body of createConfigurationPackage and updateConfigurationPackage. What is null is left out.</summary>
internal sealed record ConfigurationPackageRequest
{
    public string? Code { get; init; }

    public string? PackageName { get; init; }

    public int? LanguageId { get; init; }

    public string? ProductVersion { get; init; }

    public int? ProcessingOrder { get; init; }

    public bool? ExcludeConfigurationTables { get; init; }

    /// <summary>Whether the package has all that the request wants to change.</summary>
    public bool IsIn(BcConfigurationPackage package) =>
        (PackageName is null || PackageName == package.PackageName)
        && (LanguageId is null || LanguageId == package.LanguageId)
        && (ProductVersion is null || ProductVersion == package.ProductVersion)
        && (ProcessingOrder is null || ProcessingOrder == package.ProcessingOrder)
        && (ExcludeConfigurationTables is null || ExcludeConfigurationTables == package.ExcludeConfigurationTables);
}
