namespace BcAdmin;

/// <summary>A past database export.</summary>
public sealed record BcDatabaseExportHistory : BcResource
{
    public string EnvironmentName { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The same as <see cref="EnvironmentName"/>, with the name of the table column.</summary>
    [System.Management.Automation.Hidden, JsonIgnore]
    public string? Environment => EnvironmentName;

    [JsonPropertyName("applicationType")]
    public string ApplicationFamily { get; init => field = value ?? BcEnvironment.DefaultFamily; } = BcEnvironment.DefaultFamily;

    /// <summary>The version of the application at the time of the export.</summary>
    [JsonIgnore]
    public object? Version => BcVersion.Parse(ApplicationVersion);

    /// <summary>Two-letter code of the localization.</summary>
    [JsonPropertyName("country")]
    public string? CountryCode { get; init; }

    /// <summary>The Azure Storage account to which the file was written.</summary>
    public string? StorageAccount { get; init; }

    public string? Container { get; init; }

    /// <summary>The name of the file.</summary>
    public string? Blob { get; init; }

    /// <summary>When the export was started.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The user who started the export.</summary>
    public string? User { get; init; }

    public override string ToString() => $"{EnvironmentName}: {Blob}";

    [JsonInclude]
    internal string? ApplicationVersion { get; init; }
}

/// <summary>The request body of startDatabaseExport.</summary>
internal sealed record StartExportRequest(string StorageAccountSasUri, string Container, string Blob)
{
    /// <summary>Does not return the URL, which is a secret and would be part of the default text of a record.</summary>
    public override string ToString() => $"{Container}/{Blob}";
}
