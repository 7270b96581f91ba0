namespace BcAdmin;

/// <summary>A database export of the past.</summary>
public sealed record BcDatabaseExportHistory : BcResource
{
    public string EnvironmentName { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The same as <see cref="EnvironmentName"/>, which is the heading of tables.</summary>
    [System.Management.Automation.Hidden, JsonIgnore]
    public string? Environment => EnvironmentName;

    [JsonPropertyName("applicationType")]
    public string ApplicationFamily { get; init => field = value ?? BcEnvironment.DefaultFamily; } = BcEnvironment.DefaultFamily;

    /// <summary>Version of the application at that time.</summary>
    [JsonIgnore]
    public object? Version => BcVersion.Parse(ApplicationVersion);

    /// <summary>Two-letter code of the localisation.</summary>
    [JsonPropertyName("country")]
    public string? CountryCode { get; init; }

    /// <summary>Azure storage account that the file was written to.</summary>
    public string? StorageAccount { get; init; }

    public string? Container { get; init; }

    /// <summary>Name of the file.</summary>
    public string? Blob { get; init; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Who started it.</summary>
    public string? User { get; init; }

    public override string ToString() => $"{EnvironmentName}: {Blob}";

    [JsonInclude]
    internal string? ApplicationVersion { get; init; }
}

/// <summary>Body of startDatabaseExport.</summary>
internal sealed record StartExportRequest(string StorageAccountSasUri, string Container, string Blob)
{
    /// <summary>Never the address: a record would print it.</summary>
    public override string ToString() => $"{Container}/{Blob}";
}
